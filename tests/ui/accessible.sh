#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a screen reader hears of the whole window, in both languages: every control has a name, a role, something that works,
# and is large enough to be hit; every workspace is reached without a mouse.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/screen.bash"
need dbus-run-session xdotool
[ -x /usr/libexec/at-spi-bus-launcher ] || skip "at-spi2-core is not there; nothing was heard."
/usr/bin/python3 -c 'import pyatspi' 2>/dev/null || skip "python3-pyatspi is not there; nothing was heard."

open_screen 1280x800
export NO_AT_BRIDGE=0 QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 LIBGL_ALWAYS_SOFTWARE=1
dbus-run-session -- bash -c '
  /usr/libexec/at-spi-bus-launcher --launch-immediately &
  launcher=$!
  gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus --method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled "<true>" >/dev/null 2>&1 || true
  "$1/bin/opificio" --new-window >"$2/opificio.log" 2>&1 &
  window=$!
  code=0
  /usr/bin/python3 "$3/accessible.py" || code=$?
  kill $window 2>/dev/null; wait $window 2>/dev/null
  kill $launcher 2>/dev/null
  exit $code
' bash "${OPIFICIO_BUILD:?}" "$folder" "$here" || { cat "$folder/opificio.log"; fail "see above"; }
