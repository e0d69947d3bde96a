/* A directory that replaces files of the catalogue: what it changes, and how each kind
 * of mistake in it is reported. */
#include "catalog/catalog.h"
#include "core/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char directory[64];

static int make_directory(void **state)
{
    (void)state;
    strcpy(directory, "/tmp/aiplus-catalog-XXXXXX");
    return mkdtemp(directory) ? 0 : -1;
}

static const char *path_of(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static int remove_directory(void **state)
{
    (void)state;
    return rmdir(directory);
}

static void put(const char *name, const void *bytes, size_t n)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static const struct embedded_file *built_in(const char *name)
{
    const struct embedded_file *file = embedded_files;
    while (strcmp(file->name, name) != 0)
        file++;
    return file;
}

/* Writes the built-in file with the first `from` replaced; returns the line of it.
 * A NULL `from` writes `to` alone. */
static int put_edited(const char *name, const char *from, const char *to)
{
    const char *whole = built_in(name)->data;
    if (!from) {
        put(name, to, strlen(to));
        return 1;
    }
    const char *at = strstr(whole, from);
    if (!at)
        fail_msg("%s has no \"%s\"", name, from);
    size_t before = (size_t)(at - whole), after = strlen(at) - strlen(from);
    char *text = malloc(before + strlen(to) + after);
    assert_non_null(text);
    memcpy(text, whole, before);
    memcpy(text + before, to, strlen(to));
    memcpy(text + before + strlen(to), at + strlen(from), after);
    put(name, text, before + strlen(to) + after);
    free(text);
    int line = 1;
    for (size_t i = 0; i < before; i++)
        line += whole[i] == '\n';
    return line;
}

struct mistake {
    const char *file, *from, *to;
    enum error_code code;
    int down;         /* the line is so many below the edit */
    const char *says; /* part of the message */
};

static const struct mistake mistakes[] = {
    /* the form */
    {"sources.tsv", "key\ttext", "key\ttexts", ERROR_CATALOG_COLUMN_UNKNOWN, 0,
     "line 1: there is no column \"texts\""},
    {"sources.tsv", "key\ttext", "key", ERROR_CATALOG_COLUMN_MISSING, 0,
     "the column \"text\" is missing"},
    {"sources.tsv", "key\ttext", "key\ttext\tkey", ERROR_CATALOG_COLUMN_TWICE, 0,
     "the column \"key\" is there twice"},
    {"sources.tsv", "S31\t", "S31 ", ERROR_CATALOG_CELLS, 0, "has 1 cells"},
    {"sources.tsv", "S31\t", "S31\tx\t", ERROR_CATALOG_CELLS, 0,
     "has 3 cells, the first line has 2"},
    {"sources.tsv", "S31\t", "S31\t\xC3\x28", ERROR_CATALOG_UTF8, 0, "byte 5"},
    {"sources.tsv", "S31\t", "S31\t\xED\xA0\x80", ERROR_CATALOG_UTF8, 0, "byte 5"},
    {"sources.tsv", "S31\t", "S31\t\x1B[31m", ERROR_CATALOG_CONTROL, 0, "U+001B"},
    {"sources.tsv", "S31\t", "S31\t\xE2\x80\xAE", ERROR_CATALOG_CONTROL, 0, "U+202E"},
    {"sources.tsv", "S31\t", "S31\t\r", ERROR_CATALOG_CONTROL, 0, "U+000D"},
    {"sources.tsv", "# Where", "# \xFFWhere", ERROR_CATALOG_UTF8, 0, "byte 3"},
    {"sources.tsv", "key\t", "k\x01y\t", ERROR_CATALOG_CONTROL, 0, "U+0001"},
    {"sources.tsv", "S31\t", "S32\t", ERROR_CATALOG_TWICE, 1, "S32 is there already"},
    {"sources.tsv", "S31\t简体正文副本", "S31\t", ERROR_CATALOG_CELL_EMPTY, 0,
     "\"text\" is empty"},
    {"sources.tsv", "S31\t", "\t", ERROR_CATALOG_CELL_EMPTY, 0, "\"key\" is empty"},
    {"sources.tsv", "S31\t", "S_31\t", ERROR_CATALOG_CODE, 0, "\"S_31\" cannot be"},
    {"sources.tsv", "S31\t", "S345678901234567\t", ERROR_CATALOG_CODE, 0,
     "\"S345678901234567\" cannot be"},
    {"sources.tsv", NULL, "", ERROR_CATALOG_EMPTY, -1, "holds no rows"},
    {"sources.tsv", NULL, "# nothing\n\n", ERROR_CATALOG_EMPTY, -1, "holds no rows"},
    /* documents */
    {"documents.tsv", "D1\t", "D2\t", ERROR_CATALOG_TWICE, 1, "D2"},
    {"documents.tsv", "\t2025-08-26\n", "\t2025-8-26\n", ERROR_CATALOG_DATE, 0,
     "\"2025-8-26\" is not a date"},
    {"documents.tsv", "\t2025-08-26\n", "\t2025-02-30\n", ERROR_CATALOG_DATE, 0,
     "\"2025-02-30\""},
    {"documents.tsv", "\t2025-08-26\n", "\t2025H1\n", ERROR_CATALOG_DATE, 0, "2025H1"},
    {"documents.tsv", "国家发展改革委、国家能源局", "国家发展改革委、",
     ERROR_CATALOG_CELL_EMPTY, 0, "\"issuers\" is empty"},
    /* opinions */
    {"opinions.tsv", "A1.1\tnew", "A1.1\told", ERROR_CATALOG_CHOICE, 0,
     "\"old\" is not allowed here. Write one of: new, same."},
    {"opinions.tsv", "A1.2\tnew", "A1.1\tnew", ERROR_CATALOG_TWICE, 0, "A1.1"},
    /* tasks */
    {"opinions.tsv", "B8\tnew", "B88\tnew", ERROR_CATALOG_NO_TEXT, -2,
     "task B8 has no text. Add a passage"},
    {"tasks.tsv", "B14\tB\tcapability", "B14\tB\tability", ERROR_CATALOG_CHOICE, 0,
     "\"ability\""},
    {"tasks.tsv", "A6.2\tA6\ttask", "A6.2\tA7\ttask", ERROR_CATALOG_PARENT, 0,
     "A6.2 cannot belong to \"A7\""},
    {"tasks.tsv", "A6.2\tA6\ttask", "A6.2\tA6.1\ttask", ERROR_CATALOG_PARENT, 0,
     "\"A6.1\""},
    {"tasks.tsv", "C4\tC\tduty", "C4\tB\tduty", ERROR_CATALOG_PARENT, 0, "\"B\""},
    {"tasks.tsv", "\tD1\n", "\tD1、D77\n", ERROR_CATALOG_UNKNOWN, 0,
     "no document \"D77\""},
    {"tasks.tsv", "外交部\tproposed", "外交部\tmaybe", ERROR_CATALOG_CHOICE, 0,
     "proposed, published"},
    {"tasks.tsv", "Publicity\tPublicity\t\t\t", "Publicity\tPublicity\t\tproposed\t",
     ERROR_CATALOG_CELL_FULL, 0, "\"basis\" must be empty"},
    {"tasks.tsv", "B14\tB\tcapability\t提升安全能力水平", "B14\tB\tcapability\t",
     ERROR_CATALOG_CELL_EMPTY, 0, "\"title_zh\""},
    /* indicators */
    {"indicators.tsv", "B14-04\tB14", "B14-04\tB15", ERROR_CATALOG_UNKNOWN, 0,
     "no task \"B15\""},
    {"indicators.tsv", "B14-04\tB14\trate", "B14-04\tB14\tratio", ERROR_CATALOG_CHOICE,
     0, "\"ratio\" is not allowed"},
    {"indicators.tsv", "B14-04\tB14\trate\thigher", "B14-04\tB14\trate\tup",
     ERROR_CATALOG_CHOICE, 0, "higher, lower"},
    {"indicators.tsv", "B14-04\tB14\trate\thigher\tS", "B14-04\tB14\trate\thigher\tX",
     ERROR_CATALOG_CHOICE, 0, "A, S, Q, M, W, D"},
    {"indicators.tsv", "B14-04\tB14\trate\thigher\tS\tratio\t1",
     "B14-04\tB14\trate\thigher\tS\tratio\t7", ERROR_CATALOG_NUMBER, 0,
     "\"7\" in \"decimals\""},
    {"indicators.tsv", "B14-04\tB14\trate\thigher\tS\tratio\t1",
     "B14-04\tB14\trate\thigher\tS\tratio\t-1", ERROR_CATALOG_NUMBER, 0, "\"-1\""},
    {"indicators.tsv", "B14-04\tB14", "B14-03\tB14", ERROR_CATALOG_TWICE, 0, "B14-03"},
    {"indicators.tsv", "B14-04\tB14", "B14-0444444444444\tB14", ERROR_CATALOG_CODE, 0,
     "B14-0444444444444"},
    {"indicators.tsv", "published-name\tno", "published-name\tyes",
     ERROR_CATALOG_PROVINCIAL, 1, "G0-02 stands behind"},
    /* regions */
    {"regions.tsv", "110000\t100000\t1", "110000\t100001\t1", ERROR_CATALOG_PARENT, 0,
     "110000 cannot belong to \"100001\""},
    {"regions.tsv", "110101\t110000\t3", "110101\t100000\t3", ERROR_CATALOG_PARENT, 0,
     "\"100000\""},
    {"regions.tsv", "130102\t130100\t3", "130102\t130100\t2", ERROR_CATALOG_PARENT, 0,
     "\"130100\""},
    {"regions.tsv", "130100\t130000\t2", "130100\t\t0", ERROR_CATALOG_PARENT, 0,
     "130100 cannot belong to \"\""},
    {"regions.tsv", "110102\t", "110101\t", ERROR_CATALOG_ORDER, 0,
     "region 110101 is out of order"},
    {"regions.tsv", "110102\t", "110100\t", ERROR_CATALOG_ORDER, 0, "110100"},
    {"regions.tsv", "100000\t", "100001\t", ERROR_CATALOG_ORDER, 0, "100001"},
    {"regions.tsv", "110102\t110000\t3", "110102\t110000\t4", ERROR_CATALOG_NUMBER, 0,
     "\"4\" in \"level\""},
    {"regions.tsv", "110102\t", "11010２\t", ERROR_CATALOG_NUMBER, 0, "\"code\""},
    {"regions.tsv", "110102\t", "9999999999\t", ERROR_CATALOG_NUMBER, 0, "9999999999"},
    {"regions.tsv", "2026\t500157", "2026\t500158", ERROR_CATALOG_UNKNOWN, 0,
     "no region \"500158\""},
    {"regions.tsv", "2026\t500157", "26\t500157", ERROR_CATALOG_NUMBER, 0, "valid_to"},
    {"regions.tsv", "\tXPCC\t", "\tXPC\t", ERROR_CATALOG_CHOICE, 0, "\"XPC\""},
    /* targets */
    {"targets.tsv", "430000\tB9-01", "430199\tB9-01", ERROR_CATALOG_UNKNOWN, 0,
     "no region \"430199\""},
    {"targets.tsv", "430000\tB9-01", "430000\tB9-99", ERROR_CATALOG_UNKNOWN, 0,
     "no indicator \"B9-99\""},
    {"targets.tsv", "\tHN-1\t", "\tHN-9\t", ERROR_CATALOG_UNKNOWN, 0,
     "no document \"HN-9\""},
    {"targets.tsv", "5.25", "5,25", ERROR_CATALOG_NUMBER, 0, "\"5,25\" in \"value\""},
    {"targets.tsv", "5.25", "1e999", ERROR_CATALOG_NUMBER, 0, "1e999"},
    {"targets.tsv", "5.25", "", ERROR_CATALOG_NUMBER, 0, "\"\" in \"value\""},
    {"targets.tsv", "=\t5.25", "==\t5.25", ERROR_CATALOG_CHOICE, 0, "\"==\""},
    {"targets.tsv", "=\t5.25", "\t5.25", ERROR_CATALOG_CHOICE, 0, "> >= ="},
    {"targets.tsv", "5.25\tEFLOPS", "5.25\tEFLOP", ERROR_CATALOG_UNIT, 0,
     "\"EFLOP\" is neither the indicator's own, \"EFLOPS\""},
    {"targets.tsv", "5.25\tEFLOPS", "5.25\t%", ERROR_CATALOG_UNIT, 0, "\"%\""},
    {"targets.tsv", "2027\t=\t5.25", "27\t=\t5.25", ERROR_CATALOG_NUMBER, 0, "\"27\""},
    {"targets.tsv", "2030\t=\t12\t", "2027\t=\t12\t", ERROR_CATALOG_TWICE, 0,
     "430000 B9-01 2027 HN-1"},
    {"targets.tsv", "G0-02\t2027\t\t\t", "G0-02\t2027\t=\t5\t", ERROR_CATALOG_CELL_FULL,
     0, "\"value\" must be empty here, but reads \"5\""},
    {"targets.tsv", "5.25\tEFLOPS\t\t\t", "5.25\tEFLOPS\t\t\t2024-12",
     ERROR_CATALOG_CELL_FULL, 0, "\"baseline_period\""},
    {"targets.tsv", "5.25\tEFLOPS\t\t\t", "5.25\tEFLOPS\t\t2.1\t", ERROR_CATALOG_PERIOD,
     0, "\"\" is not a period"},
    /* published figures */
    {"published.tsv", "B9-01\t100000", "B9-00\t100000", ERROR_CATALOG_UNKNOWN, 0,
     "no indicator \"B9-00\""},
    {"published.tsv", "B9-01\t100000", "B9-01\t200000", ERROR_CATALOG_UNKNOWN, 0,
     "no region \"200000\""},
    {"published.tsv", "B9-01\t100000\t2025-03", "B9-01\t100000\t2025-13",
     ERROR_CATALOG_PERIOD, 0, "\"2025-13\" is not a period"},
    {"published.tsv", "\t748\tA", "\t748\tZ", ERROR_CATALOG_CHOICE, 0, "\"Z\""},
    {"published.tsv", "\t748\tA", "\t748\tAA", ERROR_CATALOG_CHOICE, 0, "\"AA\""},
    {"published.tsv", "\t748\tA", "\t748\tM", ERROR_CATALOG_CELL_FULL, 0,
     "\"value\" must be empty"},
    {"published.tsv", "\t748\tA", "\t>748\tA", ERROR_CATALOG_NUMBER, 0, ">748"},
    {"published.tsv", "\tS33\t", "\tS99\t", ERROR_CATALOG_UNKNOWN, 0,
     "no source \"S99\""},
    {"published.tsv", "\t2026-01-21\tS04", "\tJanuary\tS04", ERROR_CATALOG_DATE, 0,
     "\"January\""},
    {"published.tsv", "\t25.2\t", "\t25.2点\t", ERROR_CATALOG_NUMBER, 0, "\"change\""},
    {"published.tsv", "B7-01\t100000\t2025-03-31", "B7-01\t100000\t2024-12-31",
     ERROR_CATALOG_TWICE, 0, "B7-01 100000 2024-12-31"},
    {"published.tsv", "中央网信办\t\tS08", "\t\tS08", ERROR_CATALOG_CELL_EMPTY, 0,
     "\"issuer\""},
};

static bool listed(const struct catalog_problems *problems, const char *file, int line,
                   enum error_code code, const char *says)
{
    for (size_t i = 0; i < problems->n; i++) {
        const struct catalog_problem *problem = &problems->items[i];
        char text[1200], place[300];
        error_format(&problem->error, NULL, text, sizeof text);
        snprintf(place, sizeof place, line > 0 ? "%s, line %d" : "%s", file, line);
        if (problem->error.code == code && problem->line == line &&
            strcmp(problem->file, file) == 0 && strstr(text, says) &&
            strncmp(text, place, strlen(place)) == 0)
            return true;
    }
    return false;
}

static void show(const struct catalog_problems *problems)
{
    for (size_t i = 0; i < problems->n && i < 5; i++) {
        char text[1200];
        error_format(&problems->items[i].error, NULL, text, sizeof text);
        printf("# %d: %s\n", problems->items[i].line, text);
    }
}

static void each_mistake(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const struct mistake *mistake = &mistakes[i];
        int line = put_edited(mistake->file, mistake->from, mistake->to);
        char file[200];
        strcpy(file, path_of(mistake->file));
        line = mistake->down == -1 ? 0 : line + mistake->down;
        if (mistake->down == -2) { /* seen in the file that refers to this one */
            const char *text = built_in("tasks.tsv")->data;
            const char *at = strstr(text, "\nB8\t");
            line = 2;
            for (; text < at; text++)
                line += *text == '\n';
            strcpy(file, "tasks.tsv");
        }
        struct catalog catalog;
        struct catalog_problems problems;
        struct error error = {0};
        assert_false(catalog_open(&catalog, directory, &problems, &error));
        assert_int_not_equal(error.code, ERROR_NONE);
        assert_int_equal(error.code, problems.items[0].error.code);
        assert_int_equal(catalog.n_regions + catalog.n_tasks, 0);
        assert_null(catalog_task(&catalog, "A1.1"));
        assert_null(catalog_region(&catalog, REGION_NATION));
        if (!listed(&problems, file, line, mistake->code, mistake->says)) {
            show(&problems);
            fail_msg("%s: \"%s\" is not reported in line %d", mistake->file,
                     mistake->to, line);
        }
        catalog_close(&catalog);
        assert_int_equal(unlink(path_of(mistake->file)), 0);
    }
}

