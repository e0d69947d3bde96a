/* See tests/lib/pages_fixture.h. */
#include "tests/lib/pages_fixture.h"

#include "views/words.h"

#include <libintl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { RECEIPTS = 5, DAY = 86400, ZONE = 8 * 3600 };

/* Deliveries: 1 and 4 from the failing source, the others from the good one. */
static const struct {
    const char *day, *source;
} deliveries[RECEIPTS + 1] = {
    [1] = {"2026-03-20", "stats"}, [2] = {"2026-06-20", "miit"},
    [3] = {"2026-10-20", "miit"},  [4] = {"2026-10-29", "stats"},
    [5] = {"2026-11-05", "miit"},
};

/* 06:15 of a day. */
static int64_t morning(const char *text)
{
    int32_t day;
    assert_true(day_parse(text, &day));
    return (int64_t)day * DAY - ZONE + 6 * 3600 + 15 * 60;
}

/* When a delivery came, by the clock of then. */
static int64_t time_of(const struct fixture *fixture, uint32_t number)
{
    bool wrong = number == fixture->wrong_receipt;
    return morning(wrong ? fixture->wrong_day : deliveries[number].day);
}

/* Kept beside what stands: of an older edition, or outranked. */
static bool never_stood(char status)
{
    return status == 'a' || status == 'o';
}

static bool is_missing(char status)
{
    return status_missing(status) != MISSING_NONE;
}

static struct observation observation_of(const struct fixture_row *row)
{
    struct observation o = {
        .region = row->region,
        .value = row->value,
        .has_value = !is_missing(row->status) && row->status != 'w',
        .withdrawn = row->status == 'w',
        .late = row->status == 'a',
        .outranked = row->status == 'o',
        .status = row->status == 'w' || never_stood(row->status) ? 'A' : row->status,
        .qualifier = row->qualifier,
        .receipt = row->receipt};
    snprintf(o.indicator, sizeof o.indicator, "%s", row->indicator);
    assert_true(period_parse(row->period, &o.period));
    return o;
}

static int by_period(const void *a, const void *b)
{
    const struct observation *x = a, *y = b;
    return period_compare(x->period, y->period);
}

static bool get_series(void *self, const char *indicator, int32_t region,
                       int64_t known_at, struct arena *arena,
                       struct observation **items, size_t *n, struct error *error)
{
    struct fixture *fixture = self;
    (void)error;
    fixture->n_series++;
    *items = NULL;
    *n = 0;
    for (size_t i = 0; i < fixture->n_rows; i++) {
        const struct fixture_row *row = &fixture->rows[i];
        if (row->region != region || strcmp(row->indicator, indicator) != 0 ||
            time_of(fixture, row->receipt) > known_at || never_stood(row->status))
            continue;
        struct observation o = observation_of(row);
        size_t at = 0;
        while (at < *n && !period_equal((*items)[at].period, o.period))
            at++;
        if (row->status == 'w') {
            if (at < *n)
                (*items)[at] = (*items)[--*n];
            continue;
        }
        if (at < *n) {
            o.revised = true;
        } else {
            *items = arena_more(arena, *items, *n, sizeof **items);
            ++*n;
        }
        (*items)[at] = o;
    }
    if (*n > 0)
        qsort(*items, *n, sizeof **items, by_period);
    return true;
}

static bool get_revisions(void *self, const char *indicator, int32_t region,
                          struct arena *arena, struct observation **items, size_t *n,
                          struct error *error)
{
    struct fixture *fixture = self;
    (void)error;
    *items = NULL;
    *n = 0;
    for (size_t i = fixture->n_rows; i-- > 0;) {
        const struct fixture_row *row = &fixture->rows[i];
        if (row->region != region || strcmp(row->indicator, indicator) != 0)
            continue;
        bool replaced = never_stood(row->status) || row->status == 'w';
        for (size_t j = i + 1; j < fixture->n_rows && !replaced; j++)
            replaced = fixture->rows[j].status != 'o' &&
                       fixture->rows[j].region == row->region &&
                       strcmp(fixture->rows[j].indicator, row->indicator) == 0 &&
                       strcmp(fixture->rows[j].period, row->period) == 0;
        if (!replaced)
            continue;
        *items = arena_more(arena, *items, *n, sizeof **items);
        (*items)[(*n)++] = observation_of(row);
    }
    return true;
}

