#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the verbs of the command line answer to people who type what they mean: names of files, lengths, keyframes, several
# records of one file, a work that is no longer whole. Pictures are made here.
set -euo pipefail
cli=$OPIFICIO_BUILD/bin/opificio-cli
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
export OPIFICIO_HOME=$folder/home LC_ALL=C.UTF-8
work=$folder/small.opificio

fail() { echo "FAILED: $*" >&2; exit 1; }
ask() {
  local last
  last=$("$cli" --json "$@" 2>"$folder/err" | tail -n 1) || { cat "$folder/err" >&2; fail "opificio-cli $*"; }
  jq -ce .data <<<"$last"
}
# refused CODE WORDS ARGUMENTS...: ends with this code and a sentence that holds these words.
refused() {
  local code=$1 words=$2 got=0
  shift 2
  timeout 60 "$cli" "$@" >"$folder/answer" 2>"$folder/err" || got=$?
  [ "$got" = "$code" ] || fail "opificio-cli $* ended with $got, not $code: $(cat "$folder/err")"
  grep -qF -- "$words" "$folder/err" || fail "opificio-cli $* said: $(cat "$folder/err")"
}
equal() { [ "$1" = "$2" ] || fail "$3: $1, not $2"; }

# A work without a name, a length that is none.
for verb in check credits new render; do refused 2 "WORK" "$verb" ""; done
refused 2 "--seconds" new "$work" --seconds nan

# Lengths are seconds: to the nearest frame, and the same at another rate.
equal "$(ask new "$folder/film.opificio" --rate 24000/1001 --seconds 10 --size 16x9 | jq .frames)" 240 "ten seconds of film"
ask new "$work" --rate 25 --seconds 0.2 --size 32x18 >/dev/null
equal "$(ask set "$work" work rate=50 | jq .frames)" 10 "the length at another rate"
equal "$(ask set "$work" work seconds=0.1 rate=25 | jq .frames)" 3 "seconds before the rate"
equal "$(ask set "$work" work seconds=0.2 | jq .frames)" 5 "seconds"
refused 1 "do not move" set "$work" work rate=25 --at 1

# Keyframes are not taken away by accident.
noise=$(ask node "$work" add noise | jq -r .id)
ask link "$work" "$noise" output >/dev/null
ask set "$work" "$noise" scale=2 --at 0 >/dev/null
ask set "$work" "$noise" scale=5 --at 0.2 >/dev/null
refused 1 "2 keyframes" set "$work" "$noise" scale=3
refused 1 "0 seconds or later" set "$work" "$noise" scale=3 --at -5
equal "$("$cli" node "$work" list | grep -c "scale=keyframes: 2")" 1 "the keyframes"
ask set "$work" "$noise" scale=3 --constant >/dev/null
refused 1 "It has:" set "$work" "$noise" sclae=3
refused 1 "--name" node "$work" rename "$noise"
refused 1 "No link ends" link --remove "$work" "$noise:image"

# A file is called as it was asked for, or the wish is refused.
wrote() { equal "$(ask render "$work" "${@:2}" 2>/dev/null | jq -r '.files[0]')" "$1" "render ${*:2}"; [ -s "$1" ] || fail "$1"; }
cd "$folder"
mkdir out
wrote "$folder/out/film.v2.mp4" -o out/film.v2.mp4
wrote "$folder/out/film.v3.mp4" -o out/film.v3
wrote "$folder/out/v1.5.png" -o out/v1.5.png --still 2
wrote "$folder/out/seq1.5.0002.png" -o out/seq1.5.png --frames 1-2
wrote "$folder/out/small.mp4" -o out/
wrote "$folder/small.opificio/deliveries/small.mp4"
# A part of FFmpeg that does not open: stills go on, films say what is missing.
mkdir "$folder/broken"
touch "$folder/broken/libswscale.so.$(ldconfig -p | sed -n 's/.*libswscale\.so\.\([0-9]*\) .*/\1/p' | head -n 1)"
export LD_LIBRARY_PATH=$folder/broken
refused 1 "a part of FFmpeg is missing" render "$work" -o out/missing.mp4
wrote "$folder/out/without.png" -o out/without.png --frames 1-1
unset LD_LIBRARY_PATH
[ ! -e out/missing.mp4 ] || fail "a film without FFmpeg"
refused 1 ".mov" render "$work" -o out/a.mov
refused 1 ".jpg" render "$work" -o out/a.jpg --still 3
refused 1 "h264" render "$work" -o out/c.png --format h264
refused 1 ".png" render "$work" -o out/still.mp4 --still 3
ls out | sort >"$folder/names"
! grep -qE '^(film\.v[23]|v1\.5|a\.|c\.|still)$' "$folder/names" || fail "names: $(cat "$folder/names")"
[ -z "$(find out -name '.*' -type f)" ] || fail "something hidden was left"

