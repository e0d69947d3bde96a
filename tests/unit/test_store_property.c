/* Random sequences of everything that is done to a store, against a model that keeps
 * lists. A failure says its seed and the shortest sequence that shows it.
 * Arguments: how many sequences, and the first one's seed. */
#include "tests/torture/property.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdlib.h>

#include "tests/torture/numbers.h"

struct wanted {
    int count;
    uint64_t seed;
};

static void sequences_agree_with_the_model(void **state)
{
    const struct wanted *wanted = *state;
    for (int i = 0; i < wanted->count; i++) {
        struct sequence sequence;
        struct difference found = {""};
        sequence_make(&sequence, wanted->seed + (uint64_t)i);
        if (property_holds(&sequence, &found))
            continue;
        property_shrink(&sequence, &found);
        sequence_print(&sequence, stdout);
        printf("# %s\n", found.text);
        fail_msg("seed %" PRIu64, sequence.seed);
    }
    print_message("# %d sequences from seed %" PRIu64 "\n", wanted->count,
                  wanted->seed);
}

int main(int argc, char **argv)
{
    struct wanted wanted = {.count = number_of(500, 10000), .seed = 1};
    if (argc > 1)
        wanted.count = atoi(argv[1]);
    if (argc > 2)
        wanted.seed = strtoull(argv[2], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(sequences_agree_with_the_model, &wanted),
    };
    return cmocka_run_group_tests_name("store: property", tests, NULL, NULL);
}
