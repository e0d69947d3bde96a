/* A directory that replaces files of the catalogue: what it changes, and what it must
 * not be able to do. */
#include "tests/lib/replaced.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void opens(void)
{
    struct catalog catalog;
    struct catalog_problems problems;
    struct error error = {0};
    if (!catalog_open(&catalog, replaced_directory, &problems, &error)) {
        replaced_show(&problems);
        fail_msg("%zu problems", problems.n);
    }
    assert_int_equal(problems.n, 0);
    assert_int_equal(catalog.n_tasks, 36);
    catalog_close(&catalog);
}

/* The built-in files are not looked through character by character when the program
 * starts; from a directory they are, so this is where that is done. */
static void built_in_files_sound(void **state)
{
    (void)state;
    for (const struct embedded_file *file = embedded_files; file->name; file++)
        replaced_put(file->name, file->data, file->size);
    opens();
    for (const struct embedded_file *file = embedded_files; file->name; file++)
        assert_int_equal(unlink(replaced_path(file->name)), 0);
}

/* What spreadsheets and editors make of a file: a mark at the start, CRLF, no line end
 * at the end, columns in another order, empty lines. */
static void other_forms(void **state)
{
    (void)state;
    const struct embedded_file *file = replaced_built_in("sources.tsv");
    char *text = malloc(2 * file->size + 4);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "\xEF\xBB\xBF");
    for (size_t i = 0; i + 1 < file->size; i++) {
        if (file->data[i] == '\n')
            text[n++] = '\r';
        text[n++] = file->data[i];
    }
    replaced_put("sources.tsv", text, n);
    opens();
    n = (size_t)sprintf(text, "\n# first\ntext\tkey\n\n");
    for (const char *line = strchr(file->data, '\n') + 1; *line;) {
        const char *end = strchr(line, '\n');
        const char *tab = memchr(line, '\t', (size_t)(end - line));
        if (tab)
            n += (size_t)sprintf(text + n, "%.*s\t%.*s\n", (int)(end - tab - 1),
                                 tab + 1, (int)(tab - line), line);
        line = end + 1;
    }
    replaced_put("sources.tsv", text, n);
    opens();
    free(text);
    unlink(replaced_path("sources.tsv"));
}

/* What is in effect can be kept as text and opened again: the same catalogue. */
static void opens_from_texts(void **state)
{
    (void)state;
    replaced_edit("targets.tsv", NULL,
                  "region\tindicator\tyear\top\tvalue\tunit\ttext\tbaseline\t"
                  "baseline_period\tdocument\tnote\n"
                  "430100\tB9-01\t2027\t≥\t500\tPFLOPS\t\t0.2\t2024-12\tHN-1\t市定\n");
    struct arena arena = {0};
    struct catalog_texts texts;
    struct catalog catalog;
    struct error error = {0};
    assert_true(catalog_texts(replaced_directory, &arena, &texts, &error));
    assert_int_equal(unlink(replaced_path("targets.tsv")), 0);
    assert_true(catalog_open_texts(&catalog, &texts, NULL, &error));
    assert_int_equal(catalog.n_tasks, 36);
    assert_int_equal(catalog.n_targets, 1);
    assert_int_equal(catalog.targets[0].region, 430100);
    catalog_close(&catalog);
    /* Of another version of the program: a line says nothing. That a file is not there:
     * test_catalog_duties.c. */
    struct catalog_text *items = arena_alloc(&arena, texts.n * sizeof *items);
    memcpy(items, texts.items, texts.n * sizeof *items);
    size_t documents = 0;
    while (strcmp(items[documents].name, "documents.tsv") != 0)
        documents++;
    items[documents].n /= 2;
    struct catalog_texts cut = {items, texts.n};
    assert_false(catalog_open_texts(&catalog, &cut, NULL, &error));
    catalog_close(&catalog);
    arena_release(&arena);
}

/* One file is replaced whole; the others stay the built-in ones. */
static void replaces_one_file(void **state)
{
    (void)state;
    replaced_edit("targets.tsv", NULL,
                  "region\tindicator\tyear\top\tvalue\tunit\ttext\tbaseline\t"
                  "baseline_period\tdocument\tnote\n"
                  "430100\tB9-01\t2027\t≥\t500\tPFLOPS\t\t0.2\t2024-12\tHN-1\t市定\n"
                  "100000\tG0-01\t2027\t>\t70\t%\t\t\t\tD0\t\n");
    replaced_put("README.txt", "\xFF", 1); /* no concern of ours */
    struct catalog catalog;
    assert_true(catalog_open(&catalog, replaced_directory, NULL, NULL));
    assert_int_equal(catalog.n_targets, 2);
    assert_int_equal(catalog.targets[0].region, REGION_NATION);
    const struct target *target = &catalog.targets[1];
    assert_int_equal(target->region, 430100);
    assert_int_equal(target->op, QUALIFIER_AT_LEAST);
    assert_true(target->value == 0.5 && target->has_value);
    assert_true(target->has_baseline && target->baseline == 0.2);
    assert_int_equal(target->baseline_period.freq, FREQ_MONTH);
    assert_string_equal(target->note, "市定");
    assert_int_equal(catalog.n_indicators, 131);
    catalog_close(&catalog);
    unlink(replaced_path("targets.tsv"));
    unlink(replaced_path("README.txt"));
}

