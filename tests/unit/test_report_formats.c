/* Every format against every page: what the model says is on paper, the same bytes come
 * twice, and no text harms whoever reads it. */
#include "report/eml.h"
#include "report/mailbox.h"
#include "report/parts.h"
#include "report/report.h"
#include "tests/lib/pages_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zip.h>

static const char *const addresses[] = {
    "overview@100000",
    "overview@430000",
    "region/100000",
    "region/B9-01@100000",
    "region/430000",
    "task@430000",
    "task/A2.2@430000",
    "task/G0@100000",
    "task/C1@100000",
    "coordination@100000",
    "coordination@430000",
    "ledger@430000",
    "cases@430000",
    "publicity@430000",
    "changes@430000",
    "bulletin@430000",
    "indicator/B9-01@430000",
    "indicator/B7-01@100000",
    "indicator/B9-01@440000",
    "sources",
    "digest@430000",
    "log",
    "help",
    "find/智能",
};

enum { ADDRESSES = sizeof addresses / sizeof *addresses };

static const struct report_mail mail = {.from = "省数据局 <aiplus@example.gov.cn>",
                                        .to = "a@example.gov.cn",
                                        .cc = "",
                                        .subject = "",
                                        .message_id = "",
                                        .stem = "aiplus"};

static struct report_rules rules_of(enum language language)
{
    return (struct report_rules){.width = 72,
                                 .ambiguous = 2,
                                 .language = language == LANGUAGE_ZH ? "zh-CN" : "en",
                                 .program = "aiplus",
                                 .snapshot = "snapshot 4",
                                 .day = "2026-11-05",
                                 .date = 1793833200,
                                 .message = &mail};
}

/* With a NUL behind it; to be freed. NULL with the error. */
static char *written(const char *format, const struct report_rules *rules,
                     const struct view *view, size_t *n, struct error *error)
{
    struct buffer out = {.ceiling = 1 << 24};
    struct arena arena = {0};
    bool ok =
        report_write(report_format_find(format), rules, view, &arena, &out, error);
    arena_release(&arena);
    if (!ok) {
        buffer_release(&out);
        return NULL;
    }
    *n = out.size;
    return out.data;
}

/* ---- screen and paper agree ---- */

static bool has_digit(const char *text)
{
    return text[strcspn(text, "0123456789")];
}

/* A figure as a format writes it. */
static const char *as_in(const char *format, const char *text, struct arena *arena)
{
    const char *trimmed = report_trim(arena, text), *out = "";
    double number;
    bool html = strcmp(format, "html") == 0, csv = strcmp(format, "csv") == 0;
    if (csv && report_is_number(trimmed, &number) && *trimmed == '+')
        return trimmed + 1;
    for (const char *p = trimmed; *p; p++) {
        const char *c = arena_strndup(arena, p, 1);
        if (html && strchr("&<>\"'", *p))
            c = *p == '&'   ? "&amp;"
                : *p == '<' ? "&lt;"
                : *p == '>' ? "&gt;"
                : *p == '"' ? "&quot;"
                            : "&#39;";
        else if (strcmp(format, "markdown") == 0 && strchr("\\`*_[]<>|#~&$", *p))
            c = arena_printf(arena, "\\%c", *p);
        else if (csv && *p == '"')
            c = "\"\"";
        else if (strcmp(format, "json") == 0 && strchr("\"\\", *p))
            c = arena_printf(arena, "\\%c", *p);
        out = arena_printf(arena, "%s%s", out, c);
    }
    return out;
}

struct search {
    const char *format, *address, *at; /* where the last one was found */
    const char *all;
    struct arena *arena;
    size_t n;
    bool ordered;
};

static void find(struct search *search, const char *text)
{
    if (!has_digit(text))
        return;
    const char *sought = as_in(search->format, text, search->arena);
    const char *found = strstr(search->ordered ? search->at : search->all, sought);
    if (!found)
        fail_msg("%s of %s lacks \"%s\" behind \"%.60s\"", search->format,
                 search->address, sought, search->at);
    search->at = found + strlen(sought);
    search->n++;
}

