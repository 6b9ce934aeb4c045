-- What luacheck 1.1 knows of Neovim: one global table, of which plugins may set these fields.
std = 'luajit'
max_line_length = 120
read_globals = {
  vim = {
    other_fields = true,
    fields = {
      g = { read_only = false, other_fields = true },
      b = { read_only = false, other_fields = true },
      o = { read_only = false, other_fields = true },
      bo = { read_only = false, other_fields = true },
      env = { read_only = false, other_fields = true },
      lsp = { read_only = false, other_fields = true },
    },
  },
}
files['spec/'] = { globals = { 'vim' } }
