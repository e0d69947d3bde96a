#!/bin/sh
# Runs test programs that speak TAP and adds them up: run.sh [NAME=VALUE|PROGRAM|SCRIPT.sh]...
# NAME=VALUE is exported to what follows.
# Prints a line for each file, every line of what failed or was skipped, and last
# "N passed, N failed, N skipped". Exit status 0 only if nothing failed.
set -u
passed=0 failed=0 skipped=0
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
for test in "$@"; do
    case $test in
    *=*)
        export "${test?}"
        continue
        ;;
    *.sh) sh "$test" >"$log" 2>&1 </dev/null ;;
    *) CMOCKA_MESSAGE_OUTPUT=TAP "./$test" >"$log" 2>&1 </dev/null ;;
    esac
    status=$?
    # cmocka 1.1.5 says "not ok N # SKIP" for a skipped test.
    sed -i 's/^not \(ok .*# *[Ss][Kk][Ii][Pp]\)/\1/' "$log"
    s=$(grep -c '^ok .*# *[Ss][Kk][Ii][Pp]' "$log")
    p=$(($(grep -c '^ok ' "$log") - s))
    f=$(grep -c '^not ok ' "$log")
    # A program that died, or ran nothing, is a failure of its own.
    if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then
        f=1
        echo "not ok - $test ended with status $status" >>"$log"
    elif [ $((p + f + s)) -eq 0 ]; then
        f=1
        echo "not ok - $test ran no test" >>"$log"
    fi
    printf '%-44s %4d passed %3d failed %3d skipped\n' "$test" "$p" "$f" "$s"
    if [ "$f" -gt 0 ]; then
        sed 's/^/    /' "$log"
    elif [ "$s" -gt 0 ]; then
        grep -i '^ok .*# *skip' "$log" | sed 's/^/    /'
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
