#!/usr/bin/env bash
# Replies per CPU-second of the server, measured by real clients: examples/http_server beside nginx under
# `wrk -t2 -c100`, and examples/resp_server beside redis-server under `redis-benchmark -P 16 -c 50 -t ping,set,get`.
# What a client sees depends on the client and on how many cores there are; what a reply costs its server does not.
set -euo pipefail
PATH=$PATH:/usr/sbin # of nginx

usage() {
  cat <<'TEXT'
usage: bench/replies_per_cpu_second.sh [--runs N] [--seconds S] [--bin FOLDER] [http|resp]...

  --runs N       runs of each server, in turn; the table shows medians (5)
  --seconds S    how long wrk runs, and for how many 100,000 requests of a kind redis-benchmark asks (10)
  --bin FOLDER   where the examples were built (build/release/bin)
TEXT
}

runs=5 seconds=10 bin=$(dirname "${BASH_SOURCE[0]}")/../build/release/bin work=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --runs | --seconds | --bin)
      [[ $# -ge 2 ]] || { usage >&2; exit 2; }
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    http | resp) work+=("$1") ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  shift
done
for number in "$runs" "$seconds"; do
  [[ $number =~ ^[1-9][0-9]{0,4}$ ]] || { echo "expected a count from 1 to 99999, not '$number'" >&2; exit 2; }
done
[[ ${#work[@]} -gt 0 ]] || work=(http resp)

scratch=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$scratch"
}
trap finish EXIT

# start_example NAME: sets `pid` and `port`.
start_example() {
  local said=$scratch/said
  : >"$said"
  "$bin/$1" 127.0.0.1:0 >>"$said" &
  pid=$!
  pids+=("$pid")
  until grep -q '^listening on ' "$said"; do
    kill -0 "$pid"
    sleep 0.05
  done
  port=$(sed 's/.*://' "$said")
}

# Neither nginx nor redis says which port it was given, so they get one that was an example's a moment ago.
choose_free_port() {
  start_example http_server
  kill "$pid"
  wait "$pid" || true
  # Its number may belong to another process by the time that finish runs.
  unset 'pids[-1]'
}

# await_port: until the server with the number `pid` accepts connections at `port`.
await_port() {
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$pid"
    sleep 0.05
  done
}

# One process, as with one worker.
start_nginx() {
  choose_free_port
  local page
  page=$(printf 'x%.0s' {1..100})
  cat >"$scratch/nginx.conf" <<CONF
daemon off;
master_process off;
worker_processes 1;
pid $scratch/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  default_type text/plain;
  client_body_temp_path $scratch/body;
  proxy_temp_path $scratch/proxy;
  fastcgi_temp_path $scratch/fastcgi;
  uwsgi_temp_path $scratch/uwsgi;
  scgi_temp_path $scratch/scgi;
  server {
    listen 127.0.0.1:$port;
    location / { return 200 "$page"; }
  }
}
CONF
  nginx -p "$scratch" -c "$scratch/nginx.conf" &
  pid=$!
  pids+=("$pid")
  await_port
}

start_redis() {
  choose_free_port
  redis-server --bind 127.0.0.1 --port "$port" --save "" --appendonly no --dir "$scratch" >"$scratch/redis.log" &
  pid=$!
  pids+=("$pid")
  await_port
}

# cpu_ticks PID: user and system time.
cpu_ticks() {
  local fields
  fields=$(<"/proc/$1/stat")
  # The name, in parentheses, may hold blanks; utime and stime are 12 and 13 behind it.
  read -ra fields <<<"${fields##*) }"
  echo $((fields[11] + fields[12]))
}

# load_http PORT, load_resp PORT: runs the client and prints how many replies it got.
load_http() {
  wrk -t2 -c100 -d"${seconds}s" "http://127.0.0.1:$1/" >"$scratch/wrk"
  if grep -E 'Socket errors|Non-2xx' "$scratch/wrk" >&2; then return 1; fi
  sed -n 's/^ *\([0-9]*\) requests in .*/\1/p' "$scratch/wrk"
}
load_resp() {
  local each=$((seconds * 100000))
  redis-benchmark -p "$1" -P 16 -c 50 -n "$each" -t ping,set,get --csv >"$scratch/redis" 2>&1
  if grep -i error "$scratch/redis" >&2; then return 1; fi
  echo $(($(grep -cE '^"(PING_INLINE|PING_MBULK|SET|GET)"' "$scratch/redis") * each))
}

# measure KIND PID PORT: one run's replies per CPU-second.
measure() {
  local before replies
  before=$(cpu_ticks "$2")
  replies=$("load_$1" "$3")
  echo $((replies * $(getconf CLK_TCK) / ($(cpu_ticks "$2") - before)))
}

# The lower one of the two in the middle, where the runs are even in number.
median() { sort -n | sed -n "$(((runs + 1) / 2))p"; }

# compare KIND OURS THEIRS START_THEIRS: a row of the table.
compare() {
  local kind=$1 ours=$2 theirs=$3 our_pid our_port our_rate their_rate
  start_example "$ours"
  our_pid=$pid our_port=$port
  "$4"
  : >"$scratch/ours"
  : >"$scratch/theirs"
  for ((run = 0; run < runs; ++run)); do
    measure "$kind" "$our_pid" "$our_port" >>"$scratch/ours"
    measure "$kind" "$pid" "$port" >>"$scratch/theirs"
  done
  our_rate=$(median <"$scratch/ours")
  their_rate=$(median <"$scratch/theirs")
  printf '%-6s %-13s %9d   %-13s %9d   %d.%02d\n' "$kind" "$ours" "$our_rate" "$theirs" "$their_rate" \
    $((our_rate / their_rate)) $((our_rate * 100 / their_rate % 100))
}

printf 'replies per CPU-second of the server, median of %d alternating runs\n' "$runs"
for kind in "${work[@]}"; do
  case $kind in
    http) compare http http_server nginx start_nginx ;;
    resp) compare resp resp_server redis-server start_redis ;;
  esac
done
