# Takes the pictures of README.md from the newest Neovim in a terminal, and looks at them: each must hold what it is to
# show. With NOTELINT_SCREENSHOTS=1 they replace those in images/. Sourced by test.sh, after terminal.sh.

# picture NAME TITLE TEXT…
picture() {
  local name=$1 title=$2 text
  shift 2
  in_terminal nvim capture-pane -e -N -p |
    clean pictures "$bin/nvim-newest" -l test/picture.lua "$title" >"$work/$name.svg"
  for text in "$@"; do
    grep -qF "$text" "$work/$name.svg" || { echo "the picture $name does not show \"$text\"" >&2; return 1; }
  done
  [ -z "${NOTELINT_SCREENSHOTS:-}" ] || cp "$work/$name.svg" images/
  echo "  ok   images/$name.svg"
}

pictures() {
  local notes=$work/nvim/notes
  mkdir -p "$work/nvim"
  cp -r spec/notes "$notes"
  cat >"$work/nvim/init.lua" <<END
dofile('$here/spec/init.lua')
vim.o.termguicolors = true
vim.o.background = 'dark'
vim.o.laststatus = 2
vim.o.ruler = false
vim.o.winborder = 'rounded'
vim.o.wrap = false
vim.o.statusline = " %t %m%=%{v:lua.require'notelint'.status()} "
vim.diagnostic.config({ virtual_text = true })
END
  # Neovim starts itself a second time for a terminal, which it cannot where it runs with libraries of its own; so its
  # two halves are started one by one.
  (cd "$notes" && clean nvim timeout 120 "$bin/nvim-newest" --headless --listen "$work/nvim.socket" -u "$work/nvim/init.lua" python.md) &
  local try
  for try in $(seq 200); do
    [ ! -S "$work/nvim.socket" ] || break
    sleep 0.05
  done
  terminal nvim "$bin/nvim-newest" --server "$work/nvim.socket" --remote-ui
  see nvim "$finding"
  keys nvim ':call cursor(5, 5)' Enter K
  see nvim "$meaning"
  keys nvim ':' Escape
  picture hover "What MRO means, and where the notes speak of it" "Method Resolution Order"
  keys nvim ':fclose' Enter ':Notelint questions' Enter
  see nvim "When is a deque better than a list"
  keys nvim ':' Escape
  picture questions "A finding, and the open questions of all notes" "There is no module" "When is a deque better than a list" "❓1 ✗1"
  keys nvim ':qall!' Enter
  wait
}

pictures
