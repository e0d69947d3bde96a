/* Rows that meet on one key. See fetch/mapper_work.h.
 *
 * Nearly always no two do, and that is found with a bit for each key there can be: only
 * rows whose bit was set before are looked at one by one. */
#include "fetch/mapper_work.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Where a key's bit is: its place among all that can be, if those are not too many, or
 * else a hash. */
struct bits {
    bool exact;
    uint64_t regions, periods, n;
    struct bulk once, twice;
};

/* A row that may meet another, and what becomes of it: `with` is the candidate that
 * says something else. */
struct candidate {
    uint32_t row, with;
    bool again, conflict;
};

static const struct observation *observation(const struct mapper *m, uint32_t row)
{
    return (const struct observation *)(const void *)m->observations->data + row;
}

static uint64_t key_of(const struct mapper *m, uint32_t row)
{
    return ((const uint64_t *)(const void *)m->keys.data)[row];
}

static uint32_t line_of(const struct mapper *m, uint32_t row)
{
    return ((const uint32_t *)(const void *)m->rows.data)[row];
}

/* ---- bits ---- */

static uint64_t mix(uint64_t key)
{
    key *= 0x9E3779B97F4A7C15; /* 2^64 / golden ratio */
    return (key ^ key >> 32) * 0xD6E8FEB86659FD93;
}

static uint64_t bit_of(const struct bits *bits, uint64_t key)
{
    if (!bits->exact)
        return mix(key) >> 20 & (bits->n - 1);
    uint64_t period = key & (((uint64_t)1 << KEY_PERIOD_BITS) - 1);
    key >>= KEY_PERIOD_BITS;
    uint64_t region = key & (((uint64_t)1 << KEY_REGION_BITS) - 1);
    return ((key >> KEY_REGION_BITS) * bits->regions + region) * bits->periods + period;
}

static bool open_bits(const struct mapper *m, struct bits *bits, struct error *error)
{
    enum { BITS_PER_ROW = 32 };
    *bits = (struct bits){.regions = m->n_part[PART_REGION],
                          .periods = m->n_part[PART_PERIOD]};
    uint64_t most = 2 * BITS_PER_ROW * ((uint64_t)m->n + 64);
    uint64_t keys = bits->regions * bits->periods;
    bits->exact = keys <= most && keys * m->n_part[PART_INDICATOR] <= most;
    bits->n = keys * m->n_part[PART_INDICATOR];
    if (!bits->exact)
        for (bits->n = 64; bits->n < BITS_PER_ROW * (uint64_t)m->n;)
            bits->n *= 2;
    bulk_init(&bits->once, m->body->directory, SIZE_MAX);
    bulk_init(&bits->twice, m->body->directory, SIZE_MAX);
    size_t size = bits->n / 8 + 8;
    return bulk_more(&bits->once, size, error) && bulk_more(&bits->twice, size, error);
}

/* Sets the bit; was it set before? */
static bool set_bit(struct bulk *bulk, uint64_t bit)
{
    unsigned char *byte = (unsigned char *)bulk->data + bit / 8;
    unsigned char mask = (unsigned char)(1 << bit % 8);
    bool was = *byte & mask;
    *byte |= mask;
    return was;
}

static bool has_bit(const struct bulk *bulk, uint64_t bit)
{
    return (unsigned char)bulk->data[bit / 8] >> bit % 8 & 1;
}

/* Lists every row that shares its bit with another, in their order. */
static bool find_candidates(const struct mapper *m, struct bulk *candidates,
                            struct error *error)
{
    struct bits bits;
    bool any = false, ok = open_bits(m, &bits, error);
    for (uint32_t i = 0; ok && i < m->n; i++) {
        uint64_t bit = bit_of(&bits, key_of(m, i));
        if (set_bit(&bits.once, bit)) {
            set_bit(&bits.twice, bit);
            any = true;
        }
    }
    for (uint32_t i = 0; ok && any && i < m->n; i++) {
        struct candidate candidate = {.row = i};
        if (has_bit(&bits.twice, bit_of(&bits, key_of(m, i))))
            ok = bulk_put(candidates, &candidate, sizeof candidate, error);
    }
    bulk_release(&bits.once);
    bulk_release(&bits.twice);
    return ok;
}

/* ---- candidates ---- */

static bool says_the_same(const struct observation *a, const struct observation *b)
{
    return a->has_value == b->has_value && a->status == b->status &&
           a->withdrawn == b->withdrawn &&
           (!a->has_value || (a->value == b->value && a->qualifier == b->qualifier));
}

