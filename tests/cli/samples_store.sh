#!/bin/sh
# Recorded answers of statistical offices, where they are at hand, all the way: through
# HTTP, a mapping to indicators and areas declared here, the store and a snapshot to
# --print and to the screen. What must come out is computed from the answer itself.
# shellcheck disable=SC2154,SC2016 # BUILD is set by the runner; $ in jq is jq's
. tests/lib/tap.sh
samples=../shared/samples
if [ ! -d "$samples/json-stat" ]; then
    skip "recorded answers, stored" "$samples is not here"
    tap_done
    exit
fi
mkdir "$TMP/www" "$TMP/catalog"
ln -s "$(cd "$samples" && pwd)/json-stat" "$TMP/www/json-stat"
ln -s "$(cd "$samples" && pwd)/json-stat-invalid" "$TMP/www/json-stat-invalid"
ln -s "$(cd "$samples" && pwd)/sdmx-json" "$TMP/www/sdmx-json"
serve "$TMP/www"

# The catalogue's indicators, and the test's own before those of the provinces.
awk -F '\t' -v OFS='\t' '
    function add(code, decimals, unit) {
        print code, "G0", "stock", "higher", "A", "none", decimals, unit, unit, \
            "试验 " code, "Test " code, "国家统计局", "published", "no", ""
    }
    $14 == "yes" && !done {
        done = add("T-persons", 0, "人") add("T-thousand", 1, "千人")
        add("T-million", 1, "百万人"); add("T-percent", 2, "%"); add("T-rate", 6, "%")
        add("T-points", 1, "百分点"); add("T-dollars", 0, "美元")
        add("T-gsp", 0, "百万美元"); add("T-euro", 0, "欧元")
        add("T-gdp", 1, "百万欧元"); add("T-adjusted", 0, "百万欧元"); add("T-any", 0, "")
        add("T-area", 0, "平方千米"); add("T-rice", 3, "千吨"); add("T-gas", 3, "千吨当量")
        add("T-aud", 0, "百万澳元"); add("T-rate4", 4, "")
        done = 1
    }
    { print }' catalog/indicators.tsv >"$TMP/catalog/indicators.tsv"

# Every cell of a JSON-stat data set: its codes by dimension, value, status.
cat >"$TMP/cells.jq" <<'END'
def codes: if (.index | type) == "array" then .index
    elif (.index | type) == "object" then (.index | to_entries | sort_by(.value) | map(.key))
    else (.label | keys) end;
def at($list; $p): if ($list | type) == "array"
        then (if ($list | length) == 1 then $list[0] else $list[$p] end)
    elif ($list | type) == "object" then $list[$p | tostring] else $list end;
