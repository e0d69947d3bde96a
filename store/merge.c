/* Merging: see store/merge.h. */
#include "store/merge.h"

#include <string.h>

#include "store/private.h"

/* How the source of what stands is to the one that delivers. */
enum rank { RANK_UNKNOWN, RANK_OURS, RANK_EQUAL, RANK_BELOW, RANK_ABOVE };

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

static enum rank rank_of_source(const struct merge *merge, const char *source)
{
    if (strcmp(source, merge->source) == 0)
        return RANK_OURS;
    if (!merge->before)
        return RANK_EQUAL;
    return is_one_of(source, merge->before, merge->n_before) ? RANK_ABOVE : RANK_BELOW;
}

/* How the source of a receipt is to the one that delivers now. */
static bool rank_find(struct merge *merge, uint32_t receipt, enum rank *rank,
                      struct error *error)
{
    if (receipt == 0 || receipt >= merge->number)
        return db_damaged(merge->db, error);
    if (!merge->ranks)
        merge->ranks = arena_alloc(merge->arena, merge->number);
    if (merge->ranks[receipt] == RANK_UNKNOWN) {
        struct arena arena = {0};
        struct stored_receipt stored;
        bool found;
        bool ok = receipt_get(merge->db, receipt, &arena, &stored, &found, error);
        if (ok && !found)
            ok = db_damaged(merge->db, error);
        if (ok)
            merge->ranks[receipt] =
                (uint8_t)rank_of_source(merge, stored.receipt.source);
        arena_release(&arena);
        if (!ok)
            return false;
    }
    *rank = (enum rank)merge->ranks[receipt];
    return true;
}

/* Does it matter whose value stands? */
static bool asks_rank(const struct merge *merge)
{
    return merge->late || merge->before;
}

static bool says(const struct state *state, const struct state *other)
{
    return state->code == other->code && state->value == other->value;
}

/* A row that another source goes before: what stands stays, the word is kept. */
static bool settle_below(struct merge *merge, const struct state *old, uint16_t cell,
                         const struct state *fresh, uint32_t *changed,
                         struct error *error)
{
    size_t n;
    const struct earlier *items = tile_earlier_of(&merge->tile, cell, &n);
    const struct state *last = NULL; /* what the source said last */
    bool said = false;               /* did it ever say this? */
    for (size_t i = 0; i < n; i++) {
        enum rank rank;
        if (!rank_find(merge, items[i].state.receipt, &rank, error))
            return false;
        if (rank != RANK_OURS)
            continue;
        said = said || says(&items[i].state, fresh);
        if (!items[i].late)
            last = &items[i].state;
    }
    bool nothing = says(last ? last : old, fresh) ||
                   (!last && fresh->code == CODE_WITHDRAWN) || (merge->late && said);
    if (nothing)
        return true;
    merge->replaced[merge->n_replaced++] = (struct earlier){
        .state = *fresh, .cell = cell, .late = merge->late, .outranked = true};
    ++*changed;
    return true;
}

/* Something else stands, or the same of a source that this one goes before. */
static bool settle_standing(struct merge *merge, const struct row *row,
                            struct state *old, const struct state *fresh,
                            uint32_t *changed, struct error *error)
{
    struct tile *tile = &merge->tile;
    enum rank rank = RANK_EQUAL;
    bool same = same_state(old, row);
    if (asks_rank(merge) && !rank_find(merge, old->receipt, &rank, error))
        return false;
    if (rank == RANK_ABOVE)
        return settle_below(merge, old, row->cell, fresh, changed, error);
    if (same && rank != RANK_BELOW)
        return true;
    bool yields = merge->late && rank == RANK_OURS;
    if (yields && tile_said_earlier(tile, row->cell, fresh))
        return true;
    merge->replaced[merge->n_replaced++] = (struct earlier){
        .state = yields ? *fresh : *old, .cell = row->cell, .late = yields};
    if (!yields) {
        /* The same figure of another source is no revised one. */
        bool revised = !same || old->revised;
        *old = *fresh;
        old->revised = revised;
    }
    ++*changed;
    return true;
}

/* Decides about one row and what stands in its cell; counts what changes. */
static bool settle(struct merge *merge, const struct row *row, uint32_t *changed,
                   struct error *error)
{
    struct tile *tile = &merge->tile;
    unsigned slot = row->cell / TILE_PERIODS;
    struct state *old = &tile->cells[slot][row->cell % TILE_PERIODS];
    const struct state fresh = {
        .value = row->value, .receipt = merge->number, .code = row->code};
    if (old->code != CODE_NEVER)
        return settle_standing(merge, row, old, &fresh, changed, error);
    if (row->code == CODE_WITHDRAWN)
        return true;
    *old = fresh;
    if (tile->n_slots <= slot)
        tile->n_slots = slot + 1;
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

/* May the row change what stands, or what is kept beside it? */
static bool look_row(struct merge *merge, const struct row *row,
                     const struct state *old, const struct tile_view *view,
                     bool *changes, struct error *error)
{
    enum rank rank = RANK_EQUAL;
    bool same = same_state(old, row);
    *changes = !same;
    if (old->code == CODE_NEVER) {
        *changes = row->code != CODE_WITHDRAWN;
        return true;
    }
    if (!merge->before)
        return true;
    if (!rank_find(merge, old->receipt, &rank, error))
        return false;
    if (rank == RANK_ABOVE) {
        *changes = !same || view->n_earlier > 0;
        merge->doubtful = merge->doubtful || *changes;
    } else if (rank == RANK_BELOW) {
        *changes = true;
    }
    return true;
}

/* Compares with the stored bytes, which need not be unpacked for it. Rows of one slot
 * often follow one another: its states are kept. */
static bool look_stored(struct merge *merge, const struct group *group,
                        const struct row *rows, struct tile_view *view, bool *changes,
                        size_t *size, struct error *error)
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
                return db_damaged(merge->db, error);
            grows = !present;
            if (!present)
                memset(states, 0, sizeof states);
        }
        const struct state *old = &states[rows[i].cell % TILE_PERIODS];
        bool may;
        if (!look_row(merge, &rows[i], old, view, &may, error))
            return false;
        if (!may)
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
    merge->doubtful = false;
    if (!tile_open(&view, value.data, value.size, tile_seed(&key)))
        return db_damaged(merge->db, error);
    if (!look_stored(merge, group, rows, &view, changes, size, error))
        return false;
    /* One value more, and all of them may take more bytes. */
    if (*changes && view.width < 4)
        *size += view.n_rows * (ROW_SIZE - 12 * (view.width + 1) - 4);
    if (!*changes || !(merge->late || merge->doubtful))
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
