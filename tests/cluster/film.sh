#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Real work on a real cluster, with the program itself as the worker there: a film in parts and a training, with accidents in the
# middle, come home byte for byte as they are made here.
set -euo pipefail
PARTITION=boost SITE=', "parts_at_once": 4'
. "$(dirname "$0")/near.bash"
has_files() { [ "$(find "$1" -maxdepth 1 -name "$2" 2>/dev/null | wc -l)" -ge "$3" ]; }

# A picture of the library, and a shader of the artist's own that remembers.
mkdir -p "$OPIFICIO_HOME/nodes" "$folder/source"
cp "$OPIFICIO_SOURCE/tests/golden/nodes/"{tile,grain}.png "$folder/source/"
cat >"$OPIFICIO_HOME/nodes/trace.fs" <<'FS'
/*{"ISFVSN": "2", "DESCRIPTION": "Leaves a trace", "CREDIT": "Somebody",
"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}],
"PASSES": [{"TARGET": "before", "PERSISTENT": true, "FLOAT": true}, {}]}*/
void main()
{
    gl_FragColor = max(IMG_THIS_PIXEL(inputImage), IMG_THIS_PIXEL(before) * 0.96 + vec4(0.003));
}
FS
"$cli" import "$folder/source" --origin mine >/dev/null 2>&1
item=$(ask search tile | jq -r '.items[0].id')
ask new "$work" --rate 24 --seconds 2 --size 64x36 >/dev/null
picture=$(ask node "$work" add item --set "item=$item" | jq -r .id)
noise=$(ask node "$work" add noise | jq -r .id)
push=$(ask node "$work" add displace | jq -r .id)
trace=$(ask node "$work" add trace | jq -r .id)
ask link "$work" "$picture" "$push" >/dev/null
ask link "$work" "$noise" "$push:byImage" >/dev/null
ask link "$work" "$push" "$trace" >/dev/null
ask link "$work" "$trace" output >/dev/null
ask set "$work" "$noise" scale=2 --at 0 >/dev/null
ask set "$work" "$noise" scale=9 --at 2 >/dev/null
ask render "$work" -o "$folder/here/film.mp4" >/dev/null

job=$(ask render "$work" -o "$folder/away/film.mp4" --parts 24 --job-only | jq -r .job)
there=$root/jobs/$(jq -r .key "$job/job.json")
[ "$(jq '.inputs | length' "$job/job.json")" -ge 1 ] || fail "nothing travels with the film"
"$cli" send "$job" --site near --wait >"$folder/sent" 2>&1 &
child=$!
# A worker is killed in the middle of a part.
until_so "a part is being made" has_files "$there/parts" '*.status.json' 1
killed=
for tries in $(seq 2000); do
  killed=$(pgrep -f -- "opificio-cli run $there --part " | head -n 1) && kill -9 "$killed" && break
  killed=
  read -rt 0.02 <> <(:) || true
done
[ -n "$killed" ] || fail "no part is being made: $(cat "$folder/sent")"
# A frame of another one turns bad on the disk there.
whole() { damaged=$(find "$there/parts" -maxdepth 2 -name part.json | head -n 1) && [ -n "$damaged" ]; }
until_so "a part is whole" whole
damaged=$(dirname "$(find "$there/parts" -maxdepth 2 -name part.json | head -n 1)")
printf x | dd of="$(find "$damaged" -name '*.png' | sort | head -n 1)" bs=1 seek=60 conv=notrunc status=none
# The door is shut while it goes on, and whoever is inside is put out.
until_so "previews come home while it runs" has_files "$job/previews" '*.jpg' 1
[ "$(jq -r .state "$job/status.json")" = running ] || fail "the previews came late: $(cat "$job/status.json")"
(
  CLUSTER=$cluster
  . "$here/cluster.bash"
  door=$(cat "$cluster/pid/sshd")
  inside=$(ps -o pid= --ppid "$door")
  deeper=$(ps -o pid= --ppid "$(echo $inside | tr ' ' ,)" || true)
  # shellcheck disable=SC2086
  end $door $inside $deeper
  rm "$cluster/pid/sshd"
)
until_so "it is said that nobody answers" grep -q "is not known since" "$job/status.json"
(
  CLUSTER=$cluster
  . "$here/cluster.bash"
  eval "spawn sshd $(cat "$cluster/pid/sshd.command")"
)
came "$folder/sent"
cmp "$folder/here/film.mp4" "$folder/away/film.mp4" || fail "the film that came home is another one"
equal "$(ffprobe -v error -count_frames -select_streams v -show_entries stream=nb_read_frames -of csv=p=0 "$folder/away/film.mp4")" 48 "frames"
same='del(.file, .made)'
equal "$(jq -S "$same" "$folder/away/credits.json")" "$(jq -S "$same" "$folder/here/credits.json")" "the credits"
[ -s "$folder/away/credits.html" ] || fail "no page of credits"
equal "$(ls "$job"/previews/*.jpg | wc -l)" 48 "previews: two of each part"
parts=$(grep -h '"kind":"parts"' "$OPIFICIO_HOME/jobs.jsonl" | grep '"event":"submitting"')
[ "$(wc -l <<<"$parts")" -ge 2 ] || fail "nothing was made again: $parts"
equal "$(head -n 1 <<<"$parts" | jq -c '.parts | length')" 24 "the parts at first"
[ "$(tail -n +2 <<<"$parts" | jq -s '[.[].parts[]] | length')" -le 4 ] || fail "more was made again than was lost: $parts"
# What it needed stays there for others, it itself does not.
until_so "its folder there is removed" test ! -e "$there"
for sum in $(jq -r '.inputs[].sha256' "$job/job.json"); do
  equal "$(sha256sum <"$root/blobs/${sum:0:2}/$sum" | cut -d' ' -f1)" "$sum" "what lies in blobs/"
