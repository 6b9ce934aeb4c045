-- What shows lists. The pickers are other people's plugins; here stand-ins take note of how they are called.

local t = require('support')

--- Runs with modules in the place of plugins, and with options.
---@param modules table<string, table>
---@param options notelint.Options
---@param run function
local function with(modules, options, run)
  for name, module in pairs(modules) do
    package.loaded[name] = module
  end
  vim.g.notelint = options
  local ok, problem = pcall(run)
  vim.g.notelint = nil
  for name in pairs(modules) do
    package.loaded[name] = nil
  end
  if not ok then
    error(problem, 0)
  end
end

local function questions()
  t.open(t.notes() .. '/python.md')
  vim.cmd('Notelint questions')
end

t.it('Telescope shows the quickfix list', function()
  local called
  with({
    ['telescope.builtin'] = {
      quickfix = function(options)
        called = { title = options.prompt_title, entries = #vim.fn.getqflist() }
      end,
    },
  }, {}, function()
    questions()
    t.wait('Telescope', function()
      return called
    end)
  end)
  t.same(called, { title = 'Open questions', entries = 3 })
  t.same(#vim.api.nvim_list_wins(), 1)
end)

t.it('fzf-lua is asked when it is chosen, though Telescope is there', function()
  local called
  with({
    ['telescope.builtin'] = {
      quickfix = function()
        error('not chosen')
      end,
    },
    ['fzf-lua'] = {
      quickfix = function(options)
        called = options.prompt
      end,
    },
  }, { picker = 'fzf-lua' }, function()
    questions()
    t.wait('fzf-lua', function()
      return called
    end)
  end)
  t.same(called, 'Open questions> ')
end)

t.it('snacks without its picker is passed over', function()
  with({ snacks = {} }, {}, function()
    questions()
    t.wait('the quickfix window', function()
      return vim.bo.buftype == 'quickfix'
    end)
  end)
end)

t.it('snacks shows the quickfix list', function()
  local called
  with({
    snacks = {
      picker = {
        qflist = function(options)
          called = options.title
        end,
      },
    },
  }, { picker = 'snacks' }, function()
    questions()
    t.wait('snacks', function()
      return called
    end)
  end)
  t.same(called, 'Open questions')
end)

t.it('vim.ui.select offers questions when it is chosen', function()
  local select = vim.ui.select
  local offered
  vim.ui.select = function(places, options, picked)
    offered = { options.prompt, #places }
    picked(places[3])
  end
  with({}, { picker = 'select' }, function()
    questions()
    t.wait('the question', function()
      return t.at_cursor() == '❓'
    end)
  end)
  vim.ui.select = select
  t.same(offered, { 'Open questions', 3 })
end)

t.it('the old quickfix list stays at hand', function()
  vim.fn.setqflist({}, ' ', { title = 'mine', items = { { filename = 'x', lnum = 1, text = 'mine' } } })
  questions()
  t.wait('the quickfix window', function()
    return vim.bo.buftype == 'quickfix'
  end)
  vim.cmd('silent colder')
  t.same(vim.fn.getqflist({ title = 0 }).title, 'mine')
end)
