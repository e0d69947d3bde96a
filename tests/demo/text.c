/* Growing texts: see tests/demo/feeds.h. */
#include "tests/demo/feeds.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_put(struct text *text, const char *format, ...)
{
    for (;;) {
        size_t room = text->capacity - text->size;
        va_list args;
        va_start(args, format);
        int n =
            vsnprintf(text->data ? text->data + text->size : NULL, room, format, args);
        va_end(args);
        if (n < 0)
            abort();
        if ((size_t)n < room) {
            text->size += (size_t)n;
            return;
        }
        text->capacity = 2 * text->capacity + (size_t)n + 1;
        text->data = realloc(text->data, text->capacity);
        if (!text->data)
            abort();
    }
}

void text_bytes(struct text *text, const void *bytes, size_t size)
{
    if (text->capacity - text->size < size) {
        text->capacity = 2 * text->capacity + size;
        text->data = realloc(text->data, text->capacity);
        if (!text->data)
            abort();
    }
    memcpy(text->data + text->size, bytes, size);
    text->size += size;
}
