/* Series and observations of an SDMX-JSON data set. See fetch/sdmx_json.h. */
#include "fetch/json_scalar.h"
#include "fetch/sdmx_json.h"

#include <string.h>
#include <strings.h>

/* ---- keys ---- */

/* A key that names no place: of a slice that is taken back, or of an empty value. */
static void doubt_place(struct sdmx_sending *s, const struct json_part *member)
{
    if (s->doubted)
        return;
    s->doubted = true;
    error_set(&s->doubt, s->taken_back ? ERROR_SDMX_SLICE : ERROR_SDMX_PLACE,
              feed_excerpt(&s->scratch, json_key(member, &s->scratch)));
}

/* Puts n indexes of the key at the dimensions from `first`. */
static bool place(struct sdmx_sending *s, const struct json_part *member,
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

static bool place_key(struct sdmx_sending *s, const struct json_part *member,
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
static bool place_nowhere(struct sdmx_sending *s, const struct json_part *member,
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
static bool read_attributes(struct sdmx_sending *s, const struct json_part *object,
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

/* ---- observations and series ---- */

static bool send_observations(struct sdmx_sending *s,
                              const struct json_part *observations, struct error *error)
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
             sdmx_observation(s, &member, error);
    }
    json_walk_close(&walk);
    s->doubted = outer;
    return ok;
}

/* A row that takes back everything under it, and names no figure. */
static void refuse_slice(struct sdmx_sending *s, const char *key)
{
    const struct feed_sink *sink = s->reading->sink;
    struct refusal refusal = {.row = ++s->reading->row, .raw = key};
    error_set(&refusal.reason, ERROR_SDMX_SLICE, feed_excerpt(&s->scratch, key));
    sink->refused(sink->self, &refusal);
}

static bool send_one_series(struct sdmx_sending *s, const struct json_part *member,
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

static bool send_series(struct sdmx_sending *s, const struct json_part *series,
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

static void open_attributes(struct sdmx_sending *s)
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
static bool place_set(struct sdmx_sending *s, struct error *error)
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

static bool is_taken_back(struct sdmx_sending *s, const struct json_part *set)
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
    struct sdmx_sending s = {.reading = reading, .structure = structure};
    struct json_part series, observations;
    bool has_series = is_said(reading->json, set, "series", &series);
    bool has_single = is_said(reading->json, set, "observations", &observations);
    if (structure->blank && (has_series || has_single))
        return error_set(error, ERROR_SDMX_SHAPE, reading->name, "dimensions");
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
