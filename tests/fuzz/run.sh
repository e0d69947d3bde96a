#!/bin/sh
# Fuzzes every target for a while: run.sh PROGRAM SECONDS [TARGET]...
# What the fuzzer finds stays in build/fuzz/TARGET; an input that breaks something is
# kept there as crash-*, to become a seed once it is repaired.
set -u
program=$1 seconds=$2
shift 2
home=build/fuzz/found
passed=0 failed=0
[ $# -gt 0 ] || eval "set -- $("$program-list" | tr '\n' ' ')"
for target in "$@"; do
    mkdir -p "$home/$target" "tests/fuzz/seeds/$target"
    if AIPLUS_FUZZ=$target "$program" -max_total_time="$seconds" -timeout=20 \
        -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$home/$target/" "$home/$target" "tests/fuzz/seeds/$target" \
        >"$home/$target.log" 2>&1; then
        passed=$((passed + 1))
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$home/$target.log")
        echo "ok - $target, $runs runs"
    else
        failed=$((failed + 1))
        echo "not ok - $target, see $home/$target.log"
        tail -n 20 "$home/$target.log"
    fi
done
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
