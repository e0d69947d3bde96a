#!/bin/sh
# The manual against the program: every option and every setting stands in both.
# shellcheck disable=SC2154 # BUILD is set by the runner
n=0
check() { # description, left, right
    n=$((n + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '# only on one side: %s\n' "$(printf '%s\n%s\n' "$2" "$3" | sort | uniq -u | tr '\n' ' ')"
    fi
}
export LC_ALL=C
options=$("$BUILD/aiplus" --lang en --help | sed -n 's/^  --\([a-z-]*\).*/\1/p' | sort -u)
manual=$(sed -n '/^\.Sh OPTIONS/,/^\.Sh KEYS/s/^\.It Fl -\([a-z-]*\).*/\1/p' man/aiplus.1 | sort -u)
check "options" "$options" "$manual"
settings=$(grep -ohE '(CFG_[A-Z_]+\("[a-z_]+"|^ *\{"[a-z_]+", *CONFIG_)' \
    app/config.c app/config_rules.c app/config_setting.c app/config_source.c app/config_report.c |
    sed 's/.*"\([a-z_]*\)".*/\1/' | grep -vx -e source -e bulletin -e mail -e report | sort -u)
manual=$(sed -n 's/^\.It Ic //p' man/aiplus.conf.5 | sed 's/ , /\n/g' | sort -u)
check "settings" "$settings" "$manual"
# The native format: members of the schema (which a unit test compares with the decoder),
# the words of choices and the heads of columns.
page=man/aiplus-feed.5
members=$(jq -r '.. | .properties? | select(type == "object") | keys[]' \
    fetch/aiplus-feed.schema.json | sort -u)
manual=$(sed -n 's/^\.\(It \)*Va //p' $page |
    sed 's/ *[,.;:] */\n/g' | grep . | sort -u)
check "members of a feed that the manual leaves out" \
    "$(printf '%s\n' "$members" | grep -vxF "$manual")" ""
check "members that no feed has" "$(printf '%s\n' "$manual" | grep -vxF "$members")" ""
for kind in $(jq -r '.["$defs"] | keys[]' fetch/aiplus-feed.schema.json); do
    case $kind in indicator | observation | series) continue ;; esac
    fields=$(jq -r --arg k "$kind" '.["$defs"][$k].properties | keys_unsorted[]' \
        fetch/aiplus-feed.schema.json | grep -vx withdrawn)
    manual=$(sed -n "/^\.Va $kind \.\$/,/^\.El/s/^\.It Va //p" $page)
    check "fields of $kind" "$fields" "$manual"
done
text=$(sed 's/[(),.;:]/\n/g' $page | sed 's/^ *//; s/ *$//' | sort -u)
words=$(grep -o '"[^"]*"' core/item_list.c | tr -d '"' | sed 's/[|;=]/\n/g' |
    grep '[^ -~]' | sort -u)
check "words of choices and heads of columns" "$(printf '%s\n' "$words" | grep -vxF "$text")" ""
codes=$(jq -r '.["$defs"][].properties[].enum? // [] | .[] | strings' \
    fetch/aiplus-feed.schema.json | grep '^[a-z]' | sort -u)
check "codes of choices" "$(printf '%s\n' "$codes" |
    grep -vxF "$(sed -n 's/^\.Li \([a-z]*\)$/\1/p' $page)")" ""
lint=$(mandoc -T lint -W warning man/*.[15])
check "no warnings in the manual's markup" "$lint" ""
for page in man/*.[15]; do
    check "$page renders" "$(mandoc -T utf8 "$page" | grep -c '.' | sed 's/^[1-9].*/text/')" text
done
echo "1..$n"
