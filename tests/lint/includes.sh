#!/bin/sh
# The rules about includes (ARCHITECTURE.md): rooms include downward only, each foreign
# header has one door, every project header is named from the root.
set -u
cd "$(dirname "$0")/../.." || exit 2
bad=0
complain() {
    echo "$1"
    bad=1
}

# room: the rooms that it may include besides itself
allowed() {
    case $1 in
    core) echo "" ;;
    catalog) echo "core" ;;
    fetch | store) echo "core" ;;
    views) echo "core catalog" ;;
    report) echo "core catalog views" ;;
    tui) echo "core catalog views" ;;
    app) echo "core catalog fetch store views report tui" ;;
    esac
}

for room in core catalog fetch store views report tui app; do
    may=" $room $(allowed $room) "
    for file in "$room"/*.[ch]; do
        for header in $(sed -n 's/^#include "\(.*\)"$/\1/p' "$file"); do
            case $header in
            */*) ;;
            *) complain "$file: \"$header\" is not named from the root" ;;
            esac
            case $may in
            *" ${header%%/*} "*) ;;
            *) complain "$file: $room/ must not include $header" ;;
            esac
        done
    done
done

# header: the only file that may include it
door() { # header file...
    header=$1
    shift
    for file in $(grep -ls "^#include <$header>" core/*.[ch] catalog/*.[ch] fetch/*.[ch] \
        store/*.[ch] views/*.[ch] report/*.[ch] tui/*.[ch] app/*.[ch]); do
        case " $* " in
        *" $file "*) ;;
        *) complain "$file: <$header> belongs in $* alone" ;;
        esac
    done
}
door curses.h tui/terminal.c
door ncurses.h tui/terminal.c
door term.h tui/terminal.c
door curl/curl.h fetch/transfer.c
door cjson/cJSON.h fetch/json.c
door lmdb.h store/db.c
door confuse.h app/config.c
door csv.h fetch/csv.c
door unistr.h core/text.c
door unictype.h core/text.c
door openssl/evp.h core/digest.c
door zlib.h core/digest.c fetch/transfer_answer.c
door libintl.h views/words.c

# Memory has one door, too.
for file in $(grep -lE '\b(malloc|calloc|realloc|strdup|free)\(' catalog/*.c fetch/*.c store/*.c \
    views/*.c report/*.c tui/*.c app/*.c core/*.c); do
    case $file in
    core/arena.c | core/text.c) ;;
    *) complain "$file: malloc and free belong in core/arena.c and core/text.c" ;;
    esac
done

[ "$bad" -eq 0 ] && echo "includes: ok"
exit "$bad"