static bool get_receipt(void *self, uint32_t number, struct arena *arena,
                        struct receipt *receipt, struct error *error)
{
    (void)arena;
    (void)error;
    assert_in_range(number, 1, RECEIPTS);
    *receipt = (struct receipt){.number = number,
                                .time = time_of(self, number),
                                .source = deliveries[number].source,
                                .address = "",
                                .format = "csv",
                                .etag = "",
                                .last_modified = ""};
    return true;
}

static bool get_receipts(void *self, int64_t known_at, size_t most, struct arena *arena,
                         struct receipt **items, size_t *n, struct error *error)
{
    *items = NULL;
    *n = 0;
    for (uint32_t i = RECEIPTS; i > 0 && *n < most; i--)
        if (time_of(self, (uint32_t)i) <= known_at) {
            *items = arena_more(arena, *items, *n, sizeof **items);
            get_receipt(self, i, arena, &(*items)[(*n)++], error);
        }
    return true;
}

static bool get_region(void *self, int32_t region, const char *const *indicators,
                       size_t n, int32_t from, int64_t known_at, struct arena *arena,
                       struct query_list *lists, struct error *error)
{
    struct fixture *fixture = self;
    size_t n_series = fixture->n_series;
    for (size_t i = 0; i < n; i++) {
        struct query_list *list = &lists[i];
        get_series(self, indicators[i], region, known_at, arena, &list->items, &list->n,
                   error);
        while (list->n > 0 && list->items[0].period.last < from) {
            list->items++;
            list->n--;
        }
    }
    fixture->n_series = n_series;
    fixture->n_regions++;
    return true;
}

static bool get_latest(void *self, const char *const *indicators, size_t n,
                       const int32_t *regions, size_t m, int64_t known_at,
                       struct query_figure *items, struct error *error)
{
    struct fixture *fixture = self;
    size_t n_series = fixture->n_series;
    for (size_t i = 0; i < n * m; i++) {
        struct arena scratch = {0};
        struct observation *series;
        size_t length;
        get_series(self, indicators[i / m], regions[i % m], known_at, &scratch, &series,
                   &length, error);
        items[i] = (struct query_figure){0};
        if (length > 0)
            items[i].latest = series[length - 1];
        for (size_t k = length; k-- > 0 && !items[i].latest.has_value;)
            if (series[k].has_value)
                items[i].latest = series[k];
        arena_release(&scratch);
    }
    fixture->n_series = n_series;
    return true;
}

/* Each as its last delivery by then left it; stats has failed since its last one. */
static bool get_sources(void *self, int64_t known_at, struct arena *arena,
                        struct source_state **items, size_t *n, struct error *error)
{
    (void)self;
    (void)error;
    static const struct source_state states[] = {
        {.name = "miit",
         .title = "工信厅月报",
         .format = "csv",
         .address = "https://feed.example/miit.csv"},
        {.name = "stats",
         .title = "统计局季报",
         .format = "json-stat",
         .address = "https://feed.example/stats.json"},
    };
    *items = arena_alloc(arena, sizeof states);
    *n = 0;
    for (size_t i = 0; i < 2; i++) {
        struct source_state state = states[i];
        state.etag = state.last_modified = "";
        for (uint32_t r = 1; r <= RECEIPTS; r++) {
            int64_t time = morning(deliveries[r].day);
            if (strcmp(deliveries[r].source, state.name) == 0 && time <= known_at) {
                state.last_attempt = state.last_success = time;
                state.receipt = r;
            }
        }
        if (i == 1 && morning("2026-11-05") <= known_at) {
            state.last_attempt = morning("2026-11-05");
            state.failures = 3;
            error_set(&state.last_error, ERROR_VIEW_REGION, "999999");
        }
        if (state.last_attempt)
            (*items)[(*n)++] = state;
    }
    return true;
}

