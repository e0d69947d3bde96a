/* Rows of the native format, and their members. See fetch/native.h. */
#include "fetch/native.h"

#include "core/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_new(struct native *n, const char *name)
{
    for (size_t i = 0; i < n->n_odd; i++)
        if (strcmp(n->odd[i], name) == 0)
            return false;
    if (n->n_odd == NATIVE_ODD)
        return false;
    n->odd = arena_more(n->arena, n->odd, n->n_odd, sizeof *n->odd);
    n->odd[n->n_odd++] = arena_strdup(n->arena, name);
    return true;
}

static void warn_unknown(struct native *n, const struct native_place *place,
                         const char *member)
{
    const char *shown = feed_excerpt(&n->words, member);
    if (!is_new(n, arena_printf(&n->words, "%s %s", place->array, shown)))
        return;
    struct refusal warning = {.row = place->row, .warning = true, .raw = shown};
    error_set(&warning.reason, ERROR_NATIVE_UNKNOWN, place->array, shown);
    n->sink->refused(n->sink->self, &warning);
}

void native_members(struct native *n, const struct native_place *place,
                    const struct json *row, const char *const *names, size_t n_names,
                    const struct json **members)
{
    for (size_t i = 0; i < n_names; i++)
        members[i] = NULL;
    for (unsigned k = 0; k < row->n; k++) {
        const struct json *member = &row->items[k];
        size_t i = 0;
        while (i < n_names && strcmp(names[i], member->key) != 0)
            i++;
        if (i == n_names)
            warn_unknown(n, place, member->key);
        else if (member->type != JSON_NULL)
            members[i] = member;
    }
}

const char *native_text(struct native *n, const struct json *member,
                        enum native_number number)
{
    if (!member)
        return "";
    if (member->type == JSON_TEXT)
        return member->text;
    if (member->type != JSON_NUMBER || number == NATIVE_TEXT_ONLY)
        return NULL;
    double value = member->number;
    if (number == NATIVE_OR_WHOLE && (value != floor(value) || fabs(value) > 1e15))
        return NULL;
    return arena_printf(&n->words, "%.15g", value);
}

bool native_flag(const struct json *member, bool *flag)
{
    *flag = member && member->type == JSON_TRUE;
    return !member || member->type == JSON_TRUE || member->type == JSON_FALSE;
}

const char *native_shown(struct native *n, const struct json *value)
{
    switch (value ? value->type : JSON_NULL) {
    case JSON_NULL:
        break;
    case JSON_FALSE:
        return "false";
    case JSON_TRUE:
        return "true";
    case JSON_NUMBER:
        return arena_printf(&n->words, "%.15g", value->number);
    case JSON_TEXT:
        return feed_excerpt(&n->words, value->text);
    case JSON_ARRAY:
        return "[..]";
    case JSON_OBJECT:
        return "{..}";
    }
    return "null";
}

void native_refuse(struct native *n, const struct native_place *place,
                   enum error_code code, const char *member, const struct json *value)
{
    struct refusal refusal = {.row = place->row, .column = place->column};
    refusal.raw = value ? native_shown(n, value) : "";
    error_set(&refusal.reason, code, place->array, member, refusal.raw);
    n->sink->refused(n->sink->self, &refusal);
}

bool native_rows(struct native *n, const struct json_part *array, const char *name,
                 native_take take, const void *kind, struct error *error)
{
    struct native_place place = {.array = name};
    if (array->type == JSON_NULL)
        return true;
    if (array->type != JSON_ARRAY)
        return error_set(error, ERROR_NATIVE_ARRAY, n->name, name);
    struct json_walk walk;
    const struct json *rows;
    size_t count;
    bool ok = true;
    json_walk_open(&walk, n->json, array);
    while (ok && (ok = json_walk_slice(&walk, &rows, &count, error)) && count > 0) {
        for (size_t i = 0; ok && i < count; i++) {
            place.row++;
            if (rows[i].type == JSON_OBJECT)
                ok = take(n, &place, &rows[i], kind, error);
            else
                native_refuse(n, &place, ERROR_NATIVE_ROW, native_shown(n, &rows[i]),
                              &rows[i]);
            arena_reset(&n->words);
        }
    }
    json_walk_close(&walk);
    return ok;
}
