#!/usr/bin/env bash
# build_test.sh FOLDER: builds two of the targets with libFuzzer and runs them. It takes minutes, so it is skipped
# (status 77) where ASYNCHAT_LONG is not set, or clang-16 is missing.
set -euo pipefail
[[ -n ${ASYNCHAT_LONG:-} ]] && command -v clang++-16 >/dev/null || exit 77
export OUT=$1/out WORK=$1/work
unset CXX CXXFLAGS LIB_FUZZING_ENGINE
"$(dirname "${BASH_SOURCE[0]}")/build.sh" crlf reader_plan
for name in fuzz_crlf fuzz_reader_plan; do
  [[ -s $OUT/${name}_seed_corpus.zip && -s $OUT/$name.options ]]
  rm -rf "$OUT/corpus" && mkdir "$OUT/corpus"
  python3 -m zipfile -e "$OUT/${name}_seed_corpus.zip" "$OUT/corpus"
  "$OUT/$name" -runs=20000 -seed=1 -max_len=4096 "$OUT/corpus"
done
[[ -s $OUT/fuzz_crlf.dict ]]
