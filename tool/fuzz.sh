#!/bin/sh
# fuzz.sh - run every built fuzzer for so many seconds on its corpus; a crash is kept and fails.
set -eu
folder=$1 seconds=$2 bad=0
for f in "$folder"/fuzz_*; do
    [ -x "$f" ] && [ ! -d "$f" ] || continue
    name=$(basename "$f" | sed 's/^fuzz_//')
    case $name in *.*) continue ;; esac
    mkdir -p "$folder/corpus/$name" "$folder/crash"
    seeds=test/fuzz/corpus/$name
    [ -d "$seeds" ] || seeds=
    echo "fuzz: $name for $seconds s"
    if "$f" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=3000 -print_final_stats=1 \
        -artifact_prefix="$folder/crash/$name-" "$folder/corpus/$name" $seeds >"$folder/$name.log" 2>&1; then
        grep -E 'number_of_executed_units|average_exec' "$folder/$name.log" | sed "s/^/fuzz: $name /"
    else
        echo "fuzz: $name FAILED; see $folder/$name.log and $folder/crash" >&2
        tail -30 "$folder/$name.log" >&2
        bad=1
    fi
done
exit $bad
