/* Units of cells against those of indicators. See fetch/mapper_work.h. */
#include "fetch/mapper_work.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

/* Are the texts the same but for spaces around them? */
static bool same_trimmed(const char *a, const char *b)
{
    a += strspn(a, " ");
    b += strspn(b, " ");
    size_t n = strlen(a), k = strlen(b);
    while (n > 0 && a[n - 1] == ' ')
        n--;
    while (k > 0 && b[k - 1] == ' ')
        k--;
    return n == k && memcmp(a, b, n) == 0;
}

/* The unit the feed names for the cell: a dimension's category, or what a category says
 * of itself, the indicator's before any other's. "" if none. */
static const char *unit_sent(const struct mapper *m, const struct cell *cell,
                             const struct category *category)
{
    if (category)
        return category->label;
    int metric = m->dims[PART_INDICATOR];
    const char *sent = metric >= 0 ? cell->at[metric]->unit : "";
    for (size_t i = 0; !*sent && i < m->dataset->n_dimensions; i++)
        sent = cell->at[i]->unit;
    return sent;
}

static bool same_unit(struct mapper *m, const struct unit_match *match,
                      const char **sent)
{
    const struct category *category = match->unit;
    const char *unit = match->indicator->unit;
    *sent = match->sent;
    const char *power = match->power ? match->power->code : "";
    if (*power && strcmp(power, "0") != 0) {
        const char *name = category ? category->code : *sent;
        snprintf(m->unit, sizeof m->unit, "10^%s %s", power, name);
        m->unit[text_invalid_at(m->unit, strlen(m->unit))] = '\0';
        *sent = m->unit;
        category = NULL;
    }
    struct category said = {.code = category ? category->code : *sent, .label = *sent};
    const char *here = mapper_unit(m, &said);
    if (here)
        return !*unit || same_trimmed(here, unit);
    return !**sent || !*unit || same_trimmed(*sent, unit) ||
           (category && same_trimmed(category->code, unit));
}

bool mapper_unit_fits(struct mapper *m, const struct cell *cell,
                      const struct meaning *indicator, const char **sent)
{
    const struct category *category = mapper_category(m, cell, PART_UNIT);
    const struct unit_match match = {
        .unit = category,
        .power = m->power < 0 ? NULL : cell->at[m->power],
        .sent = unit_sent(m, cell, category),
        .indicator = indicator,
    };
    struct unit_match *kept = &m->units[indicator->ordinal % MAPPER_UNITS];
    if (kept->indicator == match.indicator && kept->unit == match.unit &&
        kept->power == match.power && kept->sent == match.sent)
        return true;
    bool same = same_unit(m, &match, sent);
    mapper_shape_unit(m, indicator, *sent);
    if (same)
        *kept = match;
    return same;
}
