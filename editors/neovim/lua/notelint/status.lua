--- What `require('notelint').status()` says. Worked out when diagnostics change, so that drawing a status line costs
--- the reading of one variable.

local M = {}

local QUESTIONS = { ['unanswered-question'] = true, ['unsure-answer'] = true }

--- `❓2 ✗1`: open questions, and errors and warnings that are no questions.
---@param buffer integer
---@return string
local function text(buffer)
  local questions, wrong = 0, 0
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    if diagnostic.source == 'notelint' then
      if QUESTIONS[diagnostic.code] then
        questions = questions + 1
      elseif diagnostic.severity <= vim.diagnostic.severity.WARN then
        wrong = wrong + 1
      end
    end
  end
  local parts = {}
  if questions > 0 then
    table.insert(parts, '❓' .. questions)
  end
  if wrong > 0 then
    table.insert(parts, '✗' .. wrong)
  end
  return #parts > 0 and table.concat(parts, ' ') or '✓'
end

---@param buffer integer
local function update(buffer)
  if vim.api.nvim_buf_is_valid(buffer) then
    vim.b[buffer].notelint_status = text(buffer)
    vim.cmd.redrawstatus()
  end
end

--- Keeps `b:notelint_status` of a note up to date for as long as the server serves it.
---@param buffer integer
---@param client_id integer
function M.watch(buffer, client_id)
  local group = vim.api.nvim_create_augroup('notelint.status.' .. buffer, {})
  vim.api.nvim_create_autocmd('DiagnosticChanged', {
    group = group,
    buffer = buffer,
    callback = function()
      update(buffer)
    end,
  })
  vim.api.nvim_create_autocmd('LspDetach', {
    group = group,
    buffer = buffer,
    callback = function(event)
      if event.data.client_id == client_id then
        vim.b[buffer].notelint_status = nil
        vim.api.nvim_del_augroup_by_id(group)
      end
    end,
  })
end

return M
