--- `:checkhealth notelint`.

local M = {}

local health = vim.health

local function check_neovim()
  health.start('Neovim')
  local version = tostring(vim.version())
  if vim.lsp.enable then
    health.ok(('Neovim %s'):format(version))
  else
    health.ok(("Neovim %s: `require('notelint').setup()` starts the server"):format(version))
  end
end

---@return string? path
local function check_program()
  local binary = require('notelint.binary')
  health.start('The program')
  local path, from = binary.find()
  if not path then
    health.error(from, { 'Install it: ' .. binary.INSTALL, 'Or say where it is: vim.g.notelint = { path = "…" }' })
    return nil
  end
  local ok, ran = pcall(function()
    return vim.system({ path, '--version' }, { text = true, timeout = 5000 }):wait()
  end)
  if not ok or ran.code ~= 0 then
    health.error(('%s does not run: %s'):format(path, ok and vim.trim(ran.stderr) or ran))
    return nil
  end
  health.ok(('%s at %s (found by %s)'):format(vim.trim(ran.stdout), path, from))
  return path
end

local function check_options()
  health.start('Options')
  local config = require('notelint.config')
  local problems = config.all_problems()
  for _, problem in ipairs(problems) do
    health.error(problem)
  end
  local options = vim.inspect(config.get(), { newline = ' ', indent = '' })
  if #problems == 0 then
    health.ok(options)
  end
end

--- The folders of the notes that are open; the current one when there are none.
---@return string[]
local function folders()
  local filetypes = require('notelint.config').get().filetypes
  local found = {}
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local folder = vim.fs.dirname(vim.api.nvim_buf_get_name(buffer))
    if vim.api.nvim_buf_is_loaded(buffer) and vim.list_contains(filetypes, vim.bo[buffer].filetype) then
      found[folder] = vim.fn.isdirectory(folder) == 1 or nil
    end
  end
  local all = vim.tbl_keys(found)
  table.sort(all)
  return #all > 0 and all or { vim.uv.cwd() }
end

---@param path string
local function check_notes(path)
  health.start('Configuration of the notes')
  for _, folder in ipairs(folders()) do
    local ran = vim.system({ path, 'config', 'show' }, { text = true, timeout = 5000, cwd = folder }):wait()
    if ran.code == 0 then
      health.ok('the notes in ' .. folder .. ' can be checked')
    else
      health.error(vim.trim(ran.stderr))
    end
  end
end

local function check_server()
  health.start('The server')
  local clients = vim.lsp.get_clients({ name = 'notelint' })
  if #clients == 0 then
    health.info("no server runs: open a note; if that does not start it, `vim.lsp.enable('notelint')` is missing")
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_count(client.attached_buffers)
    local root = client.config.root_dir or 'none, so each note is looked at with the notes beside it'
    health.ok(
      ('server %d: %d note(s) open, columns in %s, root: %s'):format(client.id, buffers, client.offset_encoding, root)
    )
  end
end

local function check_pickers()
  health.start('Pickers (optional)')
  local wanted = require('notelint.config').get().picker
  local found = {}
  for name, module in pairs({ telescope = 'telescope', ['fzf-lua'] = 'fzf-lua', snacks = 'snacks' }) do
    if pcall(require, module) then
      table.insert(found, name)
    end
  end
  table.sort(found)
  if vim.list_contains({ 'telescope', 'fzf-lua', 'snacks' }, wanted) and not vim.list_contains(found, wanted) then
    health.warn(('the option `picker` is "%s", but that is not installed: lists are shown without it'):format(wanted))
  else
    health.ok(
      #found > 0 and table.concat(found, ', ') or 'none: lists are shown in the quickfix window and by vim.ui.select'
    )
  end
end

--- What `:checkhealth` calls.
function M.check()
  check_neovim()
  check_options()
  local path = check_program()
  if path then
    check_notes(path)
  end
  check_server()
  check_pickers()
end

return M
