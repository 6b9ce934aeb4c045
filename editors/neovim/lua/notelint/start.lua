--- Starting the server: by Neovim's own `vim.lsp.enable` from 0.11 on, and as it would do it on 0.10.

local binary = require('notelint.binary')
local client = require('notelint.client')
local config = require('notelint.config')

local M = {}

--- Folders and files that say where notes begin, as in lsp/notelint.lua; a list in the list is tried together.
local MARKERS = { { 'notelint.toml', '.notelint.toml', '.obsidian' }, { '.git' } }

local HAS_ENABLE = vim.lsp.enable ~= nil
local OWN_GROUP = 'notelint.start'
local own = false

--- Whether somebody asked for the server at all.
---@return boolean
local function is_wanted()
  if own then
    return true
  end
  return HAS_ENABLE and (vim.lsp.is_enabled == nil or vim.lsp.is_enabled(client.NAME))
end

---@param buffer integer
---@return boolean
local function is_note(buffer)
  return vim.api.nvim_buf_is_loaded(buffer)
    and vim.bo[buffer].buftype == ''
    and vim.list_contains(config.get().filetypes, vim.bo[buffer].filetype)
end

---@param buffer integer
---@return string?
local function root_of(buffer)
  for _, names in ipairs(MARKERS) do
    local root = vim.fs.root(buffer, names)
    if root then
      return root
    end
  end
end

---@param buffer integer
local function start_in(buffer)
  if not is_note(buffer) or not binary.find() then
    return
  end
  vim.lsp.start({
    name = client.NAME,
    cmd = binary.command(),
    cmd_env = binary.environment(),
    root_dir = root_of(buffer),
    settings = config.for_server(),
  }, { bufnr = buffer })
end

--- Starts the server for every note that is open and that is opened from now on.
function M.enable()
  if HAS_ENABLE then
    vim.lsp.config(client.NAME, { filetypes = config.get().filetypes, settings = config.for_server() })
    vim.lsp.enable(client.NAME)
    return
  end
  own = true
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup(OWN_GROUP, {}),
    pattern = config.get().filetypes,
    callback = function(event)
      start_in(event.buf)
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    start_in(buffer)
  end
end

--- Starts the server for one buffer as if it had just been opened.
---@param buffer integer
function M.in_buffer(buffer)
  vim.api.nvim_exec_autocmds('FileType', { group = own and OWN_GROUP or 'nvim.lsp.enable', buffer = buffer })
end

--- Says so when the server is wanted and is not there.
function M.check()
  if not is_wanted() then
    return
  end
  local path, why = binary.find()
  if not path then
    vim.notify(binary.how_to_install(why), vim.log.levels.WARN)
  end
end

--- Ends what runs and starts it again, with the program that is found now.
---@param done? fun()
function M.restart(done)
  local path, why = binary.find()
  if not path then
    vim.notify(binary.how_to_install(why), vim.log.levels.ERROR)
    return
  end
  for _, running in ipairs(vim.lsp.get_clients({ name = client.NAME })) do
    client.stop(running)
  end
  local function ended()
    return #vim.lsp.get_clients({ name = client.NAME }) == 0
  end
  local tries = 0
  local function again()
    tries = tries + 1
    if not ended() then
      -- A server that does not answer is not asked twice.
      if tries == 20 then
        for _, running in ipairs(vim.lsp.get_clients({ name = client.NAME })) do
          client.stop(running, true)
        end
      end
      if tries < 60 then
        vim.defer_fn(again, 50)
      end
      return
    end
    if own or not HAS_ENABLE then
      M.enable()
    else
      -- Setting something, be it nothing, has lsp/notelint.lua read anew.
      vim.lsp.config(client.NAME, {})
      vim.lsp.enable(client.NAME)
    end
    if done then
      done()
    end
  end
  again()
end

return M
