#!/bin/sh
# The demo: six made-up ministries on this machine, collected over HTTP, shown.
# demo.sh BUILD [FAULT...]. In a terminal the dashboard opens; without one the pages are
# printed. Faults ("html=most") are those of aiplus-demo-server --help; they begin after
# a first collection that goes well, so that one sees that its data stays.
set -eu
build=$1
shift
program=$build/aiplus
home=build/demo
mkdir -p "$home"
rm -rf "$home/port" "$home/cache" # the same story each time
: >"$home/faults"

# The ministries publish one change a while after the start, so that pressing R in the
# dashboard brings something new.
"$build/aiplus-demo-server" --port 0 --port-file "$home/port" --change-after 20 \
    --faults "$home/faults" &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM HUP
tries=0
while [ ! -s "$home/port" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
        echo "The demo server did not start." >&2
        exit 1
    fi
    sleep 0.1
done
sed "s/@PORT@/$(cat "$home/port")/" tests/demo/aiplus.conf.in >"$home/aiplus.conf"

# Collected first eighteen days ago, so that there is something that changed since.
now=$(date +%s)
first=$((now - 18 * 86400))
since=$(date -d "@$((now - 10 * 86400))" +%F)

aiplus() {
    "$program" --config "$home/aiplus.conf" --cache "$home/cache" "$@"
}
# The exit status of --print and --fetch tells cron how fresh the data is and whether
# sources fail; anything but an error is what the demo wants to show.
shown() {
    status=0
    aiplus "$@" || status=$?
    case $status in 1 | 2 | 6) exit "$status" ;; esac
}
go_wrong() { # faults...
    for fault in "$@"; do
        "$build/aiplus-demo-server" --fault "$fault" --help >/dev/null || exit 2
    done
    echo "$@" >"$home/faults"
}

AIPLUS_NOW=$first aiplus --fetch
# What a delivery adds to the catalogue counts from the next one on.
AIPLUS_NOW=$((first + 3600)) aiplus --fetch >/dev/null

if [ -t 0 ] && [ -t 1 ]; then
    kill -USR1 "$server"
    aiplus --fetch
    if [ "$#" -gt 0 ]; then
        go_wrong "$@"
        shown --fetch
    fi
    echo "Faults while it runs: echo html=most >$home/faults, then press R."
    aiplus --since "$since"
    exit
fi
[ "$#" -gt 0 ] || set -- html=most shrunk=nda
echo
echo "---- the ministries publish a change; collected again ----"
kill -USR1 "$server"
aiplus --fetch
echo
shown --since "$since" --print=bulletin@430000 --print=overview@100000 \
    --print=coordination --print=region/430000 --print=task/A2.2@430000 \
    --print=indicator/B9-01@430000 --print=ledger@430000 --print=ledger/HN-2026-006@430000 \
    --print=cases@430000 --print=publicity@430000 --print=changes@430000 \
    --print=sources
echo
echo "---- something goes wrong: $* ----"
go_wrong "$@"
shown --fetch
echo
# The figures of a source that fails stay, and pages say how old they are and why.
shown --print=sources --print=sources/nda --print=indicator/B8-02@430000 \
    --print=indicator/A1.1-03@430000
