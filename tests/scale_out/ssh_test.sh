#!/usr/bin/env bash
# ssh_test.sh COMMAND: eight shards by GNU parallel over ssh, on two hosts that are both this one. Each connection has
# its own sshd behind a pipe, so no port is needed; keys are made for this run alone.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
ssh-keygen -q -t ed25519 -N '' -f host_key
ssh-keygen -q -t ed25519 -N '' -f user_key
[[ $(id -u) -ne 0 ]] || mkdir -p /run/sshd # where sshd, started by root, puts itself without rights
cat >sshd_config <<TEXT
HostKey $work/host_key
AuthorizedKeysFile $work/user_key.pub
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
SetEnv PATH=$work/bin:/usr/bin:/bin HOME=$work
Subsystem sftp internal-sftp
TEXT
cat >ssh_config <<TEXT
Host one two
  User $(id -un)
  IdentityFile $work/user_key
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile $work/known_hosts
  LogLevel ERROR
  ProxyCommand /usr/sbin/sshd -i -f $work/sshd_config
TEXT
printf '2/one\n2/two\n' >hosts
recipe 'GNU parallel over ssh' >recipe.sh
HOME=$work PARALLEL_SSH="ssh -F $work/ssh_config" bash -euo pipefail recipe.sh
expect_the_whole
