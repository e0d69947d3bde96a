#!/bin/sh
# The drift guard: data that is not what its source delivered before is held back until
# somebody accepts it.
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
www=$TMP/www
mkdir "$www"

feed() { # rows... of the table, its head first
    printf '%s\n' "$@" >"$www/a.csv"
}
conf() { # [settings]
    printf 'source "a" {\n title = "甲部"\n address = "file://%s/a.csv"\n allow = {"file"}\n %s\n}\n' \
        "$www" "$1" >"$TMP/aiplus.conf"
}
aiplus() {
    "$AIPLUS" --lang en --cache "$TMP/cache" --config "$TMP/aiplus.conf" "$@" 2>&1
}
value() { # region: its latest value of B9-01
    aiplus "--print=indicator/B9-01@$1" | awk '/^Value / { sub(/r$/, "", $2); print $2; exit }'
}
page() {
    aiplus "--print=$1" --width 100 | tr -s '\n ' '  '
}

HEAD=地区,指标,报期,数值,单位,状态
HN=430000,B9-01,2026-Q2,3.5,EFLOPS,
ZJ=330000,B9-01,2026-Q2,8.5,EFLOPS,
conf
feed "$HEAD" "$HN" "$ZJ"
aiplus --fetch >/dev/null
is "the first delivery is taken: status" "$?" 0

# A column is gone.
feed 地区,指标,报期,数值,单位 430000,B9-01,2026-Q2,3.9,EFLOPS 330000,B9-01,2026-Q2,8.9,EFLOPS
got=$(aiplus --fetch)
is "a column is gone: status" "$?" 4
has "a column is gone: said" "$got" "The data of source a no longer has: 状态 (the accepted delivery"
has "since which delivery" "$got" "#3 had)"
has "and what to do" "$got" "aiplus --accept a takes it."
is "the last data stays" "$(value 430000)" 3.50
has "its state" "$(page sources)" "! Needs attention"
lacks "which is no failure" "$(page sources)" "E Failed"
has "its page says what" "$(page sources/a)" "no longer has: 状态"
has "and since when" "$(page sources/a)" "needing attention in a row: 1"
has "in Chinese" "$("$AIPLUS" --lang zh --cache "$TMP/cache" --print=sources)" "! 需要处理"
has "the indicator's page too" "$(page indicator/B9-01@430000)" "甲部 needs attention, the data of"
aiplus --print=overview >/dev/null
is "pages: status" "$?" 4
aiplus --fetch >/dev/null
is "again: status" "$?" 4
has "again: counted" "$(page sources/a)" "needing attention in a row: 2"

# What may not be.
got=$(aiplus --accept)
is "nobody to be accepted: status" "$?" 2
got=$(aiplus --accept b)
is "nobody of that name: status" "$?" 2
has "nobody of that name" "$got" 'no source "b"'
got=$(aiplus --offline --accept a)
is "offline: status" "$?" 1
has "offline" "$got" "--offline"
is "nothing was accepted" "$(value 430000)" 3.50

got=$(aiplus --accept a)
is "accepted: status" "$?" 0
has "accepted: in words" "$got" "accepted: no longer there: 状态"
is "accepted: taken" "$(value 430000)" 3.90
lacks "accepted: no more to be seen to" "$(page sources)" "! Needs attention"
has "accepted: nothing in doubt" "$(aiplus --fetch)" "a: unchanged"
has "nothing to be accepted" "$(aiplus --accept a)" "nothing had to be accepted"

# It comes back: that is more, and no doubt.
feed "$HEAD" "$HN" "$ZJ"
has "a column more is taken" "$(aiplus --fetch)" "2 rows, 2 changed"

# Several at once: the gravest is the reason, all are on the page.
feed 地区,指标,报期,数值,单位 430000,B9-01,2026-Q2,3.9,EFLOPS X9,B9-01,2026-Q2,8.9,EFLOPS
got=$(aiplus --fetch)
has "several: the first" "$got" "no longer has: 状态"
has "several: the second" "$got" "values that are not known: 地区 = X9"
has "several: the third" "$got" "has 1 usable rows, 2 in the accepted"
got=$(page sources/a)
has "several on the page: the first" "$got" "no longer has: 状态"
has "several on the page: the second" "$got" "地区 = X9"
has "several on the page: the third" "$got" "has 1 usable rows"

# What the office itself changes is its own doing: the mapping says what X9 is.
conf 'regions = {"X9 = 320000"}'
got=$(aiplus --fetch)
has "another mapping is taken" "$got" "2 rows, 2 changed"
is "another mapping: read by it" "$(value 320000)" 8.90

# New periods and regions that are known are what feeds are for.
feed 地区,指标,报期,数值,单位 430000,B9-01,2026-Q3,4.1,EFLOPS 330000,B9-01,2026-Q3,9.1,EFLOPS
has "new periods and regions" "$(aiplus --fetch)" "2 rows, 2 changed"

