/* Scalars of a checked body: see fetch/json_scalar.h. */
#include "fetch/json_scalar.h"

#include "fetch/json_skip.h"

#include <stdint.h>
#include <stdlib.h>

/* Up to 15 digits are a whole number below 2^53, and so is 10 to the power of 15: their
 * quotient is rounded once, and is what strtod says. (D. Gay, Correctly Rounded
 * Binary-Decimal Conversions, 1990, section 2) */
enum { EXACT_DIGITS = 15 };

static double number_at(const char *at)
{
    static const double powers[EXACT_DIGITS + 1] = {
        1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
        1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    };
    const char *p = at;
    uint64_t digits = 0;
    size_t n = 0, decimals = 0;
    bool negative = *p == '-';
    p += negative;
    for (; *p >= '0' && *p <= '9'; p++, n++)
        digits = digits * 10 + (uint64_t)(*p - '0');
    if (*p == '.')
        for (p++; *p >= '0' && *p <= '9'; p++, n++, decimals++)
            digits = digits * 10 + (uint64_t)(*p - '0');
    if (n > EXACT_DIGITS || *p == 'e' || *p == 'E')
        return strtod(at, NULL);
    double number = (double)digits / powers[decimals];
    return negative ? -number : number;
}

void json_scalar(const char *at, const char *end, struct arena *arena,
                 struct json *value)
{
    switch (*at) {
    case '"': {
        size_t n = (size_t)(end - at) - 2;
        char *text = arena_alloc(arena, n + 1);
        text[json_unescape(at + 1, n, text)] = '\0';
        value->type = JSON_TEXT;
        value->text = text;
        break;
    }
    case 't':
        value->type = JSON_TRUE;
        break;
    case 'f':
        value->type = JSON_FALSE;
        break;
    case 'n':
        value->type = JSON_NULL;
        break;
    default:
        value->type = JSON_NUMBER;
        value->number = number_at(at);
    }
}
