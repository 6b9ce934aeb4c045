-- Every sub-command of `:Notelint`.

local t = require('support')

---@return string[]
local function quickfix()
  return vim.tbl_map(function(item)
    return ('%s:%d: %s'):format(vim.fn.fnamemodify(vim.fn.bufname(item.bufnr), ':t'), item.lnum, item.text)
  end, vim.fn.getqflist())
end

t.it('completes sub-commands and what follows them', function()
  t.same(vim.fn.getcompletion('Notelint ', 'cmdline'), {
    'explain',
    'fix',
    'fixall',
    'log',
    'map',
    'next',
    'prev',
    'questions',
    'related',
    'restart',
    'term',
  })
  t.same(vim.fn.getcompletion('Notelint fix', 'cmdline'), { 'fix', 'fixall' })
  t.same(vim.fn.getcompletion('Notelint questions a', 'cmdline'), { 'all' })
  t.same(vim.fn.getcompletion('Notelint explain syntax-e', 'cmdline'), { 'syntax-error' })
  t.same(vim.fn.getcompletion('Notelint next ', 'cmdline'), {})
end)

t.it('says which sub-commands there are', function()
  vim.cmd('Notelint quetsions')
  t.holds(t.told[1], 'There is no `:Notelint quetsions`; there are explain, fix')
end)

t.it('has a mapping for each', function()
  for _, name in ipairs({ 'questions', 'related', 'term', 'next', 'prev', 'fix', 'fixall', 'explain', 'map' }) do
    t.same(vim.fn.maparg(('<Plug>(notelint-%s)'):format(name), 'n'), ('<Cmd>Notelint %s<CR>'):format(name))
  end
end)

t.it('lists open questions of all notes', function()
  t.open(t.notes() .. '/python.md')
  vim.cmd('Notelint questions')
  t.wait('the quickfix window', function()
    return vim.bo.buftype == 'quickfix'
  end)
  t.same(quickfix(), {
    'design.md:7: What does the GIL protect?',
    'interview.md:7: When is a deque better than a list?',
    'python.md:13: Party: (unsure)',
  })
end)

t.it('goes to the next open question, over the notes, and back', function()
  t.open(t.notes() .. '/interview.md')
  local function go(command, file)
    vim.cmd('Notelint ' .. command)
    t.wait('the question in ' .. file, function()
      return t.file() == file and t.at_cursor():find('^❓')
    end)
  end
  go('next', 'interview.md')
  go('next', 'python.md')
  go('next', 'design.md')
  go('prev', 'python.md')
  go('prev', 'interview.md')
end)

t.it('offers related sections', function()
  t.open(t.notes() .. '/design.md')
  t.on('## Caching')
  local offered
  local select = vim.ui.select
  vim.ui.select = function(places, options, picked)
    offered = vim.tbl_map(options.format_item, places)
    picked(places[1])
  end
  vim.cmd('Notelint related')
  t.wait('the related section', function()
    return t.file() == 'interview.md'
  end)
  vim.ui.select = select
  t.holds(offered[1], 'Caching')
  t.holds(vim.api.nvim_get_current_line(), 'Caching')
end)

t.it('explains a term that is named, and the one at the cursor', function()
  t.open(t.notes() .. '/python.md')
  vim.cmd('Notelint term MRO')
  local text = t.float()
  t.holds(text, '**MRO** – Method Resolution Order')
  t.holds(text, 'python.md:3')
  vim.cmd('fclose')
  t.on('MRO says')
  vim.cmd('Notelint term')
  t.holds(t.float(), 'Method Resolution Order')
end)

t.it('says that a term is unknown', function()
  t.open(t.notes() .. '/python.md')
  vim.cmd('Notelint term wobblesprocket')
  t.wait('the message', function()
    return t.told[1]
  end)
  t.holds(t.told[1], 'No term is called "wobblesprocket"')
end)

