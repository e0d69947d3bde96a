/* Which dimension is what, and which filter applies. See fetch/mapper_work.h. */
#include "fetch/mapper_work.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The dimension with that id, label or number; -1 if there is none. */
static int find(const struct dataset *dataset, const char *name)
{
    for (size_t i = 0; i < dataset->n_dimensions; i++) {
        const struct dimension *dimension = &dataset->dimensions[i];
        char number[24];
        snprintf(number, sizeof number, "#%zu",
                 dimension->column ? (size_t)dimension->column : i + 1);
        if (strcmp(name, dimension->id) == 0 || strcmp(name, number) == 0)
            return (int)i;
    }
    for (size_t i = 0; i < dataset->n_dimensions; i++)
        if (strcmp(name, dataset->dimensions[i].label) == 0)
            return (int)i;
    return -1;
}

static int find_role(const struct dataset *dataset, enum dimension_role role)
{
    for (size_t i = 0; i < dataset->n_dimensions; i++)
        if (dataset->dimensions[i].role == role)
            return (int)i;
    return -1;
}

static int find_unit(const struct dataset *dataset)
{
    for (size_t i = 0; i < dataset->n_dimensions; i++) {
        enum known_name known;
        int rank;
        if (dataset->dimensions[i].role == DIMENSION_PLAIN &&
            name_known(dataset->dimensions[i].id, &known, &rank) && known == KNOWN_UNIT)
            return (int)i;
    }
    return -1;
}

/* SDMX: values are in units of ten to this power. */
static int find_power(const struct dataset *dataset)
{
    for (size_t i = 0; i < dataset->n_dimensions; i++)
        if (strcasecmp(dataset->dimensions[i].id, "UNIT_MULT") == 0 ||
            strcasecmp(dataset->dimensions[i].id, "POWERCODE") == 0)
            return (int)i;
    return -1;
}

static const char *list_dimensions(const struct mapper *m)
{
    const char *list = "";
    for (size_t i = 0; i < m->dataset->n_dimensions && strlen(list) < 400; i++)
        list = arena_printf(m->scratch, "%s%s%s", list, i ? ", " : "",
                            feed_excerpt(m->scratch, m->dataset->dimensions[i].id));
    return list;
}

/* The parts that every value must have. */
static const struct {
    enum part part;
    enum dimension_role role;
    enum error_code none;
} needed[] = {
    {PART_REGION, DIMENSION_GEO, ERROR_MAP_NO_REGION},
    {PART_INDICATOR, DIMENSION_METRIC, ERROR_MAP_NO_INDICATOR},
    {PART_PERIOD, DIMENSION_TIME, ERROR_MAP_NO_PERIOD},
};

static bool bind_needed(struct mapper *m, size_t i, const char *name,
                        struct error *error)
{
    enum part part = needed[i].part;
    bool constant = m->constants[part].code != NULL;
    if (name && *name) {
        m->dims[part] = find(m->dataset, name);
        if (m->dims[part] < 0 && !constant)
            return error_set(error, ERROR_MAP_NAMED, m->body->name, name,
                             list_dimensions(m));
        return true;
    }
    m->dims[part] = constant ? -1 : find_role(m->dataset, needed[i].role);
    return m->dims[part] >= 0 || constant ||
           error_set(error, needed[i].none, m->body->name, list_dimensions(m));
}

/* One dimension cannot say two of these things. The unit is only compared, so it may
 * be what another part names too. */
static bool check_apart(const struct mapper *m, struct error *error)
{
    static const char *const settings[] = {
        [PART_REGION] = "region",
        [PART_INDICATOR] = "indicator",
        [PART_PERIOD] = "period",
        [PART_STATUS] = "status",
    };
    for (int a = PART_REGION; a <= PART_STATUS; a++)
        for (int b = a + 1; b <= PART_STATUS; b++)
            if (m->dims[a] >= 0 && m->dims[a] == m->dims[b])
                return error_set(
                    error, ERROR_MAP_TWO_PARTS, m->body->name,
                    feed_excerpt(m->scratch, m->dataset->dimensions[m->dims[a]].id),
                    settings[a], settings[b]);
    return true;
}

/* Remarks beside figures: whoever wants one of them filters for it. */
static void bind_asides(struct mapper *m)
{
    for (size_t i = 0; i < m->dataset->n_dimensions; i++) {
        struct use *use = &m->uses[i];
        if (m->dataset->dimensions[i].column == 0 || use->bound || use->filter ||
            !name_aside(m->dataset->dimensions[i].id))
            continue;
        use->bound = use->aside = true;
    }
}

