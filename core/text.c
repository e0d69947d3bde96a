/* Text: see core/text.h. The only room of libunistring. */
#include "core/text.h"

#include "core/arena.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

struct range {
    uint32_t first, last;
};

#include "core/width_table.h"

enum { MARKS_MAX = 4 };

static bool in_ranges(const struct range *ranges, size_t n, uint32_t code)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && code >= ranges[low].first;
}

#define IN(table, code) in_ranges(table, sizeof(table) / sizeof *(table), code)

size_t text_decode(const char *s, size_t n, uint32_t *code)
{
    ucs4_t found;
    int used = u8_mbtoucr(&found, (const uint8_t *)s, n);
    if (used <= 0)
        return 0;
    *code = found;
    return (size_t)used;
}

size_t text_encode(uint32_t code, char bytes[4])
{
    int used = u8_uctomb((uint8_t *)bytes, code, 4);
    return used > 0 ? (size_t)used : 0;
}

size_t text_invalid_at(const char *s, size_t n)
{
    const uint8_t *bad = u8_check((const uint8_t *)s, n);
    return bad ? (size_t)((const char *)bad - s) : n;
}

bool text_safe(uint32_t code)
{
    if (code < 0x7F)
        return code >= 0x20;
    /* Cc controls, Cf format (bidi, zero width), Cs surrogates, Co private, Cn
     * unassigned; Zl and Zp break lines where nobody expects it. */
    if (uc_is_general_category_withtable(
            code, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs |
                      UC_CATEGORY_MASK_Co | UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl |
                      UC_CATEGORY_MASK_Zp))
        return false;
    /* Invisible although they are letters or marks: Hangul fillers, the Mongolian
     * free variation selectors, and every variation selector. */
    return !uc_is_property_default_ignorable_code_point(code);
}

int text_code_width(uint32_t code, int ambiguous)
{
    if (code < 0x7F)
        return code >= 0x20;
    if (IN(zero, code) || (code >= 0x1160 && code <= 0x11FF))
        return 0;
    if (IN(wide, code))
        return 2;
    return IN(disputed, code) ? ambiguous : 1;
}

static void put(struct buffer *out, const char *bytes, size_t n)
{
    buffer_put(out, bytes, n); /* the ceiling is far above what the input can grow to */
}

char *text_clean(struct arena *arena, const char *s, size_t n)
{
    static const char hex[] = "0123456789ABCDEF";
    struct buffer out = {.ceiling = n * 12 + 1};
    int marks = 0;
    for (size_t i = 0; i < n;) {
        uint32_t code;
        size_t used = text_decode(s + i, n - i, &code);
        if (used == 0) {
            unsigned char byte = (unsigned char)s[i++];
            put(&out, (char[]){'<', hex[byte >> 4], hex[byte & 15], '>'}, 4);
            marks = 0;
            continue;
        }
        bool mark = text_code_width(code, 1) == 0;
        marks = mark ? marks + 1 : 0;
        if (code == '\t' || code == '\n' || code == '\r') {
            put(&out, " ", 1);
        } else if (!text_safe(code)) {
            put(&out, "<U+", 3);
            for (int shift = code > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4)
                put(&out, &hex[(code >> shift) & 15], 1);
            put(&out, ">", 1);
        } else if (!mark || marks <= MARKS_MAX) {
            put(&out, s + i, used);
        }
        i += used;
    }
    char *clean = arena_strndup(arena, out.data, out.size);
    buffer_release(&out);
    return clean;
}

/* The next character of a string that may hold bytes that are no UTF-8: such a byte
 * counts as one character of one cell. */
static size_t next_code(const char *s, uint32_t *code)
{
    size_t used = text_decode(s, strnlen(s, 4), code);
    if (used)
        return used;
    *code = '?';
    return 1;
}

int text_width(const char *s, int ambiguous)
{
    int width = 0;
    uint32_t code;
    for (; *s; s += next_code(s, &code), width += text_code_width(code, ambiguous))
        ;
    return width;
}

