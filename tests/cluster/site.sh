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
"$cli" site remove near >/dev/null
[ ! -e "$OPIFICIO_HOME/sites/near.machine.json" ] || fail "what the computer said of itself is left behind"
[ "$("$cli" --json site list | jq -c .data.sites)" = '[]' ] || fail "remove"
