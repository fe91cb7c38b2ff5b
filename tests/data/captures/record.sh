#!/usr/bin/env bash
# record.sh mqtt|netstring MTU OUTPUT: records that talk over a loopback of its own, on port 1883 or 4000, without
# segmentation offload. For root; needs mosquitto, mosquitto-clients, netcat-openbsd, python3, iproute2 and dumpcap.
set -euo pipefail
protocol=$1 mtu=$2 output=$(realpath "$3")
cd "$(dirname "${BASH_SOURCE[0]}")"
if [[ ${ALONE-} != yes ]]; then
  ALONE=yes exec unshare --net "$PWD/record.sh" "$protocol" "$mtu" "$output"
fi
ip link set lo mtu "$mtu" gso_max_segs 1 up

folder=$(mktemp -d)
background=()
trap 'kill "${background[@]}" 2>/dev/null || true; rm -r "$folder"' EXIT
chmod 777 "$folder"
in_background() {
  "$@" 2>"$folder/errors" &
  background+=($!)
}
listening() { ss -Hltn "sport = :$1" | grep -q .; }

in_background dumpcap -q -i lo -f tcp -w "$folder/capture"
until [[ -s $folder/capture ]]; do :; done

case $protocol in
  mqtt)
    printf '%s\n' 'listener 1883 127.0.0.1' 'allow_anonymous true' 'persistence false' 'user root' >"$folder/conf"
    in_background mosquitto -c "$folder/conf"
    until listening 1883; do :; done
    ./mqtt_talk.sh 1883
    ;;
  netstring)
    in_background python3 ./netstring_talk.py server 4000
    until listening 4000; do :; done
    ./netstring_talk.py client 4000
    printf '5:hello,0:,13:from netcat\r\n,' | nc -N 127.0.0.1 4000 >"$folder/answer"
    ;;
esac
sleep 2 # the last packets are on their way to dumpcap
kill -INT "${background[0]}"
wait "${background[0]}"
install -m 644 "$folder/capture" "$output"
