#!/bin/sh
# Pages of the past: the catalogue and the thresholds of the day, the health of sources,
# days that are no longer kept.
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
mkdir "$TMP/catalog"
aiplus() { # day, arguments...
    past_day=$1
    shift
    AIPLUS_NOW=$past_day "$AIPLUS" --lang en --cache "$TMP/cache" \
        --config "$TMP/aiplus.conf" "$@" 2>&1
}
page() { # as of, address
    aiplus 2026-12-01T12:00:00+08:00 --as-of "$1" "--print=$2"
}
configure() { # settings...
    printf '%s\n' "catalog = \"$TMP/catalog\"" "$@" \
        'source "a" {' " address = \"file://$TMP/feed.csv\"" ' allow = {"file"}' '}' \
        >"$TMP/aiplus.conf"
}
targets() { # value of Hunan's own target
    sed -n 1p catalog/targets.tsv >"$TMP/catalog/targets.tsv"
    printf '430000\tB9-01\t2027\t>=\t%s\tEFLOPS\t\t2\t2024-12\tHN-1\t\t\n' "$1" \
        >>"$TMP/catalog/targets.tsv"
}
feed() { # value of 2026-Q1
    { echo '指标代码,地区代码,报期,值,单位'; echo "B9-01,430000,2026-Q1,$1,EFLOPS"; } \
        >"$TMP/feed.csv"
}

configure
targets 10
feed 5
is "the first day" "$(aiplus 2026-06-01T06:00:00+08:00 --fetch >/dev/null; echo $?)" 0
first=$(page 2026-06-01 indicator/B9-01@430000)
has "its target" "$first" "2027 >=10"
has "judged by it" "$first" "-4.2 pts"

# A target is changed, a figure of the catalogue corrected, a name changed.
targets 20
awk -F'\t' -v OFS='\t' '$1 == "B9-01" { $11 = "Another name" } 1' catalog/indicators.tsv \
    >"$TMP/catalog/indicators.tsv"
is "the second day" "$(aiplus 2026-07-01T06:00:00+08:00 --fetch >/dev/null; echo $?)" 0
second=$(page 2026-07-01 indicator/B9-01@430000)
has "the target of then" "$second" "2027 >=20"
has "the name of then" "$second" "Another name"
is "the day before stands as it stood" "$(page 2026-06-01 indicator/B9-01@430000)" "$first"
is "and the last day before the change" "$(page 2026-06-30 indicator/B9-01@430000 |
    grep -c 'Another name')" 0

# Other thresholds: judged by them from that day on, and not before.
state() { page "$1" "indicator/B9-01@430000" | sed -n '/^Value/,/^$/p' | tr -d '\n'; }
before=$(state 2026-07-31)
configure 'ahead = 5' 'on_track = -30'
is "the third day" "$(aiplus 2026-08-01T06:00:00+08:00 --fetch >/dev/null; echo $?)" 0
has "by the thresholds of then" "$(state 2026-08-01)" "On track"
has "behind before" "$(state 2026-07-31)" "Behind"
is "the day before is judged as it was" "$(state 2026-07-31)" "$before"

# The target is taken away.
sed -n 1p catalog/targets.tsv >"$TMP/catalog/targets.tsv"
sed -n '/^100000\tG0-01/p' catalog/targets.tsv >>"$TMP/catalog/targets.tsv"
aiplus 2026-09-01T06:00:00+08:00 --fetch >/dev/null
lacks "no target any more" "$(page 2026-09-01 indicator/B9-01@430000)" "2027 >=20"
is "it is on the day before" "$(page 2026-07-01 indicator/B9-01@430000)" "$second"

# The present catalogue may not even be readable; and one that is named is used.
has "a catalogue that is named wins" \
    "$(aiplus 2026-12-01 --as-of 2026-07-01 --catalog "$TMP/catalog" --print=indicator/B9-01@430000)" \
    "Another name"
