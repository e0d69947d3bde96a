/* Rows that meet on one key. See fetch/mapper_work.h. */
#include "fetch/mapper_work.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What makes an observation the one it is; no padding, so that it can be hashed. */
struct key {
    char indicator[CODE_SIZE];
    int32_t region, freq, first, last;
};

/* What becomes of each row: `with` is the row that says something else. */
struct fate {
    bool again, conflict;
    uint32_t with;
};

static struct key key_of(const struct observation *o)
{
    struct key key = {.region = o->region,
                      .freq = (int32_t)o->period.freq,
                      .first = o->period.first,
                      .last = o->period.last};
    memcpy(key.indicator, o->indicator, strlen(o->indicator));
    return key;
}

static bool same_key(const void *items, uint32_t item, const void *key)
{
    const struct observation *observations = items;
    struct key other = key_of(&observations[item]);
    return memcmp(&other, key, sizeof other) == 0;
}

static bool says_the_same(const struct observation *a, const struct observation *b)
{
    return a->has_value == b->has_value && a->status == b->status &&
           (!a->has_value || (a->value == b->value && a->qualifier == b->qualifier));
}

static const char *in_words(struct arena *arena, const struct observation *o)
{
    if (!o->has_value)
        return arena_printf(arena, "- (%c)", o->status);
    return arena_printf(arena, "%s%.15g (%c)",
                        qualifier_sign((enum qualifier)o->qualifier), o->value,
                        o->status);
}

static void refuse(struct mapper *m, uint32_t item, uint32_t with)
{
    const struct observation *mine = &m->observations[item];
    const struct observation *other = &m->observations[with];
    char row[16], other_row[16];
    snprintf(row, sizeof row, "%" PRIu32, m->rows[item]);
    snprintf(other_row, sizeof other_row, "%" PRIu32, m->rows[with]);
    const char *raw = in_words(&m->words, mine);
    struct refusal refusal = {.row = m->rows[item], .raw = raw};
    error_set(&refusal.reason, ERROR_MAP_CONFLICT, row, other_row, raw,
              in_words(&m->words, other));
    mapper_refuse(m, &refusal);
}

void mapper_merge(struct mapper *m)
{
    struct fate *fates = arena_alloc(m->scratch, m->n * sizeof *fates);
    struct hash index;
    hash_init(&index, m->scratch);
    for (uint32_t i = 0; i < m->n; i++) {
        struct key key = key_of(&m->observations[i]);
        uint64_t hash = hash_of(&index, &key, sizeof key);
        uint32_t first;
        if (!hash_find(&index, hash, same_key, m->observations, &key, &first)) {
            hash_add(&index, hash, i);
        } else if (says_the_same(&m->observations[i], &m->observations[first])) {
            fates[i].again = true;
        } else {
            fates[i] = (struct fate){.conflict = true, .with = first};
            if (!fates[first].conflict)
                fates[first] = (struct fate){.conflict = true, .with = i};
        }
    }
    /* The refusals' words first: they look at both rows, which must not have moved. */
    for (uint32_t i = 0; i < m->n; i++)
        if (fates[i].conflict)
            refuse(m, i, fates[i].with);
    size_t kept = 0;
    for (uint32_t i = 0; i < m->n; i++) {
        if (fates[i].again || fates[i].conflict)
            continue;
        m->rows[kept] = m->rows[i];
        m->observations[kept++] = m->observations[i];
    }
    m->n = kept;
}
