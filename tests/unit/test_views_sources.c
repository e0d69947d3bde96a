/* Sources: health in words, refused rows, no cache, and no secret on any page. */
#include "tests/lib/pages_fixture.h"
#include "views/source_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { NOW = 1793830500 }; /* 2026-11-05 06:15 in Shanghai */

static struct source_state states[] = {
    {.name = "well",
     .title = "Monthly",
     .format = "csv",
     .address = "https://user:hunter2@feed.example/a.csv?token=s3cret#part",
     .last_attempt = NOW - 60,
     .last_success = NOW - 60,
     .next_due = NOW + 3600,
     .receipt = 3,
     .rows_seen = 318,
     .etag = "\"a71\"",
     .last_modified = "",
     .digest = "9f2c41d07ab3ffff"},
    {.name = "refusing",
     .title = "Quarterly",
     .format = "csv",
     .address = "https://feed.example/b.csv",
     .last_attempt = NOW - 60,
     .last_success = NOW - 60,
     .receipt = 2,
     .rows_seen = 321,
     .rows_refused = 3,
     .etag = "",
     .last_modified = ""},
    {.name = "failing",
     .title = "Yearly",
     .format = "json-stat",
     .address = "https://feed.example/c.json",
     .last_attempt = NOW - 60,
     .last_success = NOW - 7 * 86400,
     .failures = 7,
     .receipt = 1,
     .rows_seen = 610,
     .etag = "",
     .last_modified = ""},
    {.name = "never",
     .title = "New",
     .format = "csv",
     .address = "https://feed.example/d.csv",
     .last_attempt = 0,
     .etag = "",
     .last_modified = ""},
};

/* A week before the present one source was well and one failed; no other had been tried
 * yet. */
static struct source_state then[2];

static void go_back(void)
{
    then[0] = states[0];
    then[0].last_attempt = then[0].last_success = NOW - 8 * 86400 - 60;
    then[0].next_due = NOW - 6 * 86400;
    then[0].receipt = 1;
    then[0].rows_seen = 107;
    then[1] = states[1];
    then[1].last_attempt = NOW - 8 * 86400 - 60;
    then[1].last_success = NOW - 9 * 86400;
    then[1].failures = 2;
    error_set(&then[1].last_error, ERROR_READ, "https://feed.example/b.csv",
              "no route");
    then[1].rows_seen = 211;
    then[1].rows_refused = 2;
    then[1].rows_changed = 17;
}

static bool get_sources(void *self, int64_t known_at, struct arena *arena,
                        struct source_state **items, size_t *n, struct error *error)
{
    (void)self;
    (void)arena;
    (void)error;
    if (states[2].last_error.code == ERROR_NONE)
        error_set(&states[2].last_error, ERROR_READ,
                  "https://user:hunter2@feed.example/c.json?token=s3cret", "timed out");
    go_back();
    *items = known_at < NOW - 86400 ? then : states;
    *n = known_at < NOW - 86400 ? 2 : sizeof states / sizeof *states;
    return true;
}

/* Two indicators of the failing source, one of them in two regions. */
static bool get_latest(void *self, const char *const *indicators, size_t n,
                       const int32_t *regions, size_t m, int64_t known_at,
                       struct query_figure *items, struct error *error)
{
    (void)self;
    (void)known_at;
    (void)error;
    for (size_t i = 0; i < n * m; i++) {
        const char *indicator = indicators[i / m];
        int32_t region = regions[i % m];
        bool first =
            strcmp(indicator, "B9-01") == 0 && (region == 430000 || region == 440000);
        bool second = strcmp(indicator, "G0-01") == 0 && region == 650000;
        items[i] = (struct query_figure){0};
        if (first || second)
            items[i].latest = (struct observation){.region = region,
                                                   .period = period_month(2026, 10),
                                                   .value = 1,
                                                   .has_value = true,
                                                   .status = 'A',
                                                   .receipt = 1};
    }
    return true;
}

