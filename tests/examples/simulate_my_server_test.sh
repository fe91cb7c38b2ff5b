#!/usr/bin/env bash
# simulate_my_server_test.sh PROGRAM SOURCE: the example's right server holds, its hasty one fails, and both commands
# that the failure prints fail with the same sentence. The document shows the same output, and the same code.
set -euo pipefail
project=$2
document=$project/docs/simulating-your-server.md
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ln -s "$1" "$folder/simulate_my_server"
cd "$folder"
test=hasty_greeter.greets_everyone_whatever_the_network_does

complain() {
  echo "$1"
  shift
  cat "$@"
  exit 1
}

# fails OUTPUT COMMAND…: the command fails as a test does.
fails() {
  local output=$1 status=0
  shift
  "$@" >"$output" || status=$?
  [[ $status -eq 1 ]] || complain "expected a failed test, status was $status: $*" "$output"
}

./simulate_my_server '--gtest_filter=greeter.*' >right || complain 'the right server fails' right
grep -q '^\[ asynchat \] seeds 0\.\.999 hold, [0-9]* events$' right || complain 'no seeds are named' right

fails first ./simulate_my_server "--gtest_filter=$test" --gtest_output=xml:first.xml
grep -q 'name="asynchat_seeds" value="[1-9]' first.xml
sentence=$(grep '^progress: faults stopped at ' first) || complain 'the hasty server fails otherwise' first
test "$(find asynchat-repros/$test -name 'seed-*.repro.json' | wc -l)" -eq 1
python3 "$project/traces/schema/validate.py" asynchat-repros/$test/*.repro.json

# repeats WORD PATTERN: the command behind the word looks like that, and fails with the same sentence.
repeats() {
  local command
  command=$(sed -n "s/^$1: *//p" first)
  grep -qx "$2 [^ ]* --gtest_filter=$test" <<<"$command" || complain "not a command: $command" first
  fails "$1" sh -c "$command"
  [[ $(grep '^progress: ' "$1") == "$sentence" ]] || complain "not '$sentence':" "$1"
}
repeats alone 'ASYNCHAT_SEED=[0-9]*'
repeats again 'ASYNCHAT_REPRO=[^ ]*'

fails next ./simulate_my_server "--gtest_filter=$test"
grep -q 'an earlier run kept' next || complain 'what was kept is not replayed first' next

# shown LANGUAGE TEXT: each line of the document's blocks in that language is a line of the text.
shown() {
  local missing
  missing=$(sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/{/^\`\`\`/!p}" "$document" | grep -vxFf <(echo; cat "$2") || true)
  [[ -z $missing ]] || complain "the document shows what is not so: $missing" "$2"
}
sed -E 's|^.*/(simulate_my_server.cpp:[0-9]+: )|\1|; s|'"$(dirname "$1")"'|.|' first right >output
shown text output
cat "$project/examples/simulate_my_server.cpp" "$project/tests/properties/gtest/own_scenario.h" >code
shown cpp code
