#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The set-up on machines that this one is not: a fresh one, one that has everything, one where nobody may install, one
# that is no Debian. Tools that would look or change are stand-ins.
set -euo pipefail
root=${OPIFICIO_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0

# machine NAME...: a PATH with the harmless tools and these stand-ins.
machine() {
  rm -rf "$work/bin" "$work/tree"
  mkdir -p "$work/bin" "$work/tree"
  cp -r "$root/packaging" "$work/tree/"
  local tool
  for tool in bash awk sed cat tail dirname mkdir printf env; do ln -s "$(command -v $tool)" "$work/bin/$tool"; done
  echo : >"$work/calls"
  for tool in "$@"; do
    case $tool in
      missing) stand_in dpkg-query 'printf not-installed' ;;
      complete) stand_in dpkg-query 'printf installed' ;;
      root) stand_in id 'echo 0' ;;
      artist) stand_in id 'echo 1000' ;;
      sudo) stand_in sudo '[ "$1" = -n ] && shift; [ "$1" = true ] || "$@"' ;;
      locked-sudo) stand_in sudo 'exit 1' ;;
      apt-get) stand_in apt-get 'true' ;;
      offline) stand_in apt-get '[ "$1" != update ]' ;;
      broken) stand_in apt-get 'echo "E: no space left"; exit 100' ;;
    esac
  done
}
stand_in() { printf '#!/bin/bash\necho "%s $*" >>"%s/calls"\n%s\n' "$1" "$work" "$2" >"$work/bin/$1"; chmod +x "$work/bin/$1"; }

# expect CODE WORDS CALLS: of `set_up tools` on that machine; WORDS and CALLS are patterns, and "" is nothing at all.
expect() {
  local code=0
  ( cd / && PATH=$work/bin bash -c ". '$work/tree/packaging/lib.sh'; set_up tools" </dev/null ) >"$work/out" 2>&1 || code=$?
  local calls
  calls=$(grep -E '^(apt-get|sudo)' "$work/calls" || true)
  if [ "$code" != "$1" ] || ! grep -q -E -- "$2" <<<"$(cat "$work/out")" || ! grep -q -E -- "$3" <<<"$calls" || { [ -z "$3" ] && grep -q install <<<"$calls"; }; then
    echo "$4: ended with $code, said and called:"
    cat "$work/out" "$work/calls"
    wrong=1
  fi
}

machine missing root apt-get
expect 0 'cmake +the build' 'apt-get install .*--no-install-recommends .*qt6-base-dev' "a fresh machine, as root"
machine complete root apt-get
expect 0 '^$' '' "a complete machine"
machine missing artist sudo apt-get
expect 0 'Installing them' 'sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install' "an ordinary user with sudo"
machine missing artist locked-sudo apt-get
expect 1 'sudo wants a password .*apt-get install --no-install-recommends .*cmake' '' "sudo with a password, and nobody there"
machine missing artist apt-get
expect 1 'sudo is not there. As root: apt-get install' '' "neither root nor sudo"
machine missing root offline
expect 0 'could not be renewed' 'apt-get install' "lists that cannot be renewed"
machine missing root broken
expect 1 'no space left' 'apt-get install' "an installation that fails"
machine root
expect 0 'not Debian' '' "no Debian"

# packaging/run must not call what only packaging/test installs.
. "$root/packaging/lib.sh"
run=" $(packages tools build run | tr '\n' ' ') "
for tool in $(packages test); do
  case $run in *" $tool "*) continue ;; esac
  for script in run collection first-piece lib.sh; do
    if grep -v '^ *#' "$root/packaging/$script" | grep -qE "(^|[^a-z./-])$tool( |\$)"; then
      echo "packaging/$script calls $tool, which only packaging/test installs."
      wrong=1
    fi
  done
done
exit $wrong