# Each delivery has its credits; the same one again writes its own anew.
equal "$(jq -r .file out/credits.json)" film.v2.mp4 "the first credits"
equal "$(jq -r .file out/seq1.5.credits.json)" seq1.5.0002.png "the credits of the stills"
"$cli" render "$work" -o out/film.v2.mp4 >/dev/null 2>"$folder/err"
"$cli" render "$work" -o out/seq1.5.png --frames 0-1 >/dev/null 2>>"$folder/err"
[ "$(grep -c "replaced" "$folder/err")" = 2 ] || fail "nothing was said of the file that was replaced"
equal "$(jq -r .file out/credits.json)" film.v2.mp4 "the credits of the same film"
[ ! -e out/film.v2.credits.json ] || fail "credits twice"

# A job that names frames that there are not is damaged, and says so at once.
job=$(ls -d "$work"/runs/* | head -n 1)
cp -r "$job" "$folder/job"
rm -rf "$folder/job/out" "$folder/job/status.json"
jq '.values.last = 1e18' "$job/job.json" >"$folder/job/job.json"
refused 1 "damaged" run "$folder/job"

# Two outputs, and a node that nobody knows: check says what render would do.
second=$(ask node "$work" add output --name second | jq -r .id)
refused 1 "one problem" check "$work"
ask node "$work" mute "$second" >/dev/null
ask check "$work" >/dev/null

# One file, two records: the stricter stands, whichever came last.
ask render "$work" -o "$folder/pictures/p.png" --still 0 >/dev/null
printf 'id,title,maker,rights,file\nx1,Recto,Anna,CC0,p.png\n' >pictures/one.csv
printf 'id,title,maker,rights,file\ny1,Verso,Bruno,http://rightsstatements.org/vocab/InC/1.0/,p.png\n' >pictures/two.csv
ask import pictures/one.csv >/dev/null
ask import pictures/two.csv >/dev/null
equal "$(ask dataset csv:one:x1 csv:two:y1 | jq -r '.rights_summary.object | keys[0]')" \
  "http://rightsstatements.org/vocab/InC/1.0/" "the rights of the dataset"
ask node "$work" add item --set item=csv:two:y1 >/dev/null
ask node "$work" add item --set item=csv:one:x1 >/dev/null
equal "$(jq -r .title.und "$work"/media/*.json)" Verso "the record of the file"
"$cli" item csv:two:y1 | grep -q "new works: no" || fail "item permits what is in copyright"
printf 'id,title,rights,dirittiopera,file\nz1,Shown,CC0,http://rightsstatements.org/vocab/InC/1.0/,p.png\n' >pictures/three.csv
ask import pictures/three.csv >/dev/null
"$cli" item csv:three:z1 | grep -q "new works: no" || fail "item forgets the rights of the work that is shown"

# Conditions hold for ids as well, and words that find nothing are said.
refused 1 "conditions" dataset csv:one:x1 Shown --rights "In Copyright"
refused 1 "zzz" dataset csv:one:x1 zzz
refused 1 "version before" dataset csv:one:x1 --parent ../../x
refused 1 "two weights" dataset csv:one:x1 --weight csv:one:x1=2 --weight csv:one:x1=3

# A work that is no longer whole: another picture in place of the one that was chosen, a model cut short.
ask check "$work" >/dev/null
cp pictures/p.png kept.png
ask render "$work" -o pictures/p.png --still 4 >/dev/null
refused 1 "was changed" check "$work"
cp kept.png pictures/p.png
ask check "$work" >/dev/null
head -c 100 /dev/zero >"$work/models/$(printf 'a%.0s' {1..64}).safetensors"
refused 1 "one problem" check "$work"
echo "The verbs answer."
