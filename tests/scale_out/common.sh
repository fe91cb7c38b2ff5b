#!/usr/bin/env bash
# Sourced by each test here, whose first argument is the command to shard: the recipes of docs/scale-out.md are run as
# they stand there, in a folder of their own, with that command as `asynchat` in PATH. They take minutes, so they are
# skipped (status 77) where ASYNCHAT_LONG is not set.
set -euo pipefail
[[ -n ${ASYNCHAT_LONG:-} ]] || exit 77
page=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../docs" && pwd)/scale-out.md
program=$(realpath "$1")
work=$(mktemp -d)
daemons=()

# Ends what the test started, and nothing else.
clean_up() {
  local one
  for one in "${daemons[@]}"; do kill "$one" 2>/dev/null || true; done
  for one in "${daemons[@]}"; do wait "$one" 2>/dev/null || true; done
  rm -rf "$work"
}
trap clean_up EXIT

mkdir "$work/bin"
ln -s "$program" "$work/bin/asynchat"
export PATH=$work/bin:$PATH:/usr/sbin:/sbin
cd "$work"

# recipe HEADING: the first block of shell in that part of the page.
recipe() {
  awk -v heading="## $1" '
    /^## / { inside = $0 == heading }
    inside && /^```$/ && block { exit }
    inside && block { print }
    inside && /^```bash$/ { block = 1 }' "$page"
}

fail() {
  echo "$0: $1" >&2
  exit 1
}

# digest COMMAND…: the digest in the report of a command.
digest() {
  asynchat "$@" --json | grep -m 1 '"digest"'
}

# expect_the_whole: the shards in results/ give what one process gives.
expect_the_whole() {
  local merged whole
  merged=$(digest merge results)
  whole=$(digest sim --protocol smtp --seeds 0..999)
  echo "merged $merged whole $whole"
  [[ -n $merged && $merged == "$whole" ]] || fail "the shards do not give what the whole gives"
}
