#!/bin/sh
# What goes wrong with endpoints, caches and configurations: each ends with a sentence
# that says what, where and what to do, and the old data stays.
. tests/lib/tap.sh
www=$TMP/www
mkdir -p "$www"
cat >"$www/good.csv" <<'END'
地区代码,指标代码,报期,值,状态,单位
430000,B9-01,2026-Q1,3.17,A,EFLOPS
430000,B9-01,2026-Q2,3.52,A,EFLOPS
330000,B9-01,2026-Q2,>8.5,P,EFLOPS
END
serve "$www"

# conf NAME ADDRESS [more settings]
conf() {
    cat >"$TMP/$1.conf" <<END
source "s" {
    title   = "测试源"
    address = "$2"
    allow   = {"http", "file", "loopback"}
    timeout = 5
    connect_timeout = 2
    $3
}
END
}
fetch() { # configuration
    "$AIPLUS" --lang en --cache "$TMP/cache" --config "$TMP/$1.conf" --fetch 2>&1
}
page() {
    "$AIPLUS" --lang en --cache "$TMP/cache" "--print=$1" 2>&1
}

conf good "$URL/good.csv"
got=$(fetch good)
is "a good feed: status" "$?" 0
has "a good feed: rows" "$got" "3 rows, 3 changed, 0 refused"
got=$(page indicator/B9-01@430000)
is "printed fresh" "$?" 0
has "its value is printed" "$got" "3.52"
has "a bound keeps its sign" "$(page indicator/B9-01@330000)" "> 8.5"
has "again: unchanged" "$(fetch good)" "unchanged"

# fault NAME PART: after it the old value still stands, and sources tells the reason
fault() {
    got=$(fetch "$1")
    is "$1: status 4, sources failed" "$?" 4
    has "$1: the sentence" "$got" "$2"
    has "$1: the old value stands" "$(page indicator/B9-01@430000)" "3.52"
    has "$1: the page of sources says so" "$(page sources | tr -s '\n ' '  ')" "$3"
    page sources >/dev/null 2>&1
    is "$1: --print says failing sources" "$?" 4
}
conf no-network "https://aiplus-test.invalid/feed.json"
fault no-network "aiplus-test.invalid" Failed
conf refused "http://127.0.0.1:9/feed.json"
fault refused "127.0.0.1" Failed
conf missing "$URL/nothing.json"
fault missing "404" Failed
printf '<!DOCTYPE html><html><body>请登录</body></html>' >"$www/login.json"
conf html "$URL/login.json"
fault html "HTML" Failed
printf '{"class":"dataset","version":"2.0","id":["time"],"size":[2],"dimen' >"$www/cut.json"
conf cut "$URL/cut.json"
fault cut "ends in the middle" Failed
printf '{"class":"dataset","version":"2.0","id":"time","size":"x","dimension":[],"value":true}' >"$www/types.json"
conf types "$URL/types.json"
fault types "types.json" Failed
printf '地区代码,指标代码,报期,值\n430000,B9-01,2026-Q3,3.\37786\n' >"$www/bytes.csv"
conf bytes "$URL/bytes.csv"
fault bytes "UTF-8" Failed
: >"$www/empty.csv"
conf empty "$URL/empty.csv"
fault empty "empty" Failed

# Rows that cannot be used are refused one by one, with their reasons.
cat >"$www/rows.csv" <<'END'
地区代码,指标代码,报期,值,状态,单位
430000,B9-01,2026-Q3,3.86,P,EFLOPS
@BEL@,B9-01,2026-Q3,1,A,EFLOPS
439999,B9-01,2026-Q3,1,A,EFLOPS
430000,X9-99,2026-Q3,1,A,EFLOPS
430000,B9-01,2026-Q9,1,A,EFLOPS
430000,B9-01,2026-Q4,"1,2O4",A,EFLOPS
110000,B9-01,2026-Q3,7,A,GW
END
sed -i "s/@BEL@/$(printf '\007')430000/" "$www/rows.csv"
printf '%s\n' "$(printf '\033')[31m430000,B9-01,2026-Q3,1,A,EFLOPS" >>"$www/rows.csv"
conf rows "$URL/rows.csv"
got=$(fetch rows)
is "bad rows: status" "$?" 0
has "bad rows: counted" "$got" "1 changed, 7 refused"
has "the good row is stored" "$(page indicator/B9-01@430000)" "3.86"
got=$(page sources/s)
has "unknown region is shown" "$got" "439999"
has "unknown indicator is shown" "$got" "X9-99"
has "bad period is shown" "$got" "2026-Q9"
has "the raw value is shown" "$got" "1,2O4"
has "the other unit is shown" "$got" "GW"
has "an escape is made visible" "$got" "<U+001B>[31m"
lacks "and never sent" "$got" "$(printf '\033')"

