#!/bin/bash
# Tests the Neovim plugin and the settings of editors/README.md in real editors, which test/setup.sh fetches on the first
# run. The server is $NOTELINT_BIN, else the release build. Arguments name the parts to run; without any, all are:
#   style startup newest stable others pictures
# `format` formats the Lua files. With NOTELINT_SCREENSHOTS=1, `pictures` writes those of README.md anew.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
began=$SECONDS
parts=("$@")
[ $# -gt 0 ] || parts=(style startup newest stable others pictures)

prefix=$(bash test/setup.sh)
bin=$prefix/bin
server=$(realpath "${NOTELINT_BIN:-${CARGO_TARGET_DIR:-../../target}/release/notelint}" 2>/dev/null || true)
[ -x "$server" ] || { echo "There is no server at ${server:-target/release/notelint}: run cargo build --release" >&2; exit 1; }
[ "${server##*/}" = notelint ] || { echo "NOTELINT_BIN must be called notelint" >&2; exit 1; }

work=$(mktemp -d)
source test/terminal.sh
trap 'end_terminals; rm -rf "$work"' EXIT
say() { printf '\n== %s\n' "$*"; }

# clean NAME COMMAND…: with the server on PATH, and nothing of the person who runs this.
clean() {
  local home=$work/$1
  shift
  mkdir -p "$home/tmp"
  env -i PATH="${server%/*}:$bin:/usr/bin:/bin" HOME="$home" TMPDIR="$home/tmp" XDG_CONFIG_HOME="$home/.config" \
    XDG_STATE_HOME="$home/state" XDG_CACHE_HOME="$home/cache" XDG_DATA_HOME="$home/data" \
    LANG=C.UTF-8 TERM=xterm-256color "${extra[@]}" "$@"
}
extra=()

say "Versions"
echo "notelint: $("$server" --version), $server"
for name in nvim-newest nvim-stable hx vim emacs tmux; do
  option=--version
  [ $name != tmux ] || option=-V
  echo "$name: $(clean versions "$bin/$name" $option 2>/dev/null | head -1)"
done

# stylua OPTION…: checks every Lua file, or with --write formats it.
stylua() {
  PATH=$bin:$PATH node test/format.mjs "$prefix" "$@" lsp/*.lua plugin/*.lua lua/notelint/*.lua spec/*.lua test/*.lua
}

style() {
  say "Style"
  stylua || { echo "./test.sh format formats them" >&2; exit 1; }
  "$bin/luacheck" -q .
}

format() {
  stylua --write
}

# What reading plugin/notelint.lua costs, as Neovim itself measures it: the median and the best of 11.
startup() {
  say "Start-up"
  local which
  for which in newest stable; do
    for _ in $(seq 11); do
      extra=(NOTELINT_TEST_ENABLE=0)
      clean startup "$bin/nvim-$which" --headless -u spec/init.lua --startuptime "$work/startup.log" -c qall 2>/dev/null
      grep -h 'plugin/notelint.lua' "$work/startup.log" | awk '{ print $2 }'
      rm "$work/startup.log"
    done | sort -n | awk -v which="$which" '{ at[NR] = $1 } END { printf "nvim-%s: plugin/notelint.lua takes %s ms (best %s)\n", which, at[int((NR + 1) / 2)], at[1] }'
    extra=()
  done
}

# The specs, a Neovim for each file; two at a time.
specs() {
  local which=$1 files
  say "Specs in nvim-$which"
  files=(spec/*_spec.lua)
  printf '%s\n' "${files[@]}" | xargs -P 2 -I{} bash -c '
    name=$(basename "{}" .lua)
    if ! spec "'"$which"'" "{}" >"$work/$name.out" 2>"$work/$name.err"; then echo "{}" >>"$work/failed"; fi'
  local file
  for file in "${files[@]}"; do
    cat "$work/$(basename "$file" .lua).out"
  done
  if [ -e "$work/failed" ]; then
    while read -r file; do
      echo "stderr of $file:"
      head -c 2000 "$work/$(basename "$file" .lua).err"
    done <"$work/failed"
    exit 1
  fi
}

spec() {
  extra=(NVIM_PROGRAM="$bin/nvim-$1")
  clean "$1-$(basename "$2" .lua)" timeout 300 "$bin/nvim-$1" --headless -u spec/init.lua -c "lua require('run').main({ '$2' })"
}
export -f spec clean
export work server bin

for part in "${parts[@]}"; do
  # An editor that runs away is to fail alone. StyLua is excepted: WebAssembly reserves more than it uses.
  case $part in
    style | format) ulimit -Sv unlimited ;;
    *) ulimit -Sv 8000000 ;;
  esac
  case $part in
    style | startup | format) "$part" ;;
    newest | stable) specs "$part" ;;
    others) say "Other editors" && source test/others.sh ;;
    pictures) say "Pictures" && source test/pictures.sh ;;
    *) echo "There is no part $part" >&2; exit 2 ;;
  esac
done
say "All good in $((SECONDS - began)) s"
