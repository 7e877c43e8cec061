#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A training that is watched from elsewhere: predicted, started in the background, paused and taken up, and branched with a
# picture less, while somebody holds the work open to write.
set -euo pipefail
cli=$OPIFICIO_BUILD/bin/opificio-cli
[ -e "$OPIFICIO_BUILD/lib/opificio/libopificio-learning.so" ] || { echo "The learning module is not built."; exit 77; }
folder=$(mktemp -d)
# What still runs hears that it shall stop.
trap 'for job in "$folder"/w.opificio/runs/*/; do [ ! -d "$job" ] || : >"$job/cancel"; done; rm -rf "$folder"' EXIT
export OPIFICIO_HOME=$folder/home OPIFICIO_LANGUAGE=en
work=$folder/w.opificio

fail() { echo "FAILED: $*" >&2; exit 1; }
equal() { [ "$1" = "$2" ] || fail "$3: $1, not $2"; }
ask() { "$cli" --json "$@" 2>/dev/null | tail -n 1 | jq -ce .data; }
refused() {
  local code=$1 words=$2 got=0
  shift 2
  "$cli" "$@" >"$folder/answer" 2>"$folder/err" || got=$?
  equal "$got" "$code" "opificio-cli $*: $(cat "$folder/err")"
  grep -qF -- "$words" "$folder/err" || fail "opificio-cli $* said: $(cat "$folder/err")"
}
state() { jq -r .state "$1/status.json"; }
# until_state JOB STATE: no other end than this one.
until_state() {
  until [ -e "$1/status.json" ] && [ "$(state "$1")" = "$2" ]; do
    case "$([ ! -e "$1/status.json" ] || state "$1")" in failed | unknown) fail "$1: $(cat "$1/status.json")" ;; esac
    read -rt 0.05 <> <(:) || true
  done
}
# The card of a model: in the header, whose length the first eight bytes say.
card() {
  local length
  length=$(head -c 8 "$1" | od -An -t u8 | tr -d ' ')
  head -c $((8 + length)) "$1" | tail -c +9 | jq -c '.__metadata__.card | fromjson'
}

mkdir "$folder/source"
for name in blur edge grain tile; do cp "$OPIFICIO_SOURCE/tests/golden/nodes/$name.png" "$folder/source/"; done
"$cli" import "$folder/source" >/dev/null 2>&1
"$cli" new "$work" --size 64x64 --seconds 1 >/dev/null

# Somebody edits the work, all the while.
exec 9>"$work/.lock"
flock 9
refused 1 "" node "$work" add output
dataset=$(ask dataset --collection source --work "$work" | jq -r .hash)
ask check "$work" >/dev/null
ask credits "$work" >/dev/null

# Recipes say all that a form needs.
ask list recipes | jq -e '.recipes | map(select(.label and (.params | length > 0) and (.presets | length == 3 and all(.seconds > 0)))) | length == 2' >/dev/null || fail "list recipes"

# What is predicted starts nothing.
ask train "$dataset" --recipe vae --work "$work" --threads 1 --set steps=40 --predict | jq -e '.seconds > 0' >/dev/null || fail "no prediction"
[ -z "$(ls "$work/runs")" ] || fail "a prediction made a job"
refused 2 "DATASET" train --recipe vae --work "$work"
refused 2 "--recipe" train "$dataset" --work "$work"
refused 2 "do not go together" train "$dataset" --branch "$work/runs/x"
refused 2 "only has a meaning with --branch" train "$dataset" --recipe vae --work "$work" --without x

# In the background, paused as soon as it learns: nothing that it learned is lost.
answer=$(ask train "$dataset" --recipe vae --work "$work" --threads 1 --seed 3 --set steps=4000 --background)
job=$(jq -r .job <<<"$answer")
jq -e '.seconds > 0' <<<"$answer" >/dev/null || fail "background: $answer"
until [ -s "$job/live/model.safetensors" ]; do
  [ ! -e "$job/status.json" ] || [ "$(state "$job")" = running ] || [ "$(state "$job")" = queued ] || fail "$(cat "$job/status.json")"
  read -rt 0.05 <> <(:) || true
