/* Data sets that are steps of one change, cells in doubt, attributes: what the mapper
 * makes of them. */
#include "fetch/mapper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static bool region(const void *self, const char *text, int32_t *code)
{
    (void)self;
    *code = strcmp(text, "11") == 0 ? 110000 : 330000;
    return strcmp(text, "11") == 0 || strcmp(text, "33") == 0;
}

static bool indicator(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit)
{
    (void)self;
    *unit = "元";
    strcpy(code, "T1-01");
    return strcmp(text, "T1-01") == 0;
}

static bool several_regions(const void *self, const char *text)
{
    (void)self;
    (void)text;
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

/* The data sets, written with ' for ", of two areas and two years. */
static void map(struct result *result, const char *sets)
{
    static const char head[] =
        "{'structure':{'dimensions':{'series':[{'id':'REF_AREA','values':[{'id':'11'},"
        "{'id':'33'},null]}],'observation':[{'id':'TIME_PERIOD','values':[{'id':'2024'"
        "},{'id':'2025'}]}]},'attributes':{'series':[{'id':'UNIT_MEASURE','values':[{"
        "'id':'CNY'},{'id':'USD'}]},{'id':'DECIMALS','values':[{'id':'0'},{'id':'1'}]}"
        ",{'id':'UNIT_MULT','values':[{'id':'0'},{'id':'3'}]}],'observation':[{'id':"
        "'OBS_STATUS','values':[{'id':'P'}]}]}},'dataSets':[";
    *result = (struct result){0};
    static const struct name_pair units[] = {{"CNY", "元"}};
    const struct source source = {
        .name = "s",
        .address = "file:///f",
        .format = "auto",
        .mapping = {.constant_indicator = "T1-01", .units = units, .n_units = 1},
    };
    char *text = arena_printf(&result->arena, "%s%s]}", head, sets);
    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    const struct body body = {text, strlen(text), "", "feed", NULL};
    bulk_init(&result->observations, NULL, (size_t)1 << 30);
    result->ok = mapper_read(&source, &body, &vocabulary, &result->arena,
                             &result->observations, &result->delivery, &result->error);
}

static void done(struct result *result)
{
    bulk_release(&result->observations);
    arena_release(&result->arena);
}

/* "110000 2024 1.5 A", "-" for what is taken back; then the reasons of refusals. */
static const char *listed(struct result *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->delivery.n_observations; i++) {
        const struct observation *o = &r->delivery.observations[i];
        char id[32];
        period_id(o->period, id, sizeof id);
        list = arena_printf(&r->arena, "%s%s%d %s %.15g %c\n", list,
                            o->withdrawn ? "-" : "", (int)o->region, id, o->value,
                            o->status);
    }
    for (size_t i = 0; i < r->delivery.n_refusals; i++)
        list = arena_printf(&r->arena, "%s%s\n", list,
                            error_name(r->delivery.refusals[i].reason.code));
    return list;
}

#define SERIES(action, area, observations)                                             \
    "{'action':'" action "','series':{'" area "':{'observations':{" observations "}}}" \
    "}"

static void one_after_another(void **state)
{
    (void)state;
    static const struct {
        const char *sets, *listed;
    } cases[] = {
        /* taken back and put again; put and taken back */
        {SERIES("Delete", "0", "'0':[],'1':[]") "," SERIES("Merge", "0", "'0':[7]"),
         "-110000 2025 0 O\n110000 2024 7 A\n"},
        {SERIES("Replace", "0", "'0':[7],'1':[8]") "," SERIES("Delete", "0", "'0':[]"),
         "110000 2025 8 A\n-110000 2024 0 O\n"},
        /* the last of three holds; the same again is one */
        {SERIES("Append", "0", "'0':[1]") "," SERIES(
             "Append", "0", "'0':[2]") "," SERIES("Append", "0", "'0':[3]"),
         "110000 2024 3 A\n"},
        {SERIES("Merge", "0", "'0':[1]") "," SERIES("Merge", "0", "'0':[1]"),
         "110000 2024 1 A\n"},
        /* a later data set without the figure leaves it as it is */
        {SERIES("Merge", "0", "'0':[1,0]") "," SERIES("Merge", "0", "'0':[null]"),
         "110000 2024 1 P\n"},
        /* slices are refused, the rest is read */
        {SERIES("Delete", "2", "'0':[]") "," SERIES("Merge", "1", "'0':[4]"),
         "330000 2024 4 A\nERROR_SDMX_SLICE\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct result r;
        map(&r, cases[i].sets);
        assert_int_equal(r.error.code, ERROR_NONE);
        assert_string_equal(listed(&r), cases[i].listed);
        done(&r);
    }
}

#define WITH(attributes, observation)                                                  \
    "{'series':{'0':{'attributes':" attributes ",'observations':{'0':" observation     \
    "}}}}"

/* Attributes tell no figures apart; a unit that does not fit, or is not listed, refuses
 * its row, an unlisted status does not. */
static void attributes(void **state)
{
    (void)state;
    static const struct {
        const char *sets, *listed;
        enum error_code error;
    } cases[] = {
        {"{'series':{'0':{'attributes':[0,0],'observations':{'0':[1]}},"
         "'1':{'attributes':[0,1],'observations':{'0':[2]}}}}",
         "110000 2024 1 A\n330000 2024 2 A\n", ERROR_NONE},
        {WITH("[0,0,0]", "[1]"), "110000 2024 1 A\n", ERROR_NONE},
        {WITH("[1]", "[1]"), "", ERROR_MAP_UNIT},
        {WITH("[0,0,1]", "[1]"), "110000 2024 1000 A\n", ERROR_NONE},
        {WITH("[5]", "[1]"), "", ERROR_SDMX_ATTRIBUTE},
        {WITH("[0,0,2]", "[1]"), "", ERROR_SDMX_ATTRIBUTE},
        {WITH("[0]", "[1,6]"), "110000 2024 1 A\nERROR_MAP_STATUS_ODD\n", ERROR_NONE},
        {"{'observations':{'0:0':[1]},'series':{'0':{'observations':{'0':[1]}}}}", "",
         ERROR_SDMX_BOTH},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct result r;
        map(&r, cases[i].sets);
        assert_int_equal(r.error.code, cases[i].error);
        assert_string_equal(listed(&r), cases[i].listed);
        done(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_after_another),
        cmocka_unit_test(attributes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
