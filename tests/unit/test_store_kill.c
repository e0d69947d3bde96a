/* Collectors killed between any two system calls and at random moments. */
#include "tests/torture/kill.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/torture/numbers.h"

static void report(const char *what, const struct kill_tally *tally)
{
    print_message("# %s: %d kills: %d in a delivery, %d in a publication, %d in a "
                  "prune; %d deliveries stood before they were acknowledged\n",
                  what, tally->kills, tally->during_delivery, tally->during_publish,
                  tally->during_prune, tally->found_unsaid);
}

static void between_system_calls(void **state)
{
    (void)state;
    struct kill_tally tally = {0};
    struct difference found = {""};
    bool possible;
    bool ok = kill_at_calls(number_of(40, 100000), &tally, &possible, &found);
    if (!possible) {
        print_message("# the kernel does not let one process stop another's calls\n");
        skip();
    }
    if (!ok)
        fail_msg("%s", found.text);
    report("between system calls", &tally);
    assert_true(tally.during_delivery > 0 && tally.during_publish > 0);
}

static void at_random_moments(void **state)
{
    (void)state;
    struct kill_tally tally = {0};
    struct difference found = {""};
    if (!kill_at_times(number_of(20, 500), 20250826, &tally, &found))
        fail_msg("%s", found.text);
    report("at random moments", &tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(between_system_calls),
        cmocka_unit_test(at_random_moments),
    };
    return cmocka_run_group_tests_name("store: kill", tests, NULL, NULL);
}
