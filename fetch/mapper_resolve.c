/* What a category means: a region, an indicator, a period. See fetch/mapper_work.h. */
#include "fetch/mapper_work.h"

#include <string.h>

/* What aiplus.conf says the category is; NULL if nothing. */
static const char *mapped(const struct name_pair *pairs, size_t n,
                          const struct category *category)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(pairs[i].from, category->code) == 0)
            return pairs[i].to;
    for (size_t i = 0; i < n; i++)
        if (strcmp(pairs[i].from, category->label) == 0)
            return pairs[i].to;
    return NULL;
}

const char *mapper_unit(const struct mapper *m, const struct category *category)
{
    const struct mapping *mapping = &m->source->mapping;
    return mapped(mapping->units, mapping->n_units, category);
}

static void resolve_region(struct mapper *m, const struct category *category,
                           struct meaning *meaning)
{
    const struct vocabulary *v = m->vocabulary;
    const struct mapping *mapping = &m->source->mapping;
    const char *to = mapped(mapping->regions, mapping->n_regions, category);
    if (!to)
        to = category->means;
    meaning->ok = to ? v->region(v->self, to, &meaning->region)
                     : v->region(v->self, category->code, &meaning->region) ||
                           v->region(v->self, category->label, &meaning->region);
    if (!meaning->ok)
        meaning->several = to ? v->several_regions(v->self, to)
                              : v->several_regions(v->self, category->code) ||
                                    v->several_regions(v->self, category->label);
}

bool mapper_region(struct mapper *m, const char *text, int32_t *code,
                   struct error *error)
{
    const struct category category = {.code = text, .label = text};
    struct meaning meaning = {.ok = false};
    resolve_region(m, &category, &meaning);
    if (!meaning.ok)
        return error_set(error,
                         meaning.several ? ERROR_MAP_REGION_SEVERAL : ERROR_MAP_REGION,
                         feed_excerpt(&m->words, text));
    *code = meaning.region;
    return true;
}

static void resolve_indicator(struct mapper *m, const struct category *category,
                              struct meaning *meaning)
{
    const struct vocabulary *v = m->vocabulary;
    const struct mapping *mapping = &m->source->mapping;
    const char *to = mapped(mapping->indicators, mapping->n_indicators, category);
    const char *unit = "";
    meaning->ok =
        to ? v->indicator(v->self, to, meaning->indicator, &unit)
           : v->indicator(v->self, category->code, meaning->indicator, &unit) ||
                 v->indicator(v->self, category->label, meaning->indicator, &unit);
    meaning->unit = unit ? unit : "";
}

static void resolve_period(struct mapper *m, const struct category *category,
                           struct meaning *meaning)
{
    const struct mapping *mapping = &m->source->mapping;
    const char *to = mapped(mapping->periods, mapping->n_periods, category);
    if (!to)
        to = category->means;
    if (to) {
        meaning->ok = period_parse(to, &meaning->period);
        return;
    }
    meaning->ok = period_parse(category->code, &meaning->period) ||
                  period_parse(category->label, &meaning->period);
}

/* What a meaning says; no padding, so that it can be hashed. */
struct said {
    char indicator[CODE_SIZE];
    int32_t part, region, freq, first, last;
};

static struct said said_by(const struct meaning *meaning)
{
    struct said said = {.part = (int32_t)meaning->part,
                        .region = meaning->region,
                        .freq = (int32_t)meaning->period.freq,
                        .first = meaning->period.first,
                        .last = meaning->period.last};
    memcpy(said.indicator, meaning->indicator, strlen(meaning->indicator));
    return said;
}

static bool says_the_same(const void *items, uint32_t item, const void *key)
{
    const struct meaning *const *meanings = items;
    struct said said = said_by(meanings[item]);
    return memcmp(&said, key, sizeof said) == 0;
}

/* Two categories may mean the same: a code and a name of one region. */
static void number(struct mapper *m, struct meaning *meaning)
{
    struct said said = said_by(meaning);
    uint64_t hash = hash_of(&m->index, &said, sizeof said);
    uint32_t item;
    if (hash_find(&m->index, hash, says_the_same, m->distinct, &said, &item)) {
        meaning->ordinal = m->distinct[item]->ordinal;
        return;
    }
    meaning->ordinal = m->n_part[meaning->part]++;
    m->distinct =
        arena_more(m->scratch, m->distinct, m->n_distinct, sizeof *m->distinct);
    m->distinct[m->n_distinct] = meaning;
    hash_add(&m->index, hash, (uint32_t)m->n_distinct++);
}

static const struct meaning *resolve(struct mapper *m, const struct category *category,
                                     enum part part)
{
    static void (*const how[])(struct mapper *, const struct category *,
                               struct meaning *) = {
        [PART_REGION] = resolve_region,
        [PART_INDICATOR] = resolve_indicator,
        [PART_PERIOD] = resolve_period,
    };
    struct meaning *meaning = arena_alloc(m->scratch, sizeof *meaning);
    *meaning = (struct meaning){.category = category, .part = part, .unit = ""};
    how[part](m, category, meaning);
    if (meaning->ok)
        number(m, meaning);
    return meaning;
}

/* Each category is looked up once as each part. */
const struct meaning *mapper_meaning(struct mapper *m, const struct category *category,
                                     enum part part)
{
    struct meanings *meanings = &m->meanings[part];
    size_t ordinal = category->ordinal;
    if (ordinal >= meanings->capacity) {
        size_t capacity = meanings->capacity ? 2 * meanings->capacity : 64;
        if (capacity <= ordinal)
            capacity = ordinal + 1;
        const struct meaning **known =
            arena_alloc(m->scratch, capacity * sizeof *known);
        if (meanings->capacity)
            memcpy(known, meanings->known, meanings->capacity * sizeof *known);
        meanings->known = known;
        meanings->capacity = capacity;
    }
    if (!meanings->known[ordinal])
        meanings->known[ordinal] = resolve(m, category, part);
    return meanings->known[ordinal];
}

enum error_code mapper_reason(const struct meaning *meaning)
{
    static const enum error_code codes[] = {
        [PART_REGION] = ERROR_MAP_REGION,
        [PART_INDICATOR] = ERROR_MAP_INDICATOR,
        [PART_PERIOD] = ERROR_PERIOD,
    };
    return meaning->several ? ERROR_MAP_REGION_SEVERAL : codes[meaning->part];
}

void mapper_explain(struct mapper *m, const struct category *category, enum part part,
                    struct error *error)
{
    const struct mapping *mapping = &m->source->mapping;
    const char *to = NULL;
    if (part == PART_REGION)
        to = mapped(mapping->regions, mapping->n_regions, category);
    if (part == PART_INDICATOR)
        to = mapped(mapping->indicators, mapping->n_indicators, category);
    const char *shown = feed_excerpt(&m->words, to ? to : category->code);
    if (!to && strcmp(category->code, category->label) != 0)
        shown = arena_printf(&m->words, "%s %s", shown,
                             feed_excerpt(&m->words, category->label));
    error_set(error, mapper_reason(mapper_meaning(m, category, part)), shown);
}