t.it('offers the fixes at the cursor', function()
  t.open(t.notes() .. '/python.md')
  t.diagnostic('unknown-module')
  t.on('collection')
  local select = vim.ui.select
  vim.ui.select = function(actions, _, picked)
    picked(actions[1])
  end
  vim.cmd('Notelint fix')
  t.wait('the fix', function()
    return vim.fn.search('from collections import Counter', 'nw') > 0
  end)
  vim.ui.select = select
end)

t.it('makes every certain fix, as one change', function()
  t.open(t.notes() .. '/python.md')
  t.diagnostic('unknown-module')
  vim.cmd('Notelint fixall')
  t.wait('the fix', function()
    return vim.fn.search('from collections import Counter', 'nw') > 0
  end)
  vim.cmd('silent undo')
  t.same(vim.fn.search('from collections import Counter', 'nw'), 0)
end)

t.it('shows the page of the rule at the cursor, and of one that is named', function()
  t.open(t.notes() .. '/python.md')
  t.diagnostic('unknown-module')
  t.on('Counter')
  vim.cmd('Notelint explain')
  t.wait('the page', function()
    return vim.api.nvim_get_current_line() == '# unknown-module'
  end)
  t.same(vim.bo.filetype, 'markdown')
  t.same(vim.lsp.get_clients({ bufnr = 0 }), {}, 'a page is no note')
  vim.cmd('normal q')
  t.same(#vim.api.nvim_list_wins(), 1)
  vim.cmd('Notelint explain syntax-error')
  t.wait('the page', function()
    return vim.api.nvim_get_current_line() == '# syntax-error'
  end)
end)

t.it('draws the map and opens it', function()
  local opened
  local open = vim.ui.open
  -- The browser is what a test does not need.
  vim.ui.open = function(file)
    opened = file
    return {}, nil
  end
  t.open(t.notes() .. '/python.md')
  vim.cmd('Notelint map')
  t.wait('the page', function()
    return opened
  end)
  vim.ui.open = open
  local page = t.read(opened)
  t.holds(page:lower(), '<!doctype html>')
  t.holds(page, 'Counting')
end)

t.it('says where the map is when nothing opens it', function()
  local open = vim.ui.open
  vim.ui.open = function()
    return nil, 'no browser'
  end
  t.open(t.notes() .. '/python.md')
  vim.cmd('Notelint map')
  t.wait('the message', function()
    return t.told[1]
  end)
  vim.ui.open = open
  t.holds(t.told[1], 'map.html, but nothing here opens it: no browser')
end)

t.it('opens the log', function()
  t.open(t.notes() .. '/python.md')
  t.write(vim.lsp.log.get_filename(), '[START]\n')
  vim.cmd('Notelint log')
  t.same(vim.api.nvim_buf_get_name(0), vim.lsp.log.get_filename())
end)

t.it('starts the server anew, also one that was killed', function()
  local client = t.open(t.notes() .. '/python.md')
  vim.cmd('Notelint restart')
  local second = t.wait('another server', function()
    local now = vim.lsp.get_clients({ name = 'notelint', bufnr = 0 })[1]
    return now and now.id ~= client.id and now.initialized and now
  end)
  t.diagnostic('unknown-module')
  for _, pid in ipairs(vim.api.nvim_get_proc_children(vim.uv.os_getpid())) do
    assert(vim.api.nvim_get_proc(pid).name:find('notelint'))
    vim.uv.kill(pid, 'sigkill')
  end
  t.wait('the end of the server', function()
    return #vim.lsp.get_clients() == 0
  end)
  t.same(vim.diagnostic.get(0), {})
  vim.cmd('Notelint restart')
  t.wait('a third server', function()
    local now = vim.lsp.get_clients({ name = 'notelint', bufnr = 0 })[1]
    return now and now.id ~= second.id and now.initialized
  end)
  t.diagnostic('unknown-module')
end)
