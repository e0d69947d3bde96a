/* Receipts, sources, documents, registers of a snapshot: see store/snapshot.h. */
#include "store/query.h"

#include <stdio.h>
#include <string.h>

#include "store/archive.h"
#include "store/attempts.h"
#include "store/guard.h"

static bool receipt_find(struct snapshot *snapshot, uint32_t number,
                         struct arena *arena, struct stored_receipt *stored,
                         struct error *error)
{
    bool found;
    return receipt_get(snapshot->db, number, arena, stored, &found, error) &&
           (found || db_damaged(snapshot->db, error));
}

bool snapshot_receipt(struct snapshot *snapshot, uint32_t number, struct arena *arena,
                      struct receipt *receipt, struct error *error)
{
    struct stored_receipt stored;
    if (number == 0 || number > snapshot->meta.last_receipt) {
        char text[12];
        snprintf(text, sizeof text, "%u", (unsigned)number);
        return error_set(error, ERROR_SNAPSHOT_RECEIPT, db_path(snapshot->db), text);
    }
    if (!receipt_find(snapshot, number, arena, &stored, error))
        return false;
    *receipt = stored.receipt;
    return true;
}

bool snapshot_receipts(struct snapshot *snapshot, int64_t known_at, size_t most,
                       struct arena *arena, struct receipt **items, size_t *n,
                       struct error *error)
{
    struct receipt *list = NULL;
    struct tile_time time;
    size_t count = 0;
    if (!query_time(snapshot, known_at, &time, error))
        return false;
    for (uint32_t i = snapshot->meta.last_receipt; i > 0 && count < most; i--) {
        struct stored_receipt stored;
        if (time.times && time.times[i - 1] > known_at)
            continue;
        if (!receipt_find(snapshot, i, arena, &stored, error))
            return false;
        list = arena_more(arena, list, count, sizeof *list);
        list[count++] = stored.receipt;
    }
    *items = list;
    *n = count;
    return true;
}

bool query_sources(struct snapshot *snapshot, struct arena *arena,
                   struct stored_source **items, size_t *n, struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    struct stored_source *list = NULL;
    size_t count = 0;
    key_table(&walk.prefix, 'O');
    for (bool found = true; found;) {
        struct stored_source stored;
        if (!record_next(snapshot->db, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        if (!source_read(snapshot->db, &reader, arena, &stored, error))
            return false;
        list = arena_more(arena, list, count, sizeof *list);
        list[count++] = stored;
    }
    if (count != snapshot->meta.n_sources)
        return db_damaged(snapshot->db, error);
    *items = list;
    *n = count;
    return true;
}

/* A source as it was at the time, if it was one. */
static bool source_then(struct snapshot *snapshot, const struct stored_source *source,
                        int64_t known_at, struct arena *arena,
                        struct source_state *state, bool *found, struct error *error)
{
    *state = source->state;
    *found = source->forgotten == 0;
    return known_at == INT64_MAX ||
           (attempts_prove(snapshot->db, source, known_at, error) &&
            attempt_get(snapshot->db, source->state.name, known_at, arena, state, found,
                        error));
}

bool snapshot_sources(struct snapshot *snapshot, int64_t known_at, struct arena *arena,
                      struct source_state **items, size_t *n, struct error *error)
{
    struct tile_time time;
    struct stored_source *sources = NULL;
    size_t count = 0, kept = 0;
    if (!query_time(snapshot, known_at, &time, error) ||
        !query_sources(snapshot, arena, &sources, &count, error))
        return false;
    struct source_state *list = arena_alloc(arena, count * sizeof *list);
    for (size_t i = 0; i < count; i++) {
        bool found;
        if (!source_then(snapshot, &sources[i], known_at, arena, &list[kept], &found,
                         error))
            return false;
        kept += found;
    }
    *items = list;
    *n = kept;
    return true;
}

bool snapshot_refusals(struct snapshot *snapshot, uint32_t receipt, struct arena *arena,
                       struct refusal **items, size_t *n, struct error *error)
{
    struct stored_receipt stored = {0};
    if (receipt != 0 && receipt <= snapshot->meta.last_receipt &&
        !receipt_find(snapshot, receipt, arena, &stored, error))
        return false;
    struct refusal *list = NULL;
    for (uint32_t i = 0; i < stored.n_refusals; i++) {
        bool found;
        list = arena_more(arena, list, i, sizeof *list);
        if (!refusal_get(snapshot->db, receipt, i, arena, &list[i], &found, error))
            return false;
        if (!found)
            return db_damaged(snapshot->db, error);
    }
    *items = list;
    *n = stored.n_refusals;
    return true;
}

bool snapshot_held(struct snapshot *snapshot, const char *source, int64_t time,
                   struct arena *arena, struct error **problems, size_t *n,
                   struct error *error)
{
    int64_t when = 0;
    bool found;
    struct error *items = NULL;
    size_t count = 0;
    if (!held_get(snapshot->db, source, arena, &when, &items, &count, &found, error))
        return false;
    *problems = items;
    *n = found && when == time ? count : 0;
    return true;
}

/* Was the receipt there at the time? */
static bool known(const struct tile_time *time, uint32_t receipt)
{
    return !time->times ||
           (receipt <= time->n && time->times[receipt - 1] <= time->known_at);
}

bool snapshot_document(struct snapshot *snapshot, const char *name, int64_t known_at,
                       struct arena *arena, const char **bytes, size_t *n,
                       uint32_t *receipt, bool *found, struct error *error)
{
    struct tile_time time;
    struct archived *items;
    size_t count;
    const struct archived *stood = NULL;
    if (!query_time(snapshot, known_at, &time, error) ||
        !archive_get(snapshot->db, arena, &items, &count, error))
        return false;
    if (count != snapshot->meta.n_archived)
        return db_damaged(snapshot->db, error);
    for (size_t i = 0; i < count; i++) {
        if (items[i].receipt == 0 || items[i].receipt > snapshot->meta.last_receipt)
            return db_damaged(snapshot->db, error);
        if (strcmp(items[i].name, name) == 0 && known(&time, items[i].receipt))
            stood = &items[i]; /* ascending by receipt */
    }
    if (stood && !document_get(snapshot->db, stood->digest, arena, bytes, n, error))
        return false;
    if (stood)
        *receipt = stood->receipt;
    *found = stood != NULL;
    return true;
}

bool snapshot_registers(struct snapshot *snapshot, struct arena *arena,
                        const char ***indicators, size_t *n, int32_t **regions,
                        size_t *m, struct error *error)
{
    const struct registers *registers = &snapshot->registers;
    size_t n_regions = 0;
    (void)error; /* they were read when the snapshot was opened */
    for (size_t b = 0; b < registers->n_blocks; b++)
        n_regions += registers->blocks[b].n_regions;
    const char **codes = arena_alloc(arena, registers->n_indicators * sizeof *codes);
    for (size_t i = 0; i < registers->n_indicators; i++)
        codes[i] = arena_strdup(arena, registers->indicators[i]);
    int32_t *all = arena_alloc(arena, n_regions * sizeof *all);
    *m = 0;
    for (size_t b = 0; b < registers->n_blocks; b++) {
        const struct block *block = &registers->blocks[b];
        for (size_t s = 0; s < block->n_regions; s++)
            all[(*m)++] = block->regions[s];
    }
    *indicators = codes;
    *n = registers->n_indicators;
    *regions = all;
    return true;
}
