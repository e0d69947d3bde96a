/* Items by kind, field and key: see core/item.h. */
#include "core/item.h"

#include "core/text.h"

#include <string.h>

bool item_kind_named(const char *name, enum item_kind *kind)
{
    for (int i = 0; i < ITEM_KINDS; i++) {
        if (strcmp(item_registers[i].name, name) == 0) {
            *kind = (enum item_kind)i;
            return true;
        }
    }
    return false;
}

size_t item_field_count(enum item_kind kind)
{
    size_t n = 0;
    while (item_registers[kind].fields[n].name)
        n++;
    return n;
}

static bool is_among(const char *name, const char *list)
{
    size_t n = strlen(name);
    for (const char *p = list; n > 0 && *p; p += *p == '|') {
        size_t k = strcspn(p, "|");
        if (k == n && memcmp(p, name, n) == 0)
            return true;
        p += k;
    }
    return false;
}

int item_field_named(enum item_kind kind, const char *name)
{
    const struct item_field *fields = item_registers[kind].fields;
    for (int i = 0; fields[i].name; i++)
        if (strcmp(fields[i].name, name) == 0 || is_among(name, fields[i].heads))
            return i;
    return -1;
}

const char *item_field(const struct item *item, const char *name)
{
    const struct item_field *fields = item_registers[item->kind].fields;
    for (int i = 0; fields[i].name; i++)
        if (strcmp(fields[i].name, name) == 0)
            return item->fields[i];
    return "";
}

const char *item_key(enum item_kind kind, const char *const *fields,
                     struct arena *arena)
{
    const struct item_field *known = item_registers[kind].fields;
    const char *key = "";
    for (int i = 0; known[i].name; i++)
        if (known[i].key)
            key = *key ? arena_printf(arena, "%s/%s", key, fields[i]) : fields[i];
    return key;
}

static bool is_formula(char c)
{
    return c != '\0' && strchr("=+-@\t\r", c) != NULL;
}

/* An apostrophe before an apostrophe is guarded too, so that each reads back. */
static bool follows_guard(char c)
{
    return is_formula(c) || c == '\'';
}

bool item_guarded(const char *text)
{
    double value;
    return (is_formula(text[0]) && !text_number(text, &value, NULL)) ||
           (text[0] == '\'' && follows_guard(text[1]));
}

const char *item_unguarded(const char *cell)
{
    return cell[0] == '\'' && follows_guard(cell[1]) ? cell + 1 : cell;
}
