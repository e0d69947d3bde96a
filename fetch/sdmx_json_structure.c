/* What describes a data set: dimensions, measures, attributes. See fetch/sdmx_json.h.
 */
#include "fetch/sdmx_json.h"

#include <string.h>
#include <strings.h>

/* Both spellings of each level occur. */
static const struct {
    const char *names[2];
} levels[] = {
    [SDMX_DATASET] = {{"dataSet", "dataset"}},
    [SDMX_SERIES] = {{"series", "series"}},
    [SDMX_OBSERVATION] = {{"observation", "observations"}},
    [SDMX_GROUP] = {{"dimensionGroup", "dimensiongroup"}},
};

/* The components of one level: an array, or nothing. */
static const struct json *at_level(const struct json *group, enum sdmx_level level)
{
    for (size_t i = 0; i < 2; i++) {
        const struct json *list =
            json_get_typed(group, levels[level].names[i], JSON_ARRAY);
        if (list)
            return list;
    }
    return NULL;
}

static bool too_many(const struct sdmx_reading *reading, size_t n, size_t most,
                     struct error *error)
{
    return error_set(error, ERROR_SDMX_RANK, reading->name,
                     arena_printf(reading->arena, "%zu", n),
                     arena_printf(reading->arena, "%zu", most));
}

/* ---- roles ---- */

struct wanted_role {
    enum dimension_role as;
    enum known_name known;
    const char *roles[4]; /* as components name their role */
    const char *ids[8];   /* besides the well-known names, surest first */
};

static const struct wanted_role wanted_roles[] = {
    {DIMENSION_TIME,
     KNOWN_PERIOD,
     {"TIME_PERIOD", "time", "TIME"},
     {"TIME_PERIOD", "TIME", "YEAR"}},
    {DIMENSION_GEO,
     KNOWN_REGION,
     {"REF_AREA", "GEO", "GEOGRAPHICAL"},
     {"REF_AREA", "LOCATION", "GEO", "REGION", "COU", "COUNTRY", "STATE", "AREA"}},
    {DIMENSION_METRIC, KNOWN_INDICATOR, {"INDICATOR", "METRIC"}, {"INDICATOR"}},
};

/* How sure the dimension has the role, 0 being surest; SIZE_MAX if it has not. */
static size_t rank_of(const struct wanted_role *wanted, const struct json *from,
                      const char *id)
{
    enum { IDS = 100, KNOWN = 200 };
    if (strcasecmp(id, wanted->ids[0]) == 0)
        return 0;
    for (size_t i = 0; i < 4 && wanted->roles[i]; i++)
        if (sdmx_role_is(from, wanted->roles[i]))
            return 1 + i;
    for (size_t i = 0; i < 8 && wanted->ids[i]; i++)
        if (strcasecmp(id, wanted->ids[i]) == 0)
            return IDS + i;
    enum known_name known;
    int rank;
    if (name_known(id, &known, &rank) && known == wanted->known)
        return KNOWN + (size_t)rank;
    return SIZE_MAX;
}

static void find_roles(struct sdmx_structure *structure, const struct json *const *from)
{
    for (size_t i = 0; i < sizeof wanted_roles / sizeof *wanted_roles; i++) {
        size_t surest = SIZE_MAX;
        struct dimension *best = NULL;
        for (size_t k = 0; k < structure->n_keyed; k++) {
            struct dimension *dimension = &structure->dimensions[k];
            size_t rank = dimension->role == DIMENSION_PLAIN
                              ? rank_of(&wanted_roles[i], from[k], dimension->id)
                              : SIZE_MAX;
            if (rank < surest) {
                surest = rank;
                best = dimension;
            }
        }
        if (best)
            best->role = wanted_roles[i].as;
    }
}

/* ---- dimensions ---- */

static struct dimension as_dimension(const struct sdmx_component *component)
{
    return (struct dimension){
        .id = component->id,
        .label = component->label,
        .categories = component->categories,
        .n_categories = component->n,
        .scopes = component->scopes,
    };
}

/* Whole keys may come in the order of keyPosition. Dimensions without one, or with one
 * that another has, stay where they are. */
