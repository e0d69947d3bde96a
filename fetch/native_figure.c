/* Indicators, observations and series of the native format. See fetch/native.h. */
#include "fetch/native.h"

#include <stdio.h>
#include <string.h>

/* ---- categories ---- */

/* An indicator that "indicators" leaves out although it is there. */
static void warn_undescribed(struct native *n, const char *code)
{
    struct refusal warning = {.warning = true};
    warning.raw = feed_excerpt(&n->words, code);
    error_set(&warning.reason, ERROR_NATIVE_UNDESCRIBED, n->name, warning.raw);
    n->sink->refused(n->sink->self, &warning);
}

const struct category *native_category(struct native *n, enum native_dimension which,
                                       const char *code, const char *label,
                                       const char *unit, struct error *error)
{
    struct axis *axis = &n->axes[which];
    size_t size = strlen(code);
    const struct category *found = axis_find(axis, code, size);
    if (found)
        return found;
    bool indicator = which == NATIVE_INDICATOR;
    if (++n->n_categories > NATIVE_CATEGORIES ||
        (indicator && axis->n == NATIVE_INDICATORS)) {
        error_set(error, ERROR_NATIVE_CATEGORIES, n->name,
                  indicator ? "10000" : "1000000");
        return NULL;
    }
    if (indicator && n->dimensions[which].categories)
        warn_undescribed(n, code);
    struct category *made = axis_add(axis, code, size, label);
    if (*unit)
        made->unit = arena_strdup(n->arena, unit);
    return made;
}

/* ---- indicators ---- */

static bool odd_indicator(struct native *n, const struct native_place *place,
                          const char *member, struct error *error)
{
    char row[16];
    snprintf(row, sizeof row, "%u", place->row);
    return error_set(error, ERROR_NATIVE_INDICATOR, n->name, row, member);
}

/* 口径 with its version, as one text; NULL if it cannot be read, "" if nothing is said.
 */
static const char *scope_of(struct native *n, const struct native_place *place,
                            const struct json *scope)
{
    static const char *const names[] = {"version", "text"};
    const struct json *members[2];
    if (!scope)
        return "";
    if (scope->type == JSON_TEXT)
        return scope->text;
    if (scope->type != JSON_OBJECT)
        return NULL;
    const struct native_place inside = {"indicators.scope", place->row, 0};
    native_members(n, &inside, scope, names, 2, members);
    const char *version = native_text(n, members[0], NATIVE_OR_NUMBER);
    const char *text = native_text(n, members[1], NATIVE_TEXT_ONLY);
    if (!version || !text)
        return NULL;
    return !*version ? text : arena_printf(&n->words, "%s (%s)", text, version);
}

/* What is said of an indicator holds for every value of it, so it must be sure. */
bool native_indicator(struct native *n, const struct native_place *place,
                      const struct json *row, const void *kind, struct error *error)
{
    static const char *const names[] = {"code", "name", "unit", "scope"};
    enum { N = sizeof names / sizeof *names };
    const struct json *members[N];
    const char *texts[N];
    (void)kind;
    native_members(n, place, row, names, N, members);
    for (size_t i = 0; i < N; i++) {
        texts[i] = strcmp(names[i], "scope") == 0
                       ? scope_of(n, place, members[i])
                       : native_text(n, members[i], NATIVE_TEXT_ONLY);
        if (!texts[i])
            return odd_indicator(n, place, names[i], error);
    }
    if (!*texts[0] || axis_find(&n->axes[NATIVE_INDICATOR], texts[0], strlen(texts[0])))
        return odd_indicator(n, place, "code", error);
    const struct category *made =
        native_category(n, NATIVE_INDICATOR, texts[0], texts[1], texts[2], error);
    if (!made)
        return false;
    n->n_described++;
    if (*texts[3] && !n->scopes)
        n->scopes = arena_alloc(n->arena, NATIVE_INDICATORS * sizeof *n->scopes);
    if (*texts[3])
        n->scopes[made->ordinal] = arena_strdup(n->arena, texts[3]);
    return true;
}

/* ---- values ---- */

enum {
    M_INDICATOR,
    M_REGION,
    M_PERIOD, /* periods */
    M_UNIT,
    M_VALUE,     /* values */
    M_QUALIFIER, /* qualifiers */
    M_STATUS,    /* statuses */
    M_WITHDRAWN
};