static void opens(void)
{
    struct catalog catalog;
    struct catalog_problems problems;
    struct error error = {0};
    if (!catalog_open(&catalog, directory, &problems, &error)) {
        show(&problems);
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
        put(file->name, file->data, file->size);
    opens();
    for (const struct embedded_file *file = embedded_files; file->name; file++)
        assert_int_equal(unlink(path_of(file->name)), 0);
}

/* What spreadsheets and editors make of a file: a mark at the start, CRLF, no line end
 * at the end, columns in another order, empty lines. */
static void other_forms(void **state)
{
    (void)state;
    const struct embedded_file *file = built_in("sources.tsv");
    char *text = malloc(2 * file->size + 4);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "\xEF\xBB\xBF");
    for (size_t i = 0; i + 1 < file->size; i++) {
        if (file->data[i] == '\n')
            text[n++] = '\r';
        text[n++] = file->data[i];
    }
    put("sources.tsv", text, n);
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
    put("sources.tsv", text, n);
    opens();
    free(text);
    unlink(path_of("sources.tsv"));
}

/* One file is replaced whole; the others stay the built-in ones. */
static void replaces_one_file(void **state)
{
    (void)state;
    put_edited("targets.tsv", NULL,
               "region\tindicator\tyear\top\tvalue\tunit\ttext\tbaseline\t"
               "baseline_period\tdocument\tnote\n"
               "430100\tB9-01\t2027\t≥\t500\tPFLOPS\t\t0.2\t2024-12\tHN-1\t市定\n"
               "100000\tG0-01\t2027\t>\t70\t%\t\t\t\tD0\t\n");
    put("README.txt", "\xFF", 1); /* no concern of ours */
    struct catalog catalog;
    assert_true(catalog_open(&catalog, directory, NULL, NULL));
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
    unlink(path_of("targets.tsv"));
    unlink(path_of("README.txt"));
}

