#!/usr/bin/env bash
# style_check_test.sh: style_check.sh finds each breach in an otherwise clean tree, and nothing in the clean one.
set -euo pipefail
check=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/style_check.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

clean_tree() {
  rm -rf "${tree:?}"/*
  mkdir -p "$tree"/{transport/sockets,engine/include/asynchat/engine,sim,traces,properties,tests/engine}
  local room
  for room in transport transport/sockets engine sim traces properties; do
    echo "# $room" >"$tree/$room/README.md"
    echo "set(sources a.cpp include/asynchat/engine/a.h)" >"$tree/$room/CMakeLists.txt"
  done
  printf '# tests\n\nThe folder engine/ tests the engine.\n' >"$tree/tests/README.md"
  echo "asynchat_test(engine SOURCES a_test.cpp)" >"$tree/tests/engine/CMakeLists.txt"
  echo "TEST(a, is_a) {}" >"$tree/tests/engine/a_test.cpp"
  printf '#pragma once\n#include <asynchat/transport/clock.h>\n' >"$tree/engine/include/asynchat/engine/a.h"
  printf '// It never sleeps, and knows no steady_clock.\n#include <asynchat/engine/a.h>\n' >"$tree/engine/a.cpp"
}

# catches RULE FILE LINE: the line, added to the file of a clean tree, is reported as that rule.
catches() {
  clean_tree
  mkdir -p "$(dirname "$tree/$2")"
  printf '%s\n' "$3" >>"$tree/$2"
  local place=$2
  if [[ $1 == 'no map' ]]; then place=$(dirname "$2")/README.md; fi
  if output=$("$check" "$tree") || ! grep -q "^$place:[0-9]*: $1" <<<"$output"; then
    echo "not caught as '$1' in $2: $3"
    failures=$((failures + 1))
  fi
}

clean_tree
if ! output=$("$check" "$tree"); then
  printf 'a clean tree is accused:\n%s\n' "$output"
  failures=$((failures + 1))
fi

catches 'arrows' engine/a.cpp '#include <asynchat/sim/plan.h>'
catches 'arrows' sim/a.cpp '#include <asynchat/engine/loop.h>'
catches 'arrows' transport/a.cpp '#include <asynchat/sockets/network.h>'
catches 'arrows' traces/a.cpp '#include <asynchat/engine/loop.h>'
catches 'system header' engine/a.cpp '#include <sys/socket.h>'
catches 'uv.h outside sockets' sim/a.cpp '#include <uv.h>'
catches 'captures outside traces' properties/a.cpp '#include <tins/tins.h>'
catches 'JSON outside traces and cli' engine/a.cpp '#include <nlohmann/json.hpp>'
catches 'JSON in a public header' engine/include/asynchat/engine/a.h '#include <nlohmann/json_fwd.hpp>'
catches 'RapidCheck outside' properties/a.cpp '#include <rapidcheck.h>'
catches 'not in a public header' engine/include/asynchat/engine/a.h '#include <ranges>'
catches 'include the project with <>' engine/a.cpp '#include "asynchat/engine/a.h"'
catches 'not deterministic' engine/a.cpp 'std::random_device device;'
catches 'not deterministic' sim/a.cpp 'std::uniform_int_distribution<int> d;'
catches 'not deterministic' sim/a.cpp 'auto t = std::chrono::steady_clock::now();'
catches 'not deterministic' traces/a.cpp 'auto t = std::chrono::system_clock::now();'
catches 'not deterministic' properties/a.cpp '#include <unordered_map>'
catches 'not deterministic' engine/a.cpp 'std::this_thread::sleep_for(1s);'
catches 'not deterministic' engine/a.cpp 'int x = rand();'
catches 'left for later' tests/engine/a_test.cpp '// TODO: more'
catches 'header: no #pragma once' engine/include/asynchat/engine/b.h 'struct b {};'
catches 'not built' tests/engine/forgotten_test.cpp 'TEST(b, is_b) {}'
catches 'not built' engine/forgotten.cpp 'int x;'
catches 'not built' engine/include/asynchat/engine/b.h '#pragma once'

catches 'no title' bench/README.md '#bench'
catches 'no map' bench/main.cpp 'int main() {}'
catches 'no map' tests/parity/a_test.cpp 'TEST(a, is_a) {}'

[[ $failures -eq 0 ]]
