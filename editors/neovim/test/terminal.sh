# Editors in a terminal that can be read: one tmux each. Sourced by test.sh.

# What is looked for in spec/notes/python.md: its finding, and what a term in it means.
finding='There is no module `collection`'
meaning='Method Resolution Order'

# terminal NAME COMMAND…: runs an editor; the other functions take its name first.
terminal() {
  local name=$1
  shift
  clean "$name" "$bin/tmux" -S "$work/$name.tmux" -f /dev/null new-session -d -x 100 -y 24 "$@"
}
in_terminal() { "$bin/tmux" -S "$work/$1.tmux" "${@:2}"; }
keys() { in_terminal "$1" send-keys "${@:2}"; }
end() { in_terminal "$1" kill-server; }

# see NAME TEXT: waits until the terminal shows the text, as editors break lines where they like.
see() {
  local try
  for try in $(seq 200); do
    if in_terminal "$1" capture-pane -p | tr -s ' \n│' ' ' | grep -qF "$2"; then return; fi
    sleep 0.1
  done
  echo "$1 does not show \"$2\":" >&2
  in_terminal "$1" capture-pane -p >&2
  return 1
}

# Ends what a failed test left running.
end_terminals() {
  local socket
  for socket in "$work"/*.tmux; do
    [ ! -S "$socket" ] || "$bin/tmux" -S "$socket" kill-server 2>/dev/null || true
  done
}
