#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A render in parts, made in any order, by several processes, with accidents, is byte for byte the film that is rendered whole:
# no frame is missing, none is there twice. Also where a node remembers the frames before.
set -euo pipefail
cli=$OPIFICIO_BUILD/bin/opificio-cli
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export OPIFICIO_HOME=$folder/home LC_ALL=C.UTF-8
work=$folder/small.opificio

fail() { echo "FAILED: $*" >&2; exit 1; }
ask() {
  local last
  last=$("$cli" --json "$@" 2>"$folder/err" | tail -n 1) || { cat "$folder/err" >&2; echo "$last" >&2; fail "opificio-cli $*"; }
  jq -ce .data <<<"$last"
}
# ends CODE WORDS ARGUMENTS...: ends with this code and a sentence that holds these words.
ends() {
  local code=$1 words=$2 got=0
  shift 2
  "$cli" "$@" >"$folder/answer" 2>"$folder/err" || got=$?
  [ "$got" = "$code" ] || fail "opificio-cli $* ended with $got, not $code: $(cat "$folder/err")"
  grep -qF -- "$words" "$folder/err" || fail "opificio-cli $* said: $(cat "$folder/err")"
}
equal() { [ "$1" = "$2" ] || fail "$3: $1, not $2"; }

# A shader of the artist's own that remembers: each frame is lighter than the one before.
mkdir -p "$OPIFICIO_HOME/nodes"
cat >"$OPIFICIO_HOME/nodes/trace.fs" <<'FS'
/*{"ISFVSN": "2", "DESCRIPTION": "Leaves a trace", "CREDIT": "Somebody",
"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}],
"PASSES": [{"TARGET": "before", "PERSISTENT": true, "FLOAT": true}, {}]}*/
void main()
{
    gl_FragColor = max(IMG_THIS_PIXEL(inputImage), IMG_THIS_PIXEL(before) * 0.96 + vec4(0.003));
}
FS
ask new "$work" --rate 25 --seconds 1 --size 96x54 >/dev/null
noise=$(ask node "$work" add noise | jq -r .id)
trace=$(ask node "$work" add trace | jq -r .id)
ask link "$work" "$noise" "$trace" >/dev/null
ask link "$work" "$trace" output >/dev/null
ask set "$work" "$noise" scale=2 --at 0 >/dev/null
ask set "$work" "$noise" scale=9 --at 1 >/dev/null

ask render "$work" -o "$folder/whole.mp4">/dev/null
# A job in seven parts, as it would be sent elsewhere: its own shader goes along.
job=$(ask render "$work" -o "$folder/parts.mp4" --parts 7 --job-only | jq -r .job)
equal "$(jq .chunks "$job/job.json")" 7 "the parts of the job"
rm "$OPIFICIO_HOME/nodes/trace.fs"

ends 1 "no part 7" run "$job" --part 7
ends 76 "7 of 7 parts" run "$job" --join
for part in 3 0 6; do ask run "$job" --part $part >/dev/null; done
# Two at once, and one that is stopped in the middle and goes on.
ask run "$job" --part 2 >/dev/null &
ask run "$job" --part 1 >/dev/null
wait $!
ends 75 "those are kept" run "$job" --part 4 --until 1
ask run "$job" --part 4 --until $(($(date +%s) + 3600)) >/dev/null
equal "$(jq -r .state "$job/parts/4.status.json")" done "the part that went on"
ends 76 "1 of 7 parts" run "$job" --join
equal "$(jq -c '[.parts[].part]' "$job/missing.json")" "[5]" "what is missing"
ask run "$job" --part 5 >/dev/null
# A frame that was damaged on a disk is noticed, and only it is made again.
frame=$(ls "$job"/parts/5/*.png | head -n 1)
stamp=$(stat -c %Y%i "$(ls "$job"/parts/5/*.png | tail -n 1)")
printf x | dd of="$frame" bs=1 seek=60 conv=notrunc status=none
ends 76 "1 of 7 parts" run "$job" --join
ask run "$job" --part 5 >/dev/null
equal "$(stat -c %Y%i "$(ls "$job"/parts/5/*.png | tail -n 1)")" "$stamp" "a frame that was whole"
ask run "$job" --join >/dev/null
[ ! -e "$job/missing.json" ] || fail "missing.json after all came"
cmp "$folder/whole.mp4" "$folder/parts.mp4" || fail "the film in parts is another one"
equal "$(ffprobe -v error -count_frames -select_streams v -show_entries stream=nb_read_frames -of csv=p=0 "$folder/parts.mp4")" 25 "frames"
equal "$(ls "$job"/previews/*.jpg | wc -l)" 21 "previews"
same='del(.file, .made)'
equal "$(jq -S "$same" "$folder/parts.credits.json")" "$(jq -S "$same" "$folder/credits.json")" "the credits"
