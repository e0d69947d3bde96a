#!/bin/sh
# The collector's memory does not grow with a feed: large ones over HTTP and from a file,
# under a limit of 64 MB of data and with the anonymous pages counted while it runs.
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
MOST=65536 # KB
case $BUILD in
*asan*)
    skip "memory of large feeds" "a sanitizer takes memory of its own"
    tap_done
    exit 0
    ;;
esac
www=$TMP/www
mkdir "$www" "$www/pages"
# An address with no file is a feed in pages.
# shellcheck disable=SC2016 # the names are nginx's
serve "$www" 'location / { try_files $uri /pages/$arg_page.json /pages/1.json =404; }'

codes() { # file, how many: its first column, without comments and the head line
    awk -F'\t' '!/^#/ && n++ { print $1 }' "$1" | head -n "$2"
}

# 3.5 million values as one JSON-stat array, about 24 MB.
{
    codes catalog/indicators.tsv 92
    echo
    codes catalog/regions.tsv 3180
} | awk '
    function list(a, n,   i, s) {
        for (i = 1; i <= n; i++) s = s (i > 1 ? "," : "") "\"" a[i] "\""
        return s
    }
    $0 == "" { regions = 1; next }
    regions { r[++nr] = $0; next }
    { x[++nx] = $0 }
    END {
        for (i = 1; i <= 12; i++) m[i] = sprintf("2025-%02d", i)
        printf "{\"version\":\"2.0\",\"class\":\"dataset\",\"id\":[\"i\",\"r\",\"t\"],"
        printf "\"size\":[%d,%d,12],\"role\":{\"metric\":[\"i\"],\"geo\":[\"r\"],", nx, nr
        printf "\"time\":[\"t\"]},\"dimension\":{\"i\":{\"category\":{\"index\":[%s]}},", list(x, nx)
        printf "\"r\":{\"category\":{\"index\":[%s]}},", list(r, nr)
        printf "\"t\":{\"category\":{\"index\":[%s]}}},\"value\":[", list(m, 12)
        n = nx * nr
        for (i = 0; i < n; i++) {
            v = (i * 7919) % 89000
            line = i ? "," : ""
            for (k = 0; k < 12; k++) line = line (k ? "," : "") (v + k * 0.25)
            printf "%s", line
        }
        print "]}"
    }' >"$www/large.json"

# 800,000 rows, about 24 MB; each with a number of its own, which says nothing.
codes catalog/regions.tsv 3125 | awk '
    { r[NR] = $0 }
    END {
        print "no,indicator,region,period,value"
        for (y = 0; y < 256; y++)
            for (i = 1; i <= NR; i++)
                printf "%d,B9-01,%s,%d-%02d,%d\n", ++n, r[i], 2000 + int(y / 12), y % 12 + 1, n % 99991
    }' >"$www/large.csv"

# The native format: 500,000 rows and 60,000 items of a register, about 75 MB.
codes catalog/regions.tsv 3125 | awk '
    { r[NR] = $0 }
    END {
        printf "{\"aiplus\":1,\"observations\":["
        for (y = 0; y < 160; y++)
            for (i = 1; i <= NR; i++)
                printf "%s\n{\"indicator\":\"B9-01\",\"region\":\"%s\",\"period\":\"%d-%02d\",\"value\":%d}", \
                    n++ ? "," : "", r[i], 2000 + int(y / 12), y % 12 + 1, n % 99991
        for (note = "x"; length(note) < 512;) note = note note
        printf "],\"ledger\":["
        for (i = 0; i < 60000; i++)
            printf "%s\n{\"id\":%d,\"region\":430000,\"task\":\"A2.2\",\"title\":\"t\",\"note\":\"%s\"}", \
                i ? "," : "", i, note
        print "]}"
    }' >"$www/native.json"

cat >"$TMP/native.conf" <<END
source "native" { address = "file://$www/native.json" allow = {"file"} }
END

# As many as series in SDMX-JSON, about 60 MB, their structure behind them.
{
    codes catalog/indicators.tsv 92
    echo
    codes catalog/regions.tsv 3180
} | awk '
    function list(a, n,   i, s) {
        for (i = 1; i <= n; i++) s = s (i > 1 ? "," : "") "{\"id\":\"" a[i] "\"}"
        return s
    }
    $0 == "" { regions = 1; next }
    regions { r[++nr] = $0; next }
    { x[++nx] = $0 }
    END {
        for (i = 1; i <= 12; i++) m[i] = sprintf("2025-%02d", i)
        printf "{\"dataSets\":[{\"series\":{"
        for (i = 0; i < nx * nr; i++) {
            v = (i * 7919) % 89000
            line = (i ? "," : "") "\"" int(i / nr) ":" i % nr "\":{\"observations\":{"
            for (k = 0; k < 12; k++)
                line = line (k ? "," : "") "\"" k "\":[" (v + k * 0.25) ",0]"
            printf "%s", line "}}"
        }
        printf "}}],\"structures\":[{\"dimensions\":{\"series\":[{\"id\":\"INDICATOR\","
        printf "\"values\":[%s]},{\"id\":\"REF_AREA\",\"values\":[%s]}],", list(x, nx), list(r, nr)
        printf "\"observation\":[{\"id\":\"TIME_PERIOD\",\"values\":[%s]}]},", list(m, 12)
        print "\"attributes\":{\"observation\":[{\"id\":\"OBS_STATUS\",\"values\":[{\"id\":\"P\"}]}]}}]}"
    }' >"$www/sdmx.json"

