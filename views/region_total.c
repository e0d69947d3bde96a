/* Totals: see views/region_total.h. */
#include "views/region_total.h"

#include "core/quantity.h"
#include "views/words.h"

#include <string.h>

/* The version of the scope that the value is of; NULL: none was said. */
static const struct scope *scope_of(const struct figures *figures,
                                    const struct figure *figure, struct arena *arena)
{
    size_t n;
    const struct scope *const *scopes = catalog_scopes(
        figures->context->catalog, figure->indicator, figure->region->code, arena, &n);
    const struct scope *scope = NULL;
    for (size_t i = 0; i < n; i++)
        if (scopes[i]->from <= figure->latest->value->period.last &&
            (scopes[i]->day == 0 ||
             time_of_day_end(scopes[i]->day) <= figures->context->known_at))
            scope = scopes[i];
    return scope;
}

static bool same_scope(const struct scope *a, const struct scope *b)
{
    return a == b || (a && b && strcmp(a->version, b->version) == 0 &&
                      strcmp(a->text, b->text) == 0);
}

/* Adds one more value to the sum of `total->n` others. */
static const char *take(struct region_total *total, const struct observation *value)
{
    if (total->n == 0) {
        total->value.period = value->period;
    } else if (!period_equal(total->value.period, value->period)) {
        return _("their values are of different periods");
    }
    struct quantity sum = {total->value.value, total->value.qualifier};
    struct quantity more = {value->value, value->qualifier};
    if (!quantity_add(sum, more, &sum))
        return _("bounds of both kinds do not add up");
    total->value.value = sum.value;
    total->value.qualifier = (uint8_t)sum.qualifier;
    if (flag_of(value) == FLAG_PROVISIONAL)
        total->value.status = 'P';
    else if (flag_of(value) == FLAG_ESTIMATED && total->value.status == 'A')
        total->value.status = 'E';
    return NULL;
}

struct region_total region_total(const struct figures *figures,
                                 const struct figure *items, size_t n,
                                 struct arena *arena)
{
    struct region_total total = {.why_not = ""};
    if (n == 0 || items[0].indicator->aggregation != AGGREGATE_SUM)
        return total;
    total.adds_up = true;
    total.value = (struct observation){.has_value = true, .status = 'A'};
    const struct figure *first = NULL;
    const char *problem = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!items[i].latest) {
            total.of += items[i].missing != MISSING_NOT_APPLICABLE;
            continue;
        }
        total.of++;
        if (!first)
            first = &items[i];
        if (!problem)
            problem = take(&total, items[i].latest->value);
        if (!problem && !same_scope(scope_of(figures, first, arena),
                                    scope_of(figures, &items[i], arena)))
            problem = _("their values are of different scopes");
        total.n++;
    }
    if (total.n < total.of)
        problem = arena_printf(arena, _("%1$zu of %2$zu regions have a value"), total.n,
                               total.of);
    total.there = !problem && total.n > 0;
    if (problem)
        total.why_not = problem;
    return total;
}