/* Figures are what stands in columns of numbers and in a matrix's totals. */
static void find_block(struct search *search, const struct view_block *block)
{
    const struct view_table *table = &block->table;
    if (block->kind == BLOCK_TABLE)
        for (size_t r = 0; r < table->n_rows; r++)
            for (size_t c = 0; c < table->n_columns; c++)
                if (report_shows(table, c) && !table->rows[r].cells[c].picture &&
                    (table->columns[c].align == ALIGN_RIGHT ||
                     table->rows[r].cells[c].exact))
                    find(search, table->rows[r].cells[c].text);
    const struct view_matrix *matrix = &block->matrix;
    if (block->kind == BLOCK_MATRIX && strcmp(search->format, "text") != 0)
        for (size_t r = 0; r < matrix->n_rows; r++)
            for (size_t c = 0; c < matrix->n_totals; c++)
                find(search, matrix->rows[r].totals[c]);
}

static size_t check_page(struct fixture *fixture, enum language language,
                         const char *address)
{
    static const char *const formats[] = {"markdown", "html", "csv", "json", "text"};
    const struct report_rules rules = rules_of(language);
    struct view view = fixture_page(fixture, address);
    size_t found = 0;
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
        struct error error = {0};
        size_t n;
        char *text = written(formats[f], &rules, &view, &n, &error);
        assert_non_null(text);
        struct search search = {.format = formats[f],
                                .address = address,
                                .at = text,
                                .all = text,
                                .arena = &fixture->page,
                                .ordered = strcmp(formats[f], "text") != 0};
        if (strcmp(formats[f], "text") != 0)
            find(&search, view.conclusion);
        for (size_t b = 0; b < view.n_blocks; b++)
            find_block(&search, &view.blocks[b]);
        found += search.n;
        free(text);
    }
    return found;
}

static void test_every_page_is_tried(void **state)
{
    (void)state;
    for (size_t p = 0; pages[p]; p++) {
        size_t n = strlen(pages[p]->name);
        bool tried = false;
        for (size_t i = 0; i < ADDRESSES; i++)
            tried = tried || (strncmp(addresses[i], pages[p]->name, n) == 0 &&
                              (!addresses[i][n] || strchr("/@", addresses[i][n])));
        if (!tried)
            fail_msg("%s is not among the addresses", pages[p]->name);
    }
}

static void test_figures(void **state)
{
    (void)state;
    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
        struct fixture fixture;
        size_t found = 0;
        fixture_open(&fixture, (enum language)language);
        fixture_fill(&fixture);
        fixture_since(&fixture, "2026-10-25");
        fixture.context.paper = true;
        for (size_t i = 0; i < ADDRESSES; i++)
            found += check_page(&fixture, (enum language)language, addresses[i]);
        assert_in_range(found, 2000, 1000000);
        fixture_close(&fixture);
    }
}

/* The exact number stands in JSON, the page's rounded one beside it. */
static void test_exact(void **state)
{
    struct fixture *fixture = *state;
    const struct report_rules rules = rules_of(LANGUAGE_EN);
    fixture_put(fixture, (struct fixture_row){"B9-01", 430000, "2026-Q4", 4.123456789,
                                              'P', QUALIFIER_ABOVE, 4});
    fixture->context.paper = true;
    struct view view = fixture_page(fixture, "indicator/B9-01@430000");
    struct error error = {0};
    size_t n;
    char *text = written("json", &rules, &view, &n, &error);
    assert_non_null(text);
    assert_non_null(strstr(text,
                           "\"value\":4.123456789,\n\"qualifier\":\">\",\n\"unit\":"
                           "\"EFLOPS\",\n\"status\":\"P\",\n\"indicator\":"
                           "\"B9-01\",\n\"region\":\"430000\",\n\"period\":"
                           "\"2026-Q4\""));
    free(text);
}

/* ---- the same bytes ---- */