/* The slot of the candidate that speaks for the key of number i, which may be itself.
 */
static uint32_t *find_slot(const struct mapper *m, const struct candidate *all,
                           uint32_t i, uint32_t *slots, uint64_t mask)
{
    uint64_t key = key_of(m, all[i].row);
    for (uint64_t at = mix(key) >> 20 & mask;; at = (at + 1) & mask) {
        if (slots[at] == 0)
            slots[at] = i + 1;
        if (key_of(m, all[slots[at] - 1].row) == key)
            return &slots[at];
    }
}

/* The step of a change that the row belongs to. */
static size_t step_of(const struct mapper *m, uint32_t row)
{
    size_t low = 0, high = m->n_steps;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (m->steps[middle] <= row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool judge(const struct mapper *m, struct candidate *all, uint32_t n,
                  struct error *error)
{
    uint64_t n_slots = 64;
    while (n_slots < 2 * (uint64_t)n)
        n_slots *= 2;
    struct bulk table;
    bulk_init(&table, m->body->directory, SIZE_MAX);
    uint32_t *slots = bulk_more(&table, n_slots * sizeof *slots, error);
    for (uint32_t i = 0; slots && i < n; i++) {
        uint32_t *slot = find_slot(m, all, i, slots, n_slots - 1);
        uint32_t first = *slot - 1;
        if (first == i)
            continue;
        if (step_of(m, all[first].row) < step_of(m, all[i].row)) {
            all[first].again = true; /* what a later step says holds */
            *slot = i + 1;
            continue;
        }
        const struct observation *here = observation(m, all[i].row);
        const struct observation *there = observation(m, all[first].row);
        if (says_the_same(here, there)) {
            all[i].again = true;
            continue;
        }
        /* Taking back and giving follow each other: the later one is what holds. */
        if (here->withdrawn != there->withdrawn) {
            all[first].again = true;
            *slot = i + 1;
            continue;
        }
        all[i].conflict = true;
        all[i].with = first;
        if (!all[first].conflict) {
            all[first].conflict = true;
            all[first].with = i;
        }
    }
    bulk_release(&table);
    return slots != NULL;
}

static const char *in_words(struct arena *arena, const struct observation *o)
{
    if (!o->has_value)
        return arena_printf(arena, "- (%c)", o->status);
    return arena_printf(arena, "%s%.15g (%c)",
                        qualifier_sign((enum qualifier)o->qualifier), o->value,
                        o->status);
}

static void refuse(struct mapper *m, uint32_t row, uint32_t with)
{
    if (mapper_count_refused(m, ERROR_MAP_CONFLICT))
        return;
    char line[16], other_line[16];
    snprintf(line, sizeof line, "%" PRIu32, line_of(m, row));
    snprintf(other_line, sizeof other_line, "%" PRIu32, line_of(m, with));
    const char *raw = in_words(&m->words, observation(m, row));
    struct refusal refusal = {.row = line_of(m, row), .raw = raw};
    error_set(&refusal.reason, ERROR_MAP_CONFLICT, line, other_line, raw,
              in_words(&m->words, observation(m, with)));
    mapper_refuse(m, &refusal);
}

/* Closes the gaps; rows and keys are not needed any more. */
static void take_out(struct mapper *m, const struct candidate *all, uint32_t n)
{
    struct observation *observations = (void *)m->observations->data;
    size_t kept = 0, next = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct candidate *candidate = NULL;
        if (next < n && all[next].row == i)
            candidate = &all[next++];
        if (candidate && (candidate->again || candidate->conflict))
            continue;
        if (kept != i)
            observations[kept] = observations[i];
        kept++;
    }
    m->n = kept;
    m->observations->size = kept * sizeof *observations;
}

bool mapper_merge(struct mapper *m, struct error *error)
{
    struct bulk candidates;
    bulk_init(&candidates, m->body->directory, SIZE_MAX);
    bool ok = find_candidates(m, &candidates, error);
    struct candidate *all = (void *)candidates.data;
    uint32_t n = (uint32_t)(candidates.size / sizeof *all);
    if (ok && n > 0) {
        ok = judge(m, all, n, error);
        /* The refusals' words first: they look at both rows, which must not move. */
        for (uint32_t i = 0; ok && i < n; i++)
            if (all[i].conflict && !all[i].again)
                refuse(m, all[i].row, all[all[i].with].row);
        if (ok)
            take_out(m, all, n);
    }
    bulk_release(&candidates);
    return ok;
}
