/* The audit of a snapshot or a store: see store/audit.h. */
#include "store/audit.h"

#include <stdlib.h>
#include <string.h>

#include "store/archive.h"
#include "store/attempts.h"
#include "store/clock.h"
#include "store/items.h"
#include "store/latest.h"
#include "store/query.h"

static const char tables[] = {'M', 'G', 'T', 'L', 'R', 'C',
                              'X', 'O', 'H', 'A', 'D', 'I'};

struct auditor {
    struct snapshot *snapshot;
    struct audit *audit;
    struct arena arena; /* of `tile` */
    struct tile tile;
};

static bool damaged(const struct auditor *auditor, struct error *error)
{
    return db_damaged(auditor->snapshot->db, error);
}

/* ---- tiles ---- */

static bool state_fits(const struct auditor *auditor, const struct state *state,
                       struct period period)
{
    return period.freq != FREQ_NONE && state->receipt != 0 &&
           state->receipt <= auditor->snapshot->meta.last_receipt;
}

static void audit_period(struct audit *audit, struct period period)
{
    if (audit->first.freq == FREQ_NONE || period_compare(period, audit->first) < 0)
        audit->first = period;
    if (audit->last.freq == FREQ_NONE || period_compare(period, audit->last) > 0)
        audit->last = period;
}

static bool audit_cells(struct auditor *auditor, const struct columns *columns)
{
    struct audit *audit = auditor->audit;
    const struct tile *tile = &auditor->tile;
    bool used[TILE_PERIODS] = {0};
    for (size_t s = 0; s < tile->n_slots; s++)
        for (int c = 0; c < TILE_PERIODS; c++) {
            const struct state *state = &tile->cells[s][c];
            if (state->code == CODE_NEVER)
                continue;
            if (!state_fits(auditor, state, columns->periods[c]))
                return false;
            used[c] = true;
            if (state->code == CODE_WITHDRAWN)
                audit->withdrawn++;
            else
                audit->values++;
        }
    for (int c = 0; c < TILE_PERIODS; c++)
        if (used[c])
            audit_period(audit, columns->periods[c]);
    for (size_t i = 0; i < tile->n_earlier; i++) {
        const struct earlier *earlier = &tile->earlier[i];
        if (earlier->cell / TILE_PERIODS >= tile->n_slots ||
            !state_fits(auditor, &earlier->state,
                        columns->periods[earlier->cell % TILE_PERIODS]))
            return false;
    }
    audit->earlier += tile->n_earlier;
    return true;
}

static bool audit_tile(struct auditor *auditor, struct bytes bytes, struct bytes value)
{
    const struct registers *registers = &auditor->snapshot->registers;
    struct record_key at = {.size = bytes.size};
    struct tile_key key;
    struct columns columns;
    struct tile_view view;
    memcpy(at.bytes, bytes.data, bytes.size);
    if (!key_tile_read(&at, &key) || !register_has_tile(registers, &key))
        return false;
    uint64_t seed = tile_seed(&key);
    if (!tile_open(&view, value.data, value.size, seed) ||
        !tile_read(&auditor->tile, value.data, value.size, seed) ||
        auditor->tile.n_slots > registers->blocks[key.block].n_regions)
        return false;
    auditor->audit->tiles[(unsigned char)key.freq]++;
    auditor->audit->wide += view.width == sizeof(double);
    columns_fill(registers, key.freq, key.tile, &columns);
    return audit_cells(auditor, &columns);
}

/* How many tiles the shelves say that there are. */
static uint64_t tiles_expected(const struct registers *registers)
{
    uint64_t n = 0;
    for (size_t b = 0; b < registers->n_blocks; b++)
        for (size_t s = 0; s < registers->blocks[b].n_shelves; s++)
            for (size_t i = 0; i < registers->n_indicators; i++)
                n += shelf_has(&registers->blocks[b].shelves[s], (uint16_t)i);
    return n;
}

/* ---- all records ---- */

