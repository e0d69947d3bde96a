/* Arenas: what they hand out stays as it was, in memory or in files. */
#include "core/arena.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *directory(void)
{
    const char *set = getenv("TMPDIR");
    return set ? set : "/tmp";
}

static size_t open_files(void)
{
    size_t n = 0;
    DIR *dir = opendir("/proc/self/fd");
    assert_non_null(dir);
    while (readdir(dir))
        n++;
    closedir(dir);
    return n;
}

/* Texts of many sizes, and one larger than any block. */
static void fill(struct arena *arena, char **texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t size = i == n / 2 ? (size_t)12 << 20 : 20 + i * 37 % 5000;
        texts[i] = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)texts[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < size; k += 61)
            assert_int_equal(texts[i][k], 0);
        memset(texts[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < n; i++) {
        size_t size = i == n / 2 ? (size_t)12 << 20 : 20 + i * 37 % 5000;
        for (size_t k = 0; k < size; k += 61)
            assert_int_equal((unsigned char)texts[i][k], i % 251);
    }
}

static void what_grows_lies_in_files(void **state)
{
    (void)state;
    enum { N = 8000 };
    static char *texts[N];
    size_t before = open_files();
    struct arena arena = {.directory = directory()};
    arena_alloc(&arena, ARENA_SMALL / 2);
    assert_int_equal(open_files(), before);
    for (int again = 0; again < 2; again++) {
        fill(&arena, texts, N);
        assert_true(open_files() > before);
        arena_release(&arena);
        assert_int_equal(open_files(), before);
    }
}

static void without_room_in_files_it_is_memory(void **state)
{
    (void)state;
    enum { N = 8000 };
    static char *texts[N];
    size_t before = open_files();
    const char *places[] = {NULL, "/nonexistent/directory"};
    for (size_t i = 0; i < 2; i++) {
        struct arena arena = {.directory = places[i]};
        fill(&arena, texts, N);
        assert_int_equal(open_files(), before);
        arena_release(&arena);
    }
}

/* Emptied, it hands the same memory out again, zeroed, and all of it from one block;
 * but not what was much. */
static void emptied_it_keeps_room_for_as_much(void **state)
{
    (void)state;
    enum { N = 8000, MANY = 300, SIZE = 1000 };
    static char *texts[N];
    struct arena arena = {0};
    arena_reset(&arena);
    assert_null(arena.head);
    char *first = NULL;
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < MANY; i++) {
            char *text = arena_alloc(&arena, SIZE);
            for (size_t k = 0; k < SIZE; k++)
                assert_int_equal(text[k], 0);
            memset(text, 'x', SIZE);
            /* The first round takes several blocks, the second makes them one. */
            if (round == 1 && i == 0)
                first = text;
            if (round > 0)
                assert_int_equal(text - first, i * ((SIZE + 15) / 16 * 16));
        }
        arena_reset(&arena);
        assert_int_equal(arena.used, 0);
    }
    arena_alloc(&arena, ARENA_SMALL + 1);
    arena_reset(&arena);
    assert_null(arena.head);

    size_t before = open_files();
    arena.directory = directory();
    for (int round = 0; round < 2; round++) {
        fill(&arena, texts, N);
        arena_reset(&arena);
        assert_int_equal(open_files(), before);
    }
    arena_release(&arena);
}

/* Texts of every length, at every place in a block, and what lies beside them. */
static void texts_are_written_whole(void **state)
{
    (void)state;
    enum { N = 3000 };
    static char *texts[N];
    struct arena arena = {0};
    for (int i = 0; i < N; i++) {
        texts[i] = arena_printf(&arena, "%d:%*s", i, i * 7 % 400, "x");
        unsigned char *next = arena_alloc(&arena, 40);
        for (int k = 0; k < 40; k++)
            assert_int_equal(next[k], 0);
        memset(next, 'y', 40);
    }
    for (int i = 0; i < N; i++) {
        char expected[500];
        snprintf(expected, sizeof expected, "%d:%*s", i, i * 7 % 400, "x");
        assert_string_equal(texts[i], expected);
        assert_int_equal((uintptr_t)texts[i] % _Alignof(max_align_t), 0);
    }
    char *large = arena_printf(&arena, "%0200000d", 7);
    assert_int_equal(strlen(large), 200000);
    assert_int_equal(large[199999], '7');
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_grows_lies_in_files),
        cmocka_unit_test(without_room_in_files_it_is_memory),
        cmocka_unit_test(texts_are_written_whole),
        cmocka_unit_test(emptied_it_keeps_room_for_as_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
