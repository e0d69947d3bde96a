#!/bin/sh
# Recorded answers of statistical offices, where they are at hand: through HTTP and
# --inspect each gives the counts, periods and sums that independent readers found, and
# what is none is refused. samples_store.sh takes them on into the store.
# shellcheck disable=SC2154,SC2016 # BUILD is set by the runner; $ in jq is jq's
. tests/lib/tap.sh
samples=../shared/samples
if [ ! -f "$samples/expected.tsv" ]; then
    skip "recorded answers" "$samples is not here"
    tap_done
    exit
fi
serve "$(cd "$samples" && pwd)"

# What a file holds, through HTTP and from the disk, in two files.
inspect() {
    "$AIPLUS" --lang en --inspect "$URL/$1" --format json >"$TMP/http.json"
    "$AIPLUS" --lang en --inspect "$samples/$1" --format json >"$TMP/file.json"
}

# jq path to the counts, name of the row, then the row of expected.tsv
compare() {
    for way in http file; do
        got=$(jq -r "$1"' | [.n_series, .n_obs, .n_missing, (.sum|tostring),
            (.min_period // "-"), (.max_period // "-")] | @tsv' "$TMP/$way.json")
        # Sums within 1e-12 of each other, everything else the same.
        ok "$2 ($way)" awk -v got="$got" -v want="$3" 'BEGIN {
            split(got, g, "\t"); split(want, w, "\t")
            d = g[4] - w[4]; if (d < 0) d = -d
            m = w[4] < 0 ? -w[4] : w[4]
            if (d > 1e-12 * (m > 1 ? m : 1)) { print got "\n" want; exit 1 }
            for (i = 1; i <= 6; i++)
                if (i != 4 && g[i] != w[i]) { print got "\n" want; exit 1 }
        }'
    done
}

# Refused, with no figure and a reason in words.
refused() {
    inspect "$1"
    for way in http file; do
        ok "$1 is refused ($way)" jq -e \
            '.ok == false and .n_obs == 0 and (.error | length) > 20' "$TMP/$way.json"
    done
}

read_with_warning() {
    inspect "$1"
    for way in http file; do
        ok "$1 is read with a warning ($way)" jq -e \
            '.ok and .n_obs > 0 and .warnings > 0' "$TMP/$way.json"
    done
}

tab=$(printf '\t')

# Every file of a directory has its rows in expected.tsv.
check_file() {
    found=0
    inspect "$1"
    # file split n_series n_series_with_value n_obs n_missing sum sum_decimal min max
    while IFS="$tab" read -r key series n_obs missing sum first last; do
        [ -n "$key" ] || continue
        found=1
        want="$series$tab$n_obs$tab$missing$tab$sum$tab$first$tab$last"
        case $key in
        *'#all') path=. ;;
        *'#'*) path=".datasets[] | select(.id == \"${key#*#}\")" ;;
        *) path=. ;;
        esac
        compare "$path" "$key" "$want"
    done <<END
$(awk -F'\t' -v OFS='\t' -v f="$1" '{ split($1, p, "#") }
    p[1] == f { print $1, $3, $5, $6, $7, $9 == "" ? "-" : $9, $10 == "" ? "-" : $10 }' \
        "$samples/expected.tsv")
END
    [ "$found" = 1 ] || tap "not ok" "$1 has no expected row"
}

# The directories of expected.tsv, and those that tests below or elsewhere look at.
elsewhere="json-stat-invalid json-suite schemas sdmx-invalid sdmx-json-legacy \
sdmx-json-structure"
for directory in "$samples"/*/; do
    directory=$(basename "$directory")
    case " $elsewhere " in *" $directory "*) continue ;; esac
    ok "$directory has rows in expected.tsv" grep -q "^$directory/" "$samples/expected.tsv"
    for file in "$samples/$directory"/*; do
        check_file "$directory/${file##*/}"
    done
done

# Prototypes of 2012 and 2013, and messages that hold no figures.
for file in "$samples"/sdmx-json-legacy/* "$samples"/sdmx-json-structure/* \
    "$samples"/sdmx-invalid/*; do
    name=${file#"$samples/"}
    case $name in
    # Its rows say what they are all the same.
    *data_v2_exception.csv) read_with_warning "$name" ;;
    *) refused "$name" ;;
    esac
done

# Invalid ones: refused with a reason and no figure, or read with a warning.
for file in "$samples"/json-stat-invalid/*.json; do
    name=json-stat-invalid/${file##*/}
    inspect "$name"
    case $name in
    */valid-*) ok "$name is read" jq -e '.ok and .n_obs > 0' "$TMP/http.json" ;;
    *) ok "$name is refused, or read with a warning" jq -e \
        '(.ok == false and .n_obs == 0 and (.error | length) > 20) or
         (.ok and (.warnings | length) > 0)' "$TMP/http.json" ;;
    esac
done

tap_done
