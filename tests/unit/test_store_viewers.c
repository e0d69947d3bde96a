/* Viewers that open, read and close all the time, while the collector publishes.
 * Arguments: how many viewers, how many publications. */
#include "tests/torture/viewers.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdlib.h>

#include "tests/torture/numbers.h"

/* AddressSanitizer holds back 256 MB of freed memory in each process: with hundreds of
 * viewers more than a machine has. Called by it, before anything else runs. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "quarantine_size_mb=1:thread_local_quarantine_size_kb=64";
}

struct wanted {
    int viewers, publications;
};

static void every_reading_is_of_one_delivery(void **state)
{
    const struct wanted *wanted = *state;
    struct viewers_tally tally = {0};
    struct difference found = {""};
    if (!viewers_run(wanted->viewers, wanted->publications, &tally, &found))
        fail_msg("%s", found.text);
    print_message("# %d viewers, %d publications: %" PRIu64
                  " readings, %d to %d each; %d saw the last\n",
                  wanted->viewers, wanted->publications, tally.readings, tally.fewest,
                  tally.most, tally.newest_seen_by);
    assert_int_equal(tally.newest_seen_by, wanted->viewers);
    assert_true(tally.fewest > 0);
}

int main(int argc, char **argv)
{
    struct wanted wanted = {number_of(20, 200), number_of(40, 200)};
    if (argc > 1)
        wanted.viewers = atoi(argv[1]);
    if (argc > 2)
        wanted.publications = atoi(argv[2]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(every_reading_is_of_one_delivery, &wanted),
    };
    return cmocka_run_group_tests_name("store: viewers", tests, NULL, NULL);
}
