#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# An artist's first evening on the real window, by mouse and keys, on real pictures: see journey.py.
#
#     OPIFICIO_FILM=FILE.mp4 keeps a film of it, at a speed that can be followed
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/screen.bash"
: "${OPIFICIO_BUILD:?}"
fixtures=${OPIFICIO_FIXTURES:-${OPIFICIO_SOURCE:-$here/../..}/../shared/fixtures}
[ -d "$fixtures/images" ] || skip "The folder of test pictures is absent (OPIFICIO_FIXTURES); the evening is not walked."
open_screen 1280x800
mkdir -p "$folder/archive/Patterns"
find "$fixtures/images" -name 'nypl_0*' | sort | sed -n 1,12p | xargs -I{} cp {} "$folder/archive/Patterns"
if [ -n "${OPIFICIO_FILM:-}" ]; then
  need ffmpeg
  ffmpeg -v error -y -f x11grab -framerate 12 -video_size 1280x800 -i "$DISPLAY" -c:v libx264 -preset ultrafast -crf 26 \
    -pix_fmt yuv420p "$OPIFICIO_FILM" </dev/null &
  filming=$!
  started+=($filming)
fi
hear 420 "$here/journey.py" "$folder/archive/Patterns"
[ -z "${filming:-}" ] || { kill -INT "$filming"; wait "$filming" || true; }
