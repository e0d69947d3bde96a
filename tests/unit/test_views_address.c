/* Addresses: what is read, what is written back, what is refused, completion,
 * freshness. */
#include "tests/lib/pages_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct fixture fixture;

static int setup(void **state)
{
    (void)state;
    fixture_open(&fixture, LANGUAGE_EN);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static void test_read_and_written(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *canonical;
    } cases[] = {
        {"overview", "overview"},
        {"overview@430000", "overview@430000"},
        {" :overview@330000 ", "overview@330000"},
        {"overview@湖南", "overview@430000"},
        {"overview@湖南省", "overview@430000"},
        {"overview@CN-HN", "overview@430000"},
        {"task/A2.2@430000", "task/A2.2@430000"},
        {"task/", "task"},
        {"region/330100", "region/330100"},
        {"indicator/B9-01@430000", "indicator/B9-01@430000"},
        {"coordination", "coordination"},
        {"sources/miit", "sources/miit"},
        {"help/coordination", "help/coordination"},
        {"find/算力", "find/算力"},
        {"find/a@b/c d", "find/a@b/c d"},
        /* without a page */
        {"湖南", "region/430000"},
        {":430000", "region/430000"},
        {"A2.2", "task/A2.2"},
        {"a2.2", "task/A2.2"},
        {"A2.2@湖南", "task/A2.2@430000"},
        {"B9-01", "indicator/B9-01"},
        {"b9-01@430000", "indicator/B9-01@430000"},
        {"G0", "task/G0"},
        {"Sources", "sources"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address address;
        struct error error = {0};
        if (!address_parse(&fixture.catalog, cases[i].typed, &address, &error))
            fail_msg("%s is refused", cases[i].typed);
        const char *text = address_text(&fixture.page, &address);
        assert_string_equal(text, cases[i].canonical);
        struct address again;
        assert_true(address_parse(&fixture.catalog, text, &again, &error));
        assert_string_equal(address_text(&fixture.page, &again), text);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum error_code code;
    } cases[] = {
        {"", ERROR_ADDRESS},
        {"nothing", ERROR_ADDRESS},
        {"nothing/A1", ERROR_ADDRESS},
        {"overview/430000", ERROR_ADDRESS},
        {"overview extra", ERROR_ADDRESS},
        {"task/A9.9", ERROR_ADDRESS},
        {"indicator/X", ERROR_ADDRESS},
        {"help/nowhere", ERROR_ADDRESS},
        {"overview@999999", ERROR_VIEW_REGION},
        {"overview@", ERROR_VIEW_REGION},
        {"overview@nowhere", ERROR_VIEW_REGION},
        {"sources@430000", ERROR_ADDRESS_REGION},
        {"@430000", ERROR_ADDRESS},
        {"/", ERROR_ADDRESS},
        {"find/0123456789012345678901234567890123456789012345678901234567890123456789"
         "0123456789012345678901234567890123456789012345678901234567890123456789"
         "0123456789012345678901234567890123456789012345678901234567890123456789",
         ERROR_ADDRESS},
        {"overview@0123456789012345678901234567890123456789012345678901234567890123",
         ERROR_VIEW_REGION},
        {"\x1b[2J", ERROR_ADDRESS},
        {"task/\xff\xfe", ERROR_ADDRESS},
        {"01234567890123456789012345678901234567890123456789012345678901234567890123456"
         "7",
         ERROR_ADDRESS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address address = {.region = 7};
        struct error error = {0};
        if (address_parse(&fixture.catalog, cases[i].typed, &address, &error))
            fail_msg("%s is accepted", cases[i].typed);
        if (error.code != cases[i].code)
            fail_msg("%s: %s", cases[i].typed, error_name(error.code));
        assert_int_equal(address.region, 7); /* untouched */
    }
}

/* All that the issue asks to be reachable is. */
static void test_every_task_has_an_address(void **state)
{
    (void)state;
    for (size_t i = 0; i < fixture.catalog.n_tasks; i++) {
        struct address address;
        const char *code = fixture.catalog.tasks[i].code;
        assert_true(address_parse(&fixture.catalog, code, &address, NULL));
        assert_ptr_equal(address.page, &page_task);
        assert_string_equal(address.id, code);
    }
}

static bool completes(const char *typed, const char *address, size_t most,
                      size_t *place)
{
    struct completion found[64];
    assert_true(most <= 64);
    size_t n = address_complete(&fixture.context, typed, found, most);
    assert_true(n <= most);
    for (size_t i = 0; i < n; i++)
        if (strcmp(found[i].address, address) == 0) {
            *place = i;
            return true;
        }
    return false;
}

static void test_completion(void **state)
{
    (void)state;
    size_t place;
    assert_true(completes("task/A2", "task/A2.2", 8, &place));
    assert_true(completes("A2", "task/A2", 8, &place));
    assert_int_equal(place, 0);
    assert_true(completes(":over", "overview", 8, &place));
    assert_int_equal(place, 0);
    assert_true(completes("Hunan", "region/430000", 8, &place));
    assert_true(completes("4300", "region/430000", 8, &place));
    assert_true(completes("b9-0", "indicator/B9-01", 8, &place));
    /* A title that contains the words comes behind those that begin with them. */
    assert_true(completes("computing", "indicator/B9-01", 8, &place));
    /* Behind the @ regions. */
    assert_true(completes("task/A2.2@43", "task/A2.2@430000", 8, &place));
    assert_true(completes("overview@Hun", "overview@430000", 8, &place));
    assert_int_equal(address_complete(&fixture.context, "zzzz", NULL, 0), 0);
    struct completion found[3];
    assert_int_equal(address_complete(&fixture.context, "", found, 3), 3);
    /* Names in the user's language. */
    fixture.context.language = LANGUAGE_ZH;
    assert_true(completes("湖南", "region/430000", 8, &place));
    assert_int_equal(place, 0);
    fixture.context.language = LANGUAGE_EN;
}

static void test_up(void **state)
{
    (void)state;
    struct view view = fixture_page(&fixture, "task/A2.2@430000");
    assert_true(view.n_steps >= 2);
    assert_string_equal(view_up(&view), view.steps[view.n_steps - 2].address);
    assert_string_equal(view_up(&(struct view){.n_steps = 0}), "");
}

/* Every address that any page offers leads to a page. */
static void test_every_link_leads_somewhere(void **state)
{
    (void)state;
    static const char *const from[] = {"overview@100000",
                                       "region/100000",
                                       "region/430000",
                                       "task@100000",
                                       "task/A2.2@430000",
                                       "coordination@100000",
                                       "indicator/B9-01@430000",
                                       "help",
                                       "find/智能"};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        struct view view = fixture_page(&fixture, from[i]);
        for (size_t b = 0; b < view.n_blocks; b++) {
            const struct view_table *table = &view.blocks[b].table;
            if (view.blocks[b].kind != BLOCK_TABLE)
                continue;
            for (size_t r = 0; r < table->n_rows; r++) {
                struct address address;
                if (table->rows[r].address[0] &&
                    !address_parse(&fixture.catalog, table->rows[r].address, &address,
                                   NULL))
                    fail_msg("%s offers %s", from[i], table->rows[r].address);
            }
        }
        for (size_t s = 0; s < view.n_steps; s++) {
            struct address address;
            if (view.steps[s].address[0] &&
                !address_parse(&fixture.catalog, view.steps[s].address, &address, NULL))
                fail_msg("%s has the step %s", from[i], view.steps[s].address);
        }
    }
}

/* ---- freshness ---- */

static struct source_state health;
static bool unreadable;

/* First tried at 9000. */
static bool one_source(void *self, int64_t known_at, struct arena *arena,
                       struct source_state **items, size_t *n, struct error *error)
{
    (void)self;
    (void)arena;
    *items = &health;
    *n = known_at >= 9000;
    return unreadable ? error_set(error, ERROR_READ, "snapshot", "damaged") : true;
}

static void test_freshness(void **state)
{
    (void)state;
    const struct query query = {.sources = one_source};
    struct view_context context = fixture.context;
    assert_int_equal(data_freshness(&context), NO_DATA);
    context.query = &query;
    assert_int_equal(data_freshness(&context), NO_DATA);
    context.data.have_snapshot = true;
    context.now = 10000;
    health = (struct source_state){.last_attempt = 9000, .next_due = 9600};
    assert_int_equal(data_freshness(&context), FRESH); /* late by less than a cycle */
    context.now = 10300;
    assert_int_equal(data_freshness(&context), STALE_DATA);
    health.next_due = 0; /* fetched by hand */
    assert_int_equal(data_freshness(&context), FRESH);
    health.failures = 1;
    assert_int_equal(data_freshness(&context), FAILING_SOURCES);
    /* On a day in the past: its health then, and nothing of a day not kept. */
    context.known_at = 10000;
    assert_int_equal(data_freshness(&context), FAILING_SOURCES);
    context.known_at = 8000;
    assert_int_equal(data_freshness(&context), FRESH);
    context.data.kept_since = 8001;
    assert_int_equal(data_freshness(&context), NO_DATA);
    context.data.kept_since = 0;
    health.failures = 0;
    unreadable = true;
    assert_int_equal(data_freshness(&context), FAILING_SOURCES);
    unreadable = false;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_and_written),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_every_task_has_an_address),
        cmocka_unit_test(test_completion),
        cmocka_unit_test(test_up),
        cmocka_unit_test(test_every_link_leads_somewhere),
        cmocka_unit_test(test_freshness),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
