#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a screen reader hears of the whole window, in both languages: every control has a name, a role, something that works,
# and is large enough to be hit; everything is reached without a mouse; nothing that can be pressed is dead.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/screen.bash"
need dbus-run-session gdbus xdotool setsid timeout
[ -x /usr/libexec/at-spi-bus-launcher ] || skip "at-spi2-core is not there; nothing was heard."
/usr/bin/python3 -c 'import pyatspi' 2>/dev/null || skip "python3-pyatspi is not there; nothing was heard."

open_screen 1280x800
export NO_AT_BRIDGE=0 QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 LIBGL_ALWAYS_SOFTWARE=1 PYTHONDONTWRITEBYTECODE=1
# What the buses start on demand lives in the session of this leader, and ends with it.
setsid timeout --kill-after=5 400 dbus-run-session -- bash -c '
  /usr/libexec/at-spi-bus-launcher --launch-immediately &
  launcher=$!
  gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus --method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled "<true>" >/dev/null 2>&1 || true
  "$1/bin/opificio" --new-window >"$2/opificio.log" 2>&1 &
  window=$!
  code=0
  timeout --kill-after=5 300 /usr/bin/python3 "$3/accessible.py" "$3/../.." || code=$?
  kill $window 2>/dev/null; wait $window 2>/dev/null
  kill $launcher 2>/dev/null; wait $launcher 2>/dev/null
  exit $code
' bash "${OPIFICIO_BUILD:?}" "$folder" "$here" 2>"$folder/buses.log" &
leader=$!
started+=($leader)
code=0
wait $leader || code=$?
pkill -KILL -s $leader 2>/dev/null || true
[ $code = 0 ] || { sort "$folder/opificio.log" | uniq -c; fail "see above"; }
