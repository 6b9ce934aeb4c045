-- What Neovim shows of the server's work.

local t = require('support')

t.it('marks the right characters after emoji', function()
  t.open(t.notes() .. '/python.md')
  local found = t.diagnostic('unknown-module')
  local line = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, false)[1]
  t.same(line:sub(found.col + 1, found.end_col), 'collection')
  t.same(found.source, 'notelint')
end)

t.it('follows edits behind emoji', function()
  t.open(t.notes() .. '/python.md')
  t.diagnostic('unknown-module')
  t.on('collection')
  vim.cmd('normal! ggOparty 🎉🎉')
  vim.cmd('normal! G')
  t.wait('the finding to move', function()
    local found = t.diagnostic('unknown-module')
    local line = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, false)[1]
    return line:sub(found.col + 1, found.end_col) == 'collection'
  end)
  t.on('collection')
  vim.cmd('normal! cwcollections')
  t.wait('the finding to go', function()
    return #vim.tbl_filter(function(one)
      return one.code == 'unknown-module'
    end, vim.diagnostic.get(0)) == 0
  end)
end)

t.it('tells what MRO means on hover', function()
  t.open(t.notes() .. '/python.md')
  t.on('MRO says')
  vim.lsp.buf.hover()
  t.holds(t.float(), 'Method Resolution Order')
end)

t.it('finds where else a term is spoken of', function()
  t.open(t.notes() .. '/python.md')
  t.on('MRO says')
  vim.lsp.buf.references()
  t.wait('the quickfix window', function()
    return vim.bo.buftype == 'quickfix'
  end)
  local files = vim.tbl_map(function(item)
    return vim.fn.fnamemodify(vim.fn.bufname(item.bufnr), ':t')
  end, vim.fn.getqflist())
  assert(vim.list_contains(files, 'interview.md'), vim.inspect(files))
end)

t.it('goes from a term to the note that defines it', function()
  t.open(t.notes() .. '/interview.md')
  t.on('MRO')
  vim.lsp.buf.definition()
  t.wait('the other note', function()
    return t.file() == 'python.md'
  end)
  t.same(vim.api.nvim_get_current_line(), '## MRO')
end)
