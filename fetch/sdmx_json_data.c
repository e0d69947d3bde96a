/* Series and observations of an SDMX-JSON data set. See fetch/sdmx_json.h. */
#include "fetch/json_scalar.h"
#include "fetch/sdmx_json.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A data set while its observations are sent. */
struct sending {
    struct sdmx_reading *reading;
    struct sdmx_structure *structure;
    struct sdmx_groups groups;
    bool taken_back; /* the action is Delete */
    bool both;       /* series and single observations: no key is sure */
    uint32_t n_unsure;
    uint32_t indexes[SDMX_DIMENSIONS];    /* of the cell in hand, by dimension */
    const char *series;                   /* the open series' key, or NULL */
    const struct category **at;           /* of the cell in hand */
    const struct category **set, **outer; /* by attribute: data set's, then series' */
    const struct category **now;          /* the cell's; NULL: no such index */
    int *by_position; /* attribute presented at each place of an observation, or -1 */
    size_t n_positions;
    struct arena scratch; /* emptied with each observation */
    struct error doubt;
    bool doubted;
};

/* ---- keys ---- */

/* A key that names no place: of a slice that is taken back, or of an empty value. */
static void doubt_place(struct sending *s, const struct json_part *member)
{
    if (s->doubted)
        return;
    s->doubted = true;
    error_set(&s->doubt, s->taken_back ? ERROR_SDMX_SLICE : ERROR_SDMX_PLACE,
              feed_excerpt(&s->scratch, json_key(member, &s->scratch)));
}

/* Puts n indexes of the key at the dimensions from `first`. */
static bool place(struct sending *s, const struct json_part *member,
                  const uint32_t *parts, size_t first, size_t n, struct error *error)
{
    for (size_t i = 0; i < n; i++) {
        const struct dimension *dimension = &s->structure->dimensions[first + i];
        s->indexes[first + i] = parts[i];
        s->at[first + i] = &sdmx_nothing;
        if (parts[i] == SDMX_EMPTY) {
            if (!s->taken_back)
                return sdmx_key_error(s->reading, s->structure, member, first, n,
                                      error);
            doubt_place(s, member);
            continue;
        }
        if (parts[i] >= dimension->n_categories) {
            struct arena *arena = s->reading->arena;
            return error_set(error, ERROR_SDMX_INDEX, s->reading->name,
                             feed_excerpt(arena, json_key(member, arena)),
                             feed_excerpt(arena, dimension->id),
                             arena_printf(arena, "%zu", dimension->n_categories));
        }
        s->at[first + i] = &dimension->categories[parts[i]];
        if (!*s->at[first + i]->code)
            doubt_place(s, member);
    }
    return true;
}

/* A level without dimensions has one key, which some leave empty. */
static bool fits(const uint32_t *parts, size_t n, size_t wanted)
{
    return n == wanted || (wanted == 0 && n == 1 && parts[0] == 0);
}

static bool place_key(struct sending *s, const struct json_part *member,
                      enum sdmx_level level, struct error *error)
{
    const struct sdmx_structure *structure = s->structure;
    uint32_t parts[SDMX_DIMENSIONS];
    size_t first = structure->first[level], wanted = structure->n[level], n;
    if (!sdmx_key(member, parts, &n))
        return sdmx_key_error(s->reading, structure, member, first, wanted, error);
    /* Single observations go through the series' dimensions too, or through all. */
    if (level == SDMX_OBSERVATION && !s->series) {
        first = structure->first[SDMX_SERIES];
        wanted = structure->n_keyed - first;
        if (!fits(parts, n, wanted) && n == structure->n_keyed) {
            first = 0;
            wanted = n;
        }
    }
    if (!fits(parts, n, wanted))
        return sdmx_key_error(s->reading, structure, member, first, wanted, error);
    return place(s, member, parts, first, wanted, error);
}

/* Where no key is sure, the key itself tells the row from others. */
static bool place_nowhere(struct sending *s, const struct json_part *member,
                          struct error *error)
{
    struct arena *arena = s->reading->arena;
    if (s->n_unsure++ == SDMX_LITERALS)
        return sdmx_key_error(s->reading, s->structure, member, 0,
                              s->structure->n_keyed, error);
    const char *key = arena_printf(arena, "%s%s%s", s->series ? s->series : "",
                                   s->series ? "/" : "", json_key(member, arena));
    for (size_t i = 0; i < s->structure->n_keyed; i++)
        s->at[i] = &sdmx_nothing;
    struct category *row = arena_alloc(arena, sizeof *row);
    *row = sdmx_nothing;
    row->code = row->label = key;
    if (s->structure->n_keyed > 0)
        s->at[0] = row;
    s->doubted = true;
    error_set(&s->doubt, ERROR_SDMX_BOTH, feed_excerpt(&s->scratch, key));
    return true;
}

