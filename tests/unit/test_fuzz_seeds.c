/* The fuzzer's seeds, played again: every target over its own, and over short and
 * broken forms of each of them. */
#include "tests/fuzz/targets.h"

#include "core/arena.h"
#include "tests/lib/feed_record.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void play(const char *target, const char *bytes, size_t n)
{
    char *copy = malloc(n + 1);
    assert_non_null(copy);
    memcpy(copy, bytes, n);
    copy[n] = '\0';
    assert_true(fuzz_run(target, copy, n));
    /* Cut at a few places, and with a byte changed at a few. */
    for (size_t k = 1; k <= 8; k++)
        assert_true(fuzz_run(target, copy, n * k / 9));
    for (size_t k = 0; n > 0 && k < 8; k++) {
        size_t at = (n - 1) * k / 8;
        char was = copy[at];
        copy[at] = (char)(was ^ (1 << k));
        assert_true(fuzz_run(target, copy, n));
        copy[at] = was;
    }
    free(copy);
}

static size_t play_all(const char *target)
{
    struct arena arena = {0};
    const char *place = arena_printf(&arena, "tests/fuzz/seeds/%s", target);
    DIR *directory = opendir(place);
    struct dirent *entry;
    size_t played = 0;
    while (directory && (entry = readdir(directory))) {
        size_t n;
        char *bytes =
            entry->d_name[0] == '.'
                ? NULL
                : feed_file(&arena, arena_printf(&arena, "%s/%s", place, entry->d_name),
                            &n);
        if (!bytes)
            continue;
        play(target, bytes, n);
        played++;
    }
    if (directory)
        closedir(directory);
    arena_release(&arena);
    return played;
}

static void every_target_has_seeds(void **state)
{
    (void)state;
    const char *name;
    for (size_t i = 0; (name = fuzz_name(i)); i++) {
        char target[64];
        assert_true(strlen(name) < sizeof target);
        strcpy(target, name);
        if (play_all(target) == 0)
            fail_msg("tests/fuzz/seeds/%s is empty", target);
    }
}

static void nothing_at_all(void **state)
{
    (void)state;
    const char *name;
    for (size_t i = 0; (name = fuzz_name(i)); i++) {
        char target[64];
        strcpy(target, name);
        assert_true(fuzz_run(target, "", 0));
    }
    assert_false(fuzz_run("no such target", "", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_target_has_seeds),
        cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
