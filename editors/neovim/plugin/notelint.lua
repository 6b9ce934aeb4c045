-- What is there from the start: one command, the <Plug> mappings, the looks of ❓, and two hooks. Everything else is
-- read when it is asked for.

if vim.g.loaded_notelint then
  return
end
vim.g.loaded_notelint = true

-- `vim.api` alone up to here: it must run on any Neovim to say which one is needed.
if vim.fn.has('nvim-0.10') == 0 then
  vim.api.nvim_err_writeln(
    'notelint needs Neovim 0.10 or newer; this is '
      .. vim.fn.matchstr(vim.fn.execute('version'), 'NVIM v\\zs\\S\\+')
      .. '.'
  )
  return
end

vim.api.nvim_create_user_command('Notelint', function(command)
  require('notelint.commands').run(command)
end, {
  nargs = '*',
  range = true,
  desc = 'Notes: questions, terms, related sections, fixes',
  complete = function(...)
    return require('notelint.commands').complete(...)
  end,
})

for _, name in ipairs({ 'questions', 'related', 'term', 'next', 'prev', 'fix', 'fixall', 'explain', 'map' }) do
  vim.keymap.set('n', '<Plug>(notelint-' .. name .. ')', '<Cmd>Notelint ' .. name .. '<CR>')
end

local group = vim.api.nvim_create_augroup('notelint', {})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  desc = 'The status line and the lenses of a note',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'notelint' then
      require('notelint.attach').attach(event.buf, client)
    end
  end,
})

-- Neovim only logs that a server is not there. It is said once, when the first note is opened.
vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'markdown',
  once = true,
  desc = 'Say so when the server is not installed',
  callback = function()
    require('notelint.start').check()
  end,
})
