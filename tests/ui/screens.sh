#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every workspace as it was when somebody last looked at it: full and empty, in both languages, on a small and a large screen and
# at twice the size. Compared at a third of the size and with tolerance, without the pictures that move.
#
#     OPIFICIO_RECORD_GOLDEN=1 keeps what is seen as what shall be seen; OPIFICIO_SCREENS=FOLDER keeps the screens themselves.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/screen.bash"
need xdotool import compare convert
opificio=${OPIFICIO_BUILD:?}/bin/opificio
[ -x "$opificio" ] || skip "The window was not built."
goldens=$here/../golden/screens
kept=${OPIFICIO_SCREENS:-$folder/screens}
mkdir -p "$kept" "$goldens"
failed=0

# begin LANGUAGE SCALE [WORK]: a new home, the window, and everything standing still.
begin() {
  rm -rf "$OPIFICIO_HOME"
  mkdir -p "$OPIFICIO_HOME"
  printf '{"format": "opificio.window/1", "language": "%s", "scale": %s, "reduced_motion": true}\n' "$1" "$2" >"$OPIFICIO_HOME/window.json"
  if [ -n "${3:-}" ]; then
    set -- "$1" "$2" "$folder/$3.opificio"
    rm -rf "$3"
    "$OPIFICIO_BUILD/bin/opificio-cli" new "$3" >/dev/null
  fi
  "$opificio" --new-window ${3:+"$3"} >"$folder/opificio.log" 2>&1 &
  window=$!
  started+=("$window")
  await 60 xdotool search --onlyvisible --name Opificio >/dev/null || fail "the window did not open: $(cat "$folder/opificio.log")"
  xdotool search --onlyvisible --name Opificio windowsize --sync $SIZE windowfocus
  xdotool mousemove 1 600
  # The first piece plays as soon as it is there; it stands still as soon as it can be told to.
  for _ in 1 2 3 4 5 6 7 8; do
    xdotool key k
    ! steady 4 || break
  done
  xdotool key ctrl+Left
}
end() {
  kill "$window"
  wait "$window" 2>/dev/null || true
}
look() { import -window root "$1"; }
# steady SECONDS: until nothing moves for a second.
steady() {
  local until=$((SECONDS + $1))
  look "$folder/before.png"
  while [ $SECONDS -lt $until ]; do
    sleep 1
    look "$folder/after.png"
    [ "$(compare -metric AE -fuzz 2% "$folder/before.png" "$folder/after.png" null: 2>&1 | cut -d' ' -f1)" != 0 ] || return 0
    mv "$folder/after.png" "$folder/before.png"
  done
  return 1
}
# seen NAME [X,Y,X,Y...]: what is on the screen is as it was, but for the rectangles; at once, or when it has come to rest.
seen() {
  local name=$1 masks=() different pixels until=$((SECONDS + 45))
  shift
  for mask in "$@"; do masks+=(-draw "rectangle $mask"); done
  [ -z "${OPIFICIO_RECORD_GOLDEN:-}" ] || steady 30 || true
  small
  if [ -n "${OPIFICIO_RECORD_GOLDEN:-}" ]; then
    convert "$folder/now.png" +dither -colors 160 -define png:compression-level=9 -strip "PNG8:$goldens/$name.png"
    return
  fi
  [ -f "$goldens/$name.png" ] || { echo "FAILED: $name has no golden picture yet: record one and look at it."; failed=1; return; }
  pixels=$(identify -format '%[fx:w*h]' "$goldens/$name.png")
  until different=$(compare -metric AE -fuzz 8% "$goldens/$name.png" "$folder/now.png" null: 2>&1 || true) &&
    awk -v d="$different" -v p="$pixels" 'BEGIN { exit !(d + 0 == d && d <= p * 0.02) }'; do
    if [ $SECONDS -ge $until ]; then
      echo "FAILED: $name differs in $different of $pixels places."
      failed=1
      return
    fi
    sleep 1
    small
  done
}
# Of seen(): the screen without what moves, a third as large.
small() {
  look "$kept/$name.png"
  convert "$kept/$name.png" -fill '#808080' "${masks[@]}" -filter box -resize 33.333% "$folder/now.png"
}
# What a key brings may take a moment to begin.
keys() { xdotool key --delay 60 "$@"; sleep 0.6; }
type() { xdotool type --delay 30 "$1"; sleep 0.6; }

# The whole window on a small screen, in one language after the other.
SIZE="1280 800"
open_screen 1280x800
for language in en it; do
  begin $language 1
  seen "compose-doors-$language" 0,44,956,390 190,480,1100,620
  keys ctrl+shift+1; seen "library-$language"
  keys ctrl+f; type zzzz; seen "library-nothing-found-$language"
  keys ctrl+a BackSpace Escape
  xdotool mousemove 310 180 click --repeat 2 --delay 60 1 mousemove 1 600; sleep 1
  seen "library-item-$language"; keys Escape
  keys ctrl+shift+3; seen "learn-$language" 281,575,1121,615
  keys ctrl+shift+4; seen "deliver-$language" 900,720,1170,760 32,595,560,620
  keys ctrl+shift+5; seen "jobs-empty-$language"
  keys ctrl+k; type "$([ $language = en ] && echo bl || echo se)"; seen "palette-$language"; keys Escape Escape
  keys ctrl+comma; seen "settings-$language"; keys Escape
  keys ctrl+alt+w; seen "leaves-$language"; keys Escape
  end
done
begin en 1 Empty
seen compose-empty-en
keys ctrl+shift+1; seen library-empty-en
keys ctrl+shift+3; seen learn-empty-en
keys ctrl+shift+4; seen deliver-empty-en 900,720,1170,760 32,595,560,620
end
# Twice the size where there is least room for it.
begin it 2
seen compose-least-it 0,88,738,324 0,326,738,448 0,540,1280,740
keys ctrl+shift+1; seen library-least-it
keys ctrl+shift+3; seen learn-least-it
keys ctrl+shift+4; seen deliver-least-it
keys ctrl+shift+5; seen jobs-least-it
keys ctrl+comma; seen settings-least-it; keys Escape
end
begin it 2 Empty
seen compose-empty-least-it
keys ctrl+shift+4; seen deliver-empty-least-it 800,630,1030,720
end
# Twice the size on the screen for which it is meant, and all the room of a large one.
SIZE="1920 1080"
open_screen 1920x1080
begin en 1
seen compose-large-en 0,44,1580,620 190,640,1900,1050
keys ctrl+shift+1; seen library-large-en
keys ctrl+shift+3; seen learn-large-en 281,575,1121,615
keys ctrl+shift+4; seen deliver-large-en 1200,1000,1800,1060 32,560,880,620
end
begin it 2
seen compose-double-it 0,88,1300,520 100,600,1800,1050
keys ctrl+shift+1; seen library-double-it
keys ctrl+shift+3; seen learn-double-it
keys ctrl+shift+4; seen deliver-double-it 1300,960,1700,1040
keys ctrl+shift+5; seen jobs-double-it
end
exit $failed
