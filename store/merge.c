/* Merging: see store/merge.h. */
#include "store/merge.h"

#include <string.h>

enum { NOT_KNOWN, ANOTHERS, OURS };

/* What a tile takes on the disk, about: its head, a row, an earlier value. */
enum { HEAD_SIZE = 104, ROW_SIZE = 64, WIDE_ROW_SIZE = 112, EARLIER_SIZE = 24 };

bool tile_fetch(struct db *db, const struct tile_key *key, struct bytes *value,
                struct error *error)
{
    struct record_key at;
    bool found;
    key_tile(&at, key);
    if (!db_get(db, (struct bytes){.data = at.bytes, .size = at.size}, value, &found,
                error))
        return false;
    return found || db_damaged(db, error);
}

bool tile_store(struct db *db, const struct tile_key *key, struct tile *tile,
                struct record_writer *writer, size_t *size, struct error *error)
{
    struct record_key at;
    struct buffer *out = &writer->buffer;
    key_tile(&at, key);
    out->size = 0;
    bool ok = tile_write(tile, tile_seed(key), out);
    if (!ok)
        error_set(error, ERROR_STORE_VALUE_SIZE);
    ok = ok && db_put(db, (struct bytes){.data = at.bytes, .size = at.size},
                      (struct bytes){.data = out->data, .size = out->size}, error);
    if (ok)
        *size = out->size;
    out->size = 0;
    return ok;
}

void merge_init(struct merge *merge)
{
    tile_init(&merge->tile, merge->arena);
}

static bool same_state(const struct state *state, const struct row *row)
{
    return state->code == row->code && state->value == row->value;
}

/* Notes which row has the last word about each cell. Places of rows are never used
 * twice in a delivery, so what other tiles left there does not matter. */
static void words_note(struct merge *merge, const struct group *group,
                       const struct row *rows)
{
    for (uint32_t i = 0; i < group->n; i++)
        merge->words[rows[i].cell] = group->first + i + 1;
}

static bool has_word(const struct merge *merge, const struct group *group,
                     const struct row *rows, uint32_t i)
{
    return merge->words[rows[i].cell] == group->first + i + 1;
}

/* Did the receipt come from the source that delivers now? */
static bool same_source(struct merge *merge, uint32_t receipt, bool *same,
                        struct error *error)
{
    if (receipt == 0 || receipt >= merge->number)
        return db_damaged(merge->db, error);
    if (!merge->sources)
        merge->sources = arena_alloc(merge->arena, merge->number);
    if (merge->sources[receipt] == NOT_KNOWN) {
        struct arena arena = {0};
        struct stored_receipt stored;
        bool found;
        bool ok = receipt_get(merge->db, receipt, &arena, &stored, &found, error);
        if (ok && !found)
            ok = db_damaged(merge->db, error);
        if (ok)
            merge->sources[receipt] =
                strcmp(stored.receipt.source, merge->source) == 0 ? OURS : ANOTHERS;
        arena_release(&arena);
        if (!ok)
            return false;
    }
    *same = merge->sources[receipt] == OURS;
    return true;
}

/* Decides about one row and what stands in its cell; counts what changes. */
static bool settle(struct merge *merge, const struct row *row, uint32_t *changed,
                   struct error *error)
{
    struct tile *tile = &merge->tile;
    unsigned slot = row->cell / TILE_PERIODS;
    struct state *old = &tile->cells[slot][row->cell % TILE_PERIODS];
    struct state fresh = {
        .value = row->value, .receipt = merge->number, .code = row->code};
    bool yields = false;
    if (same_state(old, row))
        return true;
    if (old->code == CODE_NEVER) {
        if (row->code == CODE_WITHDRAWN)
            return true;
        *old = fresh;
        if (tile->n_slots <= slot)
            tile->n_slots = slot + 1;
    } else {
        if (merge->late && !same_source(merge, old->receipt, &yields, error))
            return false;
        if (yields && tile_said_earlier(tile, row->cell, &fresh))
            return true;
        merge->replaced[merge->n_replaced++] = (struct earlier){
            .state = yields ? fresh : *old, .cell = row->cell, .late = yields};
        if (!yields) {
            *old = fresh;
            old->revised = true;
        }
    }
    ++*changed;
    return true;
}

