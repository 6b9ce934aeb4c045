--- Open questions: listing them, and going from one to the next.

local client = require('notelint.client')
local pickers = require('notelint.pickers')

local M = {}

---@class notelint.Question: lsp.Location
---@field status 'unanswered'|'unsure'|'answered'
---@field question string

---@type table<string, string>
local TYPES = { unanswered = 'W', unsure = 'I', answered = 'N' }

---@param question notelint.Question
---@return string, string
local function describe(question)
  local note = question.status == 'unanswered' and '' or (' (%s)'):format(question.status)
  return question.question .. note, TYPES[question.status]
end

--- Lists what is open in all notes; with `which` = "all" what is answered, too, with "note" in this note alone.
---@param which? string
function M.list(which)
  local params = which == 'note' and { textDocument = vim.lsp.util.make_text_document_params() } or vim.empty_dict()
  client.request('notelint/questions', params, function(questions, server)
    local found = vim.tbl_filter(function(question)
      return which == 'all' or question.status ~= 'answered'
    end, questions or {})
    if #found == 0 then
      vim.notify('There is no open question here.')
      return
    end
    pickers.show(
      which == 'all' and 'Questions' or 'Open questions',
      pickers.places(found, server, describe),
      'quickfix'
    )
  end)
end

--- Goes to the open question after the cursor (before it, with -1): in this note, then in the notes that follow.
---@param direction 1|-1
function M.jump(direction)
  client.request('notelint/questions', vim.empty_dict(), function(questions, server)
    local open = vim.tbl_filter(function(question)
      return question.status ~= 'answered'
    end, questions or {})
    local places = pickers.places(open, server, describe)
    local index = M.following(places, vim.api.nvim_buf_get_name(0), vim.api.nvim_win_get_cursor(0), direction)
    if not index then
      vim.notify('There is no open question in these notes.')
      return
    end
    pickers.go(places[index])
    vim.api.nvim_echo({ { ('question %d of %d'):format(index, #places) } }, false, {})
  end)
end

--- Which of the places, ordered by note and line, is the next; the first follows the last.
---@param places notelint.Place[]
---@param file string
---@param cursor integer[] line (1-based) and byte column (0-based)
---@param direction 1|-1
---@return integer?
function M.following(places, file, cursor, direction)
  if #places == 0 then
    return nil
  end
  local function order(place)
    if place.filename ~= file then
      return place.filename < file and -1 or 1
    end
    if place.lnum ~= cursor[1] then
      return place.lnum < cursor[1] and -1 or 1
    end
    local column = cursor[2] + 1
    return place.col == column and 0 or place.col < column and -1 or 1
  end
  local first, last = 1, #places
  if direction < 0 then
    first, last = last, first
  end
  for index = first, last, direction do
    if order(places[index]) == direction then
      return index
    end
  end
  return first
end

return M
