#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a screen reader hears of the whole window, in both languages: every control has a name, a role, something that works,
# and is large enough to be hit; everything is reached without a mouse; nothing that can be pressed is dead.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/screen.bash"
: "${OPIFICIO_BUILD:?}"
open_screen 1280x800
hear 400 "$here/accessible.py" "$here/../.."
