/* Items: every type's spellings, what is refused, keys, and the tables themselves. */
#include "core/item.h"

#include "core/embedded.h"
#include "core/period.h"
#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct item_field types[] = {
    [ITEM_TEXT] = {"line", "Line", "", ITEM_TEXT},
    [ITEM_LONG_TEXT] = {"text", "Text", "", ITEM_LONG_TEXT},
    [ITEM_CODE] = {"code", "Code", "", ITEM_CODE},
    [ITEM_PLACE] = {"place", "Place", "", ITEM_PLACE},
    [ITEM_TASK_CODE] = {"task", "Task", "", ITEM_TASK_CODE},
    [ITEM_DATE] = {"date", "Date", "日期|时间", ITEM_DATE},
    [ITEM_DEADLINE] = {"deadline", "Deadline", "", ITEM_DEADLINE},
    [ITEM_NUMBER] = {"number", "Number", "", ITEM_NUMBER},
    [ITEM_PERCENT] = {"percent", "Percent", "", ITEM_PERCENT},
    [ITEM_CHOICE] = {"state", "State", "", ITEM_CHOICE,
                     .choices = "open=正常|推进中;closed=已办结|办结"},
};

struct row {
    enum item_type type;
    const char *sent, *kept; /* NULL: refused */
};

static void check_rows(const struct row *rows, size_t n)
{
    struct arena arena = {0};
    for (size_t i = 0; i < n; i++) {
        const char *kept = NULL;
        struct error error = {0};
        bool ok =
            item_canonical(&types[rows[i].type], rows[i].sent, &arena, &kept, &error);
        if (ok != (rows[i].kept != NULL))
            fail_msg("\"%s\": %s", rows[i].sent, ok ? kept : error_name(error.code));
        if (ok)
            assert_string_equal(kept, rows[i].kept);
        else
            assert_int_not_equal(error.code, ERROR_NONE);
        /* What is canonical stays as it is. */
        const char *again;
        if (ok) {
            assert_true(
                item_canonical(&types[rows[i].type], kept, &arena, &again, &error));
            assert_string_equal(again, kept);
        }
    }
    arena_release(&arena);
}

static void texts(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {ITEM_TEXT, "", ""},
        {ITEM_TEXT, " \t\r\n　\xC2\xA0", ""},
        {ITEM_TEXT, "  省数据局　", "省数据局"},
        {ITEM_TEXT, "\xEF\xBB\xBF省数据局\xE2\x80\x8B", "省数据局"},
        {ITEM_TEXT, "省财政厅\r\n 省数据局", "省财政厅 省数据局"},
        {ITEM_TEXT, "一 \n\n\t 二", "一 二"},
        {ITEM_TEXT, "a  b", "a  b"},
        {ITEM_TEXT, "a\033[31mb", "a<U+001B>[31mb"},
        {ITEM_TEXT,
         "a\xE2\x80\xAE"
         "b",
         "a<U+202E>b"},
        {ITEM_LONG_TEXT, "一、分级建库 \r\n二、按季评审\r三、贴息",
         "一、分级建库\n二、按季评审\n三、贴息"},
        {ITEM_LONG_TEXT, "\n\n一\n \n\n\n二\n\n", "一\n\n二"},
        {ITEM_LONG_TEXT, "一\xE2\x80\xA8二\xC2\x85三", "一\n二\n三"},
        {ITEM_LONG_TEXT, "　　一\n　　二　", "一\n　　二"},
        {ITEM_LONG_TEXT, "一\tb\033c", "一 b<U+001B>c"},
        {ITEM_CODE, " 湘-0031\n", "湘-0031"},
        {ITEM_PLACE, " 430000 ", "430000"},
        {ITEM_TASK_CODE, "　A2.2", "A2.2"},
    };
    check_rows(rows, sizeof rows / sizeof *rows);
}