static void test_same_bytes(void **state)
{
    struct fixture *fixture = *state;
    const struct report_format *with[] = {report_format_find("csv"),
                                          report_format_find("xlsx")};
    struct report_mail own = mail;
    own.attached = with;
    own.n_attached = 2;
    struct report_rules rules = rules_of(LANGUAGE_EN);
    rules.message = &own;
    fixture->context.paper = true;
    struct view view = fixture_page(fixture, "region/B9-01@100000");
    for (size_t f = 0; report_formats[f]; f++) {
        struct error error = {0};
        size_t n, m;
        char *once = written(report_formats[f]->name, &rules, &view, &n, &error);
        char *again = written(report_formats[f]->name, &rules, &view, &m, &error);
        assert_non_null(once);
        assert_int_equal(n, m);
        assert_memory_equal(once, again, n);
        free(once);
        free(again);
    }
}

/* ---- hostile texts ---- */

static const char hostile[] =
    "=cmd|' /C calc'!A0\x1b[31m\x1b]0;x\x07</td><script>alert(1)</script>\"'&amp;"
    "\xe2\x80\xae"
    "bidi\xe2\x80\x8b\xef\xbb\xbf\r\nBcc: x@example.com\r\n\r\n"
    "| ` *x* [a](javascript:1) \x7f\xc2\x85 \xff\xfe"
    "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81";

/* No control character but line ends, none that turns or hides text, all of it UTF-8.
 */
static void check_harmless(const char *format, const char *text, size_t n)
{
    assert_int_equal(text_invalid_at(text, n), n);
    for (size_t i = 0; i < n;) {
        uint32_t code;
        size_t length = text_decode(text + i, n - i, &code);
        bool mark = code == 0xFEFF && i == 0;
        if (code != '\n' && code != '\r' && code != '\t' && !mark && !text_safe(code))
            fail_msg("%s: U+%04X at %zu: %.40s", format, (unsigned)code, i, text + i);
        i += length;
    }
    if (strstr(text, "\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81"))
        fail_msg("%s: more than four combining marks", format);
}

static struct view hostile_view(struct arena *arena)
{
    static const struct view_exact exact = {.number = 1.5,
                                            .has_number = true,
                                            .unit = hostile,
                                            .qualifier = "",
                                            .status = 'A',
                                            .indicator = hostile,
                                            .period = hostile,
                                            .source = hostile,
                                            .region = 430000};
    static const struct view_cell cells[] = {
        {.text = hostile, .exact = &exact}, {.text = "=1+1"}, {.text = "1.50"}};
    static const struct view_column columns[] = {
        {.head = hostile},
        {.head = hostile, .flexible = true, .min = 8},
        {.head = "n"}};
    static const struct view_row row = {
        .key = hostile, .address = hostile, .detail = hostile, .cells = cells};
    static const struct view_matrix_column column = {.key = hostile,
                                                     .head = hostile,
                                                     .name = hostile,
                                                     .address = hostile,
                                                     .detail = hostile};
    static const struct view_matrix_cell cell = {.symbol = hostile,
                                                 .word = hostile,
                                                 .detail = hostile,
                                                 .address = hostile,
                                                 .exception = true};
    static const char *const texts[] = {hostile};
    static const struct view_matrix_row matrix_row = {.key = hostile,
                                                      .name = hostile,
                                                      .address = hostile,
                                                      .detail = hostile,
                                                      .brief = hostile,
                                                      .judged = hostile,
                                                      .quiet = hostile,
                                                      .cells = &cell,
                                                      .totals = texts};
    static const struct view_point points[] = {{20000, 1.25, '@', hostile},
                                               {20100, 2, 'A', hostile}};
    static const struct view_tile tile = {.key = hostile,
                                          .address = hostile,
                                          .detail = hostile,
                                          .name = hostile,
                                          .symbol = hostile,
                                          .value = hostile,
                                          .row = 1,
                                          .column = 1};
    static const char *lines[] = {hostile};
    static const struct view_step steps[] = {{hostile, hostile}};
    struct view_block *blocks = arena_alloc(arena, 5 * sizeof *blocks);
    blocks[0] = (struct view_block){.kind = BLOCK_TEXT,
                                    .title = hostile,
                                    .label = hostile,
                                    .text = hostile,
                                    .verbatim = true};
    blocks[1] = (struct view_block){
        .kind = BLOCK_TABLE,
        .title = hostile,
        .table = {.columns = columns, .n_columns = 3, .rows = &row, .n_rows = 1}};
    blocks[2] = (struct view_block){.kind = BLOCK_MATRIX,
                                    .title = hostile,
                                    .matrix = {.columns = &column,
                                               .n_columns = 1,
                                               .group_heads = texts,
                                               .total_heads = texts,
                                               .n_totals = 1,
                                               .rows = &matrix_row,
                                               .n_rows = 1,
                                               .legend = hostile,
                                               .brief_legend = hostile}};
    blocks[3] = (struct view_block){
        .kind = BLOCK_CHART,
        .title = hostile,
        .chart = {.points = points, .n_points = 2, .unit = hostile, .legend = hostile}};
    blocks[4] = (struct view_block){
        .kind = BLOCK_MAP,
        .title = hostile,
        .map = {.tiles = &tile, .n = 1, .head = {lines, 1}, .foot = {lines, 1}}};
    return (struct view){.address = hostile,
                         .steps = steps,
                         .n_steps = 1,
                         .marks = {{hostile, ROLE_ALERT}},
                         .n_marks = 1,
                         .as_of = hostile,
                         .conclusion = hostile,
                         .collected = hostile,
                         .detail = hostile,
                         .blocks = blocks,
                         .n_blocks = 5,
                         .keys = "",
                         .notes = texts,
                         .n_notes = 1};
}

