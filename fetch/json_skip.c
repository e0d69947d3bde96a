/* Steps over checked JSON: see fetch/json_skip.h. */
#include "fetch/json_skip.h"

#include "core/text.h"

#include <stdint.h>
#include <string.h>

int json_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

const char *json_skip_string(const char *p)
{
    for (p++; *p != '"'; p++)
        if (*p == '\\')
            p++;
    return p + 1;
}

/* Numbers and words end where something stands that belongs to none. */
static const char *skip_scalar(const char *p)
{
    while (*p != ',' && *p != ']' && *p != '}' && (unsigned char)*p > ' ')
        p++;
    return p;
}

static const char *skip_container(const char *p)
{
    for (size_t depth = 0;;) {
        switch (*p) {
        case '"':
            p = json_skip_string(p);
            continue;
        case '[':
        case '{':
            depth++;
            break;
        case ']':
        case '}':
            if (--depth == 0)
                return p + 1;
            break;
        default:
            break;
        }
        p++;
    }
}

const char *json_skip_value(const char *p)
{
    if (*p == '"')
        return json_skip_string(p);
    return *p == '[' || *p == '{' ? skip_container(p) : skip_scalar(p);
}

static uint32_t four_digits(const char *text)
{
    uint32_t code = 0;
    for (int i = 0; i < 4; i++)
        code = code << 4 | (uint32_t)json_hex(text[i]);
    return code;
}

size_t json_unescape(const char *text, size_t n, char *out)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    char *to = out;
    for (const char *end = text + n; text < end;) {
        if (*text != '\\') {
            *to++ = *text++;
        } else if (text[1] != 'u') {
            *to++ = into[strchr(from, text[1]) - from];
            text += 2;
        } else {
            uint32_t code = four_digits(text + 2);
            text += 6;
            if (code >= 0xD800 && code <= 0xDFFF) {
                code = 0x10000 + ((code - 0xD800) << 10) +
                       (four_digits(text + 2) - 0xDC00);
                text += 6;
            }
            to += text_encode(code, to);
        }
    }
    return (size_t)(to - out);
}
