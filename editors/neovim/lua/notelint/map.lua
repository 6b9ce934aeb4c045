--- The map of topics: a page that the program draws, shown by the browser.

local binary = require('notelint.binary')
local client = require('notelint.client')

local M = {}

--- Draws the map of the notes that the buffer belongs to, and opens it.
function M.open()
  binary.run({ 'map', '--format', 'html', '--', '.' }, { cwd = client.folder() }, function(ran)
    if ran.code ~= 0 then
      vim.notify('`notelint map` failed: ' .. vim.trim(ran.stderr), vim.log.levels.ERROR)
      return
    end
    local folder = vim.fs.joinpath(vim.fn.stdpath('cache'), 'notelint')
    local file = vim.fs.joinpath(folder, 'map.html')
    vim.fn.mkdir(folder, 'p')
    local page, problem = io.open(file, 'w')
    if not page then
      vim.notify(('The map could not be written: %s'):format(problem), vim.log.levels.ERROR)
      return
    end
    page:write(ran.stdout)
    page:close()
    local _, refused = vim.ui.open(file)
    if refused then
      vim.notify(('The map is %s, but nothing here opens it: %s'):format(file, refused), vim.log.levels.WARN)
    end
  end)
end

return M
