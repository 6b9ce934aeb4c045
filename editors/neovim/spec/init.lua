-- The configuration of the Neovim that is tested: the plugin as a person installs it, with the one line that the README
-- asks for. `NOTELINT_TEST_ENABLE=0` leaves that line out.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
vim.opt.runtimepath:prepend(vim.fn.fnamemodify(here, ':h'))
package.path = here .. '/?.lua;' .. package.path
vim.o.swapfile = false
vim.o.shadafile = 'NONE'

if vim.env.NOTELINT_TEST_ENABLE ~= '0' then
  if vim.lsp.enable then
    vim.lsp.enable('notelint')
  else
    require('notelint').setup()
  end
end