static void all_are_listed(void **state)
{
    (void)state;
    put_edited("sources.tsv", "S31\t", "S 31\t");
    put_edited("published.tsv", "\t748\t", "\t7e\t");
    put("target.tsv", "x", 1);
    struct catalog catalog;
    struct catalog_problems problems;
    struct error error = {0};
    assert_false(catalog_open(&catalog, directory, &problems, &error));
    assert_int_equal(problems.n, 3);
    assert_int_equal(problems.items[0].error.code, ERROR_CATALOG_FILE);
    assert_non_null(strstr(problems.items[0].error.arg[1], "targets.tsv"));
    assert_int_equal(problems.items[1].error.code, ERROR_CATALOG_CODE);
    assert_int_equal(problems.items[2].error.code, ERROR_CATALOG_NUMBER);
    catalog_close(&catalog);
    unlink(path_of("sources.tsv"));
    unlink(path_of("published.tsv"));
    unlink(path_of("target.tsv"));
}

static void expect_first(enum error_code code)
{
    struct catalog catalog;
    struct error error = {0};
    assert_false(catalog_open(&catalog, directory, NULL, &error));
    assert_string_equal(error_name(error.code), error_name(code));
    catalog_close(&catalog);
}

/* Things that are no files, and files that are too much. */
static void hostile(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path_of("tasks.tsv"), 0700), 0);
    expect_first(ERROR_OPEN);
    rmdir(path_of("tasks.tsv"));
    assert_int_equal(mkfifo(path_of("tasks.tsv"), 0600), 0);
    expect_first(ERROR_OPEN);
    unlink(path_of("tasks.tsv"));

    size_t size = 8 * 1024 * 1024 + 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, '\n', size);
    put("sources.tsv", text, size);
    expect_first(ERROR_TOO_LARGE);
    put("sources.tsv", text, 20001);
    expect_first(ERROR_CATALOG_ROWS);
    memset(text, '\t', 8000);
    put("sources.tsv", text, 8000);
    expect_first(ERROR_CATALOG_COLUMN_UNKNOWN);
    /* Far more cells in a row than any file has columns. */
    memcpy(text, "key\ttext\n", 9);
    put("sources.tsv", text, 8000);
    expect_first(ERROR_CATALOG_CELLS);
    put("sources.tsv", "key\ttext\nA\tb\0c\n", 16);
    expect_first(ERROR_CATALOG_CONTROL);
    free(text);
    unlink(path_of("sources.tsv"));
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
    put("sources.tsv", text, n);
    free(text);
    struct catalog catalog;
    struct catalog_problems problems;
    assert_false(catalog_open(&catalog, directory, &problems, NULL));
    assert_int_equal(problems.n, 200);
    assert_int_equal(problems.items[198].error.code, ERROR_CATALOG_CELLS);
    assert_int_equal(problems.items[199].error.code, ERROR_CATALOG_MANY);
    catalog_close(&catalog);
    unlink(path_of("sources.tsv"));
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

/* An empty directory, and one that cannot be told from it, change nothing. */
static void empty_directory(void **state)
{
    (void)state;
    opens();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake),    cmocka_unit_test(built_in_files_sound),
        cmocka_unit_test(other_forms),     cmocka_unit_test(replaces_one_file),
        cmocka_unit_test(all_are_listed),  cmocka_unit_test(hostile),
        cmocka_unit_test(list_has_an_end), cmocka_unit_test(no_directory),
        cmocka_unit_test(empty_directory),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
