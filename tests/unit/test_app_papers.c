/* Papers: a session of a past day is made with what was kept by then, also while the
 * collector keeps something newer. */
#include "app/papers.h"
#include "app/session.h"
#include "tests/lib/cache.h"
#include "tests/lib/replaced.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { DAY = 20760 };

static int64_t at(int hour)
{
    return time_of_day_end(DAY) - 86399 + hour * 3600;
}

/* Keeps a catalogue (directory "" = the compiled one) with thresholds, and publishes.
 */
static void keep(const char *cache, const char *directory, double ahead, int hour)
{
    struct config config = {.rules = {.ahead = ahead, .on = -0.1}};
    struct store *store = cache_store(cache);
    struct error error = {0};
    struct arena arena = {0};
    struct catalog_texts texts;
    assert_true(catalog_texts(*directory ? directory : NULL, &arena, &texts, &error));
    assert_true(papers_keep(store, &texts, directory, &config, at(hour), &error));
    arena_release(&arena);
    cache_publish(store, at(hour));
    store_close(store);
}

static void open_session(struct session *session, const char *cache,
                         const struct catalog *catalog, const char *named)
{
    static struct options options;
    static const struct config config = {.region = "", .catalog = "", .rules = {5, 0}};
    struct error error = {0};
    options = (struct options){.region = "", .catalog = named, .as_of = DAY};
    assert_true(
        session_open(session, &options, &config, catalog, cache, LANGUAGE_ZH, &error));
}

static const char *name_of(const struct session *session)
{
    return catalog_indicator(session->context.catalog, "B9-01")->name_zh;
}

static void test_session(void **state)
{
    const char *cache = *state;
    struct catalog present;
    struct error error = {0};
    struct session session;
    assert_true(catalog_open(&present, NULL, NULL, &error));
    const char *old_name = catalog_indicator(&present, "B9-01")->name_zh;

    /* Nothing at all is kept; then something, and it is taken up. */
    open_session(&session, cache, &present, "");
    assert_ptr_equal(session.context.catalog, &present);
    assert_int_equal(session.context.data.catalog, PAPERS_NOT_KEPT);
    assert_true(session.context.rules.ahead == 5);
    keep(cache, "", 7, 8);
    assert_true(session_renew(&session));
    assert_int_equal(session.context.data.catalog, PAPERS_OF_THEN);
    assert_ptr_not_equal(session.context.catalog, &present);
    assert_true(session.context.rules.ahead == 7);
    assert_true(session.context.rules.on == -0.1);
    assert_string_equal(name_of(&session), old_name);

    /* The same again opens nothing anew; another is opened, and what was drawn with the
     * first still stands. */
    const struct catalog *first = session.context.catalog;
    const char *drawn = name_of(&session);
    keep(cache, "", 8, 9);
    assert_true(session_renew(&session));
    assert_ptr_equal(session.context.catalog, first);
    assert_true(session.context.rules.ahead == 8);
    assert_int_not_equal(replaced_edit("indicators.tsv", "智能算力规模", "另一个名称"),
                         0);
    keep(cache, replaced_directory, 8, 10);
    assert_true(session_renew(&session));
    assert_string_equal(name_of(&session), "另一个名称");
    assert_string_equal(drawn, old_name);
    session_close(&session);

    /* A catalogue that is named wins, whatever was kept. */
    open_session(&session, cache, &present, replaced_directory);
    assert_ptr_equal(session.context.catalog, &present);
    assert_int_equal(session.context.data.catalog, PAPERS_OF_THEN);
    assert_true(session.context.rules.ahead == 8);
    session_close(&session);
    assert_int_equal(unlink(replaced_path("indicators.tsv")), 0);
    catalog_close(&present);
}

/* What another version kept may not be understood: said, not fatal. */
static void test_unreadable(void **state)
{
    const char *cache = *state;
    struct catalog present;
    struct error error = {0};
    struct session session;
    bool changed;
    assert_true(catalog_open(&present, NULL, NULL, &error));
    keep(cache, "", 7, 8);
    struct store *store = cache_store(cache);
    static const struct document_text texts[] = {{"catalog/tasks.tsv", "other\n", 6},
                                                 {"settings", "ahead = soon\n", 13}};
    for (size_t i = 0; i < 2; i++)
        assert_true(store_archive(store, i ? "settings" : "catalogue", "", &texts[i], 1,
                                  at(9), &changed, &error));
    cache_publish(store, at(9));
    store_close(store);
    open_session(&session, cache, &present, "");
    assert_ptr_equal(session.context.catalog, &present);
    assert_int_equal(session.context.data.catalog, PAPERS_UNREADABLE);
    assert_int_equal(session.context.data.settings, PAPERS_UNREADABLE);
    assert_true(session.context.rules.ahead == 5);
    session_close(&session);
    catalog_close(&present);
}

