/* Attributes of dimension groups. See fetch/sdmx_json.h.
 *
 * A group's key has a part for every dimension of every level, empty for those that it
 * is not about: "::4:0:". Samples have the dimensions in the order of their levels, the
 * field guide in one that levels do not change, which is keyPosition's. The order holds
 * in which the key is about what an attribute depends on, or else the first that fits.
 */
#include "fetch/sdmx_json.h"

#include <string.h>

/* What one key says of one attribute. */
struct sdmx_group {
    const uint32_t *indexes; /* of every keyed dimension, SDMX_EMPTY where none */
    size_t attribute;
    const struct category *category;
};

struct wanted {
    const uint32_t *indexes;
    size_t n, attribute;
};

static bool is_wanted(const void *items, uint32_t item, const void *key)
{
    const struct sdmx_group *group = (const struct sdmx_group *)items + item;
    const struct wanted *wanted = key;
    return group->attribute == wanted->attribute &&
           memcmp(group->indexes, wanted->indexes,
                  wanted->n * sizeof *wanted->indexes) == 0;
}

static uint64_t hash_group(const struct hash *hash, const struct wanted *wanted)
{
    uint32_t key[SDMX_DIMENSIONS + 1];
    memcpy(key, wanted->indexes, wanted->n * sizeof *key);
    key[wanted->n] = (uint32_t)wanted->attribute;
    return hash_of(hash, key, (wanted->n + 1) * sizeof *key);
}

/* Puts the n parts of the key at their dimensions; false if one does not fit. A last
 * part for time, about which no group is, may be left out. */
static bool place(const struct sdmx_structure *structure, const uint32_t *parts,
                  size_t n, const size_t *order, uint32_t *indexes)
{
    for (size_t i = 0; i < structure->n_keyed; i++) {
        size_t at = order ? order[i] : i;
        if (i == n) {
            if (structure->dimensions[at].role != DIMENSION_TIME)
                return false;
            indexes[at] = SDMX_EMPTY;
            continue;
        }
        if (parts[i] != SDMX_EMPTY &&
            parts[i] >= structure->dimensions[at].n_categories)
            return false;
        indexes[at] = parts[i];
    }
    return true;
}

static bool has_groups(const struct sdmx_structure *structure)
{
    for (size_t i = 0; i < structure->n_attributes; i++)
        if (structure->attributes[i].level == SDMX_GROUP)
            return true;
    return false;
}

static uint64_t pattern_of(const uint32_t *indexes, size_t n)
{
    uint64_t pattern = 0;
    for (size_t i = 0; i < n; i++)
        if (indexes[i] != SDMX_EMPTY)
            pattern |= (uint64_t)1 << i;
    return pattern;
}

/* Is the key about dimensions that an attribute of groups depends on, and no others? */
static bool is_related(const struct sdmx_structure *structure, const uint32_t *indexes)
{
    uint64_t pattern = pattern_of(indexes, structure->n_keyed);
    for (size_t i = 0; i < structure->n_attributes; i++) {
        const struct sdmx_attribute *one = &structure->attributes[i];
        if (one->level == SDMX_GROUP && one->about && (pattern & ~one->about) == 0)
            return true;
    }
    return false;
}

/* The first order in which the key is related, or else fits; false if none does. */
static bool place_any(const struct sdmx_structure *structure, const uint32_t *parts,
                      size_t n, uint32_t *indexes)
{
    const size_t *const orders[] = {NULL, structure->by_position};
    for (int related = 1; related >= 0; related--)
        for (size_t i = 0; i < 2; i++)
            if (place(structure, parts, n, orders[i], indexes) &&
                (!related || is_related(structure, indexes)))
                return true;
    return false;
}

