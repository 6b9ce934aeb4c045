--- Runs spec files in this Neovim, as test.sh calls it: prints a line for each test and ends Neovim, with 1 when one
--- failed.

local support = require('support')

local M = {}

--- Errors in Neovim's log of language servers: what a server wrote to stderr ends up there, too.
---@return string[]
local function logged_errors()
  local log = vim.lsp.log.get_filename()
  if not vim.uv.fs_stat(log) then
    return {}
  end
  return vim.tbl_filter(function(line)
    return line:find('[ERROR]', 1, true) ~= nil
  end, vim.split(support.read(log), '\n'))
end

--- Runs the files once Neovim is up: before, it does some things differently.
---@param files string[]
function M.main(files)
  vim.api.nvim_create_autocmd('VimEnter', {
    once = true,
    callback = vim.schedule_wrap(function()
      M.run(files)
    end),
  })
end

---@param files string[]
function M.run(files)
  local failed = 0
  for _, file in ipairs(files) do
    support.tests = {}
    dofile(file)
    for _, test in ipairs(support.tests) do
      local ok, problem = xpcall(test.run, function(message)
        return tostring(message)
      end)
      local noted = support.noted and (' (%s)'):format(support.noted) or ''
      local cleaned, unclean = pcall(support.clean)
      local errors = logged_errors()
      if ok and not cleaned then
        ok, problem = false, unclean
      elseif ok and #errors > 0 then
        ok, problem = false, 'logged: ' .. table.concat(errors, '\n')
      end
      vim.fn.delete(vim.lsp.log.get_filename())
      failed = failed + (ok and 0 or 1)
      local name = vim.fn.fnamemodify(file, ':t:r'):gsub('_spec$', '')
      io.stdout:write(('%s %s: %s%s\n'):format(ok and '  ok  ' or '  FAIL', name, test.name, noted))
      if not ok then
        io.stdout:write('       ' .. tostring(problem) .. '\n')
      end
      io.stdout:flush()
    end
  end
  vim.cmd(failed > 0 and 'cquit 1' or 'qall!')
end

return M
