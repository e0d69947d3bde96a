/* Each kind of mistake in a file of the catalogue: file, line and words. */
#include "tests/lib/replaced.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct mistake {
    const char *file, *from, *to;
    enum error_code code;
    int down;         /* the line is so many below the edit */
    const char *says; /* part of the message */
};

#define CALENDAR "subject\tregion\tlevel\tfrequency\tdays\treporter\tnote\n"

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
     "\"line=old\" is not allowed here. Write one of: new, same."},
    {"opinions.tsv", "A1.2\tnew", "A1.1\tnew", ERROR_CATALOG_TWICE, 0, "A1.1"},
    /* tasks */
    {"opinions.tsv", "B8\tnew", "B88\tnew", ERROR_CATALOG_NO_TEXT, -2,
     "task B8 has no text. Add a passage"},
    {"tasks.tsv", "B14\tB\tcapability", "B14\tB\tability", ERROR_CATALOG_CHOICE, 0,
     "\"kind=ability\""},
    {"tasks.tsv", "A6.2\tA6\ttask", "A6.2\tA7\ttask", ERROR_CATALOG_PARENT, 0,
     "A6.2 cannot belong to \"A7\""},
    {"tasks.tsv", "A6.2\tA6\ttask", "A6.2\tA6.1\ttask", ERROR_CATALOG_PARENT, 0,
     "\"A6.1\""},
    {"tasks.tsv", "C4\tC\tduty", "C4\tB\tduty", ERROR_CATALOG_PARENT, 0, "\"B\""},
    {"tasks.tsv", "\tD1\n", "\tD1、D77\n", ERROR_CATALOG_UNKNOWN, 0,
     "\"D77\" in the column"},
    {"tasks.tsv", "外交部\tproposed", "外交部\tmaybe", ERROR_CATALOG_CHOICE, 0,
     "proposed, published"},
    {"tasks.tsv", "Publicity\tPublicity\t\t\t", "Publicity\tPublicity\t\tproposed\t",
     ERROR_CATALOG_CELL_FULL, 0, "\"basis\" must be empty"},
    {"tasks.tsv", "B14\tB\tcapability\t提升安全能力水平", "B14\tB\tcapability\t",
     ERROR_CATALOG_CELL_EMPTY, 0, "\"title_zh\""},
    /* indicators */
    {"indicators.tsv", "B14-04\tB14", "B14-04\tB15", ERROR_CATALOG_UNKNOWN, 0,
     "\"B15\" in the column"},
    {"indicators.tsv", "B14-04\tB14\trate", "B14-04\tB14\tratio", ERROR_CATALOG_CHOICE,
     0, "\"kind=ratio\" is not allowed"},
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
     "\"500158\" in the column"},
    {"regions.tsv", "2026\t500157", "26\t500157", ERROR_CATALOG_NUMBER, 0, "valid_to"},
    {"regions.tsv", "\tXPCC\t", "\tXPC\t", ERROR_CATALOG_CHOICE, 0, "\"flag=XPC\""},
    /* targets */
    {"targets.tsv", "430000\tB9-01", "430199\tB9-01", ERROR_CATALOG_UNKNOWN, 0,
     "\"430199\" in the column"},
    {"targets.tsv", "430000\tB9-01", "430000\tB9-99", ERROR_CATALOG_UNKNOWN, 0,
     "\"B9-99\" in the column"},
    {"targets.tsv", "\tHN-1\t", "\tHN-9\t", ERROR_CATALOG_UNKNOWN, 0,
     "\"HN-9\" in the column"},
    {"targets.tsv", "5.25", "5,25", ERROR_CATALOG_NUMBER, 0, "\"5,25\" in \"value\""},
    {"targets.tsv", "5.25", "1e999", ERROR_CATALOG_NUMBER, 0, "1e999"},
    {"targets.tsv", "5.25", "", ERROR_CATALOG_NUMBER, 0, "\"\" in \"value\""},
    {"targets.tsv", "=\t5.25", "==\t5.25", ERROR_CATALOG_CHOICE, 0, "\"op===\""},
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
    {"targets.tsv", "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t",
     "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t2026", ERROR_CATALOG_PLAN, 0,
     "\"2026\" is no step of a plan"},
    {"targets.tsv", "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t",
     "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t2026=x", ERROR_CATALOG_PLAN, 0,
     "\"2026=x\""},
    {"targets.tsv", "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t",
     "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\tsoon=1", ERROR_CATALOG_PLAN, 0,
     "\"soon=1\""},
    {"targets.tsv", "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t",
     "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t2026=1;", ERROR_CATALOG_PLAN, 0,
     "\"\" is no step"},
    {"targets.tsv", "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t",
     "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t2026-06=1;2026Q2=2", ERROR_CATALOG_PLAN,
     0, "\"2026Q2=2\""},
    {"targets.tsv", "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t",
     "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t2028-01=1", ERROR_CATALOG_PLAN, 0,
     "\"2028-01=1\""},
    {"targets.tsv", "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t",
     "5.25\tEFLOPS\t\t\t\tHN-1\t原文：智能算力\t2026=1e999", ERROR_CATALOG_PLAN, 0,
     "1e999"},
    {"targets.tsv", "document\tnote\tplan", "document\tplan",
     ERROR_CATALOG_COLUMN_MISSING, 0, "the column \"note\" is missing"},
    /* scopes */
    {"scopes.tsv", "A2.2-02\t100000\t2", "A2.2-99\t100000\t2", ERROR_CATALOG_UNKNOWN, 0,
     "\"A2.2-99\" in the column \"indicator\""},
    {"scopes.tsv", "A2.2-02\t100000\t2", "A2.2-02\t200000\t2", ERROR_CATALOG_UNKNOWN, 0,
     "\"200000\" in the column \"region\""},
    {"scopes.tsv", "A2.2-02\t100000\t2", "A2.2-02\t100000\t1", ERROR_CATALOG_TWICE, 0,
     "A2.2-02 100000 1"},
    {"scopes.tsv", "A2.2-02\t100000\t2\t2025-11", "A2.2-02\t100000\t2\t2025-13",
     ERROR_CATALOG_PERIOD, 0, "\"2025-13\""},
    {"scopes.tsv", "A2.2-02\t100000\t2", "A2.2-02\t100000\t", ERROR_CATALOG_CELL_EMPTY,
     0, "\"version\" is empty"},
    {"scopes.tsv", "2025-10公布的名单\t", "\t", ERROR_CATALOG_CELL_EMPTY, 0,
     "\"text\" is empty"},
    {"scopes.tsv", "2025-10公布的名单\t\t2025-10", "2025-10公布的名单\tD77\t2025-10",
     ERROR_CATALOG_UNKNOWN, 0, "\"D77\" in the column \"document\""},
    {"scopes.tsv", "2025-10公布的名单\t\t2025-10", "2025-10公布的名单\t\t2025Q4",
     ERROR_CATALOG_DATE, 0, "\"2025Q4\" is not a date"},
    {"scopes.tsv", "\t2026-03\tS05", "\t2026-03\tS99", ERROR_CATALOG_UNKNOWN, 0,
     "\"S99\" in the column \"source\""},
    /* units */
    {"units.tsv", "210200、330200", "210200、330299", ERROR_CATALOG_UNKNOWN, 0,
     "\"330299\" in the column \"regions\""},
    {"units.tsv", "210200、330200", "210200、100000", ERROR_CATALOG_UNKNOWN, 0,
     "\"100000\""},
    {"units.tsv", "210200、330200", "210200、210200", ERROR_CATALOG_TWICE, 0,
     "210200 is there already"},
    {"units.tsv", "210200、330200", "210200、", ERROR_CATALOG_CELL_EMPTY, 0,
     "\"regions\" is empty"},
    {"units.tsv", "JHDL\t", "430000\t", ERROR_CATALOG_UNIT_CODE, 0,
     "\"430000\" cannot be the code of a reporting unit"},
    {"units.tsv", "JHDL\t", "XPCC\t", ERROR_CATALOG_TWICE, 1, "XPCC"},
    {"units.tsv", "计划单列市\t", "\t", ERROR_CATALOG_CELL_EMPTY, 0,
     "\"name_zh\" is empty"},
    /* the calendar */
    {"calendar.tsv", NULL, CALENDAR "B99\t430000\t0\t\t20\t\t\n", ERROR_CATALOG_UNKNOWN,
     1, "\"B99\" in the column \"subject\""},
    {"calendar.tsv", NULL, CALENDAR "\t430000\t0\t\t20\t\t\n", ERROR_CATALOG_CELL_EMPTY,
     1, "\"subject\" is empty"},
    {"calendar.tsv", NULL, CALENDAR "B9\t\t0\t\t20\t\t\n", ERROR_CATALOG_CELL_EMPTY, 1,
     "\"region\" is empty"},
    {"calendar.tsv", NULL, CALENDAR "B9\t439999\t0\t\t20\t\t\n", ERROR_CATALOG_UNKNOWN,
     1, "\"439999\" in the column \"region\""},
    {"calendar.tsv", NULL, CALENDAR "B9\tNONE\t0\t\t20\t\t\n", ERROR_CATALOG_UNKNOWN, 1,
     "\"NONE\""},
    {"calendar.tsv", NULL, CALENDAR "B9\t430000\t4\t\t20\t\t\n", ERROR_CATALOG_NUMBER,
     1, "\"4\" in \"level\""},
    {"calendar.tsv", NULL, CALENDAR "B9\t430000\t1\t\t20\t\t\n", ERROR_CATALOG_NUMBER,
     1, "\"1\" in \"level\""},
    {"calendar.tsv", NULL, CALENDAR "B9\t430000\t2\tY\t20\t\t\n", ERROR_CATALOG_CHOICE,
     1, "\"frequency=Y\""},
    {"calendar.tsv", NULL, CALENDAR "B9\t430000\t2\tM\t367\t\t\n", ERROR_CATALOG_NUMBER,
     1, "\"367\" in \"days\""},
    {"calendar.tsv", NULL, CALENDAR "B9\t430000\t2\tM\t\t\t\n", ERROR_CATALOG_NUMBER, 1,
     "\"\" in \"days\""},
    {"calendar.tsv", NULL,
     CALENDAR "B9\t430000\t2\tM\t1\t\t\nB9\t430000\t2\tQ\t2\t\t\n", ERROR_CATALOG_TWICE,
     2, "B9 430000 2"},
    /* published figures */
    {"published.tsv", "B9-01\t100000", "B9-00\t100000", ERROR_CATALOG_UNKNOWN, 0,
     "\"B9-00\" in the column"},
    {"published.tsv", "B9-01\t100000", "B9-01\t200000", ERROR_CATALOG_UNKNOWN, 0,
     "\"200000\" in the column"},
    {"published.tsv", "B9-01\t100000\t2025-03", "B9-01\t100000\t2025-13",
     ERROR_CATALOG_PERIOD, 0, "\"2025-13\" is not a period"},
    {"published.tsv", "\t748\tA", "\t748\tZ", ERROR_CATALOG_CHOICE, 0, "\"status=Z\""},
    {"published.tsv", "\t748\tA", "\t748\tAA", ERROR_CATALOG_CHOICE, 0,
     "\"status=AA\""},
    {"published.tsv", "\t748\tA", "\t748\tM", ERROR_CATALOG_CELL_FULL, 0,
     "\"value\" must be empty"},
    {"published.tsv", "\t748\tA", "\t>748\tA", ERROR_CATALOG_NUMBER, 0, ">748"},
    {"published.tsv", "\tS33\t", "\tS99\t", ERROR_CATALOG_UNKNOWN, 0,
     "\"S99\" in the column"},
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

