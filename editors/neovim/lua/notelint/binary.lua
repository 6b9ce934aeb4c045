--- The `notelint` program: where it is, and running it.

local config = require('notelint.config')

local M = {}

M.INSTALL = 'cargo install --git https://github.com/notelint/notelint'

local NAME = vim.fn.has('win32') == 1 and 'notelint.exe' or 'notelint'

--- Where `cargo install` puts programs, in Cargo's own order of preference.
---@return string[]
local function cargo_folders()
  local folders = {}
  for _, root in ipairs({
    vim.env.CARGO_INSTALL_ROOT or false,
    vim.env.CARGO_HOME or false,
    vim.fs.joinpath(vim.uv.os_homedir() or '', '.cargo'),
  }) do
    if root then
      table.insert(folders, vim.fs.joinpath(root, 'bin'))
    end
  end
  return folders
end

--- Finds the program. A path that is set is never passed over in silence for another.
---@return string? path
---@return string from where it comes from, or why there is none
function M.find()
  local path = config.get().path
  if path then
    local file = vim.fn.exepath(vim.fs.normalize(path))
    if file ~= '' then
      return file, 'the option `path`'
    end
    return nil, ('The option `path` of notelint names %s, but there is no such program.'):format(path)
  end
  local file = vim.fn.exepath(NAME)
  if file ~= '' then
    return file, 'PATH'
  end
  for _, folder in ipairs(cargo_folders()) do
    file = vim.fs.joinpath(folder, NAME)
    if vim.fn.executable(file) == 1 then
      return file, folder
    end
  end
  return nil, 'The program `notelint` was not found on PATH, nor where `cargo install` puts programs.'
end

--- What starts the language server. When there is no program, its bare name, which Neovim does not start.
---@return string[]
function M.command()
  local path = M.find() or config.get().path or NAME
  local command = { path, 'server' }
  local log = config.get().log_file
  if log then
    vim.list_extend(command, { '--log-file', vim.fs.normalize(log) })
  end
  return command
end

--- What the server finds in its environment besides Neovim's. glibc gives each thread memory of its own, which does not
--- serve others: with two such pools the server needs a quarter less after some changes of branches, and is as fast.
---@return table<string, string>
function M.environment()
  return { MALLOC_ARENA_MAX = vim.env.MALLOC_ARENA_MAX or '2' }
end

--- What to tell a person who has no program.
---@param why string
---@return string
function M.how_to_install(why)
  return ('%s\nInstall it with\n    %s\nor set `vim.g.notelint = { path = "…" }`; then `:Notelint restart`.'):format(
    why,
    M.INSTALL
  )
end

---@class notelint.Ran
---@field code integer
---@field stdout string
---@field stderr string

--- Runs the program and hands its output to `done`, in the main loop. What keeps it from running is told to the person.
---@param arguments string[]
---@param options { cwd?: string }
---@param done fun(ran: notelint.Ran)
function M.run(arguments, options, done)
  local path, why = M.find()
  if not path then
    vim.notify(M.how_to_install(why), vim.log.levels.ERROR)
    return
  end
  local command = vim.list_extend({ path }, arguments)
  local ok, problem = pcall(vim.system, command, { cwd = options.cwd, text = true, timeout = 10000 }, function(ran)
    vim.schedule(function()
      done({ code = ran.code, stdout = ran.stdout or '', stderr = ran.stderr or '' })
    end)
  end)
  if not ok then
    vim.notify(('notelint could not be run: %s'):format(problem), vim.log.levels.ERROR)
  end
end

--- Runs the program and hands on the JSON that it prints. Exit code 1 is an answer, too: "nothing of that name".
---@param command string
---@param about? string what it is about; may begin with a dash
---@param options { cwd?: string }
---@param done fun(answer: any, code: integer)
function M.json(command, about, options, done)
  M.run({ command, '--output-format', 'json', about and '--' or nil, about }, options, function(ran)
    local ok, answer = pcall(vim.json.decode, ran.stdout, { luanil = { object = true, array = true } })
    if ran.code > 1 or not ok then
      local said = vim.trim(ran.stderr)
      vim.notify(
        ('`notelint %s` failed: %s'):format(command, said ~= '' and said or ('exit code ' .. ran.code)),
        vim.log.levels.ERROR
      )
      return
    end
    done(answer, ran.code)
  end)
end

return M