# Caches.
mkdir "$TMP/readonly"
chmod 555 "$TMP/readonly"
as_user() { # a command that root may not simply override
    if [ "$(id -u)" -eq 0 ]; then
        chmod 755 "$TMP"
        chown -R 65534 "$TMP/readonly" "$TMP/good.conf"
        setpriv --reuid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}
if as_user test -x "$AIPLUS"; then
    got=$(as_user "$AIPLUS" --lang en --cache "$TMP/readonly/cache" --config "$TMP/good.conf" --fetch 2>&1)
    is "unwritable cache: status" "$?" 6
    has "unwritable cache: the sentence" "$got" "$TMP/readonly"
else
    skip "unwritable cache" "another account cannot reach the program"
    skip "unwritable cache: the sentence" "another account cannot reach the program"
fi
: >"$TMP/file"
got=$("$AIPLUS" --lang en --cache "$TMP/file" --config "$TMP/good.conf" --fetch 2>&1)
is "a file for a cache: status" "$?" 6
has "a file for a cache: the sentence" "$got" "$TMP/file"

newest=$(find "$TMP/cache/snapshots" -name '*.mdb' | sort | tail -n 1)
chmod u+w "$newest"
printf 'XXXXXXXXXXXXXXXX' | dd of="$newest" bs=1 seek=5000 conv=notrunc 2>/dev/null
got=$(page indicator/B9-01@430000)
has "damaged snapshot: the one before is shown" "$got" "3.52"
has "damaged snapshot: and said" "$got" "earlier snapshot"
got=$("$AIPLUS" --lang en --cache "$TMP/cache" --check 2>&1)
is "--check finds it: status" "$?" 1
has "--check finds it" "$got" "WRONG"
is "--check: faults come first" "$(printf '%s\n' "$got" | sed -n '1p;3s/ .*//p')" \
    "Not in order: 1
