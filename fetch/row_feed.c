/* Feeds in rows: see fetch/row_feed.h. */
#include "fetch/row_feed.h"

#include "fetch/json_cell.h"
#include "fetch/jsonstat.h"

#include <stdio.h>
#include <string.h>

void row_feed_init(struct row_feed *feed, const struct body *body, struct arena *arena,
                   const struct feed_sink *sink)
{
    *feed = (struct row_feed){.body = body, .arena = arena, .sink = sink};
}

/* ---- dimensions ---- */

size_t row_feed_axis(struct row_feed *feed, const char *id, const char *label,
                     enum dimension_role role)
{
    struct row_axis *axis = &feed->axes[feed->n_axes];
    *axis = (struct row_axis){
        .id = arena_strdup(feed->arena, id),
        .label = arena_strdup(feed->arena, *label ? label : id),
        .role = role,
    };
    hash_init(&axis->index, feed->arena);
    return feed->n_axes++;
}

static bool same_code(const void *items, uint32_t item, const void *key)
{
    const struct category *categories = items;
    return strcmp(categories[item].code, key) == 0;
}

static bool find(struct row_axis *axis, const char *code, uint64_t hash, uint32_t *item)
{
    return hash_find(&axis->index, hash, same_code, axis->categories, code, item);
}

static const char *keep(struct row_feed *feed, const char *text)
{
    feed->n_bytes += strlen(text);
    return *text ? arena_strdup(feed->arena, text) : "";
}

static bool note(struct row_feed *feed, struct row_axis *axis,
                 const struct category *said, const char *scope, struct error *error)
{
    uint64_t hash = hash_of(&axis->index, said->code, strlen(said->code));
    uint32_t item;
    if (!find(axis, said->code, hash, &item)) {
        if (++feed->n_categories > ROW_CATEGORIES)
            return error_set(error, ERROR_ROW_CATEGORIES, feed->body->name, "1000000");
        axis->categories = arena_more(feed->arena, axis->categories, axis->n,
                                      sizeof *axis->categories);
        axis->scopes =
            arena_more(feed->arena, axis->scopes, axis->n, sizeof *axis->scopes);
        item = (uint32_t)axis->n++;
        const char *code = keep(feed, said->code);
        axis->categories[item] = (struct category){
            .code = code, .label = "", .unit = "", .decimals = -1, .ordinal = item};
        axis->scopes[item] = NULL;
        hash_add(&axis->index, hash, item);
    }
    axis->last = item;
    struct category *category = &axis->categories[item];
    if (!*category->label)
        category->label = keep(feed, said->label);
    if (!*category->unit)
        category->unit = keep(feed, said->unit);
    if (said->means && !category->means)
        category->means = keep(feed, said->means);
    if (scope && *scope && !axis->scopes[item]) {
        axis->scopes[item] = keep(feed, scope);
        axis->scoped = true;
    }
    return feed->n_bytes <= ROW_TEXTS ||
           error_set(error, ERROR_ROW_CATEGORIES, feed->body->name, "1000000");
}

bool row_feed_category(struct row_feed *feed, size_t number,
                       const struct category *said, const char *scope,
                       struct error *error)
{
    struct row_axis *axis = &feed->axes[number];
    if (!feed->sending) {
        /* Rows are mostly in some order: most repeat most of the row before. */
        const struct category *last = axis->n ? &axis->categories[axis->last] : NULL;
        if (last && *last->label && strcmp(last->code, said->code) == 0)
            return true;
        return note(feed, axis, said, scope, error);
    }
    if (axis->place < 0)
        return true;
    if (strcmp(axis->categories[axis->last].code, said->code) != 0 &&
        !find(axis, said->code, hash_of(&axis->index, said->code, strlen(said->code)),
              &axis->last))
        return error_set(error, ERROR_ROW_CATEGORIES, feed->body->name, "1000000");
    feed->at[axis->place] = &axis->categories[axis->last];
    return true;
}

static bool says_nothing(const struct row_axis *axis)
{
    return axis->n == 0 || (axis->n == 1 && !*axis->categories[0].code);
}

bool row_feed_send(struct row_feed *feed, struct dataset *dataset, struct error *error)
{
    struct dimension *dimensions =
        arena_alloc(feed->arena, feed->n_axes * sizeof *dimensions);
    int n = 0;
    for (size_t i = 0; i < feed->n_axes; i++) {
        struct row_axis *axis = &feed->axes[i];
        axis->place = says_nothing(axis) ? -1 : n;
        if (axis->place < 0)
            continue;
        for (size_t k = 0; k < axis->n; k++)
            if (!*axis->categories[k].label)
                axis->categories[k].label = axis->categories[k].code;
        dimensions[n++] = (struct dimension){
            .id = axis->id,
            .label = axis->label,
            .role = axis->role,
            .attribute = axis->attribute,
            .categories = axis->categories,
            .n_categories = axis->n,
            .scopes = axis->scoped ? axis->scopes : NULL,
        };
    }
    dataset->dimensions = dimensions;
    dataset->n_dimensions = (size_t)n;
    feed->sending = true;
    feed->row = 0;
    return feed->sink->dataset(feed->sink->self, dataset, error);
}

/* ---- cells ---- */

bool row_feed_cell(struct row_feed *feed, struct cell *cell, struct error *error)
{
    if (!feed->sending)
        return true;
    cell->row = feed->row;
    cell->at = feed->at;
    if (!cell->status)
        cell->status = "";
    return feed->sink->cell(feed->sink->self, cell, error);
}

void row_feed_refuse(struct row_feed *feed, const char *raw, const struct error *reason)
{
    if (feed->sending)
        feed->sink->refused(
            feed->sink->self,
            &(struct refusal){.row = feed->row, .raw = raw, .reason = *reason});
}

void row_feed_warn(struct row_feed *feed, const struct error *warning)
{
    feed->sink->refused(
        feed->sink->self,
        &(struct refusal){.warning = true, .raw = "", .reason = *warning});
}

void row_feed_no_values(struct row_feed *feed, const char *what)
{
    struct error warning;
    error_set(&warning, ERROR_ROW_NO_VALUES, feed->body->name,
              feed_excerpt(feed->arena, what));
    row_feed_warn(feed, &warning);
}

void row_cell_read(struct cell *cell, const struct json *value)
{
    json_cell(cell, value);
    if (value && value->type == JSON_ARRAY && value->n == 0) {
        cell->kind = CELL_MISSING;
        cell->raw = "";
    }
}

const char *row_text(const struct json *value, struct arena *arena)
{
    if (value && value->type == JSON_NUMBER)
        return arena_printf(arena, "%.17g", value->number);
    if (!value || value->type != JSON_TEXT)
        return "";
    const char *text = value->text + strspn(value->text, " \t\r\n");
    size_t n = strlen(text);
    while (n > 0 && strchr(" \t\r\n", text[n - 1]))
        n--;
    return text[n] ? arena_strndup(arena, text, n) : text;
}

bool row_count(const struct json *object, const char *key, uint64_t *count)
{
    const struct json *value = json_get(object, key);
    return value && jsonstat_count(value, count);
}