/* The texts of a workbook. */
static void check_workbook(const char *bytes, size_t n)
{
    zip_source_t *source = zip_source_buffer_create(bytes, n, 0, NULL);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
    assert_non_null(zip);
    zip_int64_t files = zip_get_num_entries(zip, 0);
    assert_in_range(files, 8, 100);
    for (zip_int64_t i = 0; i < files; i++) {
        zip_stat_t stat;
        assert_int_equal(zip_stat_index(zip, (zip_uint64_t)i, 0, &stat), 0);
        char *text = calloc(1, stat.size + 1);
        zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)i, 0);
        assert_int_equal(zip_fread(file, text, stat.size), stat.size);
        zip_fclose(file);
        check_harmless(stat.name, text, stat.size);
        assert_null(strstr(text, "<f>"));
        assert_null(strstr(text, "<script"));
        free(text);
    }
    zip_close(zip);
}

static void check_format(const char *format, const char *text, size_t n)
{
    if (strcmp(format, "xlsx") == 0) {
        check_workbook(text, n);
        return;
    }
    check_harmless(format, text, n);
    bool markup = strcmp(format, "html") == 0 || strcmp(format, "svg") == 0;
    if (markup) {
        assert_null(strstr(text, "<script"));
        assert_null(strstr(text, "</td><"
                                 "script"));
        assert_null(strstr(text, "\"'&amp;bidi"));
    }
    /* In a chart, which is a block of code, nothing is markup. */
    if (strcmp(format, "markdown") == 0)
        for (const char *p = text; (p = strstr(p, "<script")); p++) {
            const char *line = p;
            while (line > text && line[-1] != '\n')
                line--;
            assert_true(p[-1] == '\\' || strncmp(line, "    ", 4) == 0);
        }
    if (strcmp(format, "csv") == 0) {
        assert_null(strstr(text, "\"="));
        assert_null(strstr(text, ",="));
    }
    if (strcmp(format, "eml") == 0) {
        assert_null(strstr(text, "\nBcc:"));
        for (const char *p = text; *p; p += strcspn(p, "\n") + 1) {
            assert_in_range(strcspn(p, "\n"), 0, 998);
            if (!p[strcspn(p, "\n")])
                break;
        }
    }
}

