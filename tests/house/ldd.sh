#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# opificio-cli starts without a window and without libtorch: neither is among the libraries that it loads.
# OPIFICIO_PROGRAM names another program, for trying this test itself.
. "$(dirname "$0")/scripts.bash"

program=${OPIFICIO_PROGRAM:-$build/bin/opificio-cli}
[ -x "$program" ] || { echo "$program is not built."; exit 1; }
wrong=$(mktemp)
trap 'rm -f "$wrong"' EXIT
loaded=$(ldd "$program")
grep -i -E 'libQt|libtorch|libc10|libgloo|not found' <<<"$loaded" >"$wrong" || true
verdict "$wrong" "$(basename "$program") loads what it must not, or lacks a library:"
