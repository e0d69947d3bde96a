/* Quantities: the whole table of what two qualifiers come to. */
#include "core/quantity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Qualifiers in their order (=, >, >=, <, <=, ~) as one letter each; '.' is nothing. */
static const char letters[] = "=>g<l~";

static struct quantity of(char letter, double value)
{
    return (struct quantity){value,
                             (enum qualifier)(strchr(letters, letter) - letters)};
}

typedef bool calculate(struct quantity a, struct quantity b, struct quantity *result);

static void check(const char *const table[QUALIFIER_COUNT], calculate *calculation,
                  double a, double b, double expected)
{
    for (int i = 0; i < QUALIFIER_COUNT; i++)
        for (int j = 0; j < QUALIFIER_COUNT; j++) {
            struct quantity result = {-77, QUALIFIER_COUNT};
            bool said = calculation(of(letters[i], a), of(letters[j], b), &result);
            assert_int_equal(said, table[i][j] != '.');
            assert_float_equal(result.value, said ? expected : -77, 1e-12);
            assert_int_equal(said ? letters[result.qualifier] : '.', table[i][j]);
        }
}

/* Rows: the first one's qualifier; columns: the second one's. */
static void sums(void **state)
{
    (void)state;
    static const char *const table[] = {"=>g<l~", ">>>...", "g>g...",
                                        "<..<<.", "l..<l.", "~....~"};
    check(table, quantity_add, 3, 4, 7);
}

static void differences(void **state)
{
    (void)state;
    static const char *const table[] = {"=<l>g~", ">..>>.", "g..>g.",
                                        "<<<...", "l<l...", "~....~"};
    check(table, quantity_subtract, 490, 346, 144);
    check(table, quantity_subtract, 346, 490, -144);
}

static void scaled(void **state)
{
    (void)state;
    for (int i = 0; i < QUALIFIER_COUNT; i++) {
        struct quantity up = quantity_scale(of(letters[i], 3), 2);
        struct quantity down = quantity_scale(of(letters[i], 3), -2);
        assert_int_equal(letters[up.qualifier], letters[i]);
        assert_int_equal(letters[down.qualifier], "=<l>g~"[i]);
        assert_float_equal(up.value, 6, 0);
        assert_float_equal(down.value, -6, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums),
        cmocka_unit_test(differences),
        cmocka_unit_test(scaled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
