/* One observation of an SDMX-JSON data set: its values and attributes. See
 * fetch/sdmx_json.h. */
#include "fetch/json_cell.h"
#include "fetch/json_scalar.h"
#include "fetch/sdmx_json.h"

#include <string.h>

static void doubt_attribute(struct sdmx_sending *s,
                            const struct sdmx_component *component)
{
    if (s->doubted)
        return;
    s->doubted = true;
    error_set(&s->doubt, ERROR_SDMX_ATTRIBUTE, feed_excerpt(&s->scratch, component->id),
              arena_printf(&s->scratch, "%zu", component->n));
}

/* The attributes of the cell, once all of them are known; returns the status. */
static const char *settle_attributes(struct sdmx_sending *s)
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

/* A coded measure: a whole number is an index, and what it stands for is the value. */
static void read_coded(struct sdmx_sending *s, const struct sdmx_component *measure,
                       struct cell *cell, const struct json *value)
{
    double number = value->type == JSON_NUMBER ? value->number : -1;
    if (measure->n == 0 || !(number >= 0) || number >= 1e15 ||
        number != (double)(uint64_t)number) {
        json_cell(cell, value);
        return;
    }
    cell->kind = CELL_MISSING;
    cell->raw = "";
    if ((uint64_t)number >= measure->n)
        doubt_attribute(s, measure);
    else if (*measure->categories[(uint64_t)number].code)
        cell_read_text(cell, measure->categories[(uint64_t)number].code);
}

static bool send_cell(struct sdmx_sending *s, size_t measure, const struct json *value,
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
        json_cell(&cell, value);
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
static bool take(struct sdmx_sending *s, const struct json_part *part,
                 struct json *value, struct error *error)
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
static bool read_elements(struct sdmx_sending *s, const struct json_part *part,
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

bool sdmx_observation(struct sdmx_sending *s, const struct json_part *part,
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
