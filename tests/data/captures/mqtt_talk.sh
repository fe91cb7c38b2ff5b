#!/usr/bin/env bash
# mqtt_talk.sh PORT: what mosquitto_pub and mosquitto_sub say to the broker that listens there. Takes some ten seconds,
# most of them for a ping.
set -euo pipefail
broker=(-h 127.0.0.1 -p "$1")
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
python3 -c 'import sys; sys.stdout.buffer.write(bytes(range(256)) * 80)' >"$folder/large"
python3 -c 'import sys; sys.stdout.buffer.write(b"0123456789" * 30)' >"$folder/medium"

# subscriber ID OPTION…: runs in the background until it got all its messages; returns once it is subscribed.
subscribers=()
subscriber() {
  : >"$folder/$1"
  stdbuf -oL mosquitto_sub "${broker[@]}" -d -i "$@" >>"$folder/$1" &
  subscribers+=($!)
  until grep -q 'Subscribed' "$folder/$1"; do :; done
}

mosquitto_pub "${broker[@]}" -i keeper -q 1 -r -t house/lamp -m on
subscriber reader -q 2 -C 207 -t 'house/#' -t will/# -U nothing
subscriber idler -k 5 -W 8 -t quiet
subscriber mortal -t nothing --will-topic will/mortal --will-payload 'was killed' --will-qos 1
for quality in 0 1 2; do
  mosquitto_pub "${broker[@]}" -i "sender$quality" -q "$quality" -t house/small -m "with quality $quality"
  mosquitto_pub "${broker[@]}" -i "sender$quality" -q "$quality" -t house/medium -f "$folder/medium"
done
seq -f 'line %g' 198 | mosquitto_pub "${broker[@]}" -i liner -q 0 -l -t house/lines
mosquitto_pub "${broker[@]}" -i large -q 2 -t house/large -f "$folder/large"
kill -KILL "${subscribers[2]}"
wait "${subscribers[0]}"
mosquitto_pub "${broker[@]}" -i keeper -q 1 -r -t house/lamp -n
wait "${subscribers[1]}" || [[ $? -eq 27 ]] # 27: it had no message in its time