done

[ -e "$OPIFICIO_BUILD/lib/opificio/libopificio-learning.so" ] || { echo "The learning module is not built; no training was sent."; exit 0; }
dataset=$(ask dataset "$item" --work "$work" | jq -r .hash)
cp -r "$work" "$folder/quiet.opificio"
train() { ask train "$dataset" --recipe texture_nca --threads 1 --seed 5 --set steps=60 --set check=0 --work "$@"; }
quiet=$(train "$folder/quiet.opificio" | jq -r .sha256)
job=$(train "$work" --job-only | jq -r .job)
there=$root/jobs/$(jq -r .key "$job/job.json")
"$cli" send "$job" --site near --wait >"$folder/sent" 2>&1 &
child=$!
until_so "it learns" test -s "$job/loss.jsonl"
equal "$(jq -r .state "$job/status.json")" running "the training whose first steps came home"
# The cluster takes the computer away and gives it another one.
number=$(squeue -h -o '%j %A' | awk -v key="$(jq -r .key "$job/job.json")" 'index($1, key) == 1 { print $2 }')
scontrol requeue "$number"
came "$folder/sent"
scontrol show job "$number" | grep -q "Restarts=1 " || fail "it was not begun again"
[ "$(jq .attempt "$job/status.json")" = 1 ] || fail "it was handed over again, though the cluster went on by itself"
equal "$(tail -n 1 "$folder/sent" | tr -d '\n')" "$quiet" "the model that came home"
[ -s "$work/models/$quiet.safetensors" ] || fail "the model did not reach its work"
equal "$(jq -s '[.[].step] | max' "$job/loss.jsonl")" "$(jq -s '[.[].step] | max' "$(dirname "$(find "$folder/quiet.opificio/runs" -name loss.jsonl)")/loss.jsonl")" "the last step"
[ -n "$(find "$job/samples" "$job/live" -type f 2>/dev/null)" ] || fail "no picture of the training came home"

# What takes longer than the time that it is given stops by itself, and goes on when it is handed over again.
if [ -n "${OPIFICIO_SOAK:-}" ]; then
  long() { ask train "$dataset" --recipe texture_nca --threads 1 --seed 6 --set steps="$steps" --set check=0 --work "$@"; }
  steps=60
  steps=$((60 * 90 / $(long "$work" --predict | jq .seconds)))
  quiet=$(long "$folder/quiet.opificio" | jq -r .sha256)
  job=$(long "$work" --job-only | jq -r .job)
  "$cli" send "$job" --site near --minutes 1 --wait >"$folder/sent" 2>&1 &
  child=$!
  came "$folder/sent"
  equal "$(tail -n 1 "$folder/sent" | tr -d '\n')" "$quiet" "the model that took more than its time"
  [ "$(jq .attempt "$job/status.json")" -ge 2 ] || fail "its time was long enough"
  first=$(grep '"event":"submitted"' "$OPIFICIO_HOME/jobs.jsonl" | jq -r --arg folder "$job" 'select(.folder == $folder) | .id' | head -n 1)
  scontrol show job "$first" | grep -q "ExitCode=75:0" || fail "it did not stop by itself: $(scontrol show job "$first")"
fi
echo "The film and the model came home as they are made here."