static void all_are_listed(void **state)
{
    (void)state;
    replaced_edit("sources.tsv", "S31\t", "S 31\t");
    replaced_edit("published.tsv", "\t748\t", "\t7e\t");
    replaced_put("target.tsv", "x", 1);
    struct catalog catalog;
    struct catalog_problems problems;
    struct error error = {0};
    assert_false(catalog_open(&catalog, replaced_directory, &problems, &error));
    assert_int_equal(problems.n, 3);
    assert_int_equal(problems.items[0].error.code, ERROR_CATALOG_FILE);
    assert_non_null(strstr(problems.items[0].error.arg[1], "targets.tsv"));
    assert_int_equal(problems.items[1].error.code, ERROR_CATALOG_CODE);
    assert_int_equal(problems.items[2].error.code, ERROR_CATALOG_NUMBER);
    catalog_close(&catalog);
    unlink(replaced_path("sources.tsv"));
    unlink(replaced_path("published.tsv"));
    unlink(replaced_path("target.tsv"));
}

static void expect_first(enum error_code code)
{
    struct catalog catalog;
    struct error error = {0};
    assert_false(catalog_open(&catalog, replaced_directory, NULL, &error));
    assert_string_equal(error_name(error.code), error_name(code));
    catalog_close(&catalog);
}

/* Things that are no files, and files that are too much. */
static void hostile(void **state)
{
    (void)state;
    assert_int_equal(mkdir(replaced_path("tasks.tsv"), 0700), 0);
    expect_first(ERROR_OPEN);
    rmdir(replaced_path("tasks.tsv"));
    assert_int_equal(mkfifo(replaced_path("tasks.tsv"), 0600), 0);
    expect_first(ERROR_OPEN);
    unlink(replaced_path("tasks.tsv"));

    size_t size = 8 * 1024 * 1024 + 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, '\n', size);
    replaced_put("sources.tsv", text, size);
    expect_first(ERROR_TOO_LARGE);
    replaced_put("sources.tsv", text, 20001);
    expect_first(ERROR_CATALOG_ROWS);
    memset(text, '\t', 8000);
    replaced_put("sources.tsv", text, 8000);
    expect_first(ERROR_CATALOG_COLUMN_UNKNOWN);
    /* Far more cells in a row than any file has columns. */
    memcpy(text, "key\ttext\n", 9);
    replaced_put("sources.tsv", text, 8000);
    expect_first(ERROR_CATALOG_CELLS);
    replaced_put("sources.tsv", "key\ttext\nA\tb\0c\n", 16);
    expect_first(ERROR_CATALOG_CONTROL);
    free(text);
    unlink(replaced_path("sources.tsv"));
}

/* Ten thousand wrong rows: the list ends, and says so. */
static void list_has_an_end(void **state)
{
    (void)state;
    size_t n = 9, rows = 10000;
    char *text = malloc(n + rows * 2);
    assert_non_null(text);
    memcpy(text, "key\ttext\n", 9);
    for (size_t i = 0; i < rows; i++, n += 2)
        memcpy(text + n, "x\n", 2);
    replaced_put("sources.tsv", text, n);
    free(text);
    struct catalog catalog;
    struct catalog_problems problems;
    assert_false(catalog_open(&catalog, replaced_directory, &problems, NULL));
    assert_int_equal(problems.n, 200);
    assert_int_equal(problems.items[198].error.code, ERROR_CATALOG_CELLS);
    assert_int_equal(problems.items[199].error.code, ERROR_CATALOG_MANY);
    catalog_close(&catalog);
    unlink(replaced_path("sources.tsv"));
}

static void no_directory(void **state)
{
    (void)state;
    struct catalog catalog;
    struct catalog_problems problems;
    assert_false(catalog_open(&catalog, "/nonexistent/aiplus", &problems, NULL));
    assert_int_equal(problems.n, 1);
    assert_int_equal(problems.items[0].error.code, ERROR_OPEN);
    assert_string_equal(problems.items[0].file, "/nonexistent/aiplus");
    catalog_close(&catalog);
    /* Closing twice, and closing what never opened, are harmless. */
    catalog_close(&catalog);
}

/* An empty replaced_directory, and one that cannot be told from it, change nothing. */
static void empty_directory(void **state)
{
    (void)state;
    opens();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in_files_sound), cmocka_unit_test(other_forms),
        cmocka_unit_test(opens_from_texts),     cmocka_unit_test(replaces_one_file),
        cmocka_unit_test(all_are_listed),       cmocka_unit_test(hostile),
        cmocka_unit_test(list_has_an_end),      cmocka_unit_test(no_directory),
        cmocka_unit_test(empty_directory),
    };
    return cmocka_run_group_tests(tests, replaced_make, replaced_remove);
}