static int key_order(struct bytes a, struct bytes b)
{
    int order = memcmp(a.data, b.data, a.size < b.size ? a.size : b.size);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* Counts the records of each table and reads the tiles. Keys that do not ascend end the
 * walk: damaged pages can lead in a circle. */
static bool audit_walk(struct auditor *auditor, struct error *error)
{
    struct db *db = auditor->snapshot->db;
    struct audit *audit = auditor->audit;
    struct bytes key = {.data = "", .size = 1}, before = {0}, value;
    bool found;
    if (!db_seek(db, key, &key, &value, &found, error))
        return false;
    while (found) {
        unsigned char table = *(const unsigned char *)key.data;
        if (!memchr(tables, table, sizeof tables) || key.size > DB_KEY_SIZE ||
            (before.data && key_order(before, key) >= 0) ||
            (table == 'T' && !audit_tile(auditor, key, value)))
            return damaged(auditor, error);
        audit->records[table]++;
        audit->bytes[table] += key.size + value.size;
        before = key;
        if (!db_next(db, &key, &value, &found, error))
            return false;
    }
    return audit->records['T'] == tiles_expected(&auditor->snapshot->registers) ||
           damaged(auditor, error);
}

/* ---- latest figures ---- */

static bool entry_equal(const struct latest_entry *a, const struct latest_entry *b)
{
    return memcmp(&a->value, &b->value, sizeof a->value) == 0 &&
           memcmp(&a->previous, &b->previous, sizeof a->previous) == 0 &&
           a->receipt == b->receipt && a->number == b->number && a->freq == b->freq &&
           a->code == b->code && a->previous_code == b->previous_code &&
           a->revised == b->revised;
}

static bool audit_record(struct auditor *auditor, uint16_t block, uint16_t indicator,
                         struct error *error)
{
    static const struct tile_time now = {0};
    const struct registers *registers = &auditor->snapshot->registers;
    struct db *db = auditor->snapshot->db;
    struct latest_entry stored[TILE_SLOTS], found[TILE_SLOTS];
    size_t n = registers->blocks[block].n_regions;
    if (!latest_get(db, registers, block, indicator, n, stored, error) ||
        !latest_find(db, registers, block, indicator, &now, n, found, error))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!entry_equal(&stored[i], &found[i]))
            return damaged(auditor, error);
        auditor->audit->series += found[i].code != CODE_NEVER;
    }
    return true;
}

static bool audit_latest(struct auditor *auditor, struct error *error)
{
    const struct registers *registers = &auditor->snapshot->registers;
    uint64_t n = 0;
    for (size_t b = 0; b < registers->n_blocks; b++)
        for (size_t i = 0; i < registers->n_indicators; i++) {
            if (!latest_has(&registers->blocks[b], (uint16_t)i))
                continue;
            if (!audit_record(auditor, (uint16_t)b, (uint16_t)i, error))
                return false;
            n++;
        }
    return n == auditor->audit->records['L'] || damaged(auditor, error);
}

/* ---- papers ---- */

/* One receipt, its time in the clock, and its refused rows. */
static bool audit_receipt(struct auditor *auditor, uint32_t number, int64_t time,
                          struct error *error)
{
    struct arena arena = {0};
    struct receipt receipt;
    struct refusal *refusals;
    size_t n = 0;
    bool ok =
        snapshot_receipt(auditor->snapshot, number, &arena, &receipt, error) &&
        (receipt.time == time || damaged(auditor, error)) &&
        snapshot_refusals(auditor->snapshot, number, &arena, &refusals, &n, error);
    auditor->audit->refusals += n;
    arena_release(&arena);
    return ok;
}

static bool audit_receipts(struct auditor *auditor, struct error *error)
{
    const struct audit *audit = auditor->audit;
    uint32_t n = auditor->snapshot->meta.last_receipt;
    struct arena arena = {0};
    int64_t *times;
    bool ok = clock_get(auditor->snapshot->db, n, &arena, &times, error);
    for (uint32_t i = 0; ok && i < n; i++)
        ok = audit_receipt(auditor, i + 1, times[i], error);
    arena_release(&arena);
    if (!ok)
        return false;
    return (audit->records['R'] == n && audit->records['X'] == audit->refusals &&
            audit->records['C'] == (n + CLOCK_TIMES - 1) / CLOCK_TIMES) ||
           damaged(auditor, error);
}

