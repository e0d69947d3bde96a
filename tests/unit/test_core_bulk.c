/* Bulk: what is written stays through growth and the move to a file; ceilings and full
 * disks are errors. */
#include "core/bulk.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum { CHUNK = 4096 + 24 };

static const char *directory(void)
{
    const char *set = getenv("TMPDIR");
    return set ? set : "/tmp";
}

/* Chunk i, every byte of it from i alone. */
static void chunk(unsigned char *bytes, unsigned i)
{
    for (unsigned k = 0; k < CHUNK; k++)
        bytes[k] = (unsigned char)(i * 31 + k * 7);
}

static void fill(struct bulk *bulk, size_t size)
{
    unsigned char bytes[CHUNK];
    struct error error = {0};
    for (unsigned i = 0; bulk->size < size; i++) {
        chunk(bytes, i);
        assert_true(bulk_put(bulk, bytes, CHUNK, &error));
    }
}

static void assert_content(const struct bulk *bulk)
{
    unsigned char bytes[CHUNK];
    for (unsigned i = 0; (i + 1) * (size_t)CHUNK <= bulk->size; i++) {
        chunk(bytes, i);
        assert_memory_equal(bulk->data + i * (size_t)CHUNK, bytes, CHUNK);
    }
}

static long anonymous_kb(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    assert_non_null(file);
    char line[256];
    long kb = -1;
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "RssAnon: %ld", &kb) == 1)
            break;
    fclose(file);
    return kb;
}

static void small_stays_in_memory(void **state)
{
    (void)state;
    struct bulk bulk;
    bulk_init(&bulk, directory(), (size_t)1 << 30);
    assert_null(bulk.data);
    fill(&bulk, BULK_SMALL / 2);
    assert_content(&bulk);
    assert_int_equal(bulk.file, 0);
    bulk_release(&bulk);
}

static void large_moves_to_a_file(void **state)
{
    (void)state;
    struct bulk bulk;
    bulk_init(&bulk, directory(), (size_t)1 << 30);
    long before = anonymous_kb();
    fill(&bulk, (size_t)80 << 20);
    assert_int_not_equal(bulk.file, 0);
    assert_content(&bulk);
    assert_true(anonymous_kb() - before < 8 * 1024);
    bulk_release(&bulk);
    assert_null(bulk.data);
    fill(&bulk, 3 * BULK_SMALL);
    assert_content(&bulk);
    bulk_release(&bulk);
}

static void no_directory_stays_in_memory(void **state)
{
    (void)state;
    const char *places[] = {NULL, "/nonexistent/directory"};
    for (size_t i = 0; i < 2; i++) {
        struct bulk bulk;
        bulk_init(&bulk, places[i], (size_t)1 << 30);
        fill(&bulk, 8 * BULK_SMALL);
        assert_int_equal(bulk.file, 0);
        assert_content(&bulk);
        bulk_release(&bulk);
    }
}

static void zeroed_struct_works(void **state)
{
    (void)state;
    struct bulk bulk = {.ceiling = 100};
    struct error error = {0};
    assert_non_null(bulk_more(&bulk, 0, &error));
    assert_true(bulk_put(&bulk, "", 0, &error));
    assert_int_equal(bulk.size, 0);
    bulk_release(&bulk);
}

static void assert_zero(const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_int_equal(bytes[i], 0);
}

static void room_is_zero_after_a_reset(void **state)
{
    (void)state;
    struct bulk bulk;
    struct error error = {0};
    bulk_init(&bulk, directory(), (size_t)1 << 30);
    fill(&bulk, 2 * BULK_SMALL);
    size_t used = bulk.size, capacity = bulk.capacity;
    bulk_reset(&bulk);
    assert_int_equal(bulk.size, 0);
    unsigned char *first = bulk_more(&bulk, 100, &error);
    assert_non_null(first);
    assert_zero(first, 100);
    memset(first, 1, 100);
    unsigned char *rest = bulk_more(&bulk, used, &error);
    assert_non_null(rest);
    assert_zero(rest, used);
    assert_int_equal(bulk.data[99], 1);
    assert_true(bulk.capacity >= capacity);
    bulk_release(&bulk);
}

static void ceiling_is_an_error(void **state)
{
    (void)state;
    struct bulk bulk;
    bulk_init(&bulk, directory(), (size_t)2 << 20);
    fill(&bulk, BULK_SMALL);
    size_t size = bulk.size;
    struct error error = {0};
    assert_null(bulk_more(&bulk, ((size_t)2 << 20) - size + 1, &error));
    assert_int_equal(error.code, ERROR_BULK_CEILING);
    assert_string_equal(error.arg[0], "2");
    error = (struct error){0};
    assert_null(bulk_more(&bulk, SIZE_MAX, &error));
    assert_int_equal(error.code, ERROR_BULK_CEILING);
    assert_int_equal(bulk.size, size);
    assert_content(&bulk);
    assert_non_null(bulk_more(&bulk, ((size_t)2 << 20) - size, &error));
    bulk_release(&bulk);
}

static void impossible_size_is_an_error(void **state)
{
    (void)state;
    struct bulk bulk;
    bulk_init(&bulk, directory(), SIZE_MAX);
    struct error error = {0};
    assert_true(bulk_put(&bulk, "x", 1, &error));
    assert_null(bulk_more(&bulk, SIZE_MAX - 2, &error));
    assert_int_equal(error.code, ERROR_BULK_FULL);
    assert_int_equal(bulk.size, 1);
    assert_int_equal(bulk.data[0], 'x');
    bulk_release(&bulk);
}

/* The disk has 4 MB for us: the limit on a file's size stands in for it. */
static void full_disk_is_an_error(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 4 << 20;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    struct bulk bulk;
    bulk_init(&bulk, directory(), (size_t)1 << 30);
    fill(&bulk, 3 << 20);
    size_t size = bulk.size;
    struct error error = {0};
    bool more = bulk_more(&bulk, 8 << 20, &error) != NULL;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(more);
    assert_int_equal(error.code, ERROR_BULK_FULL);
    assert_string_equal(error.arg[0], directory());
    assert_int_equal(bulk.size, size);
    assert_content(&bulk);
    /* Room was made in the meantime. */
    assert_non_null(bulk_more(&bulk, 8 << 20, &error));
    assert_content(&(struct bulk){.data = bulk.data, .size = size});
    bulk_release(&bulk);
}

static void full_disk_at_the_move_keeps_the_content(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 1000;
    struct bulk bulk;
    bulk_init(&bulk, directory(), (size_t)1 << 30);
    fill(&bulk, BULK_SMALL / 2);
    size_t size = bulk.size;
    struct error error = {0};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    bool more = bulk_more(&bulk, BULK_SMALL, &error) != NULL;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(more);
    assert_int_equal(error.code, ERROR_BULK_FULL);
    assert_int_equal(bulk.size, size);
    assert_content(&bulk);
    fill(&bulk, size);
    assert_non_null(bulk_more(&bulk, BULK_SMALL, &error));
    assert_content(&(struct bulk){.data = bulk.data, .size = size});
    bulk_release(&bulk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_stays_in_memory),
        cmocka_unit_test(large_moves_to_a_file),
        cmocka_unit_test(no_directory_stays_in_memory),
        cmocka_unit_test(zeroed_struct_works),
        cmocka_unit_test(room_is_zero_after_a_reset),
        cmocka_unit_test(ceiling_is_an_error),
        cmocka_unit_test(impossible_size_is_an_error),
        cmocka_unit_test(full_disk_is_an_error),
        cmocka_unit_test(full_disk_at_the_move_keeps_the_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