static bool bind_parts(struct mapper *m, struct error *error)
{
    const struct column_mapping *columns = &m->source->mapping.columns;
    const char *const names[] = {columns->region, columns->indicator, columns->period};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!bind_needed(m, i, names[i], error))
            return false;
    /* A table's status column is no dimension: its decoder has read it. */
    m->dims[PART_STATUS] =
        columns->status && *columns->status ? find(m->dataset, columns->status) : -1;
    m->dims[PART_UNIT] = columns->unit && *columns->unit
                             ? find(m->dataset, columns->unit)
                             : find_unit(m->dataset);
    m->power = find_power(m->dataset);
    if (m->power >= 0)
        m->uses[m->power].bound = true;
    for (int part = 0; part < PART_COUNT; part++)
        if (m->dims[part] >= 0)
            m->uses[m->dims[part]].bound = true;
    for (size_t i = 0; i < m->source->mapping.n_ignored; i++) {
        int found = find(m->dataset, m->source->mapping.ignored[i]);
        if (found >= 0) {
            m->uses[found].bound = true;
            m->ignored_found[i] = true;
        }
    }
    bind_asides(m);
    return check_apart(m, error);
}

/* Does a filter take another data set than this one? A dimension of that name comes
 * first. */
static bool takes_another(const struct mapper *m)
{
    const struct mapping *mapping = &m->source->mapping;
    for (size_t i = 0; i < mapping->n_filters; i++)
        if (strcmp(mapping->filters[i].from, "dataset") == 0 &&
            find(m->dataset, "dataset") < 0 &&
            strcmp(mapping->filters[i].to, m->dataset->id) != 0)
            return true;
    return false;
}

static void bind_filters(struct mapper *m)
{
    const struct mapping *mapping = &m->source->mapping;
    for (size_t i = 0; i < mapping->n_filters; i++) {
        const char *name = mapping->filters[i].from;
        int found = find(m->dataset, name);
        if (found >= 0) {
            m->uses[found].filter = mapping->filters[i].to;
            m->filters_found[i] = true;
        } else if (strcmp(name, "dataset") != 0) {
            struct refusal warning = {.warning = true, .raw = name};
            error_set(&warning.reason, ERROR_MAP_FILTER, m->body->name, name,
                      list_dimensions(m));
            mapper_refuse(m, &warning);
        }
    }
}

bool mapper_check_names(struct mapper *m, struct error *error)
{
    const struct mapping *mapping = &m->source->mapping;
    if (!m->dimensions)
        return true;
    for (size_t i = 0; i < mapping->n_filters; i++)
        if (!m->filters_found[i] && strcmp(mapping->filters[i].from, "dataset") != 0)
            return error_set(error, ERROR_MAP_FILTER_NONE, m->body->name,
                             mapping->filters[i].from, m->dimensions);
    for (size_t i = 0; i < mapping->n_ignored; i++) {
        if (m->ignored_found[i])
            continue;
        struct refusal warning = {.warning = true, .raw = mapping->ignored[i]};
        error_set(&warning.reason, ERROR_MAP_IGNORED, m->body->name,
                  mapping->ignored[i], m->dimensions);
        mapper_refuse(m, &warning);
    }
    return true;
}

/* Which dimensions every cell must be asked about. */
static void list_asked(struct mapper *m)
{
    size_t n = m->dataset->n_dimensions;
    m->filtered = arena_alloc(m->scratch, n * sizeof *m->filtered);
    m->loose = arena_alloc(m->scratch, n * sizeof *m->loose);
    m->n_filtered = m->n_loose = 0;
    for (size_t i = 0; i < n; i++) {
        if (m->uses[i].filter)
            m->filtered[m->n_filtered++] = i;
        else if (!m->uses[i].bound && !m->dataset->dimensions[i].attribute)
            m->loose[m->n_loose++] = i;
    }
}

/* Where the format lists the categories, each will be asked for. */
static void expect_meanings(struct mapper *m)
{
    for (int part = PART_REGION; part <= PART_PERIOD; part++) {
        size_t n =
            m->dims[part] < 0 ? 0 : m->dataset->dimensions[m->dims[part]].n_categories;
        struct meanings *meanings = &m->meanings[part];
        meanings->known = arena_alloc(m->scratch, n * sizeof *meanings->known);
        meanings->capacity = n;
        hash_reserve(&m->index, n);
    }
}

bool mapper_bind(struct mapper *m, const struct dataset *dataset, struct error *error)
{
    m->dataset = dataset;
    m->skipped = takes_another(m);
    memset(m->meanings, 0, sizeof m->meanings);
    memset(m->units, 0, sizeof m->units);
    m->uses = arena_alloc(m->scratch, dataset->n_dimensions * sizeof *m->uses);
    if (m->skipped)
        return true;
    if (dataset->supersedes) {
        m->steps = arena_more(m->scratch, m->steps, m->n_steps, sizeof *m->steps);
        m->steps[m->n_steps++] = (uint32_t)m->n;
    }
    m->dimensions = list_dimensions(m);
    bind_filters(m);
    if (!bind_parts(m, error))
        return false;
    list_asked(m);
    expect_meanings(m);
    return true;
}

const struct category *mapper_category(const struct mapper *m, const struct cell *cell,
                                       enum part part)
{
    if (m->dims[part] >= 0)
        return cell->at[m->dims[part]];
    return m->constants[part].code ? &m->constants[part] : NULL;
}