static void test_hostile(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct view view = hostile_view(&arena);
    struct report_mail own = mail;
    own.subject = "subject"; /* a hostile one is refused: test_headers */
    struct report_rules rules = rules_of(LANGUAGE_EN);
    rules.message = &own;
    for (size_t f = 0; report_formats[f]; f++) {
        struct error error = {0};
        size_t n;
        char *text = written(report_formats[f]->name, &rules, &view, &n, &error);
        if (!text)
            fail_msg("%s: %d", report_formats[f]->name, (int)error.code);
        check_format(report_formats[f]->name, text, n);
        free(text);
    }
    arena_release(&arena);
}

/* A text of 60 kB is cut or wrapped, never refused or broken off mid-character. */
static void test_long(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t n = 20000;
    char *text = arena_alloc(&arena, n * 3 + 1);
    for (size_t i = 0; i < n; i++)
        memcpy(text + 3 * i, "智", 3);
    const struct view_cell cell = {.text = text};
    const struct view_column column = {.head = "h", .flexible = true, .min = 10};
    const struct view_row row = {
        .key = "k", .address = "", .detail = "", .cells = &cell};
    const struct view_block block = {
        .kind = BLOCK_TABLE,
        .title = "",
        .table = {.columns = &column, .n_columns = 1, .rows = &row, .n_rows = 1}};
    const struct view_step step = {text, "overview"};
    const struct view view = {.address = "overview",
                              .steps = &step,
                              .n_steps = 1,
                              .as_of = "",
                              .collected = "",
                              .conclusion = text,
                              .blocks = &block,
                              .n_blocks = 1};
    struct report_rules rules = rules_of(LANGUAGE_ZH);
    for (size_t f = 0; report_formats[f]; f++) {
        struct error error = {0};
        size_t size;
        if (strcmp(report_formats[f]->name, "svg") == 0)
            continue;
        char *out = written(report_formats[f]->name, &rules, &view, &size, &error);
        assert_non_null(out);
        check_format(report_formats[f]->name, out, size);
        free(out);
    }
    arena_release(&arena);
}

/* ---- headers ---- */

static void test_headers(void **state)
{
    struct fixture *fixture = *state;
    static const char bad[] = "x\r\nBcc: y@example.com";
    struct view view = fixture_page(fixture, "overview@430000");
    for (int i = 0; i < 5; i++) {
        struct report_mail own = mail;
        const char **fields[] = {&own.from, &own.to, &own.cc, &own.subject,
                                 &own.message_id};
        *fields[i] = bad;
        struct report_rules rules = rules_of(LANGUAGE_EN);
        rules.message = &own;
        struct error error = {0};
        size_t n;
        assert_null(written("eml", &rules, &view, &n, &error));
        assert_int_equal(error.code, ERROR_HEADER);
    }
}

static void test_mailboxes(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct mailbox *boxes;
    struct error error = {0};
    size_t n;
    assert_true(mailbox_list("省局 <a@b.cn>, \"B, C\" <c@d.cn>,e@f.cn", &arena, &boxes,
                             &n, &error));
    assert_int_equal(n, 3);
    assert_string_equal(boxes[0].name, "省局");
    assert_string_equal(boxes[0].address, "a@b.cn");
    assert_string_equal(boxes[1].name, "B, C");
    assert_string_equal(boxes[1].address, "c@d.cn");
    assert_string_equal(boxes[2].name, "");
    assert_string_equal(boxes[2].address, "e@f.cn");
    static const char *const wrong[] = {
        "",        "a",       "a@",         "@b",      "a@b@c",   "a b@c.cn",
        "a@b.cn,", "<a@b.cn", "-oQ/x@b.cn", "省@b.cn", "a@b.cn>", "a@b\r\n.cn"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (mailbox_list(wrong[i], &arena, &boxes, &n, &error))
            fail_msg("\"%s\" was taken", wrong[i]);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_page_is_tried),
        cmocka_unit_test(test_figures),
        cmocka_unit_test_setup_teardown(test_exact, fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_same_bytes, fixture_filled,
                                        fixture_closed),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_long),
        cmocka_unit_test_setup_teardown(test_headers, fixture_filled, fixture_closed),
        cmocka_unit_test(test_mailboxes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
