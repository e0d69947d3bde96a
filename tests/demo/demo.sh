#!/bin/sh
# The demo: two made-up ministries on this machine, collected over HTTP, shown.
# demo.sh BUILD. In a terminal the dashboard opens; without one the pages are printed.
set -eu
build=$1
program=$build/aiplus
home=build/demo
mkdir -p "$home"
rm -rf "$home/port" "$home/cache" # the same story each time

# The ministries publish one change a while after the start, so that pressing R in the
# dashboard brings something new.
"$build/aiplus-demo-server" --port 0 --port-file "$home/port" --change-after 20 &
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

aiplus() {
    "$program" --config "$home/aiplus.conf" --cache "$home/cache" "$@"
}

if [ -t 0 ] && [ -t 1 ]; then
    aiplus --fetch
    aiplus
    exit
fi
aiplus --fetch
echo
echo "---- the ministries publish a change; collected again ----"
kill -USR1 "$server"
aiplus --fetch
echo
# The exit status of --print tells cron how fresh the data is; anything but an error is
# a page that was printed.
status=0
aiplus --print=overview@100000 --print=coordination --print=region/430000 \
    --print=task/A2.2@430000 --print=indicator/B9-01@430000 || status=$?
[ "$status" -ne 1 ] && [ "$status" -ne 2 ] && [ "$status" -ne 6 ]
