#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole line on real pictures, small: import, search, freeze, train two models (one is killed on the way and goes on),
# compose, render, and read the credits. Needs the folder of test pictures; skipped (77) where it is absent.
set -euo pipefail
fixtures=${OPIFICIO_FIXTURES:-$OPIFICIO_SOURCE/../shared/fixtures}
cli=$OPIFICIO_BUILD/bin/opificio-cli
if [ ! -f "$fixtures/images/manifest.csv" ]; then
  echo "The folder of test pictures is absent (OPIFICIO_FIXTURES); the line is not walked."
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export OPIFICIO_HOME=$folder/home
work=$folder/river.opificio

fail() { echo "FAILED: $*" >&2; exit 1; }
# The answer's data, of a verb that must succeed.
ask() {
  local last
  last=$("$cli" --json "$@" | tail -n 1) || { echo "$last" >&2; fail "opificio-cli $*"; }
  jq -ce .data <<<"$last"
}
# Of a verb that must end with this code and a sentence.
refused() {
  local code=$1 got=0
  shift
  "$cli" "$@" >"$folder/out" 2>"$folder/err" || got=$?
  [ "$got" = "$code" ] || fail "opificio-cli $* ended with $got, not $code: $(cat "$folder/err")"
  [ -s "$folder/err" ] || fail "opificio-cli $* said nothing"
}
equal() { [ "$1" = "$2" ] || fail "$3: $1, not $2"; }

# Import: all of the manifest, and a second time nothing changes.
ask import "$fixtures/images/manifest.csv" >"$folder/import"
again=$(ask import "$fixtures/images/manifest.csv")
equal "$(jq .added <<<"$again")" 0 "a second import added something"

# Search by words and rights; an item has its holder.
found=$(ask search wave --limit 8)
[ "$(jq '.items | length' <<<"$found")" -ge 1 ] || fail "nothing is found for wave"
first=$(jq -r '.items[0].id' <<<"$found")
[ -n "$(ask item "$first" | jq -r '.holder // .item.holder')" ] || fail "the item has no holder"
mapfile -t pictures < <(ask search "" --limit 40 | jq -r '.items[].id' | head -n 14)
equal "${#pictures[@]}" 14 "pictures for the dataset"

# A dataset is frozen under the hash of its file.
ask new "$work" --size 192x108 --rate 25 --seconds 1 --person "Ada" >/dev/null
dataset=$(ask dataset "${pictures[@]:0:12}" --name River --work "$work" | jq -r .hash)
equal "$(sha256sum <"$work/datasets/$dataset.json" | cut -d' ' -f1)" "$dataset" "the dataset's hash"
one=$(ask dataset "$first" --name Wave --work "$work" | jq -r .hash)

# Training: asked for twice it is learned once; and the same job, killed on the way, comes to the same, bit for bit.
train() { ask train "$one" --recipe texture_nca --work "$work" --seed 5 --threads 1 --set steps=24 --set check=0; }
texture=$(train | jq -r .sha256)
again=$(train | jq -r .sha256)
equal "$again" "$texture" "the same training"
equal "$(find "$work/runs" -name job.json | wc -l)" 1 "jobs of the same training"
run=$(find "$work/runs" -name job.json -newer "$work/datasets/$one.json" -printf '%h\n' | head -n 1)
cp -r "$run" "$folder/killed"
rm -rf "$folder/killed/out" "$folder/killed/checkpoint" "$folder/killed/status.json" "$folder/killed"/loss.jsonl
"$cli" run "$folder/killed" >/dev/null 2>&1 &
child=$!
# Killed as soon as it has made its first steps; on a fast machine it may be done before, which is fine as well.
while kill -0 $child 2>/dev/null && [ ! -s "$folder/killed/loss.jsonl" ]; do read -rt 0.05 <> <(:) || true; done
kill -9 $child 2>/dev/null || true
wait $child 2>/dev/null || true
"$cli" run "$folder/killed" >/dev/null
equal "$(sha256sum <"$folder/killed/out/model.safetensors" | cut -d' ' -f1)" "$texture" "the training that was killed and went on"
map=$(ask train "$dataset" --recipe vae --work "$work" --seed 5 --set steps=12 | jq -r .sha256)