WRONG"
has "--check: the rest is told too" "$got" "ok     catalogue"
for file in "$TMP"/cache/snapshots/*.mdb; do
    chmod u+w "$file"
    : >"$file"
done
got=$(page indicator/B9-01@430000)
is "all snapshots damaged: no data" "$?" 5
has "all snapshots damaged: said" "$got" "snapshot"
has "all snapshots damaged: the published figures remain" "$(page indicator/B9-01@100000)" "1590"
"$AIPLUS" --lang en --cache "$TMP/cache" --config "$TMP/rows.conf" --fetch >/dev/null 2>&1
has "the next collection publishes a good one" "$(page indicator/B9-01@430000)" "3.86"

# A store that is gone is no new beginning.
rm "$TMP/cache/store/data.mdb"
got=$(fetch rows)
has "a lost store: said once" "$got" "restored from snapshot"
is "a lost store: again" "$(fetch rows | grep -c "restored from")" 0
has "a lost store: its figures" "$(page indicator/B9-01@430000)" "3.86"
has "a lost store: and the earlier ones" "$(page indicator/B9-01@430000)" "3.17"
mv "$TMP/cache/store/data.mdb" "$TMP/kept.mdb"
mkdir "$TMP/kept"
cp "$TMP"/cache/snapshots/*.mdb "$TMP/kept"
for file in "$TMP"/cache/snapshots/*.mdb; do
    chmod u+w "$file"
    : >"$file"
done
got=$(fetch rows)
is "nothing to restore it from: status" "$?" 1
has "nothing to restore it from: said" "$got" "no snapshot in"
ok "nothing is begun" test ! -e "$TMP/cache/store/data.mdb"
cp "$TMP"/kept/*.mdb "$TMP/cache/snapshots"
got=$("$AIPLUS" --lang en --cache "$TMP/cache" --check 2>&1)
is "--check: a lost store: status" "$?" 0
has "--check: a lost store" "$got" "The next collection restores it"
mv "$TMP/kept.mdb" "$TMP/cache/store/data.mdb"
got=$("$AIPLUS" --lang en --cache "$TMP/cache" --check 2>&1)
is "--check: a sound store: status" "$?" 0
has "--check: a sound store" "$got" "The store is sound: "
has "--check: while a collector works" "$(flock "$TMP/cache/lock" \
    "$AIPLUS" --lang en --cache "$TMP/cache" --check 2>&1)" "A collector is at work"
# The pages behind the two that say where the others are.
cp "$TMP/cache/store/data.mdb" "$TMP/kept.mdb"
pages=$(($(wc -c <"$TMP/kept.mdb") / 4096 - 2))
dd if=/dev/zero bs=4096 count="$pages" 2>/dev/null | tr '\0' '\377' |
    dd of="$TMP/cache/store/data.mdb" bs=4096 seek=2 conv=notrunc 2>/dev/null
got=$("$AIPLUS" --lang en --cache "$TMP/cache" --check 2>"$TMP/err")
is "--check: a damaged store: status" "$?" 1
has "--check: a damaged store" "$got" "Move that one file away and collect again"
is "--check: a damaged store: no other words" "$(cat "$TMP/err")" ""
mv "$TMP/kept.mdb" "$TMP/cache/store/data.mdb"

# A fault says so, and leaves by its signal.
# The pipe is never read, so the program waits in the middle of its output.
mkfifo "$TMP/full"
exec 3<>"$TMP/full"
pages=$(printf -- '--print=help %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 \
    21 22 23 24 25 26 27 28 29 30)
# shellcheck disable=SC2086,SC3045 # words are wanted; every sh that is used has -c
(ulimit -c 0; exec "$AIPLUS" --lang en --cache "$TMP/none" $pages $pages) >&3 2>"$TMP/fault" &
pid=$!
sleep 0.3
kill -SEGV "$pid"
wait "$pid"
is "a fault: the signal is kept" "$?" 139
has "a fault: the sentence" "$(cat "$TMP/fault")" "aiplus --check"
exec 3>&-

# A demo configuration never writes into a real cache.
{ echo "demo = true"; cat "$TMP/good.conf"; } >"$TMP/demo.conf"
got=$(fetch demo)
is "demo data into a real cache: status" "$?" 1
has "demo data into a real cache: the sentence" "$got" "--cache"

# Configuration: file and line.
wrong() { # description, line, part, text
    printf '%s\n' "$4" >"$TMP/wrong.conf"
    got=$("$AIPLUS" --lang en --config "$TMP/wrong.conf" --print 2>&1)
    is "$1: status" "$?" 1
    has "$1: file and line" "$got" "wrong.conf, line $2:"
    has "$1: the reason" "$got" "$3"
}
wrong "unknown setting" 2 'colour' '# a comment
colour = "red"'
wrong "wrong kind" 1 'ambiguous_width' 'ambiguous_width = "many"'
wrong "unclosed section" 1 "no counterpart" 'source "a" {
    address = "https://x.example/"
'
wrong "no address" 2 'has no address' 'source "a" {
}'
wrong "http not allowed" 3 'http' 'source "a" {
    address = "http://x.example/"
}'
wrong "unknown format" 2 'no format' 'source "a" {
    format = "sdmx-9"
}'
wrong "a pair that is none" 2 'pairs' 'source "a" {
    indicators = {"POP"}
}'
wrong "a constant for nothing" 2 'alone' 'source "a" {
    constant = {"regoin = 110000"}
}'
echo 'region = "999999"' >"$TMP/wrong.conf"
got=$("$AIPLUS" --lang en --config "$TMP/wrong.conf" --cache "$TMP/none" --check 2>&1)
is "--check: an unknown home region: status" "$?" 1
has "--check: an unknown home region" "$got" '"999999"'
got=$("$AIPLUS" --lang en --config "$TMP/nowhere.conf" --print 2>&1)
has "missing configuration" "$got" "nowhere.conf"

# The command line.
"$AIPLUS" --print=task/A9.9 >/dev/null 2>"$TMP/err"
is "unknown address: usage" "$?" 2
"$AIPLUS" --cache "$TMP/cache" --print=sources/nowhere >/dev/null 2>&1
is "a source that is none: usage" "$?" 2
got=$("$AIPLUS" --lang en --nonsense 2>&1)
is "unknown option: usage" "$?" 2
has "unknown option: in the language asked for" "$got" "There is no option"
"$AIPLUS" --help >/dev/full 2>/dev/null
is "help that cannot be written" "$?" 6
"$AIPLUS" --print --as-of 2026-02-30 >/dev/null 2>&1
is "no such day: usage" "$?" 2
"$AIPLUS" --print --cache "$TMP/none" >/dev/full 2>/dev/null
is "output that cannot be written" "$?" 6
"$AIPLUS" --lang en --fetch --offline --config "$TMP/good.conf" >/dev/null 2>"$TMP/err"
is "--offline collects nothing" "$?" 1
"$AIPLUS" --print=coordination --cache "$TMP/none" | head -n 1 >/dev/null
is "a reader that leaves is no error of ours" "$?" 0

# A second collector is told that one is running.
mkfifo "$TMP/fifo"
conf slow "$URL/good.csv"
flock "$TMP/cache/lock" sleep 5 &
PIDS="$PIDS $!"
sleep 0.3
got=$(fetch good)
is "second collector: status" "$?" 1
has "second collector: the sentence" "$got" "at work"
tap_done
