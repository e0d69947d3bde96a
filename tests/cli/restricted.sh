#!/bin/sh
# --restricted: which options such an account has, and that neither its files nor its
# environment decide anything.
# shellcheck disable=SC2154 # TMP and AIPLUS are set by the runner
. tests/lib/tap.sh

mkdir -p "$TMP/home/.config/aiplus" "$TMP/data/aiplus" "$TMP/terminfo"
printf 'region = "430000"\nlanguage = "zh"\n' >"$TMP/home/.config/aiplus/aiplus.conf"
restricted() {
    HOME=$TMP/home XDG_CONFIG_HOME=$TMP/home/.config XDG_DATA_HOME=$TMP/data \
        LANG=C.UTF-8 LC_ALL='' LANGUAGE=en AIPLUS_NOW="${now:-}" \
        SSH_ORIGINAL_COMMAND="sh -c id" "$AIPLUS" --restricted "$@" 2>&1
}
for option in --config=x --cache=x --catalog=x --theme=x --fetch --accept --inspect \
    --check --csv --prune=5 --assess=growth --output=x --history --regions=x; do
    got=$(restricted "$option")
    is "$option: status" "$?" 2
    has "$option: said" "$got" "is not for this account"
    got=$("$AIPLUS" "$option" --restricted 2>&1)
    is "$option before: status" "$?" 2
done
if [ -e /etc/aiplus/aiplus.conf ] || [ -e /var/lib/aiplus ]; then
    skip "the account's own configuration" "this machine has one of the site"
else
    got=$(restricted --print --lang=en)
    is "a page: no data to be had" "$?" 5
    has "not the region of the account's own configuration" "$got" "overview@100000"
    now=2020-01-01
    got=$(restricted --print --lang=en)
    lacks "nor the clock of its environment" "$got" "2020-01-01"
fi
has "help is there" "$(restricted --help --lang=en)" "restricted"
tap_done
