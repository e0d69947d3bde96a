/* Words of endpoints: see fetch/json_answer.h. */
#include "fetch/json_answer.h"

#include <string.h>

static bool is_said(const struct json *value)
{
    static const char *const names[] = {"label", "message", "detail", "title"};
    for (size_t i = 0; value->key && i < sizeof names / sizeof *names; i++)
        if (strcmp(value->key, names[i]) == 0)
            return true;
    return false;
}

/* The first text in it, under the names that texts for readers have before any other;
 * "" if there is none. Each value is looked at once. */
const char *json_answer(const struct json *value)
{
    if (!value || value->type == JSON_TEXT)
        return value ? value->text : "";
    bool many = value->type == JSON_ARRAY || value->type == JSON_OBJECT;
    for (int pass = 0; many && pass < 2; pass++) {
        for (size_t i = 0; i < value->n; i++) {
            const char *text = is_said(&value->items[i]) == (pass == 0)
                                   ? json_answer(&value->items[i])
                                   : "";
            if (*text)
                return text;
        }
    }
    return "";
}
