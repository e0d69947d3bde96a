/* Writing a tile: see tile_write in store/tile.h. */
#include "store/tile.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "store/tile_layout.h"

/* What a reader gives back is compared bit for bit with what was to be kept. */
_Static_assert(FLT_EVAL_METHOD == 0,
               "doubles must be worked with as doubles; on i386: -msse2 -mfpmath=sse");

/* ---- the exponent ---- */

/* The largest mantissa, as a double. */
static const double mantissa_most = INT32_MAX;

struct scale {
    int exponent;
    double power;
    bool times; /* value = mantissa x power, else mantissa / power */
};

static struct scale scale_of(int exponent)
{
    return (struct scale){.exponent = exponent,
                          .power = tile_powers[exponent < 0 ? -exponent : exponent],
                          .times = exponent <= 0};
}

/* The whole number nearest to the value's mantissa. Beyond 2^51 it need not be that;
 * such a one is too large anyway. */
static inline double mantissa_of(const struct scale *scale, double value)
{
    /* Adding 1.5 x 2^52 leaves no bits behind the point: rounding without a call. */
    const double rounder = 6755399441055744.0;
    double mantissa = scale->times ? value / scale->power : value * scale->power;
    return (mantissa + rounder) - rounder;
}

static inline bool scale_fits(const struct scale *scale, double value)
{
    double mantissa = mantissa_of(scale, value);
    return fabs(mantissa) <= mantissa_most &&
           (scale->times ? mantissa * scale->power : mantissa / scale->power) == value;
}

/* Raises the scale to the least one at or above it that fits the value. What fitted
 * before fits still, or its mantissa has grown too large. */
static bool scale_raise(struct scale *scale, double value)
{
    while (!scale_fits(scale, value)) {
        if (scale->exponent == EXPONENT_MOST ||
            fabs(mantissa_of(scale, value)) > mantissa_most)
            return false;
        *scale = scale_of(scale->exponent + 1);
    }
    return true;
}

/* The least scale that fits a value that is not 0, from a guess. */
static bool scale_begin(struct scale *scale, double value)
{
    /* A number that is too large here has a lower one, if any. */
    while (scale->exponent > -EXPONENT_MOST) {
        struct scale lower = scale_of(scale->exponent - 1);
        if (!scale_fits(&lower, value) &&
            fabs(mantissa_of(scale, value)) <= mantissa_most)
            break;
        *scale = lower;
    }
    return scale_raise(scale, value);
}

/* The first value that is not 0; 0 if there is none. */
static double first_value(const struct tile *tile)
{
    for (size_t slot = 0; slot < tile->n_slots; slot++)
        for (size_t i = 0; i < TILE_PERIODS; i++)
            if (tile->cells[slot][i].value != 0)
                return tile->cells[slot][i].value;
    for (size_t i = 0; i < tile->n_earlier; i++)
        if (tile->earlier[i].state.value != 0)
            return tile->earlier[i].state.value;
    return 0;
}

/* Raises the scale until all values fit, as far as one fits by itself. */
static bool scale_raise_all(struct scale *raised, const struct tile *tile)
{
    struct scale scale = *raised;
    for (size_t slot = 0; slot < tile->n_slots; slot++)
        for (size_t i = 0; i < TILE_PERIODS; i++)
            if (!scale_fits(&scale, tile->cells[slot][i].value) &&
                !scale_raise(&scale, tile->cells[slot][i].value))
                return false;
    for (size_t i = 0; i < tile->n_earlier; i++)
        if (!scale_fits(&scale, tile->earlier[i].state.value) &&
            !scale_raise(&scale, tile->earlier[i].state.value))
            return false;
    *raised = scale;
    return true;
}

/* The value that is farthest from 0. */
static double value_most(const struct tile *tile)
{
    double most = 0;
    for (size_t slot = 0; slot < tile->n_slots; slot++)
        for (size_t i = 0; i < TILE_PERIODS; i++) {
            double value = fabs(tile->cells[slot][i].value);
            most = value > most ? value : most;
        }
    for (size_t i = 0; i < tile->n_earlier; i++) {
        double value = fabs(tile->earlier[i].state.value);
        most = value > most ? value : most;
    }
    return most;
}

/* The bytes that a value takes, and the least scale that gives back every one; without
 * one they are doubles. */
static size_t width_find(const struct tile *tile, struct scale *scale)
{
    struct scale least = scale_of(tile->exponent);
    double first = first_value(tile);
    *scale = scale_of(0);
    if (first == 0)
        return WIDTH_LEAST;
    if (!scale_begin(&least, first) || !scale_raise_all(&least, tile))
        return WIDTH_DOUBLE;
    /* Those before the last rise were only seen below it. */
    double most = fabs(mantissa_of(&least, value_most(tile)));
    if (most > mantissa_most)
        return WIDTH_DOUBLE;
    *scale = least;
    size_t width = WIDTH_LEAST;
    while (most > (double)(INT32_MAX >> (32 - 8 * width)))
        width++;
    return width;
}