/* Settings are read by name: what is not known is passed over. */
static void test_settings_of_a_newer_version(void **state)
{
    const char *cache = *state;
    struct catalog present;
    struct error error = {0};
    struct session session;
    bool changed;
    static const char text[] =
        "aheadroom = 3\non_track = 1\nweight = many\nahead = 2.5";
    struct document_text settings = {"settings", text, sizeof text - 1};
    assert_true(catalog_open(&present, NULL, NULL, &error));
    struct store *store = cache_store(cache);
    assert_true(
        store_archive(store, "settings", "", &settings, 1, at(9), &changed, &error));
    cache_publish(store, at(9));
    store_close(store);
    open_session(&session, cache, &present, "");
    assert_int_equal(session.context.data.settings, PAPERS_OF_THEN);
    assert_int_equal(session.context.data.catalog, PAPERS_NOT_KEPT);
    assert_true(session.context.rules.ahead == 2.5 && session.context.rules.on == 1);
    session_close(&session);
    catalog_close(&present);
}

static void keep_settings(const char *cache, const char *text, int hour)
{
    struct error error = {0};
    bool changed;
    struct document_text settings = {"settings", text, strlen(text)};
    struct store *store = cache_store(cache);
    assert_true(
        store_archive(store, "settings", "", &settings, 1, at(hour), &changed, &error));
    cache_publish(store, at(hour));
    store_close(store);
}

static bool same_rules(const struct progress_rules *a, const struct progress_rules *b)
{
    return a->ahead == b->ahead && a->on == b->on &&
           a->gap_decimals == b->gap_decimals &&
           a->schedule_decimals == b->schedule_decimals && a->method == b->method &&
           a->coverage == b->coverage && a->due_soon == b->due_soon;
}

/* Every rule of then counts, not only the thresholds. */
static void test_all_rules(void **state)
{
    const char *cache = *state;
    static const struct config config = {
        .rules = {7.25, -0.1, 2, 0, METHOD_TREND, 0.625, 14}};
    struct catalog present;
    struct error error = {0};
    struct session session;
    struct arena arena = {0};
    struct catalog_texts texts;
    assert_true(catalog_open(&present, NULL, NULL, &error));
    assert_true(catalog_texts(NULL, &arena, &texts, &error));
    struct store *store = cache_store(cache);
    assert_true(papers_keep(store, &texts, "", &config, at(8), &error));
    cache_publish(store, at(8));
    store_close(store);
    open_session(&session, cache, &present, "");
    assert_int_equal(session.context.data.settings, PAPERS_OF_THEN);
    assert_true(same_rules(&session.context.rules, &config.rules));
    session_close(&session);
    arena_release(&arena);
    catalog_close(&present);
}

/* What was not settable yet was as it is by default; what makes no sense is said. */
static void test_rules_by_name(void **state)
{
    const char *cache = *state;
    static const struct {
        const char *text;
        enum data_papers settings;
    } cases[] = {
        {"ahead = 5\non_track = 0\n", PAPERS_OF_THEN},
        {"ahead = 5\non_track = 0\nmethod = slope\n", PAPERS_UNREADABLE},
        {"ahead = 5\non_track = 0\ngap_decimals = 1.5\n", PAPERS_UNREADABLE},
        {"ahead = 5\non_track = 0\ndue_soon = soon\n", PAPERS_UNREADABLE},
        {"ahead = 5\non_track = 0\nschedule_decimals = 9\n", PAPERS_UNREADABLE},
        {"ahead = 5\non_track = 0\ncoverage = 2\n", PAPERS_UNREADABLE},
    };
    struct catalog present;
    struct error error = {0};
    struct session session;
    assert_true(catalog_open(&present, NULL, NULL, &error));
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); i++) {
        keep_settings(cache, cases[i].text, 9 + i);
        open_session(&session, cache, &present, "");
        assert_int_equal(session.context.data.settings, cases[i].settings);
        if (cases[i].settings == PAPERS_OF_THEN)
            assert_true(same_rules(&session.context.rules, &progress_rules_default));
        session_close(&session);
    }
    catalog_close(&present);
}

int main(void)
{
#define CACHED(test) cmocka_unit_test_setup_teardown(test, cache_setup, cache_teardown)
    const struct CMUnitTest tests[] = {
        CACHED(test_session),
        CACHED(test_unreadable),
        CACHED(test_settings_of_a_newer_version),
        CACHED(test_all_rules),
        CACHED(test_rules_by_name),
    };
    return cmocka_run_group_tests_name("app papers", tests, replaced_make,
                                       replaced_remove);
}
