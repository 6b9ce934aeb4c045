--- What a person can set: `vim.g.notelint`, and on top of it what `setup()` was given.

local M = {}

---@alias notelint.Picker 'auto'|'telescope'|'fzf-lua'|'snacks'|'select'|'quickfix'

---@class notelint.Options
---@field path? string The `notelint` program; by default it is looked for.
---@field filetypes? string[] File types whose buffers are notes.
---@field settings? table Settings on top of notelint.toml, by its keys: `{ lint = { ignore = { 'mojibake' } } }`.
---@field picker? notelint.Picker What lists are shown with.
---@field log_file? string Where the server writes a log; by default it writes none.

---@class notelint.Config: notelint.Options
---@field filetypes string[]
---@field settings table
---@field picker notelint.Picker

---@type notelint.Config
local defaults = {
  path = nil,
  filetypes = { 'markdown' },
  settings = {},
  picker = 'auto',
  log_file = nil,
}

---@type table<string, string>
local types = { path = 'string', filetypes = 'table', settings = 'table', picker = 'string', log_file = 'string' }

local pickers = { 'auto', 'telescope', 'fzf-lua', 'snacks', 'select', 'quickfix' }

---@type notelint.Options
local given = {}

--- Takes the options of `setup()`.
---@param options? notelint.Options
function M.set(options)
  given = options or {}
end

--- What is wrong with options, one message each; nothing when all is well.
---@param options any
---@return string[]
function M.problems(options)
  if type(options) ~= 'table' then
    return { ('the options must be a table, not a %s'):format(type(options)) }
  end
  local found = {}
  for key, value in pairs(options) do
    local expected = types[key]
    if not expected then
      local known = vim.tbl_keys(types)
      table.sort(known)
      table.insert(found, ('there is no option `%s`; there are %s'):format(key, table.concat(known, ', ')))
    elseif type(value) ~= expected then
      table.insert(found, ('`%s` must be a %s, not a %s'):format(key, expected, type(value)))
    end
  end
  if type(options.picker) == 'string' and not vim.list_contains(pickers, options.picker) then
    table.insert(found, ('`picker` must be one of %s'):format(table.concat(pickers, ', ')))
  end
  table.sort(found)
  return found
end

--- What is wrong with the options that are in force.
---@return string[]
function M.all_problems()
  local found = M.problems(vim.g.notelint or {})
  return vim.list_extend(found, M.problems(given))
end

--- The options in force. One that cannot be used is passed over: `:checkhealth notelint` tells.
---@return notelint.Config
function M.get()
  local config = vim.deepcopy(defaults)
  for _, options in ipairs({ vim.g.notelint or {}, given }) do
    for key, value in pairs(type(options) == 'table' and options or {}) do
      if #M.problems({ [key] = value }) == 0 then
        config[key] = value
      end
    end
  end
  return config
end

--- The settings as the server asks for them; nothing where nothing is set, so that notelint.toml alone counts.
---@return table
function M.for_server()
  local settings = M.get().settings
  return next(settings) and { notelint = settings } or {}
end

return M
