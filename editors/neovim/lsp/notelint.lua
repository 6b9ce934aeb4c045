-- The language server as Neovim 0.11 and newer want it: `vim.lsp.enable('notelint')` reads this file, and
-- `vim.lsp.config('notelint', { … })` lies on top of it. Only `cmd` is looked up, because `cargo install` puts
-- programs where an editor that no shell started does not look.

---@type vim.lsp.Config
return {
  cmd = require('notelint.binary').command(),
  cmd_env = require('notelint.binary').environment(),
  filetypes = { 'markdown' },
  root_markers = { { 'notelint.toml', '.notelint.toml', '.obsidian' }, '.git' },
  settings = {},
  -- The server then tells what it finds, and is not asked for it: Neovim 0.12 does not ask again for open notes when
  -- another note changed (https://github.com/neovim/neovim/pull/40623).
  capabilities = { workspace = { diagnostics = { refreshSupport = false } } },
}
