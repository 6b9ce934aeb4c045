-- Starting and ending: what is read at the start, roots, and a clean exit.

local t = require('support')

---@param arguments string[]
---@param env? table<string, string>
---@return { code: integer, stdout: string, stderr: string }
local function neovim(arguments, env)
  local command = vim.list_extend({ vim.env.NVIM_PROGRAM, '--headless' }, arguments)
  return vim.system(command, { text = true, timeout = 20000, env = env }):wait()
end

--- The processes on whose command line a text stands.
---@param text string
---@return string[]
local function processes_about(text)
  return vim.tbl_filter(function(path)
    local file = io.open(path)
    local line = file and file:read('*a') or ''
    if file then
      file:close()
    end
    return line:find(text, 1, true) ~= nil
  end, vim.fn.glob('/proc/[0-9]*/cmdline', true, true))
end

local init = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h') .. '/init.lua'

t.it('reads none of its modules at the start', function()
  local ran = neovim({
    '-u',
    init,
    '-c',
    'lua for name in pairs(package.loaded) do if name:find("^notelint") then print(name) end end',
    '-c',
    'qall',
  }, { NOTELINT_TEST_ENABLE = '0' })
  t.same(ran.stderr, '')
  t.same(ran.code, 0)
end)

t.it('ends with Neovim, leaving nothing behind', function()
  local log = vim.fn.tempname()
  local ran = neovim({
    '-u',
    init,
    '--cmd',
    ('lua vim.g.notelint = { log_file = %q }'):format(log),
    t.notes() .. '/python.md',
    '-c',
    'lua vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end, 10)',
    '-c',
    'lua print("findings", #vim.diagnostic.get(0), "servers", #vim.lsp.get_clients())',
    '-c',
    ('lua vim.fn.writefile({ tostring(vim.uv.hrtime()) }, %q)'):format(log .. '.time'),
    '-c',
    'qall!',
  })
  t.holds(ran.stderr, 'findings 2 servers 1')
  t.same(ran.code, 0)
  t.note(('took %d ms'):format((vim.uv.hrtime() - tonumber(t.read(log .. '.time'))) / 1e6))
  t.wait('the server to be gone', function()
    return #processes_about(log) == 0
  end)
end)

t.it('takes the folder with notelint.toml for the root, before that with .git', function()
  local folder = t.notes()
  vim.fn.mkdir(folder .. '/deep/er/.git', 'p')
  t.write(folder .. '/deep/er/note.md', '# Note\n')
  local client = t.open(folder .. '/deep/er/note.md')
  t.same(client.config.root_dir, folder)
end)

t.it('works without a root', function()
  local folder = t.notes()
  assert(vim.uv.fs_unlink(folder .. '/notelint.toml'))
  local client = t.open(folder .. '/python.md')
  t.same(client.config.root_dir, nil)
  t.diagnostic('unknown-module')
  t.on('MRO says')
  vim.lsp.buf.hover()
  t.holds(t.float(), 'Method Resolution Order')
end)

t.it('serves the notes of a folder with one server', function()
  local folder = t.notes()
  local first = t.open(folder .. '/python.md')
  local second = t.open(folder .. '/design.md')
  t.same(second.id, first.id)
end)

t.it('has a help page whose tags can be built', function()
  local docs = vim.api.nvim_get_runtime_file('doc/notelint.txt', false)[1]
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder .. '/doc', 'p')
  assert(vim.uv.fs_copyfile(docs, folder .. '/doc/notelint.txt'))
  vim.cmd('helptags ' .. folder .. '/doc')
  local tags = t.read(folder .. '/doc/tags')
  for _, name in ipairs(require('notelint.commands').names()) do
    t.holds(tags, ':Notelint-' .. name .. '\t')
  end
  -- Every |link| leads somewhere, here or in Neovim's own help; that of 0.10 does not know of `vim.lsp.enable`.
  vim.opt.runtimepath:append(folder)
  for link in t.read(docs):gmatch('|([^|%s]+)|') do
    assert(not vim.lsp.enable or pcall(vim.cmd.help, link), 'a link of the help leads nowhere: ' .. link)
  end
end)
