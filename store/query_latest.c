/* Matrices and rankings: the latest figures; see store/snapshot.h and store/latest.h.
 */
#include "store/query.h"

#include "store/latest.h"

/* Where the m regions of a matrix stand, looked up once for all indicators. */
struct spot {
    struct place place;
    bool known;
};

struct matrix {
    const int32_t *regions;
    const struct spot *spots;
    size_t m;
    struct tile_time time;
};

/* Makes the figures of one indicator. */
struct teller {
    struct snapshot *snapshot;
    struct query_reader reader;
    enum frequency freq; /* of `period`; FREQ_NONE: none yet */
    int32_t number;
    struct period period;
};

static struct spot *spots_find(const struct registers *registers,
                               const int32_t *regions, size_t m, struct arena *arena)
{
    struct spot *spots = arena_alloc(arena, m * sizeof *spots);
    for (size_t i = 0; i < m; i++)
        spots[i].known = register_region(registers, regions[i], &spots[i].place);
    return spots;
}

/* The period, most often the one of the figure before. False if there is none such. */
static bool teller_period(struct teller *teller, const struct latest_entry *entry)
{
    if (teller->freq == (enum frequency)entry->freq && teller->number == entry->number)
        return true;
    if (!register_period_of(&teller->snapshot->registers, (enum frequency)entry->freq,
                            entry->number, &teller->period))
        return false;
    teller->freq = (enum frequency)entry->freq;
    teller->number = entry->number;
    return true;
}

static void tell_nothing(const struct teller *teller, int32_t region,
                         struct snapshot_figure *figure)
{
    static const struct period none = {0};
    query_nothing(&teller->reader, region, &none, &figure->latest);
    figure->previous = 0;
    figure->has_previous = false;
}

static bool tell(struct teller *teller, const struct latest_entry *entry,
                 int32_t region, struct snapshot_figure *figure)
{
    const struct state state = {.value = entry->value,
                                .receipt = entry->receipt,
                                .code = entry->code,
                                .revised = entry->revised};
    if (entry->code == CODE_NEVER) {
        tell_nothing(teller, region, figure);
        return true;
    }
    figure->previous = entry->previous;
    figure->has_previous = entry->previous_code != CODE_NEVER;
    return teller_period(teller, entry) &&
           query_observe(&teller->reader, &state, region, &teller->period,
                         &figure->latest);
}

static bool entries_get(struct snapshot *snapshot, uint16_t block, uint16_t indicator,
                        const struct tile_time *time, size_t n,
                        struct latest_entry *entries, struct error *error)
{
    const struct registers *registers = &snapshot->registers;
    return time->times ? latest_find(snapshot->db, registers, block, indicator, time, n,
                                     entries, error)
                       : latest_get(snapshot->db, registers, block, indicator, n,
                                    entries, error);
}

/* Regions from `from` on that stand in the same block, unknown ones among them; *slots:
 * how many of its slots are needed. Returns where they end. */
static size_t run_end(const struct matrix *matrix, size_t from, size_t *block,
                      size_t *slots)
{
    size_t i = from;
    *slots = 0;
    for (; i < matrix->m; i++) {
        const struct spot *spot = &matrix->spots[i];
        if (!spot->known)
            continue;
        if (*slots > 0 && spot->place.block != *block)
            break;
        *block = spot->place.block;
        if (spot->place.slot >= *slots)
            *slots = spot->place.slot + 1U;
    }
    return i;
}

/* ---- what may be on the disk yet ---- */

/* Of an earlier day: the tiles that are searched from the newest back, down to the one
 * before the first of which anything was known. */
static bool past_want(struct snapshot *snapshot, uint16_t block, uint16_t low,
                      uint16_t high, const struct tile_time *time, struct error *error)
{
    const struct block *b = &snapshot->registers.blocks[block];
    unsigned known = 0;
    for (size_t s = b->n_shelves; s-- > 0;) {
        const struct shelf *shelf = &b->shelves[s];
        bool any;
        if (s + 1 < b->n_shelves && shelf[1].freq != shelf->freq)
            known = 0;
        if (known == 2)
            continue;
        if (!query_want(snapshot, block, shelf, low, high, time, &any, error))
            return false;
        known += any;
    }
    return true;
}

/* Asks for what all rows will read, so that they need not wait for page after page. */
static bool matrix_want(struct snapshot *snapshot, const struct matrix *matrix,
                        uint16_t low, uint16_t high, struct error *error)
{
    for (size_t i = 0, end; i < matrix->m; i = end) {
        size_t slots, block;
        bool ok = true;
        end = run_end(matrix, i, &block, &slots);
        if (slots > 0 && matrix->time.times)
            ok = past_want(snapshot, (uint16_t)block, low, high, &matrix->time, error);
        else if (slots > 0 && query_first_latest(snapshot, (uint16_t)block))
            ok = latest_want(snapshot->db, &snapshot->registers, (uint16_t)block, low,
                             high, error);
        if (!ok)
            return false;
    }
    return true;
}

/* One row of the matrix. */
static bool row_read(struct teller *teller, uint16_t indicator,
                     const struct matrix *matrix, struct snapshot_figure *figures,
                     struct error *error)
{
    struct snapshot *snapshot = teller->snapshot;
    struct latest_entry entries[TILE_SLOTS];
    for (size_t i = 0, end; i < matrix->m; i = end) {
        size_t slots, block;
        end = run_end(matrix, i, &block, &slots);
        if (slots > 0 && !entries_get(snapshot, (uint16_t)block, indicator,
                                      &matrix->time, slots, entries, error))
            return false;
        for (; i < end; i++) {
            const struct spot *spot = &matrix->spots[i];
            if (!spot->known)
                tell_nothing(teller, matrix->regions[i], &figures[i]);
            else if (!tell(teller, &entries[spot->place.slot], matrix->regions[i],
                           &figures[i]))
                return db_damaged(snapshot->db, error);
        }
    }
    return true;
}

bool snapshot_latest(struct snapshot *snapshot, const char *const *indicators, size_t n,
                     const int32_t *regions, size_t m, int64_t known_at,
                     struct snapshot_figure *items, struct error *error)
{
    struct arena arena = {0};
    struct matrix matrix = {.regions = regions, .m = m};
    if (!query_time(snapshot, known_at, &matrix.time, error))
        return false;
    matrix.spots = spots_find(&snapshot->registers, regions, m, &arena);
    uint16_t low = UINT16_MAX, high = 0, number;
    for (size_t i = 0; i < n; i++) {
        if (!register_indicator(&snapshot->registers, indicators[i], &number))
            continue;
        low = number < low ? number : low;
        high = number > high ? number : high;
    }
    bool ok = low >= high || matrix_want(snapshot, &matrix, low, high, error);
    for (size_t i = 0; ok && i < n; i++) {
        struct teller teller = {.snapshot = snapshot,
                                .reader = query_reader(indicators[i])};
        struct snapshot_figure *row = items + i * m;
        uint16_t indicator;
        if (register_indicator(&snapshot->registers, indicators[i], &indicator))
            ok = row_read(&teller, indicator, &matrix, row, error);
        else
            for (size_t k = 0; k < m; k++)
                tell_nothing(&teller, regions[k], &row[k]);
    }
    arena_release(&arena);
    return ok;
}
