/* Reading a stored tile where it lies: see store/tile.h. */
#include "store/tile.h"

#include <assert.h>

#include "core/arena.h"
#include "store/tile_layout.h"

/* The bit of a mark in eight codes at once. */
static const uint64_t marked_eight = CODE_MARKED * (~UINT64_C(0) / 255);

static bool power_find(struct tile_view *view, int exponent)
{
    if (exponent < -EXPONENT_MOST || exponent > EXPONENT_MOST)
        return false;
    /* A factor of one need not be divided by, which is dearer. */
    view->times = exponent <= 0;
    view->power = tile_powers[exponent < 0 ? -exponent : exponent];
    return true;
}

void tile_expect(const void *bytes, size_t size, unsigned slot, size_t n)
{
    const size_t line = 64;
    const unsigned char *at = bytes;
    size_t width = WIDTH_MOST;
    while (width > WIDTH_LEAST && HEAD_SIZE + n * row_size(width) > size)
        width--;
    size_t row = HEAD_SIZE + slot * row_size(width);
    size_t marks = HEAD_SIZE + n * row_size(width);
    __builtin_prefetch(at);
    if (size > line)
        __builtin_prefetch(at + line);
    if (row + line < size) {
        __builtin_prefetch(at + row);
        __builtin_prefetch(at + row + line);
    }
    if (marks < size)
        __builtin_prefetch(at + marks);
}

bool tile_open(struct tile_view *view, const void *bytes, size_t size, uint64_t seed)
{
    const unsigned char *at = bytes;
    if (size < HEAD_SIZE ||
        field_u32(at + AT_HEAD_CHECK) != (uint32_t)check_sum(at, AT_HEAD_CHECK, seed))
        return false;
    struct tile_view open = {.bytes = at,
                             .rows = at + HEAD_SIZE,
                             .seed = seed,
                             .n_rows = field_u16(at + AT_ROWS),
                             .n_marks = field_u16(at + AT_MARKS),
                             .n_earlier = field_u32(at + AT_EARLIER),
                             .head = field_u32(at + AT_HEAD_CHECK),
                             .width = at[AT_WIDTH]};
    uint64_t rows = (uint64_t)open.n_rows * row_size(open.width);
    uint64_t marks = (uint64_t)open.n_marks * MARK_SIZE;
    uint64_t earlier = (uint64_t)open.n_earlier * earlier_size(open.width);
    bool doubles = open.width == WIDTH_DOUBLE;
    if ((!doubles && (open.width < WIDTH_LEAST || open.width > WIDTH_MOST)) ||
        open.n_rows > TILE_SLOTS || field_u16(at + AT_ZERO) != 0 ||
        size != HEAD_SIZE + rows + marks + earlier ||
        !power_find(&open, (int8_t)at[AT_EXPONENT]) ||
        (doubles && at[AT_EXPONENT] != 0))
        return false;
    open.marks = open.rows + rows;
    open.earlier = open.marks + marks;
    *view = open;
    return true;
}

static unsigned bits_set(uint64_t word)
{
    const uint64_t ones = ~UINT64_C(0);
    word -= word >> 1 & ones / 3;
    word = (word & ones / 5) + (word >> 2 & ones / 5);
    return (unsigned)(((word + (word >> 4)) & ones / 17) * (ones / 255) >> 56);
}

/* How many slots below this one have a row. */
static unsigned rank_of(const struct tile_view *view, unsigned slot)
{
    const unsigned char *slots = view->bytes + AT_SLOTS;
    uint64_t below = (UINT64_C(1) << slot % 64) - 1;
    unsigned rank = bits_set(field_u64(slots + slot / 64 * 8) & below);
    for (unsigned i = 0; i < slot / 64; i++)
        rank += bits_set(field_u64(slots + (size_t)i * 8));
    return rank;
}

/* The row of a slot, its check verified; NULL if there is none. */
static bool row_find(struct tile_view *view, unsigned slot, const unsigned char **row)
{
    assert(slot < TILE_SLOTS);
    const unsigned char *slots = view->bytes + AT_SLOTS;
    uint64_t word = field_u64(slots + slot / 64 * 8), bit = UINT64_C(1) << slot % 64;
    size_t size = row_size(view->width);
    unsigned rank = slot == view->next ? view->rank : rank_of(view, slot);
    *row = NULL;
    view->next = slot + 1;
    view->rank = rank + ((word & bit) != 0);
    if (!(word & bit))
        return true;
    if (rank >= view->n_rows)
        return false;
    const unsigned char *at = view->rows + rank * size;
    uint64_t sum =
        check_sum(at, size - CHECK_SIZE, row_seed(view->seed, view->head, slot));
    if (field_u32(at + size - CHECK_SIZE) != (uint32_t)sum)
        return false;
    *row = at;
    return true;
}

