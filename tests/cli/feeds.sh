#!/bin/sh
# The collector with servers as they are: unchanged answers, changed mappings, sources
# that come and go, feeds that shrink; and --inspect of what is no feed.
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
www=$TMP/www
mkdir "$www"
serve "$www"

edition=0
feed() { # NAME rows...
    feed_name=$1
    shift
    { echo '地区,指标,报期,值,单位'; printf '%s\n' "$@"; } >"$www/$feed_name"
    # nginx tells editions apart by second and size.
    touch -d "2026-01-01 00:00:$(printf '%02d' "$edition")" "$www/$feed_name"
    edition=$((edition + 1))
}
source_of() { # NAME FILE [settings]
    printf 'source "%s" {\n address = "%s/%s"\n allow = {"http", "loopback"}\n %s\n}\n' \
        "$1" "$URL" "$2" "$3"
}
aiplus() {
    "$AIPLUS" --lang en --cache "$TMP/cache" --config "$TMP/aiplus.conf" "$@" 2>&1
}
value() { # region: its latest value of B9-01
    aiplus "--print=indicator/B9-01@$1" | awk '/^Value / { sub(/r$/, "", $2); print $2; exit }'
}

feed a.csv HN,B9-01,2026-Q1,3.1,EFLOPS HN,B9-01,2026-Q2,3.5,EFLOPS ZJ,B9-01,2026-Q2,8.5,EFLOPS
source_of a a.csv 'regions = {"HN = 430000"}' >"$TMP/aiplus.conf"
got=$(aiplus --fetch)
has "one region mapped" "$got" "3 rows, 2 changed, 1 refused"
has "again: 304" "$(aiplus --fetch)" "a: unchanged"

# The mapping changes, the server's answer does not: it is read again.
source_of a a.csv 'regions = {"HN = 430000", "ZJ = 330000"}' >"$TMP/aiplus.conf"
has "a changed mapping is applied" "$(aiplus --fetch)" "3 rows, 1 changed, 0 refused"
is "the other region is there" "$(value 330000)" 8.50
has "and 304 again" "$(aiplus --fetch)" "a: unchanged"
# Nor does the server know that the catalogue has learned a name.
mkdir "$TMP/catalog"
awk -F'\t' -v OFS='\t' '$1 == "B9-01" { $10 = "智能算力规模(新)" } 1' catalog/indicators.tsv \
    >"$TMP/catalog/indicators.tsv"
has "another catalogue: read again" "$(aiplus --catalog "$TMP/catalog" --fetch)" "3 rows, 0 changed"
has "and 304 under the same one" "$(aiplus --catalog "$TMP/catalog" --fetch)" "a: unchanged"
# Even if the first attempt with the new mapping fails.
feed a.csv HN,B9-01,2026-Q1,3.1,EF HN,B9-01,2026-Q2,3.5,EF ZJ,B9-01,2026-Q2,8.6,EF
has "another unit: all refused" "$(aiplus --fetch)" "a: The row is in \"EF\""
is "the value stands" "$(value 330000)" 8.50
source_of a a.csv 'regions = {"HN = 430000", "ZJ = 330000"} units = {"EF = EFLOPS"}' >"$TMP/units.conf"
cp "$TMP/units.conf" "$TMP/aiplus.conf"
mv "$www/a.csv" "$www/away"
has "the server fails meanwhile" "$(aiplus --fetch)" "404"
mv "$www/away" "$www/a.csv"
has "the unit's name is mapped" "$(aiplus --fetch)" "3 rows, 1 changed, 0 refused"
is "the new value is there" "$(value 330000)" 8.60
source_of a a.csv 'regions = {"HN = 430000"} units = {"EF = EFLOPS"}' >"$TMP/aiplus.conf"
mv "$www/a.csv" "$www/away"
aiplus --fetch >/dev/null
mv "$www/away" "$www/a.csv"
has "changed, failed, then read and not 304" "$(aiplus --fetch)" "3 rows, 0 changed, 1 refused"

# A name that several regions bear.
feed d.csv 吉林,B9-01,2026-Q2,1,EFLOPS 朝阳区,B9-01,2026-Q2,1,EFLOPS
source_of d d.csv >"$TMP/aiplus.conf"
got=$(aiplus --fetch)
has "several regions: the reason" "$got" 'Several regions bear the name "吉林"'
lacks "several regions: in the register" "$got" "GB/T 2260"

# Settings that contradict the feed: nothing is guessed, nothing comes in unfiltered.
feed d.csv 110000,B9-01,2026-Q2,1,EFLOPS
source_of d d.csv 'region = "地区" indicator = "地区"' >"$TMP/aiplus.conf"
has "one column for two parts" "$(aiplus --fetch)" '"地区", that is taken both as region and as indicator'
source_of d d.csv 'filter = {"值 = 1"}' >"$TMP/aiplus.conf"
has "a filter that finds no dimension" "$(aiplus --fetch)" "cannot be filtered"

