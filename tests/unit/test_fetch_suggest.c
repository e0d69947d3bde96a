/* Suggested mappings, from a decoder of the test's own: names, what cannot be written,
 * ceilings, data sets that are one feed, registers. */
#include "fetch/suggest.h"

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
    *code = 430000;
    return strcmp(text, "430000") == 0;
}

static bool indicator(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit)
{
    (void)self;
    *unit = "人";
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

/* A body is lines of "key value;", where key is the data set's id, then one character
 * for each dimension of `world`: the category's number. "!" is an item. */
static struct {
    const char *ids[4];
    enum dimension_role roles[4];
    size_t n;
    const char *codes[3], *labels[3]; /* of the categories of every dimension */
} world;

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    (void)columns;
    struct category(*categories)[3] = arena_alloc(arena, 4 * sizeof *categories);
    struct dimension *dimensions = arena_alloc(arena, 4 * sizeof *dimensions);
    for (size_t i = 0; i < world.n; i++) {
        dimensions[i] = (struct dimension){
            .id = world.ids[i], .label = world.ids[i], .role = world.roles[i]};
        for (uint32_t k = 0; k < 3; k++)
            categories[i][k] =
                (struct category){world.codes[k],
                                  world.labels[k] ? world.labels[k] : world.codes[k],
                                  "",
                                  -1,
                                  k,
                                  NULL};
    }
    char open = '\0';
    for (const char *p = body->bytes; *p; p += world.n + 2) {
        if (*p == '!') {
            const char *const none[ITEM_FIELDS] = {"1", "430000"};
            struct feed_item item = {1, ITEM_CASE, none, false};
            if (!sink->item(sink->self, &item, error))
                return false;
            p -= world.n;
            continue;
        }
        if (*p != open) {
            struct dataset *set = arena_alloc(arena, sizeof *set);
            *set = (struct dataset){.id = arena_strndup(arena, p, 1),
                                    .label = "",
                                    .source = "",
                                    .updated = "",
                                    .dimensions = dimensions,
                                    .n_dimensions = world.n};
            if (!sink->dataset(sink->self, set, error))
                return false;
            open = *p;
        }
        const struct category *at[4];
        for (size_t i = 0; i < world.n; i++)
            at[i] = &categories[i][p[1 + i] - '0'];
        struct cell cell = {
            .row = 1, .at = at, .kind = CELL_VALUE, .raw = "1", .status = ""};
        if (!sink->cell(sink->self, &cell, error))
            return false;
    }
    return true;
}

static const struct decoder decoder = {"test", "Test", NULL, decode, NULL};

static const char *suggest(struct arena *arena, const char *name, const char *address,
                           const char *text)
{
    const struct source source = {.name = name, .address = address, .format = "auto"};
    struct body body = {text, strlen(text), "", "feed", NULL};
    struct inspection found;
    struct error error;
    assert_true(inspect_count(&decoder, &body, NULL, arena, &found, &error));
    return suggest_mapping(&source, &body, &decoder, &found, &vocabulary, NULL, arena);
}

static void small_world(void)
{
    memset(&world, 0, sizeof world);
    world.n = 2;
    world.ids[0] = "geo";
    world.roles[0] = DIMENSION_GEO;
    world.ids[1] = "x";
    world.codes[0] = "430000";
    world.codes[1] = "HN";
    world.codes[2] = "T1-01";
}