static bool audit_sources(struct auditor *auditor, struct error *error)
{
    struct snapshot *snapshot = auditor->snapshot;
    struct arena arena = {0};
    struct stored_source *sources;
    size_t n = 0;
    bool ok = query_sources(snapshot, &arena, &sources, &n, error);
    for (size_t i = 0; ok && i < n; i++) {
        uint32_t attempts = 0;
        ok = attempts_count(snapshot->db, sources[i].state.name, &attempts, error) &&
             (attempts == sources[i].attempts || damaged(auditor, error));
        auditor->audit->attempts += attempts;
    }
    arena_release(&arena);
    return ok && ((auditor->audit->records['O'] == n &&
                   auditor->audit->records['H'] == auditor->audit->attempts) ||
                  damaged(auditor, error));
}

/* Every document that the list names, read and checked against its digest. */
static bool audit_archive(struct auditor *auditor, struct error *error)
{
    struct db *db = auditor->snapshot->db;
    struct arena arena = {0};
    struct archived *items;
    size_t n = 0;
    bool ok = archive_get(db, &arena, &items, &n, error) &&
              (n == auditor->snapshot->meta.n_archived || damaged(auditor, error));
    for (size_t i = 0; ok && i < n; i++) {
        struct arena text = {0};
        const char *bytes;
        size_t size;
        ok = document_get(db, items[i].digest, &text, &bytes, &size, error) &&
             ((items[i].receipt != 0 &&
               items[i].receipt <= auditor->snapshot->meta.last_receipt) ||
              damaged(auditor, error));
        arena_release(&text);
    }
    auditor->audit->documents = n;
    arena_release(&arena);
    return ok;
}

/* Every version read, numbers and receipts ascending, counts as in meta. */
static bool audit_kind(struct auditor *auditor, enum item_kind kind,
                       struct error *error)
{
    static const struct tile_time now = {0};
    struct snapshot *snapshot = auditor->snapshot;
    struct item_mark mark, last = {0};
    struct arena arena = {0};
    struct item_walk walk;
    struct item *standing;
    size_t n = 0;
    bool ok = true;
    item_walk_begin(&walk, kind);
    for (bool found = true; ok && found;) {
        struct item item;
        ok = item_next(snapshot->db, &walk, &snapshot->meta, &mark, &found, error) &&
             (!found || item_read(snapshot->db, &mark, &arena, &item, error));
        if (ok && found && walk.n > 1 &&
            memcmp(mark.digest, last.digest, ITEM_DIGEST) == 0 &&
            mark.receipt <= last.receipt)
            ok = damaged(auditor, error);
        last = mark;
        arena_reset(&arena);
    }
    ok = ok && items_standing(snapshot->db, &snapshot->meta, kind, &now, &arena,
                              &standing, &n, error);
    auditor->audit->items += n;
    auditor->audit->versions += walk.n;
    arena_release(&arena);
    return ok;
}

static bool audit_items(struct auditor *auditor, struct error *error)
{
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        if (!audit_kind(auditor, (enum item_kind)kind, error))
            return false;
    return auditor->audit->records['I'] == auditor->audit->versions ||
           damaged(auditor, error);
}

bool audit_snapshot(struct snapshot *snapshot, struct audit *audit, struct error *error)
{
    struct arena arena = {0};
    struct auditor *auditor = arena_alloc(&arena, sizeof *auditor);
    *audit = (struct audit){0};
    auditor->snapshot = snapshot;
    auditor->audit = audit;
    tile_init(&auditor->tile, &auditor->arena);
    bool ok = audit_walk(auditor, error) && audit_latest(auditor, error) &&
              audit_receipts(auditor, error) && audit_sources(auditor, error) &&
              audit_archive(auditor, error) && audit_items(auditor, error);
    arena_release(&auditor->arena);
    arena_release(&arena);
    return ok;
}
