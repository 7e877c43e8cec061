#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What packaging/worker makes needs nothing of the computer that it runs on: in a root of its own, where there is nothing else,
# it says what the machine has, makes a part of a film and knows how to train.
set -euo pipefail
root=${OPIFICIO_SOURCE:?}
build=${OPIFICIO_BUILD:?}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

worker=$folder/alone/worker
mkdir -p "$folder/alone"
BUILD=$build "$root/packaging/worker" "$worker" >"$folder/log" 2>&1 || { cat "$folder/log" >&2; fail "packaging/worker"; }
(cd "$worker" && sha256sum --quiet -c worker.sha256) || fail "the digests of the worker"
[ ! -e "$worker.part" ] || fail "something was left beside"

cli=$build/bin/opificio-cli
export OPIFICIO_HOME=$folder/home LC_ALL=C.UTF-8
work=$folder/small.opificio
"$cli" new "$work" --rate 25 --seconds 0.2 --size 64x36 >/dev/null
noise=$("$cli" --json node "$work" add noise | tail -n 1 | jq -r .data.id)
"$cli" link "$work" "$noise" output >/dev/null
"$cli" render "$work" -o "$folder/here.mp4" >/dev/null 2>&1
job=$("$cli" --json render "$work" -o "$folder/there.mp4" --parts 2 --job-only | tail -n 1 | jq -r .data.job)
cp -r "$job" "$folder/alone/job"

# A root with the worker, the kernel's own folders and nothing else; what is mounted is seen by this process alone.
if unshare --mount true 2>/dev/null; then
  mkdir -p "$folder"/alone/{tmp,dev,proc,sys}
  loader=/worker/lib/$(basename "$(ls "$worker"/lib/ld-linux*)")
  alone() {
    unshare --mount --propagation private bash -c '
      for kernel in dev proc sys; do mount --rbind /$kernel "$0/$kernel"; done
      exec chroot "$0" "$@"' "$folder/alone" "$loader" --library-path /worker/lib /worker/bin/opificio-cli "$@"
  }
  export OPIFICIO_PROGRAM=/worker/bin/opificio-cli VK_ADD_DRIVER_FILES=/worker/share/vulkan/processor.json OPIFICIO_HOME=/tmp HOME=/tmp
  job=/job
else
  echo "A root of its own cannot be made here: the worker runs beside what this computer has."
  alone() { env -i "$worker/opificio-worker" "$@"; }
  job=$folder/alone/job
fi
alone --json machine >"$folder/machine" || fail "machine: $(cat "$folder/machine")"
jq -e 'select(.event == "result") | .data | .device.megapixels_per_second > 0 and .learning.gflops > 0' "$folder/machine" >/dev/null ||
  fail "what the machine has: $(cat "$folder/machine")"
for part in 1 0; do alone run $job --part $part >/dev/null || fail "part $part"; done
alone run $job --join >/dev/null || fail "the parts were not put together"
unset OPIFICIO_PROGRAM VK_ADD_DRIVER_FILES
cmp "$folder/here.mp4" "$folder/alone/job/out/there.mp4" || fail "the film that the worker made is another one"
