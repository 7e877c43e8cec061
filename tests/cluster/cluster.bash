# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by start and stop: a real Slurm of two nodes with an SSH server, on this machine's loopback, as root, without systemd and
# without cgroups. CLUSTER is its folder; everything of it lies there, and every process of it carries SLURM_CONF=$CLUSTER/...

say() { printf '%s\n' "$*" >&2; }

# is_ours PID: it lives, and was started by this cluster.
is_ours() {
  { tr '\0' '\n' <"/proc/$1/environ" | grep -qxF "SLURM_CONF=$CLUSTER/etc/slurm.conf"; } 2>/dev/null ||
    # The SSH server writes its title over its environment.
    { tr '\0' ' ' <"/proc/$1/cmdline" | grep -qF "$CLUSTER/etc/sshd_config"; } 2>/dev/null
}

# spawn NAME COMMAND...: detached; its words go to log/NAME.log, its number to pid/NAME.
spawn() {
  local name=$1
  shift
  printf '%q ' "$@" >"$CLUSTER/pid/$name.command"
  setsid "$@" >>"$CLUSTER/log/$name.log" 2>&1 </dev/null &
  printf '%s\n' $! >"$CLUSTER/pid/$name"
}

# wait_for NAME COMMAND...: until the command succeeds; 1 where the process dies or the patience ends.
wait_for() {
  local name=$1 tries
  shift
  for tries in $(seq 600); do
    timeout 5 "$@" >/dev/null 2>&1 && return
    kill -0 "$(cat "$CLUSTER/pid/$name")" 2>/dev/null || break
    sleep 0.05
  done
  say "$name did not start:"
  tail -n 15 "$CLUSTER/log/$name.log" >&2
  return 1
}

# end PID...: asks, then insists.
end() {
  local number tries
  for number in "$@"; do kill "$number" 2>/dev/null || true; done
  for tries in $(seq 60); do
    for number in "$@"; do kill -0 "$number" 2>/dev/null && { sleep 0.05; continue 2; }; done
    return 0
  done
  for number in "$@"; do kill -KILL "$number" 2>/dev/null || true; done
}
