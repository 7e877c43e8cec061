#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A training reaches its work whoever ends it: stopped and taken up with run, its terminal killed, its worker killed, asked for
# a second time. And what it could not use is said.
set -euo pipefail
cli=$OPIFICIO_BUILD/bin/opificio-cli
[ -e "$OPIFICIO_BUILD/lib/opificio/libopificio-learning.so" ] || { echo "The learning module is not built."; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export OPIFICIO_HOME=$folder/home OPIFICIO_LANGUAGE=en
work=$folder/w.opificio

fail() { echo "FAILED: $*" >&2; exit 1; }
equal() { [ "$1" = "$2" ] || fail "$3: $1, not $2"; }
ask() { "$cli" --json "$@" 2>/dev/null | tail -n 1 | jq -ce .data; }
request() { echo train "$dataset" --recipe vae --work "$1" --threads 1 --set steps="$2" --seed "$3"; }
# shellcheck disable=SC2046
train() { ask $(request "$@"); }
# The steps that a job made, each attempt counted.
steps() { wc -l <"$1/loss.jsonl"; }

mkdir "$folder/source"
for name in blur edge grain tile; do cp "$OPIFICIO_SOURCE/tests/golden/nodes/$name.png" "$folder/source/"; done
"$cli" import "$folder/source" >/dev/null 2>&1
"$cli" new "$work" --size 64x64 --seconds 1 >/dev/null
dataset=$(ask dataset --collection source --work "$work" | jq -r .hash)
# What the same trainings make when nothing happens to them.
cp -r "$work" "$folder/quiet.opificio"

# begin SEED: a training on its way in the background; $child is its terminal, $job its folder. Not so where it is over
# before its first word comes, each second: there is nothing to disturb, then.
begin() {
  rm -f "$folder/lines"
  mkfifo "$folder/lines"
  # shellcheck disable=SC2046
  "$cli" --json $(request "$work" 40 "$1") >"$folder/lines" 2>/dev/null &
  child=$!
  exec 3<"$folder/lines"
  local line
  while IFS= read -r line <&3; do
    case "$line" in
      *'"event":"progress"'*) break ;;
      *'"event":"result"'*) exec 3<&-; wait $child || fail "no progress, but $line"; echo "Too fast to be disturbed."; return 1 ;;
    esac
  done
  job=$(grep -l "\"seed\": $1," "$work"/runs/*/job.json | xargs dirname)
}
# ended CODE: its last line lies in $folder/last.
ended() {
  local code=0
  cat <&3 | tail -n 1 >"$folder/last"
  exec 3<&-
  wait $child || code=$?
  equal "$code" "$1" "a training that was disturbed: $(cat "$folder/last")"
}

# Stopped with Ctrl+C; taken up by its folder, it reaches the work, and a second time changes nothing.
quiet=$(train "$folder/quiet.opificio" 40 5 | jq -r .sha256)
if begin 5; then
  kill -INT $child
  ended 1
  jq -e '.error.code == "cancelled" and (.error.sentence | contains("opificio-cli run"))' "$folder/last" >/dev/null || fail "stopped: $(cat "$folder/last")"
  [ ! -e "$work/models/$quiet.safetensors" ] || fail "a training that was stopped is whole"
  equal "$("$cli" run "$job" 2>/dev/null)" "$quiet" "a training that was stopped and went on"
  [ -s "$work/models/$quiet.safetensors" ] || fail "a training that went on did not reach its work"
  made=$(stat -c %Y.%s "$job/loss.jsonl")
  rm "$work/models/$quiet.safetensors"
  equal "$("$cli" run "$job/" 2>/dev/null | tail -n 1)" "$quiet" "a finished training that is run"
  [ -s "$work/models/$quiet.safetensors" ] || fail "a finished training did not reach its work"
  rm "$work/models/$quiet.safetensors"
  again=$(train "$work" 40 5)
  equal "$(jq -r .sha256 <<<"$again")" "$quiet" "a training that is asked for again"
  equal "$(jq -r .job <<<"$again")" "$job" "the job of a training that is asked for again"
  equal "$(stat -c %Y.%s "$job/loss.jsonl")" "$made" "what is finished is learned again"
  [ -s "$work/models/$quiet.safetensors" ] || fail "a training that is asked for again did not reach its work"
fi

# The terminal is killed: the worker ends the work, all of it.
quiet=$(train "$folder/quiet.opificio" 40 6 | jq -r .sha256)
if begin 6; then
  kill -9 $child
  ended 137
  until [ -e "$work/models/$quiet.safetensors" ]; do
    read -rt 0.05 <> <(:) || true
    ! grep -q -E '"(failed|unknown)"' "$job/status.json" || fail "the worker of a killed terminal: $(cat "$job/status.json")"
  done
fi

# The worker is killed: it is said how to go on, also on disk; asked for again, it goes on, with the same end.
quiet=$(train "$folder/quiet.opificio" 40 7 | jq -r .sha256)
if begin 7; then
  worker=$(pgrep -f -- "opificio-cli run $job\$") || fail "no worker"
  kill -9 "$worker"
  ended 1
  jq -e --arg job "$job" '.error.sentence | endswith("opificio-cli run " + $job)' "$folder/last" >/dev/null || fail "cut off: $(cat "$folder/last")"
  equal "$(jq -r .state "$job/status.json")" unknown "the state of a job that was cut off"
  again=$(train "$work" 40 7)
  equal "$(jq -r .sha256 <<<"$again")" "$quiet" "a training that was cut off and went on"
  equal "$(jq -r .job <<<"$again")" "$job" "the job of a training that was cut off"
  equal "$(jq -r .attempt "$job/status.json")" 2 "the attempt of a training that was cut off"
fi

# Elsewhere than in a work's runs it stays where it is.
cp -r "$(dirname "$(find "$folder/quiet.opificio/runs" -name model.safetensors | head -n 1)")/.." "$folder/elsewhere"
quiet=$(sha256sum <"$folder/elsewhere/out/model.safetensors" | cut -d' ' -f1)
equal "$("$cli" run "$folder/elsewhere" 2>/dev/null | tail -n 1)" "$quiet" "a job that lies elsewhere"

# Two pictures are not what they were: it is said on the terminal which, and how many were of use.
head -c 300 "$folder/source/blur.png" >"$folder/torn"
cp "$folder/torn" "$folder/source/blur.png"
: >"$folder/source/edge.png"
# shellcheck disable=SC2046
"$cli" $(request "$work" 2 8) >"$folder/out" 2>"$folder/err"
equal "$(grep -c 'Cannot learn from' "$folder/err")" 2 "pictures that are complained of"
grep -q 'The model learned from 2 of 4 pictures.' "$folder/err" || fail "how many were of use: $(cat "$folder/err")"
[ -s "$work/models/$(tail -n 1 "$folder/out").safetensors" ] || fail "the last line is not the model's hash"
# What was missing then may be there now: that one is not taken for the same.
cp "$OPIFICIO_SOURCE/tests/golden/nodes/blur.png" "$OPIFICIO_SOURCE/tests/golden/nodes/edge.png" "$folder/source/"
equal "$(train "$work" 2 8 | jq .learned)" 4 "pictures after they were mended"

# A render that is taken up by its folder comes to where it was asked for. It needs a graphics device.
if "$cli" --json render "$work" --still 0 -o "$folder/first/still.png" >"$folder/last" 2>&1; then
  job=$(tail -n 1 "$folder/last" | jq -r .data.job)
  rm -r "$folder/first"
  "$cli" run "$job" >"$folder/out" 2>/dev/null
  [ -s "$folder/first/still.png" ] && [ -s "$folder/first/credits.html" ] || fail "a render that is run again did not come where it was asked for"
  equal "$(head -n 1 "$folder/out")" "$folder/first/still.png" "where a render came"
  "$cli" run "$job" 2>/dev/null | grep -q 'done before' || fail "a finished render is rendered again"
fi
echo "Every training reached its work."