/* ---- receipts of columns ---- */

static bool votes(const struct state *cell)
{
    return cell->code != CODE_NEVER && !cell->revised;
}

static size_t votes_for(const struct tile *tile, size_t column, uint32_t receipt)
{
    size_t n = 0;
    for (size_t slot = 0; slot < tile->n_slots; slot++) {
        const struct state *cell = &tile->cells[slot][column];
        n += votes(cell) && cell->receipt == receipt;
    }
    return n;
}

/* The commonest, of equals the highest. Seldom asked: where no receipt has more than
 * half of a column. */
static uint32_t commonest(const struct tile *tile, size_t column)
{
    uint32_t best = 0;
    size_t most = 0;
    for (size_t slot = 0; slot < tile->n_slots; slot++) {
        const struct state *cell = &tile->cells[slot][column];
        if (!votes(cell) || cell->receipt == best)
            continue;
        size_t n = votes_for(tile, column, cell->receipt);
        if (n > most || (n == most && cell->receipt > best)) {
            most = n;
            best = cell->receipt;
        }
    }
    return best;
}

/* The vote of Boyer and Moore: one pass finds what more than half agree on, a second
 * one sees whether they do. */
static void receipts_find(const struct tile *tile, uint32_t receipts[TILE_PERIODS])
{
    size_t lead[TILE_PERIODS] = {0}, all[TILE_PERIODS] = {0};
    memset(receipts, 0, TILE_PERIODS * sizeof *receipts);
    for (size_t slot = 0; slot < tile->n_slots; slot++)
        for (size_t i = 0; i < TILE_PERIODS; i++) {
            const struct state *cell = &tile->cells[slot][i];
            if (!votes(cell))
                continue;
            all[i]++;
            if (lead[i] == 0)
                receipts[i] = cell->receipt;
            if (receipts[i] == cell->receipt)
                lead[i]++;
            else
                lead[i]--;
        }
    for (size_t i = 0; i < TILE_PERIODS; i++)
        if (lead[i] < all[i] &&
            (lead[i] == 0 || votes_for(tile, i, receipts[i]) * 2 <= all[i]))
            receipts[i] = commonest(tile, i);
}

/* ---- bytes ---- */

/* What is made of a tile before its sums are known: the checks are filled in later,
 * where it lies in the buffer. */
struct draft {
    size_t width; /* of a value */
    struct scale scale;
    uint32_t receipts[TILE_PERIODS];
    size_t n_rows, n_marks;
    unsigned char head[HEAD_SIZE];
    unsigned char rows[TILE_SLOTS * (TILE_PERIODS * 9 + CHECK_SIZE)];
    unsigned char marks[TILE_CELLS * MARK_SIZE];
};

static inline void value_write(const struct draft *draft, unsigned char *at,
                               double value)
{
    if (draft->width == WIDTH_DOUBLE) {
        uint64_t bits;
        value += 0.0; /* a negative zero becomes zero */
        memcpy(&bits, &value, sizeof bits);
        field_put_u64(at, bits);
        return;
    }
    uint32_t bits = (uint32_t)(int32_t)mantissa_of(&draft->scale, value);
    field_put_u16(at, (uint16_t)bits);
    if (draft->width > 2)
        at[2] = (unsigned char)(bits >> 16);
    if (draft->width > 3)
        at[3] = (unsigned char)(bits >> 24);
}

static void mark_write(struct draft *draft, size_t cell, const struct state *state)
{
    unsigned char *mark = draft->marks + draft->n_marks++ * MARK_SIZE;
    field_put_u16(mark, (uint16_t)cell);
    mark[2] = state->revised ? FLAG_REVISED : 0;
    mark[3] = 0;
    field_put_u32(mark + 4, state->receipt);
}

static void row_write(struct draft *draft, size_t slot,
                      const struct state cells[TILE_PERIODS])
{
    size_t value = draft->width;
    unsigned char *row = draft->rows + draft->n_rows * row_size(draft->width);
    unsigned char *codes = row + TILE_PERIODS * value;
    unsigned said = 0;
    for (size_t i = 0; i < TILE_PERIODS; i++)
        said |= cells[i].code;
    if (said == CODE_NEVER)
        return;
    for (size_t i = 0; i < TILE_PERIODS; i++) {
        const struct state *cell = &cells[i];
        assert(cell->code < CODE_MARKED && isfinite(cell->value) &&
               (cell->value == 0 || code_valued(cell->code)));
        value_write(draft, row + i * value, cell->value);
        codes[i] = cell->code;
        if (cell->code != CODE_NEVER &&
            (cell->revised || cell->receipt != draft->receipts[i])) {
            codes[i] |= CODE_MARKED;
            mark_write(draft, slot * TILE_PERIODS + i, cell);
        }
    }
    draft->head[AT_SLOTS + slot / 8] |= (unsigned char)(1U << slot % 8);
    draft->n_rows++;
}

