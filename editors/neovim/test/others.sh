# Tries the settings of editors/README.md: takes each block from that file, and runs the real editor with it to a finding
# and to what a term means. Sourced by test.sh, after terminal.sh.

readme=$here/../README.md

# block HEADING: the first block of code below a heading of the README.
block() {
  awk -v heading="## $1" '
    $0 == heading { found = 1; next }
    found && /^## / { exit }
    found && /^```/ { if (inside) exit; inside = 1; next }
    inside { print }' "$readme" | grep . || { echo "README.md has no block below \"$1\"" >&2; return 1; }
}

# A folder of notes for an editor; line 10 of python.md has a finding, line 5 a term at its column 5.
notes_for() {
  mkdir -p "$work/$1"
  cp -r spec/notes "$work/$1/notes"
  echo "$work/$1/notes/python.md"
}

helix() {
  local note
  note=$(notes_for helix)
  mkdir -p "$work/helix/.config/helix"
  block Helix >"$work/helix/.config/helix/languages.toml"
  terminal helix "$bin/hx" "$note:10:25"
  see helix "$finding"
  keys helix Escape
  keys helix 5ggllll
  keys helix ' k'
  see helix "$meaning"
  end helix
  echo "  ok   Helix"
}

vim_ale() {
  local note
  note=$(notes_for ale)
  {
    printf 'set nocompatible\nfiletype plugin on\n'
    block "Vim: ALE"
  } >"$work/ale/vimrc"
  terminal ale "$bin/vim" -u "$work/ale/vimrc" +10 "$note"
  see ale "$finding"
  keys ale ':call cursor(5, 5) | ALEHover' Enter
  see ale "$meaning"
  end ale
  echo "  ok   Vim with ALE"
}

# emacs_with NAME HEADING: in batch, with test/NAME.el, which waits for the finding and asks for the term.
emacs_with() {
  local note
  # Nothing is compiled to machine code: that takes a compiler, and for one run it takes longer.
  local interpreted='(setq native-comp-enable-subr-trampolines nil native-comp-jit-compilation nil)'
  note=$(notes_for "$1")
  block "$2" >"$work/$1/init.el"
  if ! clean "$1" timeout 60 "$bin/emacs" --batch --eval "$interpreted" -l "$work/$1/init.el" -l "$here/test/$1.el" -- "$note" >"$work/$1/out" 2>&1 ||
    ! grep -qF "$finding" "$work/$1/out" || ! grep -qF "$meaning" "$work/$1/out"; then
    echo "$2:" >&2
    cat "$work/$1/out" >&2
    return 1
  fi
  echo "  ok   $2"
}

helix
vim_ale
emacs_with eglot "Emacs: eglot"
emacs_with lsp-mode "Emacs: lsp-mode"