def cells: . as $d | ($d.id // $d.dimension.id) as $ids
    | (($d.size // $d.dimension.size) | map(tonumber)) as $size | ($size | length) as $n
    | [$ids[] | $d.dimension[.].category | codes] as $codes
    | [range($n) | reduce $size[. + 1:][] as $x (1; . * $x)] as $step
    | ($d.status | if type == "object" and has("value") then .value else . end) as $status
    | range(reduce $size[] as $x (1; . * $x)) as $p
    | {at: ([range($n) | {key: $ids[.], value: $codes[.][($p / $step[.] | floor) % $size[.]]}]
            | from_entries),
       value: at($d.value; $p), status: (at($status; $p) // "")};
# Every observation of an SDMX-JSON message that puts values, in its order: the ids of
# dimensions and attributes, and the value.
def place($key; $dims): ($key | split(":") | map(tonumber)) as $i
    | [range($dims | length) | {key: $dims[.].id, value: $dims[.].values[$i[.]].id}]
    | from_entries;
def said($list; $parts): [range($parts | length) | ($list[.]) as $v | $parts[.]
        | {key: .id, value: (if $v == null then .default
            elif (.values | length) > 0 then .values[$v].id else $v end)}]
    | from_entries;
def observed: (.data // .) as $m | $m.dataSets[] | select(.action != "Delete") | . as $set
    | ($m.structure // $m.structures[.structure // 0]) as $s | $s.dimensions as $d
    | (($d.dataSet // $d.dataset // []) | map({key: .id, value: .values[0].id})
        | from_entries) as $fixed
    | said($set.attributes // []; $s.attributes.dataSet // []) as $whole
    | ((.observations // {} | to_entries[] | {at: place(.key; ($d.series // []) + $d.observation),
            list: .value, outer: {}}),
        (.series // {} | to_entries[] | place(.key; $d.series) as $at
            | said(.value.attributes // []; $s.attributes.series // []) as $outer
            | .value.observations | to_entries[]
            | {at: ($at + place(.key; $d.observation)), list: .value, outer: $outer}))
    | {at: ($fixed + .at), value: .list[0],
       said: ($whole + .outer + said(.list[1:]; $s.attributes.observation // []))}
    | .status = (.said.OBS_STATUS // "");
# A flag as it is stored: the SDMX code; words that say nothing are A.
def flag: {"e": "E", "d": "D", ":": "O", "b": "B", "p": "P", "B": "B", "E": "E"}[.] // "A";
# One row of what must be stored; null where the mapping leaves the cell out.
def row($indicator; $region; $period):
    select($indicator and $region)
    | [$indicator, $region, $period, (.value // "-"), (.status | flag)]
    | select(.[3] != "-" or .[4] == "O");
END

aiplus() {
    "$AIPLUS" --lang en --catalog "$TMP/catalog" --cache "$TMP/cache.$name" \
        --config "$TMP/$name.conf" "$@"
}

# The row of the table of an indicator's page for one period: the value as it is shown,
# its flag behind it.
shown() { # indicator region period
    aiplus "--print=indicator/$1@$2" >"$TMP/page" 2>&1
    awk -v period="$3" '/^Period / { table = 1 } 
        table && $1 == period { print $2 ~ /^[<>]/ ? $2 $3 : $2; exit }' "$TMP/page"
}

# Is it the value within half of its last digit, with the flag's letter?
same() { # shown value flag
    awk -v shown="$1" -v value="$2" -v flag="$3" 'BEGIN {
        if (value == "-") exit shown != "unpubl."
        letter = flag == "E" ? "e" : flag == "P" ? "p" : ""
        number = shown
        if (sub(/^>/, "", value) != sub(/^>/, "", number)) exit 1
        if (letter != "" && sub(letter "$", "", number) == 0) exit 1
        if (number !~ /^-?[0-9]+(\.[0-9]+)?$/) exit 1
        decimals = index(number, ".") ? length(number) - index(number, ".") : 0
        d = number - value
        if (d < 0) d = -d
        exit !(d <= 0.5 * 10 ^ -decimals + 1e-9)
    }'
}

# store NAME FILE JQ <<mapping: collects the file by the mapping; JQ makes of its cells
# the rows that must be stored.
store() {
    name=$1
    { printf 'source "%s" {\n    address = "%s/%s"\n    allow = {"http", "loopback"}\n' \
        "$name" "$URL" "$2"
        cat
        echo '}'
    } >"$TMP/$name.conf"
    if [ "${2%.csv}" = "$2" ]; then
        jq -r "$(cat "$TMP/cells.jq") $3 | @tsv" "$TMP/www/$2" >"$TMP/want"
    else
        printf '%s\n' "$3" | tr ' ' '\t' >"$TMP/want"
    fi
    got=$(aiplus --fetch 2>&1)
    is "$name: collected" "$?" 0
    want=$(wc -l <"$TMP/want")
    ok "$name: something to store" test "$want" -gt 0
    has "$name: $want values stored" "$(aiplus --check 2>&1 | tr -d ,) $got" " with $want values from"
    # The first, the one in the middle, the last.
    for n in 1 $(((want + 1) / 2)) "$want"; do
        # shellcheck disable=SC2046 # five words
        set -- $(sed -n "${n}p" "$TMP/want")
        cell=$(shown "$1" "$2" "$3")
        ok "$name: $1@$2 $3 is $cell" same "$cell" "$4" "$5"
    done
}

store cso json-stat/cso-ie-NQQ25.json '.dataset | cells | select(.at.Sector == "0")
    | row({"NQQ25C01": "T-gdp", "NQQ25S1": "T-adjusted"}[.at.Statistic]; "430000";
        .at.Quarter)' <<'END'
    constant   = {"region = 430000"}
    indicators = {"NQQ25C01 = T-gdp", "NQQ25S1 = T-adjusted"}
    units      = {"Euro Million = 百万欧元"}
    filter     = {"Sector = 0"}
END

eurostat='cells | select(.at.unit == $unit)
    | row({"B1GQ": $first, "B1G": $second}[.at.na_item]; "330000"; .at.time)'
store eurostat json-stat/eurostat-new-nama_10_gdp.json \
    '"CP_MEUR" as $unit | "T-gdp" as $first | "T-adjusted" as $second | '"$eurostat" <<'END'
    regions    = {"DK = 330000"}
    indicator  = "na_item"
    indicators = {"B1GQ = T-gdp", "B1G = T-adjusted"}
    filter     = {"unit = CP_MEUR"}
    units      = {"CP_MEUR = 百万欧元"}
END
# A flag: D, the definition differs.
store eurostat-flag json-stat/eurostat-new-nama_10_gdp.json \
    '"CON_PPCH_PRE" as $unit | "T-points" as $first | null as $second | '"$eurostat" <<'END'
    regions    = {"Denmark = 330000"}
    indicator  = "na_item"
    indicators = {"B1GQ = T-points"}
    units      = {"CON_PPCH_PRE = 百分点"}
END
store eurostat-old json-stat/eurostat-old-IT_FR.json \
    '.nama_gdp_c | cells | row("T-euro"; {"FR": "430000", "IT": "330000"}[.at.geo]; .at.time)' <<'END'
    regions    = {"FR = 430000", "IT = 330000"}
    indicator  = "indic_na"
    indicators = {"B1GM = T-euro"}
    units      = {"Euro per inhabitant = 欧元"}
END

canada='cells | select(.at.age == "T" and .at.sex == "F")
    | row({"POP": "T-thousand", "PERCENT": "T-percent"}[.at.concept]; "430000"; .at.year)'
store canada json-stat/official-canada.json "$canada" <<'END'
    regions    = {"CA = 430000"}
    indicators = {"POP = T-thousand", "PERCENT = T-percent"}
    units      = {"thousands of persons = 千人"}
    filter     = {"age = T", "sex = female"}
END
# Two data sets in one collection: one source for each.
store collection-1 json-stat/official-oecd-canada-col.json ".link.item[1] | $canada" <<'END'
    regions    = {"CA = 430000"}
    indicators = {"POP = T-thousand", "PERCENT = T-percent"}
    units      = {"thousands of persons = 千人"}
    filter     = {"dataset = 1", "age = T", "sex = F"}
END
lacks "the other data set's dimensions are no concern" "$(aiplus --print=sources/collection-1)" \
    "has no dimension"
store collection-0 json-stat/official-oecd-canada-col.json '.link.item[0] | cells
    | row("T-rate"; {"AU": "110000", "AT": "330000", "BE": "430000"}[.at.area]; .at.year)' <<'END'
    regions    = {"AU = 110000", "AT = 330000", "BE = 430000"}
    indicators = {"UNR = T-rate"}
    filter     = {"dataset = 0"}
END

store us-gsp json-stat/official-us-gsp.json 'cells
    | row({"gsp": "T-gsp", "perc": "T-percent", "pop": "T-million", "capita": "T-dollars"}
            [.at.concept]; {"01": "110000", "06": "330000", "56": "430000"}[.at.state];
        .at.year)' <<'END'
    regions    = {"01 = 110000", "06 = 330000", "56 = 430000"}
    indicators = {"gsp = T-gsp", "perc = T-percent", "pop = T-million", "capita = T-dollars"}
    units      = {"$ million = 百万美元", "million = 百万人", "$ = 美元"}
END

store statswe json-stat/pyjstat-statswe.json '.dataset | cells
    | select(.at.Alder == "80-84" and .at.Kon == "1") | row("T-persons"; "430000"; .at.Tid)' <<'END'
    regions    = {"25 = 430000"}
    indicators = {"Döda = T-persons"}
    units      = {"antal = 人"}
    filter     = {"ålder = 80-84", "Kon = män"}
END

# Opaque codes of time: the labels say the years.
store ons json-stat/pyjstat-ons.json '.ST1117EWla | . as $set | cells
    | select(.at.CL_0000304 == "CI_0000382")
    | row({"CI_0000121": "T-persons"}[.at.CL_0000035]; "430000";
        $set.dimension.CL_0000137.category.label[.at.CL_0000137])' <<'END'
    regions    = {"England and Wales = 430000"}
    indicators = {"Segment_1 = T-persons"}
    units      = {"All non-UK born short-term residents = 人"}
    filter     = {"Age (T087A) = Age 30", "Sex (T003A) = All categories: Sex"}
END

# Thousands of areas, a few of them mapped: the others are refused one by one.
store us-labor json-stat/pyjstat-us-labor-ds.json 'cells
    | row({"labforce": "T-persons", "unr": "T-percent"}[.at.labor];
        {"01001": "430100", "06037": "430200", "56045": "430300"}[.at.county]; .at.year)' <<'END'
    regions    = {"01001 = 430100", "06037 = 430200", "56045 = 430300"}
    indicators = {"labforce = T-persons", "unr = T-percent"}
    units      = {"person = 人"}
END
cells=$(jq '.value | length' "$TMP/www/json-stat/pyjstat-us-labor-ds.json")
has "the areas that are not mapped are refused" "$got" \
    "$cells rows, $want changed, $((cells - want)) refused"

store scb json-stat/scb-v2-TAB6471.json 'cells
    | select(.at.Alder == "0-9" and .at.Kon == "TotSa")
    | row("T-persons"; {"01": "110000", "12": "330000", "25": "430000"}[.at.Region];
        .at.Tid | sub("M"; "-"))' <<'END'
    regions    = {"01 = 110000", "12 = 330000", "25 = 430000"}
    indicators = {"000007SF = T-persons"}
    units      = {"antal = 人"}
    filter     = {"Alder = 0-9", "Kon = TotSa"}
END

store minimal json-stat-invalid/valid-minimal-dataset.json \
    'cells | row({"F": "T-any"}[.at.sex]; "430000"; .at.year)' <<'END'
    constant   = {"region = 430000"}
    indicator  = "sex"
    indicators = {"female = T-any"}
END
store embedded json-stat-invalid/valid-collection-embedded.json \
    '.link.item[0] | cells | row("T-any"; "430000"; "2026Q1")' <<'END'
    constant   = {"region = 430000", "period = 2026-Q1", "indicator = T-any"}
END

# SDMX-JSON: series and single observations, units and multipliers at every level.
store landuse sdmx-json/oecd-landuse-series.json 'observed
    | row({"FOREST KM2": "T-area", "FOREST_P PC": "T-percent"}[.at.VAR + " " + .said.UNIT];
        {"AUS": "110000", "CHN": "330000", "LTU": "430000"}[.at.COU]; .at.TIME_PERIOD)' <<'END'
    regions    = {"AUS = 110000", "CHN = 330000", "Lithuania = 430000"}
    indicator  = "VAR"
    indicators = {"FOREST = T-area", "FOREST_P = T-percent"}
    units      = {"KM2 = 平方千米", "PC = %"}
END
# A multiplier that nobody speaks of: refused, and none is taken for millions.
store qna sdmx-json/oecd-qna-quarterly.json 'observed
    | row("T-aud"; {"AUS": "110000"}[.at.LOCATION]; .at.TIME_PERIOD | sub("-"; ""))' <<'END'
    regions    = {"AUS = 110000", "CAN = 330000"}
    indicator  = "SUBJECT"
    indicators = {"B1_GE = T-aud"}
    units      = {"10^6 AUD = 百万澳元"}
END
has "values in another unit are refused" "$(aiplus --print=sources/qna)" "10^6 CAD"
store airghg sdmx-json/oecd-airghg-v10-basic.json 'observed
    | select(.at.POLLUTANT == "CH4" and .said.UNIT_MULT == "3")
    | row("T-gas"; {"RUS": "110000", "BRA": "330000", "ESP": "430000"}[.at.REF_AREA];
        .at.TIME_PERIOD)' <<'END'
    regions    = {"RUS = 110000", "BRA = 330000", "ESP = 430000"}
    indicator  = "MEASURE"
    indicators = {"_T = T-gas"}
    filter     = {"POLLUTANT = CH4"}
    units      = {"10^3 T_CO2E = 千吨当量"}
END
store agri sdmx-json/v20-agri.json 'observed
    | row("T-rice"; {"ASIKHM001": "430100", "ASIKHM": "430000"}[.at.REF_AREA]; .at.TIME_PERIOD)' <<'END'
    regions  = {"Banteay Meanchey = 430100", "ASIKHM = 430000"}
    constant = {"indicator = T-rice"}
    units    = {"10^3 TONES = 千吨"}
END
store region-flat sdmx-json/terria-data-as-observations.json 'observed
    | row("T-persons"; {"1": "110000", "9": "430000"}[.at.REGION]; .at.TIME_PERIOD)' <<'END'
    regions    = {"1 = 110000", "9 = 430000"}
    indicator  = "MEASURE"
    indicators = {"Persons = T-persons"}
END
store region-series sdmx-json/terria-data-foo2-2013.json 'observed | select(.at.AGE == "21+")
    | row({"BD_2": "T-persons", "BD_4": "T-any"}[.at.MEASURE];
        {"17100": "430100", "29399": "430200"}[.at.REGION]; .at.TIME_PERIOD)' <<'END'
    regions    = {"17100 = 430100", "29399 = 430200"}
    indicator  = "MEASURE"
    indicators = {"BD_2 = T-persons", "BD_4 = T-any"}
    filter     = {"AGE = 21+"}
END
store region-small sdmx-json/terria-data-foo-2013.json 'observed
    | row({"BD_2": "T-persons"}[.at.MEASURE]; {"17100": "430100"}[.at.REGION]; .at.TIME_PERIOD)' <<'END'
    regions    = {"17100 = 430100"}
    indicator  = "MEASURE"
    indicators = {"Births = T-persons"}
END
# Values as texts, and without an envelope.
store vnso sdmx-json/vnso-v20-bare-data.json 'observed
    | select(.at.URBANIZATION == "_T" and .at.UNIT == "PERS")
    | row({"POP_01": "T-persons"}[.at.INDICATOR]; {"01": "430000", "001": "430100"}[.at.REF_AREA];
        .at.TIME_PERIOD)' <<'END'
    regions    = {"01 = 430000", "001 = 430100"}
    indicators = {"POP_01 = T-persons"}
    units      = {"PERS = 人"}
    filter     = {"URBANIZATION = _T", "UNIT = PERS"}
END
# Data sets in their order: one takes figures back, and the others put theirs.
exchange='observed | row("T-rate4"; {"NZD": "330000", "RUB": "430000"}[.at.CURRENCY]; .at.TIME_PERIOD)'
for file in v10-exr-action-delete v10-exr-cross-section v10-exr-flat v21-exr-time-series draft-ecb-exr-xs; do
    store "$file" "sdmx-json/$file.json" "$exchange" <<'END'
    region   = "CURRENCY"
    regions  = {"NZD = 330000", "Russian rouble = 430000"}
    constant = {"indicator = T-rate4"}
END
done

# A table of the test's own.
cat >"$TMP/www/own.csv" <<'END'
Area;Series;When;Figure;Flag;In
HN;gdp;2025M01;100;x;EUR m
HN;gdp;2025M02;>101.5;p;EUR m
ZJ;gdp;2025M01;;c;EUR m
ZJ;pop;2025M01;7;;thousand
END
store table own.csv 'T-gdp 430000 2025-01 100 E
T-gdp 430000 2025-02 >101.5 P
T-gdp 330000 2025-01 - O' <<'END'
    region     = "Area"
    indicator  = "Series"
    period     = "When"
    value      = "Figure"
    status     = "Flag"
    unit       = "In"
    regions    = {"HN = 430000", "ZJ = 330000"}
    indicators = {"gdp = T-gdp", "pop = T-thousand"}
    units      = {"EUR m = 百万欧元"}
    statuses   = {"x = E", "c = O"}
END

# On the screen: the same page, opened at its address.
name=collection-0
value=$(shown T-rate 430000 2014)
(sleep 1; printf q) | script -qec "stty rows 40 cols 120; TERM=xterm-256color \
    $AIPLUS --lang en --catalog $TMP/catalog --cache $TMP/cache.$name \
    --config $TMP/$name.conf indicator/T-rate@430000" /dev/null >"$TMP/screen" 2>&1
has "the screen shows $value too" "$(cat "$TMP/screen")" "$value"
tap_done
