-- The status line, the health check, options.

local t = require('support')

t.it('counts open questions and what is wrong, and follows edits', function()
  t.same(require('notelint').status(), '')
  t.open(t.notes() .. '/python.md')
  t.wait('the counts', function()
    return require('notelint').status() == '❓1 ✗1'
  end)
  vim.cmd('%s/❓//e')
  vim.cmd('%s/collection /collections /e')
  t.wait('the counts', function()
    return require('notelint').status() == '✓'
  end)
end)

t.it('can stand in a status line', function()
  t.open(t.notes() .. '/design.md')
  t.wait('the count', function()
    return vim.api.nvim_eval_statusline("%{v:lua.require'notelint'.status()}", {}).str == '❓1'
  end)
end)

t.it('forgets the counts when the server is gone', function()
  local client = t.open(t.notes() .. '/design.md')
  require('notelint.client').stop(client)
  t.wait('no status', function()
    return require('notelint').status() == ''
  end)
end)

---@return string
local function health()
  vim.cmd('silent checkhealth notelint')
  return t.wait('the report', function()
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
    return text:find('Pickers') and text
  end)
end

t.it('is healthy', function()
  t.open(t.notes() .. '/design.md')
  local report = health()
  t.holds(report, 'notelint 0.')
  t.holds(report, 'found by PATH')
  t.holds(report, '1 note(s) open')
  t.holds(report, 'can be checked')
  assert(not report:find('ERROR'), report)
  assert(not report:find('WARNING'), report)
end)

t.it('reports options that do not exist', function()
  vim.g.notelint = { pickr = 'select', picker = 'fancy' }
  local report = health()
  vim.g.notelint = nil
  t.holds(report, 'there is no option `pickr`; there are filetypes, log_file, path, picker, settings')
  t.holds(report, '`picker` must be one of auto, telescope')
end)

t.it('reports a broken configuration of the notes', function()
  local folder = t.notes()
  t.write(folder .. '/notelint.toml', '[lint]\nselekt = []\n')
  vim.cmd.edit(folder .. '/design.md')
  local report = health()
  t.holds(report, 'ERROR')
  t.holds(report, 'selekt')
end)

t.it('hands settings to the server', function()
  local folder = t.notes()
  vim.cmd.edit(folder .. '/python.md')
  t.client()
  t.diagnostic('unknown-module')
  require('notelint').setup({ settings = { lint = { ignore = { 'unknown-module' } } } })
  vim.cmd('Notelint restart')
  t.wait('the finding to go', function()
    local codes = vim.tbl_map(function(one)
      return one.code
    end, vim.diagnostic.get(0))
    return vim.list_contains(codes, 'unsure-answer') and not vim.list_contains(codes, 'unknown-module')
  end)
  require('notelint.config').set({})
  if vim.lsp.config then
    vim.lsp.config.notelint = {}
  end
end)

t.it('says what is wrong with the options of setup()', function()
  local setup = require('notelint').setup
  setup({ settings = 'all' })
  t.same(t.told, { 'notelint: `settings` must be a table, not a string' })
  setup({})
end)