static void dates(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {ITEM_DATE, "", ""},
        {ITEM_DATE, "2026-11-05", "2026-11-05"},
        {ITEM_DATE, "2026-11-5", "2026-11-05"},
        {ITEM_DATE, "2026/11/5", "2026-11-05"},
        {ITEM_DATE, "2026.11.5", "2026-11-05"},
        {ITEM_DATE, "20261105", "2026-11-05"},
        {ITEM_DATE, "2026年11月5日", "2026-11-05"},
        {ITEM_DATE, "2026 年 11 月 5 号", "2026-11-05"},
        {ITEM_DATE, "２０２６．１１．０５", "2026-11-05"},
        {ITEM_DATE, "２０２６－１１－５", "2026-11-05"},
        {ITEM_DATE, "2026/11/5 0:00", "2026-11-05"},
        {ITEM_DATE, "2026/11/5 23:59:59", "2026-11-05"},
        {ITEM_DATE, "2026-11-05T00:00:00", "2026-11-05"},
        {ITEM_DATE, "2026-11-05T00:00:00.000+08:00", "2026-11-05"},
        /* Midnight in Beijing, as programs write it. */
        {ITEM_DATE, "2026-11-04T16:00:00.000Z", "2026-11-05"},
        {ITEM_DATE, "2026-11-05T23:00:00-0500", "2026-11-06"},
        {ITEM_DATE, "2024-02-29", "2024-02-29"},
        {ITEM_DATE, "2026年12月底", "2026-12-31"},
        {ITEM_DATE, "2026年2月末", "2026-02-28"},
        {ITEM_DATE, "2026年底", "2026-12-31"},
        {ITEM_DATE, "2026年末", "2026-12-31"},
        {ITEM_DATE, "2026-02-29", NULL},
        {ITEM_DATE, "2026-13-01", NULL},
        {ITEM_DATE, "2026-00-10", NULL},
        {ITEM_DATE, "2026-11/05", NULL},
        {ITEM_DATE, "2026年11月5", NULL},
        {ITEM_DATE, "2026-11", NULL},
        {ITEM_DATE, "2026年11月", NULL},
        {ITEM_DATE, "2026", NULL},
        {ITEM_DATE, "11/5/26", NULL},
        {ITEM_DATE, "46331", NULL},
        {ITEM_DATE, "1899-12-31", NULL},
        {ITEM_DATE, "2026-11-05T25:00", NULL},
        {ITEM_DATE, "2026-11-05T10:00:00+99:00", NULL},
        {ITEM_DATE, "2026-11-05前", NULL},
        {ITEM_DATE, "2026-11-05x", NULL},
        {ITEM_DATE, "底", NULL},
        {ITEM_DATE, "长期", NULL},
        {ITEM_DATE, "not a date at all, but rather a sentence of more than sixty-four",
         NULL},
        {ITEM_DEADLINE, "2026-11-05", "2026-11-05"},
        {ITEM_DEADLINE, "2026年11月30日前", "2026-11-30"},
        {ITEM_DEADLINE, "2026年11月底前", "2026-11-30"},
        {ITEM_DEADLINE, "2026年底以前", "2026-12-31"},
        {ITEM_DEADLINE, "2026年11月", "2026-11-30"},
        {ITEM_DEADLINE, "2026-11", "2026-11-30"},
        {ITEM_DEADLINE, "2026年上半年", "2026-06-30"},
        {ITEM_DEADLINE, "2026年三季度末", "2026-09-30"},
        {ITEM_DEADLINE, "2027", "2027-12-31"},
        {ITEM_DEADLINE, "长期坚持", ""},
        {ITEM_DEADLINE, "尽快", NULL},
        {ITEM_DEADLINE, "2026-01/2026-08", NULL},
        {ITEM_DEADLINE, "前", NULL},
    };
    check_rows(rows, sizeof rows / sizeof *rows);
}

