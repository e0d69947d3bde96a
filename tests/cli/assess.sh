#!/bin/sh
# Tables judged by --assess: columns, what comes out, rows that cannot be read.
# shellcheck disable=SC2154 # AIPLUS and TMP are set by the runner and tap.sh
. tests/lib/tap.sh
: >"$TMP/aiplus.conf"
assess() { # method, file
    assess_method=$1
    shift
    "$AIPLUS" --config "$TMP/aiplus.conf" --lang en --assess="$assess_method" "$@"
}
fixtures=tests/fixtures/assess

# The column called status says so as often as a reason is given.
not_computable() {
    awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "status") at = i }
        $at == "not_computable" { n++ } END { print n + 0 }' "$1"
}
for method in schedule trend; do
    if [ -n "${AIPLUS_REGENERATE:-}" ]; then
        assess "$method" $fixtures/$method.tsv >$fixtures/$method.expected 2>/dev/null
    fi
    assess "$method" $fixtures/$method.tsv >"$TMP/got" 2>"$TMP/said"
    is "$method: status" "$?" 0
    is "$method: what is written" "$(cat "$TMP/got")" "$(cat $fixtures/$method.expected)"
    is "$method: why not" "$(grep -c 'not computable, because' "$TMP/said")" \
        "$(not_computable "$TMP/got")"
done

# compared FILE: rows, and whether all of them agree with the file's last five columns
compared() {
    cut -f1,2,11-15 "$1" | paste - "$TMP/got" | awk -F'\t' '
        function near(a, b) { return (a == "") == (b == "") && (a - b) ^ 2 <= 1e-18 }
        NR == 1 { ok = $3 == $10 && $7 == $14; next }
        { ok = ok && $1 == $8 && $2 == $9 && near($3, $10) && near($4, $11) &&
              $5 == $12 && near($6, $13) && $7 == $14 }
        END { print NR, ok }'
}
assess growth $fixtures/growth.tsv >"$TMP/got" 2>"$TMP/said"
is "growth: status" "$?" 0
is "growth: numbers within 1e-9, statuses" "$(compared $fixtures/growth.tsv)" "56 1"
is "growth: why not" "$(wc -l <"$TMP/said" | tr -d ' ')" "$(not_computable "$TMP/got")"
published=../shared/progress/growth_cases.tsv
if [ -r $published ]; then
    assess growth <$published >"$TMP/got" 2>"$TMP/said"
    is "published cases: status" "$?" 0
    is "published cases: nothing said" "$(cat "$TMP/said")" ""
    is "published cases: numbers within 1e-9, statuses" "$(compared $published)" "126 1"
else
    skip "published cases" "$published is not here"
fi

# A byte order mark, CR, other columns, another order, empty lines; the same from a pipe.
head='target_year	note	direction	target	current_year	current_value	base_year	base_value	limit	series	indicator'
printf '\357\273\277%s\r\n\r\n2027	x	1	70	2026	52	2025	40		s	a\r\n' "$head" >"$TMP/table"
one=$(assess growth "$TMP/table")
is "one row" "$(printf '%s\n' "$one" | cut -f1,2,5 | tail -1)" "a	s	moderate_progress"
is "from standard input" "$(assess growth <"$TMP/table")" "$one"
is "from standard input, said so" "$(assess growth - <"$TMP/table")" "$one"
# Without a last line's end, and with its last cells left out.
printf '%s\n2027	x	1	70	2026	52	2025	40		s	a' "$head" >"$TMP/table"
is "without an end of line" "$(assess growth "$TMP/table")" "$one"
printf 'indicator	base_value	base_year	current_value	current_year	direction	target\na	1	2015	2	2020	1\n' >"$TMP/table"
is "last cells left out" "$(assess growth "$TMP/table" | cut -f5 | tail -1)" "substantial_progress"

# Rows that cannot be read: said with file, line and column; the others are written.
printf '%s\n' "$head" '2027	x	1	70	2026	52	2025	40		s	a' '2027	x	up	70	2026	52	2025	40		s	b' \
    '2027	x	1	70	2026	n/a	2025	40		s	c' '	x	1	70	2026	52	2025	40		s	d' \
    '2027	x	-1	70	2026	52	2025	40		s	a' >"$TMP/table"
got=$(assess growth "$TMP/table" 2>"$TMP/said")
is "bad rows: status" "$?" 1
is "bad rows: the others" "$(printf '%s\n' "$got" | cut -f1,5,7)" "indicator	status	indicator_status
a	moderate_progress	substantial_progress
a	target_achieved	substantial_progress"
is "bad rows: said" "$(wc -l <"$TMP/said" | tr -d ' ')" 3
has "bad direction" "$(cat "$TMP/said")" "$TMP/table, line 3: column \"direction\" cannot be \"up\""
has "bad number" "$(cat "$TMP/said")" "line 4: column \"current_value\" cannot be \"n/a\""
has "no year for a target" "$(cat "$TMP/said")" "line 5: column \"target_year\" cannot be \"\""
# refused METHOD LINE COLUMN: the second line of a table, whose first is its fixture's
refused() {
    { head -1 $fixtures/"$1".tsv; printf '%s\n' "$2"; } >"$TMP/table"
    got=$(assess "$1" "$TMP/table" 2>&1)
    is "$1: $3: status" "$?" 1
    has "$1: $3: said" "$got" "line 2: column \"$3\""
}
refused schedule 'a	s	flows	1			5	2026		9	2027	' kind
refused schedule 'a	s	flow	0			5	2026		9	2027	' direction
refused schedule 'a	s	rate	1	x	2025	5	2026		9	2027	' base_value
refused schedule 'a	s	rate	1	4	soon	5	2026		9	2027	' base_period
refused schedule 'a	s	rate	1			5..	2026		9	2027	' current_value
refused schedule 'a	s	rate	1			5	2026-13		9	2027	' current_period
refused schedule 'a	s	rate	1			5	2026	>>	9	2027	' operator
refused schedule 'a	s	rate	1			5	2026		9%	2027	' target
refused schedule 'a	s	rate	1			5	2026		9	27	' target_year
refused schedule 'a	s	rate	1			5	2026		9		' target_year
refused schedule 'a	s	rate	1			5	2026		9	2027	2026-03' plan
refused schedule 'a	s	rate	1			5	2026		9	2027	2026-06=3;2026-03=4' plan
refused trend '5	a	s	stock	1	2024=1;2024=2		2027	' points
refused trend '5	a	s	stock	1	2024		2027	' points

got=$(printf 'indicator	series\n' | assess growth 2>&1)
is "a column is missing: status" "$?" 1
has "a column is missing: said" "$got" 'standard input has no column "base_value"'
has "nothing at all" "$(assess growth </dev/null 2>&1)" 'has no column "indicator"'
is "no file: status" "$(assess growth "$TMP/none" >/dev/null 2>&1; echo $?)" 1
got=$(assess growths 2>&1 </dev/null)
is "no such method: status" "$?" 2
has "no such method: said" "$got" "schedule, growth, trend"
is "nowhere to write" "$(assess trend $fixtures/trend.tsv 2>/dev/null >/dev/full; echo $?)" 6
# What would steer a terminal is shown as what it is.
printf '%s\n2027	x	1	70	2026	52	2025	40		s	a\033[31m\n' "$head" >"$TMP/table"
has "no control character" "$(assess growth "$TMP/table")" 'a<U+001B>[31m'
tap_done