# The World Bank's answers, 400,000 rows in 20 pages of 4 MB each.
codes catalog/regions.tsv 3125 | awk -v "directory=$www/pages" '
    { r[NR] = $0 }
    END {
        for (page = 1; page <= 20; page++) {
            file = directory "/" page ".json"
            printf "[{\"page\":%d,\"pages\":20,\"per_page\":\"20000\",\"total\":400000},[", page >file
            for (i = 0; i < 20000; i++) {
                at = (page - 1) * 20000 + i
                month = int(at / NR)
                printf "%s{\"indicator\":{\"id\":\"B9-01\",\"value\":\"\"},\"country\":{\"id\":\"%s\",\"value\":\"\"},\"countryiso3code\":\"\",\"date\":\"%dM%02d\",\"value\":%d,\"unit\":\"\",\"obs_status\":\"\",\"decimal\":0}", \
                    i ? "," : "", r[at % NR + 1], 2000 + int(month / 12), month % 12 + 1, at % 99991 >file
            }
            print "]]" >file
            close(file)
        }
    }'

# A wide table: 3,125 regions by 240 months, 750,000 values.
codes catalog/regions.tsv 3125 | awk '
    BEGIN {
        printf "indicator,region"
        for (m = 0; m < 240; m++) printf ",%d-%02d", 2000 + int(m / 12), m % 12 + 1
        print ""
    }
    {
        printf "B9-01,%s", $0
        for (m = 0; m < 240; m++) printf ",%d", (NR * 240 + m) % 99991
        print ""
    }' >"$www/wide.csv"

# A workbook of 300,000 rows, each with texts of its own: 30 MB unpacked.
codes catalog/regions.tsv 3125 | awk '
    function t(s) { return "<c t=\"inlineStr\"><is><t>" s "</t></is></c>" }
    { r[NR] = $0 }
    END {
        print "<row>" t("indicator") t("region") t("period") t("value") "</row>"
        for (y = 0; y < 96; y++)
            for (i = 1; i <= NR; i++)
                printf "<row>%s%s%s<c><v>%d</v></c></row>\n", t("B9-01"), t(r[i]), \
                    t(sprintf("%d-%02d", 2000 + int(y / 12), y % 12 + 1)), ++n % 99991
    }' >"$TMP/rows.xml"
writer=$BUILD/tests/unit/test_fetch_xlsx
[ ! -x "$writer" ] || "$writer" "$www" "$TMP/rows.xml"

cat >"$TMP/bank.conf" <<END
source "bank" { address = "$URL/bank?per_page=20000" allow = {"http", "loopback"} }
END
cat >"$TMP/wide.conf" <<END
source "wide" { address = "$URL/wide.csv" allow = {"http", "loopback"} wide = "period" }
END
cat >"$TMP/xlsx.conf" <<END
source "xlsx" { address = "$URL/rows.xlsx" allow = {"http", "loopback"} }
END
cat >"$TMP/sdmx.conf" <<END
source "sdmx" { address = "$URL/sdmx.json" allow = {"http", "loopback"} }
END
cat >"$TMP/json.conf" <<END
source "large" { address = "$URL/large.json" allow = {"http", "loopback"} }
END
cat >"$TMP/csv.conf" <<END
source "table" { address = "file://$www/large.csv" allow = {"file"} ignore = {"no"} }
END

anonymous() { # of a process, in KB; 0 if it has ended
    kb=$(sed -n 's/^RssAnon:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$1/status" 2>/dev/null)
    echo "${kb:-0}"
}

collect() { # configuration: its output in $TMP/out, its most anonymous memory in $PEAK
    (
        # shellcheck disable=SC3045 # dash and bash have it
        ulimit -d "$MOST"
        exec "$AIPLUS" --lang en --cache "$TMP/cache-$1" --config "$TMP/$1.conf" --fetch
    ) >"$TMP/out" 2>&1 &
    pid=$!
    PEAK=0 SAMPLES=0
    while [ -d "/proc/$pid" ] && kb=$(anonymous "$pid") && [ "$kb" -gt 0 ]; do
        [ "$kb" -gt "$PEAK" ] && PEAK=$kb
        SAMPLES=$((SAMPLES + 1))
        sleep 0.01
    done
    wait "$pid"
    STATUS=$?
}

check() { # configuration, what it must say
    collect "$1"
    is "$1: collected" "$STATUS" 0
    has "$1: all of it" "$(cat "$TMP/out")" "$2"
    ok "$1: at most $MOST KB, $PEAK seen" test "$PEAK" -lt "$MOST"
}

check json "3510720 rows, 3510720 changed, 0 refused"
ok "json: seen at work" test "$SAMPLES" -gt 5
check json "unchanged since the last delivery"
# The same figures under other bytes are read and found to be the same.
echo >>"$www/large.json"
check json "3510720 rows, 0 changed, 0 refused"
check sdmx "3510720 rows, 3510720 changed, 0 refused"
check csv "800000 rows, 800000 changed, 0 refused"
check csv "unchanged since the last delivery"
check native "560000 rows, "
check bank "400000 rows, 400000 changed, 0 refused"
check wide "750000 rows, 750000 changed, 0 refused"
if [ -x "$writer" ]; then
    check xlsx "300000 rows, 300000 changed, 0 refused"
else
    skip "xlsx" "$writer is not built"
fi
tap_done
