/* Errors and arenas. */
#include "core/arena.h"
#include "core/digest.h"
#include "core/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void sentences(void **state)
{
    (void)state;
    struct error error = {0};
    char text[600];
    assert_false(error_set(&error, ERROR_NUMBER, "1,2O4", "4"));
    error_format(&error, NULL, text, sizeof text);
    assert_string_equal(
        text, "\"1,2O4\" is not a number: character 4 does not belong to one.");
    assert_int_equal(error_by_name(error_name(ERROR_NUMBER)), ERROR_NUMBER);
    assert_int_equal(error_by_name("ERROR_OF_TOMORROW"), ERROR_NONE);
    /* An argument that is a format, and one that lends from the error itself. */
    error_set(&error, ERROR_NUMBER, "%s%n%1$s", error.arg[1]);
    error_format(&error, NULL, text, sizeof text);
    assert_string_equal(
        text, "\"%s%n%1$s\" is not a number: character 4 does not belong to one.");
    assert_false(error_set(NULL, ERROR_NUMBER_EMPTY));
}

/* A sentence or argument that does not fit is cut between characters. */
static void cuts(void **state)
{
    (void)state;
    struct error error = {0};
    char longer[ERROR_ARG_SIZE * 2] = "";
    while (strlen(longer) + 4 < sizeof longer)
        strcat(longer, "湖");
    error_set(&error, ERROR_PERIOD, longer);
    assert_int_equal(strlen(error.arg[0]), (ERROR_ARG_SIZE - 1) / 3 * 3);
    for (size_t size = 1; size < 40; size++) {
        char text[40];
        error_format(&error, NULL, text, size);
        assert_true(strlen(text) < size);
        size_t n = strlen(text);
        while (n > 0 && ((unsigned char)text[n - 1] & 0xC0) == 0x80)
            n--;
        if (n > 0 && (unsigned char)text[n - 1] >= 0xC0)
            assert_int_equal(strlen(text) - (n - 1), 3);
    }
}

/* Every message names each of its arguments, and no other. */
static void table(void **state)
{
    (void)state;
    for (int code = ERROR_NONE + 1; code < ERROR_COUNT; code++) {
        const char *message = error_message((enum error_code)code);
        for (int i = 1; i <= 9; i++) {
            char mark[] = {'%', (char)('0' + i), '$', 's', '\0'};
            bool named = strstr(message, mark) != NULL;
            if (named != (i <= error_arity((enum error_code)code)))
                fail_msg("%s: argument %d", error_name((enum error_code)code), i);
        }
    }
}

static void arenas(void **state)
{
    (void)state;
    struct arena arena = {0};
    int *numbers = NULL;
    for (size_t n = 0; n < 5000; n++) {
        numbers = arena_more(&arena, numbers, n, sizeof *numbers);
        numbers[n] = (int)n;
    }
    for (int n = 0; n < 5000; n++)
        assert_int_equal(numbers[n], n);
    char *big = arena_alloc(&arena, 1 << 20);
    assert_int_equal(big[(1 << 20) - 1], 0);
    assert_string_equal(arena_printf(&arena, "%d %s", 7, "湖南"), "7 湖南");
    arena_release(&arena);
    assert_int_equal(arena.used, 0);
}

static void digests(void **state)
{
    (void)state;
    char hex[DIGEST_HEX];
    digest_of("abc", 3, hex); /* FIPS 180-4, example B.1 */
    assert_string_equal(
        hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(checksum_of("123456789", 9), 0xCBF43926);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences), cmocka_unit_test(cuts),    cmocka_unit_test(table),
        cmocka_unit_test(arenas),    cmocka_unit_test(digests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
