--- The running server, as one buffer or the whole of Neovim sees it. Bridges what changed between Neovim 0.10 and 0.11.

local M = {}

M.NAME = 'notelint'

-- Methods of a client took no `self` before 0.11.
local HAS_SELF = vim.fn.has('nvim-0.11') == 1

--- The server of a buffer; else, for a buffer that is no note, one that runs.
---@param buffer? integer
---@return vim.lsp.Client?
function M.get(buffer)
  return vim.lsp.get_clients({ name = M.NAME, bufnr = buffer or 0 })[1] or vim.lsp.get_clients({ name = M.NAME })[1]
end

--- The folder of the notes that a buffer belongs to.
---@return string
function M.folder()
  local client = M.get()
  local root = client and client.config.root_dir
  local file = vim.api.nvim_buf_get_name(0)
  if type(root) == 'string' then
    return root
  end
  return vim.bo.buftype == '' and file ~= '' and vim.fs.dirname(file) or vim.uv.cwd() or '.'
end

--- Asks the server; what went wrong is told to the person, and then `done` is not called.
---@param method string
---@param params table|fun(client: vim.lsp.Client): table
---@param done fun(result: any, client: vim.lsp.Client)
function M.request(method, params, done)
  local buffer = vim.api.nvim_get_current_buf()
  local client = M.get(buffer)
  if not client then
    vim.notify('The notelint server does not run: open a note, or see `:checkhealth notelint`.', vim.log.levels.WARN)
    return
  end
  local function answer(err, result)
    if err then
      vim.notify(('notelint: %s'):format(err.message or vim.inspect(err)), vim.log.levels.ERROR)
    else
      done(result, client)
    end
  end
  local body = type(params) == 'function' and params(client) or params
  if HAS_SELF then
    client:request(method, body, answer, buffer)
  else
    client.request(method, body, answer, buffer)
  end
end

--- Asks the server and waits for the answer, while Neovim goes on with what the server asks of it.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param timeout integer in milliseconds
function M.request_sync(client, method, params, timeout)
  local buffer = vim.api.nvim_get_current_buf()
  if HAS_SELF then
    client:request_sync(method, params, timeout, buffer)
  else
    client.request_sync(method, params, timeout, buffer)
  end
end

---@param client vim.lsp.Client
---@param force? boolean
function M.stop(client, force)
  if HAS_SELF then
    client:stop(force)
  else
    client.stop(force)
  end
end

--- Where the cursor is, as the server counts.
---@param client vim.lsp.Client
---@return { textDocument: lsp.TextDocumentIdentifier, position: lsp.Position }
function M.here(client)
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end

return M