static void order_by_position(struct sdmx_structure *structure,
                              const struct json *const *from)
{
    bool taken[SDMX_DIMENSIONS] = {false};
    size_t n = structure->n_keyed;
    double positions[SDMX_DIMENSIONS];
    for (size_t i = 0; i < n; i++) {
        const struct json *position =
            json_get_typed(from[i], "keyPosition", JSON_NUMBER);
        positions[i] = position ? position->number : (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        size_t next = n;
        for (size_t k = 0; k < n; k++)
            if (!taken[k] && (next == n || positions[k] < positions[next]))
                next = k;
        taken[next] = true;
        structure->by_position[i] = next;
    }
}

static bool read_dimensions(struct sdmx_reading *reading, const struct json *group,
                            struct sdmx_structure *structure, struct error *error)
{
    const struct json *from[SDMX_DIMENSIONS];
    size_t n = 0;
    for (int level = SDMX_DATASET; level <= SDMX_OBSERVATION; level++) {
        const struct json *list = at_level(group, (enum sdmx_level)level);
        structure->first[level] = n;
        structure->n[level] = list ? list->n : 0;
        if (structure->n[level] > SDMX_DIMENSIONS - n)
            return too_many(reading, n + structure->n[level], SDMX_DIMENSIONS, error);
        for (size_t i = 0; list && i < list->n; i++) {
            struct sdmx_component component;
            if (!sdmx_component(reading, &list->items[i], "dimensions", &component,
                                error))
                return false;
            structure->dimensions[n] = as_dimension(&component);
            from[n++] = &list->items[i];
        }
    }
    structure->n_keyed = structure->n_dimensions = n;
    find_roles(structure, from);
    order_by_position(structure, from);
    return true;
}

/* ---- measures ---- */

/* Where there are several, each is a category of a dimension of their own. */
static void add_measure_dimension(struct sdmx_reading *reading,
                                  struct sdmx_structure *structure)
{
    size_t n = structure->n_measures;
    struct category *categories = arena_alloc(reading->arena, n * sizeof *categories);
    for (size_t i = 0; i < n; i++) {
        categories[i] = sdmx_nothing;
        categories[i].code = structure->measures[i].id;
        categories[i].label = structure->measures[i].label;
        categories[i].ordinal = (uint32_t)i;
    }
    for (size_t i = 0; i < structure->n_keyed; i++)
        if (structure->dimensions[i].role == DIMENSION_METRIC)
            structure->dimensions[i].role = DIMENSION_PLAIN;
    structure->measure_dimension = (int)structure->n_dimensions;
    structure->dimensions[structure->n_dimensions++] = (struct dimension){
        .id = "measures",
        .label = "measures",
        .role = DIMENSION_METRIC,
        .categories = categories,
        .n_categories = n,
    };
}

static bool read_measures(struct sdmx_reading *reading, const struct json *group,
                          struct sdmx_structure *structure, struct error *error)
{
    structure->measure_dimension = -1;
    const struct json *list = group ? at_level(group, SDMX_OBSERVATION) : NULL;
    /* Version 1 does not name its one measure; version 2 says that there is none by an
     * empty object. */
    size_t n = group ? (list ? list->n : 0) : 1;
    if (n > SDMX_MEASURES)
        return too_many(reading, n, SDMX_MEASURES, error);
    structure->n_measures = n;
    structure->measures = arena_alloc(reading->arena, n * sizeof *structure->measures);
    if (!list && n == 1) {
        structure->measures[0] =
            (struct sdmx_component){.id = "OBS_VALUE", .unset = &sdmx_nothing};
        return true;
    }
    for (size_t i = 0; i < n; i++)
        if (!sdmx_component(reading, &list->items[i], "measures",
                            &structure->measures[i], error))
            return false;
    if (n > 1)
        add_measure_dimension(reading, structure);
    return true;
}

/* ---- attributes ---- */

/* Attributes that are read, by id or role, and the name that the mapper knows each by;
 * NULL: the cell's status. SCALE is no multiplier: the IMF sends whole persons with
 * "millions" as the scale to show them in, others mean it as UNIT_MULT. It is only
 * shown, and a change of it noticed. */
static const struct {
    const char *id, *name;
    bool number; /* only where its values are numbers: others use the name too */
} known_attributes[] = {
    {"UNIT_MEASURE", "UNIT_MEASURE", false},
    {"UNIT", "UNIT", false},
    {"UNIT_MEAS", "UNIT_MEASURE", false},
    {"UNIT_MULT", "UNIT_MULT", false},
    {"POWERCODE", "POWERCODE", false},
    {"UNIT_MULTIPLIER", "UNIT_MULT", false},
    {"SCALE", "SCALE", true},
    {"DECIMALS", "DECIMALS", false},
    {"OBS_STATUS", NULL, false},
    {"OBS_FLAG", NULL, false},
};

enum { KNOWN_ATTRIBUTES = sizeof known_attributes / sizeof *known_attributes };

static bool are_numbers(const struct json *attribute)
{
    const struct json *values = json_get_typed(attribute, "values", JSON_ARRAY);
    const char *code =
        values && values->n > 0 ? json_get_text(&values->items[0], "id") : "";
    return *code && !code[strspn(code, "-0123456789")];
}

/* Its row in the table, or -1. An id is surer than a role. */
static int attribute_kind(const struct json *attribute)
{
    const char *id = json_get_text(attribute, "id");
    for (int i = 0; i < KNOWN_ATTRIBUTES; i++)
        if (strcasecmp(id, known_attributes[i].id) == 0)
            return known_attributes[i].number && !are_numbers(attribute) ? -1 : i;
    for (int i = 0; i < KNOWN_ATTRIBUTES; i++)
        if (!known_attributes[i].number &&
            sdmx_role_is(attribute, known_attributes[i].id))
            return i;
    return -1;
}

/* Is there one of that name, or a status, already? The first holds. */
static bool is_there(const struct sdmx_structure *structure, const char *name)
{
    for (size_t i = 0; i < structure->n_attributes; i++) {
        const struct sdmx_attribute *one = &structure->attributes[i];
        if (name ? !one->status &&
                       strcmp(structure->dimensions[one->dimension].id, name) == 0
                 : one->status)
            return true;
    }
    return false;
}

/* relationship.dimensions, as bits. */
static uint64_t read_about(const struct sdmx_structure *structure,
                           const struct json *from)
{
    const struct json *ids =
        json_get_typed(json_get(from, "relationship"), "dimensions", JSON_ARRAY);
    uint64_t about = 0;
    for (size_t i = 0; ids && i < ids->n; i++)
        for (size_t k = 0; ids->items[i].type == JSON_TEXT && k < structure->n_keyed;
             k++)
            if (strcmp(ids->items[i].text, structure->dimensions[k].id) == 0)
                about |= (uint64_t)1 << k;
    return about;
}

static bool add_attribute(struct sdmx_reading *reading,
                          struct sdmx_structure *structure, const struct json *from,
                          enum sdmx_level level, size_t position, struct error *error)
{
    int kind = attribute_kind(from);
    if (kind < 0 || is_there(structure, known_attributes[kind].name))
        return true;
    struct sdmx_attribute *to = &structure->attributes[structure->n_attributes];
    *to = (struct sdmx_attribute){.level = level, .position = position};
    if (!sdmx_component(reading, from, "attributes", &to->component, error))
        return false;
    structure->n_attributes++;
    to->about = read_about(structure, from);
    to->status = known_attributes[kind].name == NULL;
    if (to->status) {
        structure->status = to->component.id;
        return true;
    }
    struct dimension dimension = as_dimension(&to->component);
    dimension.id = known_attributes[kind].name;
    dimension.attribute = true;
    if (to->component.n == 0)
        dimension.categories = NULL;
    to->dimension = structure->n_dimensions;
    structure->dimensions[structure->n_dimensions++] = dimension;
    return true;
}

static bool read_attributes(struct sdmx_reading *reading, const struct json *group,
                            struct sdmx_structure *structure, struct error *error)
{
    structure->attributes =
        arena_alloc(reading->arena, KNOWN_ATTRIBUTES * sizeof *structure->attributes);
    for (int level = SDMX_DATASET; level < SDMX_LEVELS; level++) {
        const struct json *list = at_level(group, (enum sdmx_level)level);
        if (list && list->n > SDMX_ATTRIBUTES)
            return too_many(reading, list->n, SDMX_ATTRIBUTES, error);
        for (size_t i = 0; list && i < list->n; i++)
            if (!add_attribute(reading, structure, &list->items[i],
                               (enum sdmx_level)level, i, error))
                return false;
    }
    return true;
}

bool sdmx_structure(struct sdmx_reading *reading, const struct json_part *part,
                    struct sdmx_structure *structure, struct error *error)
{
    static const char *const without[] = {"annotations", "links", "description",
                                          "descriptions", NULL};
    const struct json *tree;
    size_t used = reading->arena->used;
    if (!json_take_without(reading->json, part, without, reading->left, reading->arena,
                           &tree, error))
        return false;
    const struct json *dimensions = json_get_typed(tree, "dimensions", JSON_OBJECT);
    bool blank = tree->type == JSON_OBJECT && tree->n == 0;
    if (!dimensions && !blank)
        return error_set(error, ERROR_SDMX_SHAPE, reading->name, "dimensions");
    *structure = (struct sdmx_structure){.label = sdmx_text(tree, "name", "names"),
                                         .blank = blank};
    structure->dimensions =
        arena_alloc(reading->arena, (SDMX_DIMENSIONS + 1 + KNOWN_ATTRIBUTES) *
                                        sizeof *structure->dimensions);
    bool ok = read_dimensions(reading, dimensions, structure, error) &&
              read_measures(reading, json_get_typed(tree, "measures", JSON_OBJECT),
                            structure, error) &&
              read_attributes(reading, json_get(tree, "attributes"), structure, error);
    used = reading->arena->used - used;
    reading->left = used < reading->left ? reading->left - used : 0;
    return ok;
}
