#!/bin/sh
# Recorded answers of the World Bank, FRED and data.stats.gov.cn, where they are at hand:
# through HTTP and --inspect, and by mappings declared here through the store to --csv.
# What must come out is computed from the answer itself.
# shellcheck disable=SC2154,SC2016 # BUILD is set by the runner; $ in jq is jq's
. tests/lib/tap.sh
samples=../shared/samples
if [ ! -d "$samples/worldbank" ]; then
    skip "recorded answers of single offices" "$samples is not here"
    tap_done
    exit
fi
mkdir "$TMP/www" "$TMP/catalog"
for office in worldbank fred nbs; do
    ln -s "$(cd "$samples" && pwd)/$office" "$TMP/www/$office"
done
serve "$TMP/www"

# ---- what --inspect finds ----

tab=$(printf '\t')
while IFS="$tab" read -r file want; do
    got=$("$AIPLUS" --lang en --inspect "$URL/$file" --format json | jq -r \
        '[.n_series, .n_obs, .n_missing, (.sum | tostring), (.min_period // "-"),
            (.max_period // "-")] | @tsv')
    # Sums within 1e-12 of each other, everything else the same.
    ok "$file" awk -v got="$got" -v want="$want" 'BEGIN {
        split(got, g, "\t"); split(want, w, "\t")
        d = g[4] - w[4]; if (d < 0) d = -d
        m = w[4] < 0 ? -w[4] : w[4]
        if (d > 1e-12 * (m > 1 ? m : 1)) { print got "\n" want; exit 1 }
        for (i = 1; i <= 6; i++)
            if (i != 4 && g[i] != w[i]) { print got "\n" want; exit 1 }
    }'
done <<END
$(awk -F'\t' -v OFS='\t' '$1 ~ /^(fred|nbs|worldbank)\// {
    print $1, $3, $5, $6, $7, $9 == "" ? "-" : $9, $10 == "" ? "-" : $10 }' \
    "$samples/expected.tsv")
END

# ---- through the store ----

awk -F '\t' -v OFS='\t' '
    function add(code, unit) {
        print code, "G0", "stock", "higher", "A", "none", 2, unit, unit, \
            "试验 " code, "Test " code, "国家统计局", "published", "no", ""
    }
    $14 == "yes" && !done {
        done = add("T-dollars", "美元") add("T-trillion", "万亿元")
        add("T-percent", "%") add("T-rate", "日元")
        done = 1
    }
    { print }' catalog/indicators.tsv >"$TMP/catalog/indicators.tsv"

# store NAME FILE JQ <<mapping: collects the file by the mapping; what --csv then writes
# are the rows that JQ makes of the file: indicator, region, period, value.
store() {
    name=$1
    { printf 'source "%s" {\n    address = "%s/%s"\n    allow = {"http", "loopback"}\n' \
        "$name" "$URL" "$2"
        cat
        echo '}'
    } >"$TMP/$name.conf"
    set -- "$1" "$2" "$3" --lang en --catalog "$TMP/catalog" --cache "$TMP/cache.$name" \
        --config "$TMP/$name.conf"
    file=$2 rows=$3
    shift 3
    "$AIPLUS" "$@" --fetch >"$TMP/fetch" 2>&1
    is "$name: collected" "$?" 0
    "$AIPLUS" "$@" --csv | awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { printf "%s\t%s\t%s\t%.12g\n", $at["indicator_code"], $at["region_code"],
            $at["TIME_PERIOD"], $at["OBS_VALUE"] }' | LC_ALL=C sort >"$TMP/got"
    jq -r "$rows | @tsv" "$TMP/www/$file" |
        awk -F'\t' '{ printf "%s\t%s\t%s\t%.12g\n", $1, $2, $3, $4 }' |
        LC_ALL=C sort >"$TMP/want"
    ok "$name: something to store" test -s "$TMP/want"
    ok "$name: $(wc -l <"$TMP/want") values as sent" cmp "$TMP/got" "$TMP/want"
}

store bank worldbank/IndicatorValuesService_ListByCountryIDsAndSourceID.json \
    '.[1][] | select(.value) | ["T-dollars", "330000", .date, .value]' <<'END'
    regions    = {"JPN = 330000"}
    indicators = {"NY.GDP.MKTP.CD = T-dollars"}
END

store fred fred/fred-usd_jpy.json \
    '.observations[] | select(.value != ".") | ["T-rate", "430000", .date, .value]' <<'END'
    constant   = {"region = 430000", "indicator = T-rate"}
END

# The published figure, from 亿元 into 万亿元 and as it is.
store nbs nbs/nbs-2019-last_12_month_house_invest_y2y.json '
    [.returndata.wdnodes[] | select(.wdcode == "zb") | .nodes[]
        | select(.unit == "亿元" or .unit == "%")] as $known
    | ([$known[] | select(.unit == "亿元")][0].code) as $money
    | ([$known[] | select(.unit == "%")][0].code) as $share
    | .returndata.datanodes[] | select(.data.hasdata)
    | (.wds | map({key: .wdcode, value: .valuecode}) | from_entries) as $at
    | select($at.zb == $money or $at.zb == $share)
    | [if $at.zb == $money then "T-trillion" else "T-percent" end, "100000",
        "\($at.sj[:4])-\($at.sj[4:])",
        (.data.strdata | tonumber) / (if $at.zb == $money then 10000 else 1 end)]' <<END
    constant   = {"region = 100000"}
    indicators = {"$(jq -r 'first(.returndata.wdnodes[0].nodes[] | select(.unit == "亿元")).code' \
    "$samples/nbs/nbs-2019-last_12_month_house_invest_y2y.json") = T-trillion",
        "$(jq -r 'first(.returndata.wdnodes[0].nodes[] | select(.unit == "%")).code' \
    "$samples/nbs/nbs-2019-last_12_month_house_invest_y2y.json") = T-percent"}
END

# The new site: no answer of it is at hand, so this one is made up.
cat >"$TMP/www/esdata.json" <<'END'
{"success": true, "state": 20000, "message": "成功", "data": [
 {"code": "2024YY", "name": "2024年", "values": [
  {"_id": "t1", "i_showname": "试验 ", "value": "5120.5", "du_name": "亿元",
   "da": "430000000000", "da_name": "湖南省"},
  {"_id": "t1", "i_showname": "试验 ", "value": "无", "du_name": "亿元",
   "da": "330000000000", "da_name": "浙江省"}]},
 {"code": "202402SS", "name": "2024年第二季度", "values": [
  {"_id": "t1", "i_showname": "试验 ", "value": "7", "du_name": "亿元",
   "da": "000000000000", "da_name": "全国"},
  {"_id": "t1", "i_showname": "试验 ", "value": "8", "du_name": "亿元",
   "da": "430102005000", "da_name": "湖南省"}]}]}
END
store esdata esdata.json '["T-trillion", "430000", "2024", 0.51205],
    ["T-trillion", "330000", "2024", ""], ["T-trillion", "100000", "2024-Q2", 0.0007]' <<'END'
    indicators = {"t1 = T-trillion"}
END
has "a town is no region" "$(cat "$TMP/fetch")" "4 rows, 3 changed, 1 refused"

# An error of the office in its own words, and nothing else.
printf 'source "no" {\n address = "%s/nbs/nbs-2026-invalid_query-0.json"\n allow = {"http", "loopback"}\n constant = {"region = 100000"}\n}\n' \
    "$URL" >"$TMP/no.conf"
has "the office's words" "$("$AIPLUS" --lang en --config "$TMP/no.conf" --cache "$TMP/cache.no" \
    --fetch 2>&1)" "对不起，未能找到符合查询条件的信息"
tap_done
