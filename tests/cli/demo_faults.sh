#!/bin/sh
# The demo's faults, each through the real program: what the collector and the page of
# sources say, that the data of before stays to the last byte, and that all is well again
# without them.
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
server=$BUILD/aiplus-demo-server

"$server" --port-file "$TMP/port" --with-parent --faults "$TMP/faults" &
PIDS=$!
tries=0
while [ ! -s "$TMP/port" ] && [ "$tries" -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.05
done
ok "it listens" test -s "$TMP/port"
[ -s "$TMP/port" ] || exit 1
# The demo's own configuration, but in no mood to wait.
conf() { # retries
    sed "s/@PORT@/$(cat "$TMP/port")/; s/retries *= 1/retries = $1/; s/timeout *= 10/timeout = 4/" \
        tests/demo/aiplus.conf.in >"$TMP/aiplus.conf"
}
conf 0

aiplus() {
    "$AIPLUS" --lang "${speech:-en}" --config "$TMP/aiplus.conf" --cache "$TMP/cache" "$@" 2>&1
}
# The figures and items that stand, without the day's time.
figures() {
    aiplus --csv
    aiplus --csv=ledger
    aiplus --csv=targets
}

got=$(aiplus --check)
is "the demo's configuration: status" "$?" 0
got=$(aiplus --fetch)
is "six ministries: status" "$?" 0
has "six ministries" "$got" "0 of 6 sources failed"
# Targets that one of them adds to the catalogue count from the next collection on.
aiplus --fetch >/dev/null
figures >"$TMP/before"
ok "there is something to be lost" test "$(wc -l <"$TMP/before")" -gt 10000
has "the figure that two have" "$(aiplus --print=indicator/B9-01@430000 --width 100 |
    tr -s '\n ' '  ')" "2026Q1 国家发展和改革委员会(演示) 3.17 -0.04 工业和信息化部(演示)"
has "is the only one" "$(aiplus --print=sources/ndrc)" "Of 1 figures another source says"
for source in miit nda most nbs moe; do
    lacks "$source is outranked in none" "$(aiplus --print=sources/$source)" "another source says"
done

stays() { # description
    figures >"$TMP/after"
    ok "$1: the data of before stays" cmp "$TMP/before" "$TMP/after"
}
# fault NAME STATE PART SOURCE...: these say it and are in that state, the others are well
fault() {
    name=$1 state=$2 part=$3
    shift 3
    echo "$name" >"$TMP/faults"
    got=$(aiplus --fetch)
    is "$name: status 4" "$?" 4
    has "$name: so many" "$got" "$# of 6 sources failed"
    for source in "$@"; do
        has "$name: $source" "$(printf '%s\n' "$got" | grep " $source: ")" "$part"
    done
    is "$name: their state" "$(aiplus --print=sources | grep -c "$state")" "$#"
    stays "$name"
}
all='miit ndrc nda most nbs moe'
# shellcheck disable=SC2086 # words are wanted
{
    fault html "E Failed" "is a web page (HTML), not data" $all
    fault empty "E Failed" "is empty" $all
    fault cut "E Failed" "broke before all data had come" $all
    fault gzip-cut "E Failed" "broke before all data had come" $all
    fault status500 "E Failed" '"500 Internal Server Error"' $all
    fault status429 "E Failed" "was asked too often" $all
    # Who would ask again is told that it would be in vain.
    conf 1
    fault status429 "E Failed" "not to be asked again for 3600 s" $all
    conf 0
    fault stall "E Failed" "came too slowly and was given up" $all
    fault shrunk "! Needs attention" "more than a fifth is gone" $all
    fault units "! Needs attention" "has other units: " $all
    fault unknown "! Needs attention" "values that are not known: " $all
    fault type "! Needs attention" "more than a fifth is gone" $all
    fault scope "! Needs attention" "has another scope note: " ndrc most
    fault column=most "! Needs attention" "no longer has: UNIT_MEASURE" most
    fault column=nda "E Failed" 'has no column "状态", which aiplus.conf names' nda
    fault column=moe "! Needs attention" "more than a fifth is gone" moe
}
speech=zh
echo "html=most units=nbs" >"$TMP/faults"
got=$(aiplus --fetch)
has "in Chinese: a web page" "$got" "是网页（HTML），不是数据"
has "in Chinese: units" "$got" "A2.1-04: % -> ‰"
has "in Chinese: the page" "$(aiplus --print=sources)" "! 需要处理"
has "in Chinese: what stays is said" "$(aiplus --print=sources | tr -s '\n ' '  ')" "沿用"
speech=en

echo slow=ndrc >"$TMP/faults"
got=$(aiplus --fetch)
is "slow is no fault: status" "$?" 0
has "slow: it is all there" "$got" "ndrc: unchanged since the last delivery"
stays "slow"
echo none >"$TMP/faults"
got=$(aiplus --fetch)
is "none: status" "$?" 0
is "none: everything as it was" "$(printf '%s\n' "$got" | grep -c unchanged)" 6
ok "the cache is sound" "$AIPLUS" --check --cache "$TMP/cache" --config "$TMP/aiplus.conf"

# What is accepted is taken, and only that.
echo "units=most" >"$TMP/faults"
aiplus --fetch >/dev/null
has "accepted" "$(aiplus --accept most)" "accepted: other units: A1.1-03: 个 -> 十个"

# How faults are named.
got=$("$server" --help)
for name in html empty cut gzip-cut status500 status429 slow stall shrunk column units scope \
    unknown type; do
    has "listed: $name" "$got" "
  $name "
done
got=$("$server" --fault nonsense 2>&1)
is "a fault that is none: status" "$?" 2
has "a fault that is none" "$got" 'no fault "nonsense"'
got=$("$server" --fault html=nobody 2>&1)
has "a source that is none" "$got" 'no source "nobody"'
got=$("$server" --fault scope=nbs 2>&1)
has "a source that has no such thing" "$got" 'nbs cannot play "scope"'
"$server" --port-file "$TMP/port2" --with-parent --fault html --fault none=moe &
PIDS="$PIDS $!"
sleep 0.3
base=http://127.0.0.1:$(cat "$TMP/port2")
is "on the command line" "$(curl -sS --noproxy '*' "$base/nda/monthly.csv" | grep -c '<title>')" 1
is "and one without" "$(curl -sS --noproxy '*' "$base/moe/education.xlsx" | head -c 2)" PK
tap_done