/* ---- attributes ---- */

/* Attributes of a level from the list beside its data, which may be absent. */
static bool read_attributes(struct sending *s, const struct json_part *object,
                            enum sdmx_level level, const struct category **to,
                            struct error *error)
{
    struct json_part list;
    const struct json *values = NULL;
    struct sdmx_structure *structure = s->structure;
    bool any = false, ok = true;
    for (size_t i = 0; i < structure->n_attributes; i++)
        any = any || structure->attributes[i].level == level;
    if (!any)
        return true;
    struct arena scratch = {0};
    if (json_find_typed(s->reading->json, object, "attributes", JSON_ARRAY, &list))
        ok = json_take(s->reading->json, &list, JSON_ELEMENT_BYTES, &scratch, &values,
                       error);
    for (size_t i = 0; ok && i < structure->n_attributes; i++) {
        struct sdmx_attribute *one = &structure->attributes[i];
        if (one->level != level)
            continue;
        to[i] = one->component.unset;
        if (values && one->position < values->n)
            ok = sdmx_value(s->reading, &one->component, &values->items[one->position],
                            &to[i], error);
    }
    arena_release(&scratch);
    return ok;
}

static void doubt_attribute(struct sending *s, const struct sdmx_component *component)
{
    if (s->doubted)
        return;
    s->doubted = true;
    error_set(&s->doubt, ERROR_SDMX_ATTRIBUTE, feed_excerpt(&s->scratch, component->id),
              arena_printf(&s->scratch, "%zu", component->n));
}

/* The attributes of the cell, once all of them are known; returns the status. */
static const char *settle_attributes(struct sending *s)
{
    const struct sdmx_structure *structure = s->structure;
    const char *status = "";
    for (size_t i = 0; i < structure->n_attributes; i++) {
        const struct sdmx_attribute *one = &structure->attributes[i];
        if (one->level == SDMX_GROUP)
            s->now[i] = s->both
                            ? one->component.unset
                            : sdmx_groups_find(&s->groups, structure, i, s->indexes);
        const struct category *category = s->now[i];
        if (one->status) {
            /* A status that is not listed is one that nobody understands. */
            status = category ? category->code : "?";
            continue;
        }
        if (!category)
            doubt_attribute(s, &one->component);
        s->at[one->dimension] = category ? category : &sdmx_nothing;
    }
    return status;
}

/* ---- values ---- */

static void read_cell(struct cell *cell, const struct json *value)
{
    cell->raw = "";
    cell->qualifier = QUALIFIER_EXACT;
    cell->kind = CELL_TEXT;
    switch (value->type) {
    case JSON_NULL:
        cell->kind = CELL_MISSING;
        break;
    case JSON_NUMBER:
        cell->kind = CELL_VALUE;
        cell->value = value->number;
        break;
    case JSON_TEXT:
        cell_read_text(cell, value->text);
        break;
    case JSON_TRUE:
        cell->raw = "true";
        break;
    case JSON_FALSE:
        cell->raw = "false";
        break;
    case JSON_ARRAY:
        cell->raw = "[]";
        break;
    case JSON_OBJECT:
        cell->raw = "{}";
        break;
    }
}

/* A coded measure: a whole number is an index, and what it stands for is the value. */
static void read_coded(struct sending *s, const struct sdmx_component *measure,
                       struct cell *cell, const struct json *value)
{
    double number = value->type == JSON_NUMBER ? value->number : -1;
    if (measure->n == 0 || !(number >= 0) || number >= 1e15 ||
        number != (double)(uint64_t)number) {
        read_cell(cell, value);
        return;
    }
    cell->kind = CELL_MISSING;
    cell->raw = "";
    if ((uint64_t)number >= measure->n)
        doubt_attribute(s, measure);
    else if (*measure->categories[(uint64_t)number].code)
        cell_read_text(cell, measure->categories[(uint64_t)number].code);
}

static bool send_cell(struct sending *s, size_t measure, const struct json *value,
                      const char *status, struct error *error)
{
    const struct sdmx_structure *structure = s->structure;
    const struct feed_sink *sink = s->reading->sink;
    bool doubted = s->doubted;
    struct cell cell = {
        .row = s->reading->row,
        .column = structure->n_measures > 1 ? (uint32_t)measure + 1 : 0,
        .at = s->at,
        .status = status,
    };
    if (s->taken_back) {
        cell.kind = CELL_MISSING;
        cell.raw = "";
        cell.withdrawn = true;
    } else if (measure < structure->n_measures) {
        read_coded(s, &structure->measures[measure], &cell, value);
    } else {
        read_cell(&cell, value);
    }
    if (structure->measure_dimension >= 0)
        s->at[structure->measure_dimension] =
            &structure->dimensions[structure->measure_dimension].categories[measure];
    if (s->doubted)
        cell.doubt = &s->doubt;
    bool ok = sink->cell(sink->self, &cell, error);
    s->doubted = doubted;
    return ok;
}

