#!/bin/sh
# Figures as CSV: what is selected, exact values, a file that can be delivered again, the
# history, and names that a spreadsheet must not take for formulas.
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
aiplus() { # day, arguments...
    csv_day=$1
    shift
    AIPLUS_NOW=$csv_day "$AIPLUS" --cache "$TMP/cache" --config "$TMP/aiplus.conf" \
        --lang "${speech:-zh}" "$@" 2>&1
}
fed() { # day, status expected, rows...
    fed_day=$1 fed_status=$2
    shift 2
    { echo '指标代码,地区代码,报期,值,状态,限定,单位'; printf '%s\n' "$@"; } >"$TMP/feed.csv"
    # The deliveries here are nothing alike.
    aiplus "$fed_day" --accept a >"$TMP/fetch.log"
    is "collected on $fed_day" "$?" "$fed_status"
}
csv() { aiplus 2026-11-10 --csv "$@"; }
source_of() { # NAME FILE
    printf 'source "%s" {\n address = "file://%s"\n allow = {"file"}\n}\n' "$1" "$2"
}
source_of a "$TMP/feed.csv" >"$TMP/aiplus.conf"

got=$(csv)
is "without a snapshot: status" "$?" 5
has "and it says so" "$got" "--fetch"

fed 2026-03-01 0 'B9-01,430000,2025-Q4,2.98,A,,EFLOPS' 'B9-01,330000,2025-Q4,0.1,A,,EFLOPS' \
    'B9-01,330100,2025-Q4,-1e-7,A,,EFLOPS' 'B9-02,430000,2025,1590,A,>,' \
    'B9-01,440000,2025-Q4,123456789.123456789,P,~,EFLOPS' 'G0-01,430000,2025-12,,O,,%' \
    'A1.1-01,430000,2025-01/2025-08,7,A,,' 'B9-01,430000,2024-Q4,2.1,A,,EFLOPS'
fed 2026-04-01 0 'B9-01,430000,2025-Q4,3.05,A,,EFLOPS' 'B9-01,430000,2026-Q1,3.2,P,,EFLOPS'

got=$(csv)
is "all: status" "$?" 0
is "the head" "$(printf '%s\n' "$got" | head -1)" \
    "indicator_code,indicator,region_code,region,TIME_PERIOD,OBS_VALUE,qualifier,OBS_STATUS,unit"
is "all: rows" "$(printf '%s\n' "$got" | wc -l | tr -d ' ')" 10
has "a revised value" "$got" ',430000,"湖南省",2025-Q4,3.05,,A,"EFLOPS"'
has "a small value" "$got" ',2025-Q4,-1e-07,,A,'
has "many digits" "$got" ',2025-Q4,123456789.12345679,~,P,'
has "a bound" "$got" ',2025,1590,>,A,'
has "a named absence" "$got" ',2025-12,,,O,"%"'
has "cumulative months" "$got" ',2025-01/2025-08,7,,A,'
has "in English" "$(speech=en csv B9-01 --regions 430000)" ',430000,"Hunan",2025-Q4,3.05'

rows() { csv "$@" | sed 1d | cut -d, -f1,3,5 | tr '\n' ' '; }
is "an indicator, a name" "$(csv B9-01 --regions 湖南 | sed 1d | wc -l | tr -d ' ')" 3
codes() { csv "$@" | sed 1d | cut -d, -f1 | LC_ALL=C sort -u | tr '\n' ' '; }
regions() { csv "$@" | grep -o ',[0-9]\{6\},' | tr -d , | LC_ALL=C sort -u | tr '\n' ' '; }
is "a task" "$(codes B9)" "B9-01 B9-02 "
is "an action" "$(codes A1)" "A1.1-01 "
is "a beginning" "$(codes 'B9-0*')" "B9-01 B9-02 "
is "two" "$(codes G0-01 A1.1-01)" "A1.1-01 G0-01 "
is "a region's parts" "$(regions --regions 330000/)" "330100 "
is "all below" "$(regions --regions '330000//,330000')" "330000 330100 "
is "provinces" "$(regions --regions 100000/)" "330000 430000 440000 "
is "from" "$(csv --from 2026 | sed 1d | wc -l | tr -d ' ')" 1
is "to" "$(csv --to 2024 | sed 1d | wc -l | tr -d ' ')" 1
is "between" "$(csv --from 2025-Q4 --to 2025-Q4 | sed 1d | wc -l | tr -d ' ')" 5
is "a frequency" "$(codes --frequency Y)" "A1.1-01 "
has "as of a day" "$(csv B9-01 --regions 430000 --as-of 2026-03-15)" ',2025-Q4,2.98,,A,'

