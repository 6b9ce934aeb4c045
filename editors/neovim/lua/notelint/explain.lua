--- The page of a rule, read from the program itself.

local binary = require('notelint.binary')

local M = {}

---@class notelint.Rule
---@field name string
---@field summary string
---@field page string

---@type string[]?
local known

--- The names of all rules, for completion; asked for once.
---@return string[]
function M.names()
  local path = binary.find()
  if not known and path then
    local ran = vim.system({ path, 'rule', '--output-format', 'json' }, { text = true, timeout = 5000 }):wait()
    local ok, rules = pcall(vim.json.decode, ran.stdout or '')
    if ran.code == 0 and ok then
      known = vim.tbl_map(function(rule)
        return rule.name
      end, rules)
    end
  end
  return known or {}
end

--- The rule of the finding at the cursor, else of one on its line.
---@return string?
local function at_cursor()
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  local on_line
  for _, diagnostic in ipairs(vim.diagnostic.get(0, { lnum = line - 1 })) do
    if diagnostic.source == 'notelint' then
      on_line = on_line or diagnostic
      if diagnostic.col <= column and column < (diagnostic.end_col or diagnostic.col + 1) then
        return tostring(diagnostic.code)
      end
    end
  end
  return on_line and tostring(on_line.code)
end

---@param rule notelint.Rule
local function open(rule)
  local name = 'notelint://rule/' .. rule.name
  local buffer = vim.fn.bufadd(name)
  vim.fn.bufload(buffer)
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].swapfile = false
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(vim.trim(rule.page), '\n', { plain = true }))
  vim.bo[buffer].modifiable = false
  local window = vim.fn.bufwinid(buffer)
  if window == -1 then
    vim.cmd('botright split')
    vim.api.nvim_win_set_buf(0, buffer)
  else
    vim.api.nvim_set_current_win(window)
  end
  vim.bo[buffer].filetype = 'markdown'
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, nowait = true, desc = 'Close this page' })
end

--- Explains a rule: the one that is named, else the one at the cursor, else one that is picked.
---@param name? string
function M.show(name)
  name = name or at_cursor()
  if name then
    binary.json('rule', name, {}, open)
    return
  end
  binary.json('rule', nil, {}, function(rules)
    vim.ui.select(rules, {
      prompt = 'Explain a rule',
      kind = 'notelint',
      format_item = function(rule)
        return rule.name .. ': ' .. rule.summary
      end,
    }, function(rule)
      if rule then
        M.show(rule.name)
      end
    end)
  end)
end

return M
