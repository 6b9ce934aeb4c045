--- How questions and terms look, as the server paints them by semantic tokens. Whatever a person or a colour scheme set
--- stays.

local M = {}

---@type table<string, string>
local LINKS = {
  NotelintUnanswered = 'DiagnosticWarn',
  NotelintUnsure = 'DiagnosticInfo',
  NotelintAnswered = 'DiagnosticOk',
  ['@lsp.typemod.question.unanswered'] = 'NotelintUnanswered',
  ['@lsp.typemod.question.unsure'] = 'NotelintUnsure',
  ['@lsp.typemod.question.answered'] = 'NotelintAnswered',
  -- Terms are many: NotelintTerm has no looks until somebody gives it some.
  ['@lsp.type.term'] = 'NotelintTerm',
}

--- Sets the defaults.
function M.set()
  for group, link in pairs(LINKS) do
    vim.api.nvim_set_hl(0, group, { link = link, default = true })
  end
end

return M
