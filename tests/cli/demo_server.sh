#!/bin/sh
# The demo server: six feeds over HTTP, validators, gzip, the scheduled change. (Its
# faults are in tests/cli/demo_faults.sh.)
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
program=$BUILD/aiplus-demo-server

"$program" --port-file "$TMP/port" --with-parent &
server=$!
PIDS=$server
tries=0
while [ ! -s "$TMP/port" ] && [ "$tries" -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.05
done
ok "it listens" test -s "$TMP/port"
[ -s "$TMP/port" ] || exit 1
base=http://127.0.0.1:$(cat "$TMP/port")
json=$base/miit/indicators.json
csv=$base/nda/monthly.csv
native=$base/ndrc/aiplus.json
sdmx=$base/most/data/MOST,DF_AI4S,1.0
xlsx=$base/moe/education.xlsx
nbs=$base/nbs/stream/esData
question='{"indicatorIds":[]}'

get() {
    curl -sS --noproxy '*' --max-time 5 "$@"
}
status() {
    get -o /dev/null -w '%{http_code}' "$@"
}
header() { # name, curl's arguments...
    field=$1
    shift
    get -o /dev/null -D - "$@" | tr -d '\r' | sed -n "s/^$field: //Ip"
}

# all NAME: every feed, into $TMP/NAME.json and so on
all() {
    get "$json" >"$TMP/$1.json"
    get "$csv" >"$TMP/$1.csv"
    get "$native" >"$TMP/$1.native"
    get "$sdmx" >"$TMP/$1.sdmx"
    get "$xlsx" >"$TMP/$1.xlsx"
    get -d "$question" "$nbs" >"$TMP/$1.nbs"
}
all before
ok "the JSON is valid" jq -e . "$TMP/before.json"
is "JSON-stat" "$(jq -r '.class + " " + .version' "$TMP/before.json")" "dataset 2.0"
is "as many values as cells" "$(jq '(.value | length) == (.size | reduce .[] as $x (1; . * $x))' "$TMP/before.json")" true
is "as many categories as sizes" "$(jq -c '[.dimension[].category.index | length] == .size' "$TMP/before.json")" true
is "quarters before the change" "$(jq -r '.dimension.period.category.index | "\(length) \(first) \(last)"' "$TMP/before.json")" "7 2024-Q4 2026-Q2"
is "demo data says so" "$(jq -r '.label + .source' "$TMP/before.json" | grep -c 演示)" 1
is "rows of demo data say so" "$(sed 1d "$TMP/before.csv" | grep -vc 演示)" 0
is "no figure for the nation" "$(cat "$TMP/before.json" "$TMP/before.csv" | grep -c 100000)" 0
is "the native feed says its version" "$(jq .aiplus "$TMP/before.native")" 1
is "its ledger: Hunan's, Zhejiang's" "$(jq -c '[.ledger | group_by(.region)[] | length]' "$TMP/before.native")" '[10,50]'
is "all states of the ledger" "$(jq -r '[.ledger[] | select(.region == "430000") | .state] | group_by(.) | map(.[0]) | length' "$TMP/before.native")" 4
is "its cases and publicity items" "$(jq -c '[(.cases, .publicity) | length]' "$TMP/before.native")" '[12,10]'
is "items that do not say that they are made up" "$(jq '[(.ledger, .cases, .publicity, .catalog.targets)[] | select(.note != "演示")] | length' "$TMP/before.native")" 0
is "SDMX-JSON 2.0: as many series as indicators and regions" "$(jq -c '.data | [(.dataSets[0].series | length), (.structures[0].dimensions.series | map(.values | length))]' "$TMP/before.sdmx")" '[93,[3,31]]'
is "esData: success" "$(jq -r '.success, .state' "$TMP/before.nbs" | tr '\n' ' ')" "true 20000 "
is "esData: every value is a text" "$(jq '[.data[].values[].value | type] | unique == ["string"]' "$TMP/before.nbs")" true
is "esData: not published in two ways" "$(jq -c '[.data[].values[].value | select(. == "" or . == "无")] | unique' "$TMP/before.nbs")" '["","无"]'
is "esData: a question without its point" "$(get -d '{}' "$nbs" | jq -c '[.success, .state]')" '[false,40001]'
is "esData: not to a GET" "$(status "$nbs")" 405
has "the workbook" "$("$AIPLUS" --lang en --inspect "$TMP/before.xlsx")" "Excel workbook"
is "CSV rows, 45 regions x 5 indicators x 22 months, and one" "$(sed 1d "$TMP/before.csv" | wc -l)" 4951
is "one mistyped value" "$(grep -c '"1,2O4"' "$TMP/before.csv")" 1
is "bounds" "$(grep -c ',>[0-9]' "$TMP/before.csv")" 3
is "one unknown region" "$(grep -c '^430199,' "$TMP/before.csv")" 1

# Codes, names and units are the catalogue's.
catalog=catalog/indicators.tsv
if [ -e "$catalog" ]; then
    units() { # code, unit, as in the catalogue
        awk -F '\t' 'NR > 1 && !/^#/ { print $1 "\t" $8 }' "$catalog" | LC_ALL=C sort
    }
    units >"$TMP/units"
    { jq -r '.dimension.indicator.category.unit | to_entries[] | "\(.key)\t\(.value.label)"' "$TMP/before.json"
        sed 1d "$TMP/before.csv" | sed 's/"1,2O4"/0/' | awk -F , '{ print $3 "\t" $7 }'
        jq -r '.indicators[] | "\(.code)\t\(.unit)"' "$TMP/before.native"
        jq -r '.data.structures[0] as $s | .data.dataSets[0].series | to_entries[]
            | (.key | split(":")[0] | tonumber) as $i
            | "\($s.dimensions.series[0].values[$i].id)\t\($s.attributes.series[0].values[.value.attributes[0]].id)"' "$TMP/before.sdmx"
    } | LC_ALL=C sort -u >"$TMP/sent"
    is "units not in the catalogue" "$(LC_ALL=C comm -13 "$TMP/units" "$TMP/sent" | wc -l)" 0
    is "indicators in four feeds, one of them in two" "$(wc -l <"$TMP/sent")" 25
    cut -f 1,5 catalog/regions.tsv | LC_ALL=C sort >"$TMP/regions"
    { jq -r '.dimension.region.category.label | to_entries[] | "\(.key)\t\(.value)"' "$TMP/before.json"
        sed 1d "$TMP/before.csv" | grep -v '^430199' | awk -F , '{ print $1 "\t" $2 }'
        jq -r '.data[].values[] | "\(.da[:6])\t\(.da_name)"' "$TMP/before.nbs"
        jq -r '.data.structures[0].dimensions.series[1].values[] | "\(.id)\t\(.name)"' "$TMP/before.sdmx"
    } | LC_ALL=C sort -u >"$TMP/sent"
    jq -r '(.ledger, .cases, .publicity)[].task' "$TMP/before.native" | LC_ALL=C sort -u >"$TMP/tasks"
    cut -f 1 catalog/tasks.tsv | LC_ALL=C sort >"$TMP/known"
    is "tasks not in the catalogue" "$(LC_ALL=C comm -13 "$TMP/known" "$TMP/tasks" | wc -l)" 0
    is "regions not in the catalogue" "$(LC_ALL=C comm -13 "$TMP/regions" "$TMP/sent" | wc -l)" 0
fi

for feed in "$json" "$csv" "$native" "$sdmx" "$xlsx"; do
    name=${feed##*/}
    etag=$(header ETag "$feed")
    date=$(header Last-Modified "$feed")
    ok "$name has an ETag" test -n "$etag"
    is "$name again" "$(status -H "If-None-Match: $etag" "$feed")" 304
    is "$name by its date" "$(status -H "If-Modified-Since: $date" "$feed")" 304
    is "$name by another ETag" "$(status -H 'If-None-Match: "x"' -H "If-Modified-Since: $date" "$feed")" 200
    is "$name packed" "$(header Content-Encoding -H 'Accept-Encoding: gzip' "$feed")" gzip
    is "$name's packed ETag" "$(status -H "If-None-Match: $(header ETag --compressed "$feed")" "$feed")" 304
    is "$name's head" "$(status -I "$feed")" 200
    echo "$etag" >"$TMP/$name.etag"
done
get --compressed "$json" >"$TMP/unpacked.json"
ok "packed and plain are the same" cmp "$TMP/before.json" "$TMP/unpacked.json"
is "a login page" "$(status "$base/broken.html")" 200
is "nothing there" "$(status "$base/x")" 404
is "POST" "$(status -d x "$json")" 405
get --max-time 1 "$base/stall" >/dev/null 2>&1
is "a stall ends at the caller's patience" $? 28

kill -USR1 "$server"
all after
is "quarters after the change" "$(jq -r '.dimension.period.category.index | "\(length) \(last)"' "$TMP/after.json")" "8 2026-Q3"
is "CSV rows after the change" "$(sed 1d "$TMP/after.csv" | wc -l)" 5176
for feed in native sdmx xlsx nbs; do
    is "$feed is another" "$(cmp -s "$TMP/before.$feed" "$TMP/after.$feed"; echo $?)" 1
done
is "the ledger: what changes its state" "$(jq -r '.ledger[] | "\(.id) \(.state)"' "$TMP/before.native" "$TMP/after.native" |
    sort | uniq -u | tr '\n' ' ')" "HN-2026-019 已办结 HN-2026-019 逾期 "
is "SDMX: values that are revised" "$(for f in before after; do
    jq -r '.data.dataSets[0].series | to_entries[] | .key as $k | .value.observations
        | to_entries[] | select((.key | tonumber) < 7) | "\($k):\(.key) \(.value[0])"' "$TMP/$f.sdmx"
done | sort | uniq -u | wc -l)" 2
is "esData: values that are revised" "$(for f in before after; do
    jq -r '.data[] | select(.code != "202610MM") | .code as $c | .values[] | "\($c) \(._id) \(.da) \(.value)"' "$TMP/$f.nbs"
