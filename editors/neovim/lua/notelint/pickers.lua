--- Shows a list of places. The quickfix list always gets them, so that `:cnext` and `:cdo` work whatever shows them;
--- Telescope, fzf-lua and snacks.nvim show that list.

local config = require('notelint.config')

local M = {}

---@class notelint.Place
---@field filename string
---@field lnum integer 1-based
---@field col integer 1-based, in bytes
---@field text string
---@field type? 'E'|'W'|'I'|'N'

--- Each shows the quickfix list; false when it is not installed.
---@type table<string, fun(title: string): boolean>
local viewers = {
  telescope = function(title)
    local ok, telescope = pcall(require, 'telescope.builtin')
    if ok then
      telescope.quickfix({ prompt_title = title })
    end
    return ok
  end,
  ['fzf-lua'] = function(title)
    local ok, fzf = pcall(require, 'fzf-lua')
    if ok then
      fzf.quickfix({ prompt = title .. '> ' })
    end
    return ok
  end,
  snacks = function(title)
    local ok, snacks = pcall(require, 'snacks')
    -- Its picker can be switched off.
    if not ok or not snacks.picker then
      return false
    end
    snacks.picker.qflist({ title = title })
    return true
  end,
}

--- Goes to a place.
---@param place notelint.Place
function M.go(place)
  vim.cmd("normal! m'")
  local buffer = vim.fn.bufadd(place.filename)
  vim.bo[buffer].buflisted = true
  if buffer ~= vim.api.nvim_get_current_buf() then
    vim.api.nvim_win_set_buf(0, buffer)
  end
  local line = math.min(place.lnum, vim.api.nvim_buf_line_count(buffer))
  vim.api.nvim_win_set_cursor(0, { math.max(line, 1), math.max(place.col - 1, 0) })
  vim.cmd('normal! zv')
end

---@param title string
---@param places notelint.Place[]
local function select(title, places)
  vim.ui.select(places, {
    prompt = title,
    kind = 'notelint',
    format_item = function(place)
      return ('%s:%d: %s'):format(vim.fn.fnamemodify(place.filename, ':~:.'), place.lnum, place.text)
    end,
  }, function(place)
    if place then
      M.go(place)
    end
  end)
end

--- Shows places with what the person chose, else with a picker that is there, else as `otherwise` says.
---@param title string
---@param places notelint.Place[]
---@param otherwise 'quickfix'|'select'
function M.show(title, places, otherwise)
  vim.fn.setqflist({}, ' ', { title = title, items = places })
  local wanted = config.get().picker
  local order = wanted == 'auto' and { 'telescope', 'fzf-lua', 'snacks' } or { wanted }
  for _, name in ipairs(order) do
    if viewers[name] and viewers[name](title) then
      return
    end
  end
  if wanted == 'select' or (wanted ~= 'quickfix' and otherwise == 'select') then
    select(title, places)
  else
    vim.cmd('botright copen')
  end
end

--- The places of what the server answered, in its order: each has a `uri` and a `range`.
---@param found table[]
---@param client vim.lsp.Client
---@param describe fun(one: table): string, string? its text, and the type of the entry
---@return notelint.Place[]
function M.places(found, client, describe)
  -- Neovim reads the lines to turn the server's columns into bytes, and sorts; the order is the server's to choose.
  local items = {}
  for _, item in ipairs(vim.lsp.util.locations_to_items(found, client.offset_encoding)) do
    items[item.user_data] = item
  end
  local places = {}
  for _, one in ipairs(found) do
    local item = items[one]
    if item then
      local text, kind = describe(one)
      table.insert(places, { filename = item.filename, lnum = item.lnum, col = item.col, text = text, type = kind })
    end
  end
  return places
end

return M
