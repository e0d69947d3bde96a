#!/bin/sh
# The mapping that --inspect suggests: pasted into aiplus.conf it is read as it is, it
# collects what it is certain of, and with what it asks for filled in it collects the
# rest.
# shellcheck disable=SC2154,SC2016 # BUILD is set by the runner; $ in texts is meant
. tests/lib/tap.sh
conf=$TMP/aiplus.conf

inspect() { # file or address
    "$AIPLUS" --lang en --inspect "$1" --format json >"$TMP/inspect.json"
}
suggest() { # file or address: its suggestion becomes aiplus.conf
    inspect "$1"
    jq -r '.mapping // empty' "$TMP/inspect.json" >"$conf"
}
collect() {
    "$AIPLUS" --lang en --config "$conf" --cache "$TMP/cache.$1" --fetch 2>&1
}
read_by_aiplus() { # what the configuration is called
    got=$("$AIPLUS" --lang en --config "$conf" --cache "$TMP/none" --check 2>&1)
    ok "$1 is read" test -s "$conf"
    has "$1 has no mistake" "$got" "ok     configuration $conf: "
}
# What was left to somebody: every commented setting, with something in each gap.
fill() { # region indicator period
    sed -i -e 's/^    #\(constant += {"region\|regions\)\(.*\)CODE"/    \1\2'"$1"'"/' \
        -e 's/^    #\(constant += {"indicator\|indicators\)\(.*\)CODE"/    \1\2'"$2"'"/' \
        -e 's/^    #\(constant += {"period\|periods\)\(.*\)PERIOD"/    \1\2'"$3"'"/' \
        -e 's/^    #\(filter\|units\) /    \1 /' "$conf"
}

# Everything is found: by well-known names, and by what all categories mean.
cat >"$TMP/plain.csv" <<'END'
地区代码,地区,指标代码,报期,值,单位
430000,湖南省,B9-01,2025-Q1,2,EFLOPS
330000,浙江省,B9-01,2025-Q1,3,EFLOPS
END
suggest "$TMP/plain.csv"
is "nothing is left to say" "$(grep -c '#' "$conf")" 0
is "and nothing is said twice" "$(grep -c '=' "$conf")" 3
has "what is found is stored" "$(collect plain)" "2 rows, 2 changed"
cat >"$TMP/odd.csv" <<'END'
哪里,什么,何时,value,名称,分组,unit,类型
湖南,B9-01,2025-Q1,2,甲,合计,EFLOPS,一
湖南,B9-01,2025-Q1,1,甲,其他,EFLOPS,二
浙江,B9-01,2025-Q1,3,乙,合计,EFLOPS,三
END
suggest "$TMP/odd.csv"
read_by_aiplus "a table with names of its own"
for line in 'region = "哪里"' 'indicator = "什么"' 'period = "何时"' \
    'filter += {"分组 = 合计"}' '#filter += {"类型 = 一"}' 'ignore = {"名称"}'; do
    has "it says $line" "$(cat "$conf")" "    $line"
done
sed -i 's/ignore = {/ignore = {"类型", /' "$conf"
has "two of three are stored" "$(collect odd)" "2 rows, 2 changed"

# Places, indicators, periods and units that only somebody can know.
cat >"$TMP/open.csv" <<'END'
geo,series,time,value,unit
HN,gdp,Q1/25,100,EFLOP/s
HN,gdp,Q2/25,101,EFLOP/s
END
suggest "$TMP/open.csv"
read_by_aiplus "a table of unknown words"
for line in '#constant += {"indicator = CODE"}' '#regions += {"HN = CODE"}' \
    '#periods += {"Q1/25 = PERIOD"}'; do
    has "it asks for $line" "$(cat "$conf")" "    $line"
done
lacks "one series needs no filter" "$(cat "$conf")" "filter"
fill 430000 B9-01 2025-Q1
sed -i 's/"Q2.25 = 2025-Q1"/"Q2\/25 = 2025-Q2"/' "$conf"
read_by_aiplus "with the gaps filled in"
cat >"$TMP/unit.csv" <<'END'
geo,indicator,time,value,unit
430000,B9-01,2025-Q1,100,big ones
END
suggest "$TMP/unit.csv"
has "a unit that may be the same" "$(cat "$conf")" '    #units += {"big ones = '
has "it is refused as it is" "$(collect unit)" "big ones"
fill
has "and taken when somebody says so" "$(collect unit)" "1 rows, 1 changed"

