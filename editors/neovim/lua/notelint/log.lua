--- What happened: the server's own log where it writes one, else what Neovim wrote down of it.

local config = require('notelint.config')

local M = {}

--- The file that tells most.
---@return string
function M.file()
  local own = config.get().log_file
  if own then
    return vim.fs.normalize(own)
  end
  -- Renamed in Neovim 0.12.
  return vim.lsp.log.get_filename()
end

--- Opens it at its end.
function M.open()
  local file = M.file()
  if not vim.uv.fs_stat(file) then
    vim.notify(('There is no log yet; it would be %s.'):format(file))
    return
  end
  vim.cmd('tabedit ' .. vim.fn.fnameescape(file))
  vim.cmd('normal! G')
end

return M
