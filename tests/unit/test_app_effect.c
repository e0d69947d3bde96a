/* The catalogue in effect: what sources deliver shows on pages from its day on. */
#include "app/effect.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "app/papers.h"
#include "app/session.h"
#include "tests/lib/cache.h"

enum { DAY = 20760 };

static const struct config config = {.region = "", .catalog = "", .rules = {5, 0}};

static int64_t at(int day)
{
    return time_of_day_end(DAY + day) - 3600;
}

static bool read_items(void *self, enum item_kind kind, struct arena *arena,
                       struct item **items, size_t *n, struct error *error)
{
    return store_items(self, kind, arena, items, n, error);
}

/* What the collector does when it begins, and after such a delivery. */
static struct effect keep(struct store *store, int64_t now)
{
    const struct effect_reader reader = {store, read_items};
    struct effect effect;
    struct error error = {0};
    assert_true(effect_open(&effect, "", &reader, &error));
    assert_true(papers_keep(store, &effect.additions.texts, "", &config, now, &error));
    return effect;
}

static struct item made(enum item_kind kind, const char *const *said)
{
    static struct arena arena;
    struct item item = {.kind = kind, .row = 3};
    for (int i = 0; i < ITEM_FIELDS; i++)
        item.fields[i] = "";
    for (; *said; said += 2)
        item.fields[item_field_named(kind, said[0])] = said[1];
    item.key = item_key(kind, item.fields, &arena);
    return item;
}

static struct item document(void)
{
    static const char *const said[] = {"code",  "HN-9",       "title", "湖南省方案",
                                       "known", "2026-03-01", NULL};
    return made(ITEM_DOCUMENT, said);
}

static struct item target(const char *indicator)
{
    const char *said[] = {"region", "430000", "indicator", indicator, "year",
                          "2027",   "op",     ">=",        "value",   "88",
                          "unit",   "%",      "document",  "HN-9",    NULL};
    return made(ITEM_TARGET, said);
}

static void deliver(struct store *store, int64_t time, const struct item *items,
                    size_t n)
{
    struct source_state state = cache_state("hunan", time);
    struct delivery delivery = {.receipt = {.time = time,
                                            .source = "hunan",
                                            .address = state.address,
                                            .format = "json",
                                            .etag = "",
                                            .last_modified = ""},
                                .items = items,
                                .n_items = n};
    struct error error = {0};
    bool changed;
    assert_true(store_ingest(store, &delivery, &state, &changed, &error) && changed);
}

/* The value of Hunan's own target, 0 without it, of a session of a day (0: today). */
static double shown(const char *cache, const struct catalog *files, int32_t day)
{
    struct session session;
    struct options options = {.region = "", .catalog = "", .as_of = day};
    struct error error = {0};
    double value = 0;
    assert_true(
        session_open(&session, &options, &config, files, cache, LANGUAGE_ZH, &error));
    assert_int_equal(session.context.data.problem.code, ERROR_NONE);
    const struct catalog *catalog = session.context.catalog;
    for (size_t i = 0; i < catalog->n_targets; i++)
        if (strcmp(catalog->targets[i].document, "湖南省方案") == 0)
            value = catalog->targets[i].value;
    session_close(&session);
    return value;
}

static void additions_show_from_their_day_on(void **state)
{
    const char *cache = *state;
    struct catalog files;
    struct error error = {0};
    assert_true(catalog_open(&files, NULL, NULL, &error));
    struct store *store = cache_store(cache);
    struct effect effect = keep(store, at(0));
    effect_close(&effect);
    struct item items[] = {document(), target("G0-01")};
    deliver(store, at(2), items, 2);
    effect = keep(store, at(2));
    effect_close(&effect);
    items[1].withdrawn = true;
    deliver(store, at(4), &items[1], 1);
    cache_publish(store, at(3)); /* a viewer between delivery and papers */
    assert_true(shown(cache, &files, 0) == 0);
    effect = keep(store, at(4));
    effect_close(&effect);
    cache_publish(store, at(4));
    assert_true(shown(cache, &files, DAY + 0) == 0);
    assert_true(shown(cache, &files, DAY + 1) == 0);
    assert_true(shown(cache, &files, DAY + 2) == 88);
    assert_true(shown(cache, &files, DAY + 3) == 88);
    assert_true(shown(cache, &files, DAY + 4) == 0);
    assert_true(shown(cache, &files, 0) == 0);
    items[1].withdrawn = false;
    deliver(store, at(5), &items[1], 1);
    cache_publish(store, at(5));
    assert_true(shown(cache, &files, 0) == 88);
    store_close(store);
    catalog_close(&files);
}