# Texts that mean something in a configuration.
cat >"$TMP/hostile.csv" <<'END'
region,indicator,time,value,"a ""b"" $HOME \ {x} # y",group
"Q""} ${HOME} # \",B9-01,2025-Q1,1,"1 = 1","a}
evil = ""x"""
430000,B9-01,2025-Q1,2,"2 = 2","b"
END
suggest "$TMP/hostile.csv"
read_by_aiplus "a table of hostile words"
lacks "no line of the table's own" "$(cat "$conf")" '
evil'
fill 330000
sed -i 's/^    filter.*//' "$conf"
echo 'source "none" { address = "https://none.invalid/" }' >>"$conf"
read_by_aiplus "with the hostile words in force"
cat >"$TMP/quoted.csv" <<'END'
region,indicator,time,value,"a ""b"" $HOME \ {x} # y"
"Q""} ${HOME} # \",B9-01,2025-Q1,1,one
430000,B9-01,2025-Q1,2,two
END
suggest "$TMP/quoted.csv"
has "a name in quotation marks is the name" "$(cat "$conf")" \
    'ignore = {"a \"b\" \$HOME \\ {x} # y"}'
fill 330000
has "both rows are stored" "$(collect quoted)" "2 rows, 2 changed, 0 refused"

# Two data sets, each a source.
cat >"$TMP/two.json" <<'END'
{"a": {"value": [1, 2], "dimension": {"id": ["time", "sex"], "size": [1, 2],
    "time": {"category": {"index": ["2025"]}},
    "sex": {"category": {"index": ["M", "T"]}}}},
 "b": {"value": [5], "dimension": {"id": ["time"], "size": [1],
    "time": {"category": {"index": ["2025"]}}}}}
END
suggest "$TMP/two.json"
is "a section for each data set" "$(grep -c '^source "two-[ab]"' "$conf")" 2
fill 430000 B9-02
read_by_aiplus "two sections"
has "each is collected" "$(collect two | grep -c '1 rows, 1 changed')" 2

# By its name in aiplus.conf a source keeps what it is told already.
cat >"$conf" <<END
source "named" {
    address = "file://$TMP/named.csv"
    allow = {"file"}
    value = "how much"
}
END
printf 'geo;indicator;time;how much\n430000;B9-01;2025-Q1;5\n' >"$TMP/named.csv"
"$AIPLUS" --lang en --config "$conf" --inspect named --format json |
    jq -r .mapping >"$TMP/new.conf"
mv "$TMP/new.conf" "$conf"
has "the column that was named" "$(cat "$conf")" '    value = "how much"'
has "and it is collected" "$(collect named)" "1 rows, 1 changed"

# A register that nobody named: it is recognised, and a collection's refusals are shown.
printf '%s\n' '某市工作台账,,,' '编号,任务,事项,备注' '1,B9,甲,"'"'"'=1+1"' \
    '2,Z9,乙,' >"$TMP/county.csv"
suggest "$TMP/county.csv"
is "items of the register" "$(jq '.items.ledger' "$TMP/inspect.json")" 2
is "those that would be refused" "$(jq '.refused' "$TMP/inspect.json")" 1
has "and why" "$(jq -r '.problems[].reason' "$TMP/inspect.json")" '"Z9"'
has "the register" "$(cat "$conf")" '    register = "ledger"'
has "the region is asked for" "$(cat "$conf")" '    #constant += {"region = CODE"}'
has "unsaid, nothing is stored" "$(collect county)" 'constant = {"region = CODE"}'
fill 430100
read_by_aiplus "the region filled in"
has "one is stored" "$(collect county)" "2 rows, 1 changed, 1 refused"
got=$("$AIPLUS" --config "$conf" --cache "$TMP/cache.county" --csv=ledger)
has "a guarded text comes out guarded" "$got" "\"'=1+1\""
# What comes out goes in again, whatever the region said for all.
printf '%s\n' "$got" >"$TMP/county.csv"
has "and changes nothing when it is sent back" "$(collect county)" "1 rows, 0 changed"

# What the feed itself adds to the catalogue is not asked for.
cat >"$TMP/own.json" <<'END'
{"aiplus": 1, "catalog": {"indicators": [{"code": "HN-01", "task": "B9",
    "name_zh": "甲"}]},
 "observations": [{"indicator": "HN-01", "region": "430000", "period": 2025, "value": 1},
    {"indicator": "HN-02", "region": "430000", "period": 2025, "value": 0.1}]}
END
suggest "$TMP/own.json"
has "what nobody knows is" "$(cat "$conf")" '#indicators += {"HN-02'
lacks "what it adds is not" "$(cat "$conf")" 'HN-01'

# As text it stands under the counts; what is no feed has none.
got=$("$AIPLUS" --lang en --inspect "$TMP/plain.csv")
has "as text" "$got" "Suggested for aiplus.conf:

source \"plain\" {"
has "in Chinese" "$("$AIPLUS" --lang zh --inspect "$TMP/open.csv")" "建议的 aiplus.conf 设置"
echo '<html></html>' >"$TMP/page"
inspect "$TMP/page"
is "a page has none" "$(jq -c '[.mapping, .items]' "$TMP/inspect.json")" '[null,{}]'

# Recorded answers, where they are at hand.
samples=../shared/samples
if [ -d "$samples" ]; then
    for file in "$samples"/*/*.json "$samples"/*/*.csv; do
        suggest "$file"
        [ -s "$conf" ] || continue
        got=$("$AIPLUS" --lang en --config "$conf" --cache "$TMP/none" --check 2>&1)
        has "${file#"$samples"/}: pasted as it is" "$got" "ok     configuration $conf: "
        fill 430000 B9-02 2025
        got=$("$AIPLUS" --lang en --config "$conf" --cache "$TMP/none" --check 2>&1)
        has "${file#"$samples"/}: filled in" "$got" "ok     configuration $conf: "
    done
else
    skip "suggestions for recorded answers" "$samples is not here"
fi
tap_done
