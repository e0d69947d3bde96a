/* Errors: see core/error.h. */
#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *message;
    int args;
} table[ERROR_COUNT] = {
    [ERROR_NONE] = {"ERROR_NONE", "", 0},
#define ERROR_ROW(code, args, message) [code] = {#code, message, args},
#include "core/error_list.h"
#undef ERROR_ROW
};

static void copy_cut(char *to, size_t size, const char *from)
{
    size_t n = strlen(from);
    if (n >= size) {
        n = size - 1;
        while (n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(to, from, n);
    to[n] = '\0';
}

bool error_set(struct error *error, enum error_code code, ...)
{
    if (!error)
        return false;
    /* An argument may lend text from the error that is being filled. */
    struct error made = {.code = code};
    va_list args;
    va_start(args, code);
    for (int i = 0; i < table[code].args; i++)
        copy_cut(made.arg[i], sizeof made.arg[i], va_arg(args, const char *));
    va_end(args);
    *error = made;
    return false;
}

const char *error_name(enum error_code code)
{
    return table[code].name;
}

enum error_code error_by_name(const char *name)
{
    for (int i = 0; i < ERROR_COUNT; i++)
        if (strcmp(table[i].name, name) == 0)
            return (enum error_code)i;
    return ERROR_NONE;
}

const char *error_message(enum error_code code)
{
    return table[code].message;
}

int error_arity(enum error_code code)
{
    return table[code].args;
}

/* Replaces %N$s by argument N and %% by %. Written out here because a translated
 * format must never reach printf with arguments that nobody checked. */
void error_format(const struct error *error, const char *(*translate)(const char *),
                  char *text, size_t size)
{
    const char *p = table[error->code].message;
    if (translate && *p)
        p = translate(p);
    size_t n = 0;
    while (*p && n + 1 < size) {
        if (p[0] == '%' && p[1] >= '1' && p[1] < '1' + ERROR_ARGS && p[2] == '$' &&
            p[3] == 's') {
            copy_cut(text + n, size - n, error->arg[p[1] - '1']);
            n += strlen(text + n);
            p += 4;
        } else {
            if (p[0] == '%' && p[1] == '%')
                p++;
            text[n++] = *p++;
        }
    }
    text[n] = '\0';
    /* Cut inside a character: take the rest of it away. */
    while (*p && n > 0 && ((unsigned char)*p & 0xC0) == 0x80) {
        unsigned char last = (unsigned char)text[--n];
        text[n] = '\0';
        if ((last & 0xC0) != 0x80)
            break;
    }
}
