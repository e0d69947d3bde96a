#!/bin/sh
# The script that checks the rules about includes finds what it is there to find.
. tests/lib/tap.sh
# shellcheck disable=SC2154 # TMP is set by tap.sh
rooms="core catalog fetch store views report tui app"
for room in $rooms; do
    mkdir -p "$TMP/tree/$room"
done
mkdir -p "$TMP/tree/tests/unit"
for room in $rooms; do
    for file in "$room"/*.[ch]; do
        cp "$file" "$TMP/tree/$room/"
    done
done

rules() {
    sh tests/lint/includes.sh "$TMP/tree" 2>&1
}
is "the tree as it is" "$(rules)" "includes: ok"

# found FILE LINE WORDS: with the line at its end the file is complained of
found() {
    touch "$TMP/tree/$1"
    cp "$TMP/tree/$1" "$TMP/kept"
    printf '%s\n' "$2" >>"$TMP/tree/$1"
    has "$1: $2" "$(rules)" "$1: $3"
    cp "$TMP/kept" "$TMP/tree/$1"
}
found core/text.h '#include "store/db.h"' 'core/ must not include store/db.h'
found core/text.h '#  include	"store/db.h" // why' 'core/ must not include store/db.h'
found views/task.c '#include "store/snapshot.h"' 'views/ must not include'
found store/store.c '#include "fetch/feed.h"' 'store/ must not include'
found report/text.c '#include "tui/screen.h"' 'report/ must not include'
found app/main.c '#include "tests/lib/cache.h"' 'app/ must not include'
found store/store.c '#include "store/../fetch/feed.h"' '"store/../fetch/feed.h" is not named'
found core/text.c '#include "arena.h"' '"arena.h" is not named from the root'
found core/text.c '#include "core/none.h"' 'there is no "core/none.h"'
found tui/screen.c ' # include<curses.h>' '<curses.h> belongs in tui/terminal.c'
found tui/screen.c '#include <ncursesw/curses.h>' '<ncursesw/curses.h> belongs in no room yet'
found core/text.h '#include <lmdb.h>' '<lmdb.h> belongs in store/db.c'
found app/main.c '#include <sqlite3.h>' '<sqlite3.h> belongs in no room yet'
found views/task.c 'void *p = malloc (3);' 'malloc and free belong'
found views/task.h 'char *q = strndup("", 0);' 'malloc and free belong'
found core/all.h '#include "core/text.h"' 'an umbrella'
found tests/unit/test_x.c '#include "cache.h"' '"cache.h" is not named from the root'
sed -i 's;#include "core/text.h";#include "core/arena.h"\n&;' "$TMP/tree/core/text.c"
has "own header later" "$(rules)" 'core/text.c: "core/text.h" must be its first'
tap_done