static bool get_refusals(void *self, uint32_t receipt, struct arena *arena,
                         struct refusal **items, size_t *n, struct error *error)
{
    (void)self;
    (void)receipt;
    (void)arena;
    (void)error;
    *items = NULL;
    *n = 0;
    return true;
}

static bool get_item_history(void *self, enum item_kind kind, const char *source,
                             const char *key, struct arena *arena, struct item **items,
                             size_t *n, struct error *error)
{
    const struct fixture *fixture = self;
    (void)error;
    *items = arena_alloc(arena, fixture->n_items * sizeof **items);
    *n = 0;
    for (size_t i = 0; i < fixture->n_items; i++) {
        const struct item *item = &fixture->items[i];
        if (item->kind == kind && (!source || strcmp(source, item->source) == 0) &&
            (!key || strcmp(key, item->key) == 0))
            (*items)[(*n)++] = *item;
    }
    return true;
}

static bool get_items(void *self, enum item_kind kind, int64_t known_at,
                      struct arena *arena, struct item **items, size_t *n,
                      struct error *error)
{
    const struct fixture *fixture = self;
    struct item *all;
    size_t n_all, kept = 0;
    get_item_history(self, kind, NULL, NULL, arena, &all, &n_all, error);
    for (size_t i = 0; i < n_all; i++) {
        const struct item *before = kept > 0 ? &all[kept - 1] : NULL;
        if (all[i].late || time_of(fixture, all[i].receipt) > known_at)
            continue;
        if (before && strcmp(before->source, all[i].source) == 0 &&
            strcmp(before->key, all[i].key) == 0)
            kept--;
        all[kept++] = all[i];
    }
    *items = all;
    *n = 0;
    for (size_t i = 0; i < kept; i++)
        if (!all[i].withdrawn)
            all[(*n)++] = all[i];
    return true;
}

/* The translations of the build tree that this program is in. */
static void bind_here(void)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    assert_true(n > 0);
    path[n] = '\0';
    char *tests = strstr(path, "/tests/unit/");
    assert_non_null(tests);
    snprintf(tests, sizeof path - (size_t)(tests - path), "/locale");
    bindtextdomain("aiplus", path);
}

void fixture_open(struct fixture *fixture, enum language language)
{
    *fixture = (struct fixture){0};
    struct error error = {0};
    assert_true(catalog_open(&fixture->catalog, NULL, NULL, &error));
    words_open(language == LANGUAGE_ZH ? "zh" : "en", NULL);
    bind_here();
    fixture->context = (struct view_context){
        .catalog = &fixture->catalog,
        .arena = &fixture->page,
        .language = language,
        .now = morning("2026-03-31"),
        .known_at = INT64_MAX,
        .home = REGION_NATION,
        .rules = progress_rules_default,
        .options = {"", "", "", ""},
        .bulletin = {.issuer = ""},
        .from = "",
    };
    states_fill(fixture->context.states);
}

void fixture_catalog(struct fixture *fixture, const char *name, const char *text)
{
    struct catalog_texts texts;
    struct error error = {0};
    assert_true(catalog_texts(NULL, &fixture->arena, &texts, &error));
    struct catalog_text *items = arena_alloc(&fixture->arena, texts.n * sizeof *items);
    for (size_t i = 0; i < texts.n; i++) {
        items[i] = texts.items[i];
        if (strcmp(items[i].name, name) == 0)
            items[i] = (struct catalog_text){name, text, strlen(text)};
    }
    catalog_close(&fixture->catalog);
    texts.items = items;
    if (!catalog_open_texts(&fixture->catalog, &texts, NULL, &error))
        fail_msg("%s: %s", name, error_name(error.code));
}

void fixture_put(struct fixture *fixture, struct fixture_row row)
{
    fixture->rows = arena_more(&fixture->arena, fixture->rows, fixture->n_rows,
                               sizeof *fixture->rows);
    fixture->rows[fixture->n_rows++] = row;
}

unsigned fixture_draw(unsigned *seed, unsigned n)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % n;
}

