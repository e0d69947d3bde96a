#!/bin/sh
# Recorded answers in SDMX-CSV, where they are at hand: through HTTP and --inspect each
# gives what independent readers found, or is refused where they found no measure; those
# with a time and an area go through a mapping declared here into the store, and every
# figure that must come out is computed from the answer itself.
# shellcheck disable=SC2154,SC2016 # BUILD is set by the runner; $ in awk is awk's
. tests/lib/tap.sh
samples=../shared/samples
if [ ! -d "$samples/sdmx-csv" ]; then
    skip "recorded answers in SDMX-CSV" "$samples is not here"
    tap_done
    exit
fi
serve "$(cd "$samples" && pwd)"

inspected() { # file
    "$AIPLUS" --lang en --inspect "$URL/$1" --format json >"$TMP/inspect.json"
}

for file in "$samples"/sdmx-csv/*.csv; do
    name=sdmx-csv/${file##*/}
    inspected "$name"
    is "$name: format" "$(jq -r .format "$TMP/inspect.json")" sdmx-csv
    # Files without OBS_VALUE have no figures that anybody could tell.
    if awk -F'\t' -v f="$name" '$1 == f { exit $14 != "no OBS_VALUE column" }' \
        "$samples/expected.tsv"; then
        ok "$name is refused with that reason" jq -e \
            '.ok == false and .n_obs == 0 and (.error | contains("no column OBS_VALUE"))' \
            "$TMP/inspect.json"
        continue
    fi
    want=$(awk -F'\t' -v OFS='\t' -v f="$name" '$1 == f { print $3, $5, $6, $9, $10 }' \
        "$samples/expected.tsv")
    got=$(jq -r '[.n_series, .n_obs, .n_missing, .min_period, .max_period] | @tsv' \
        "$TMP/inspect.json")
    is "$name: counts and periods" "$got" "$want"
    sum=$(awk -F'\t' -v f="$name" '$1 == f { print $7 }' "$samples/expected.tsv")
    ok "$name: sum" jq -e --argjson want "$sum" \
        '(.sum - $want | fabs) <= 1e-12 * ([$want | fabs, 1] | max)' "$TMP/inspect.json"
done
inspected sdmx-invalid/bis-data_v2_exception.csv
ok "without its first columns it is read with a warning" jq -e \
    '.ok and .format == "sdmx-csv" and .warnings == 1' "$TMP/inspect.json"
inspected sdmx-invalid/bis-data_v2_invalid_action.csv
ok "an unknown action is refused" jq -e '.ok == false and .n_obs == 0' "$TMP/inspect.json"

# The test's own indicators before those of the catalogue.
mkdir "$TMP/catalog"
awk -F '\t' -v OFS='\t' '
    function add(code, unit) {
        print code, "G0", "stock", "higher", "A", "none", 3, unit, unit, "试验 " code, \
            "Test " code, "国家统计局", "published", "no", ""
    }
    $14 == "yes" && !done {
        done = 1; add("T-any", ""); add("T-other", ""); add("T-share", "%")
        add("T-euro", "百万欧元")
    }
    { print }' catalog/indicators.tsv >"$TMP/catalog/indicators.tsv"

# store NAME FILE AWK <<mapping: collects the file by the mapping. AWK prints of each row
# of the file what must be stored: indicator, region, period, value, status.
store() {
    name=$1
    { printf 'source "%s" {\n    address = "%s/sdmx-csv/%s"\n    allow = {"http", "loopback"}\n' \
        "$name" "$URL" "$2"
        cat
        echo '}'
    } >"$TMP/$name.conf"
    tr -d '\r' <"$samples/sdmx-csv/$2" | awk -F, -v OFS=, "NR == 1 { next } $3" |
        LC_ALL=C sort >"$TMP/want"
    ok "$name: something to store" test -s "$TMP/want"
    "$AIPLUS" --lang en --catalog "$TMP/catalog" --cache "$TMP/cache.$name" \
        --config "$TMP/$name.conf" --fetch >"$TMP/log" 2>&1
    is "$name: collected" "$? $(grep -c " [1-9][0-9]* refused" "$TMP/log")" "0 0"
    # Names may hold commas; none of these does.
    "$AIPLUS" --lang en --catalog "$TMP/catalog" --cache "$TMP/cache.$name" \
        --config "$TMP/$name.conf" --csv |
        awk -F, -v OFS=, 'NR > 1 { print $1, $3, $5, $6 == "" ? "-" : $6, $8 }' |
        LC_ALL=C sort >"$TMP/got"
    ok "$name: $(wc -l <"$TMP/want" | tr -d ' ') figures, each as it was sent" \
        awk -F, 'NR == FNR { value[$1 FS $2 FS $3] = $4; status[$1 FS $2 FS $3] = $5
                n++; next }
            { key = $1 FS $2 FS $3; seen++ }
            !(key in value) || status[key] != $5 || (value[key] == "-") != ($4 == "-") ||
                value[key] - $4 > 1e-9 || $4 - value[key] > 1e-9 { print key, $4, $5; bad = 1 }
            END { if (seen != n) print seen " of " n; exit bad || seen != n }' \
        "$TMP/want" "$TMP/got"
}

# One of nine areas; a flag of the sender's own; millions.
store terria terria-data-region-time.csv \
    '$5 == "7" { print "T-any", "330000", $7, $8 == "" ? "-" : $8, $8 == "" ? "Q" : "A" }' <<'END'
    constant = {"indicator = T-any"}
    regions  = {"7 = 330000"}
    filter   = {"REGION = 7"}
    statuses = {"q = Q"}
END
store terria-all terria-data-region-time.csv \
    '$5 == "AUS" { print "T-other", "100000", $7, $8, "A" }' <<'END'
    region     = "REGION"
    indicator  = "MEASURE"
    regions    = {"AUS = 100000"}
    indicators = {"M1 = T-other"}
    filter     = {"REGION = AUS"}
END

# Empty places that say why are kept; by two currencies it is a series.
store bis bis-sdmx10-data_v1.csv \
    '$10 == "HKD" && $11 == "TO1" {
        print "T-any", "430000", $16, $21 == "" ? "-" : $21, $19 }' <<'END'
    constant = {"indicator = T-any"}
    region   = "DER_REP_CTY"
    regions  = {"5J = 430000"}
    filter   = {"DER_CURR_LEG1 = HKD", "DER_CURR_LEG2 = TO1"}
END
store bis-two bis-sdmx20-data_v2.csv \
    '{ code = $12 == "TO1" ? "T-any" : "T-other" }
    { print code, "430000", $17, $22 == "" ? "-" : $22, $20 }' <<'END'
    indicator  = "DER_CURR_LEG2"
    indicators = {"TO1 = T-any", "USD = T-other"}
    region     = "DER_REP_CTY"
    regions    = {"5J = 430000"}
END

# Names in the cells in place of ids.
store eurostat bis-large_csv_1.csv \
    '$10 == "Current account" { print "T-euro", "430000", $12, $13, "A" }' <<'END'
    indicator  = "bop_item"
    indicators = {"Current account = T-euro"}
    filter     = {"bop_item = Current account"}
    regions    = {"Euro area – 20 countries (from 2023) = 430000"}
    units      = {"Million euro = 百万欧元"}
END
store estat estat-bulk_v2.csv '{ print "T-share", "100000", $9, $10, "A" }' <<'END'
    constant = {"indicator = T-share"}
    regions  = {"EU27_2020 = 100000"}
    units    = {"PC_POP = %"}
END
tap_done