# Two sources, one renamed, one removed.
feed b.csv 110000,B9-01,2026-Q2,9.1,EFLOPS
{ cat "$TMP/units.conf"; source_of b b.csv; } >"$TMP/aiplus.conf"
got=$(aiplus --fetch b)
has "one of two by its name" "$got" "b: 1 rows, 1 changed"
lacks "and not the other" "$got" "a: "
{ cat "$TMP/units.conf"; source_of c b.csv; } >"$TMP/aiplus.conf"
got=$(aiplus --fetch)
has "renamed: takes over what it says too" "$got" "c: 1 rows, 1 changed"
has "renamed: on the page" "$(aiplus --print=sources/c)" "sources/c"
got=$(aiplus --print=sources/b)
is "renamed: the old name is gone" "$?" 2
has "renamed: and said to be" "$got" 'no data source "b"'
cp "$TMP/units.conf" "$TMP/aiplus.conf"
aiplus --fetch >/dev/null
lacks "removed: not on the page" "$(aiplus --print=sources)" "sources/c"
is "removed: what it brought stays" "$(value 110000)" 9.10
got=$(aiplus --fetch b)
is "a name that is none: usage" "$?" 2
has "a name that is none" "$got" 'no source "b"'

# A feed that shrinks.
feed a.csv HN,B9-01,2026-Q2,3.6,EF
has "shrunk: held" "$(aiplus --fetch)" "has 1 usable rows, 3 in the accepted delivery"
is "shrunk: all stays" "$(value 330000)" 8.60
has "shrunk: accepted" "$(aiplus --accept a)" "1 rows, 1 changed"
is "shrunk: what it no longer has stays" "$(value 330000)" 8.60

# Limits and permissions.
awk 'BEGIN { for (i = 0; i < 30000; i++) print "HN,B9-01,2026-Q2,3.6,EFLOPS,aaaaaaaaaaaaaaa" }' >"$www/big.csv"
source_of big big.csv 'max_megabytes = 1' >"$TMP/aiplus.conf"
has "larger than max_megabytes" "$(aiplus --fetch)" "larger than its limit of 1048576 bytes"
printf 'source "x" {\n address = "%s/a.csv"\n}\n' "$URL" >"$TMP/aiplus.conf"
got=$(aiplus --fetch)
has "http is not allowed" "$got" "not encrypted. Use https:, or allow http:"
printf 'source "x" {\n address = "%s/a.csv"\n allow = {"http"}\n}\n' "$URL" >"$TMP/aiplus.conf"
got=$(aiplus --fetch)
has "this machine is not allowed" "$got" "leads to this machine itself"

# A file has no validators: the same bytes are known by their hash, but only while they
# are read as they were when they were accepted.
feed f.csv HN,B9-01,2026-Q3,4.1,EFLOPS
from_file() { # [settings]
    printf 'source "f" {\n address = "file://%s/f.csv"\n allow = {"file"}\n %s\n}\n' "$www" "$1" \
        >"$TMP/aiplus.conf"
}
from_file 'regions = {"HN = 430000"}'
has "a file is read" "$(aiplus --fetch)" "1 rows, 1 changed"
has "and known again" "$(aiplus --fetch)" "f: unchanged"
from_file
has "without the mapping it is refused" "$(aiplus --fetch)" 'The region "HN"'
has "and refused again" "$(aiplus --fetch)" 'The region "HN"'
from_file 'regions = {"HN = 430000"}'
has "with it, it is read again" "$(aiplus --fetch)" "1 rows, 0 changed"
has "and known again" "$(aiplus --fetch)" "f: unchanged"

# --inspect of what is no feed ends at once.
mkfifo "$TMP/fifo"
for what in "$TMP" "$TMP/fifo" /dev/zero; do
    got=$(timeout 5 "$AIPLUS" --lang en --inspect "$what" --format json)
    is "--inspect $what: status" "$?" 1
    is "--inspect $what: one object" "$(printf '%s' "$got" | jq -c '[.ok, .n_obs]')" "[false,0]"
    has "--inspect $what: the reason" "$got" "not an ordinary file"
done
# A bundle's member with values and no dimensions is not passed over in silence.
cat >"$TMP/bundle.json" <<'END'
{"a": {"value": [5], "dimension": {"id": ["x"], "size": [1], "x": {"category": {"index": ["k"]}}}},
 "b": {"value": [1]}}
END
got=$("$AIPLUS" --lang en --inspect "$TMP/bundle.json" --format json)
is "--inspect of a bundle with a broken part" "$(printf '%s' "$got" | jq -c '[.ok, .n_obs, .warnings]')" "[true,1,1]"
has "--inspect of a bundle: which part" "$got" 'data set \"b\"'
got=$("$AIPLUS" --lang en --inspect "$TMP/none")
is "--inspect of nothing: status" "$?" 1
has "--inspect of nothing: the reason" "$got" "No such file"
is "--inspect: exactly the members promised, and more about problems" \
    "$("$AIPLUS" --inspect "$www/b.csv" --format json | jq -c keys)" \
    '["datasets","dimensions","error","file","format","items","mapping","max_period","min_period","n_missing","n_obs","n_series","ok","problems","refused","sum","warnings"]'
tap_done