# Remarks and columns that are empty come and go; a unit is the same in any spelling.
feed 地区,备注,指标,报期,数值,审核,单位 430000,,B9-01,2026-Q3,4.1,,EFLOPS 330000,快报,B9-01,2026-Q3,9.2,,EFLOPS
has "remarks are taken" "$(aiplus --fetch)" "2 rows, 1 changed"
feed 地区,指标,报期,数值,审核,单位 430000,B9-01,2026-Q3,4.1,,EFlops 330000,B9-01,2026-Q3,9.1,,EFlops
has "remarks are gone, a unit is spelled otherwise" "$(aiplus --fetch)" "2 rows, 1 changed"
feed 地区,指标,报期,数值,审核,单位 430000,B9-01,2026-Q3,4.1,张,EFLOPS 330000,B9-01,2026-Q3,9.2,张,EFLOPS
has "a column that says something now" "$(aiplus --fetch)" "审核 = 张"

# Units as sent, although both fit.
conf 'regions = {"X9 = 320000"}
 units = {"E = EFLOPS"}'
feed 地区,指标,报期,数值,单位 430000,B9-01,2026-Q3,4.1,EFLOPS 330000,B9-01,2026-Q3,9.1,EFLOPS
aiplus --fetch >/dev/null
feed 地区,指标,报期,数值,单位 430000,B9-01,2026-Q3,4.2,E 330000,B9-01,2026-Q3,9.2,E
got=$(aiplus --fetch)
has "another unit" "$got" "other units: B9-01: EFLOPS -> E"
has "accepted in Chinese" "$("$AIPLUS" --lang zh --cache "$TMP/cache" --config "$TMP/aiplus.conf" --accept a)" \
    "已接受：单位改变：B9-01: EFLOPS -> E"

# What another source adds to the catalogue is nobody's leave to send anything.
cp "$TMP/aiplus.conf" "$TMP/kept.conf"
printf 'source "b" {\n address = "file://%s/b.json"\n allow = {"file"}\n}\n' "$www" >>"$TMP/aiplus.conf"
cat >"$www/b.json" <<'END'
{"aiplus": 1, "catalog": {"documents": [{"code": "T-1", "title": "试验文件"}]}}
END
has "an addition is taken" "$(aiplus --fetch b)" "b: "
feed 地区,指标,报期,数值,单位 430000,B9-01,2026-Q3,4.3,EFLOPS 330000,B9-01,2026-Q3,9.3,EFLOPS
got=$(aiplus --fetch a)
has "and the guard looks as before" "$got" "other units: B9-01: E -> EFLOPS"
is "what stood stays" "$(value 430000)" 4.20
cp "$TMP/kept.conf" "$TMP/aiplus.conf"

# Two sources for one figure: the one that aiplus.conf names first is used.
rm -rf "$TMP/cache"
two() { # first second
    for name in "$@"; do
        printf 'source "%s" {\n address = "file://%s/%s.csv"\n allow = {"file"}\n}\n' "$name" "$www" "$name"
    done >"$TMP/aiplus.conf"
}
printf '%s\n' 地区,指标,报期,数值 430000,B9-01,2026-Q2,3.94 >"$www/miit.csv"
printf '%s\n' 地区,指标,报期,数值 430000,B9-01,2026-Q2,3.90 >"$www/stats.csv"
two miit stats
aiplus --fetch stats >/dev/null
is "alone it is used" "$(value 430000)" 3.90
aiplus --fetch >/dev/null
is "the first one is used" "$(value 430000)" 3.94
has "the other one is shown" "$(page indicator/B9-01@430000)" "2026Q2 stats 3.90 -0.04 miit"
has "and counted" "$(page sources/stats)" "Of 1 figures another source says something else"
lacks "for the other one" "$(page sources/miit)" "another source says"
two stats miit
got=$(aiplus --fetch)
lacks "another order: read again" "$got" "unchanged"
is "another order: the other one is used" "$(value 430000)" 3.90
has "another order: shown" "$(page indicator/B9-01@430000)" "2026Q2 miit 3.94r +0.04 stats"
has "the history has all" "$(aiplus --csv B9-01 --history)" "replaced"
printf '%s\n' 地区,指标,报期,数值 430000,B9-01,2026-Q2,3.90 >"$www/miit.csv"
aiplus --fetch >/dev/null
lacks "who comes to agree" "$(page indicator/B9-01@430000)" "Where sources differ"
lacks "is counted no more" "$(page sources/miit)" "another source says"
has "what was outranked has its fate" "$(aiplus --csv B9-01 --history)" "outranked"
ok "the cache is sound" "$AIPLUS" --check --cache "$TMP/cache" --config "$TMP/aiplus.conf"
tap_done
