/* What the feed looks like, for the drift guard. See fetch/mapper_work.h. */
#include "fetch/mapper_work.h"

void mapper_shape_begin(struct mapper *m)
{
    const struct dataset *dataset = m->dataset;
    if (m->skipped)
        return;
    for (size_t i = 0; i < dataset->n_dimensions; i++)
        if (!m->uses[i].aside)
            shape_field(&m->shape, dataset->id, dataset->dimensions[i].id);
    for (size_t i = 0; i < dataset->n_fields; i++)
        shape_field(&m->shape, dataset->id, dataset->fields[i]);
}

static const char *scope_of(const struct dimension *dimension,
                            const struct category *category)
{
    if (!dimension->scopes || category->ordinal >= dimension->n_categories)
        return NULL;
    return dimension->scopes[category->ordinal];
}

/* Of those that cells asked for: what has no meaning, and what is counted. */
static void note_part(struct mapper *m, enum part part)
{
    const struct dimension *dimension = &m->dataset->dimensions[m->dims[part]];
    const struct meanings *meanings = &m->meanings[part];
    for (size_t i = 0; i < meanings->capacity; i++) {
        const struct meaning *meaning = meanings->known[i];
        if (!meaning)
            continue;
        const char *scope = scope_of(dimension, meaning->category);
        if (!meaning->ok)
            shape_value(&m->shape, dimension->id, meaning->category->code);
        else if (scope && part == PART_INDICATOR)
            shape_scope(&m->shape, meaning->indicator, scope);
    }
}

/* A dimension that nobody speaks of has one category: that one. */
static void note_loose(struct mapper *m)
{
    for (size_t i = 0; i < m->n_loose; i++) {
        const struct dimension *dimension = &m->dataset->dimensions[m->loose[i]];
        const struct category *seen = m->uses[m->loose[i]].seen;
        if (!seen)
            continue;
        /* An empty column may come and go. */
        if (!dimension->attribute && *seen->code)
            shape_value(&m->shape, dimension->id, seen->code);
        const char *scope = scope_of(dimension, seen);
        if (scope)
            shape_scope(&m->shape, seen->code, scope);
    }
}

void mapper_shape_end(struct mapper *m)
{
    static const enum part named[] = {PART_REGION, PART_INDICATOR};
    if (!m->dataset || m->skipped || !m->uses)
        return;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (m->dims[named[i]] >= 0)
            note_part(m, named[i]);
    note_loose(m);
}

void mapper_shape_unit(struct mapper *m, const struct meaning *indicator,
                       const char *sent)
{
    shape_unit(&m->shape, indicator->indicator, sent);
}

void mapper_shape_statuses(struct mapper *m)
{
    for (size_t i = 0; i < m->n_odd; i++)
        shape_value(&m->shape, "OBS_STATUS", m->odd[i]);
}

void mapper_shape_item(struct mapper *m, const struct feed_item *item)
{
    const struct item_register *reg = &item_registers[item->kind];
    for (size_t i = 0; reg->fields[i].name; i++) {
        uint32_t bit = (uint32_t)1 << i;
        if (!item->fields[i] || m->item_fields[item->kind] & bit)
            continue;
        m->item_fields[item->kind] |= bit;
        shape_field(&m->shape, reg->name, reg->fields[i].name);
    }
}
