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
  Xvfb -displayfd 3 -screen 0 "${1}x24" -noreset -nolisten tcp 3>"$folder/number" 2>"$folder/xvfb" &
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

# hear SECONDS SCRIPT [ARG...]: the window on the screen, and a script of Python that hears of it what a screen reader hears.
# Skips where the tools for that are absent.
hear() {
  local seconds=$1 leader code=0
  shift
  need dbus-run-session gdbus xdotool setsid timeout
  [ -x /usr/libexec/at-spi-bus-launcher ] || skip "at-spi2-core is not there; nothing was heard."
  /usr/bin/python3 -c 'import pyatspi' 2>/dev/null || skip "python3-pyatspi is not there; nothing was heard."
  export NO_AT_BRIDGE=0 QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 LIBGL_ALWAYS_SOFTWARE=1 PYTHONDONTWRITEBYTECODE=1
  # What the buses start on demand lives in the session of this leader, and ends with it.
  setsid timeout --kill-after=5 $((seconds + 60)) dbus-run-session -- bash -c '
    seconds=$1 log=$2
    shift 2
    /usr/libexec/at-spi-bus-launcher --launch-immediately &
    launcher=$!
    gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus --method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled "<true>" >/dev/null 2>&1 || true
    "$OPIFICIO_BUILD/bin/opificio" --new-window >"$log" 2>&1 &
    window=$!
    code=0
    timeout --kill-after=5 "$seconds" /usr/bin/python3 "$@" || code=$?
    kill $window 2>/dev/null; wait $window 2>/dev/null
    kill $launcher 2>/dev/null; wait $launcher 2>/dev/null
    exit $code
  ' bash "$seconds" "$folder/opificio.log" "$@" 2>"$folder/buses.log" &
  leader=$!
  started+=("$leader")
  wait $leader || code=$?
  pkill -KILL -s $leader 2>/dev/null || true
  [ $code = 0 ] || { sort "$folder/opificio.log" | uniq -c; fail "see above"; }
}
