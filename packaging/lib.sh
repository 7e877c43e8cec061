# SPDX-License-Identifier: GPL-3.0-or-later
# What the commands of this folder share. Sourced, never run; it sets $root and works from any folder.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packaging=$root/packaging

say() { printf 'opificio: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# packages SECTION...: the names in these sections of packages.txt, each once.
packages() {
  awk -v wanted=" $* " '
    /^\[/ { section = substr($1, 2, length($1) - 2); next }
    { sub(/#.*/, "") }
    NF && index(wanted, " " section " ") && !seen[$1]++ { print $1 }' "$packaging/packages.txt"
}

# reason NAME: what packages.txt says needs this package.
reason() { awk -v name="$1" '$1 == name { sub(/^[^#]*# */, ""); print; exit }' "$packaging/packages.txt"; }

# as_root COMMAND...: as root, or with sudo. Where sudo would ask for a password and nobody can type one, it fails.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif [ -t 0 ]; then sudo "$@"
  else sudo -n "$@"
  fi
}

# set_up SECTION...: installs the packages of these sections that are missing, and says which and why.
set_up() {
  local name missing=()
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "This is not Debian: nothing is installed. packaging/packages.txt lists what the build needs."
    return 0
  fi
  for name in $(packages "$@"); do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] && return 0
  say "These Debian packages are missing:"
  for name in "${missing[@]}"; do printf '  %-28s %s\n' "$name" "$(reason "$name")" >&2; done
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      fail "Installing them needs root, and sudo is not there. As root: apt-get install --no-install-recommends ${missing[*]}"
    [ -t 0 ] || sudo -n true 2>/dev/null ||
      fail "Installing them needs root, and sudo wants a password that nobody can type here. As root: apt-get install --no-install-recommends ${missing[*]}"
  fi
  local log
  log=$(log_file apt)
  say "Installing them; this takes a few minutes. apt-get's own words go to $log."
  as_root apt-get update -q >"$log" 2>&1 || say "The lists of packages could not be renewed; going on with those at hand."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null ||
    { tail -n 20 "$log" >&2; fail "apt-get could not install what is missing; its own words are above."; }
}

# home_folder: where the artist's library lies; as homeFolder() of engine/base.
home_folder() {
  if [ -n "${OPIFICIO_HOME:-}" ]; then echo "$OPIFICIO_HOME"
  elif [ -n "${XDG_DATA_HOME:-}" ]; then echo "$XDG_DATA_HOME/opificio"
  else echo "${HOME:-.}/.local/share/opificio"
  fi
}

# cores: how many compilers fit at once; the largest of them want 1.5 GB each.
cores() {
  local count available
  count=$(nproc)
  available=$(awk '/^MemAvailable/ { print int($2 / 1572864) }' /proc/meminfo 2>/dev/null)
  [ -n "$available" ] && [ "$available" -lt "$count" ] && count=$available
  [ "$count" -ge 1 ] && echo "$count" || echo 1
}

# configure PRESET [OPTION...]: into build/PRESET, by CMakePresets.json.
# ccache keeps its folder outside the build tree, so that a clean clone on the same machine starts warm.
configure() {
  local log
  log=$(log_file "configure-$1")
  if [ -z "${CCACHE_DIR:-}" ]; then
    export CCACHE_DIR="${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/ccache"
    mkdir -p "$CCACHE_DIR" 2>/dev/null || export CCACHE_DIR="/var/tmp/opificio-ccache-$(id -u)"
  fi
  ( cd "$root" && cmake --preset "$@" >"$log" 2>&1 ) ||
    { cat "$log" >&2; fail "Configuring failed; CMake's words are above."; }
}

# build PRESET [TARGET]: configures, where that was not done, and builds into build/PRESET.
build() {
  local quiet=()
  [ -e "$root/build/$1/build.ninja" ] || say "Building into build/$1; from nothing this takes some minutes."
  [ $# -gt 1 ] || configure "$1"
  [ -t 2 ] || quiet=(-- --quiet)
  cmake --build "$root/build/$1" -j "$(cores)" ${2:+--target "$2"} "${quiet[@]}" >&2 ||
    fail "The build failed; the compiler's words are above."
}

# log_file NAME: where the words of a tool go that are only wanted when it fails.
log_file() { mkdir -p "$root/build" && echo "$root/build/$1.log"; }
