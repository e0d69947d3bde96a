/* Quantities: the whole table of what two qualifiers come to, and what meets a target.
 */
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

static void ratios(void **state)
{
    (void)state;
    static const char *const table[] = {"=<l>g~", ">..>>.", "g..>g.",
                                        "<<<...", "l<l...", "~....~"};
    check(table, quantity_ratio, 12, 4, 3);
    struct quantity ratio;
    assert_false(quantity_ratio(of('=', 1), of('=', 0), &ratio));
    assert_false(quantity_ratio(of('=', -1), of('=', 2), &ratio));
    assert_false(quantity_ratio(of('=', 0), of('=', 2), &ratio));
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

/* One row a qualifier of the value, which is below, at and above 70: Y N ~ and ? for
 * what nobody can say. */
static void met(void **state)
{
    (void)state;
    static const struct {
        char asked;
        const char *rows[QUALIFIER_COUNT];
    } tables[] = {{'=', {"NYY", "?YY", "?YY", "NN?", "N??", "N~Y"}},
                  {'g', {"NYY", "?YY", "?YY", "NN?", "N??", "N~Y"}},
                  {'>', {"NNY", "?YY", "??Y", "NN?", "NN?", "N~Y"}},
                  {'~', {"N~Y", "?YY", "?YY", "NN?", "N??", "N~Y"}}};
    static const enum certainty words[] = {['N'] = CERTAIN_NO,
                                           ['Y'] = CERTAIN_YES,
                                           ['~'] = CERTAIN_ABOUT,
                                           ['?'] = CERTAIN_UNKNOWN};
    /* Seen in a mirror, less is better: ">" is "<" there. */
    static const char mirror[] = "=<l>g~";
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (int i = 0; i < QUALIFIER_COUNT; i++)
            for (int j = 0; j < 3; j++) {
                double value = 69 + j;
                enum certainty expected = words[(unsigned char)tables[t].rows[i][j]];
                struct quantity asked = of(tables[t].asked, 70);
                assert_int_equal(quantity_meets(of(letters[i], value), asked, false),
                                 expected);
                asked = of(mirror[asked.qualifier], -70);
                assert_int_equal(quantity_meets(of(mirror[i], -value), asked, true),
                                 expected);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums),   cmocka_unit_test(differences),
        cmocka_unit_test(ratios), cmocka_unit_test(scaled),
        cmocka_unit_test(met),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