/* Nobody delivers a register. */
static bool get_items(void *self, enum item_kind kind, int64_t known_at,
                      struct arena *arena, struct item **items, size_t *n,
                      struct error *error)
{
    (void)self, (void)kind, (void)known_at, (void)arena, (void)error;
    *items = NULL;
    *n = 0;
    return true;
}

static bool get_receipt(void *self, uint32_t number, struct arena *arena,
                        struct receipt *receipt, struct error *error)
{
    (void)self;
    (void)arena;
    (void)error;
    static const char *const sources[] = {"",     "failing",   "refusing",
                                          "well", "catalogue", "settings"};
    assert_in_range(number, 1, 5);
    *receipt =
        (struct receipt){.number = number,
                         .time = NOW - 60,
                         .source = sources[number],
                         .address = "https://user:hunter2@feed.example/x?token=s3cret",
                         .format = "csv",
                         .rows_refused = number == 2 ? 3 : 0};
    return true;
}

static bool get_receipts(void *self, int64_t known_at, size_t most, struct arena *arena,
                         struct receipt **items, size_t *n, struct error *error)
{
    (void)known_at;
    *items = arena_alloc(arena, 5 * sizeof **items);
    for (*n = 0; *n < 5 && *n < most; ++*n)
        get_receipt(self, (uint32_t)(5 - *n), arena, &(*items)[*n], error);
    return true;
}

static bool get_refusals(void *self, uint32_t receipt, struct arena *arena,
                         struct refusal **items, size_t *n, struct error *error)
{
    (void)self;
    (void)error;
    *items = NULL;
    *n = 0;
    if (receipt != 2)
        return true;
    *items = arena_alloc(arena, 2 * sizeof **items);
    (*items)[0] = (struct refusal){.row = 57, .column = 4, .raw = "1,2O4"};
    error_set(&(*items)[0].reason, ERROR_NUMBER, "1,2O4", "2");
    (*items)[1] = (struct refusal){.row = 288, .raw = "2026-13", .warning = true};
    error_set(&(*items)[1].reason, ERROR_PERIOD, "2026-13");
    *n = 2;
    return true;
}

/* Of the ledger one stands and one is struck out, of the cases one stands; a late
 * version is none of these. */
static bool get_item_history(void *self, enum item_kind kind, const char *source,
                             const char *key, struct arena *arena, struct item **items,
                             size_t *n, struct error *error)
{
    static const struct item all[] = {
        {.kind = ITEM_LEDGER, .source = "well", .key = "1", .receipt = 1},
        {.kind = ITEM_LEDGER, .source = "well", .key = "1", .receipt = 3, .late = true},
        {.kind = ITEM_LEDGER, .source = "well", .key = "2", .receipt = 1},
        {.kind = ITEM_LEDGER,
         .source = "well",
         .key = "2",
         .receipt = 3,
         .withdrawn = true},
        {.kind = ITEM_CASE, .source = "refusing", .key = "1", .receipt = 2},
    };
    (void)self;
    (void)error;
    assert_null(source);
    assert_null(key);
    *items = arena_alloc(arena, sizeof all);
    *n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].kind == kind)
            (*items)[(*n)++] = all[i];
    return true;
}

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

static void give_cache(void)
{
    static const struct query query = {.latest = get_latest,
                                       .receipt = get_receipt,
                                       .receipts = get_receipts,
                                       .sources = get_sources,
                                       .refusals = get_refusals,
                                       .items = get_items,
                                       .item_history = get_item_history};
    fixture.context.query = &query;
    fixture.context.now = NOW;
    fixture.context.data = (struct data_state){
        .have_snapshot = true, .number = 2041, .published = NOW, .bytes = 12400000};
}

/* Everything that the page says. */
static const char *page_says(const char *address)
{
    struct view view = fixture_page(&fixture, address);
    return fixture_dump(&fixture, &view);
}

