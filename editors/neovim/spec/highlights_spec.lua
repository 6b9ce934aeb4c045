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

t.it('leaves the looks alone that a person chose', function()
  vim.api.nvim_set_hl(0, 'NotelintAnswered', { link = 'Comment' })
  t.open(t.notes() .. '/python.md')
  t.same(link('NotelintAnswered'), 'Comment')
end)
