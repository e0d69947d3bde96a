#!/bin/sh
# The rules about includes (ARCHITECTURE.md): rooms include downward only; each foreign
# header has one door; every project header is named from the root, stands in no
# umbrella, and comes first in its own source; memory is had from two files alone.
# includes.sh [DIRECTORY]: of the project, for tests of this script.
set -u
cd "${1:-$(dirname "$0")/../..}" || exit 2
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

# header: the only files of the rooms that may include it
door() {
    case $1 in
    curses.h | term.h) echo "tui/terminal.c" ;;
    curl/curl.h) echo "fetch/transfer_curl.h" ;;
    cjson/cJSON.h) echo "fetch/json.c" ;;
    lmdb.h) echo "store/db.c" ;;
    confuse.h) echo "app/config_parse.h" ;;
    zip.h) echo "fetch/xlsx_zip.c" ;;
    expat.h) echo "fetch/xlsx_xml.c" ;;
    iconv.h) echo "fetch/encoding.c app/charset.c" ;;
    openssl/hmac.h) echo "core/digest.c" ;;
    csv.h) echo "fetch/csv.c" ;;
    xlsxwriter.h) echo "report/xlsx.c" ;;
    unistr.h | unictype.h) echo "core/text.c" ;;
    openssl/evp.h) echo "core/digest.c" ;;
    zlib.h) echo "core/digest.c store/archive.c fetch/transfer_answer.c" ;;
    xxhash.h) echo "store/check.c" ;;
    sys/mman.h) echo "core/bulk.c store/db.c" ;;
    libintl.h) echo "views/words.c" ;;
    esac
}

# The C library and the system; whatever else is in <> is foreign and needs a door.
system=" arpa/inet.h assert.h ctype.h dirent.h errno.h fcntl.h float.h getopt.h \
inttypes.h langinfo.h limits.h locale.h math.h netinet/in.h poll.h pwd.h signal.h \
spawn.h stdalign.h stdarg.h stdbool.h stddef.h stdint.h stdio.h stdlib.h string.h \
strings.h sys/file.h sys/inotify.h sys/ioctl.h sys/prctl.h sys/random.h sys/resource.h sys/signalfd.h syslog.h \
sys/socket.h sys/stat.h sys/statvfs.h sys/time.h sys/types.h sys/wait.h termios.h \
time.h unistd.h wchar.h "

# What gives or takes memory.
calls='malloc|calloc|realloc|reallocarray|aligned_alloc|posix_memalign|strdup|strndup'
calls="$calls|asprintf|vasprintf|getline|getdelim|open_memstream|free"

# The headers that a file includes, as <x> or "x", however the line is spaced.
included() {
    sed -nE 's/^[[:space:]]*#[[:space:]]*include(_next)?[[:space:]]*(<[^>]*>|"[^"]*"|.*).*/\2/p' "$1"
}

project_header() { # file, header: named from the root, and there
    case $2 in
    ../* | */../* | ./* | */./* | /*) complain "$1: \"$2\" is not named from the root" ;;
    */*) [ -f "$2" ] || complain "$1: there is no \"$2\"" ;;
    *) complain "$1: \"$2\" is not named from the root" ;;
    esac
}

for room in core catalog fetch store views report tui app; do
    may=" $room $(allowed $room) "
    for file in "$room"/*.[ch]; do
        [ -f "$file" ] || continue
        own=${file%.c}.h first=
        for include in $(included "$file"); do
            header=${include#?}
            header=${header%?}
            case $include in
            '"'*)
                : "${first:=$header}"
                project_header "$file" "$header"
                case $may in
                *" ${header%%/*} "*) ;;
                *) complain "$file: $room/ must not include $header" ;;
                esac
                ;;
            '<'*)
                doors=$(door "$header")
                case "$system $doors " in
                *" $header "* | *" $file "*) ;;
                *) complain "$file: <$header> belongs in ${doors:-no room yet, give it a door here}" ;;
                esac
                ;;
            *) complain "$file: $include is no header that can be checked" ;;
            esac
        done
        case $file in
        core/arena.c | core/text.c) ;;
        *) if grep -qE "(^|[^A-Za-z0-9_])($calls)[[:space:]]*\(" "$file"; then
            complain "$file: malloc and free belong in core/arena.c and core/text.c"
        fi ;;
        esac
        if [ "$own" != "$file" ] && [ -f "$own" ] && [ "$first" != "$own" ]; then
            complain "$file: \"$own\" must be its first project header"
        fi
    done
done

# Tests see every room, but name headers as the rooms do.
for file in tests/*/*.[ch]; do
    [ -f "$file" ] || continue
    for include in $(included "$file"); do
        case $include in
        '"'*)
            header=${include#?}
            project_header "$file" "${header%?}"
            ;;
        esac
    done
done

# No umbrella: a header says something of its own besides its guard and what it includes.
for file in core/*.h catalog/*.h fetch/*.h store/*.h views/*.h report/*.h tui/*.h app/*.h \
    tests/*/*.h; do
    [ -f "$file" ] || continue
    own=$(sed -E 's;/\*[^*]*\*/;;; /\/\*/,/\*\//d
        /^[[:space:]]*#[[:space:]]*(include|ifndef|endif|pragma)/d
        /^[[:space:]]*#[[:space:]]*define[[:space:]]+[A-Z0-9_]+_H[[:space:]]*$/d
        /^[[:space:]]*$/d' "$file")
    [ -n "$own" ] || complain "$file: an umbrella: it holds nothing of its own"
done

[ "$bad" -eq 0 ] && echo "includes: ok"
exit "$bad"
