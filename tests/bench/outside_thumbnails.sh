#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A manifest of 300 pictures from a real server on this machine: how soon the first small picture is in the library, and all of
# them, against curl that fetches the same pictures, four at once, and does nothing with them.
set -euo pipefail
fixtures=${OPIFICIO_FIXTURES:-$OPIFICIO_SOURCE/../shared/fixtures}
[ -d "$fixtures/images" ] || { echo "The pictures of the fixtures are not there (OPIFICIO_FIXTURES); nothing is measured." >&2; exit 77; }
source "$OPIFICIO_SOURCE/tests/support/iiif.bash"
work=$(mktemp -d)
trap 'iiif_stop; rm -rf "$work"' EXIT
export OPIFICIO_HOME=$work/home OPIFICIO_LANGUAGE=en
cli=$OPIFICIO_BUILD/bin/opificio-cli
now() { date +%s.%N; }

iiif_prepare "$work/server"
mapfile -t pictures < <(find "$fixtures/images" -name '*.jpg' -size +100k | sort | head -6)
names=()
for number in $(seq 300); do
  file=$work/server/img/$((number % ${#pictures[@]})).tif
  [ -e "$file" ] || iiif_picture "${pictures[$((number % ${#pictures[@]}))]}" "$(basename "$file")"
  # Each has an address of its own.
  ln "$file" "$work/server/img/p$number.tif"
  names+=("p$number.tif")
done
iiif_start
iiif_manifest "$work/server/www/manifest.json" "${names[@]}"

start=$(now)
"$cli" --json import "http://127.0.0.1:$iiif_port/manifest.json" --origin institution --set size=0 >"$work/answer" 2>/dev/null &
import=$!
until [ -n "$(find "$OPIFICIO_HOME/thumbnails" -name '*.jpg' -print -quit 2>/dev/null)" ]; do sleep 0.01; done
first=$(now)
wait $import
all=$(now)
[ "$(find "$OPIFICIO_HOME/thumbnails" -name '*.jpg' | wc -l)" = 300 ] || { echo "300 small pictures were to come." >&2; exit 1; }

for name in "${names[@]}"; do
  echo "url=http://127.0.0.1:$iiif_port/iiif/$name/full/!384,384/0/default.jpg"
  echo "output=$work/curl.$name.jpg"
done >"$work/list"
peer=$(now)
curl -s -S --no-progress-meter --parallel --parallel-max 4 -K "$work/list"
end=$(now)
jq -nc --argjson start "$start" --argjson first "$first" --argjson all "$all" --argjson peer "$peer" --argjson ended "$end" '
  {bench: "outside_thumbnails", ratio: (($all - $start) / ($ended - $peer)), seconds: ($all - $start),
   words: "300 small pictures into the library, against curl that only fetches them"},
  {bench: "outside_first_thumbnail", ratio: null, seconds: ($first - $start),
   words: "first of 300 small pictures in the library after \($first - $start | . * 100 | round / 100) s"}'