static void numbers_and_choices(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {ITEM_PERCENT, "60", "60"},
        {ITEM_PERCENT, "60%", "60"},
        {ITEM_PERCENT, "60.50 %", "60.5"},
        {ITEM_PERCENT, "60.5％", "60.5"},
        {ITEM_PERCENT, "６０．５％", "60.5"},
        {ITEM_PERCENT, "0", "0"},
        {ITEM_PERCENT, "-0", "0"},
        {ITEM_PERCENT, "118%", "118"},
        {ITEM_PERCENT, "0.6", "0.6"},
        {ITEM_PERCENT, "-1", NULL},
        {ITEM_PERCENT, "1001", NULL},
        {ITEM_PERCENT, "6 0%", NULL},
        {ITEM_PERCENT, "%", NULL},
        {ITEM_PERCENT, "60%%", NULL},
        {ITEM_PERCENT, "约60%", NULL},
        {ITEM_PERCENT, "nan", NULL},
        {ITEM_NUMBER, " +12.50 ", "12.5"},
        {ITEM_NUMBER, "-3", "-3"},
        {ITEM_NUMBER, "1e3", "1000"},
        {ITEM_NUMBER, "1e300", NULL},
        {ITEM_NUMBER, "1,000", NULL},
        {ITEM_NUMBER, "60%", NULL},
        {ITEM_CHOICE, "open", "open"},
        {ITEM_CHOICE, "OPEN", "open"},
        {ITEM_CHOICE, " 推进中 ", "open"},
        {ITEM_CHOICE, "已办结", "closed"},
        {ITEM_CHOICE, "办结", "closed"},
        {ITEM_CHOICE, "办", NULL},
        {ITEM_CHOICE, "closed=已办结", NULL},
        {ITEM_CHOICE, "差不多", NULL},
    };
    check_rows(rows, sizeof rows / sizeof *rows);
}

static void ceilings(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error error;
    const char *kept;
    char *text = arena_alloc(&arena, ITEM_TEXT_MOST + 2);
    memset(text, 'x', ITEM_TEXT_MOST);
    assert_true(item_canonical(&types[ITEM_TEXT], text, &arena, &kept, &error));
    assert_string_equal(kept, text);
    assert_true(item_canonical(&types[ITEM_LONG_TEXT], text, &arena, &kept, &error));
    assert_false(item_canonical(&types[ITEM_CODE], text, &arena, &kept, &error));
    assert_int_equal(error.code, ERROR_ITEM_LONG);
    assert_string_equal(error.arg[1], "160");
    text[ITEM_TEXT_MOST] = 'x';
    assert_false(item_canonical(&types[ITEM_TEXT], text, &arena, &kept, &error));
    assert_string_equal(error.arg[1], "16384");
    /* Cleaning makes it longer. */
    memset(text, '\033', ITEM_TEXT_MOST / 2);
    text[ITEM_TEXT_MOST / 2] = '\0';
    assert_false(item_canonical(&types[ITEM_TEXT], text, &arena, &kept, &error));
    assert_false(item_canonical(&types[ITEM_LONG_TEXT], text, &arena, &kept, &error));
    assert_int_equal(error.code, ERROR_ITEM_LONG);
    /* A line a character: no more memory than the text. */
    memset(text, '\n', ITEM_TEXT_MOST);
    for (int i = 0; i < ITEM_TEXT_MOST; i += 2)
        text[i] = 'x';
    text[ITEM_TEXT_MOST] = '\0';
    size_t used = arena.used;
    assert_true(item_canonical(&types[ITEM_LONG_TEXT], text, &arena, &kept, &error));
    assert_int_equal(strlen(kept), ITEM_TEXT_MOST - 1);
    assert_true(arena.used - used < 2 * ITEM_TEXT_MOST);
    arena_release(&arena);
}

static void messages(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error error;
    const char *kept = "untouched";
    assert_false(item_canonical(&types[ITEM_DATE], "明天", &arena, &kept, &error));
    assert_string_equal(kept, "untouched");
    assert_string_equal(error.arg[0], "date (日期)");
    assert_string_equal(error.arg[1], "明天");
    assert_false(item_canonical(&types[ITEM_CHOICE], "x\033", &arena, &kept, &error));
    assert_string_equal(error.arg[1], "x<U+001B>");
    assert_string_equal(error.arg[2], "正常, 已办结");
    arena_release(&arena);
}

/* Any day there and back, in each spelling of it. */
static void every_day(void **state)
{
    (void)state;
    static const char *const forms[] = {"%d-%d-%d", "%d/%02d/%02d", "%d.%d.%d",
                                        "%d年%d月%d日"};
    struct arena arena = {0};
    int32_t last = day_from_date((struct date){2032, 12, 31});
    for (int32_t day = day_from_date((struct date){2024, 1, 1}); day <= last; day++) {
        struct date date = date_from_day(day);
        const char *wanted =
            arena_printf(&arena, "%04d-%02d-%02d", date.year, date.month, date.day);
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            const char *kept;
            assert_true(item_date(
                arena_printf(&arena, forms[i], date.year, date.month, date.day), false,
                &arena, &kept));
            assert_string_equal(kept, wanted);
        }
        arena_reset(&arena);
    }
    arena_release(&arena);
}

