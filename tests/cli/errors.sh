#!/bin/sh
# Every row of the table of errors is used by a source.
. tests/lib/tap.sh
sed -n 's/^ERROR_ROW(\(ERROR_[A-Z0-9_]*\),.*/\1/p' core/error_list.h | LC_ALL=C sort \
    >"$TMP/rows"
cat core/*.[ch] catalog/*.[ch] fetch/*.[ch] store/*.[ch] views/*.[ch] report/*.[ch] \
    tui/*.[ch] app/*.[ch] | grep -v '^ERROR_ROW(' | grep -o 'ERROR_[A-Z0-9_]*' |
    LC_ALL=C sort -u >"$TMP/used"
ok "there are rows" test -s "$TMP/rows"
is "rows that nothing uses" "$(LC_ALL=C comm -23 "$TMP/rows" "$TMP/used")" ""
tap_done