const char *const native_observation_names[NATIVE_MEMBERS] = {
    "indicator", "region",    "period", "unit",
    "value",     "qualifier", "status", "withdrawn"};
const char *const native_series_names[NATIVE_MEMBERS] = {
    "indicator", "region",     "periods",  "unit",
    "values",    "qualifiers", "statuses", "withdrawn"};

static void read_value(struct native *n, struct cell *cell, const struct json *value)
{
    cell->raw = "";
    cell->kind = CELL_MISSING;
    if (!value || value->type == JSON_NULL)
        return;
    if (value->type == JSON_TEXT) {
        cell_read_text(cell, value->text);
        return;
    }
    cell->kind = value->type == JSON_NUMBER ? CELL_VALUE : CELL_TEXT;
    if (cell->kind == CELL_VALUE)
        cell->value = value->number;
    else
        cell->raw = native_shown(n, value);
}

/* A sign that is none, or another one than the value has, might turn the figure into a
 * bound or a bound into a figure. */
static bool read_qualifier(struct cell *cell, const char *text)
{
    const char *sign = text;
    enum qualifier qualifier = qualifier_parse(&sign);
    if (*sign)
        return false;
    if (cell->kind != CELL_VALUE || !*text)
        return true;
    if (cell->qualifier != QUALIFIER_EXACT && cell->qualifier != qualifier)
        return false;
    cell->qualifier = qualifier;
    return true;
}

/* What all values of a row or series share: indicator, region, unit, withdrawn. `names`
 * are its members'. False: it was refused, or, with *failed, the body is. */
static bool read_shared(struct native *n, const struct native_place *place,
                        const struct json *const *members, const char *const *names,
                        const struct category **at, bool *withdrawn, bool *failed,
                        struct error *error)
{
    static const struct {
        int member;
        enum native_dimension dimension;
        enum native_number number;
    } parts[] = {
        {M_INDICATOR, NATIVE_INDICATOR, NATIVE_TEXT_ONLY},
        {M_REGION, NATIVE_REGION, NATIVE_OR_WHOLE},
        {M_UNIT, NATIVE_UNIT, NATIVE_TEXT_ONLY},
    };
    if (!native_flag(members[M_WITHDRAWN], withdrawn)) {
        native_refuse(n, place, ERROR_NATIVE_ODD, names[M_WITHDRAWN],
                      members[M_WITHDRAWN]);
        return false;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct json *member = members[parts[i].member];
        const char *text = native_text(n, member, parts[i].number);
        bool needed = parts[i].dimension != NATIVE_UNIT;
        if (!text || (needed && !*text)) {
            native_refuse(n, place, text ? ERROR_NATIVE_MEMBER : ERROR_NATIVE_ODD,
                          names[parts[i].member], member);
            return false;
        }
        /* What describes the indicator says its unit as well. */
        if (!needed && !*text)
            text = at[NATIVE_INDICATOR]->unit;
        at[parts[i].dimension] =
            native_category(n, parts[i].dimension, text, "", "", error);
        *failed = !at[parts[i].dimension];
        if (*failed)
            return false;
    }
    return true;
}

/* One value; each of its members is NULL if it is not there. False only with an error
 * of the body. */
static bool send_value(struct native *n, const struct native_place *place,
                       const struct json *const members[NATIVE_MEMBERS],
                       const char *const *names, const struct category **at,
                       bool withdrawn, struct error *error)
{
    const char *period = native_text(n, members[M_PERIOD], NATIVE_OR_WHOLE);
    const char *qualifier = native_text(n, members[M_QUALIFIER], NATIVE_TEXT_ONLY);
    const char *status = native_text(n, members[M_STATUS], NATIVE_TEXT_ONLY);
    struct cell cell = {.row = place->row, .column = place->column, .at = at};
    read_value(n, &cell, members[M_VALUE]);
    int odd = !period ? M_PERIOD : !status ? M_STATUS : M_QUALIFIER;
    if (!period || !status || !qualifier || !read_qualifier(&cell, qualifier)) {
        native_refuse(n, place, ERROR_NATIVE_ODD, names[odd], members[odd]);
        return true;
    }
    if (!*period) {
        native_refuse(n, place, ERROR_NATIVE_MEMBER, names[M_PERIOD], NULL);
        return true;
    }
    at[NATIVE_PERIOD] = native_category(n, NATIVE_PERIOD, period, "", "", error);
    if (!at[NATIVE_PERIOD])
        return false;
    cell.status = status;
    if (withdrawn) {
        cell.withdrawn = true;
        cell.kind = CELL_MISSING;
        cell.qualifier = QUALIFIER_EXACT;
    }
    return n->sink->cell(n->sink->self, &cell, error);
}

