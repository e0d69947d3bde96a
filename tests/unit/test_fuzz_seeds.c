/* The fuzzer's seeds, played again: every target over its own, and over short and
 * broken forms of each of them. */
#include "tests/fuzz/targets.h"

#include "core/arena.h"
#include "tests/lib/feed_record.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
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

/* Files of others that are made to be misread: as whatever format they are taken. */
static void suite_as_every_format(void **state)
{
    (void)state;
    static const char *const places[] = {"../shared/samples/json-suite/test_parsing",
                                         "../shared/samples/json-suite/test_transform"};
    size_t played = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        DIR *directory = opendir(places[i]);
        for (struct dirent *entry; directory && (entry = readdir(directory));) {
            struct arena arena = {0};
            size_t n;
            const char *name,
                *path = arena_printf(&arena, "%s/%s", places[i], entry->d_name);
            char *bytes = entry->d_name[0] == '.' ? NULL : feed_file(&arena, path, &n);
            for (size_t k = 0; bytes && (name = fuzz_name(k)); k++) {
                char target[64];
                snprintf(target, sizeof target, "%s", name);
                if (strncmp(target, "decode-", 7) == 0 || strcmp(target, "json") == 0)
                    assert_true(fuzz_run(target, bytes, n));
            }
            played += bytes != NULL;
            arena_release(&arena);
        }
        if (directory)
            closedir(directory);
    }
    if (played == 0)
        skip();
    assert_int_equal(played, 205);
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
        cmocka_unit_test(suite_as_every_format),
        cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