done | sort | uniq -u | wc -l)" 2
is "the ETag of JSON is another" "$(status -H "If-None-Match: $(cat "$TMP/indicators.json.etag")" "$json")" 200
is "the ETag of CSV is another" "$(status -H "If-None-Match: $(cat "$TMP/monthly.csv.etag")" "$csv")" 200
# cells as "indicator region period value status"
cells() {
    jq -r '. as $d | .dimension.period.category.index as $p
        | .dimension.region.category.index as $r | .dimension.indicator.category.index as $i
        | range(.value | length) | select($d.value[.] != null)
        | "\($i[. / ($p | length) / ($r | length) | floor]) \($r[. / ($p | length) % ($r | length) | floor]) \($p[. % ($p | length)]) \($d.value[.]) \($d.status[tostring] // "A")"' "$1" |
        LC_ALL=C sort
}
cells "$TMP/before.json" >"$TMP/before"
cells "$TMP/after.json" >"$TMP/after"
is "values or statuses of JSON that are revised" "$(LC_ALL=C comm -23 "$TMP/before" "$TMP/after" | wc -l)" 2
is "one of them" "$(LC_ALL=C comm -13 "$TMP/before" "$TMP/after" | grep 'B9-01 430000 2026-Q2')" "B9-01 430000 2026-Q2 3.52 A"
cut -d , -f 1-6 "$TMP/before.csv" | LC_ALL=C sort >"$TMP/before"
cut -d , -f 1-6 "$TMP/after.csv" | LC_ALL=C sort >"$TMP/after"
is "values or statuses of CSV that are revised" "$(LC_ALL=C comm -23 "$TMP/before" "$TMP/after" | wc -l)" 2

kill "$server"
wait "$server"
is "ends cleanly" $? 0
"$program" --port-file "$TMP/port2" --change-after 1 &
server=$!
PIDS="$PIDS $server"
sleep 0.3
base=http://127.0.0.1:$(cat "$TMP/port2")
get "$base/miit/indicators.json" >"$TMP/again.json"
get "$base/moe/education.xlsx" >"$TMP/again.xlsx"
ok "the same workbook on every run" cmp "$TMP/before.xlsx" "$TMP/again.xlsx"
ok "the same bytes on every run" cmp "$TMP/before.json" "$TMP/again.json"
sleep 1
get "$base/miit/indicators.json" >"$TMP/again.json"
ok "the change comes by the clock" cmp "$TMP/after.json" "$TMP/again.json"
kill "$server"
wait "$server"

# A child of a shell that ends at once.
sh -c '"$1" --with-parent --port-file "$2" & sleep 0.3' - "$program" "$TMP/port3"
sleep 0.2
get "http://127.0.0.1:$(cat "$TMP/port3")/" >"$TMP/out" 2>&1
is "it does not outlive its parent" $? 7
"$program" --port x >"$TMP/usage" 2>&1
is "a port that is none" $? 2
tap_done
