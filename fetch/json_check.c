/* The strict scan of JSON: see fetch/json_check.h. */
#include "fetch/json_check.h"

#include "core/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name with its escapes resolved, and where it stands in the body. */
struct name {
    const char *text;
    size_t n;
    const char *at;
};

struct scan {
    const char *name, *bytes, *p, *end; /* of the body */
    bool strict;
    unsigned depth;
    size_t n_values;
    /* The names of all objects that are open, the innermost object's last. */
    struct name *names;
    size_t n_names, capacity;
    struct arena *scratch, *arena;
    struct json_facts facts;
    struct error *error;
};

static bool scan_value(struct scan *s);

/* Every failure passes here, once: so the position may be counted from the start. */
static bool fail(struct scan *s, const char *at, enum error_code code, const char *what)
{
    size_t line = 1, column = 1;
    for (const char *p = s->bytes + s->facts.start; p < at; p++) {
        if (*p == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)*p & 0xC0) != 0x80) {
            column++;
        }
    }
    char line_text[24], column_text[24];
    snprintf(line_text, sizeof line_text, "%zu", line);
    snprintf(column_text, sizeof column_text, "%zu", column);
    return error_set(s->error, code, s->name, line_text, column_text, what);
}

/* Something stands at s->p that the grammar does not allow there. */
static bool fail_here(struct scan *s)
{
    uint32_t code;
    if (s->p == s->end)
        return fail(s, s->p, ERROR_JSON_CUT, "");
    size_t n = text_decode(s->p, (size_t)(s->end - s->p), &code);
    if (n == 0)
        return fail(s, s->p, ERROR_JSON_UTF8, "");
    return fail(s, s->p, ERROR_JSON_GRAMMAR, text_clean(s->scratch, s->p, n));
}

