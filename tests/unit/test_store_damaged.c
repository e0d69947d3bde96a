/* Snapshots damaged in every way, read whole with the program's fault handler in place:
 * the truth, or an error, or its farewell; never a wrong number.
 * Arguments: how many, and the first one's seed. */
#include "tests/torture/damage.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdlib.h>

#include "tests/torture/numbers.h"

struct wanted {
    int count;
    uint64_t seed;
    struct damage damage;
};

static int setup(void **state)
{
    struct wanted *wanted = *state;
    struct difference found = {""};
    if (damage_open(&wanted->damage, &found))
        return 0;
    print_message("# %s\n", found.text);
    return -1;
}

static int teardown(void **state)
{
    damage_close(&((struct wanted *)*state)->damage);
    return 0;
}

static void say(const char *what, const int ends[DAMAGE_ENDS])
{
    print_message("# %-14s %4d sound, %4d refused in part, %4d older one shown, %4d "
                  "closed, %4d farewells\n",
                  what, ends[DAMAGE_SOUND], ends[DAMAGE_REFUSED], ends[DAMAGE_FALLBACK],
                  ends[DAMAGE_CLOSED], ends[DAMAGE_FAREWELL]);
}

static void try_all(struct wanted *wanted, bool keep)
{
    int ends[DAMAGE_KINDS][DAMAGE_ENDS] = {{0}};
    for (int i = 0; i < wanted->count; i++) {
        /* Bits are the most, because they are damage that nobody sees. */
        enum damage_kind kind = i % 3 == 0 ? DAMAGE_BITS : i / 3 % DAMAGE_KINDS;
        struct difference found = {""};
        uint64_t seed = wanted->seed + (uint64_t)i;
        if (keep && !damage_keeps_size(kind))
            kind = DAMAGE_BITS;
        enum damage_end end = damage_try(&wanted->damage, kind, keep, seed, &found);
        if (end == DAMAGE_WRONG || (!keep && end != DAMAGE_FALLBACK))
            fail_msg("%s, seed %" PRIu64 ", end %d: %s", damage_name(kind), seed, end,
                     found.text);
        ends[kind][end]++;
    }
    for (int kind = 0; kind < DAMAGE_KINDS; kind++)
        say(damage_name(kind), ends[kind]);
}

/* The manifest tells: the file is not used, and the one before it is shown. */
static void changed_files_are_passed_over(void **state)
{
    try_all(*state, false);
}

/* Nothing tells but the values' own checks. */
static void unnoticed_changes_never_show_wrong_values(void **state)
{
    try_all(*state, true);
}

int main(int argc, char **argv)
{
    static struct wanted wanted;
    wanted.count = number_of(60, 1000);
    wanted.seed = 1;
    if (argc > 1)
        wanted.count = atoi(argv[1]);
    if (argc > 2)
        wanted.seed = strtoull(argv[2], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate_setup_teardown(changed_files_are_passed_over, setup,
                                                 teardown, &wanted),
        cmocka_unit_test_prestate_setup_teardown(
            unnoticed_changes_never_show_wrong_values, setup, teardown, &wanted),
    };
    return cmocka_run_group_tests_name("store: damaged", tests, NULL, NULL);
}
