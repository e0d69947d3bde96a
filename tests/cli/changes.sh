#!/bin/sh
# Changes between two days, from deliveries that came through the real program.
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
mkdir "$TMP/catalog"
aiplus() { # now, arguments...
    day=$1
    shift
    AIPLUS_NOW=$day "$AIPLUS" --lang en --cache "$TMP/cache" \
        --config "$TMP/aiplus.conf" "$@" 2>&1
}
page() { # since, more...
    since=$1
    shift
    aiplus 2026-12-01T12:00:00+08:00 --since "$since" --width 160 \
        --print=changes@430000 "$@"
}
configure() { # settings...
    printf '%s\n' "catalog = \"$TMP/catalog\"" "$@" \
        'source "a" {' " address = \"file://$TMP/feed.csv\"" ' allow = {"file"}' '}' \
        >"$TMP/aiplus.conf"
}
feed() { # rows of period,value
    echo '指标代码,地区代码,报期,值,单位'
    for row; do echo "B9-01,430000,$row,EFLOPS"; done
}

configure
feed 2025-Q4,3 2026-Q1,3.2 >"$TMP/feed.csv"
is "the first day" "$(aiplus 2026-06-01T06:00:00+08:00 --fetch >/dev/null; echo $?)" 0
first=$(aiplus 2026-06-15T12:00:00+08:00 --since 2026-05-15 --print=changes@430000)
has "the first value" "$first" "first"
has "and what came with it" "$first" "Cause Earlier periods that came"

# A revision, a new period, another target, other thresholds.
feed 2025-Q4,3 2026-Q1,3.4 2026-Q2,3.9 >"$TMP/feed.csv"
sed -n 1p catalog/targets.tsv >"$TMP/catalog/targets.tsv"
awk -F'\t' -v OFS='\t' '$1 == 430000 && $2 == "B9-01" && $3 == 2027 { $5 = "4" } NR > 1' \
    catalog/targets.tsv >>"$TMP/catalog/targets.tsv"
configure 'ahead = 7'
is "the second day" "$(aiplus 2026-07-01T06:00:00+08:00 --fetch >/dev/null; echo $?)" 0

got=$(page 2026-06-15)
has "new period" "$got" "new period 1"
has "from the period before" "$got" "3.40r"
has "revision" "$got" "revision 1"
has "no reason" "$got" "No reason"
has "target" "$got" "5.25"
has "setting" "$got" "ahead of schedule from (points)"
has "when" "$got" "2026-07-01"
has "said again" "$got" "--since 2026-06-15"
lacks "all was kept" "$got" "was not kept"

has "only a kind" "$(page 2026-06-15 --filter revision)" "revision"
lacks "and no other" "$(page 2026-06-15 --filter revision | sed '/^Kinds/,$d')" "ahead of schedule"

# The day of the deliveries counts to its end.
has "after the last one" "$(page 2026-07-01)" "Nothing has changed since 2026-07-01."
# Both days may be in the past: nothing later is known on the second.
between=$(page 2026-06-01 --as-of 2026-06-20)
has "between two past days" "$between" "Nothing has changed since 2026-06-01."
has "before anything was kept" "$(page 2026-05-15)" "was not kept"

is "after today: status" "$(aiplus 2026-12-01 --since 2026-12-02 --print=changes >/dev/null; echo $?)" 2
has "after today" "$(aiplus 2026-12-01 --since 2026-12-02 --print=changes)" "cannot be told"
has "after --as-of" "$(page 2026-06-21 --as-of 2026-06-20)" "cannot be told on a page of 2026-06-20"
is "no date" "$(aiplus 2026-12-01 --since June --print=changes >/dev/null; echo $?)" 2
# The last day of the month before last.
has "without a day" "$(aiplus 2026-08-05 --print=changes@430000)" "Changes since 2026-06-30: 4"

# What is not kept cannot be compared with.
aiplus 2028-10-15 --prune 1 >/dev/null
gone=$(aiplus 2028-10-15 --since 2026-06-15 --print=changes@430000)
has "not kept" "$gone" "What was known on 2026-06-15 is not kept."
has "from when on" "$gone" "2027-10-15"
tap_done