static void check_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void test_no_cache(void **state)
{
    (void)state;
    error_set(&fixture.context.data.problem, ERROR_OPEN, "/cache", "no such directory");
    const char *text = page_says("sources");
    check_says(text, "No data yet");
    check_says(text, "/cache cannot be opened");
    check_says(text, "aiplus.conf");
    /* An unknown source is no mistake while no source is known. */
    check_says(page_says("sources/miit"), "No data yet");
    fixture.context.data = (struct data_state){0};
}

static void test_list(void **state)
{
    (void)state;
    give_cache();
    const char *text = page_says("sources");
    check_says(text, "Sources: 4, well 1, failing 1, with refused rows 1, "
                     "never fetched 1");
    check_says(text, ". Well");
    check_says(text, "! Refused 3");
    check_says(text, "E Failed x7");
    check_says(text, "o Never fetched");
    check_says(text, "indicators touched: 2.");
    check_says(text, "#2041  2026-11-05 06:15  12.4 MB");
    check_says(text, "sources/refusing");
}

static void test_one(void **state)
{
    (void)state;
    give_cache();
    const char *text = page_says("sources/refusing");
    check_says(text, "57");
    check_says(text, "1,2O4");
    check_says(text, "is not a number: character 2");
    check_says(text, "read: \"2026-13\" is not a period");
    check_says(page_says("sources/well"), "SHA-256 9f2c41d07ab3..  ETag \"a71\"");
    check_says(page_says("sources/failing"), "timed out");
    struct view view;
    struct error error = {0};
    assert_false(page_build(&fixture.context, "sources/other", &view, &error));
    assert_int_equal(error.code, ERROR_VIEW_SOURCE);
}