static int count_bits(uint64_t bits)
{
    int n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

/* Patterns of more dimensions stand first: what is said of fewer cells holds. */
static bool add_pattern(struct sdmx_groups *groups, const uint32_t *indexes, size_t n)
{
    uint64_t pattern = pattern_of(indexes, n);
    size_t at = 0;
    for (size_t i = 0; i < groups->n_patterns; i++) {
        if (groups->patterns[i] == pattern)
            return true;
        if (count_bits(groups->patterns[i]) >= count_bits(pattern))
            at = i + 1;
    }
    if (groups->n_patterns == SDMX_PATTERNS)
        return false;
    memmove(groups->patterns + at + 1, groups->patterns + at,
            (groups->n_patterns++ - at) * sizeof *groups->patterns);
    groups->patterns[at] = pattern;
    return true;
}

static bool too_many(const struct sdmx_reading *reading, struct error *error)
{
    return error_set(error, ERROR_SDMX_GROUPS, reading->name);
}

/* What the array under one key says of each attribute of groups. */
static bool read_values(struct sdmx_reading *reading, struct sdmx_structure *structure,
                        const struct json *values, const uint32_t *indexes,
                        struct sdmx_groups *groups, struct error *error)
{
    for (size_t i = 0; i < structure->n_attributes; i++) {
        struct sdmx_attribute *attribute = &structure->attributes[i];
        if (attribute->level != SDMX_GROUP || values->type != JSON_ARRAY ||
            attribute->position >= values->n ||
            values->items[attribute->position].type == JSON_NULL)
            continue;
        const struct category *category;
        if (!sdmx_value(reading, &attribute->component,
                        &values->items[attribute->position], &category, error))
            return false;
        if (groups->n == SDMX_GROUPS ||
            !add_pattern(groups, indexes, structure->n_keyed))
            return too_many(reading, error);
        struct wanted key = {indexes, structure->n_keyed, i};
        groups->groups = arena_more(reading->arena, groups->groups, groups->n,
                                    sizeof *groups->groups);
        groups->groups[groups->n] = (struct sdmx_group){indexes, i, category};
        hash_add(&groups->by_key, hash_group(&groups->by_key, &key),
                 (uint32_t)groups->n++);
    }
    return true;
}

static bool read_group(struct sdmx_reading *reading, struct sdmx_structure *structure,
                       const struct json_part *member, struct sdmx_groups *groups,
                       struct error *error)
{
    size_t n;
    uint32_t parts[SDMX_DIMENSIONS];
    uint32_t *indexes =
        arena_alloc(reading->arena, structure->n_keyed * sizeof *indexes);
    if (!sdmx_key(member, parts, &n) || n > structure->n_keyed ||
        n + 1 < structure->n_keyed || !place_any(structure, parts, n, indexes))
        return sdmx_key_error(reading, structure, member, 0, structure->n_keyed, error);
    struct arena scratch = {0};
    const struct json *values;
    bool ok = json_take(reading->json, member, JSON_ELEMENT_BYTES, &scratch, &values,
                        error) &&
              read_values(reading, structure, values, indexes, groups, error);
    arena_release(&scratch);
    return ok;
}

bool sdmx_groups_read(struct sdmx_reading *reading, struct sdmx_structure *structure,
                      const struct json_part *set, struct sdmx_groups *groups,
                      struct error *error)
{
    struct json_part all;
    memset(groups, 0, sizeof *groups);
    hash_init(&groups->by_key, reading->arena);
    if (!has_groups(structure) ||
        !json_find_typed(reading->json, set, "dimensionGroupAttributes", JSON_OBJECT,
                         &all))
        return true;
    if (json_count(reading->json, &all) > SDMX_GROUPS)
        return too_many(reading, error);
    struct json_walk walk;
    struct json_part member;
    bool ok = true;
    json_walk_open(&walk, reading->json, &all);
    while (ok && json_walk_next(&walk, &member))
        ok = read_group(reading, structure, &member, groups, error);
    json_walk_close(&walk);
    return ok;
}

const struct category *sdmx_groups_find(const struct sdmx_groups *groups,
                                        const struct sdmx_structure *structure,
                                        size_t attribute, const uint32_t *indexes)
{
    uint32_t key[SDMX_DIMENSIONS];
    for (size_t i = 0; i < groups->n_patterns; i++) {
        for (size_t k = 0; k < structure->n_keyed; k++)
            key[k] = groups->patterns[i] >> k & 1 ? indexes[k] : SDMX_EMPTY;
        struct wanted wanted = {key, structure->n_keyed, attribute};
        uint32_t at;
        if (hash_find(&groups->by_key, hash_group(&groups->by_key, &wanted), is_wanted,
                      groups->groups, &wanted, &at))
            return groups->groups[at].category;
    }
    return structure->attributes[attribute].component.unset;
}
