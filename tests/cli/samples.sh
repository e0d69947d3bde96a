#!/bin/sh
# Recorded answers of statistical offices, where they are at hand: through HTTP and
# --inspect each gives the counts, periods and sums that independent readers found; those
# with a time go on through store, snapshot and --print.
# shellcheck disable=SC2154,SC2016 # BUILD is set by the runner; $ in jq is jq's
. tests/lib/tap.sh
samples=../shared/samples
if [ ! -f "$samples/expected.tsv" ]; then
    skip "recorded answers" "$samples is not here"
    tap_done
    exit
fi
serve "$(cd "$samples" && pwd)"

inspect() {
    "$AIPLUS" --lang en --inspect "$URL/$1" --format json
}

# file, jq path to the counts, then the row of expected.tsv
compare() {
    got=$(jq -r "$2"' | [.n_series, .n_obs, .n_missing, (.sum|tostring),
        (.min_period // "-"), (.max_period // "-")] | @tsv' "$TMP/inspect.json")
    # Sums within 1e-12 of each other, everything else the same.
    ok "$3" awk -v got="$got" -v want="$4" 'BEGIN {
        split(got, g, "\t"); split(want, w, "\t")
        d = g[4] - w[4]; if (d < 0) d = -d
        m = w[4] < 0 ? -w[4] : w[4]
        if (d > 1e-12 * (m > 1 ? m : 1)) { print got "\n" want; exit 1 }
        for (i = 1; i <= 6; i++)
            if (i != 4 && g[i] != w[i]) { print got "\n" want; exit 1 }
    }'
}

tab=$(printf '\t')
for file in "$samples"/json-stat/*.json; do
    name=json-stat/${file##*/}
    inspect "$name" >"$TMP/inspect.json"
    found=0
    # file split n_series n_series_with_value n_obs n_missing sum sum_decimal min max
    while IFS="$tab" read -r key series n_obs missing sum first last; do
        found=1
        want="$series$tab$n_obs$tab$missing$tab$sum$tab$first$tab$last"
        case $key in
        *'#'*) compare "$name" ".datasets[] | select(.id == \"${key#*#}\")" "$key" "$want" ;;
        *) compare "$name" . "$key" "$want" ;;
        esac
    done <<END
$(awk -F'\t' -v OFS='\t' -v f="$name" '{ split($1, p, "#") }
    p[1] == f { print $1, $3, $5, $6, $7, $9 == "" ? "-" : $9, $10 == "" ? "-" : $10 }' \
        "$samples/expected.tsv")
END
    [ "$found" = 1 ] || tap "not ok" "$name has no expected row"
done

# Invalid ones: refused with a reason and no figure, or read with a warning.
for file in "$samples"/json-stat-invalid/*.json; do
    name=json-stat-invalid/${file##*/}
    inspect "$name" >"$TMP/inspect.json"
    case $name in
    */valid-*) ok "$name is read" jq -e '.ok and .n_obs > 0' "$TMP/inspect.json" ;;
    *) ok "$name is refused, or read with a warning" jq -e \
        '(.ok == false and .n_obs == 0 and (.error | length) > 20) or
         (.ok and (.warnings | length) > 0)' "$TMP/inspect.json" ;;
    esac
done

# SDMX-CSV: counted as it should be, or refused with its reason; never anything else.
for file in "$samples"/sdmx-csv/*.csv; do
    name=sdmx-csv/${file##*/}
    inspect "$name" >"$TMP/inspect.json"
    want=$(awk -F'\t' -v f="$name" '$1 == f { print $5, $6 }' "$samples/expected.tsv")
    ok "$name is counted or refused" jq -e --arg want "$want" \
        'if .ok then "\(.n_obs) \(.n_missing)" == $want
         else .n_obs == 0 and (.error | length) > 20 end' "$TMP/inspect.json"
done
tap_done
