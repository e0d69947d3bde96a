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
    meaning->ok = to ? v->region(v->self, to, &meaning->region)
                     : v->region(v->self, category->code, &meaning->region) ||
                           v->region(v->self, category->label, &meaning->region);
    if (!meaning->ok)
        meaning->several = to ? v->several_regions(v->self, to)
                              : v->several_regions(v->self, category->code) ||
                                    v->several_regions(v->self, category->label);
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
    if (to) {
        meaning->ok = period_parse(to, &meaning->period);
        return;
    }
    meaning->ok = period_parse(category->code, &meaning->period) ||
                  period_parse(category->label, &meaning->period);
}

/* What a meaning is kept under; no padding, so that it can be hashed. */
struct meaning_key {
    uintptr_t category, part;
};

static bool same_meaning(const void *items, uint32_t item, const void *key)
{
    const struct meaning *meaning = (const struct meaning *)items + item;
    const struct meaning_key *other = key;
    return (uintptr_t)meaning->category == other->category &&
           meaning->part == other->part;
}

/* Each category is looked up once as each part: the same one is always the same
 * pointer. */
const struct meaning *mapper_meaning(struct mapper *m, const struct category *category,
                                     enum part part)
{
    static void (*const resolve[])(struct mapper *, const struct category *,
                                   struct meaning *) = {
        [PART_REGION] = resolve_region,
        [PART_INDICATOR] = resolve_indicator,
        [PART_PERIOD] = resolve_period,
    };
    struct meaning_key key = {(uintptr_t)category, part};
    uint64_t hash = hash_of(&m->index, &key, sizeof key);
    uint32_t item;
    if (hash_find(&m->index, hash, same_meaning, m->meanings, &key, &item))
        return &m->meanings[item];
    m->meanings =
        arena_more(m->scratch, m->meanings, m->n_meanings, sizeof *m->meanings);
    struct meaning *meaning = &m->meanings[m->n_meanings];
    *meaning = (struct meaning){.category = category, .part = part, .unit = ""};
    resolve[part](m, category, meaning);
    hash_add(&m->index, hash, (uint32_t)m->n_meanings++);
    return meaning;
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
    static const enum error_code codes[] = {
        [PART_REGION] = ERROR_MAP_REGION,
        [PART_INDICATOR] = ERROR_MAP_INDICATOR,
        [PART_PERIOD] = ERROR_PERIOD,
    };
    bool several = mapper_meaning(m, category, part)->several;
    error_set(error, several ? ERROR_MAP_REGION_SEVERAL : codes[part], shown);
}
