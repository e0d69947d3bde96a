#!/bin/sh
# A feed in seven pages, from a real server to the figures of the dashboard: all of it is
# stored or nothing, whatever becomes of a page in between.
# shellcheck disable=SC2154,SC2016 # BUILD is set by the runner; $arg_page is nginx's
. tests/lib/tap.sh
www=$TMP/www
mkdir "$www"

edition=0
# pages ADD [TOTAL]: a new edition, whose figures are so much more; two months a page.
pages() {
    edition=$((edition + 1))
    for page in 1 2 3 4 5 6 7; do
        jq -n --argjson page "$page" --arg edition "2026-06-0$edition" --argjson add "$1" \
            --argjson total "${2:-14}" '
            def month: "\(2025 + (. / 12 | floor))M\((. % 12) + 101 | tostring | .[1:])";
            [{page: (if $page % 2 == 0 then $page else "\($page)" end), pages: 7,
              per_page: "2", total: $total, lastupdated: $edition},
             [range(2 * $page - 2; 2 * $page) | {indicator: {id: "T.NET", value: "Net"},
              country: {id: "CN-HN", value: "There"}, countryiso3code: "",
              date: month, value: (. + 1 + $add), unit: "", obs_status: "",
              decimal: 0}]]' >"$www/$page.json"
    done
    first
}
# The one that is asked for without a number. nginx tells editions apart by seconds.
first() {
    cp "$www/1.json" "$www/.json"
    touch -d "2026-01-01 00:00:0$edition" "$www/.json"
}
change() { # PAGE JQ
    jq "$2" "$www/$1.json" >"$TMP/page"
    mv "$TMP/page" "$www/$1.json"
    first
}
configure() { # [settings]
    printf 'source "bank" {\n address = "%s/bank?format=json"\n' "$URL"
    printf ' allow = {"http", "loopback"}\n retries = 0\n'
    printf ' indicators = {"T.NET = B9-01"}\n %s\n}\n' "$1"
}
aiplus() {
    AIPLUS_NOW=2026-07-01 "$AIPLUS" --lang en --cache "$TMP/cache" \
        --config "$TMP/aiplus.conf" "$@" 2>&1
}
figures() { aiplus --csv B9-01 --regions 430000 | sed 1d | cut -d, -f6 | tr '\n' ' '; }
before="1 2 3 4 5 6 7 8 9 10 11 12 13 14 "
# fails WHAT WORDS: the collection does, with these words, and changes no figure.
fails() {
    got=$(aiplus --fetch)
    is "$1: status" "$?" 4
    has "$1: why" "$got" "$2"
    is "$1: the figures are what they were" "$(figures)" "$before"
}

serve "$www" 'location /bank { try_files /$arg_page.json =404; }'
configure >"$TMP/aiplus.conf"
pages 0
has "seven pages" "$(aiplus --fetch)" "14 rows, 14 changed, 0 refused"
is "every figure of them" "$(figures)" "$before"
has "again" "$(aiplus --fetch)" "unchanged"

pages 100
rm "$www/4.json"
fails "page four is gone" "404"
pages 100
echo '<!DOCTYPE html><html><body>Login</body></html>' >"$www/4.json"
fails "page four is a web page" "#4 is a web page"
pages 100
echo '[{"message":[{"id":"120","value":"Try again later"}]}]' >"$www/4.json"
fails "page four is an error" "Try again later"
pages 100
head -c 300 "$www/4.json" >"$TMP/page" && mv "$TMP/page" "$www/4.json"
fails "page four is cut" "#4 is not valid JSON"
pages 100
change 5 '.[0].total = 16'
fails "the total changes on the way" "16"
pages 100
cp "$www/1.json" "$www/6.json"
fails "a page comes twice" "led from page 6"
configure 'pages = 3' >"$TMP/aiplus.conf"
fails "more pages than are allowed" "3"
configure >"$TMP/aiplus.conf"

# An unhindered collection makes up for all of them.
pages 200
has "at last" "$(aiplus --fetch)" "14 changed, 0 refused"
is "all of the new figures" "$(figures)" \
    "201 202 203 204 205 206 207 208 209 210 211 212 213 214 "
tap_done
