/* See tests/lib/feed_record.h. */
#include "tests/lib/feed_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool on_dataset(void *self, const struct dataset *dataset, struct error *error)
{
    (void)error;
    struct feed_record *record = self;
    if (record->n_datasets == 64)
        abort();
    record->datasets[record->n_datasets++] = dataset;
    return true;
}

static bool on_cell(void *self, const struct cell *cell, struct error *error)
{
    (void)error;
    struct feed_record *record = self;
    record->cells = arena_more(&record->arena, record->cells, record->n_cells,
                               sizeof *record->cells);
    struct record_cell *kept = &record->cells[record->n_cells++];
    *kept = (struct record_cell){
        .row = cell->row,
        .column = cell->column,
        .kind = cell->kind,
        .value = cell->value,
        .qualifier = cell->qualifier,
        .raw = arena_strdup(&record->arena, cell->raw),
        .status = arena_strdup(&record->arena, cell->status),
        .withdrawn = cell->withdrawn,
        .slice = cell->slice,
        .doubt = cell->doubt ? cell->doubt->code : ERROR_NONE,
    };
    size_t n = record->datasets[record->n_datasets - 1]->n_dimensions;
    kept->at = arena_alloc(&record->arena, n * sizeof(const struct category *));
    for (size_t i = 0; i < n; i++)
        kept->at[i] = cell->at[i];
    return true;
}

static bool on_item(void *self, const struct feed_item *item, struct error *error)
{
    (void)error;
    struct feed_record *record = self;
    record->items = arena_more(&record->arena, record->items, record->n_items,
                               sizeof *record->items);
    struct feed_item *kept = &record->items[record->n_items++];
    size_t n = item_field_count(item->kind);
    const char **fields = arena_alloc(&record->arena, n * sizeof *fields);
    for (size_t i = 0; i < n; i++)
        fields[i] =
            arena_strdup(&record->arena, item->fields[i] ? item->fields[i] : "");
    *kept = *item;
    kept->fields = fields;
    return true;
}

static void on_refused(void *self, const struct refusal *refusal)
{
    struct feed_record *record = self;
    record->refusals = arena_more(&record->arena, record->refusals, record->n_refusals,
                                  sizeof *record->refusals);
    record->refusals[record->n_refusals] = *refusal;
    record->refusals[record->n_refusals++].raw =
        arena_strdup(&record->arena, refusal->raw);
}

void feed_record_read(struct feed_record *record, const char *format, const char *bytes,
                      size_t size, const struct column_mapping *columns)
{
    *record = (struct feed_record){0};
    /* A copy of exactly this size, so that a sanitizer sees a step beyond it. */
    char *copy = malloc(size + 1);
    if (!copy)
        abort();
    memcpy(copy, bytes, size);
    copy[size] = '\0';
    struct body body = {copy, size, "", "feed", NULL};
    const struct feed_sink sink = {record, on_dataset, on_cell, on_item, on_refused};
    record->decoder = decoder_find(format, &body, &record->error);
    record->ok =
        record->decoder &&
        record->decoder->decode(&body, columns, &record->arena, &sink, &record->error);
    free(copy);
}

void feed_record_release(struct feed_record *record)
{
    arena_release(&record->arena);
}

char *feed_file(struct arena *arena, const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *bytes = NULL;
    *size = 0;
    for (size_t room = 1 << 20;; room *= 2) {
        bytes = arena_alloc(arena, room + 1);
        rewind(file);
        *size = fread(bytes, 1, room, file);
        if (*size < room)
            break;
    }
    fclose(file);
    return bytes;
}