void fixture_put_random(struct fixture *fixture, unsigned seed, uint32_t most,
                        uint32_t last)
{
    static const char *const codes[] = {"B9-01", "G0-01", "A2.2-01"};
    static const char *const periods[][4] = {
        {"2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"},
        {"2024-12", "2026-08", "2026-09", "2026-10"},
        {"2022", "2023", "2024", "2025"}};
    static const int32_t regions[] = {REGION_NATION, 430000, 330000, 430100};
    static const char statuses[] = "AAAAPEBQOLwao";
    fixture->n_rows = 0;
    for (uint32_t receipt = 1; receipt <= most; receipt++)
        for (int i = 0; i < 30; i++) {
            unsigned c = fixture_draw(&seed, 3);
            struct fixture_row row = {
                .region = regions[fixture_draw(&seed, 4)],
                .period = periods[c][fixture_draw(&seed, 4)],
                .value = 1 + fixture_draw(&seed, 120),
                .status = statuses[fixture_draw(&seed, sizeof statuses - 1)],
                .qualifier = fixture_draw(&seed, 6) ? 0 : QUALIFIER_ABOVE,
                .receipt = receipt};
            snprintf(row.indicator, sizeof row.indicator, "%s", codes[c]);
            if (receipt <= last)
                fixture_put(fixture, row);
        }
}

void fixture_put_item(struct fixture *fixture, struct item item)
{
    for (size_t i = 0; i < ITEM_FIELDS; i++)
        item.fields[i] = item.fields[i] ? item.fields[i] : "";
    fixture->items = arena_more(&fixture->arena, fixture->items, fixture->n_items,
                                sizeof *fixture->items);
    fixture->items[fixture->n_items++] = item;
}

/* A baseline from before the opinions, and two later months, for most provinces. */
static void put_provinces(struct fixture *fixture)
{
    size_t n;
    const struct region **provinces =
        catalog_children(&fixture->catalog, REGION_NATION, &fixture->arena, &n);
    for (size_t i = 0; i < n; i++) {
        int32_t code = provinces[i]->code;
        int32_t number = code / 10000;
        if (number == 54 || number == 63 || number > 70)
            continue;
        double base = 30 + number % 7, end = 52 + number % 11;
        fixture_put(fixture,
                    (struct fixture_row){"G0-01", code, "2024-12", base, 'A', 0, 2});
        fixture_put(fixture,
                    (struct fixture_row){"G0-01", code, "2026-09", end, 'A', 0, 3});
        fixture_put(fixture, (struct fixture_row){"G0-01", code, "2026-10", end + 0.8,
                                                  number % 5 ? 'A' : 'P', 0, 5});
        if (number != 44)
            fixture_put(fixture, (struct fixture_row){"A2.2-01", code, "2025",
                                                      25 + number % 9, 'A', 0, 1});
        if (number < 40)
            fixture_put(fixture, (struct fixture_row){"A2.2-02", code, "2025",
                                                      100 + number, 'A', 0, 4});
    }
}

