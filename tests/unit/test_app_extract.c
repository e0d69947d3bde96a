/* Figures as CSV from a store with a past: what was replaced, came late, was taken
 * back; numbers of every size read back to the same double. */
#include "app/extract.h"
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *file_of(const char *cache)
{
    return cache_path(cache, "out.csv");
}

/* What --csv writes into a file; the exit status is checked. */
static char *extract(const char *cache, struct options options,
                     enum exit_status expected)
{
    static char text[1 << 20];
    static const struct config config = {.region = "", .catalog = ""};
    struct catalog catalog;
    struct session session;
    struct error error = {0};
    options.region = options.catalog = options.regions = "";
    options.from = options.to = options.frequency = "";
    options.register_name = options.register_name ? options.register_name : "";
    options.output = file_of(cache);
    assert_true(catalog_open(&catalog, NULL, NULL, &error));
    assert_true(session_open(&session, &options, &config, &catalog, cache, LANGUAGE_ZH,
                             &error));
    assert_int_equal(extract_run(&session), expected);
    session_close(&session);
    catalog_close(&catalog);
    FILE *file = fopen(file_of(cache), "rb");
    size_t n = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[n] = '\0';
    if (file)
        fclose(file);
    remove(file_of(cache));
    return text;
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void test_history(void **state)
{
    const char *cache = *state;
    struct store *store = cache_store(cache);
    struct observation first = cache_value(430000, 2026, 1, 1.5);
    struct observation second = cache_value(430000, 2026, 1, 2.5);
    struct observation late = cache_value(430000, 2026, 1, 9);
    struct observation gone = cache_value(430000, 2026, 1, 0);
    struct observation other = cache_value(430000, 2026, 2, 7);
    gone.withdrawn = true;
    gone.has_value = false;
    cache_deliver(store, "a", 1772000000, "", &first, 1);
    cache_deliver(store, "a", 1773000000, "Sat, 07 Mar 2026 00:00:00 GMT", &second, 1);
    cache_deliver(store, "a", 1774000000, "Fri, 06 Mar 2026 00:00:00 GMT", &late, 1);
    cache_deliver(store, "a", 1775000000, "Sun, 15 Mar 2026 00:00:00 GMT", &gone, 1);
    cache_deliver(store, "a", 1776000000, "Mon, 16 Mar 2026 00:00:00 GMT", &other, 1);
    cache_publish(store, 1776000001);
    store_close(store);

    const char *text = extract(cache, (struct options){.history = true}, EXIT_FRESH);
    has(text, "2026-01,1.5,,A,\"\",1,2026-02-25T14:13:20+08:00,\"a\",replaced\n");
    has(text, "2026-01,2.5,,A,\"\",2,");
    has(text, "2026-01,9,,A,\"\",3,2026-03-20T17:46:40+08:00,\"a\",late\n");
    has(text, "2026-01,,,,\"\",4,2026-04-01T07:33:20+08:00,\"a\",withdrawn\n");
    has(text, "2026-02,7,,A,\"\",5,");
    has(text, "\"a\",stands\n");
    /* As it stands: what is taken back is not there. */
    text = extract(cache, (struct options){0}, EXIT_FRESH);
    assert_null(strstr(text, "2026-01"));
    has(text, "NTL-01,\"\",430000,\"湖南省\",2026-02,7,,A,\"\"\n");
    /* On a day before that it was. */
    text = extract(cache, (struct options){.as_of = day_from_time(1774500000)},
                   EXIT_FRESH);
    has(text, "2026-01,2.5,,A,");
    assert_null(strstr(text, "2026-02"));
    /* And before anything had come there was nothing. */
    text = extract(cache, (struct options){.as_of = day_from_time(1771000000)},
                   EXIT_NO_DATA);
    assert_string_equal(text, "");
}

static void test_numbers_read_back(void **state)
{
    static const struct {
        double value;
        const char *text; /* NULL: only that it reads back */
    } cases[] = {
        {0, "0"},
        {1, "1"},
        {-1, "-1"},
        {0.1, "0.1"},
        {0.25, "0.25"},
        {-0.000001, "-0.000001"},
        {123.456, "123.456"},
        {999999999, "999999999"},
        {1e9, "1000000000"},
        {1e15, "1e+15"},
        {1e22, "1e+22"},
        {1.0 / 3, "0.3333333333333333"},
        {5e-324, NULL},
        {1.7976931348623157e308, NULL},
        {0.1 + 0.2, NULL},
        {4503599627370497.5, NULL},
        {123456789.123456789, NULL},
    };
    enum { N = sizeof cases / sizeof *cases };
    const char *cache = *state;
    struct observation values[N];
    for (int i = 0; i < N; i++)
        values[i] = cache_value(430000, 2000 + i, 1, cases[i].value);
    struct store *store = cache_store(cache);
    cache_deliver(store, "a", 1772000000, "", values, N);
    cache_publish(store, 1772000001);
    store_close(store);
    char *line = strchr(extract(cache, (struct options){0}, EXIT_FRESH), '\n');
    for (int i = 0; i < N; i++) {
        assert_non_null(line);
        char *cell = strstr(line, "-01,") + 4; /* NTL-01 */
        cell = strstr(cell, "-01,") + 4;       /* the month */
        char *end;
        assert_true(strtod(cell, &end) == cases[i].value);
        assert_int_equal(*end, ',');
        if (cases[i].text &&
            (strncmp(cell, cases[i].text, strlen(cases[i].text)) != 0 ||
             cell[strlen(cases[i].text)] != ','))
            fail_msg("%.17g is %.24s", cases[i].value, cell);
        line = strchr(line + 1, '\n');
    }
}

/* ---- registers ---- */

static bool deliver_items(struct store *store, int64_t time, const struct item *items,
                          size_t n)
{
    struct source_state state = cache_state("hunan", time);
    struct delivery delivery = {.receipt = {.time = time,
                                            .source = "hunan",
                                            .address = state.address,
                                            .format = "csv",
                                            .etag = "",
                                            .last_modified = ""},
                                .items = items,
                                .n_items = n};
    struct error error = {0};
    bool changed = false;
    assert_true(store_ingest(store, &delivery, &state, &changed, &error));
    return changed;
}

static struct item entry(const char *key, const char *region, const char *measures)
{
    struct item item = {.kind = ITEM_LEDGER, .key = key};
    for (int i = 0; i < ITEM_FIELDS; i++)
        item.fields[i] = "";
    item.fields[item_field_named(ITEM_LEDGER, "id")] = key;
    item.fields[item_field_named(ITEM_LEDGER, "region")] = region;
    item.fields[item_field_named(ITEM_LEDGER, "measures")] = measures;
    return item;
}

/* One cell of RFC 4180, cut out where it stands; *at behind its end, NULL at the end of
 * the row. */
static const char *cell_of(char **at)
{
    char *from = *at, *to = from, *start = from;
    bool quoted = *from == '"';
    from += quoted;
    while (quoted ? !(from[0] == '"' && from[1] != '"') : !strchr(",\n", *from)) {
        from += quoted && *from == '"';
        *to++ = *from++;
    }
    from += quoted;
    *at = *from == ',' ? from + 1 : NULL;
    *to = '\0';
    return item_unguarded(start);
}

/* What is written can be delivered again, and is then nothing new. */
static void test_register_comes_back(void **state)
{
    static const char *const texts[] = {
        "a, \"b\"\nsecond line", "=1+1", "-5", "'=x", "''", "'x", "@x", "汉字", "",
    };
    enum { N = sizeof texts / sizeof *texts };
    size_t columns = item_field_count(ITEM_LEDGER);
    const char *cache = *state;
    struct store *store = cache_store(cache);
    struct item items[N], again[N];
    char keys[N][12];
    for (int i = 0; i < N; i++) {
        snprintf(keys[i], sizeof keys[i], "%d", i);
        items[i] = entry(keys[i], "430000", texts[i]);
    }
    assert_true(deliver_items(store, 1772000000, items, N));
    cache_publish(store, 1772000001);
    char *text =
        extract(cache, (struct options){.register_name = "ledger"}, EXIT_FRESH);
    has(text, "id,region,task,title,goal,measures,");
    has(text, "\"'=1+1\"");
    has(text, "\"-5\"");
    char *at = strchr(text, '\n') + 1;
    for (int i = 0; i < N; i++) {
        char *rest = at;
        again[i] = entry("", "", "");
        for (size_t k = 0; k < columns; k++) {
            assert_non_null(rest);
            char *end = rest;
            again[i].fields[k] = cell_of(&rest);
            at = rest ? rest : end;
        }
        assert_null(rest);
        again[i].key = again[i].fields[0];
        at += strlen(at) + 1;
    }
    assert_false(deliver_items(store, 1773000000, again, N));
    store_close(store);
}

static void test_register_of_a_day(void **state)
{
    const char *cache = *state;
    struct store *store = cache_store(cache);
    struct item first[] = {entry("1", "430000", "a"), entry("2", "430100", "b")};
    struct item second[] = {entry("1", "430000", "A"), entry("2", "", "")};
    second[1].withdrawn = true;
    deliver_items(store, 1772000000, first, 2);
    deliver_items(store, 1773000000, second, 2);
    cache_publish(store, 1773000001);
    store_close(store);
    const char *text =
        extract(cache, (struct options){.register_name = "ledger"}, EXIT_FRESH);
    has(text, "\n\"1\",\"430000\",,,,\"A\",,,,,,,,,,,,,,,\n");
    assert_null(strstr(text, "430100"));
    text = extract(
        cache,
        (struct options){.register_name = "ledger", .as_of = day_from_time(1772500000)},
        EXIT_FRESH);
    has(text, "\"a\"");
    has(text, "\"b\"");
    assert_null(strstr(text, "\"A\""));
    text = extract(cache, (struct options){.register_name = "ledger", .history = true},
                   EXIT_FRESH);
    has(text, ",note,receipt,accepted,source,fate\n");
    has(text, "\"a\",,,,,,,,,,,,,,,,1,2026-02-25T14:13:20+08:00,\"hunan\",replaced\n");
    has(text, "\"A\",,,,,,,,,,,,,,,,2,2026-03-09T04:00:00+08:00,\"hunan\",stands\n");
    has(text, "\"b\",,,,,,,,,,,,,,,,2,2026-03-09T04:00:00+08:00,\"hunan\",withdrawn\n");
    extract(cache, (struct options){.register_name = "cases"}, EXIT_NO_DATA);
    extract(cache, (struct options){.register_name = "register"}, EXIT_USAGE);
    static const char *const arguments[] = {"B9-01"};
    extract(cache,
            (struct options){
                .register_name = "ledger", .arguments = arguments, .n_arguments = 1},
            EXIT_USAGE);
}

int main(void)
{
#define CACHED(test) cmocka_unit_test_setup_teardown(test, cache_setup, cache_teardown)
    const struct CMUnitTest tests[] = {
        CACHED(test_history),
        CACHED(test_numbers_read_back),
        CACHED(test_register_comes_back),
        CACHED(test_register_of_a_day),
    };
    return cmocka_run_group_tests_name("app extract", tests, NULL, NULL);
}
