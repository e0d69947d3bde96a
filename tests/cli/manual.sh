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
settings=$(sed -n -e 's/^ *CFG_[A-Z_]*("\([a-z_]*\)".*/\1/p' -e 's/^ *{"\([a-z_]*\)", *KIND_.*/\1/p' \
    app/config.c app/config_source.c | grep -vx source | sort -u)
manual=$(sed -n 's/^\.It Ic //p' man/aiplus.conf.5 | sed 's/ , /\n/g' | sort -u)
check "settings" "$settings" "$manual"
lint=$(mandoc -T lint -W warning man/*.[15])
check "no warnings in the manual's markup" "$lint" ""
for page in man/*.[15]; do
    check "$page renders" "$(mandoc -T utf8 "$page" | grep -c '.' | sed 's/^[1-9].*/text/')" text
done
echo "1..$n"
