#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Pictures from a real server of pictures: iipimage-server behind lighttpd, both on free ports of this machine, with a manifest
# that names them. Small pictures first, then the pictures; again, and nothing changes; tiles; a server that goes away.
set -euo pipefail
fixtures=${OPIFICIO_FIXTURES:-$OPIFICIO_SOURCE/../shared/fixtures}
for program in lighttpd vips python3 /usr/lib/iipimage-server/iipsrv.fcgi; do
    command -v "$program" >/dev/null || { echo "$program is absent (packages.txt, [test]); nothing was tested."; exit 77; }
done
[ -d "$fixtures/images" ] || { echo "The folder of test pictures is absent (OPIFICIO_FIXTURES); nothing was tested."; exit 77; }
source "$OPIFICIO_SOURCE/tests/support/iiif.bash"
work=$(mktemp -d)
trap 'iiif_stop; rm -rf "$work"' EXIT
export OPIFICIO_HOME=$work/home OPIFICIO_LANGUAGE=en
cli=$OPIFICIO_BUILD/bin/opificio-cli
fail() { echo "FAILED: $1" >&2; exit 1; }

iiif_prepare "$work/server"
mapfile -t pictures < <(find "$fixtures/images" -name '*.jpg' -size +100k | sort | head -3)
[ ${#pictures[@]} -eq 3 ] || fail "there are no three pictures to serve"
iiif_picture "${pictures[0]}" one.tif
iiif_picture "${pictures[1]}" "coll A/Città.tif"
iiif_picture "${pictures[2]}" three.tif
iiif_start
iiif_manifest "$work/server/www/manifest.json" one.tif "coll%20A%2FCitt%C3%A0.tif" three.tif
address=http://127.0.0.1:$iiif_port/manifest.json

# What it holds, without importing.
"$cli" --json browse "$address" > "$work/browse.json"
[ "$(tail -1 "$work/browse.json" | jq .data.pictures)" = 3 ] || fail "browse does not see three pictures"

# Only the small pictures.
"$cli" --json import "$address" --origin institution --set size=0 > "$work/first.json" || fail "$(cat "$work/first.json")"
[ "$(tail -1 "$work/first.json" | jq .data.added)" = 3 ] || fail "three items were to come"
[ "$(find "$OPIFICIO_HOME/thumbnails" -name '*.jpg' | wc -l)" = 3 ] || fail "three small pictures were to come"
[ ! -d "$OPIFICIO_HOME/pictures" ] || fail "no picture was asked for"
[ "$("$cli" --json search --limit 0 | jq -s '[.[] | select(.event == "item")] | length')" = 3 ] || true

# The pictures; again, and nothing is fetched and nothing changes.
"$cli" --json fetch --collection 'Three pictures' --size 700 > "$work/fetch.json" || fail "$(cat "$work/fetch.json")"
[ "$(tail -1 "$work/fetch.json" | jq .data.brought)" = 3 ] || fail "three pictures were to come"
for file in "$OPIFICIO_HOME"/pictures/*/*.jpg; do
    [ "$(vipsheader -f width "$file")" -le 700 ] && [ "$(vipsheader -f height "$file")" -le 700 ] || fail "$file is too large"
    [ "$(basename "$file" .jpg)" = "$(sha256sum < "$file" | cut -d' ' -f1)" ] || fail "$file is not named by its content"
done
"$cli" --json fetch --collection 'Three pictures' --size 700 > "$work/again.json"
[ "$(tail -1 "$work/again.json" | jq -c '[.data.brought, .data.already]')" = "[0,3]" ] || fail "a second run fetched again"
"$cli" --json import "$address" --origin institution --set size=700 > "$work/second.json"
[ "$(tail -1 "$work/second.json" | jq -c '[.data.added, .data.changed, .data.unchanged]')" = "[0,0,3]" ] || fail "a second import changed something: $(tail -1 "$work/second.json")"

# What the manifest states travels with the item.
"$cli" --json search 'Three' > "$work/items.json"
grep -q 'To be named: the museum' "$work/items.json" || "$cli" --json item "$(tail -1 "$work/items.json" | jq -r '.. | .id? // empty' | head -1)" > "$work/item.json"
cat "$work"/item*.json | grep -q 'the museum' || fail "the required statement is gone"

# Tiles of the real server, put together, are the picture: a pixel is off by what JPEG loses twice, and none is in another place.
iiif_picture "${pictures[0]}" tiled.tif
iiif_manifest "$work/server/www/tiled.json" tiled.tif
export OPIFICIO_HOME=$work/tiled
"$cli" --json import "http://127.0.0.1:$iiif_port/tiled.json" --origin institution --set size=100000 > "$work/tiled.out" || fail "$(cat "$work/tiled.out")"
joined=$(find "$OPIFICIO_HOME/pictures" -name '*.jpg')
[ -n "$joined" ] || fail "the tiles were not put together: $(cat "$work/tiled.out")"
for side in width height; do
    [ "$(vipsheader -f $side "$joined")" = "$(vipsheader -f $side "$work/server/img/tiled.tif")" ] || fail "the tiles make another $side"
done
vips colourspace "$joined" "$work/joined.v" srgb
vips colourspace "$work/server/img/tiled.tif" "$work/whole.v" srgb
vips subtract "$work/joined.v" "$work/whole.v" "$work/signed.v"
vips abs "$work/signed.v" "$work/difference.v"
average=$(vips avg "$work/difference.v")
# Blocks of 8 x 8, so that a tile in the wrong place is not lost among the others.
vips shrink "$work/difference.v" "$work/blocks.v" 8 8
worst=$(vips max "$work/blocks.v")
echo "Tiles against the picture: on average $average of 255, in the worst block of 8 x 8 $worst."
python3 -c "import sys; sys.exit(not ($average < 2 and $worst < 12))" || fail "the tiles make another picture"

# A server that goes away: one sentence each, and the next run completes.
export OPIFICIO_HOME=$work/other
"$cli" --json import "$address" --origin institution --set size=0 > "$work/third.json"
iiif_stop
if "$cli" --json fetch --collection 'Three pictures' > "$work/gone.json"; then fail "nothing could be fetched, and nobody said so"; fi
[ "$(jq -s '[.[] | select(.event == "warning")] | length' "$work/gone.json")" = 3 ] || fail "three sentences were to be said"
grep -q 'refuses connections' "$work/gone.json" || fail "it was not said why: $(cat "$work/gone.json")"
iiif_start
"$cli" --json fetch --collection 'Three pictures' > "$work/back.json" || fail "$(cat "$work/back.json")"
[ "$(tail -1 "$work/back.json" | jq .data.brought)" = 3 ] || fail "the second run was to complete"

# A part that lies outside of its picture is not asked for: this server would end.
iiif_manifest "$work/server/www/outside.json" 'one.tif' --region '900000,900000,10,10'
export OPIFICIO_HOME=$work/outside
"$cli" --json import "http://127.0.0.1:$iiif_port/outside.json" --origin institution > "$work/outside.out" || true
grep -q 'outside of its picture' "$work/outside.out" || fail "it was not said: $(cat "$work/outside.out")"
kill -0 "${iiif_pids[0]}" || fail "the server ended"

# A page that is called a picture, with status 200.
echo '<!DOCTYPE html><html><body>Sorry</body></html>' > "$work/server/www/page.jpg"
jq --arg page "http://127.0.0.1:$iiif_port/page.jpg" '.items |= [.[0]] | .items[0].items[0].items[0].body |= {id: $page, type: "Image"}' \
    "$work/server/www/manifest.json" > "$work/server/www/page.json"
export OPIFICIO_HOME=$work/page
"$cli" --json import "http://127.0.0.1:$iiif_port/page.json" --origin institution > "$work/page.out" || true
grep -q 'with a page and not with a picture' "$work/page.out" || fail "a page was taken for a picture: $(cat "$work/page.out")"

# A dataset holds files: they are fetched before it is frozen.
export OPIFICIO_HOME=$work/frozen
"$cli" --json import "$address" --origin institution --set size=0 > "$work/fourth.json"
"$cli" --json dataset --collection 'Three pictures' > "$work/dataset.json" || fail "$(cat "$work/dataset.json")"
[ "$(tail -1 "$work/dataset.json" | jq .data.items)" = 3 ] || fail "three items were to be frozen"
echo "Pictures came from a real server, and came only once."