/* A mantissa of 2, 3 or 4 bytes. */
static inline int32_t mantissa_at(const unsigned char *at, size_t width)
{
    uint32_t bits = field_u16(at);
    if (width > 2)
        bits |= (uint32_t)at[2] << 16;
    if (width > 3)
        bits |= (uint32_t)at[3] << 24;
    unsigned spare = (unsigned)(4 - width) * 8;
    return (int32_t)(bits << spare) >> spare;
}

static inline double value_at(const struct tile_view *view, const unsigned char *at)
{
    if (view->width == WIDTH_DOUBLE)
        return field_f64(at);
    double mantissa = mantissa_at(at, view->width);
    return view->times ? mantissa * view->power : mantissa / view->power;
}

/* All values of a row; loops without a branch, of which a compiler makes pairs. */
static void values_read(const struct tile_view *view, const unsigned char *row,
                        double values[TILE_PERIODS])
{
    const double power = view->power;
    int32_t mantissas[TILE_PERIODS];
    switch (view->width) {
    case 2:
        for (size_t i = 0; i < TILE_PERIODS; i++)
            mantissas[i] = mantissa_at(row + i * 2, 2);
        break;
    case 3:
        for (size_t i = 0; i < TILE_PERIODS; i++)
            mantissas[i] = mantissa_at(row + i * 3, 3);
        break;
    case 4:
        for (size_t i = 0; i < TILE_PERIODS; i++)
            mantissas[i] = mantissa_at(row + i * 4, 4);
        break;
    default:
        for (size_t i = 0; i < TILE_PERIODS; i++)
            values[i] = field_f64(row + i * 8);
        return;
    }
    if (view->times)
        for (size_t i = 0; i < TILE_PERIODS; i++)
            values[i] = mantissas[i] * power;
    else
        for (size_t i = 0; i < TILE_PERIODS; i++)
            values[i] = mantissas[i] / power;
}

/* The first record of at least this cell; both lists begin with it. */
static uint32_t first_of(const unsigned char *records, uint32_t n, size_t size,
                         unsigned cell)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (field_u16(records + middle * size) < cell)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool tile_check_marks(struct tile_view *view)
{
    if (!view->marks_sound)
        view->marks_sound =
            field_u32(view->bytes + AT_MARKS_CHECK) ==
            (uint32_t)check_sum(view->marks, (size_t)view->n_marks * MARK_SIZE,
                                marks_seed(view->seed));
    return view->marks_sound;
}

bool tile_check_earlier(struct tile_view *view)
{
    if (!view->earlier_sound)
        view->earlier_sound =
            field_u32(view->bytes + AT_EARLIER_CHECK) ==
            (uint32_t)check_sum(view->earlier,
                                view->n_earlier * earlier_size(view->width),
                                earlier_seed(view->seed));
    return view->earlier_sound;
}

/* What the mark of a cell says, which must be there. */
static bool mark_read(struct tile_view *view, unsigned cell, struct state *state)
{
    if (!tile_check_marks(view))
        return false;
    uint32_t i = first_of(view->marks, view->n_marks, MARK_SIZE, cell);
    const unsigned char *at = view->marks + (size_t)i * MARK_SIZE;
    if (i == view->n_marks || field_u16(at) != cell || at[2] > FLAG_REVISED)
        return false;
    state->revised = at[2] & FLAG_REVISED;
    state->receipt = field_u32(at + 4);
    return true;
}

struct earlier tile_earlier_at(const struct tile_view *view, uint32_t i)
{
    const unsigned char *at = view->earlier + i * earlier_size(view->width);
    bool outranked = at[2] & FLAG_OUTRANKED;
    return (struct earlier){.cell = field_u16(at),
                            .late = at[2] & (outranked ? FLAG_OLDER : FLAG_NEVER_STOOD),
                            .outranked = outranked,
                            .state = {.revised = at[2] & FLAG_REVISED,
                                      .code = at[3],
                                      .receipt = field_u32(at + 4),
                                      .value = value_at(view, at + EARLIER_FIELDS)}};
}

/* Was it known by then? False for a receipt that there is not. */
static bool known(const struct tile_time *time, uint32_t receipt, bool *yes)
{
    if (receipt == 0 || receipt > time->n)
        return false;
    *yes = time->times[receipt - 1] <= time->known_at;
    return true;
}

/* Puts what stood in a cell at the time in place of what stands. */
static bool past(struct tile_view *view, unsigned cell, const struct tile_time *time,
                 struct state *state)
{
    bool yes;
    if (!known(time, state->receipt, &yes))
        return false;
    if (yes)
        return true;
    if (!tile_check_earlier(view))
        return false;
    struct state stood = {0};
    for (uint32_t i =
             first_of(view->earlier, view->n_earlier, earlier_size(view->width), cell);
         i < view->n_earlier; i++) {
        struct earlier e = tile_earlier_at(view, i);
        if (e.cell != cell)
            break;
        if (!known(time, e.state.receipt, &yes))
            return false;
        if (yes && earlier_stood(&e))
            stood = e.state; /* ascending by receipt: the last one is the newest */
    }
    *state = stood;
    return true;
}

