--- What a term means, and where the notes speak of it, in a window at the cursor.

local binary = require('notelint.binary')
local client = require('notelint.client')

local M = {}

---@class notelint.Term
---@field term string
---@field expansion? string
---@field definition? string
---@field see? string[]
---@field source? string
---@field notes? { filename: string, line: integer, title: string, excerpt: string }[]
---@field nearest? string[]

--- The text that is shown, as Markdown. Notes' own words are quoted, so that they cannot draw anything else.
---@param term notelint.Term
---@return string[]
function M.lines(term)
  local lines = { ('**%s**%s'):format(term.term, term.expansion and (' – ' .. term.expansion) or ''), '' }
  vim.list_extend(lines, vim.split(term.definition or '', '\n', { plain = true }))
  if term.see and #term.see > 0 then
    vim.list_extend(lines, { '', 'See also: ' .. table.concat(term.see, ', ') })
  end
  if term.notes and #term.notes > 0 then
    vim.list_extend(lines, { '', 'In your notes:' })
    for _, note in ipairs(term.notes) do
      table.insert(lines, ('- `%s:%d` %s'):format(note.filename, note.line, (note.title:gsub('%c', ' '))))
    end
  end
  if term.source then
    vim.list_extend(lines, { '', '<' .. term.source .. '>' })
  end
  return lines
end

--- Shows a term; without one, the word under the cursor.
---@param name string
function M.show(name)
  if name == '' then
    name = vim.fn.expand('<cword>')
  end
  if name == '' then
    vim.notify('Say which term: `:Notelint term MRO`.', vim.log.levels.WARN)
    return
  end
  binary.json('define', name, { cwd = client.folder() }, function(term, code)
    if code ~= 0 then
      local nearest = term.nearest and #term.nearest > 0 and ('; the nearest are ' .. table.concat(term.nearest, ', '))
        or ''
      vim.notify(('No term is called "%s"%s.'):format(name, nearest))
      return
    end
    vim.lsp.util.open_floating_preview(
      M.lines(term),
      'markdown',
      { border = 'rounded', focus_id = 'notelint.term', max_width = 80 }
    )
  end)
end

return M
