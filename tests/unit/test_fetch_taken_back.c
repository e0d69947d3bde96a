/* From SDMX-CSV through the mapper: rows that take figures back, attributes that tell
 * no values apart, several structures in one file. */
#include "fetch/mapper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool region(const void *self, const char *text, int32_t *code)
{
    (void)self;
    *code = atoi(text);
    return *code >= 110000;
}

static bool indicator(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit)
{
    (void)self;
    *unit = "";
    strcpy(code, "T1-01");
    return strcmp(text, "T1-01") == 0;
}

static bool several_regions(const void *self, const char *text)
{
    (void)self, (void)text;
    return false;
}

static const struct vocabulary vocabulary = {
    .region = region, .indicator = indicator, .several_regions = several_regions};

struct result {
    struct arena arena;
    struct bulk observations;
    struct delivery delivery;
    struct error error;
    bool ok;
};

static void map(struct result *r, const char *text, const struct mapping *mapping)
{
    *r = (struct result){0};
    struct source source = {.name = "s", .address = "file:///f", .format = "auto"};
    if (mapping)
        source.mapping = *mapping;
    source.mapping.constant_indicator = "T1-01";
    struct body body = {text, strlen(text), "", "feed", NULL};
    bulk_init(&r->observations, NULL, (size_t)1 << 30);
    r->ok = mapper_read(&source, &body, &vocabulary, &r->arena, &r->observations,
                        &r->delivery, &r->error);
}

static void done(struct result *r)
{
    bulk_release(&r->observations);
    arena_release(&r->arena);
}

/* "110000 5" or "110000 x", taken back, one an observation. */
static const char *listed(struct result *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->delivery.n_observations; i++) {
        const struct observation *o = &r->delivery.observations[i];
        assert_true(!o->withdrawn || !o->has_value);
        const char *value = o->withdrawn   ? "x"
                            : o->has_value ? arena_printf(&r->arena, "%g", o->value)
                                           : "-";
        list = arena_printf(&r->arena, "%s%s%d %s", list, i ? " " : "", (int)o->region,
                            value);
    }
    return list;
}

#define HEAD                                                                           \
    "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_COMMENT\n"
#define ROW "dataflow,X:Y(1.0),"

static void given_and_taken_back(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *observations;
        unsigned refused;
    } cases[] = {
        {ROW "D,110000,2025,-,\n" ROW "M,310000,2025,2,\n", "110000 x 310000 2", 0},
        /* The order of the rows decides. */
        {ROW "D,110000,2025,-,\n" ROW "M,110000,2025,2,\n", "110000 2", 0},
        {ROW "M,110000,2025,2,\n" ROW "D,110000,2025,-,\n", "110000 x", 0},
        {ROW "M,110000,2025,2,\n" ROW "D,110000,2025,-,\n" ROW "R,110000,2025,3,\n",
         "110000 3", 0},
        {ROW "D,110000,2025,-,\n" ROW "D,110000,2025,-,\n", "110000 x", 0},
        {ROW "D,110000,2025,-,\n" ROW "M,110000,2025,3,\n" ROW "M,110000,2025,3,\n",
         "110000 3", 0},
        {ROW "M,310000,2025,1,\n" ROW "M,110000,2025,2,\n" ROW "M,110000,2025,3,\n",
         "310000 1", 2},
        /* What leaves a dimension open is refused once, and makes no other row
           doubtful. */
        {ROW "D,,2025,-,\n" ROW "M,110000,2025,2,\n", "110000 2", 1},
        {ROW "M,,2025,,a note\n" ROW "M,110000,2025,2,\n", "110000 2", 0},
        /* Only the comment is taken back. */
        {ROW "D,110000,2025,,-\n" ROW "M,310000,2025,2,\n", "310000 2", 0},
        /* Comments differ, which tells no values apart. */
        {ROW "M,110000,2025,1,a\n" ROW "M,310000,2025,2,b\n", "110000 1 310000 2", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct result r;
        char text[512];
        strcpy(text, HEAD);
        strcat(text, cases[i].rows);
        map(&r, text, NULL);
        assert_true(r.ok);
        assert_string_equal(listed(&r), cases[i].observations);
        assert_int_equal(r.delivery.receipt.rows_refused, cases[i].refused);
        done(&r);
    }
}

static void several_structures(void **state)
{
    (void)state;
    static const char text[] = HEAD ROW "M,110000,2025,1,\n"
                                        "dataflow,X:Z(1.0),M,110000,2025,2,\n";
    struct result r;
    map(&r, text, NULL);
    assert_false(r.ok);
    assert_int_equal(r.error.code, ERROR_MAP_AMBIGUOUS);
    assert_string_equal(r.error.arg[1], "STRUCTURE_ID");
    done(&r);
    const struct name_pair filter = {"STRUCTURE_ID", "X:Z(1.0)"};
    const struct mapping one = {.filters = &filter, .n_filters = 1};
    map(&r, text, &one);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "110000 2");
    done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(given_and_taken_back),
        cmocka_unit_test(several_structures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
