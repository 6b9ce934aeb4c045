--- What belongs to a note once the server serves it.

local M = {}

--- Leaves a buffer alone until it has a name. Neovim says `file://` of each buffer that has none, so that a server
--- cannot tell them apart, and what it answers about one ends up in a new, empty buffer.
---@param buffer integer
---@param client vim.lsp.Client
local function wait_for_name(buffer, client)
  -- Not local to the buffer: those are lost when it gets its name.
  vim.api.nvim_create_autocmd({ 'BufFilePost', 'BufWritePost' }, {
    group = vim.api.nvim_create_augroup('notelint.name.' .. buffer, {}),
    callback = function(event)
      if event.buf == buffer and vim.api.nvim_buf_get_name(buffer) ~= '' then
        -- Not in the middle of writing.
        vim.schedule(function()
          require('notelint.start').in_buffer(buffer)
        end)
        return true
      end
      return not vim.api.nvim_buf_is_valid(buffer)
    end,
  })
  local function let_go()
    local still = vim.lsp.get_client_by_id(client.id)
    if still and still.attached_buffers[buffer] then
      vim.lsp.buf_detach_client(buffer, client.id)
    end
  end
  -- Not before Neovim 0.10 has scheduled semantic tokens: it complains of a buffer that is gone by then.
  vim.schedule(vim.schedule_wrap(let_go))
end

---@param buffer integer
---@param client vim.lsp.Client
function M.attach(buffer, client)
  if vim.api.nvim_buf_get_name(buffer) == '' then
    wait_for_name(buffer, client)
    return
  end
  require('notelint.highlights').set()
  require('notelint.status').watch(buffer, client.id)
  -- The lens over a heading, "3 related sections", asks the editor to show them.
  vim.lsp.commands['notelint.showRelated'] = function(command)
    require('notelint.related').lens(command)
  end
end

return M