/* Is any of n receipts, `step` bytes apart, one of up to then? 0 is none at all. */
static bool any_known(const struct tile_time *time, const unsigned char *receipts,
                      uint32_t n, size_t step)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t receipt = field_u32(receipts + i * step);
        if (receipt != 0 &&
            (receipt > time->n || time->times[receipt - 1] <= time->known_at))
            return true;
    }
    return false;
}

bool tile_known(struct tile_view *view, const struct tile_time *time, bool *any)
{
    *any = !time || !time->times ||
           any_known(time, view->bytes + AT_RECEIPTS, TILE_PERIODS, 4);
    if (*any)
        return true;
    if (!tile_check_marks(view) || !tile_check_earlier(view))
        return false;
    *any =
        any_known(time, view->marks + 4, view->n_marks, MARK_SIZE) ||
        any_known(time, view->earlier + 4, view->n_earlier, earlier_size(view->width));
    return true;
}

/* Marks, then time, for one cell that is not CODE_NEVER. */
static bool settle(struct tile_view *view, unsigned cell, bool marked,
                   const struct tile_time *time, struct state *state)
{
    return (!marked || mark_read(view, cell, state)) &&
           (!time || !time->times || past(view, cell, time, state));
}

bool tile_row(struct tile_view *view, unsigned slot, const struct tile_time *time,
              struct state states[TILE_PERIODS], bool *present)
{
    const unsigned char *row, *receipts = view->bytes + AT_RECEIPTS;
    double values[TILE_PERIODS];
    struct state spare[TILE_PERIODS];
    if (!row_find(view, slot, &row))
        return false;
    *present = row != NULL;
    if (!row)
        return true;
    const unsigned char *codes = row + TILE_PERIODS * view->width;
    uint64_t marked = (field_u64(codes) | field_u32(codes + 8)) & marked_eight;
    /* Most rows are as they lie, and then nothing can fail any more. */
    bool settled = !marked && (!time || !time->times);
    struct state *read = settled ? states : spare;
    values_read(view, row, values);
    for (size_t i = 0; i < TILE_PERIODS; i++)
        read[i] = (struct state){.value = values[i],
                                 .receipt = codes[i] ? field_u32(receipts + i * 4) : 0,
                                 .code = codes[i] & ~CODE_MARKED};
    if (settled)
        return true;
    for (unsigned i = 0; i < TILE_PERIODS; i++)
        if (codes[i] != CODE_NEVER && !settle(view, slot * TILE_PERIODS + i,
                                              codes[i] & CODE_MARKED, time, &read[i]))
            return false;
    memcpy(states, read, sizeof spare);
    return true;
}

bool tile_cell(struct tile_view *view, unsigned slot, int column,
               const struct tile_time *time, struct state *state)
{
    const unsigned char *row;
    assert(column >= 0 && column < TILE_PERIODS);
    if (!row_find(view, slot, &row))
        return false;
    size_t at = (size_t)column, size = view->width;
    uint8_t code = row ? row[TILE_PERIODS * size + at] : CODE_NEVER;
    if (code == CODE_NEVER) {
        *state = (struct state){0};
        return true;
    }
    struct state read = {.value = value_at(view, row + at * size),
                         .receipt = field_u32(view->bytes + AT_RECEIPTS + at * 4),
                         .code = code & ~CODE_MARKED};
    if ((code & CODE_MARKED || (time && time->times)) &&
        !settle(view, slot * TILE_PERIODS + (unsigned)column, code & CODE_MARKED, time,
                &read))
        return false;
    /* Field by field: reading a whole that was just written in parts stalls a
     * processor. */
    state->value = read.value;
    state->receipt = read.receipt;
    state->code = read.code;
    state->revised = read.revised;
    return true;
}

bool tile_slot_earlier(struct tile_view *view, unsigned slot, struct arena *arena,
                       struct earlier **items, size_t *n)
{
    unsigned cell = slot * TILE_PERIODS;
    assert(slot < TILE_SLOTS);
    if (!tile_check_earlier(view))
        return false;
    for (uint32_t i =
             first_of(view->earlier, view->n_earlier, earlier_size(view->width), cell);
         i < view->n_earlier; i++) {
        struct earlier e = tile_earlier_at(view, i);
        if (e.cell >= cell + TILE_PERIODS)
            break;
        *items = arena_more(arena, *items, *n, sizeof **items);
        (*items)[(*n)++] = e;
    }
    return true;
}
