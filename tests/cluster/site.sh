#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A person's way to a site, by the command line: a gate is signed and added, its host's key accepted, the site checked, a job sent.
set -euo pipefail
cli=$OPIFICIO_BUILD/bin/opificio-cli
folder=$(mktemp -d)
here=$OPIFICIO_SOURCE/tests/cluster
trap '"$here/stop" "$folder/cluster"; rm -rf "$folder"' EXIT
export OPIFICIO_HOME=$folder/home OPIFICIO_LANGUAGE=en
fail() { echo "FAILED: $*" >&2; exit 1; }
says() { grep -qF "$1" <<<"$2" || fail "\"$2\" does not say \"$1\""; }

"$here/start" "$folder/cluster" || exit $?
port=$(cat "$folder/cluster/ports")
cluster_root=$folder/cluster/home/root
cat >"$folder/description.json" <<J
{"format": "opificio.site/1", "name": "near", "hosts": ["127.0.0.1"], "port": $port, "root": "$folder/cluster/home/{user}",
 "worker": "$here/worker", "poll_seconds": 1, "partitions": ["boost"], "minutes": 5}
J
print=$("$cli" --json site sign "$folder/description.json" --key "$folder/key.pem" --expires 2999-01-01 -o "$folder/near.json" |
  jq -r .data.fingerprint)
says "$print" "$("$cli" site add "$folder/near.json" --user root --key "$folder/cluster/ssh/id")"

# Nothing is trusted that nobody accepted.
code=0
said=$("$cli" --json site check near) || code=$?
[ $code = 1 ] || fail "a site that nobody logged in to is said to be right: $said"
[ "$(tail -n 1 <<<"$said" | jq -r '.data.steps[-1].step')" = key ] || fail "$said"
shown=$("$cli" --json site login near </dev/null | tail -n 1 | jq -r '.data.hosts[0].fingerprint')
[ "$shown" = "$(ssh-keygen -lf "$folder/cluster/ssh/host.pub" | cut -d' ' -f2)" ] || fail "another fingerprint: $shown"
"$cli" site login near --accept "$shown" </dev/null >/dev/null
said=$("$cli" --json site check near) || fail "the check: $said"
[ "$(tail -n 1 <<<"$said" | jq -r '[.data.steps[] | select(.state != "wrong") | .step] | join(" ")')" = \
  "host key login scheduler partitions root space worker job" ] || fail "$said"
says "7 million pixels a second" "$("$cli" site check near)"
# What the computer there said of itself is kept for whoever asks how long work takes.
[ "$(jq -c .device "$OPIFICIO_HOME/sites/near.machine.json")" = '{"megapixels_per_second":7,"name":"none","software":true}' ] ||
  fail "machine.json: $(cat "$OPIFICIO_HOME/sites/near.machine.json")"

# Somebody else's gate of the same name is not taken for it.
"$cli" site sign "$folder/description.json" --key "$folder/other.pem" --expires 2999-01-01 -o "$folder/other.json" >/dev/null
! said=$("$cli" site add "$folder/other.json" 2>&1) || fail "a second gate of the same name was taken"
says "somebody else" "$said"

mkdir "$folder/job"
echo '{"format": "opificio.job/1", "key": "abcdefgh", "verb": "train", "chunks": 3, "inputs": [], "values": {}}' >"$folder/job/job.json"
"$cli" send "$folder/job" --site near --wait >/dev/null 2>&1 || fail "send: $(cat "$folder/job/status.json")"
[ -f "$folder/job/out/frame.2" ] || fail "no result"
[ "$("$cli" --json jobs --all | jq -r '.data.jobs[0].state')" = done ] || fail "jobs"
# Three parts and what puts them together, five minutes each.
says "0.34 core hours" "$("$cli" jobs --all)"

# What no job has needed for a month is cleared away, and nothing else.
shelves=$cluster_root/blobs
old=$(printf 0%.0s {1..64}) named=$(printf 1%.0s {1..64}) fresh=$(printf 2%.0s {1..64})
for sum in $old $named $fresh; do mkdir -p "$shelves/${sum:0:2}" && echo blob >"$shelves/${sum:0:2}/$sum"; done
touch "$shelves/00/of-somebody-else"
touch -d '40 days ago' "$shelves/00/"* "$shelves/11/$named"
mkdir "$folder/open"
echo "{\"format\": \"opificio.job/1\", \"key\": \"bcdefghj\", \"verb\": \"train\", \"chunks\": 1, \"values\": {}, \"inputs\": [{\"sha256\": \"$named\", \"path\": \"/x\"}]}" >"$folder/open/job.json"
cp "$OPIFICIO_HOME/jobs.jsonl" "$folder/ledger"
echo "{\"event\": \"opened\", \"folder\": \"$folder/open\", \"site\": \"near\", \"key\": \"bcdefghj\"}" >>"$OPIFICIO_HOME/jobs.jsonl"
said=$("$cli" --json site clean near | tail -n 1)
[ "$(jq -c '[.data.jobs, .data.blobs]' <<<"$said")" = '[1,1]' ] || fail "clean: $said"
[ ! -e "$shelves/00/$old" ] || fail "what nobody needs is still there"
[ ! -e "$cluster_root/jobs/abcdefgh" ] || fail "the folder of a job that is home is still there"
for kept in "$shelves/00/of-somebody-else" "$shelves/11/$named" "$shelves/22/$fresh"; do [ -e "$kept" ] || fail "$kept is gone"; done
cp "$folder/ledger" "$OPIFICIO_HOME/jobs.jsonl"

"$cli" site remove near >/dev/null
[ ! -e "$OPIFICIO_HOME/sites/near.machine.json" ] || fail "what the computer said of itself is left behind"
[ "$("$cli" --json site list | jq -c .data.sites)" = '[]' ] || fail "remove"
