/* Text: strict UTF-8, what is safe, widths, wrapping, plain forms, numbers. */
#include "core/text.h"

#include "core/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void utf8(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t bad;
    } rows[] = {
        {"abc中文", 9},          {"\xC0\x80", 0},         {"a\xE4\xB8", 1},
        {"\xED\xA0\x80", 0},     {"\xF4\x90\x80\x80", 0}, {"中\xFF", 3},
        {"\xF0\x9F\x98\x80", 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(text_invalid_at(rows[i].bytes, strlen(rows[i].bytes)),
                         rows[i].bad);
    char bytes[4];
    for (uint32_t code = 0; code <= 0x110000; code++) {
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        size_t n = text_encode(code, bytes);
        uint32_t back;
        if (surrogate || code > 0x10FFFF) {
            assert_int_equal(n, 0);
        } else {
            assert_int_equal(text_decode(bytes, n, &back), n);
            assert_int_equal(back, code);
        }
    }
}

static void safety(void **state)
{
    (void)state;
    static const uint32_t unsafe[] = {0x00,   0x07,    0x1B,   0x7F,   0x80,
                                      0x9B,   0xAD,    0x200B, 0x200D, 0x200E,
                                      0x202E, 0x2066,  0x2028, 0xFEFF, 0xFE0F,
                                      0xE000, 0xE0041, 0x3164, 0xFFFF, 0x115F};
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
        if (text_safe(unsafe[i]))
            fail_msg("U+%04X counts as safe", unsafe[i]);
    static const uint32_t safe[] = {' ',    'a',   '~',    0xA0,
                                    0x4E2D, 0x301, 0x201C, 0x1F600};
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        assert_true(text_safe(safe[i]));
}

static void cleaning(void **state)
{
    (void)state;
    struct arena arena = {0};
    static const char *const rows[][2] = {
        {"湖南省 > 70%", "湖南省 > 70%"},
        {"\x1b[31mred", "<U+001B>[31mred"},
        {"a\tb\nc", "a b c"},
        {"x\xFFy", "x<FF>y"},
        {"\xC2\x9B"
         "2J",
         "<U+009B>2J"},
        {"\xE2\x80\xAE"
         "abc",
         "<U+202E>abc"},
        {"", ""},
        {"a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
         "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81"},
        {"\xF3\xA0\x81\x81", "<U+0E0041>"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(text_clean(&arena, rows[i][0], strlen(rows[i][0])),
                            rows[i][1]);
    assert_string_equal(text_clean(&arena, "a\0b", 3), "a<U+0000>b");
    arena_release(&arena);
}

/* All 1,112,064 of Unicode: every character comes out as it is or as <U+...>, and
 * nothing that comes out is unsafe; a run of what takes no cell is cut, whatever it is
 * made of. */
static void sweep(void **state)
{
    (void)state;
    size_t swept = 0;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        struct arena arena = {0};
        char bytes[5] = "", shown[16];
        size_t n = text_encode(code, bytes);
        if (n == 0)
            continue;
        swept++;
        char *clean = text_clean(&arena, bytes, n);
        bool space = code == '\t' || code == '\n' || code == '\r';
        snprintf(shown, sizeof shown, code > 0xFFFF ? "<U+%06X>" : "<U+%04X>",
                 (unsigned)code);
        const char *want = space ? " " : text_safe(code) ? bytes : shown;
        if (strcmp(clean, want) != 0)
            fail_msg("U+%04X comes out as \"%s\"", (unsigned)code, clean);
        for (const char *p = clean; *p;) {
            uint32_t out;
            size_t used = text_decode(p, strlen(p), &out);
            if (used == 0 || !text_safe(out))
                fail_msg("U+%04X comes out unsafe", (unsigned)code);
            p += used;
        }
        if (text_safe(code) && text_code_width(code, 1) == 0) {
            char run[64] = "a";
            for (int i = 0; i < 10; i++)
                strcat(run, bytes);
            if (strlen(text_clean(&arena, run, strlen(run))) != 1 + 4 * n)
                fail_msg("a run of U+%04X is not cut", (unsigned)code);
        }
        arena_release(&arena);
    }
    assert_int_equal(swept, 1112064);
}

/* Fails unless each of the n bytes, between two letters, comes out as <XX>. */
static void refused_bytes(const char *bytes, size_t n)
{
    struct arena arena = {0};
    char sent[8] = "a", want[32] = "a";
    memcpy(sent + 1, bytes, n);
    sent[n + 1] = 'z';
    for (size_t i = 0; i < n; i++)
        snprintf(want + strlen(want), 5, "<%02X>", (unsigned)(unsigned char)bytes[i]);
    strcat(want, "z");
    const char *clean = text_clean(&arena, sent, n + 2);
    if (strcmp(clean, want) != 0)
        fail_msg("\"%s\" where \"%s\" should be", clean, want);
    arena_release(&arena);
}

/* What is no character is shown byte by byte: surrogates, forms that are longer than
 * they need be, what lies beyond U+10FFFF, bytes that stand alone, what is cut. */
static void sweep_of_others(void **state)
{
    (void)state;
    /* 1110xxxx 10xxxxxx 10xxxxxx of a code, whether it may be written so or not. */
#define THREE(code)                                                                    \
    (const char[])                                                                     \
    {                                                                                  \
        (char)(0xE0 | (code) >> 12), (char)(0x80 | ((code) >> 6 & 0x3F)),              \
            (char)(0x80 | ((code)&0x3F))                                               \
    }
#define FOUR(code)                                                                     \
    (const char[])                                                                     \
    {                                                                                  \
        (char)(0xF0 | (code) >> 18), (char)(0x80 | ((code) >> 12 & 0x3F)),             \
            (char)(0x80 | ((code) >> 6 & 0x3F)), (char)(0x80 | ((code)&0x3F))          \
    }
    for (unsigned code = 0xD800; code <= 0xDFFF; code++)
        refused_bytes(THREE(code), 3);
    for (unsigned code = 0; code < 0x80; code++)
        refused_bytes(
            (const char[]){(char)(0xC0 | code >> 6), (char)(0x80 | (code & 0x3F))}, 2);
    for (unsigned code = 0; code < 0x800; code++)
        refused_bytes(THREE(code), 3);
    for (unsigned code = 0; code < 0x10000; code += 7)
        refused_bytes(FOUR(code), 4);
    for (unsigned code = 0x110000; code < 0x200000; code += 0x101)
        refused_bytes(FOUR(code), 4);
    for (int byte = 0x80; byte <= 0xFF; byte++)
        refused_bytes((const char[]){(char)byte}, 1);
    char bytes[4];
    for (uint32_t code = 0x80; code <= 0x10FFFF; code += code < 0x1000 ? 1 : 0x1F) {
        size_t n = text_encode(code, bytes);
        for (size_t cut = 1; cut < n; cut++)
            refused_bytes(bytes, cut);
    }
#undef THREE
#undef FOUR
}

static void widths(void **state)
{
    (void)state;
    assert_int_equal(text_width("湖南 A2", 1), 7);
    assert_int_equal(text_width("“智能”", 1), 6);
    assert_int_equal(text_width("“智能”", 2), 8);
    assert_int_equal(text_width("e\xCC\x81", 1), 1);
    assert_int_equal(text_width("▲·■", 1), 3);
    assert_int_equal(text_width("▲·■", 2), 6);
    int used;
    assert_int_equal(text_fit("湖南省", 5, 1, &used), 6);
    assert_int_equal(used, 4);
    struct arena arena = {0};
    assert_string_equal(text_cut(&arena, "湖南省长沙市", 12, 1), "湖南省长沙市");
    assert_string_equal(text_cut(&arena, "湖南省长沙市", 11, 1), "湖南省长..");
    assert_string_equal(text_cut(&arena, "湖南省长沙市", 2, 1), "..");
    arena_release(&arena);
}

/* All lines of a text at a width, joined by '|'. */
static void wrap(const char *text, int width, int ambiguous, char *out)
{
    *out = '\0';
    while (*text) {
        size_t next, n = text_wrap(text, width, ambiguous, &next);
        assert_true(next > 0);
        if (*out)
            strcat(out, "|");
        strncat(out, text, n);
        text += next;
    }
}

static void wrapping(void **state)
{
    (void)state;
    char out[512];
    wrap("加快研发，提升能力。", 8, 1, out);
    assert_string_equal(out, "加快研|发，提升|能力。");
    wrap("加快《意见》落实", 6, 1, out);
    assert_string_equal(out, "加快|《意|见》落|实");
    wrap("one two three", 7, 1, out);
    assert_string_equal(out, "one two|three");
    wrap("abcdefghij", 4, 1, out);
    assert_string_equal(out, "abcd|efgh|ij");
    wrap("超70%，智能", 7, 1, out);
    assert_string_equal(out, "超70%，|智能");
    wrap("a  b", 2, 1, out);
    assert_string_equal(out, "a|b");
    /* A mark stays with its base, whatever follows. */
    wrap("中\xCC\x81"
         "abc",
         2, 1, out);
    assert_string_equal(out, "中\xCC\x81|ab|c");
    wrap("“人工智能+”行动", 8, 2, out);
    assert_string_equal(out, "“人工智|能+”行|动");
}

static void plain(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_string_equal(text_plain(&arena, "“AI+”—超70%…Ⅲ类①±≥"),
                        "\"AI+\"-超70%..III类(1)+->=");
    assert_string_equal(text_plain(&arena, "⑳"), "(20)");
    char *all = text_plain(&arena, "▲▼●■□◆→←↑↓·×≤≈℃");
    assert_int_equal(text_width(all, 1), text_width(all, 2));
    arena_release(&arena);
}

static void numbers(void **state)
{
    (void)state;
    double value;
    size_t bad;
    assert_true(text_number("-12.50e1", &value, &bad));
    assert_true(value == -125);
    assert_true(text_number(".5", &value, &bad));
    assert_false(text_number("1,2O4", &value, &bad));
    assert_int_equal(bad, 1);
    assert_false(text_number("12O4", &value, &bad));
    assert_int_equal(bad, 2);
    static const char *const none[] = {"",   " 1",    "1 ", "0x10", "inf", "nan",
                                       "1e", "1e999", ".",  "+",    "--1", "1.2.3"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(text_number(none[i], &value, NULL));
}

static void buffers(void **state)
{
    (void)state;
    struct buffer buffer = {.ceiling = 5};
    assert_true(buffer_put(&buffer, "abc", 3));
    assert_false(buffer_put(&buffer, "def", 3));
    assert_true(buffer_put(&buffer, "de", 2));
    assert_string_equal(buffer.data, "abcde");
    buffer_release(&buffer);
}

static void containing(void **state)
{
    (void)state;
    assert_true(text_contains("Intelligent Computing", "computing"));
    assert_true(text_contains("智能算力", "算力"));
    assert_true(text_contains("x", ""));
    assert_false(text_contains("智能算力", "算法"));
    assert_false(text_contains("ab", "abc"));
    assert_true(text_contains("AIPLUS", "plus"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8),
        cmocka_unit_test(safety),
        cmocka_unit_test(cleaning),
        cmocka_unit_test(widths),
        cmocka_unit_test(wrapping),
        cmocka_unit_test(plain),
        cmocka_unit_test(numbers),
        cmocka_unit_test(buffers),
        cmocka_unit_test(containing),
        cmocka_unit_test(sweep),
        cmocka_unit_test(sweep_of_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
