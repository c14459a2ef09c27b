#!/bin/sh
# idle.sh - memory of the idle daemon, all its processes together, with no model loaded: must stay below 100 MB.
#
# Proportional set size (PSS): pages shared by k processes count 1/k for each, so the sum is what the machine pays.
set -eu
cd "$(dirname "$0")/.."
bin=${PURVEY:-$PWD/build/purvey}
dir=$(mktemp -d)
export PURVEY_HOME=$dir/shop
"$bin" init >/dev/null
: >"$dir/log"
"$bin" serve --port 0 >"$dir/log" 2>&1 &
parent=$!
trap 'kill $parent 2>/dev/null; wait $parent 2>/dev/null; rm -rf "$dir"' EXIT
children() { cat /proc/$parent/task/*/children 2>/dev/null; }
beats() { grep -c "\"what\":\"process\"" "$dir/log" || true; }
until [ "$(beats)" -ge 3 ]; do sleep 0.1; done
sleep 3 # past the first signs of life: what the loops hold when there is nothing to do
total=0
for pid in $parent $(children); do
    name=$(cat /proc/$pid/comm)
    kb=$(awk '/^Pss:/ { print $2 }' /proc/$pid/smaps_rollup)
    echo "$name: $kb kB"
    total=$((total + kb))
done
echo "idle daemon: $total kB, limit 100000 kB"
[ "$total" -lt 100000 ]
