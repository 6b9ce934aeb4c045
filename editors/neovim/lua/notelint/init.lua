--- notelint for Neovim: what other configuration may call.

local M = {}

--- Sets options and starts the server. From Neovim 0.11 on, `vim.lsp.enable('notelint')` does without it.
---@param options? notelint.Options
function M.setup(options)
  local config = require('notelint.config')
  local problems = options and config.problems(options) or {}
  if #problems > 0 then
    vim.notify('notelint: ' .. table.concat(problems, '\nnotelint: '), vim.log.levels.ERROR)
  end
  config.set(options)
  require('notelint.start').enable()
end

--- For a status line: what is open and wrong in the current buffer; empty where there is nothing to say.
---@return string
function M.status()
  return vim.b.notelint_status or ''
end

--- Makes every certain fix of the current note and waits until it is done, for use before a note is written.
function M.fix_all()
  require('notelint.fix').all_now()
end

return M
