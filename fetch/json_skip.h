/*
 * Steps over JSON that json_check has passed.
 *
 * Owns: finding where a value ends, and reading a name or a string without a parser.
 * Must never know: cJSON. Nothing here looks for mistakes: the text must be whole, and
 * a NUL must stand behind it.
 */
#ifndef FETCH_JSON_SKIP_H
#define FETCH_JSON_SKIP_H

#include <stdbool.h>
#include <stddef.h>

/* Behind the white space at p. */
static inline const char *json_skip_space(const char *p)
{
    while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')
        p++;
    return p;
}

/* Behind the string whose opening quote is at p. */
const char *json_skip_string(const char *p);

/* Behind the value at p, whatever it is. */
const char *json_skip_value(const char *p);

/* Writes the n bytes of a string's text without their escapes; `out` has room for n
 * bytes. Returns how many it wrote. */
size_t json_unescape(const char *text, size_t n, char *out);

/* The value of a hexadecimal digit, or -1. */
int json_hex(char c);

#endif
