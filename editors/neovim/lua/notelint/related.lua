--- Sections of other notes on the topic at the cursor.

local client = require('notelint.client')
local pickers = require('notelint.pickers')

local M = {}

---@class notelint.Related: lsp.Location
---@field title string
---@field score number
---@field shared string[]

---@param section notelint.Related
---@return string
local function describe(section)
  if #section.shared == 0 then
    return section.title
  end
  return ('%s  (%s)'):format(section.title, table.concat(section.shared, ', '))
end

---@param sections notelint.Related[]?
---@param server vim.lsp.Client
local function show(sections, server)
  if not sections or #sections == 0 then
    vim.notify('No other note has a section on this topic.')
    return
  end
  pickers.show('Related sections', pickers.places(sections, server, describe), 'select')
end

--- Shows what is related to the section at the cursor.
function M.show()
  client.request('notelint/related', client.here, show)
end

--- What a code lens over a heading runs; its arguments are the note and the place.
---@param command lsp.Command
function M.lens(command)
  local uri, position = unpack(command.arguments or {})
  client.request('notelint/related', { textDocument = { uri = uri }, position = position }, show)
end

return M
