-- How questions look.

local t = require('support')

---@param group string
---@return string?
local function link(group)
  return vim.api.nvim_get_hl(0, { name = group }).link
end

t.it('gives questions a look that outlives a colour scheme', function()
  t.open(t.notes() .. '/python.md')
  t.same(link('@lsp.typemod.question.unanswered'), 'NotelintUnanswered')
  t.same(link('NotelintUnanswered'), 'DiagnosticWarn')
  vim.cmd.colorscheme('blue')
  t.same(link('@lsp.typemod.question.unsure'), 'NotelintUnsure')
  t.same(link('NotelintUnsure'), 'DiagnosticInfo')
end)

--- The looks that the server gave the character at the cursor: the group of its question, and where that leads.
---@return table<string, string>
local function painted()
  vim.cmd.redraw()
  local cursor = vim.api.nvim_win_get_cursor(0)
  local found = {}
  for _, mark in ipairs(vim.inspect_pos(0, cursor[1] - 1, cursor[2]).semantic_tokens) do
    if mark.opts.hl_group:find('^@lsp.typemod.question') then
      found[mark.opts.hl_group] = mark.opts.hl_group_link
    end
  end
  return found
end

---@param note string
---@param group string
---@param looks string
local function is_painted(note, group, looks)
  t.open(t.notes() .. '/' .. note)
  t.on('❓')
  t.wait('the paint', function()
    return next(painted())
  end)
  t.same(painted(), { [group] = looks })
end

t.it('paints a question without an answer, and follows edits', function()
  is_painted('design.md', '@lsp.typemod.question.unanswered.markdown', 'DiagnosticWarn')
  vim.cmd('normal! Go')
  vim.api.nvim_put({ '', 'The state of the interpreter: one thread runs at a time.' }, 'l', true, true)
  t.on('❓')
  t.wait('other paint', function()
    return vim.deep_equal(painted(), { ['@lsp.typemod.question.unsure.markdown'] = 'DiagnosticInfo' })
  end)
end)

t.it('paints a question whose answer is unsure as a person chose', function()
  vim.api.nvim_set_hl(0, 'NotelintUnsure', { link = 'Todo' })
  is_painted('python.md', '@lsp.typemod.question.unsure.markdown', 'Todo')
  vim.api.nvim_set_hl(0, 'NotelintUnsure', { link = 'DiagnosticInfo' })
end)

t.it('leaves the looks alone that a person chose', function()
  vim.api.nvim_set_hl(0, 'NotelintAnswered', { link = 'Comment' })
  t.open(t.notes() .. '/python.md')
  t.same(link('NotelintAnswered'), 'Comment')
end)