/* Reads the tile, where there is one, and merges the rows in memory. */
static bool settle_all(struct merge *merge, const struct group *group,
                       const struct row *rows, uint32_t *changed, struct error *error)
{
    struct tile_key key = rows_key(group);
    struct bytes value;
    tile_clear(&merge->tile);
    if (register_has_tile(merge->registers, &key)) {
        if (!tile_fetch(merge->db, &key, &value, error))
            return false;
        if (!tile_read(&merge->tile, value.data, value.size, tile_seed(&key)))
            return db_damaged(merge->db, error);
    }
    merge->n_replaced = 0;
    words_note(merge, group, rows);
    for (uint32_t i = 0; i < group->n; i++)
        if (has_word(merge, group, rows, i) && !settle(merge, &rows[i], changed, error))
            return false;
    tile_merge_earlier(&merge->tile, merge->replaced, merge->n_replaced);
    return true;
}

/* Where there is no tile: any row that is no withdrawal changes it. */
static void look_fresh(struct merge *merge, const struct group *group,
                       const struct row *rows, bool *changes, size_t *size)
{
    bool slots[TILE_SLOTS] = {false};
    *changes = false;
    *size = HEAD_SIZE;
    words_note(merge, group, rows);
    for (uint32_t i = 0; i < group->n; i++) {
        unsigned slot = rows[i].cell / TILE_PERIODS;
        if (rows[i].code == CODE_WITHDRAWN || !has_word(merge, group, rows, i))
            continue;
        *changes = true;
        *size += slots[slot] ? 0 : ROW_SIZE;
        slots[slot] = true;
    }
}

/* Compares with the stored bytes, which need not be unpacked for it. Rows of one slot
 * often follow one another: its states are kept. */
static bool look_stored(struct merge *merge, const struct group *group,
                        const struct row *rows, struct tile_view *view, bool *changes,
                        size_t *size)
{
    struct state states[TILE_PERIODS];
    unsigned slot = TILE_SLOTS;
    bool present = false;
    *changes = false;
    words_note(merge, group, rows);
    for (uint32_t i = 0; i < group->n; i++) {
        if (!has_word(merge, group, rows, i))
            continue;
        bool grows = false;
        if (rows[i].cell / TILE_PERIODS != slot) {
            slot = rows[i].cell / TILE_PERIODS;
            if (!tile_row(view, slot, NULL, states, &present))
                return false;
            grows = !present;
            if (!present)
                memset(states, 0, sizeof states);
        }
        const struct state *old = &states[rows[i].cell % TILE_PERIODS];
        if (same_state(old, &rows[i]) ||
            (old->code == CODE_NEVER && rows[i].code == CODE_WITHDRAWN))
            continue;
        *changes = true;
        *size += old->code != CODE_NEVER ? EARLIER_SIZE : 0;
        *size += !grows ? 0 : view->width == 8 ? WIDE_ROW_SIZE : ROW_SIZE;
    }
    return true;
}

bool merge_look(struct merge *merge, const struct group *group, const struct row *rows,
                bool *changes, size_t *size, struct error *error)
{
    struct tile_key key = rows_key(group);
    struct bytes value;
    struct tile_view view;
    if (!register_has_tile(merge->registers, &key)) {
        look_fresh(merge, group, rows, changes, size);
        return true;
    }
    if (!tile_fetch(merge->db, &key, &value, error))
        return false;
    *size = value.size;
    if (!tile_open(&view, value.data, value.size, tile_seed(&key)) ||
        !look_stored(merge, group, rows, &view, changes, size))
        return db_damaged(merge->db, error);
    /* One value more, and all of them may take more bytes. */
    if (*changes && view.width < 4)
        *size += view.n_rows * (ROW_SIZE - 12 * (view.width + 1) - 4);
    if (!*changes || !merge->late)
        return true;
    /* What differs may have been said before. */
    uint32_t changed = 0;
    bool ok = settle_all(merge, group, rows, &changed, error);
    *changes = changed > 0;
    return ok;
}

bool merge_put(struct merge *merge, const struct group *group, const struct row *rows,
               size_t *size, struct error *error)
{
    struct tile_key key = rows_key(group);
    uint32_t changed = 0;
    *size = 0;
    if (!settle_all(merge, group, rows, &changed, error))
        return false;
    if (changed == 0)
        return true;
    if (!tile_store(merge->db, &key, &merge->tile, merge->writer, size, error))
        return false;
    register_add_tile(merge->registers, &key);
    merge->rows_changed += changed;
    return true;
}
