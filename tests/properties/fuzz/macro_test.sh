#!/usr/bin/env bash
# macro_test.sh PROGRAM FOLDER: the program must end by its finding, say it, and leave a repro.
set -euo pipefail
program=$1
rm -rf "$2" && mkdir -p "$2"
status=0
ASAN_OPTIONS=${ASAN_OPTIONS:-}:handle_abort=0 ASYNCHAT_REPRO_DIR=$2 "$program" -runs=100000 2>"$2/said" || status=$?
cat "$2/said"
[[ $status -eq 134 ]]
grep -q 'asynchat: hasty_lines, invariance: 1 cut at byte .*, between CR and LF: ' "$2/said"
grep -q '"subject": "hasty_lines"' "$2/fuzz-hasty_lines-invariance.repro.json"
python3 "$(dirname "${BASH_SOURCE[0]}")/../../../traces/schema/validate.py" "$2"/*.repro.json
# Wrong arguments and missing files are told apart from findings.
for wrong in -runs=x -what /nowhere/input; do
  status=0
  "$program" "$wrong" || status=$?
  [[ $status -eq 2 ]]
done