static void skip_space(struct scan *s)
{
    while (s->p < s->end &&
           (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r'))
        s->p++;
}

static bool scan_word(struct scan *s, const char *word)
{
    for (; *word; word++, s->p++)
        if (s->p == s->end || *s->p != *word)
            return fail_here(s);
    return true;
}

static bool is_digit(const struct scan *s)
{
    return s->p < s->end && *s->p >= '0' && *s->p <= '9';
}

static bool scan_digits(struct scan *s)
{
    if (!is_digit(s))
        return fail_here(s);
    while (is_digit(s))
        s->p++;
    return true;
}

static bool scan_number(struct scan *s)
{
    const char *start = s->p;
    if (*s->p == '-')
        s->p++;
    if (s->p < s->end && *s->p == '0')
        s->p++;
    else if (!scan_digits(s))
        return false;
    if (s->p < s->end && *s->p == '.') {
        s->p++;
        if (!scan_digits(s))
            return false;
    }
    bool exponent = s->p < s->end && (*s->p == 'e' || *s->p == 'E');
    if (exponent) {
        s->p++;
        if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
            s->p++;
        if (!scan_digits(s))
            return false;
    }
    size_t n = (size_t)(s->p - start);
    if (!s->strict)
        return true;
    /* Without an exponent it takes more than 300 digits to pass the largest double. */
    if (exponent || n > 300) {
        double value;
        char text[64];
        struct arena arena = {0};
        char *copy = n < sizeof text ? text : arena_alloc(&arena, n + 1);
        memcpy(copy, start, n);
        copy[n] = '\0';
        bool finite = text_number(copy, &value, NULL);
        if (!finite)
            fail(s, start, ERROR_JSON_RANGE, copy);
        arena_release(&arena);
        if (!finite)
            return false;
    }
    if (n > JSON_SHORT_NUMBER) {
        struct json_facts *facts = &s->facts;
        facts->long_numbers =
            arena_more(s->arena, facts->long_numbers, facts->n_long_numbers,
                       sizeof(struct json_span));
        facts->long_numbers[facts->n_long_numbers++] =
            (struct json_span){(size_t)(start - s->bytes), n};
    }
    return true;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The four digits of \uXXXX, s->p at the first. */
static bool scan_hex(struct scan *s, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, s->p++) {
        int value = s->p < s->end ? hex_value(*s->p) : -1;
        if (value < 0)
            return fail_here(s);
        *code = *code << 4 | (uint32_t)value;
    }
    return true;
}

/* What follows "\u". Two surrogates in a row are one character. */
static bool scan_unicode(struct scan *s, const char *backslash)
{
    uint32_t code, low;
    if (!scan_hex(s, &code))
        return false;
    if (!s->strict)
        return true;
    if (code == 0)
        return fail(s, backslash, ERROR_JSON_ZERO, "");
    if (code < 0xD800 || code > 0xDFFF)
        return true;
    if (code > 0xDBFF || s->end - s->p < 2 || s->p[0] != '\\' || s->p[1] != 'u')
        return fail(s, backslash, ERROR_JSON_SURROGATE, "");
    s->p += 2;
    if (!scan_hex(s, &low))
        return false;
    if (low < 0xDC00 || low > 0xDFFF)
        return fail(s, backslash, ERROR_JSON_SURROGATE, "");
    return true;
}

/* s->p at the opening quote; leaves it behind the closing one. */
static bool scan_string(struct scan *s, bool *escaped)
{
    const char *start = s->p++;
    *escaped = false;
    while (s->p < s->end && *s->p != '"') {
        unsigned char c = (unsigned char)*s->p;
        if (c >= 0x80) {
            uint32_t code;
            size_t n = text_decode(s->p, (size_t)(s->end - s->p), &code);
            if (n == 0)
                return fail_here(s);
            s->p += n;
        } else if (c < 0x20) {
            if (c == 0)
                return fail(s, s->p, ERROR_JSON_ZERO, "");
            return fail_here(s);
        } else if (c == '\\') {
            const char *backslash = s->p++;
            *escaped = true;
            if (s->p < s->end && *s->p == 'u') {
                s->p++;
                if (!scan_unicode(s, backslash))
                    return false;
            } else if (s->p < s->end && *s->p && strchr("\"\\/bfnrt", *s->p)) {
                s->p++;
            } else {
                return fail_here(s);
            }
        } else {
            s->p++;
        }
    }
    if (s->p == s->end)
        return fail_here(s);
    if (s->p - start > JSON_STRING)
        return fail(s, start, ERROR_JSON_STRING, "1048576");
    s->p++;
    return true;
}

/* The string of a checked literal without its escapes, n bytes behind the quote. */
static char *unescape(struct arena *arena, const char *text, size_t n, size_t *length)
{
    char *out = arena_alloc(arena, n + 1), *to = out;
    const char *end = text + n;
    while (text < end) {
        if (*text != '\\') {
            *to++ = *text++;
            continue;
        }
        static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
        if (text[1] != 'u') {
            *to++ = into[strchr(from, text[1]) - from];
            text += 2;
            continue;
        }
        uint32_t code = 0, low = 0;
        for (int i = 0; i < 4; i++)
            code = code << 4 | (uint32_t)hex_value(text[2 + i]);
        text += 6;
        if (code >= 0xD800 && code <= 0xDFFF) {
            for (int i = 0; i < 4; i++)
                low = low << 4 | (uint32_t)hex_value(text[2 + i]);
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            text += 6;
        }
        to += text_encode(code, to);
    }
    *length = (size_t)(to - out);
    return out;
}

static void remember_name(struct scan *s, const char *literal, bool escaped)
{
    struct name name = {literal + 1, (size_t)(s->p - literal) - 2, literal};
    if (escaped)
        name.text = unescape(s->scratch, name.text, name.n, &name.n);
    /* arena_more must see the count only when the array is full: the names of a closed
     * object have made room that is still there. */
    if (s->n_names == s->capacity) {
        s->names = arena_more(s->scratch, s->names, s->capacity, sizeof *s->names);
        s->capacity = s->capacity ? 2 * s->capacity : 8;
    }
    s->names[s->n_names++] = name;
}

static int compare_names(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    int order = memcmp(x->text, y->text, x->n);
    if (order != 0)
        return order;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The names from `first` on are one object's: forget them, unless two are the same. */
static bool check_names(struct scan *s, size_t first)
{
    struct name *names = s->names + first;
    size_t n = s->n_names - first;
    if (n > 1)
        qsort(names, n, sizeof *names, compare_names);
    for (size_t i = 1; i < n; i++) {
        if (names[i].n == names[i - 1].n &&
            memcmp(names[i].text, names[i - 1].text, names[i].n) == 0) {
            char *text = text_clean(s->scratch, names[i].text, names[i].n);
            return fail(s, names[i].at, ERROR_JSON_DUPLICATE, text);
        }
    }
    s->n_names = first;
    return true;
}

static bool scan_member(struct scan *s)
{
    const char *literal = s->p;
    bool escaped;
    if (s->p == s->end || *s->p != '"')
        return fail_here(s);
    if (!scan_string(s, &escaped))
        return false;
    if (s->strict)
        remember_name(s, literal, escaped);
    skip_space(s);
    if (s->p == s->end || *s->p != ':')
        return fail_here(s);
    s->p++;
    return scan_value(s);
}

/* s->p at the opening bracket. */
static bool scan_container(struct scan *s, char close)
{
    size_t first = s->n_names;
    if (++s->depth > JSON_DEPTH)
        return fail(s, s->p, ERROR_JSON_DEPTH, "64");
    s->p++;
    skip_space(s);
    bool empty = s->p < s->end && *s->p == close;
    while (!empty) {
        skip_space(s);
        if (!(close == '}' ? scan_member(s) : scan_value(s)))
            return false;
        skip_space(s);
        if (s->p == s->end || (*s->p != ',' && *s->p != close))
            return fail_here(s);
        if (*s->p == close)
            break;
        s->p++;
    }
    s->p++;
    s->depth--;
    return close == ']' || !s->strict || check_names(s, first);
}

/* Recursion is as deep as JSON_DEPTH allows. */
static bool scan_value(struct scan *s)
{
    bool escaped;
    skip_space(s);
    if (s->p == s->end)
        return fail_here(s);
    if (++s->n_values > JSON_VALUES)
        return fail(s, s->p, ERROR_JSON_VALUES, "5000000");
    switch (*s->p) {
    case '{':
        return scan_container(s, '}');
    case '[':
        return scan_container(s, ']');
    case '"':
        return scan_string(s, &escaped);
    case 't':
        return scan_word(s, "true");
    case 'f':
        return scan_word(s, "false");
    case 'n':
        return scan_word(s, "null");
    default:
        return *s->p == '-' || is_digit(s) ? scan_number(s) : fail_here(s);
    }
}

bool json_check(const char *name, const char *bytes, size_t size, enum json_mode mode,
                struct arena *arena, struct json_facts *facts, struct error *error)
{
    struct arena scratch = {0};
    struct scan s = {.name = name,
                     .bytes = bytes,
                     .p = bytes,
                     .end = bytes + size,
                     .strict = mode == JSON_STRICT,
                     .scratch = &scratch,
                     .arena = arena,
                     .error = error};
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        s.facts.start = 3;
        s.p += 3;
    }
    bool ok = scan_value(&s);
    if (ok) {
        skip_space(&s);
        ok = s.p == s.end || fail_here(&s);
    }
    arena_release(&scratch);
    if (!ok)
        return false;
    *facts = s.facts;
    return true;
}