/* One element of an observation. */
static bool take(struct sending *s, const struct json_part *part, struct json *value,
                 struct error *error)
{
    if (part->type != JSON_ARRAY && part->type != JSON_OBJECT) {
        json_scalar(part->at, part->end, &s->scratch, value);
        return true;
    }
    const struct json *tree;
    if (!json_take(s->reading->json, part, JSON_ELEMENT_BYTES, &s->scratch, &tree,
                   error))
        return false;
    *value = *tree;
    return true;
}

/* Takes measures and attributes out of [measures.., attributes.., annotations..]; what
 * is not an array is its only measure. */
static bool read_elements(struct sending *s, const struct json_part *part,
                          struct json *values, struct error *error)
{
    const struct sdmx_structure *structure = s->structure;
    size_t n = structure->n_measures;
    if (part->type != JSON_ARRAY)
        return n == 0 || take(s, part, &values[0], error);
    struct json_walk walk;
    struct json_part element;
    bool ok = true;
    json_walk_open(&walk, s->reading->json, part);
    for (size_t i = 0; ok && i < n + s->n_positions && json_walk_next(&walk, &element);
         i++) {
        int attribute = i < n ? -1 : s->by_position[i - n];
        if (i < n) {
            ok = take(s, &element, &values[i], error);
        } else if (attribute >= 0) {
            struct json value = {.type = JSON_NULL};
            ok = take(s, &element, &value, error) &&
                 sdmx_value(s->reading, &structure->attributes[attribute].component,
                            &value, &s->now[attribute], error);
        }
    }
    json_walk_close(&walk);
    return ok;
}

static bool send_observation(struct sending *s, const struct json_part *part,
                             struct error *error)
{
    const struct sdmx_structure *structure = s->structure;
    struct json values[SDMX_MEASURES];
    size_t n = structure->n_measures > 0 ? structure->n_measures : 1;
    for (size_t i = 0; i < n; i++)
        values[i] = (struct json){.type = JSON_NULL};
    if (structure->n_attributes > 0)
        memcpy(s->now, s->outer, structure->n_attributes * sizeof *s->now);
    s->reading->row++;
    if (!read_elements(s, part, values, error))
        return false;
    const char *status = settle_attributes(s);
    for (size_t i = 0; i < n; i++)
        if (!send_cell(s, i, &values[i], status, error))
            return false;
    return true;
}

/* ---- observations and series ---- */

static bool send_observations(struct sending *s, const struct json_part *observations,
                              struct error *error)
{
    if (observations->type == JSON_NULL)
        return true;
    if (observations->type != JSON_OBJECT)
        return error_set(error, ERROR_SDMX_SHAPE, s->reading->name, "observations");
    struct json_walk walk;
    struct json_part member;
    bool outer = s->doubted, ok = true;
    struct error why = s->doubt;
    json_walk_open(&walk, s->reading->json, observations);
    while (ok && json_walk_next(&walk, &member)) {
        arena_reset(&s->scratch);
        s->doubted = outer;
        if (outer)
            s->doubt = why;
        ok = (s->both ? place_nowhere(s, &member, error)
                      : place_key(s, &member, SDMX_OBSERVATION, error)) &&
             send_observation(s, &member, error);
    }
    json_walk_close(&walk);
    s->doubted = outer;
    return ok;
}

/* A row that takes back everything under it, and names no figure. */
static void refuse_slice(struct sending *s, const char *key)
{
    const struct feed_sink *sink = s->reading->sink;
    struct refusal refusal = {.row = ++s->reading->row, .raw = key};
    error_set(&refusal.reason, ERROR_SDMX_SLICE, feed_excerpt(&s->scratch, key));
    sink->refused(sink->self, &refusal);
}

static bool send_one_series(struct sending *s, const struct json_part *member,
                            struct error *error)
{
    struct json_part observations;
    struct arena key = {0};
    s->series = json_key(member, &key);
    s->doubted = false;
    arena_reset(&s->scratch);
    bool ok = member->type == JSON_OBJECT ||
              error_set(error, ERROR_SDMX_SHAPE, s->reading->name, "series");
    if (ok && !s->both)
        ok = place_key(s, member, SDMX_SERIES, error);
    ok = ok && read_attributes(s, member, SDMX_SERIES, s->outer, error);
    bool any = ok &&
               json_find(s->reading->json, member, "observations", &observations) &&
               (observations.type != JSON_OBJECT ||
                json_count(s->reading->json, &observations) > 0);
    if (ok && any)
        ok = send_observations(s, &observations, error);
    else if (ok && s->taken_back)
        refuse_slice(s, s->series);
    s->series = NULL;
    s->doubted = false;
    arena_release(&key);
    return ok;
}

