#!/bin/sh
# Mistakes in aiplus.conf are reported with their line, and nothing is done.
. tests/lib/tap.sh

# description, a setting of the source, what the message must hold
refused() {
    printf 'source "s" {\n address = "https://example.org/a.csv"\n %s\n}\n' "$2" >"$TMP/c.conf"
    "$BUILD/aiplus" --lang en --config "$TMP/c.conf" --check >"$TMP/out" 2>&1
    out=$(cat "$TMP/out")
    has "$1" "$out" "$3"
    has "$1: its line" "$out" "c.conf, line 3"
}

refused "a number too large for a time" "timeout = 5000000000" "from 1 to 1000000"
refused "a number too large for a size" "max_megabytes = 20000000000000" "from 1 to 1000000"
refused "a number below zero" "retries = -1" "from 0 to 1000000"
refused "a list's end" "pages = 0" "from 1 to 1000000"
tap_done