static void names_and_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *name, *address, *begins;
    } rows[] = {
        {"a/b/月报 2025.v2.csv", "file:///a/b/月报 2025.v2.csv",
         "source \"2025\" {\n    address = \"file:///a/b/月报 2025.v2.csv\"\n"
         "    allow = {\"file\"}\n    format = \"test\"\n"},
        {"https://h.cn/x/y.json?a=b/c.d#e", "https://h.cn/x/y.json?a=b/c.d#e",
         "source \"y\" {\n    address = \"https://h.cn/x/y.json?a=b/c.d#e\"\n"
         "    format = \"test\"\n"},
        {"http://127.0.0.1:8/q/", "http://127.0.0.1:8/q/",
         "source \"q\" {\n    address = \"http://127.0.0.1:8/q/\"\n"
         "    allow = {\"http\", \"loopback\"}\n"},
        {"https://localhost/", "https://localhost/",
         "source \"localhost\" {\n    address = \"https://localhost/\"\n"
         "    allow = {\"loopback\"}\n"},
        {"月报.csv", "file:///月报.csv", "source \"feed\" {\n"},
        {"my_name-1", "https://h/", "source \"my_name-1\" {\n"},
    };
    small_world();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = {0};
        const char *said = suggest(&arena, rows[i].name, rows[i].address, "a00;");
        assert_non_null(said);
        if (strncmp(said, rows[i].begins, strlen(rows[i].begins)) != 0)
            print_error("%s\n", said);
        assert_memory_equal(said, rows[i].begins, strlen(rows[i].begins));
        arena_release(&arena);
    }
}

static void what_cannot_be_written(void **state)
{
    (void)state;
    static const struct {
        const char *code, *label, *line;
    } rows[] = {
        {"HN", "湖南", "#regions += {\"HN = CODE\"}  # 湖南\n"},
        /* The last "=" would part the pair elsewhere; then the label may do. */
        {"a = b", "湖南", "#regions += {\"湖南 = CODE\"}\n"},
        {"a = b", "c=d", "# + 1\n"},
        {" a", " a", "# + 1\n"},
        {"a\nregion = \"x\"", "b\x1b[1m", "# + 1\n"},
        {"a\"b", "l\nm", "#regions += {\"a\\\"b = CODE\"}  # l m\n"},
        {"$HOME", "$HOME", "#regions += {\"\\$HOME = CODE\"}\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = {0};
        small_world();
        world.codes[1] = rows[i].code;
        world.labels[1] = rows[i].label;
        const char *said = suggest(&arena, "s", "https://h/", "a00;a10;");
        if (!strstr(said, rows[i].line))
            print_error("%s\n", said);
        assert_non_null(strstr(said, rows[i].line));
        for (const char *p = said; (p = strchr(p, '\n')); p++)
            assert_true(!p[1] || p[1] == '}' || p[1] == ' ');
        arena_release(&arena);
    }
}

static void what_tells_values_apart(void **state)
{
    (void)state;
    struct arena arena = {0};
    small_world();
    world.n = 3;
    world.ids[2] = "with_geo";
    /* x differs where geo is the same; with_geo differs only with geo. */
    const char *said = suggest(&arena, "s", "https://h/", "a000;a010;a101;a111;");
    assert_non_null(strstr(said, "    #filter += {\"x = 430000\"}\n"));
    assert_non_null(strstr(said, "    #indicator = \"x\"\n"));
    assert_non_null(strstr(said, "    ignore = {\"with_geo\"}\n"));
    /* A total is taken. */
    world.labels[1] = "合计";
    said = suggest(&arena, "s", "https://h/", "a000;a010;a101;a111;");
    assert_non_null(strstr(said, "    filter += {\"x = HN\"}\n"));
    /* All that x says are indicators. */
    said = suggest(&arena, "s", "https://h/", "a020;a121;");
    assert_non_null(strstr(said, "    indicator = \"x\"\n"));
    assert_null(strstr(said, "filter"));
    arena_release(&arena);
}

static void data_sets_and_registers(void **state)
{
    (void)state;
    struct arena arena = {0};
    small_world();
    /* Of the same dimensions they are one feed. */
    const char *said = suggest(&arena, "s", "https://h/", "a00;b00;");
    assert_null(strstr(said, "dataset"));
    assert_null(strstr(said + 1, "source"));
    said = suggest(&arena, "s", "https://h/", "!;!;!;");
    assert_string_equal(said, "source \"s\" {\n    address = \"https://h/\"\n"
                              "    format = \"test\"\n}\n");
    assert_null(suggest(&arena, "s", "https://h/", ""));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_addresses),
        cmocka_unit_test(what_cannot_be_written),
        cmocka_unit_test(what_tells_values_apart),
        cmocka_unit_test(data_sets_and_registers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
