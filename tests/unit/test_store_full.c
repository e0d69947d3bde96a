/* Disks that are full, at every call that needs room and as small file systems are. */
#include "tests/torture/disk.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/torture/numbers.h"

static void at_any_call(enum disk_deed deed)
{
    struct disk_tally tally = {0};
    struct difference found = {""};
    bool possible;
    bool ok =
        disk_full_at_calls(deed, number_of(12, 100000), &tally, &possible, &found);
    if (!possible) {
        print_message("# the kernel does not let one process stop another's calls\n");
        skip();
    }
    if (!ok)
        fail_msg("%s", found.text);
    print_message("# %s, of %u calls: %u times refused, %u times done all the same\n",
                  disk_deed_name(deed), tally.calls, tally.refused, tally.done);
    assert_true(tally.refused > 0);
}

static void opening(void **state)
{
    (void)state;
    at_any_call(DISK_OPEN);
}

static void delivering(void **state)
{
    (void)state;
    at_any_call(DISK_DELIVER);
}

static void delivering_by_a_copy(void **state)
{
    (void)state;
    at_any_call(DISK_LARGE);
}

static void archiving(void **state)
{
    (void)state;
    at_any_call(DISK_ARCHIVE);
}

static void pruning(void **state)
{
    (void)state;
    at_any_call(DISK_PRUNE);
}

static void publishing(void **state)
{
    (void)state;
    at_any_call(DISK_PUBLISH);
}

static void a_small_file_system(void **state)
{
    (void)state;
    struct disk_tally tally = {0};
    struct difference found = {""};
    bool mounted;
    if (!disk_small(number_of(60, 1200), &tally, &mounted, &found))
        fail_msg("%s", found.text);
    print_message("# %s: %u times refused, %u times done\n",
                  mounted ? "a file system of 2 MB" : "files that may not grow",
                  tally.refused, tally.done);
    assert_true(tally.refused > 0 && tally.done > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening),
        cmocka_unit_test(delivering),
        cmocka_unit_test(delivering_by_a_copy),
        cmocka_unit_test(archiving),
        cmocka_unit_test(pruning),
        cmocka_unit_test(publishing),
        cmocka_unit_test(a_small_file_system),
    };
    return cmocka_run_group_tests_name("store: full disk", tests, NULL, NULL);
}
