#!/bin/sh
# Chinese is complete: every msgid of the sources is in po/zh_CN.po, translated, and
# nothing in it is left over or fuzzy; formats agree.
. tests/lib/tap.sh
xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --language=C --no-location \
    --omit-header --sort-output -o "$TMP/all.pot" \
    core/*.[ch] catalog/*.[ch] fetch/*.[ch] store/*.[ch] views/*.[ch] report/*.[ch] \
    tui/*.[ch] app/*.[ch] 2>"$TMP/xgettext.log"
# shellcheck disable=SC2016 # the inner shell expands it
ids() {
    msgattrib --no-wrap --no-obsolete "$@" | msgexec --input=- sh -c \
        'printf "%s\n" "$MSGEXEC_MSGID"; cat >/dev/null' 2>/dev/null | sort
}
ids "$TMP/all.pot" >"$TMP/wanted"
ids po/zh_CN.po | grep -v '^$' >"$TMP/there"
is "msgids without a translation" "$(comm -23 "$TMP/wanted" "$TMP/there")" ""
is "translations that nothing uses" "$(comm -13 "$TMP/wanted" "$TMP/there")" ""
is "untranslated or fuzzy" "$(msgattrib --untranslated --no-obsolete po/zh_CN.po; msgattrib --fuzzy --no-obsolete po/zh_CN.po)" ""
ok "formats agree" msgfmt --check-format -o /dev/null po/zh_CN.po
tap_done