# A composition: pictures, a texture that is pushed by them, a walk on the map, feedback, grain.
add() { ask node "$work" add "$@" | jq -r .id; }
sequence=$(add sequence --set "dataset=$dataset" --set seconds=0.4 --set fade=0.2)
wall=$(add model --name wall --set "model=$texture" --set warm=8 --set steps=1)
light=$(add model --name light --set "model=$map")
over=$(add blend --name over --set "mode=soft light" --set opacity=0.6)
tint=$(add blend --name tint --set mode=screen --set opacity=0.3)
trail=$(add feedback --set keep=0.5)
grain=$(add grain)
# What must not be credited: unused, muted, of no weight.
unused=$(add item --name unused --set "item=${pictures[12]}")
muted=$(add item --name muted --set "item=${pictures[13]}")
"$cli" node "$work" mute "$muted" >/dev/null
weightless=$(add blend --name weightless --set opacity=0)
ask link "$work" "$sequence" "$over" >/dev/null
ask link "$work" "$wall" "$over:overImage" >/dev/null
ask link "$work" "$over" "$tint" >/dev/null
ask link "$work" "$light" "$tint:overImage" >/dev/null
ask link "$work" "$tint" "$trail" >/dev/null
ask link "$work" "$trail" "$grain" >/dev/null
ask link "$work" "$grain" "$weightless" >/dev/null
ask link "$work" "$unused" "$weightless:overImage" >/dev/null
ask link "$work" "$weightless" output >/dev/null
"$cli" set "$work" "$light" position=0.2,0.3 --at 0 >/dev/null
"$cli" set "$work" "$light" position=0.8,0.6 --at 1 --curve smooth >/dev/null
"$cli" check "$work" >/dev/null || fail "the work is not in order"

# The film: count, size and tags are exact; a second render is the same pictures.
ask render "$work" -o "$folder/film/river.mp4" --set effort=veryfast >"$folder/render"
probe() { ffprobe -v error -select_streams v:0 -count_frames -show_entries "stream=$1" -of csv=p=0 "$folder/film/river.mp4"; }
equal "$(probe nb_read_frames)" 25 "frames"
equal "$(probe width,height)" 192,108 "size"
equal "$(probe pix_fmt,color_range,color_space,color_transfer,color_primaries,chroma_location)" yuv420p,tv,bt709,bt709,bt709,left "tags"
ask render "$work" -o "$folder/again/river.mp4" --set effort=veryfast >/dev/null
equal "$(ffmpeg -v error -i "$folder/film/river.mp4" -f framemd5 - | grep -v '^#' | sha256sum)" "$(ffmpeg -v error -i "$folder/again/river.mp4" -f framemd5 - | grep -v '^#' | sha256sum)" "a second render"
ask render "$work" --still 12 -o "$folder/still.png" >/dev/null
[ -s "$folder/still.png" ] || ls "$folder"/still*.png >/dev/null || fail "no still"

# Credits: what is seen is shown, what was learned from is learned, what took no part is not there.
credits=$folder/film/credits.json
[ -s "$folder/film/credits.html" ] || fail "no credits.html"
roles() { jq -r --arg sha "$1" '[.items[] | select(.sha256 == $sha) | .role | if type == "array" then .[] else . end] | unique | join(" ")' "$credits"; }
sha() { jq -r --argjson n "$1" '.items[$n].sha256' "$work/datasets/$dataset.json"; }
case " $(roles "$(sha 0)") " in *" shown "*) ;; *) fail "the first picture is not credited as shown" ;; esac
case " $(roles "$(sha 11)") " in *" learned "*) ;; *) fail "the last picture is not credited as learned" ;; esac
for id in "${pictures[12]}" "${pictures[13]}"; do
  hash=$(ask item "$id" | jq -r '.sha256 // .item.sha256')
  equal "$(roles "$hash")" "" "a picture that took no part is credited"
done
jq -e '.models | length == 2' "$credits" >/dev/null || fail "two models took part"
grep -q Ada "$folder/film/credits.html" || fail "who made it is not named"

# Bad input gets a sentence.
refused 1 import "$folder/nowhere"
refused 1 render "$folder/nowhere.opificio"
refused 1 set "$work" "$grain" amount=7
refused 1 link "$work" "$weightless" "$sequence"
refused 2 frobnicate
refused 2 render
chmod -R a-w "$work/work.json" && [ -s "$work/work.json" ]
echo "The whole line holds."
