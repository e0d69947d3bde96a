/* Which dimension is what, and which tell values apart: see fetch/suggest.h. */
#include "fetch/suggest.h"

#include "core/period.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

bool suggest_means(const struct vocabulary *vocabulary, enum suggest_part part,
                   const struct category *category)
{
    const struct vocabulary *v = vocabulary;
    int32_t region;
    char code[CODE_SIZE];
    const char *unit;
    struct period period;
    if (part == SUGGEST_REGION)
        return v->region(v->self, category->code, &region) ||
               v->region(v->self, category->label, &region);
    if (part == SUGGEST_INDICATOR)
        return v->indicator(v->self, category->code, code, &unit) ||
               v->indicator(v->self, category->label, code, &unit);
    return period_parse(category->code, &period) ||
           period_parse(category->label, &period);
}

static int find_named(const struct dataset *dataset, const char *name)
{
    for (size_t i = 0; i < dataset->n_dimensions; i++) {
        const struct dimension *dimension = &dataset->dimensions[i];
        char number[24];
        snprintf(number, sizeof number, "#%zu",
                 dimension->column ? (size_t)dimension->column : i + 1);
        if (strcmp(name, dimension->id) == 0 || strcmp(name, number) == 0 ||
            strcmp(name, dimension->label) == 0)
            return (int)i;
    }
    return -1;
}

static int find_role(const struct dataset *dataset, enum dimension_role role)
{
    for (size_t i = 0; i < dataset->n_dimensions; i++)
        if (dataset->dimensions[i].role == role)
            return (int)i;
    return -1;
}

static bool is_part(const struct suggest_found *found, int dimension)
{
    for (int part = 0; part < SUGGEST_PARTS; part++)
        if (found->parts[part] == dimension)
            return true;
    return false;
}

/* The plain dimension with the most categories all of which mean something. */
static int find_meaning(const struct tally_dataset *set,
                        const struct vocabulary *vocabulary, enum suggest_part part,
                        const struct suggest_found *found)
{
    int best = -1;
    for (size_t i = 0; i < set->dataset->n_dimensions; i++) {
        const struct dimension *dimension = &set->dataset->dimensions[i];
        const struct seen *seen = &set->seen[i];
        bool all = dimension->role == DIMENSION_PLAIN && !dimension->attribute &&
                   !is_part(found, (int)i) && seen->n > 0 && !seen->more;
        for (size_t k = 0; all && k < seen->size; k++)
            all = !seen->at[k] || suggest_means(vocabulary, part, seen->at[k]);
        if (all && (best < 0 || seen->n > set->seen[best].n))
            best = (int)i;
    }
    return best;
}

static void find_parts(const struct source *source, const struct tally_dataset *set,
                       const struct vocabulary *vocabulary, struct suggest_found *found)
{
    static const enum dimension_role roles[SUGGEST_PARTS] = {
        DIMENSION_GEO, DIMENSION_METRIC, DIMENSION_TIME};
    const struct column_mapping *columns = &source->mapping.columns;
    const char *const names[SUGGEST_PARTS] = {columns->region, columns->indicator,
                                              columns->period};
    for (int part = 0; part < SUGGEST_PARTS; part++) {
        found->parts[part] = -1;
        found->named[part] = false;
        if (names[part] && *names[part])
            found->parts[part] = find_named(set->dataset, names[part]);
        else
            found->parts[part] = find_role(set->dataset, roles[part]);
    }
    for (int part = 0; part < SUGGEST_PARTS; part++) {
        if (found->parts[part] >= 0)
            continue;
        found->parts[part] =
            find_meaning(set, vocabulary, (enum suggest_part)part, found);
        found->named[part] = found->parts[part] >= 0;
    }
}

/* ---- what tells values apart ---- */

struct looking {
    size_t index, at; /* the data set that is looked at, and the one that is open */
    const struct dataset *dataset;
    struct suggest_found *found;
    struct arena *arena;
    const size_t *loose;
    size_t n_loose;
    struct hash index_of, check; /* of the parts of each value */
    uint64_t *checks;
    uint32_t *firsts; /* n_loose ordinals of the first value of each */
    size_t n;
    bool full;
};

static bool on_dataset(void *self, const struct dataset *dataset, struct error *error)
{
    (void)dataset, (void)error;
    struct looking *l = self;
    l->at++;
    return true;
}

static bool same_parts(const void *items, uint32_t item, const void *key)
{
    return ((const uint64_t *)items)[item] == *(const uint64_t *)key;
}

