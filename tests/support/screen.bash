# SPDX-License-Identifier: GPL-3.0-or-later
# For tests that need a screen: sourced by scripts. Everything that it starts ends with the script.

started=()
folder=$(mktemp -d)
leave() {
  local process
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap leave EXIT

skip() { echo "$*"; exit 77; }
fail() { echo "FAILED: $*"; exit 1; }
need() { local tool; for tool in "$@"; do command -v "$tool" >/dev/null || skip "$tool is not there; nothing was looked at."; done; }

# open_screen WxH: a screen of that size that nobody sees, as DISPLAY.
open_screen() {
  need Xvfb xdpyinfo
  rm -f "$folder/number"
  mkfifo "$folder/number"
  Xvfb -displayfd 3 -screen 0 "${1}x24" -nolisten tcp 3>"$folder/number" 2>"$folder/xvfb" &
  started+=($!)
  read -r DISPLAY <"$folder/number" || fail "Xvfb did not start: $(cat "$folder/xvfb")"
  export DISPLAY=:$DISPLAY QT_QPA_PLATFORM=xcb
  export XDG_RUNTIME_DIR=$folder/run HOME=$folder OPIFICIO_HOME=$folder/home
  mkdir -p -m 700 "$XDG_RUNTIME_DIR"
  mkdir -p "$OPIFICIO_HOME"
  unset WAYLAND_DISPLAY
}

# await SECONDS COMMAND...: until it succeeds; not at all when it does not within so many.
await() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.1
  done
}