lacks "and its targets" \
    "$(aiplus 2026-12-01 --as-of 2026-07-01 --catalog "$TMP/catalog" --print=indicator/B9-01@430000)" \
    "2027 >=20"
has "before anything was kept" "$(page 2026-05-01 overview)" "The catalogue of that day was not kept"
has "the thresholds too" "$(page 2026-05-01 overview)" "The thresholds of that day were not kept"
lacks "kept since then" "$(page 2026-06-01 overview)" "not kept"

# Deliveries of our own are no sources.
sources=$(aiplus 2026-09-01T07:00:00+08:00 --print=sources)
has "the catalogue's delivery" "$sources" "catalogue"
has "one source" "$sources" "Sources: 1, well 1, failing 0"

# Health is that of the day, and so is the exit status.
mv "$TMP/feed.csv" "$TMP/away"
aiplus 2026-10-01T06:00:00+08:00 --fetch >/dev/null
aiplus 2026-12-01 --as-of 2026-09-30 --print=sources >"$TMP/well"
is "well: status" "$?" 0
has "well" "$(cat "$TMP/well")" ". Well"
aiplus 2026-12-01 --as-of 2026-10-01 --print=sources >"$TMP/failed"
is "failed: status" "$?" 4
has "failed" "$(cat "$TMP/failed")" "E Failed x1"
mv "$TMP/away" "$TMP/feed.csv"
feed 6
aiplus 2026-11-01T06:00:00+08:00 --fetch >/dev/null
aiplus 2026-12-01 --as-of 2026-11-01 --print=sources >/dev/null
is "well again: status" "$?" 0
aiplus 2026-12-01 --as-of 2026-10-31 --print=sources >/dev/null
is "the day before still failed" "$?" 4

# No source may take the names.
sed 's/source "a"/source "settings"/' "$TMP/aiplus.conf" >"$TMP/taken.conf"
has "a name that is taken" "$(aiplus 2026-12-01 --config "$TMP/taken.conf" --print 2>&1)" \
    "needs another name"

# Forgetting.
aiplus 2028-10-15 --prune 0 >/dev/null
is "no years: status" "$?" 2
has "while a collector works" "$(
    flock "$TMP/cache/lock" sh -c "AIPLUS_NOW=2028-10-15 '$AIPLUS' --lang en \
        --cache '$TMP/cache' --config '$TMP/aiplus.conf' --prune 2 2>&1")" "is at work"
got=$(aiplus 2028-10-15 --prune 2)
is "two years: status" "$?" 0
has "what was removed" "$got" "earlier values"
has "sizes" "$got" "the store took"
has "since when" "$got" "pages of 2026-10-15 and later days are kept"
aiplus 2028-10-15 --as-of 2026-10-14 --print >"$TMP/gone"
is "a day before: status" "$?" 5
has "a day before" "$(cat "$TMP/gone")" "No longer kept; pages go back to 2026-10-15."
has "the first day" "$(aiplus 2028-10-15 --as-of 2026-10-15 --print=indicator/B9-01@430000)" "5.00"
has "its catalogue" "$(aiplus 2028-10-15 --as-of 2026-10-15 --print=indicator/B9-01@430000)" "Another name"
aiplus 2028-10-15 --as-of 2026-10-15 --print=sources >/dev/null
is "its health" "$?" 4
aiplus 2028-10-15 --as-of 2026-10-14 --csv >/dev/null
is "no figures of a day before" "$?" 5
is "a cache that is not there" "$(aiplus 2028-10-15 --cache "$TMP/none" --prune 1 >/dev/null; echo $?)" 5
ok "and is not made" test ! -e "$TMP/none"
figures=$(aiplus 2028-10-15 --csv)
has "there are figures" "$figures" "B9-01"
rm "$TMP/cache/store/data.mdb"
got=$(aiplus 2028-10-15 --prune 1)
is "a lost store: status" "$?" 0
has "a lost store: restored first" "$got" "restored from snapshot"
is "a lost store: its figures" "$(aiplus 2028-10-15 --csv)" "$figures"
tap_done