done
: >"$job/cancel"
until_state "$job" cancelled
reached=$(wc -l <"$job/loss.jsonl")
grep -q "Stopped at step $reached of 4000" "$job/status.json" || fail "paused after $reached steps: $(cat "$job/status.json")"
card "$job/live/model.safetensors" | jq -e '.unfinished and .step > 0 and (.sources | length > 0)' >/dev/null || fail "the unfinished model"

# Branched with a picture less, to an end that is near; the other training stays as it was.
find "$job" -type f -exec sha256sum {} + | sort >"$folder/before"
item=$(jq -r '.values.pictures[0].item.id' "$job/job.json")
hash=$(jq -r '.values.pictures[0].sha256' "$job/job.json")
steps=$((reached + 12))
branch=$(ask train --branch "$job" --without "$item" --set steps=$steps --name Ramo)
first=$(jq -r .job <<<"$branch")
find "$job" -type f -exec sha256sum {} + | sort | cmp - "$folder/before" || fail "the training was touched by its branch"
equal "$(jq -r .parent "$work/datasets/$(jq -r .values.dataset "$first/job.json").json")" "$dataset" "the version before"
card "$work/models/$(jq -r .sha256 <<<"$branch").safetensors" >"$folder/card"
jq -e --arg gone "$hash" --arg before "$dataset" '
  .name == "Ramo" and (.datasets | length == 2) and .datasets[1].hash == $before
  and (.datasets[0].items | all(.sha256 != $gone and .draws > 0)) and (.datasets[1].items | any(.sha256 == $gone and .draws > 0))
  and (.sources | any(.id == $gone)) and (.sources | any(.id == $before)) and (.sources | all(.kind != "unknown"))' "$folder/card" >/dev/null || fail "the branch's card: $(cat "$folder/card")"
equal "$(jq '[.datasets[].items[].draws] | add' "$folder/card")" $((16 * steps)) "all that was drawn"
equal "$(wc -l <"$first/loss.jsonl")" $steps "the lines of a branch"

# The same branch again makes the same numbers, in the background, too. (Names and days are in the file; weights are compared.)
again=$(ask train --branch "$job" --without "$hash" --set steps=$steps --name Ramo --background | jq -r .job)
until_state "$again" done
equal "$(sha256sum <"$again/out/model.safetensors")" "$(sha256sum <"$first/out/model.safetensors")" "the same branch twice"

# A branch of a branch remembers both.
item=$(jq -r '.values.pictures[0].item.id' "$first/job.json")
second=$(ask train --branch "$first" --without "$item" --set steps=$((steps + 6)))
card "$work/models/$(jq -r .sha256 <<<"$second").safetensors" >"$folder/card"
jq -e --arg gone "$hash" '(.datasets | length == 3) and (.sources | any(.id == $gone))' "$folder/card" >/dev/null || fail "a branch of a branch: $(cat "$folder/card")"
equal "$(jq '[.datasets[].items[].draws] | add' "$folder/card")" $((16 * (steps + 6))) "all that was drawn in three trainings"

# More steps alone: the same dataset, counted on.
longer=$(ask train --branch "$first" --set steps=$((steps + 3)))
card "$work/models/$(jq -r .sha256 <<<"$longer").safetensors" | jq -e '.datasets | length == 2' >/dev/null || fail "more steps"
refused 1 "more steps" train --branch "$first" --set steps=$steps
refused 1 "no item" train --branch "$first" --without nobody

# Taken up by whoever submits it: it goes on where it was.
jq -e --argjson reached "$reached" '.step > $reached' <<<"$(card "$job/live/model.safetensors")" >/dev/null && fail "it goes on by itself"
"$cli" --json run "$job" >"$folder/lines" 2>/dev/null &
child=$!
until [ "$(wc -l <"$job/loss.jsonl")" -gt $((reached + 2)) ]; do kill -0 $child || fail "$(cat "$folder/lines")"; read -rt 0.05 <> <(:) || true; done
grep -q "Goes on from step $reached" "$job/log.txt" || fail "$(cat "$job/log.txt")"
kill -INT $child
wait $child || true
equal "$(state "$job")" cancelled "a training that was paused twice"
echo "A training can be watched, paused and branched."