static bool has_member(const struct json *row, const char *name)
{
    return json_get(row, name) != NULL;
}

bool native_observation(struct native *n, const struct native_place *place,
                        const struct json *row, const void *kind, struct error *error)
{
    const struct json *members[NATIVE_MEMBERS];
    const struct category *at[NATIVE_DIMENSIONS];
    bool withdrawn, failed = false;
    (void)kind;
    native_members(n, place, row, native_observation_names, NATIVE_MEMBERS, members);
    if (!read_shared(n, place, members, native_observation_names, at, &withdrawn,
                     &failed, error))
        return !failed;
    /* null says that there is no figure; a row without the member forgot to say. */
    if (!members[M_VALUE] && !members[M_STATUS] && !withdrawn &&
        !has_member(row, "value")) {
        native_refuse(n, place, ERROR_NATIVE_MEMBER, "value", NULL);
        return true;
    }
    return send_value(n, place, members, native_observation_names, at, withdrawn,
                      error);
}

/* ---- series ---- */

/* The lists must have one element for each period. */
static bool check_lists(struct native *n, const struct native_place *place,
                        const struct json *const *members, bool withdrawn)
{
    static const int lists[] = {M_PERIOD, M_VALUE, M_QUALIFIER, M_STATUS};
    const struct json *periods = members[M_PERIOD];
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct json *list = members[lists[i]];
        bool needed = lists[i] == M_PERIOD || (lists[i] == M_VALUE && !withdrawn);
        if (list ? list->type != JSON_ARRAY : needed) {
            native_refuse(n, place, list ? ERROR_NATIVE_ODD : ERROR_NATIVE_MEMBER,
                          native_series_names[lists[i]], list);
            return false;
        }
        if (!list || list->n == periods->n)
            continue;
        struct refusal refusal = {.row = place->row,
                                  .raw = native_series_names[lists[i]]};
        char has[16], needs[16];
        snprintf(has, sizeof has, "%u", list->n);
        snprintf(needs, sizeof needs, "%u", periods->n);
        error_set(&refusal.reason, ERROR_NATIVE_LENGTH, refusal.raw, has, needs);
        n->sink->refused(n->sink->self, &refusal);
        return false;
    }
    if (periods->n <= NATIVE_SERIES)
        return true;
    struct refusal refusal = {.row = place->row, .raw = ""};
    error_set(&refusal.reason, ERROR_NATIVE_SERIES, "20000");
    n->sink->refused(n->sink->self, &refusal);
    return false;
}

static const struct json *element(const struct json *list, unsigned i)
{
    return list && list->items[i].type != JSON_NULL ? &list->items[i] : NULL;
}

bool native_series(struct native *n, const struct native_place *place,
                   const struct json *row, const void *kind, struct error *error)
{
    const struct json *members[NATIVE_MEMBERS];
    const struct category *at[NATIVE_DIMENSIONS];
    bool withdrawn, failed = false;
    (void)kind;
    native_members(n, place, row, native_series_names, NATIVE_MEMBERS, members);
    if (!read_shared(n, place, members, native_series_names, at, &withdrawn, &failed,
                     error))
        return !failed;
    if (!check_lists(n, place, members, withdrawn))
        return true;
    for (unsigned i = 0; i < members[M_PERIOD]->n; i++) {
        const struct json *one[NATIVE_MEMBERS] = {
            [M_PERIOD] = element(members[M_PERIOD], i),
            [M_VALUE] = element(members[M_VALUE], i),
            [M_QUALIFIER] = element(members[M_QUALIFIER], i),
            [M_STATUS] = element(members[M_STATUS], i),
        };
        const struct native_place value = {place->array, place->row, i + 1};
        if (!send_value(n, &value, one, native_series_names, at, withdrawn, error))
            return false;
    }
    return true;
}