size_t text_fit(const char *s, int width, int ambiguous, int *used)
{
    size_t bytes = 0;
    int cells = 0;
    while (s[bytes]) {
        uint32_t code;
        size_t length = next_code(s + bytes, &code);
        int wide_by = text_code_width(code, ambiguous);
        if (cells + wide_by > width)
            break;
        cells += wide_by;
        bytes += length;
    }
    if (used)
        *used = cells;
    return bytes;
}

char *text_cut(struct arena *arena, const char *s, int width, int ambiguous)
{
    size_t whole = text_fit(s, width, ambiguous, NULL);
    if (!s[whole])
        return arena_strdup(arena, s);
    if (width < 3)
        return arena_strndup(arena, "..", width < 0 ? 0 : (size_t)width);
    size_t fit = text_fit(s, width - 2, ambiguous, NULL);
    while (fit > 0 && s[fit - 1] == ' ')
        fit--;
    return arena_printf(arena, "%.*s..", (int)fit, s);
}

/* Kinsoku: what no line may begin or end with. */
static bool starts_no_line(uint32_t code)
{
    static const uint32_t list[] = {0xFF0C, 0x3002, 0x3001, 0xFF1B, 0xFF1A, 0xFF1F,
                                    0xFF01, 0xFF09, 0x300B, 0x300D, 0x300F, 0x3011,
                                    0x3015, 0x201D, 0x2019, 0x2026, ',',    '.',
                                    ';',    ':',    '?',    '!',    ')',    '%'};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i] == code)
            return true;
    return false;
}

static bool ends_no_line(uint32_t code)
{
    static const uint32_t list[] = {0xFF08, 0x300A, 0x300C, 0x300E, 0x3010,
                                    0x3014, 0x201C, 0x2018, '('};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i] == code)
            return true;
    return false;
}

/* May a line end between these two characters (neither a space)? */
static bool may_break(uint32_t before, uint32_t after)
{
    if (starts_no_line(after) || ends_no_line(before))
        return false;
    return IN(wide, before) || IN(wide, after);
}

size_t text_wrap(const char *s, int width, int ambiguous, size_t *next)
{
    size_t fit = text_fit(s, width, ambiguous, NULL);
    if (fit == 0) { /* a character wider than the line */
        uint32_t code;
        fit = next_code(s, &code);
    }
    size_t best = 0; /* end of the longest line that may be broken behind */
    uint32_t before = 0;
    for (size_t i = 0; i <= fit && s[i];) {
        uint32_t code;
        size_t length = next_code(s + i, &code);
        if (text_code_width(code, ambiguous) == 0) { /* goes with its base */
            i += length;
            continue;
        }
        if (i > 0 && (code == ' ' || (before != ' ' && may_break(before, code))))
            best = i;
        else if (i > 0 && before == ' ')
            best = i;
        before = code;
        i += length;
    }
    if (!s[fit])
        best = fit;
    else if (best == 0)
        best = fit; /* one word longer than the line */
    size_t skip = best;
    while (s[skip] == ' ')
        skip++;
    while (best > 0 && s[best - 1] == ' ')
        best--;
    *next = skip;
    return best;
}