static bool on_cell(void *self, const struct cell *cell, struct error *error)
{
    (void)error;
    struct looking *l = self;
    if (l->at != l->index + 1 || cell->kind != CELL_VALUE)
        return true;
    uint32_t key[SUGGEST_PARTS];
    for (int part = 0; part < SUGGEST_PARTS; part++)
        key[part] =
            l->found->parts[part] < 0 ? 0 : cell->at[l->found->parts[part]]->ordinal;
    uint64_t hash = hash_of(&l->index_of, key, sizeof key);
    uint64_t check = hash_of(&l->check, key, sizeof key);
    uint32_t item;
    if (hash_find(&l->index_of, hash, same_parts, l->checks, &check, &item)) {
        for (size_t i = 0; i < l->n_loose; i++)
            if (l->firsts[item * l->n_loose + i] != cell->at[l->loose[i]]->ordinal)
                l->found->uses[l->loose[i]] = SUGGEST_FILTER;
        return true;
    }
    l->full = l->full || l->n == SUGGEST_KEYS;
    if (l->full)
        return true;
    for (size_t i = 0; i < l->n_loose; i++) {
        l->firsts =
            arena_more(l->arena, l->firsts, l->n * l->n_loose + i, sizeof *l->firsts);
        l->firsts[l->n * l->n_loose + i] = cell->at[l->loose[i]]->ordinal;
    }
    l->checks = arena_more(l->arena, l->checks, l->n, sizeof *l->checks);
    l->checks[l->n] = check;
    hash_add(&l->index_of, hash, (uint32_t)l->n++);
    return true;
}

static bool on_item(void *self, const struct feed_item *item, struct error *error)
{
    (void)self, (void)item, (void)error;
    return true;
}

static void on_refused(void *self, const struct refusal *refusal)
{
    (void)self, (void)refusal;
}

static bool is_unit(const struct source *source, const struct dimension *dimension)
{
    enum known_name known;
    int rank;
    const char *named = source->mapping.columns.unit;
    if (named && *named)
        return strcmp(named, dimension->id) == 0;
    return name_known(dimension->id, &known, &rank) && known == KNOWN_UNIT;
}

static bool is_power(const struct dimension *dimension)
{
    return strcasecmp(dimension->id, "UNIT_MULT") == 0 ||
           strcasecmp(dimension->id, "POWERCODE") == 0;
}

/* Reads the body again with the parts in hand. */
static bool find_uses(const struct source *source, const struct body *body,
                      const struct decoder *decoder, struct looking *l)
{
    const struct feed_sink sink = {l, on_dataset, on_cell, on_item, on_refused};
    struct error error;
    if (!decoder->decode(body, &source->mapping.columns, l->arena, &sink, &error))
        return false;
    for (size_t i = 0; i < l->n_loose; i++) {
        enum suggest_use *use = &l->found->uses[l->loose[i]];
        /* The mapper compares units itself; ignoring one would say that it fits. */
        if (is_unit(source, &l->dataset->dimensions[l->loose[i]]))
            *use = *use == SUGGEST_FILTER ? SUGGEST_FILTER : SUGGEST_NOTHING;
        else if (l->full)
            *use = SUGGEST_FILTER;
    }
    return true;
}

bool suggest_find(const struct source *source, const struct body *body,
                  const struct decoder *decoder, const struct inspection *inspection,
                  size_t index, const struct vocabulary *vocabulary,
                  struct arena *arena, struct suggest_found *found)
{
    const struct tally_dataset *set = &inspection->datasets[index];
    size_t n = set->dataset->n_dimensions;
    find_parts(source, set, vocabulary, found);
    found->uses = arena_alloc(arena, n * sizeof *found->uses);
    struct arena scratch = {.directory = arena->directory};
    size_t *loose = arena_alloc(&scratch, n * sizeof *loose), n_loose = 0;
    for (size_t i = 0; i < n; i++) {
        const struct dimension *dimension = &set->dataset->dimensions[i];
        found->uses[i] = SUGGEST_NOTHING;
        if (dimension->attribute || is_part(found, (int)i) || is_power(dimension) ||
            (dimension->column && name_aside(dimension->id)) || set->seen[i].n < 2)
            continue;
        found->uses[i] = SUGGEST_IGNORE;
        loose[n_loose++] = i;
    }
    struct looking l = {
        .index = index,
        .dataset = set->dataset,
        .found = found,
        .arena = &scratch,
        .loose = loose,
        .n_loose = n_loose,
    };
    hash_init(&l.index_of, &scratch);
    hash_init(&l.check, &scratch);
    bool ok = n_loose == 0 || find_uses(source, body, decoder, &l);
    arena_release(&scratch);
    return ok;
}
