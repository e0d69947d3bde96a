/* The strict scan of JSON: see fetch/json_check.h. */
#include "fetch/json_check.h"

#include "core/text.h"
#include "fetch/json_names.h"
#include "fetch/json_skip.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scan {
    const struct body *body;
    const char *p, *end; /* of the body; *end is NUL */
    bool strict;
    unsigned depth;
    struct json_names names;
    struct arena scratch, *arena;
    struct json_facts facts;
    struct error *error;
};

static bool scan_value(struct scan *s);

/* Counted from the start: once for a body, where it fails. */
static bool set_error(const struct body *body, size_t start, const char *at,
                      enum error_code code, const char *what, struct error *error)
{
    size_t line = 1, column = 1;
    for (const char *p = body->bytes + start; p < at; p++) {
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
    return error_set(error, code, body->name, line_text, column_text, what);
}

/* Every failure passes here. */
static bool fail(struct scan *s, const char *at, enum error_code code, const char *what)
{
    return set_error(s->body, s->facts.start, at, code, what, s->error);
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
    /* A later page of a feed may be a web page, when the session has ended. */
    if (code == '<' && s->p == json_skip_space(s->body->bytes + s->facts.start))
        return error_set(s->error, ERROR_BODY_HTML, s->body->name);
    return fail(s, s->p, ERROR_JSON_GRAMMAR, text_clean(&s->scratch, s->p, n));
}

/* The NUL behind the body ends every loop over a class of characters. */
static void skip_space(struct scan *s)
{
    s->p = json_skip_space(s->p);
}

static bool scan_word(struct scan *s, const char *word)
{
    for (; *word; word++, s->p++)
        if (s->p == s->end || *s->p != *word)
            return fail_here(s);
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool scan_digits(struct scan *s)
{
    if (!is_digit(*s->p))
        return fail_here(s);
    while (is_digit(*s->p))
        s->p++;
    return true;
}

static bool check_finite(struct scan *s, const char *start, size_t n)
{
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
    return finite;
}

static bool scan_number(struct scan *s)
{
    const char *start = s->p;
    if (*s->p == '-')
        s->p++;
    if (*s->p == '0')
        s->p++;
    else if (!scan_digits(s))
        return false;
    if (*s->p == '.') {
        s->p++;
        if (!scan_digits(s))
            return false;
    }
    bool exponent = *s->p == 'e' || *s->p == 'E';
    if (exponent) {
        s->p++;
        if (*s->p == '+' || *s->p == '-')
            s->p++;
        if (!scan_digits(s))
            return false;
    }
    size_t n = (size_t)(s->p - start);
    if (n > JSON_SHORT_NUMBER)
        s->facts.long_numbers = true;
    /* Without an exponent it takes more than 300 digits to pass the largest double. */
    return !s->strict || (!exponent && n <= 300) || check_finite(s, start, n);
}

/* The four digits of \uXXXX, s->p at the first. */
static bool scan_hex(struct scan *s, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, s->p++) {
        int value = json_hex(*s->p);
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

/* s->p at the backslash. */
static bool scan_escape(struct scan *s)
{
    const char *backslash = s->p++;
    if (*s->p == 'u') {
        s->p++;
        return scan_unicode(s, backslash);
    }
    if (!*s->p || !strchr("\"\\/bfnrt", *s->p))
        return fail_here(s);
    s->p++;
    return true;
}

/* s->p at the opening quote; leaves it behind the closing one. */
static bool scan_string(struct scan *s, bool *escaped)
{
    const char *start = s->p++;
    *escaped = false;
    for (;;) {
        unsigned char c = (unsigned char)*s->p;
        if (c == '"') {
            break;
        } else if (c == '\\') {
            *escaped = true;
            if (!scan_escape(s))
                return false;
        } else if (c >= 0x80) {
            uint32_t code;
            size_t n = text_decode(s->p, (size_t)(s->end - s->p), &code);
            if (n == 0)
                return fail_here(s);
            s->p += n;
        } else if (c < 0x20) {
            if (c == 0 && s->p < s->end)
                return fail(s, s->p, ERROR_JSON_ZERO, "");
            return fail_here(s);
        } else {
            s->p++;
        }
    }
    if (s->p - start > JSON_STRING)
        return fail(s, start, ERROR_JSON_STRING, "1048576");
    s->p++;
    return true;
}

static bool scan_member(struct scan *s, struct json_object_names *object)
{
    const char *literal = s->p;
    bool escaped;
    if (*s->p != '"')
        return fail_here(s);
    if (!scan_string(s, &escaped))
        return false;
    if (s->strict)
        json_names_add(
            &s->names, object,
            (struct json_name){literal + 1, (size_t)(s->p - literal) - 2, escaped});
    skip_space(s);
    if (*s->p != ':')
        return fail_here(s);
    s->p++;
    return scan_value(s);
}

/* Those inside it were noted before it and stand behind `first`: it goes before them,
 * so that all are in the order in which they begin. */
static void note_large(struct scan *s, size_t first, struct json_span span)
{
    struct json_facts *facts = &s->facts;
    facts->large =
        arena_more(s->arena, facts->large, facts->n_large, sizeof *facts->large);
    struct json_span *at = facts->large + first;
    memmove(at + 1, at, (facts->n_large++ - first) * sizeof *at);
    *at = span;
}

/* s->p behind the closing bracket of what began at `open`. */
static bool close_container(struct scan *s, const char *open, size_t first, size_t n,
                            const struct json_object_names *object)
{
    const char *twice;
    s->depth--;
    if (s->p - open >= JSON_LARGE)
        note_large(s, first, (struct json_span){open, s->p, n});
    if (json_names_close(&s->names, object, open, &twice, s->error))
        return true;
    if (!twice)
        return false;
    if (json_names_agree(object, open)) {
        if (!s->facts.repeated)
            s->facts.repeated = twice;
        return true;
    }
    size_t length = (size_t)(json_skip_string(twice - 1) - twice) - 1;
    char *name = arena_alloc(&s->scratch, length + 1);
    length = json_unescape(twice, length, name);
    return fail(s, twice - 1, ERROR_JSON_DUPLICATE,
                text_clean(&s->scratch, name, length));
}

/* s->p at the opening bracket. */
static bool scan_container(struct scan *s, char close)
{
    const char *open = s->p;
    size_t n = 0, first = s->facts.n_large;
    struct json_object_names object;
    json_names_open(&s->names, &object);
    if (++s->depth > JSON_DEPTH)
        return fail(s, s->p, ERROR_JSON_DEPTH, "64");
    s->p++;
    skip_space(s);
    while (n > 0 || *s->p != close) {
        skip_space(s);
        if (!(close == '}' ? scan_member(s, &object) : scan_value(s)))
            return false;
        n++;
        skip_space(s);
        if (*s->p == close)
            break;
        if (*s->p != ',')
            return fail_here(s);
        s->p++;
    }
    s->p++;
    return close_container(s, open, first, n, &object);
}

/* Recursion is as deep as JSON_DEPTH allows. */
static bool scan_value(struct scan *s)
{
    bool escaped;
    skip_space(s);
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
        return *s->p == '-' || is_digit(*s->p) ? scan_number(s) : fail_here(s);
    }
}

bool json_check(const struct body *body, enum json_mode mode, struct arena *arena,
                struct json_facts *facts, struct error *error)
{
    struct scan s = {.body = body,
                     .p = body->bytes,
                     .end = body->bytes + body->size,
                     .strict = mode == JSON_STRICT,
                     .names.directory = body->directory,
                     .arena = arena,
                     .error = error};
    s.names.arena = &s.scratch;
    if (body->size >= 3 && memcmp(body->bytes, "\xEF\xBB\xBF", 3) == 0) {
        s.facts.start = 3;
        s.p += 3;
    }
    bool ok = scan_value(&s);
    if (ok) {
        skip_space(&s);
        ok = s.p == s.end || fail_here(&s);
    }
    arena_release(&s.scratch);
    if (!ok)
        return false;
    *facts = s.facts;
    return true;
}

bool json_check_repeated(const struct body *body, const struct json_facts *facts,
                         struct error *warning)
{
    if (!facts->repeated)
        return false;
    struct arena scratch = {0};
    size_t n = (size_t)(json_skip_string(facts->repeated - 1) - facts->repeated) - 1;
    set_error(body, facts->start, facts->repeated - 1, ERROR_JSON_REPEATED,
              text_clean(&scratch, facts->repeated, n), warning);
    arena_release(&scratch);
    return true;
}
