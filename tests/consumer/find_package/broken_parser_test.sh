#!/usr/bin/env bash
# broken_parser_test.sh PROGRAM DOCUMENT: a wrong parser fails its framing test, the command that the failure prints
# fails with the same sentence and checks nothing else, and the next run begins with what was kept. The document shows
# the same output, and the same adapter.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
document=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ln -s "$1" "$folder/my_parser_test"
cp -r "$project/traces" "$folder"
cd "$folder"
sentence='invariance: 1 cut at byte'

# fails OUTPUT COMMAND…: the command fails as a test does, with that sentence.
fails() {
  local output=$1 status=0
  shift
  "$@" >"$output" || status=$?
  if [[ $status -ne 1 ]] || ! grep -q "^$sentence" "$output"; then
    echo "expected a failed test, status was $status: $*"
    cat "$output"
    exit 1
  fi
}

fails first ./my_parser_test '--gtest_filter=my_broken_parser.*' --gtest_output=xml:first.xml
grep -q 'name="asynchat_plans_tried" value="[1-9]' first.xml
test "$(find asynchat-repros/my_broken_parser.traces -name '*.repro.json' | wc -l)" -eq 1
python3 "$(dirname "$document")/../traces/schema/validate.py" asynchat-repros/*/*.repro.json

again=$(sed -n 's/^again:  //p' first)
grep -q '^ASYNCHAT_REPRO=.* --gtest_filter=my_broken_parser.traces$' <<<"$again"
fails again sh -c "$again"
test "$(grep "^$sentence" first)" = "$(grep "^$sentence" again)"

fails next ./my_parser_test '--gtest_filter=my_broken_parser.*'
grep -q 'an earlier run kept' next
ASYNCHAT_REPRO=$(echo asynchat-repros/*/*.repro.json) ./my_parser_test '--gtest_filter=my_parser.*' >other
grep -q 'is of my_broken_parser, not of my_parser' other

# shown LANGUAGE TEXT: each line of the document's blocks in that language is a line of the text.
shown() {
  local missing
  missing=$(sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/{/^\`\`\`/!p}" "$document" | grep -vxFf <(echo; cat "$2") || true)
  [[ -z $missing ]] || { echo "the document shows what is not so: $missing" && exit 1; }
}
sed -E 's|^.*/(my_parser_test.cpp:[0-9]+: )|\1|; s|'"$(dirname "$1")"'|.|' first >output
shown text output
shown cpp "$project/my_parser_test.cpp"