static void each_mistake(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const struct mistake *mistake = &mistakes[i];
        int line = replaced_edit(mistake->file, mistake->from, mistake->to);
        char file[200];
        strcpy(file, replaced_path(mistake->file));
        line = mistake->down == -1 ? 0 : line + mistake->down;
        if (mistake->down == -2) { /* seen in the file that refers to this one */
            const char *text = replaced_built_in("tasks.tsv")->data;
            const char *at = strstr(text, "\nB8\t");
            line = 2;
            for (; text < at; text++)
                line += *text == '\n';
            strcpy(file, "tasks.tsv");
        }
        struct catalog catalog;
        struct catalog_problems problems;
        struct error error = {0};
        assert_false(catalog_open(&catalog, replaced_directory, &problems, &error));
        assert_int_not_equal(error.code, ERROR_NONE);
        assert_int_equal(error.code, problems.items[0].error.code);
        assert_int_equal(catalog.n_regions + catalog.n_tasks, 0);
        assert_null(catalog_task(&catalog, "A1.1"));
        assert_null(catalog_region(&catalog, REGION_NATION));
        if (!listed(&problems, file, line, mistake->code, mistake->says)) {
            replaced_show(&problems);
            fail_msg("%s: \"%s\" is not reported in line %d", mistake->file,
                     mistake->to, line);
        }
        catalog_close(&catalog);
        assert_int_equal(unlink(replaced_path(mistake->file)), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake),
    };
    return cmocka_run_group_tests(tests, replaced_make, replaced_remove);
}