void fixture_fill(struct fixture *fixture)
{
    put_provinces(fixture);
    static const struct fixture_row rows[] = {
        /* Hunan's computing capacity: a revision, a provisional value */
        {"B9-01", 430000, "2024-Q4", 2.10, 'A', 0, 1},
        {"B9-01", 430000, "2025-Q3", 2.70, 'A', 0, 1},
        {"B9-01", 430000, "2025-Q4", 2.98, 'A', 0, 1},
        {"B9-01", 430000, "2026-Q1", 3.17, 'P', 0, 1},
        {"B9-01", 430000, "2026-Q1", 3.21, 'A', 0, 2},
        {"B9-01", 430000, "2026-Q2", 3.52, 'A', 0, 3},
        {"B9-01", 430000, "2026-Q3", 3.86, 'P', 0, 5},
        /* kinds of missing values */
        {"B9-01", 310000, "2026-Q3", 0, 'Q', 0, 5},
        {"B9-01", 320000, "2026-Q3", 0, 'M', 0, 5},
        {"B9-01", 330000, "2026-Q3", 0, 'L', 0, 5},
        {"B9-01", 340000, "2026-Q3", 0, 'A', 0, 5},
        /* bounds */
        {"B9-01", 440000, "2026-Q2", 50, 'A', QUALIFIER_ABOVE, 3},
        {"B9-01", 440000, "2026-Q3", 55, 'A', QUALIFIER_AT_LEAST, 5},
        /* two of Hunan's prefectures */
        {"G0-01", 430100, "2024-12", 35, 'A', 0, 2},
        {"G0-01", 430100, "2026-10", 62, 'A', 0, 5},
        {"G0-01", 430200, "2024-12", 33, 'A', 0, 2},
        {"G0-01", 430200, "2026-10", 50, 'A', 0, 5},
        /* the catalogue's value, and another one, stored */
        {"G0-05", 100000, "2025-12", 42.8, 'A', 0, 3},
        {"G0-06", 100000, "2025", 10.6, 'A', 0, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        fixture_put(fixture, rows[i]);
    fixture->query = (struct query){
        .self = fixture,
        .series = get_series,
        .region = get_region,
        .latest = get_latest,
        .revisions = get_revisions,
        .receipt = get_receipt,
        .receipts = get_receipts,
        .sources = get_sources,
        .refusals = get_refusals,
        .items = get_items,
        .item_history = get_item_history,
    };
    fixture->context.query = &fixture->query;
    fixture->context.now = morning("2026-11-05") + 1800;
    fixture->context.data = (struct data_state){
        .have_snapshot = true,
        .demo = true,
        .number = 7,
        .published = morning("2026-11-05"),
        .oldest_due = morning("2026-11-06"),
    };
}

void fixture_as_of(struct fixture *fixture, const char *day)
{
    assert_true(day_parse(day, &fixture->context.as_of));
    fixture->context.known_at = time_of_day_end(fixture->context.as_of);
}

void fixture_since(struct fixture *fixture, const char *day)
{
    struct view_context *before = &fixture->before;
    assert_true(day_parse(day, &fixture->context.since));
    *before = fixture->context;
    before->as_of = before->since;
    before->known_at = before->now = time_of_day_end(before->as_of);
    fixture->context.before = before;
}

void fixture_close(struct fixture *fixture)
{
    catalog_close(&fixture->catalog);
    arena_release(&fixture->arena);
    arena_release(&fixture->page);
}

struct view fixture_page(struct fixture *fixture, const char *address)
{
    struct view view = {0};
    struct error error = {0};
    if (!page_build(&fixture->context, address, &view, &error)) {
        char text[512];
        error_format(&error, words_translate, text, sizeof text);
        fail_msg("%s: %s", address, text);
    }
    return view;
}

/* ---- the dump ---- */

static void put(struct buffer *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(struct buffer *out, const char *format, ...)
{
    char *text;
    va_list args;
    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    assert_true(n >= 0);
    assert_true(buffer_put(out, text, (size_t)n));
    free(text);
}

static void dump_table(struct buffer *out, const struct view_table *table)
{
    put(out, "  |");
    for (size_t c = 0; c < table->n_columns; c++)
        put(out, " %s |", table->columns[c].head);
    put(out, "%s\n", table->n_rows ? "" : table->empty);
    for (size_t r = 0; r < table->n_rows; r++) {
        const struct view_row *row = &table->rows[r];
        if (table->split && r == table->split)
            put(out, "  -- beside --\n");
        put(out, "  %s", row->head ? "=" : "|");
        for (size_t c = 0; c < table->n_columns; c++)
            put(out, " %s |", row->cells[c].text);
        put(out, "  {%s} -> %s\n", row->key, row->address);
        if (row->detail[0])
            put(out, "      %s\n", row->detail);
    }
}

static void dump_matrix(struct buffer *out, const struct view_matrix *matrix)
{
    for (size_t c = 0; c < matrix->n_columns; c++)
        put(out, "  %s%s [%s] %s -> %s\n", matrix->columns[c].group_start ? "+" : " ",
            matrix->columns[c].head, matrix->group_heads[c], matrix->columns[c].name,
            matrix->columns[c].address);
    for (size_t r = 0; r < matrix->n_rows; r++) {
        const struct view_matrix_row *row = &matrix->rows[r];
        put(out, "  %s:", row->name);
        for (size_t c = 0; c < matrix->n_columns; c++)
            put(out, "%s%s", c ? "," : " ", row->cells[c].symbol);
        for (size_t c = 0; c < matrix->n_totals; c++)
            put(out, "  %s %s", matrix->total_heads[c], row->totals[c]);
        put(out, "  {%s} -> %s\n      %s\n", row->key, row->address, row->detail);
        for (size_t c = 0; c < matrix->n_columns; c++)
            if (row->cells[c].exception)
                put(out, "      %s: %s -> %s\n", row->cells[c].word,
                    row->cells[c].detail, row->cells[c].address);
    }
    put(out, "  %s\n", matrix->legend);
}

static void dump_chart(struct buffer *out, const struct view_chart *chart)
{
    put(out, "  chart %s, %d decimals\n  %s\n", chart->unit, chart->decimals,
        chart->legend);
    for (size_t i = 0; i < chart->n_points; i++) {
        char day[32];
        period_id(period_day(chart->points[i].day), day, sizeof day);
        put(out, "  %s %.4f %c %s\n", day, chart->points[i].value,
            chart->points[i].mark, chart->points[i].label);
    }
}

char *fixture_dump(struct fixture *fixture, const struct view *view)
{
    struct buffer out = {.ceiling = 1 << 22};
    put(&out, "%s\n", view->address);
    for (size_t i = 0; i < view->n_steps; i++)
        put(&out, "%s%s <%s>", i ? " > " : "", view->steps[i].text,
            view->steps[i].address);
    put(&out, "\n");
    for (size_t i = 0; i < view->n_marks; i++)
        put(&out, "[%s] ", view->marks[i].text);
    put(&out, "%s | %s%s\n%s\n", view->as_of, view->collected,
        view->wrong ? " (wrong)" : "", view->conclusion);
    for (size_t i = 0; i < view->n_blocks; i++) {
        const struct view_block *block = &view->blocks[i];
        put(&out, "\n%s%s%s\n", block->tight ? "^" : "#", block->title[0] ? " " : "",
            block->title);
        switch (block->kind) {
        case BLOCK_MAP:
            for (size_t k = 0; k < block->map.head.n; k++)
                put(&out, "%s\n", block->map.head.texts[k]);
            for (size_t k = 0; k < block->map.n; k++) {
                const struct view_tile *tile = &block->map.tiles[k];
                put(&out, "%d %d %s %s %s <%s> %s\n", tile->row, tile->column,
                    tile->name, tile->symbol, tile->value, tile->address, tile->detail);
            }
            for (size_t k = 0; k < block->map.foot.n; k++)
                put(&out, "%s\n", block->map.foot.texts[k]);
            break;
        case BLOCK_TEXT:
            put(&out, "  %s: %s\n", block->label, block->text);
            if (block->row)
                put(&out, "    %s -> %s | %s\n", block->row->key, block->row->address,
                    block->row->detail);
            break;
        case BLOCK_TABLE:
            dump_table(&out, &block->table);
            break;
        case BLOCK_MATRIX:
            dump_matrix(&out, &block->matrix);
            break;
        case BLOCK_CHART:
            dump_chart(&out, &block->chart);
            break;
        }
    }
    put(&out, "\n%s\n%s\n", view->detail, view->keys);
    for (size_t i = 0; i < view->n_notes; i++)
        put(&out, "* %s\n", view->notes[i]);
    char *text = arena_strndup(&fixture->page, out.data, out.size);
    buffer_release(&out);
    return text;
}

static int set_up(void **state, enum language language, bool fill)
{
    static struct fixture fixture;
    fixture_open(&fixture, language);
    if (fill)
        fixture_fill(&fixture);
    *state = &fixture;
    return 0;
}

int fixture_filled(void **state)
{
    return set_up(state, LANGUAGE_EN, true);
}

int fixture_chinese(void **state)
{
    return set_up(state, LANGUAGE_ZH, true);
}

int fixture_empty(void **state)
{
    return set_up(state, LANGUAGE_EN, false);
}

int fixture_closed(void **state)
{
    fixture_close(*state);
    return 0;
}
