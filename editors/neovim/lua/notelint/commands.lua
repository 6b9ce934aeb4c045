--- `:Notelint`: its sub-commands, and their completion. Each is read when it is first used.

local M = {}

---@class notelint.Command
---@field run fun(arguments: string[])
---@field arguments? fun(): string[] what may follow, for completion

---@type table<string, notelint.Command>
local commands = {
  questions = {
    run = function(arguments)
      require('notelint.questions').list(arguments[1])
    end,
    arguments = function()
      return { 'all', 'note' }
    end,
  },
  related = {
    run = function()
      require('notelint.related').show()
    end,
  },
  term = {
    run = function(arguments)
      require('notelint.term').show(table.concat(arguments, ' '))
    end,
  },
  next = {
    run = function()
      require('notelint.questions').jump(1)
    end,
  },
  prev = {
    run = function()
      require('notelint.questions').jump(-1)
    end,
  },
  fix = {
    run = function()
      require('notelint.fix').here()
    end,
  },
  fixall = {
    run = function()
      require('notelint.fix').all()
    end,
  },
  explain = {
    run = function(arguments)
      require('notelint.explain').show(arguments[1])
    end,
    arguments = function()
      return require('notelint.explain').names()
    end,
  },
  map = {
    run = function()
      require('notelint.map').open()
    end,
  },
  restart = {
    run = function()
      require('notelint.start').restart()
    end,
  },
  log = {
    run = function()
      require('notelint.log').open()
    end,
  },
}

--- The names of the sub-commands, sorted.
---@return string[]
function M.names()
  local names = vim.tbl_keys(commands)
  table.sort(names)
  return names
end

--- Runs what was typed after `:Notelint`; nothing typed lets one choose.
---@param typed { fargs: string[] }
function M.run(typed)
  local name = typed.fargs[1]
  if not name then
    vim.ui.select(M.names(), { prompt = 'Notelint' }, function(picked)
      if picked then
        commands[picked].run({})
      end
    end)
    return
  end
  local command = commands[name]
  if not command then
    vim.notify(
      ('There is no `:Notelint %s`; there are %s.'):format(name, table.concat(M.names(), ', ')),
      vim.log.levels.ERROR
    )
    return
  end
  command.run(vim.list_slice(typed.fargs, 2))
end

--- Completes the command line.
---@param lead string what is typed of the word
---@param line string
---@return string[]
function M.complete(lead, line)
  local words = vim.split(vim.trim(line:match('Notelint!?%s+(.*)$') or ''), '%s+', { trimempty = true })
  local before = #words - (lead == '' and 0 or 1)
  local candidates = {}
  if before <= 0 then
    candidates = M.names()
  elseif before == 1 and commands[words[1]] and commands[words[1]].arguments then
    candidates = commands[words[1]].arguments()
  end
  return vim.tbl_filter(function(candidate)
    return vim.startswith(candidate, lead)
  end, candidates)
end

return M
