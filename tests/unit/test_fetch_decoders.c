/* Which decoder a body gets, and what is said of one that is no data. */
#include "fetch/feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BYTES(text) text, sizeof(text) - 1

static const struct {
    const char *bytes;
    size_t size;
    const char *decoder; /* NULL: refused */
    enum error_code error;
} bodies[] = {
    {BYTES("{\"dimension\":{}}"), "json-stat", ERROR_NONE},
    {BYTES("\xEF\xBB\xBF\n [{\"a\":1}]"), "json-stat", ERROR_NONE},
    {BYTES("{\"a\":1, \"b\":2"), "json-stat", ERROR_NONE},
    {BYTES("{\"header\":{},\"dataSets\":[]}"), "sdmx-json", ERROR_NONE},
    {BYTES("{\"meta\":{},\"data\":{\"codelists\":[]}}"), "sdmx-json", ERROR_NONE},
    {BYTES("a,b\n1,2\n"), "csv", ERROR_NONE},
    {BYTES("\xEF\xBB\xBF报期;值\n"), "csv", ERROR_NONE},
    {BYTES("\xB5\xD8\xC7\xF8,\xD6\xB5\n"), "csv", ERROR_NONE}, /* GBK: csv says so */
    {BYTES(""), NULL, ERROR_BODY_EMPTY},
    {BYTES(" \r\n\t"), NULL, ERROR_BODY_EMPTY},
    {BYTES("\xEF\xBB\xBF"), NULL, ERROR_BODY_EMPTY},
    {BYTES("<!DOCTYPE html><title>x, y</title>"), NULL, ERROR_BODY_HTML},
    {BYTES("\n\n<HTML>"), NULL, ERROR_BODY_HTML},
    {BYTES("<script>location='/login'</script>"), NULL, ERROR_BODY_HTML},
    {BYTES("<?xml version=\"1.0\"?><html xmlns=\"x\"/>"), NULL, ERROR_BODY_HTML},
    {BYTES("<?xml version=\"1.0\"?><data/>"), NULL, ERROR_BODY_XML},
    {BYTES("\x1F\x8B\x08\x00"), NULL, ERROR_BODY_ARCHIVE},
    {BYTES("PK\x03\x04....,"), NULL, ERROR_BODY_ARCHIVE},
    {BYTES("\xD0\xCF\x11\xE0,"), NULL, ERROR_BODY_WORKBOOK},
    {BYTES("%PDF-1.7,"), NULL, ERROR_BODY_DOCUMENT},
    {BYTES("\xFF\xFE{\0}\0"), NULL, ERROR_BODY_UTF16},
    {BYTES("\xFF\xFE"
           "a\0,\0b\0\n\0"),
     "csv", ERROR_NONE},
    {BYTES("\xFE\xFF\0a\0,\0b\0\n"), "csv", ERROR_NONE},
    {BYTES("\xC8\xAB\xCA\xA1\n\xB5\xD8\xC7\xF8,\xD6\xB5\n"), "csv",
     ERROR_NONE}, /* a title above */
    {BYTES("once upon a time\nthere was, once, a value\n"), NULL, ERROR_BODY_TEXT},
    {BYTES("\x01\x02\x03,"), NULL, ERROR_BODY_BINARY},
    {BYTES("a,b\0c\n"), NULL, ERROR_BODY_BINARY},
    {BYTES("404 page not found\n"), NULL, ERROR_BODY_TEXT},
    {BYTES("\x1B[31mred"), NULL, ERROR_BODY_TEXT},
};

static void by_what_it_looks_like(void **state)
{
    (void)state;
    static const char *const names[] = {"auto", ""};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        for (size_t k = 0; k < 2; k++) {
            struct error error = {0};
            struct body body = {bodies[i].bytes, bodies[i].size, "", "f", NULL};
            const struct decoder *decoder = decoder_find(names[k], &body, &error);
            assert_int_equal(error.code, bodies[i].error);
            assert_int_equal(decoder != NULL, bodies[i].decoder != NULL);
            if (decoder)
                assert_string_equal(decoder->name, bodies[i].decoder);
            if (error.code == ERROR_BODY_TEXT)
                assert_null(strchr(error.arg[1], '\x1B'));
        }
    }
}

static void by_name(void **state)
{
    (void)state;
    struct error error = {0};
    struct body body = {"a,b\n", 4, "", "f", NULL};
    assert_string_equal(decoder_find("json-stat", &body, &error)->name, "json-stat");
    assert_string_equal(decoder_find("csv", &body, &error)->name, "csv");
    assert_null(decoder_find("excel", &body, &error));
    assert_int_equal(error.code, ERROR_FORMAT);
    /* All of them are named, each behind the one before. */
    const char *known = error.arg[1];
    for (size_t i = 0; decoders[i]; i++) {
        known = strstr(known, decoders[i]->name);
        assert_non_null(known);
    }
    assert_non_null(strstr(known, ", auto"));
    /* A web page is one under any name. */
    struct body page = {"<html>", 6, "", "f", NULL};
    assert_null(decoder_find("csv", &page, &error));
    assert_int_equal(error.code, ERROR_BODY_HTML);
}

/* The table is whole: each format has a name of its own and all its functions. */
static void the_table(void **state)
{
    (void)state;
    for (size_t i = 0; decoders[i]; i++) {
        assert_true(*decoders[i]->name && *decoders[i]->title);
        assert_non_null(decoders[i]->sniff);
        assert_non_null(decoders[i]->decode);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(decoders[i]->name, decoders[k]->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_what_it_looks_like),
        cmocka_unit_test(by_name),
        cmocka_unit_test(the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
