#!/usr/bin/env bash
# Builds every fuzz target in the way of OSS-Fuzz: with $CXX and $CXXFLAGS, linked with $LIB_FUZZING_ENGINE, into $OUT;
# beside each program its seeds, NAME_seed_corpus.zip, its dictionary, NAME.dict, and its settings, NAME.options.
# Without these variables: clang++-16 with libFuzzer and AddressSanitizer, into build/fuzz. WORK is where it is built.
# With arguments, only the programs of those names are built.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

CXX=${CXX:-clang++-16}
CC=${CC:-clang-16}
CXXFLAGS=${CXXFLAGS:--O1 -g1 -fno-omit-frame-pointer -fsanitize=address,fuzzer-no-link}
LIB_FUZZING_ENGINE=${LIB_FUZZING_ENGINE:--fsanitize=fuzzer}
OUT=${OUT:-$root/build/fuzz}
WORK=${WORK:-$root/build/fuzz-work}
mkdir -p "$OUT" "$WORK"

cmake -G Ninja -S "$root" -B "$WORK" -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_CXX_FLAGS="$CXXFLAGS" \
  -DASYNCHAT_BUILD_TESTS=OFF -DASYNCHAT_BUILD_FUZZ=ON -DASYNCHAT_FUZZING_ENGINE="$LIB_FUZZING_ENGINE"
programs=("${@/#/fuzz_}")
if [[ $# -eq 0 ]]; then programs=(asynchat_fuzz_programs); fi
cmake --build "$WORK" --parallel "$(nproc)" --target "${programs[@]}" asynchat

# zip_folder FOLDER ARCHIVE
zip_folder() {
  rm -f "$2"
  (cd "$1" && python3 -m zipfile -c "$2" ./*)
}

# framing_of TARGET: what the table says; nothing for a reader.
framing_of() {
  sed -n "s/^ *{\"$1\", \"\([^\"]*\)\".*/\1/p" "$root/fuzz/framing_targets.cpp"
}

for program in "$WORK"/bin/fuzz_*; do
  name=$(basename "$program")
  target=${name#fuzz_}
  cp "$program" "$OUT/"
  printf '[libfuzzer]\nmax_len = 4096\n' >"$OUT/$name.options"
  framing=$(framing_of "$target")
  if [[ -z $framing ]]; then
    if [[ -d $root/fuzz/seeds/$target ]]; then zip_folder "$root/fuzz/seeds/$target" "$OUT/${name}_seed_corpus.zip"; fi
    continue
  fi
  seeds=$WORK/seeds/$target
  rm -rf "$seeds"
  traces=("$root/traces/corpus/${framing%%:*}"/*mtu1500.trace.jsonl)
  if [[ ! -e ${traces[0]} ]]; then traces=("$root/fuzz/seeds/reader_trace/mail.trace.jsonl"); fi
  "$WORK/bin/asynchat" fuzz --export-corpus "$seeds" --framing "$framing" "${traces[@]}"
  zip_folder "$seeds/corpus" "$OUT/${name}_seed_corpus.zip"
  cp "$seeds"/*.dict "$OUT/$name.dict"
done
