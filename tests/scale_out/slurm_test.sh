#!/usr/bin/env bash
# slurm_test.sh COMMAND: ten shards as a job array of a Slurm that runs on this machine alone (munged, slurmctld and
# slurmd, with folders and ports of their own). One is killed while it runs, and then only that one is run again.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

free_port() {
  /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_slurm() {
  local host user
  host=$(hostname -s)
  user=$(id -un)
  mkdir state spool munge
  chmod 755 "$work" munge
  head -c 1024 /dev/urandom >munge/key
  chmod 600 munge/key
  munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" \
    --pid-file="$work/munge/pid" --seed-file="$work/munge/seed" --log-file="$work/munge/log" 2>munge/errors &
  daemons+=($!)
  export SLURM_CONF=$work/slurm.conf
  cat >slurm.conf <<TEXT
ClusterName=asynchat
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$work/munge/socket
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
KillWait=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc)
PartitionName=all Nodes=ALL Default=YES State=UP
TEXT
  slurmctld -D -i >slurmctld.log 2>&1 &
  daemons+=($!)
  slurmd -D >slurmd.log 2>&1 &
  daemons+=($!)
  local tries
  for ((tries = 0; tries < 300; ++tries)); do
    sinfo -h -o %T 2>/dev/null | grep -q idle && return
    sleep 0.1
  done
  tail -n 20 munge/errors slurmctld.log slurmd.log >&2
  fail "Slurm does not start"
}

# Task 3 cancels itself the first time that it runs, and does not end by itself.
kill_one() {
  rm bin/asynchat
  cat >bin/asynchat <<TEXT
#!/bin/bash
if [[ \${SLURM_ARRAY_TASK_ID:-} == 3 && ! -e $work/killed ]]; then
  touch "$work/killed"
  scancel "\${SLURM_ARRAY_JOB_ID}_3" && exec tail -f /dev/null
  exit 1
fi
exec "$program" "\$@"
TEXT
  chmod +x bin/asynchat
}

trap 'scancel --user="$(id -un)" 2>/dev/null || true; clean_up' EXIT
start_slurm
kill_one
recipe Slurm >shards.sbatch
mkdir results
timeout 300 sbatch --wait shards.sbatch || echo "sbatch: status $?"
status=0
asynchat merge results || status=$?
[[ $status -eq 4 && -e killed ]] || fail "a shard was killed, and merge ended with status $status"
timeout 300 sbatch --wait --array=3 shards.sbatch
asynchat merge results
[[ $(find results -name '*.sim.json' | wc -l) -eq 10 ]] || fail "there are not ten results"
expect_the_whole
