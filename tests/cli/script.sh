#!/bin/sh
# --script: the dashboard without a terminal, its screen as text, in both languages and
# two sizes; and what is wrong with a script, by its line.
# shellcheck disable=SC2154 # TMP and AIPLUS are set by tap.sh
. tests/lib/tap.sh

play() { # [option..]; the script is on standard input
    cat >"$TMP/script"
    (cd "$TMP" && env -u TERM AIPLUS_NOW=2026-03-31 "$AIPLUS" --script "$TMP/script" \
        "$@" 2>&1 </dev/null)
}
lines() {
    awk 'END { print NR }' "$1"
}

for lang in zh en; do
    for size in 80x24 120x40; do
        got=$(printf 'size %s\nsave one.txt\nkeys ?\nsave two.txt\nquit\nkeys Z\n' $size |
            play --lang $lang)
        is "$lang $size: status" "$?" 0
        is "$lang $size: said" "$got" ""
        is "$lang $size: lines" "$(lines "$TMP/one.txt")" "${size#*x}"
        has "$lang $size: the overview" "$(cat "$TMP/one.txt")" "overview@100000"
        has "$lang $size: help" "$(cat "$TMP/two.txt")" "help/overview"
        rm -f "$TMP/one.txt" "$TMP/two.txt"
    done
done

printf '# go there\n\nkeys :task/B9<Enter>\nwait for task/B9@100000\ntype /\ntype 算力\nkeys <Down><Down><Esc>\nwait 30\nkeys <C-l>j\nsave there.txt\n' |
    play --lang zh >"$TMP/said"
is "keys by name: status" "$?" 0
is "and nothing is said" "$(cat "$TMP/said")" ""
has "the page" "$(cat "$TMP/there.txt")" "task/B9@100000"
printf 'keys 4Q\nsave never.txt\n' | play >/dev/null
is "a key that leaves ends the script: status" "$?" 0
ok "and nothing more is done" test ! -e "$TMP/never.txt"
cp "$TMP/script" "$TMP/script2"
echo 'save in.txt' | (cd "$TMP" && "$AIPLUS" --script -)
has "from standard input" "$(cat "$TMP/in.txt")" "overview@"

# Without a configuration the first page leads to how to write one, and the example that
# stands there is one.
printf 'save first.txt\nkeys 9\nsave sources.txt\n' | play --lang en --cache "$TMP/none"
has "the first page points to it" "$(tr -d '\n' <"$TMP/sources.txt")" "aiplus --inspect ADDRESS"
has "with the place of the file" "$(tr -d '\n' <"$TMP/sources.txt")" "aiplus.conf"
for lang in zh en; do
    "$AIPLUS" --lang $lang --cache "$TMP/none" --print=sources |
        sed -n '/^source /,/^}/p' >"$TMP/own.conf"
    got=$("$AIPLUS" --lang en --cache "$TMP/none" --config "$TMP/own.conf" --print=sources 2>&1)
    is "$lang: the example is read" "$?" 5
    has "$lang: and has a source" "$got" "The configuration names sources"
done

wrong() { # script, line, words
    got=$(printf '%b' "$1" | play --lang en)
    is "$3: status" "$?" 1
    has "$3: line" "$got" "line $2:"
    has "$3: said" "$got" "$3"
}
wrong 'press j\n' 1 "takes size, keys, type, wait, save or quit"
wrong '\nkeys j<Entre>\n' 2 "there is no key of that name"
wrong 'keys <Down\n' 1 "there is no key of that name"
wrong 'keys\n' 1 "what is to be typed is missing"
wrong '# a\nsize 80\n' 2 "takes columns and rows"
wrong 'size 0x24\n' 1 "takes columns and rows"
wrong 'wait soon\n' 1 "takes milliseconds"
wrong 'save\n' 1 "something is missing"
wrong 'quit now\n' 1 "nothing may follow"
got=$(echo 'save no/such/place.txt' | play --lang en)
is "a file that cannot be written: status" "$?" 1
has "and why" "$got" "no/such/place.txt"
"$AIPLUS" --script "$TMP/none" >"$TMP/said" 2>&1
is "no script: status" "$?" 1
has "and which" "$(cat "$TMP/said")" "$TMP/none"
tap_done