static void check_silent(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

/* The collector's own deliveries are no broken sources. */
static void test_own_deliveries(void **state)
{
    (void)state;
    give_cache();
    struct view view = fixture_page(&fixture, "sources");
    const struct view_table *table = &view.blocks[view.n_blocks - 1].table;
    assert_string_equal(table->columns[0].head, "Delivery");
    static const char *const expected[][2] = {{"settings", ""},
                                              {"catalogue", ""},
                                              {"well", "sources/well"},
                                              {"refusing", "sources/refusing"},
                                              {"failing", "sources/failing"}};
    assert_int_equal(table->n_rows, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(table->rows[i].cells[2].text, expected[i][0]);
        assert_string_equal(table->rows[i].address, expected[i][1]);
    }
}

static void look_back(int32_t day)
{
    fixture.context.as_of = day;
    fixture.context.known_at = day ? time_of_day_end(day) : INT64_MAX;
    fixture.context.now = day ? fixture.context.known_at : NOW;
}

/* Health is that of the day that is shown, and the exit status follows from it. */
static void test_as_of(void **state)
{
    (void)state;
    give_cache();
    look_back(day_from_time(NOW) - 8);
    const char *text = page_says("sources");
    check_says(text, "Sources: 2, well 1, failing 1, with refused rows 0");
    check_says(text, "E Failed x2");
    check_says(text, "no route");
    static const char *const later[] = {"318",       "321",       "610",   "2041",
                                        "timed out", "Failed x7", "c.json"};
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        check_silent(text, later[i]);
    text = page_says("sources/refusing");
    check_says(text, "#2  0.0 kB  rows 211: changed 17, refused 2");
    check_says(text, "1,2O4");
    check_silent(text, "321");
    struct view view;
    struct error error = {0};
    assert_false(page_build(&fixture.context, "sources/failing", &view, &error));
    assert_int_equal(error.code, ERROR_VIEW_SOURCE);
    assert_int_equal(data_freshness(&fixture.context), FAILING_SOURCES);
    look_back(day_from_time(NOW));
    check_says(page_says("sources"), "E Failed x7");
    look_back(0);
}

/* The row of a table whose key is that, its cells with "|" between. */
static const char *row_of(const struct view *view, const char *key)
{
    for (size_t b = 0; b < view->n_blocks; b++)
        for (size_t r = 0; r < view->blocks[b].table.n_rows; r++) {
            const struct view_row *row = &view->blocks[b].table.rows[r];
            const char *text = "";
            if (strcmp(row->key, key) != 0)
                continue;
            for (size_t c = 0; c < view->blocks[b].table.n_columns; c++)
                text = arena_printf(&fixture.page, "%s%s|", text, row->cells[c].text);
            return text;
        }
    return "";
}

/* What came besides figures is counted by register. */
static void test_items(void **state)
{
    (void)state;
    give_cache();
    struct view view = fixture_page(&fixture, "sources");
    check_says(row_of(&view, "ledger well"), "Task ledger|well|1|1|");
    check_says(row_of(&view, "cases refusing"), "Demonstration cases|refusing|1|0|");
    view = fixture_page(&fixture, "sources/well");
    check_says(row_of(&view, "ledger well"), "Task ledger|well|1|1|");
    assert_string_equal(row_of(&view, "cases refusing"), "");
    look_back(day_from_time(NOW) - 8);
    view = fixture_page(&fixture, "sources/refusing");
    assert_string_equal(row_of(&view, "cases refusing"), "");
    look_back(0);
}

static void test_never_delivered(void **state)
{
    (void)state;
    give_cache();
    int64_t success = states[2].last_success;
    states[2].last_success = 0;
    states[2].receipt = 0;
    static const char *const addresses[] = {"sources", "sources/failing",
                                            "overview@100000"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        const char *text = page_says(addresses[i]);
        /* Why is for the pages of sources; others say where to look, and only there. */
        check_says(text, i < 2 ? "never delivered yet" : "is on the page sources");
        check_silent(text, i < 2 ? "is on the page sources" : "never delivered yet");
        check_silent(text, "since ever");
        check_silent(text, "of never");
        check_silent(text, "last success never");
    }
    states[2].last_success = success;
    states[2].receipt = 1;
}

static bool get_held(void *self, const char *source, int64_t time, struct arena *arena,
                     struct error **problems, size_t *n, struct error *error)
{
    (void)self, (void)error;
    assert_string_equal(source, "failing");
    assert_int_equal(time, states[2].last_attempt);
    *problems = arena_alloc(arena, 2 * sizeof **problems);
    error_set(&(*problems)[0], ERROR_DRIFT_FIELD, "failing", "status",
              "2026-10-05 #12");
    error_set(&(*problems)[1], ERROR_DRIFT_ROWS, "failing", "3", "9", "2026-10-05 #12");
    *n = 2;
    return true;
}

static bool get_differing(void *self, const char *source, int64_t known_at, uint64_t *n,
                          struct error *error)
{
    (void)self, (void)known_at, (void)error;
    *n = strcmp(source, "failing") == 0 ? 3 : 0;
    return true;
}

/* Data that is not what was accepted is nobody's failure, and somebody's work. */
static void test_needs_attention(void **state)
{
    (void)state;
    give_cache();
    struct query query = *fixture.context.query;
    query.held = get_held;
    query.differing = get_differing;
    fixture.context.query = &query;
    error_set(&states[2].last_error, ERROR_DRIFT_FIELD, "failing", "status",
              "2026-10-05 #12");
    const char *text = page_says("sources");
    check_says(text, "! Needs attention");
    check_says(text, "attention 1");
    check_says(text, "failing 0");
    check_says(text, "aiplus --accept failing");
    check_silent(text, "E Failed");
    text = page_says("sources/failing");
    check_says(text, "no longer has: status (the accepted delivery 2026-10-05 #12");
    check_says(text, "3 usable rows, 9 in the accepted delivery");
    check_says(text, "needing attention in a row");
    check_says(text, "Of 3 figures another source says something else");
    check_silent(page_says("sources/well"), "another source");
    text = page_says("overview@100000");
    check_says(text, "needs attention: failing");
    check_says(text, "Sources that need attention: 1.");
    check_silent(text, "Sources that fail");
    assert_int_equal(data_freshness(&fixture.context), FAILING_SOURCES);
    /* Beside one that fails it is not counted among the failing. */
    states[0].failures = 1;
    error_set(&states[0].last_error, ERROR_HTTP_BUSY, "well", "a.csv", "429");
    text = page_says("overview@100000");
    check_says(text, "failing: well");
    check_silent(text, "failing: well, failing");
    states[0].failures = 0;
    states[0].last_error = states[2].last_error = (struct error){0};
}

static void test_no_secret_is_shown(void **state)
{
    (void)state;
    give_cache();
    static const char *const addresses[] = {"sources",          "sources/well",
                                            "sources/refusing", "sources/failing",
                                            "sources/never",    "overview@100000"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        const char *text = page_says(addresses[i]);
        assert_null(strstr(text, "hunter2"));
        assert_null(strstr(text, "s3cret"));
    }
}

static void test_addresses_shown(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"", ""},
        {"no address", "no address"},
        {"https://a.example/b", "https://a.example/b"},
        {"https://u:p@a.example/b", "https://a.example/b"},
        {"https://u:p@w@a.example", "https://a.example"},
        {"https://a.example/b@c", "https://a.example/b@c"},
        {"http://u@a/?k=v", "http://a/?.."},
        {"\"https://u:p@a/b?k=v\" and http://x:y@z#f.",
         "\"https://a/b?..\" and http://z?.."},
        {"从https://u:p@a/b?k=v无法读取", "从https://a/b?..无法读取"},
        {"://", "://"},
        {"file:///a?b", "file:///a?.."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(sentence_shown(&fixture.page, cases[i].text),
                            cases[i].shown);
}

/* What an error quotes is whatever somebody configured or a server sent. */
static void test_hostile_quotes(void **state)
{
    (void)state;
    static const struct {
        const char *quoted, *shown;
    } cases[] = {
        {"https://user:hunter2@h.example/a", "https://h.example/a"},
        {"https://user:hun'ter2@h.example/a", "https://h.example/a"},
        {"https://user:\"hunter2\"@h.example/a", "https://h.example/a"},
        {"https://user:hun<ter2>@h.example/a", "https://h.example/a"},
        {"https://用户:密码hunter2@h.example/a", "https://h.example/a"},
        {"https://user:hunt/er2@h.example/a", "https://h.example/a"},
        {"https://h.example:8080/at@sign", "https://h.example:8080/at@sign"},
        {"https://[::1]:80/a@b", "https://[::1]:80/a@b"},
        {"https://h.example/数据?token=s3cret", "https://h.example/数据?.."},
        {"https://h.example/?a=\"s3cret\"&b='s3cret'", "https://h.example/?.."},
        {"https://h.example/#s3cret密", "https://h.example/?.."},
        {"\033]0;evil\007", "<U+001B>]0;evil<U+0007>"},
        {"a\nb", "a b"},
        {"\xe2\x80\xaereversed", "<U+202E>reversed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error;
        error_set(&error, ERROR_READ, cases[i].quoted, "timed out");
        const char *text = error_shown(&error, &fixture.page);
        check_says(text, cases[i].shown);
        check_says(text, "timed out");
        assert_null(strstr(text, "hunter2"));
        assert_null(strstr(text, "hun"));
        assert_null(strstr(text, "er2"));
        assert_null(strstr(text, "s3cret"));
        for (const char *c = text; *c; c++)
            assert_true((unsigned char)*c >= ' ' && *c != 0x7F);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_cache),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_one),
        cmocka_unit_test(test_own_deliveries),
        cmocka_unit_test(test_as_of),
        cmocka_unit_test(test_items),
        cmocka_unit_test(test_never_delivered),
        cmocka_unit_test(test_needs_attention),
        cmocka_unit_test(test_no_secret_is_shown),
        cmocka_unit_test(test_addresses_shown),
        cmocka_unit_test(test_hostile_quotes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
