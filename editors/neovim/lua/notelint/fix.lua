--- Fixes: those of the finding at the cursor, and every certain one of the note.

local client = require('notelint.client')

local M = {}

--- Offers the fixes at the cursor; one alone is made at once.
function M.here()
  if not client.get() then
    -- Says so.
    client.request('', {}, function() end)
    return
  end
  vim.lsp.buf.code_action({
    context = { only = { 'quickfix' } },
    apply = true,
    filter = function(_, id)
      -- Neovim 0.10 does not say whose action it is; the kind is what was asked for.
      local server = id and vim.lsp.get_client_by_id(id)
      return server == nil or server.name == client.NAME
    end,
  })
end

---@return table
local function everything()
  return { command = 'notelint.fixAll', arguments = { vim.uri_from_bufnr(0) } }
end

--- Makes every certain fix; one `u` takes them back.
function M.all()
  client.request('workspace/executeCommand', everything, function() end)
end

--- The same, and waits until it is done, for use before a note is written. Gives up after a second, and says nothing
--- where no server runs.
function M.all_now()
  local server = client.get()
  if server and server.attached_buffers[vim.api.nvim_get_current_buf()] then
    client.request_sync(server, 'workspace/executeCommand', everything(), 1000)
  end
end

return M