char *text_plain(struct arena *arena, const char *s)
{
    static const struct {
        uint32_t code;
        const char *plain;
    } table[] = {
        {0x201C, "\""}, {0x201D, "\""}, {0x2018, "'"},   {0x2019, "'"},
        {0x2014, "-"},  {0x2013, "-"},  {0x2015, "-"},   {0x2026, ".."},
        {0x00B7, "."},  {0x2022, "."},  {0x00D7, "x"},   {0x00F7, "/"},
        {0x00B1, "+-"}, {0x2265, ">="}, {0x2264, "<="},  {0x2248, "~"},
        {0x2260, "!="}, {0x2103, "C"},  {0x00B0, "deg"}, {0x2030, "o/oo"},
        {0x2190, "<-"}, {0x2192, "->"}, {0x2191, "^"},   {0x2193, "v"},
        {0x25B2, "^"},  {0x25BC, "v"},  {0x25A0, "#"},   {0x25A1, "[]"},
        {0x25CF, "*"},  {0x25CB, "o"},  {0x25C6, "*"},   {0x25C7, "*"},
        {0x2605, "*"},  {0x2606, "*"},  {0x203B, "*"},   {0x2116, "No."},
        {0x00A7, "S."}, {0x2032, "'"},  {0x2033, "\""},  {0x03BC, "u"},
        {0x00B2, "2"},  {0x00B3, "3"},
    };
    static const char *const roman[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                        "VII", "VIII", "IX",  "X",  "XI", "XII"};
    struct buffer out = {.ceiling = strlen(s) * 8 + 1};
    for (uint32_t code; *s;) {
        size_t length = next_code(s, &code);
        const char *plain = NULL;
        char number[8];
        for (size_t i = 0; i < sizeof table / sizeof *table && !plain; i++)
            if (table[i].code == code)
                plain = table[i].plain;
        if (code >= 0x2160 && code <= 0x216B) {
            plain = roman[code - 0x2160];
        } else if (code >= 0x2460 && code <= 0x2473) {
            unsigned n = code - 0x2460 + 1;
            size_t at = 0;
            number[at++] = '(';
            if (n >= 10)
                number[at++] = (char)('0' + n / 10);
            number[at++] = (char)('0' + n % 10);
            number[at++] = ')';
            number[at] = '\0';
            plain = number;
        } else if (!plain && IN(disputed, code) && !IN(zero, code)) {
            plain = "?";
        }
        if (plain)
            put(&out, plain, strlen(plain));
        else
            put(&out, s, length);
        s += length;
    }
    char *result = arena_strndup(arena, out.data, out.size);
    buffer_release(&out);
    return result;
}

/* strncasecmp would ask the locale. */
static int ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool text_contains(const char *s, const char *part)
{
    for (;; s++) {
        size_t n = 0;
        while (part[n] && ascii_lower(s[n]) == ascii_lower(part[n]))
            n++;
        if (!part[n])
            return true;
        if (!*s)
            return false;
    }
}

static size_t digits(const char *s, size_t at)
{
    while (s[at] >= '0' && s[at] <= '9')
        at++;
    return at;
}

/* The offset behind the longest prefix that could go on to be a number, and whether the
 * whole string is one. */
static bool number_shape(const char *s, size_t *end)
{
    size_t at = s[0] == '+' || s[0] == '-';
    size_t whole = digits(s, at);
    bool any = whole > at;
    at = whole;
    if (s[at] == '.') {
        size_t fraction = digits(s, at + 1);
        any = any || fraction > at + 1;
        at = fraction;
    }
    if (any && (s[at] == 'e' || s[at] == 'E')) {
        size_t exponent = at + 1 + (s[at + 1] == '+' || s[at + 1] == '-');
        at = digits(s, exponent);
        any = at > exponent;
    }
    *end = at;
    return any && s[at] == '\0';
}

bool text_number(const char *s, double *value, size_t *bad)
{
    size_t end;
    if (!number_shape(s, &end)) {
        if (bad)
            *bad = end;
        return false;
    }
    /* strtod reads the locale's decimal point: LC_NUMERIC is never set, so it is '.' */
    double parsed = strtod(s, NULL);
    if (!isfinite(parsed)) {
        if (bad)
            *bad = end;
        return false;
    }
    *value = parsed;
    return true;
}

bool buffer_put(struct buffer *buffer, const void *bytes, size_t n)
{
    if (n > buffer->ceiling || buffer->size > buffer->ceiling - n)
        return false;
    if (buffer->size + n + 1 > buffer->capacity) {
        size_t capacity = buffer->capacity ? buffer->capacity : 256;
        while (capacity < buffer->size + n + 1)
            capacity *= 2;
        char *data = realloc(buffer->data, capacity);
        if (!data)
            abort(); /* out of memory: the door of core/arena.h */
        buffer->data = data;
        buffer->capacity = capacity;
    }
    if (n)
        memcpy(buffer->data + buffer->size, bytes, n);
    buffer->size += n;
    buffer->data[buffer->size] = '\0';
    return true;
}

void buffer_release(struct buffer *buffer)
{
    free(buffer->data);
    buffer->data = NULL;
    buffer->size = buffer->capacity = 0;
}