got=$(csv NOPE)
is "an unknown indicator: status" "$?" 2
has "and its name" "$got" "NOPE"
got=$(csv --regions 430000,Atlantis)
is "an unknown region: status" "$?" 2
has "and its name" "$got" "Atlantis"
csv --from yesterday >/dev/null
is "an unknown period: status" "$?" 2
csv --frequency X >/dev/null
is "an unknown frequency: status" "$?" 2
got=$(csv B9-01 --from 2030)
is "nothing selected: status" "$?" 5
lacks "nothing but a sentence" "$got" "indicator_code"

# Registers: without items there is nothing to write.
got=$(aiplus 2026-11-10 --csv=ledger)
is "an empty register: status" "$?" 5
has "and its name" "$got" "ledger"
got=$(aiplus 2026-11-10 --csv=legder)
is "an unknown register: status" "$?" 2
has "those that there are" "$got" "ledger, cases, publicity, documents"
aiplus 2026-11-10 --csv=ledger --from 2025 >/dev/null
is "what selects figures: status" "$?" 2
aiplus 2026-11-10 --csv= >/dev/null
is "a register without a name: status" "$?" 2

# A file is whole or not there.
csv --output "$TMP/out.csv" >"$TMP/said"
is "a file: status" "$?" 0
is "nothing on standard output" "$(cat "$TMP/said")" ""
is "the file" "$(cat "$TMP/out.csv")" "$(csv)"
csv --from 2030 --output "$TMP/out.csv" >/dev/null
is "an earlier file stays" "$(cat "$TMP/out.csv")" "$(csv)"
is "and nothing beside it" "$(ls "$TMP"/out.csv*)" "$TMP/out.csv"
csv --output "$TMP/no/such/out.csv" >/dev/null
is "no directory: status" "$?" 6

ln -s out.csv "$TMP/link.csv"
mkfifo "$TMP/pipe.csv"
for special in link.csv pipe.csv; do
    csv --output "$TMP/$special" >/dev/null
    is "$special: status" "$?" 6
done
ok "a link stays a link" test -L "$TMP/link.csv"
ok "a pipe stays a pipe" test -p "$TMP/pipe.csv"
rm "$TMP/link.csv" "$TMP/pipe.csv"
for option in --regions --from --to --frequency --output; do
    csv "$option" "" >"$TMP/said"
    is "an empty $option is not all: status" "$?" 2
    has "and it says so" "$(cat "$TMP/said")" "$option"
done

# Delivered again, it says the same: nothing changes; and in another cache it makes the
# same figures.
source_of a "$TMP/out.csv" >"$TMP/aiplus.conf"
has "delivered again" "$(speech=en aiplus 2026-04-02 --fetch)" "9 rows, 0 changed, 0 refused"
cp -R "$TMP/cache" "$TMP/first"
rm -rf "$TMP/cache"
has "delivered elsewhere" "$(speech=en aiplus 2026-04-02 --fetch)" "9 rows, 9 changed, 0 refused"
is "the same figures" "$(csv | LC_ALL=C sort)" "$(LC_ALL=C sort "$TMP/out.csv")"
speech=en aiplus 2026-04-02 --csv --output "$TMP/out.csv"
has "from an English one too" "$(speech=en aiplus 2026-04-03 --fetch)" "9 rows, 0 changed, 0 refused"
rm -rf "$TMP/cache"
mv "$TMP/first" "$TMP/cache"

# Everything that was said.
got=$(csv B9-01 --regions 430000 --from 2025-Q4 --history)
has "history: the head" "$got" ",unit,receipt,accepted,source,fate"
has "replaced" "$got" ',2025-Q4,2.98,,A,"EFLOPS",3,2026-03-01T23:59:59+08:00,"a",replaced'
has "stands" "$got" ',2025-Q4,3.05,,A,"EFLOPS",4,2026-04-01T23:59:59+08:00,"a",stands'
got=$(csv B9-01 --regions 430000 --from 2025-Q4 --history --as-of 2026-03-15)
has "as of a day it stood" "$got" ',2025-Q4,2.98,,A,"EFLOPS",3,2026-03-01T23:59:59+08:00,"a",stands'
lacks "and the later one was unknown" "$got" "3.05"

# No formulas.
mkdir "$TMP/catalog"
awk -F'\t' -v OFS='\t' '$1 == "B9-01" { $10 = "=1+\"1\",规模" } 1' catalog/indicators.tsv \
    >"$TMP/catalog/indicators.tsv"
has "a formula is a text" "$(csv B9-01 --catalog "$TMP/catalog")" \
    "B9-01,\"'=1+\"\"1\"\",规模\",430000"
tap_done