static void keys(void **state)
{
    (void)state;
    struct arena arena = {0};
    enum item_kind kind;
    assert_true(item_kind_named("ledger", &kind));
    assert_int_equal(kind, ITEM_LEDGER);
    assert_true(item_kind_named("published", &kind));
    assert_false(item_kind_named("opinions", &kind));
    const char *fields[ITEM_FIELDS];
    for (int i = 0; i < ITEM_FIELDS; i++)
        fields[i] = "";
    fields[item_field_named(ITEM_LEDGER, "编号")] = "0031";
    assert_string_equal(item_key(ITEM_LEDGER, fields, &arena), "0031");
    fields[item_field_named(ITEM_TARGET, "region")] = "430000";
    fields[item_field_named(ITEM_TARGET, "indicator")] = "G0-01";
    fields[item_field_named(ITEM_TARGET, "year")] = "2027";
    fields[item_field_named(ITEM_TARGET, "document")] = "D0";
    assert_string_equal(item_key(ITEM_TARGET, fields, &arena), "430000/G0-01/2027/D0");
    struct item item = {.kind = ITEM_TARGET};
    memcpy(item.fields, fields, sizeof fields);
    assert_string_equal(item_field(&item, "indicator"), "G0-01");
    assert_string_equal(item_field(&item, "deadline"), "");
    assert_int_equal(item_field_named(ITEM_LEDGER, "完成时限"),
                     item_field_named(ITEM_LEDGER, "deadline"));
    assert_int_equal(item_field_named(ITEM_LEDGER, ""), -1);
    assert_int_equal(item_field_named(ITEM_LEDGER, "完成"), -1);
    arena_release(&arena);
}

/* ---- the tables ---- */

static void check_field(enum item_kind kind, int at)
{
    const struct item_register *reg = &item_registers[kind];
    const struct item_field *field = &reg->fields[at];
    assert_int_equal(item_field_named(kind, field->name), at);
    for (const char *p = field->heads; *p; p += *p == '|') {
        struct arena arena = {0};
        size_t n = strcspn(p, "|");
        const char *head = arena_strndup(&arena, p, n);
        if (item_field_named(kind, head) != at)
            fail_msg("%s: two fields have the head %s", reg->name, head);
        arena_release(&arena);
        p += n;
    }
    assert_int_equal(field->type == ITEM_CHOICE, field->choices != NULL);
    if (field->otherwise)
        assert_true(item_field_named(kind, field->otherwise) >= 0);
}

static void tables(void **state)
{
    (void)state;
    for (int kind = 0; kind < ITEM_KINDS; kind++) {
        int keys = 0;
        size_t n = item_field_count((enum item_kind)kind);
        assert_in_range(n, 2, ITEM_FIELDS - 1);
        for (size_t i = 0; i < n; i++) {
            check_field((enum item_kind)kind, (int)i);
            keys += item_registers[kind].fields[i].key;
        }
        assert_true(keys > 0);
    }
}

/* An addition to the catalogue has exactly the columns of its file, in their order. */
static void catalogue(void **state)
{
    (void)state;
    struct arena arena = {0};
    int found = 0;
    for (int kind = 0; kind < ITEM_KINDS; kind++) {
        const struct item_register *reg = &item_registers[kind];
        const char *head = "", *name = arena_printf(&arena, "%s.tsv", reg->name);
        for (const struct embedded_file *f = embedded_files; f->name; f++)
            if (strcmp(f->name, name) == 0)
                head = arena_strndup(&arena, f->data, strcspn(f->data, "\n"));
        if (!reg->catalog)
            continue;
        found++;
        const char *ours = "";
        for (int i = 0; reg->fields[i].name; i++)
            ours = arena_printf(&arena, "%s%s%s", ours, i ? "\t" : "",
                                reg->fields[i].name);
        assert_string_equal(ours, head);
    }
    assert_int_equal(found, 9);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),
        cmocka_unit_test(dates),
        cmocka_unit_test(numbers_and_choices),
        cmocka_unit_test(ceilings),
        cmocka_unit_test(messages),
        cmocka_unit_test(every_day),
        cmocka_unit_test(keys),
        cmocka_unit_test(tables),
        cmocka_unit_test(catalogue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
