#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A real training on a real cluster gives way to something more urgent (twice with OPIFICIO_SOAK=1), goes on by itself, and comes
# home with the very model that it would have become undisturbed.
set -euo pipefail
[ -e "$OPIFICIO_BUILD/lib/opificio/libopificio-learning.so" ] || { echo "The learning module is not built."; exit 77; }
# In its partition it stands back behind whatever comes to another one.
PARTITION=low
. "$(dirname "$0")/near.bash"

cp "$OPIFICIO_SOURCE/tests/golden/nodes/tile.png" "$folder/source/"
"$cli" import "$folder/source" --origin mine >/dev/null 2>&1
item=$(ask search tile | jq -r '.items[0].id')
"$cli" new "$work" --size 64x64 --seconds 1 >/dev/null
dataset=$(ask dataset "$item" --work "$work" | jq -r .hash)
cp -r "$work" "$folder/quiet.opificio"
train() { ask train "$dataset" --recipe texture_nca --threads 1 --seed 5 --set "steps=$steps" --set check=0 --work "$@"; }
# Long enough to be disturbed on this computer.
steps=100
seconds=$(train "$work" --predict | jq .seconds)
steps=$(jq -n "100 * ${TRAINING_SECONDS:-6} / $seconds | ceil | if . < 40 then 40 elif . > 4000 then 4000 else . end")

job=$(train "$work" --job-only | jq -r .job)
there=$root/jobs/$(jq -r .key "$job/job.json")
lines() { [ "$(wc -l <"$there/loss.jsonl")" -gt "$1" ]; }
"$cli" send "$job" --site near --wait >"$folder/sent" 2>&1 &
child=$!
until_so "it learns" lines 0
number=$(squeue -h -o '%j %A' | awk -v key="$(jq -r .key "$job/job.json")" 'index($1, key) == 1 { print $2 }')
restarts() { scontrol show job "$number" | grep -q "Restarts=$1 "; }
at=()
most=$((${OPIFICIO_SOAK:+1}+1))
for times in $(seq $most); do
  before=$(wc -l <"$there/loss.jsonl")
  until_so "it goes on" lines "$before"
  urgent=$(sbatch --parsable -D /tmp -p boost -N2 --exclusive -o /dev/null --wrap 'sleep 1')
  until_so "it gives way" restarts "$times"
  at+=("$(wc -l <"$there/loss.jsonl")")
  # What it becomes undisturbed is made while it waits.
  [ -n "${quiet:-}" ] || quiet=$(train "$folder/quiet.opificio" | jq -r .sha256)
  until_so "it begins again" test -e "$there/marks/$(basename "$(ls "$there"/marks/*.all.owner)" .owner).started.$number.$times"
done
came "$folder/sent"
equal "$(tail -n 1 "$folder/sent" | tr -d '\n')" "$quiet" "the model that came home"
[ -s "$work/models/$quiet.safetensors" ] || fail "the model did not reach its work"
restarts $most || fail "it was not disturbed so often: $(scontrol show job "$number")"
equal "$(jq .attempt "$job/status.json")" 1 "how often it was handed over"
# It went on from where it was told to give way, and not from its beginning: every step stands there once.
equal "$(jq -s 'length' "$job/loss.jsonl")" "$(jq -s '[.[].step] | unique | length' "$job/loss.jsonl")" "the steps that were made"
equal "$(jq -s '[.[].step] | max' "$job/loss.jsonl")" \
  "$(jq -s '[.[].step] | max' "$(dirname "$(find "$folder/quiet.opificio/runs" -name loss.jsonl)")/loss.jsonl")" "the last step"
# A branch goes on there, from the checkpoint that came home, and becomes what it becomes here.
branch() { ask train --branch "$1" --set "steps=$((steps + 20))" "${@:2}"; }
far=$(branch "$job" --job-only | jq -r .job)
equal "$(jq -r .site "$far/place.json")" near "where the branch is trained"
"$cli" send "$far" --site near --wait >"$folder/sent" 2>&1 || { cat "$folder/sent" >&2; fail "the branch did not come home"; }
equal "$(tail -n 1 "$folder/sent" | tr -d '\n')" "$(branch "$(dirname "$(find "$folder/quiet.opificio/runs" -name loss.jsonl)")" | jq -r .sha256)" "the branch's model"
equal "$(jq -s 'length' "$far/loss.jsonl")" "$((steps + 20))" "the steps of the branch, with those before it"
echo "The training of $steps steps gave way after ${at[*]} lines and became $quiet."
