--- What the specs share: tests, folders of notes, waiting, and what a person was told.

local M = {}

---@type { name: string, run: function }[]
M.tests = {}

--- What `vim.notify` was given since the test began.
---@type string[]
M.told = {}

vim.notify = function(message)
  table.insert(M.told, message)
end

--- Adds a figure to the line that is printed for this test.
---@param text string
function M.note(text)
  M.noted = text
end

--- Declares a test.
---@param name string
---@param run function
function M.it(name, run)
  table.insert(M.tests, { name = name, run = run })
end

--- Waits for something to hold; the test fails with `what` when it does not within twenty seconds.
---@generic T
---@param what string
---@param check fun(): T
---@return T
function M.wait(what, check)
  local found
  vim.wait(20000, function()
    found = check()
    return found and true or false
  end, 10)
  if not found then
    error(
      ('waited in vain for %s; at "%s" of %s; told: %s'):format(what, M.at_cursor(), M.file(), vim.inspect(M.told)),
      2
    )
  end
  return found
end

---@param actual any
---@param expected any
---@param what? string
function M.same(actual, expected, what)
  if not vim.deep_equal(actual, expected) then
    error(
      ('%sexpected %s, found %s'):format(what and what .. ': ' or '', vim.inspect(expected), vim.inspect(actual)),
      2
    )
  end
end

--- Fails unless `text` holds `part`.
---@param text string
---@param part string
function M.holds(text, part)
  if type(text) ~= 'string' or not text:find(part, 1, true) then
    error(('expected %q to hold %q'):format(tostring(text), part), 2)
  end
end

---@param path string
---@param text string
function M.write(path, text)
  local file = assert(io.open(path, 'w'))
  file:write(text)
  file:close()
end

---@param path string
---@return string
function M.read(path)
  local file = assert(io.open(path))
  local text = file:read('*a')
  file:close()
  return text
end

--- A new folder with a copy of the sample notes.
---@return string
function M.notes()
  local folder = vim.uv.fs_realpath(vim.fn.tempname():match('^(.*)/'))
    .. '/'
    .. vim.fn.fnamemodify(vim.fn.tempname(), ':t')
  vim.fn.mkdir(folder, 'p')
  local samples = vim.fs.joinpath(vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h'), 'notes')
  for name in vim.fs.dir(samples) do
    assert(vim.uv.fs_copyfile(vim.fs.joinpath(samples, name), vim.fs.joinpath(folder, name)))
  end
  return folder
end

--- The server of the current buffer, once it answers.
---@return vim.lsp.Client
function M.client()
  return M.wait('the server', function()
    local client = vim.lsp.get_clients({ name = 'notelint', bufnr = 0 })[1]
    return client and client.initialized and client
  end)
end

--- Opens a note and waits until it was checked.
---@param path string
---@return vim.lsp.Client
function M.open(path)
  vim.cmd.edit(vim.fn.fnameescape(path))
  local client = M.client()
  M.wait('the status of ' .. path, function()
    return vim.b.notelint_status
  end)
  return client
end

--- The one diagnostic with this code in the current buffer, once it is there.
---@param code string
---@return vim.Diagnostic
function M.diagnostic(code)
  return M.wait('the finding ' .. code, function()
    for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
      if diagnostic.code == code then
        return diagnostic
      end
    end
  end)
end

--- Puts the cursor on the first character of a text in the current buffer.
---@param text string
---@param nth? integer
function M.on(text, nth)
  local seen = 0
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local from = 1
    while true do
      local column = line:find(text, from, true)
      if not column then
        break
      end
      seen = seen + 1
      if seen == (nth or 1) then
        vim.api.nvim_win_set_cursor(0, { number, column - 1 })
        return
      end
      from = column + 1
    end
  end
  error(('the note has no %q'):format(text), 2)
end

--- The line at the cursor, and the text from the cursor on.
---@return string
function M.at_cursor()
  return vim.api.nvim_get_current_line():sub(vim.api.nvim_win_get_cursor(0)[2] + 1)
end

--- The name of the current buffer's file, without its folder.
---@return string
function M.file()
  return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(0), ':t')
end

--- The text of the floating window, once there is one.
---@return string
function M.float()
  return M.wait('a floating window', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        local buffer = vim.api.nvim_win_get_buf(window)
        return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
      end
    end
  end)
end

--- Ends everything that a test started.
function M.clean()
  vim.cmd('silent! cclose')
  vim.cmd('silent! tabonly!')
  vim.cmd('silent! only!')
  for _, client in ipairs(vim.lsp.get_clients()) do
    require('notelint.client').stop(client, true)
  end
  M.wait('the server to end', function()
    return #vim.lsp.get_clients() == 0
  end)
  vim.cmd('silent! %bwipeout!')
  M.told = {}
  M.noted = nil
end

return M