static bool send_series(struct sending *s, const struct json_part *series,
                        struct error *error)
{
    if (series->type == JSON_NULL)
        return true;
    if (series->type != JSON_OBJECT)
        return error_set(error, ERROR_SDMX_SHAPE, s->reading->name, "series");
    struct json_walk walk;
    struct json_part member;
    bool ok = true;
    json_walk_open(&walk, s->reading->json, series);
    while (ok && json_walk_next(&walk, &member))
        ok = send_one_series(s, &member, error);
    json_walk_close(&walk);
    return ok;
}

/* ---- the data set ---- */

static void open_attributes(struct sending *s)
{
    const struct sdmx_structure *structure = s->structure;
    struct arena *arena = s->reading->arena;
    size_t n = structure->n_attributes;
    s->set = arena_alloc(arena, n * sizeof *s->set);
    s->outer = arena_alloc(arena, n * sizeof *s->outer);
    s->now = arena_alloc(arena, n * sizeof *s->now);
    for (size_t i = 0; i < n; i++) {
        const struct sdmx_attribute *one = &structure->attributes[i];
        s->set[i] = one->component.unset;
        if (one->level == SDMX_OBSERVATION && one->position >= s->n_positions)
            s->n_positions = one->position + 1;
    }
    s->by_position = arena_alloc(arena, s->n_positions * sizeof *s->by_position);
    for (size_t i = 0; i < s->n_positions; i++)
        s->by_position[i] = -1;
    for (size_t i = 0; i < n; i++)
        if (structure->attributes[i].level == SDMX_OBSERVATION)
            s->by_position[structure->attributes[i].position] = (int)i;
}

/* Dimensions of the whole data set have one value. */
static bool place_set(struct sending *s, struct error *error)
{
    const struct sdmx_structure *structure = s->structure;
    for (size_t i = 0; i < structure->n[SDMX_DATASET]; i++) {
        const struct dimension *dimension = &structure->dimensions[i];
        if (!s->both && dimension->n_categories != 1)
            return error_set(
                error, ERROR_SDMX_ONE, s->reading->name,
                feed_excerpt(s->reading->arena, dimension->id),
                arena_printf(s->reading->arena, "%zu", dimension->n_categories));
        s->indexes[i] = 0;
        s->at[i] = dimension->categories;
    }
    return true;
}

static bool is_said(const struct json_body *json, const struct json_part *set,
                    const char *key, struct json_part *member)
{
    return json_find(json, set, key, member) && member->type != JSON_NULL &&
           (member->type != JSON_OBJECT || json_count(json, member) > 0);
}

static bool is_taken_back(struct sending *s, const struct json_part *set)
{
    struct json_part action;
    if (!json_find_typed(s->reading->json, set, "action", JSON_TEXT, &action))
        return false;
    struct json value;
    json_scalar(action.at, action.end, &s->scratch, &value);
    return strcasecmp(value.text, "Delete") == 0;
}

bool sdmx_data(struct sdmx_reading *reading, struct sdmx_structure *structure,
               const struct json_part *set, struct error *error)
{
    struct sending s = {.reading = reading, .structure = structure};
    struct json_part series, observations;
    bool has_series = is_said(reading->json, set, "series", &series);
    bool has_single = is_said(reading->json, set, "observations", &observations);
    s.both = has_series && has_single;
    s.taken_back = is_taken_back(&s, set);
    s.at = arena_alloc(reading->arena, (structure->n_dimensions + 1) * sizeof *s.at);
    for (size_t i = 0; i < structure->n_dimensions; i++)
        s.at[i] = &sdmx_nothing;
    open_attributes(&s);
    bool ok = ((!has_series && !has_single) || place_set(&s, error)) &&
              read_attributes(&s, set, SDMX_DATASET, s.set, error) &&
              (s.both || sdmx_groups_read(reading, structure, set, &s.groups, error));
    if (ok && structure->n_attributes > 0)
        memcpy(s.outer, s.set, structure->n_attributes * sizeof *s.outer);
    if (ok && has_series)
        ok = send_series(&s, &series, error);
    if (ok && structure->n_attributes > 0)
        memcpy(s.outer, s.set, structure->n_attributes * sizeof *s.outer);
    if (ok && has_single)
        ok = send_observations(&s, &observations, error);
    if (ok && !has_series && !has_single && s.taken_back)
        refuse_slice(&s, reading->name);
    arena_release(&s.scratch);
    return ok;
}