static unsigned char earlier_flags(const struct earlier *e)
{
    unsigned flags = e->state.revised ? FLAG_REVISED : 0;
    if (!earlier_stood(e))
        flags |= FLAG_NEVER_STOOD;
    if (e->outranked)
        flags |= FLAG_OUTRANKED | (e->late ? FLAG_OLDER : 0);
    return (unsigned char)flags;
}

static bool earlier_put(const struct draft *draft, const struct tile *tile,
                        struct buffer *out)
{
    for (size_t i = 0; i < tile->n_earlier; i++) {
        const struct earlier *e = &tile->earlier[i];
        unsigned char bytes[EARLIER_FIELDS + 8];
        assert(e->state.code < CODE_MARKED && isfinite(e->state.value) &&
               (e->state.value == 0 || code_valued(e->state.code)));
        field_put_u16(bytes, e->cell);
        bytes[2] = earlier_flags(e);
        bytes[3] = e->state.code;
        field_put_u32(bytes + 4, e->state.receipt);
        value_write(draft, bytes + EARLIER_FIELDS, e->state.value);
        if (!buffer_put(out, bytes, earlier_size(draft->width)))
            return false;
    }
    return true;
}

static void head_write(struct draft *draft, size_t n_earlier)
{
    unsigned char *head = draft->head;
    head[AT_WIDTH] = (unsigned char)draft->width;
    head[AT_EXPONENT] = (unsigned char)draft->scale.exponent;
    field_put_u16(head + AT_ROWS, (uint16_t)draft->n_rows);
    field_put_u16(head + AT_MARKS, (uint16_t)draft->n_marks);
    field_put_u32(head + AT_EARLIER, (uint32_t)n_earlier);
    for (size_t i = 0; i < TILE_PERIODS; i++)
        field_put_u32(head + AT_RECEIPTS + i * 4, draft->receipts[i]);
}

/* The sums, in the order in which one covers the other: the lists, the head, the rows.
 */
static void checks_write(const struct draft *draft, uint64_t seed, unsigned char *bytes,
                         size_t n_earlier)
{
    size_t row = row_size(draft->width), rank = 0;
    size_t marks = HEAD_SIZE + draft->n_rows * row;
    size_t earlier = marks + draft->n_marks * MARK_SIZE;
    field_put_u32(
        bytes + AT_MARKS_CHECK,
        (uint32_t)check_sum(bytes + marks, earlier - marks, marks_seed(seed)));
    field_put_u32(bytes + AT_EARLIER_CHECK,
                  (uint32_t)check_sum(bytes + earlier,
                                      n_earlier * earlier_size(draft->width),
                                      earlier_seed(seed)));
    uint32_t head = (uint32_t)check_sum(bytes, AT_HEAD_CHECK, seed);
    field_put_u32(bytes + AT_HEAD_CHECK, head);
    for (unsigned slot = 0; slot < TILE_SLOTS; slot++) {
        if (!(bytes[AT_SLOTS + slot / 8] >> slot % 8 & 1))
            continue;
        unsigned char *at = bytes + HEAD_SIZE + rank++ * row;
        uint64_t sum = check_sum(at, row - CHECK_SIZE, row_seed(seed, head, slot));
        field_put_u32(at + row - CHECK_SIZE, (uint32_t)sum);
    }
}

bool tile_write(struct tile *tile, uint64_t seed, struct buffer *out)
{
    struct draft draft;
    size_t start = out->size;
    assert(tile->n_slots <= TILE_SLOTS && tile->n_earlier <= UINT32_MAX);
    draft.n_rows = draft.n_marks = 0;
    memset(draft.head, 0, sizeof draft.head);
    draft.width = width_find(tile, &draft.scale);
    receipts_find(tile, draft.receipts);
    for (size_t slot = 0; slot < tile->n_slots; slot++)
        row_write(&draft, slot, tile->cells[slot]);
    head_write(&draft, tile->n_earlier);
    if (!buffer_put(out, draft.head, HEAD_SIZE) ||
        !buffer_put(out, draft.rows, draft.n_rows * row_size(draft.width)) ||
        !buffer_put(out, draft.marks, draft.n_marks * MARK_SIZE) ||
        !earlier_put(&draft, tile, out)) {
        out->size = start;
        return false;
    }
    checks_write(&draft, seed, (unsigned char *)out->data + start, tile->n_earlier);
    if (draft.width != WIDTH_DOUBLE)
        tile->exponent = draft.scale.exponent;
    return true;
}