static void faults_become_refused_rows(void **state)
{
    struct store *store = cache_store(*state);
    struct effect effect = keep(store, at(0));
    struct refusal before = {.row = 1, .raw = ""};
    struct item items[] = {target("NO-1"), document(), target("G0-01")};
    struct delivery delivery = {
        .items = items, .n_items = 3, .refusals = &before, .n_refusals = 1};
    struct arena arena = {0};
    struct catalog catalog;
    struct error error = {0};
    bool opened = false;
    assert_true(
        effect_judge(&effect, &delivery, "hunan", &arena, &catalog, &opened, &error));
    assert_true(opened);
    assert_non_null(catalog_document(&catalog, "HN-9"));
    assert_null(catalog_document(&effect.catalog, "HN-9"));
    catalog_close(&catalog);
    assert_int_equal(delivery.n_items, 2);
    assert_string_equal(delivery.items[0].key, "HN-9");
    assert_int_equal(delivery.n_refusals, 2);
    assert_int_equal(delivery.receipt.rows_refused, 1);
    assert_int_equal(delivery.refusals[1].row, 3);
    assert_string_equal(delivery.refusals[1].raw, "targets 430000/NO-1/2027/HN-9");
    assert_int_equal(delivery.refusals[1].reason.code, ERROR_CATALOG_UNKNOWN);
    arena_release(&arena);

    /* Registers are no matter of the catalogue. */
    struct item ledger = {.kind = ITEM_LEDGER, .key = "1"};
    delivery = (struct delivery){.items = &ledger, .n_items = 1};
    assert_true(
        effect_judge(&effect, &delivery, "hunan", &arena, &catalog, &opened, &error));
    assert_false(opened);
    assert_int_equal(delivery.n_items, 1);
    effect_close(&effect);
    store_close(store);
}

/* Of very many the first are kept, and all are counted. */
static void refused_rows_have_a_ceiling(void **state)
{
    enum { N = 1500 };
    struct store *store = cache_store(*state);
    struct effect effect = keep(store, at(0));
    struct arena arena = {0};
    struct item *items = arena_alloc(&arena, N * sizeof *items);
    for (int i = 0; i < N; i++) {
        const char *code = arena_printf(&arena, "NO-%d", i);
        const char *said[] = {"code", code, "task", "NOWHERE", "name_zh", "x", NULL};
        items[i] = made(ITEM_INDICATOR, said);
    }
    struct delivery delivery = {.items = items, .n_items = N};
    struct catalog catalog;
    struct error error = {0};
    bool opened = false;
    assert_true(
        effect_judge(&effect, &delivery, "hunan", &arena, &catalog, &opened, &error));
    catalog_close(&catalog);
    assert_int_equal(delivery.n_items, 0);
    assert_int_equal(delivery.n_refusals, REFUSALS_MOST);
    assert_int_equal(delivery.receipt.rows_refused, N);
    arena_release(&arena);
    effect_close(&effect);
    store_close(store);
}

/* A feed of which nothing can be taken is no delivery. */
static void nothing_left_is_a_refused_feed(void **state)
{
    static const char text[] = "code,task,name_zh\nNO-1,NOWHERE,x\n";
    struct store *store = cache_store(*state);
    struct effect effect = keep(store, at(0));
    const struct source source = {.name = "hunan",
                                  .address = "a.csv",
                                  .format = "csv",
                                  .mapping.columns.register_name = "indicators"};
    const struct body body = {
        .bytes = text, .size = sizeof text - 1, .type = "", .name = "a.csv"};
    struct arena arena = {0};
    struct bulk observations;
    struct delivery delivery;
    struct error error = {0};
    bulk_init(&observations, NULL, SIZE_MAX);
    assert_false(
        effect_read(&effect, &source, &body, &arena, &observations, &delivery, &error));
    assert_int_equal(error.code, ERROR_CATALOG_CELL_EMPTY);
    bulk_release(&observations);
    arena_release(&arena);
    effect_close(&effect);
    store_close(store);
}

/* What a later delivery cannot stand without may be stored already; and what is stored
 * may lose what it stands on, which breaks nothing. */
static void deliveries_build_on_each_other(void **state)
{
    struct store *store = cache_store(*state);
    struct item items[] = {document(), target("G0-01")};
    struct arena arena = {0};
    struct catalog catalog;
    struct error error = {0};
    bool opened;
    deliver(store, at(0), &items[0], 1);
    struct effect effect = keep(store, at(0));
    struct delivery delivery = {.items = &items[1], .n_items = 1};
    assert_true(
        effect_judge(&effect, &delivery, "hunan", &arena, &catalog, &opened, &error));
    catalog_close(&catalog);
    assert_int_equal(delivery.n_items, 1);
    effect_close(&effect);
    deliver(store, at(1), &items[1], 1);
    items[0].withdrawn = true;
    deliver(store, at(2), &items[0], 1);
    effect = keep(store, at(2));
    assert_int_equal(effect.n, 1);
    assert_int_equal(effect.additions.n_refused, 1);
    effect_close(&effect);
    arena_release(&arena);
    store_close(store);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)
    const struct CMUnitTest tests[] = {
        TEST(additions_show_from_their_day_on), TEST(faults_become_refused_rows),
        TEST(refused_rows_have_a_ceiling),      TEST(nothing_left_is_a_refused_feed),
        TEST(deliveries_build_on_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
