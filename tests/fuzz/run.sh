#!/bin/sh
# Fuzzes every target for a while: run.sh PROGRAM SECONDS [TARGET]...
# As many at a time as there are processors. What the fuzzer finds stays in
# build/fuzz/found/TARGET; an input that breaks something is kept there as crash-*,
# timeout-* or oom-*, to become a seed once it is repaired.
set -u
program=$1 seconds=$2
shift 2
home=build/fuzz/found
[ $# -gt 0 ] || eval "set -- $("$program-list" | tr '\n' ' ')"

words_of() { # target: its dictionary
    case $1 in
    decode-csv | decode-sdmx-csv | encoding) echo table ;;
    decode-xlsx | workbook) echo xml ;;
    json | json-names | decode-*) echo json ;;
    config | credentials | theme) echo conf ;;
    answer | retry-after | refresh | url) echo wire ;;
    *) echo words ;;
    esac
}

fuzz() { # target
    mkdir -p "$home/$1" "tests/fuzz/seeds/$1"
    if AIPLUS_FUZZ=$1 "$program" -max_total_time="$seconds" -timeout=20 \
        -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        -dict="tests/fuzz/dict/$(words_of "$1").dict" -artifact_prefix="$home/$1/" \
        "$home/$1" "tests/fuzz/seeds/$1" >"$home/$1.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$home/$1.log")
        slowest=$(sed -n 's/^stat::slowest_unit_time_sec: *//p' "$home/$1.log")
        echo "ok - $1, $runs runs, slowest $slowest s" >"$home/$1.result"
    else
        { echo "not ok - $1, see $home/$1.log" && tail -n 20 "$home/$1.log"; } \
            >"$home/$1.result"
    fi
    cat "$home/$1.result"
}

jobs=$(nproc) running=0
for target in "$@"; do
    fuzz "$target" &
    running=$((running + 1))
    if [ "$running" -ge "$jobs" ]; then
        wait
        running=0
    fi
done
wait
passed=0 failed=0
for target in "$@"; do
    if grep -q '^ok ' "$home/$target.result"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
