# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by tests of real work on a real cluster: begins one, with the program itself as the worker there, and knows how to send
# to it. PARTITION and, in SITE, more of the site's description are set before. Everything that it starts ends with the script.
cli=$OPIFICIO_BUILD/bin/opificio-cli
folder=$(mktemp -d)
cluster=$folder/cluster
here=$OPIFICIO_SOURCE/tests/cluster
trap '"$here/stop" "$cluster"; rm -rf "$folder"' EXIT
export OPIFICIO_HOME=$folder/home OPIFICIO_LANGUAGE=en LC_ALL=C.UTF-8
work=$folder/small.opificio

fail() { echo "FAILED: $*" >&2; exit 1; }
ask() {
  local last
  last=$("$cli" --json "$@" 2>"$folder/err" | tail -n 1) || { cat "$folder/err" >&2; echo "$last" >&2; fail "opificio-cli $*"; }
  jq -ce .data <<<"$last"
}
equal() { [ "$1" = "$2" ] || fail "$3: $1, not $2"; }
# until_so WHAT COMMAND...: what becomes so by itself is waited for, a while.
until_so() {
  local what=$1 tries
  shift
  for tries in $(seq ${PATIENCE:-1200}); do
    "$@" >/dev/null 2>&1 && return
    read -rt 0.05 <> <(:) || true
  done
  cat "$folder/sent" "$OPIFICIO_HOME/sites/near.log" "$job/status.json" >&2 || true
  tail -n 5 "$root"/jobs/*/logs/* >&2 || true
  fail "$what: it does not become so"
}
# came OUTPUT: the job that was sent with --wait in the background as $child.
came() {
  wait "$child" || { cat "$1" "$job/status.json" "$OPIFICIO_HOME/sites/near.log" >&2; tail -n 5 "$root"/jobs/*/logs/* >&2; fail "the job did not come home"; }
}

"$here/start" "$cluster" || exit $?
export SLURM_CONF=$cluster/etc/slurm.conf
root=$cluster/home/root
mkdir -p "$root" "$folder/source"
# The program as it is installed there: it has a home of its own, and does not know the one here.
cat >"$root/worker" <<W
#!/bin/bash
export OPIFICIO_HOME=$root/opificio LC_ALL=C.UTF-8
exec "$cli" "\$@"
W
chmod +x "$root/worker"
cat >"$folder/site.json" <<J
{"format": "opificio.site/1", "name": "near", "hosts": ["127.0.0.1"], "port": $(cat "$cluster/ports"), "root": "$root",
 "worker": "$root/worker", "poll_seconds": 1, "partitions": ["$PARTITION"], "minutes": 10, "cpus": 1${SITE:-}}
J
"$cli" site add "$folder/site.json" --user root --key "$cluster/ssh/id" >/dev/null
print=$(ssh-keygen -lf "$cluster/ssh/host.pub" | cut -d' ' -f2)
"$cli" site login near --accept "$print" </dev/null >/dev/null
