-- No program, an old Neovim, a buffer without a file, a server that dies at start.

local t = require('support')

--- Runs another Neovim with the same configuration, and gives what it wrote to stderr.
---@param commands string[]
---@param env? table<string, string>
---@return { code: integer, stderr: string }
local function neovim(commands, env)
  local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
  local line = { vim.env.NVIM_PROGRAM, '--headless', '-u', here .. '/init.lua' }
  for _, command in ipairs(commands) do
    vim.list_extend(line, { '-c', command })
  end
  env = vim.tbl_extend('force', { XDG_STATE_HOME = vim.fn.tempname() }, env or {})
  return vim.system(line, { env = env, text = true, timeout = 20000 }):wait()
end

--- A program that does as it is told, in a folder of its own, called `notelint`.
---@param script string
---@return string folder
local function stand_in(script)
  local folder = t.notes() .. '-bin'
  vim.fn.mkdir(folder)
  t.write(folder .. '/notelint', '#!/bin/sh\n' .. script .. '\n')
  assert(vim.uv.fs_chmod(folder .. '/notelint', 493))
  return folder
end

t.it('without the program, says how to install it, once', function()
  local notes = t.notes()
  local ran = neovim({
    'edit ' .. notes .. '/python.md',
    'edit ' .. notes .. '/design.md',
    'sleep 200m',
    'qall!',
  }, { PATH = '/usr/bin:/bin' })
  local _, count = ran.stderr:gsub('cargo install %-%-git', '')
  t.same(count, 1, ran.stderr)
  t.holds(ran.stderr, 'was not found on PATH')
  t.same(ran.code, 0)
end)

t.it('without the program, commands and the health check say so', function()
  local path = vim.env.PATH
  vim.env.PATH = '/usr/bin:/bin'
  vim.cmd('Notelint term MRO')
  vim.cmd('Notelint restart')
  vim.cmd('silent checkhealth notelint')
  local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  vim.env.PATH = path
  t.holds(t.told[1], 'cargo install')
  t.holds(t.told[2], 'cargo install')
  t.holds(report, 'was not found')
  t.holds(report, 'cargo install')
end)

t.it('names a path that does not exist', function()
  vim.g.notelint = { path = '~/nowhere/notelint' }
  vim.cmd('Notelint term MRO')
  vim.g.notelint = nil
  t.holds(t.told[1], 'names ~/nowhere/notelint, but there is no such program')
end)

t.it('finds what `cargo install` put away from PATH', function()
  local folder = stand_in('exit 0')
  local root = folder .. '-cargo'
  vim.fn.mkdir(root)
  assert(vim.uv.fs_rename(folder, root .. '/bin'))
  local path, cargo = vim.env.PATH, vim.env.CARGO_HOME
  vim.env.PATH, vim.env.CARGO_HOME = '/usr/bin:/bin', root
  local found = require('notelint.binary').find()
  vim.env.PATH, vim.env.CARGO_HOME = path, cargo
  t.same(found, root .. '/bin/notelint')
end)

t.it('an old Neovim is told which one is needed', function()
  local ran = vim
    .system({
      vim.env.NVIM_PROGRAM,
      '--clean',
      '--headless',
      '--cmd',
      "lua local has = vim.fn.has vim.fn.has = function(what) return what ~= 'nvim-0.10' and has(what) or 0 end",
      '-c',
      'source ' .. vim.api.nvim_get_runtime_file('plugin/notelint.lua', false)[1],
      '-c',
      'echo exists(":Notelint")',
      '-c',
      'qall!',
    }, { text = true, timeout = 20000 })
    :wait()
  t.holds(
    ran.stderr,
    ('notelint needs Neovim 0.10 or newer; this is %s'):format(tostring(vim.version()):match('^[%d.]+'))
  )
  t.same(ran.stderr:sub(-1), '0')
end)

t.it('leaves a buffer without a file alone until it has one', function()
  local folder = t.notes()
  vim.cmd.enew()
  vim.bo.filetype = 'markdown'
  t.wait('the server to start', function()
    return #vim.lsp.get_clients() == 1
  end)
  t.wait('the server to let go', function()
    return #vim.lsp.get_clients({ bufnr = 0 }) == 0
  end)
  vim.api.nvim_buf_set_lines(
    0,
    0,
    -1,
    false,
    { '# New 🎉', '', '```python', 'from collection import Counter', '```' }
  )
  t.same(require('notelint').status(), '')
  vim.cmd('silent write ' .. folder .. '/new.md')
  t.diagnostic('unknown-module')
  t.same(#vim.api.nvim_list_bufs(), 1)
  t.same(t.told, {})
end)

t.it('does not start a dying server over and over', function()
  local count = vim.fn.tempname()
  local folder = stand_in('echo started >> ' .. count .. '; exit 3')
  local notes = t.notes()
  local path = vim.env.PATH
  vim.env.PATH = folder .. ':' .. path
  if vim.lsp.config then
    -- As a new Neovim would, look for the program again.
    vim.lsp.config('notelint', {})
  end
  vim.cmd.edit(notes .. '/python.md')
  t.wait('the message', function()
    return t.told[1]
  end)
  vim.wait(500)
  vim.env.PATH = path
  if vim.lsp.config then
    vim.lsp.config('notelint', {})
  end
  t.holds(t.told[1], 'quit with exit code 3')
  t.same(#t.told, 1)
  t.same(t.read(count), 'started\n')
end)

t.it('says that no server runs', function()
  vim.cmd('Notelint questions')
  vim.cmd('Notelint fix')
  t.holds(t.told[1], 'The notelint server does not run')
  t.holds(t.told[2], 'The notelint server does not run')
end)
