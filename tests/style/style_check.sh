#!/usr/bin/env bash
# style_check.sh ROOT: the rules of the house that a compiler does not see. Prints `FILE:LINE: RULE: text` for each
# breach, and ends with status 1 when there was one.
set -euo pipefail
cd "$1"

breaches=0
breach() {
  echo "$1"
  breaches=$((breaches + 1))
}

# files FOLDER PATTERN…: the files under a folder whose names match, without the rooms inside it.
files() {
  local folder=$1 pattern names=()
  shift
  [[ -d $folder ]] || return 0
  for pattern in "$@"; do names+=(-o -name "$pattern"); done
  find "$folder" -mindepth 1 \( -path transport/sockets -o -path properties/fuzz -o -path properties/rapidcheck -o \
    -path properties/simulation -o -path properties/watchdog -o -path sim/guard \) -prune -o \
    -type f \( "${names[@]:1}" \) -print | LC_ALL=C sort
}

# forbid RULE REGEX FILE…: no line of the files, comments left away, matches.
forbid() {
  local rule=$1 regex=$2 line
  shift 2
  while IFS= read -r line; do
    breach "$(cut -d : -f 1,2 <<<"$line"): $rule: $(cut -d : -f 3- <<<"$line")"
  done < <(grep -nHE -- "$regex" "$@" /dev/null | sed 's|//.*||' | grep -E -- "^[^:]*:[0-9]*:.*($regex)" || true)
}

# Who may enter whom: a room, and the rooms it may include.
arrows='
transport           transport
transport/sockets   sockets transport
engine              engine transport
sim                 sim transport
traces              traces sim transport
protocols           protocols engine transport
properties          properties engine sim traces transport
properties/fuzz     properties engine sim traces transport
properties/rapidcheck  properties engine sim traces transport
properties/simulation  properties engine sim traces transport
properties/watchdog  properties engine sim traces transport
sim/guard           sim transport
'
while read -r room allowed; do
  [[ -n $room ]] || continue
  mapfile -t sources < <(files "$room" '*.h' '*.cpp')
  while IFS=: read -r file line included; do
    included=${included#*asynchat/}
    [[ " $allowed " == *" ${included%/} "* ]] || breach "$file:$line: arrows: $room may not include ${included%/}"
  done < <(grep -nHoE '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]asynchat/[a-z_0-9]+/' "${sources[@]}" /dev/null || true)
done <<<"$arrows"

# Libraries that stay where they belong.
mapfile -t core < <(for room in transport engine sim protocols; do files $room '*.h' '*.cpp'; done)
mapfile -t properties < <(for room in properties properties/fuzz properties/simulation; do files $room '*.h' '*.cpp'; done)
mapfile -t traces < <(files traces '*.h' '*.cpp')
mapfile -t headers < <(for room in */ transport/sockets/ properties/fuzz/ properties/rapidcheck/ properties/simulation/ \
  properties/watchdog/ sim/guard/; do
  [[ $room == build/ || $room == tests/ || $room == bench/ ]] || files "${room%/}" '*.h'
done)
mapfile -t public_headers < <(printf '%s\n' "${headers[@]}" | grep /include/asynchat/)
system='<(sys/|netinet/|arpa/|net/|unistd\.h|poll\.h|fcntl\.h|netdb\.h|signal\.h|pthread\.h)'
forbid 'system header' "#[[:space:]]*include[[:space:]]*$system" "${core[@]}" "${properties[@]}"
forbid 'uv.h outside sockets' '#[[:space:]]*include[[:space:]]*[<"]uv\.h' "${core[@]}" "${properties[@]}" "${traces[@]}"
forbid 'captures outside traces' '#[[:space:]]*include[[:space:]]*[<"](tins|pcap)' "${core[@]}" "${properties[@]}"
forbid 'JSON outside traces and cli' 'nlohmann' "${core[@]}" "${properties[@]}"
forbid 'JSON in a public header' 'nlohmann' "${public_headers[@]}"
forbid 'RapidCheck outside properties/rapidcheck' '#[[:space:]]*include[[:space:]]*[<"]rapidcheck' \
  "${core[@]}" "${properties[@]}" "${traces[@]}"
forbid 'not in a public header' '#[[:space:]]*include[[:space:]]*<(ranges|source_location|format|expected)>' \
  "${public_headers[@]}"
forbid 'include the project with <>' '#[[:space:]]*include[[:space:]]*"asynchat/' "${core[@]}" "${properties[@]}" \
  "${traces[@]}" "${headers[@]}"

# The same seed gives the same run, on every compiler.
ambient='random_device|std::[a-z_]+_distribution|(system|steady|high_resolution)_clock|unordered_|\b(u|nano)?sleep'
ambient+='(_for|_until)?\b|\bs?rand[[:space:]]*\(|std::time[[:space:]]*\(|\bgettimeofday\b|\bclock_gettime\b'
forbid 'not deterministic' "$ambient" "${core[@]}" "${properties[@]}" "${traces[@]}"

# Nothing is left for later.
mapfile -t everything < <(for room in */; do [[ $room == build/ ]] || find "$room" -name '*.h' -o -name '*.cpp'; done)
while IFS= read -r line; do breach "$line"; done < <(
  grep -nHwE 'TODO|FIXME' "${everything[@]}" /dev/null | sed -E 's/^([^:]*:[0-9]+):/\1: left for later:/' || true)
while IFS= read -r file; do breach "$file:1: header: no #pragma once"; done < <(
  # A -inl.h is read once for each kind of vector, as Highway's are.
  grep -L '^#pragma once$' "${headers[@]}" | grep -v -- '-inl\.h$' || true)

# What is written is built: some CMakeLists.txt names it.
# shellcheck disable=SC2016 # the ${ are CMake's
named=$(find . \( -path ./build -o -path ./.git \) -prune -o -name CMakeLists.txt -printf '%P\n' | while read -r list; do
  folder=$(dirname "$list")
  grep -oE '[A-Za-z0-9_./${}-]+\.(cpp|h)\b' "$list" |
    sed -E "s|^\\$\{PROJECT_SOURCE_DIR\}/||; t; s|^|$folder/|" || true
done | xargs -r realpath -m -s --relative-to=.)
mapfile -t built < <(for room in */; do [[ $room == build/ ]] || find "$room" \( -name '*.h' -path '*/include/*' \) \
  -o -name '*.cpp'; done)
for file in "${built[@]}"; do
  grep -qxF "$file" <<<"$named" || breach "$file:1: not built: no CMakeLists.txt names it"
done

# Each folder has its map, or is on that of the folder above.
for folder in */ */*/; do
  case $folder in
    build/* | */include/) continue ;;
  esac
  [[ -n $(find "$folder" -type f -print -quit) ]] || continue
  above=$(dirname "$folder")
  [[ -e ${folder}README.md ]] || { [[ $above != . ]] && grep -q "$(basename "$folder")/" "$above/README.md" 2>/dev/null; } ||
    breach "${folder}README.md:1: no map: a folder has a README.md, or the one above names it"
done

# A map begins with its title, as it does not once a formatter for C++ has been over it.
mapfile -t maps < <(find . \( -path ./build -o -path ./.git \) -prune -o -name README.md -printf '%P\n' | LC_ALL=C sort)
for map in "${maps[@]}"; do
  head -n 1 "$map" | grep -q '^# ' || breach "$map:1: no title: a README.md begins with '# '"
done

[[ $breaches -eq 0 ]]
