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

# a setting of the whole file, what the message must hold
refused_rule() {
    printf 'region = ""\n%s\n' "$1" >"$TMP/c.conf"
    "$BUILD/aiplus" --lang en --config "$TMP/c.conf" --check >"$TMP/out" 2>&1
    out=$(cat "$TMP/out")
    has "$1" "$out" "$2"
    has "$1: its line" "$out" "c.conf, line 2"
}

refused_rule 'method = "slope"' '"schedule", "growth" or "trend"'
refused_rule 'gap_decimals = 4' "from 0 to 3"
refused_rule 'gap_decimals = -1' "from 0 to 3"
refused_rule 'schedule_decimals = -2' "or -1: not rounded"
refused_rule 'coverage = 101' "a percentage from 0 to 100"
refused_rule 'coverage = -0.5' "a percentage from 0 to 100"
refused_rule 'due_soon = 367' "days from 0 to 366"
refused_rule 'ahead = nan' '"ahead" takes a number'
refused_rule 'colours = {"behind = pink"}' "a role of the theme"
refused_rule 'colours = {"late = warn"}' "a role of the theme"
refused_rule 'colours = {"on = good", "behind"}' "a role of the theme"
refused_rule 'bulletin { number = -1 }' "from 0 to 1000000"
refused_rule 'bulletin { date = "5.11.2026" }' "a day such as"
refused_rule 'bulletin { last = "2026-02-30" }' "a day such as"

# All of them as they should be.
cat >"$TMP/c.conf" <<'END'
method = "growth"
gap_decimals = 0
schedule_decimals = 3
coverage = 66.7
due_soon = 0
colours = {"behind = warn", "not_computable=alert"}
bulletin {
 number = 8
 date = "2026-11-05"
 last = "2026-10-08"
 issuer = "省数据局"
}
END
"$BUILD/aiplus" --lang en --config "$TMP/c.conf" --check >"$TMP/out" 2>&1
is "rules in order" $? 0
tap_done
