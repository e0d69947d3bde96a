#!/bin/sh
# Tables as offices send them, through a source: a CSV file in GB18030, workbooks long and
# wide, a register; and what --inspect says of them and of what is no workbook.
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
writer=$BUILD/tests/unit/test_fetch_xlsx
if [ ! -x "$writer" ]; then
    skip "tables" "$writer is not built"
    tap_done
    exit
fi
"$writer" "$TMP"

aiplus() {
    AIPLUS_NOW=2026-07-01 "$AIPLUS" --lang "${speech:-en}" --cache "$TMP/cache" \
        --config "$TMP/aiplus.conf" "$@" 2>&1
}
source_of() { # NAME FILE [settings]
    printf 'source "%s" {\n address = "file://%s/%s"\n allow = {"file"}\n %s\n}\n' \
        "$1" "$TMP" "$2" "$3"
}
figures() { # indicator, region
    aiplus --csv "$1" --regions "$2" | sed 1d | cut -d, -f5,6,9 | tr '\n' ' '
}

# A workbook with a title, a unit, merged cells, dates, a total and a note.
source_of xlsx long.xlsx >"$TMP/aiplus.conf"
has "a workbook: fetched" "$(aiplus --fetch)" "4 rows, 2 changed, 2 refused"
is "its figures" "$(figures B9-01 430000)" '2026-03,2.98,"EFLOPS" 2026-06,3.05,"EFLOPS" '
got=$(aiplus --print=sources/xlsx)
has "the total is refused by its name" "$got" '"合计"'
has "the note as one" "$got" "taken for a note"
has "on a page" "$(aiplus --print=indicator/B9-01@430000)" "3.05"
rm -rf "$TMP/cache"

# The unit above the table is no other one's.
source_of xlsx long.xlsx 'constant = {"indicator = B9-02"} ignore = {"指标代码"}' \
    >"$TMP/aiplus.conf"
got=$(aiplus --fetch)
is "another unit: status" "$?" 4
has "another unit: refused" "$got" '"EFLOPS"'
rm -rf "$TMP/cache"

# A wide one: its heads are indicators, its percentages what they show.
wide='wide = "indicator" constant = {"period = 2026-06"} indicators = {"智能算力规模 = B9-01", "渗透率 = G0-01"}'
source_of wide wide.xlsx "$wide" >"$TMP/aiplus.conf"
has "a wide workbook: fetched" "$(aiplus --fetch)" "4 rows, 3 changed, 0 refused"
is "a percentage" "$(figures G0-01 430000)" '2026-06,60.5,"%" '
is "another" "$(figures G0-01 330000)" '2026-06,55,"%" '
is "beside a plain number" "$(figures B9-01 430000)" '2026-06,3.2,"EFLOPS" '
# Taken for an indicator that is no percentage: refused, never 60.5 EFLOPS. (The other
# column bears the indicator's own name.)
source_of wide wide.xlsx "$(echo "$wide" | sed 's/渗透率 = G0-01/渗透率 = B9-01/')" \
    >"$TMP/aiplus.conf"
rm -rf "$TMP/cache"
has "a percentage of another unit: refused" "$(aiplus --fetch)" "1 changed, 2 refused"
has "and why" "$(aiplus --print=sources/wide)" '"%"'
is "the other column is there" "$(figures B9-01 430000)" '2026-06,3.2,"EFLOPS" '
rm -rf "$TMP/cache"

# What Excel in China saves as CSV.
printf '全省智能算力情况,,,\n,,,单位：EFLOPS\n地区,报期,指标代码,值\n湖南省,2026年6月,B9-01,3.1\n注：初步,,,\n' |
    iconv -f UTF-8 -t GB18030 >"$TMP/gbk.csv"
source_of gbk gbk.csv >"$TMP/aiplus.conf"
has "GB18030: fetched" "$(aiplus --fetch)" "2 rows, 1 changed, 1 refused"
is "its figure" "$(figures B9-01 430000)" '2026-06,3.1,"EFLOPS" '
has "GB18030: the doubt is told" "$(aiplus --print=sources/gbk)" 'encoding = "gb18030"'
source_of gbk gbk.csv 'encoding = "gb18030"' >"$TMP/aiplus.conf"
has "and gone where it is said" "$(aiplus --fetch; aiplus --print=sources/gbk)" "gbk"
lacks "no doubt is left" "$(aiplus --print=sources/gbk)" 'encoding = "gb18030"'
source_of gbk gbk.csv 'encoding = "utf-8"' >"$TMP/aiplus.conf"
has "said otherwise: refused" "$(aiplus --fetch)" "not valid UTF-8 in line 1"

# Looking into files before they are configured.
got=$(aiplus --inspect "$TMP/long.xlsx")
is "inspect: status" "$?" 0
has "the format" "$got" "Excel workbook (xlsx)"
has "the sheet" "$got" "表一"
has "values" "$got" "Values        3"
has "periods" "$got" "2026-03 .. 2026-06"
got=$(aiplus --inspect "$TMP/wide.xlsx")
is "inspect a wide one: status" "$?" 1
has "inspect a wide one: what to do" "$got" 'wide = "indicator"'
has "and its columns" "$got" "序号, 地区, 智能算力规模, 渗透率"
is "as JSON" "$(aiplus --inspect "$TMP/long.xlsx" --format json | jq -c '[.format, .ok, .n_obs, .refused, .datasets[0].label]')" \
    '["xlsx",true,3,1,"表一"]'
has "in Chinese" "$(speech=zh aiplus --inspect "$TMP/long.xlsx")" "按注释处理"

# What is no workbook that can be read.
head -c 700 "$TMP/long.xlsx" >"$TMP/cut.xlsx"
has "a cut one" "$(aiplus --inspect "$TMP/cut.xlsx")" "damaged"
printf '\320\317\021\340 old' >"$TMP/old.xls"
has "an old one" "$(aiplus --inspect "$TMP/old.xls")" "(xls)"
printf '\320\317\021\340 E\000n\000c\000r\000y\000p\000t\000e\000d\000P\000a\000c\000k\000a\000g\000e\000' >"$TMP/secret.xlsx"
has "one with a password" "$(aiplus --inspect "$TMP/secret.xlsx")" "password"
printf 'PK\003\004 mimetypeapplication/vnd.oasis.opendocument.spreadsheet' >"$TMP/a.ods"
has "of another program" "$(aiplus --inspect "$TMP/a.ods")" "(ods)"
source_of xlsx long.xlsx 'format = "csv"' >"$TMP/aiplus.conf"
has "under another format" "$(aiplus --fetch)" 'format = "xlsx"'
source_of xlsx long.xlsx 'sheet = "表二"' >"$TMP/aiplus.conf"
has "a sheet that is not there" "$(aiplus --fetch)" "Its sheets are: 表一"
tap_done
