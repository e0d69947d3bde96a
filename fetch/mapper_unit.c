/* Units of cells against those of indicators. See fetch/mapper_work.h. */
#include "fetch/mapper_work.h"

#include "core/text.h"
#include "core/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POWER_MOST = 30 };

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

/* SDMX writes the power as an identifier: "6", "-3". False if it is none. */
static bool read_power(const char *code, int *power)
{
    char *end;
    long value = strtol(code, &end, 10);
    if (end == code || *end || value < -POWER_MOST || value > POWER_MOST)
        return false;
    *power = (int)value;
    return true;
}

/* Does the unit fit the indicator's, or convert into it? */
static bool fits(const char *here, int power, const char *unit, int *shift)
{
    *shift = 0;
    return !*unit || (power == 0 && same_trimmed(here, unit)) ||
           unit_shift(here, power, unit, shift);
}

/* "CNY = 亿元" and a power besides: nobody can know which of the two was meant. */
static bool is_doubled(const char *here, int power)
{
    struct unit unit;
    unit_read(here, &unit);
    return power != 0 && unit.power != 0;
}

/* aiplus.conf's own words for the unit, with its power ("10^8 CNY") or without, come
 * before the unit's label and its code. */
static bool find_shift(struct mapper *m, struct unit_match *match, const char **sent)
{
    const struct category *category = match->unit;
    const char *unit = match->indicator->unit;
    const char *code = match->power ? match->power->code : "";
    const char *name = category ? category->code : match->sent;
    const struct category said = {.code = name, .label = match->sent};
    int power = 0;
    *sent = match->sent;
    bool known = !*code || read_power(code, &power);
    if (!known || power != 0) {
        snprintf(m->unit, sizeof m->unit, "10^%s %s", code, name);
        m->unit[text_invalid_at(m->unit, strlen(m->unit))] = '\0';
        *sent = m->unit;
        const struct category with = {.code = m->unit, .label = m->unit};
        const char *here = mapper_unit(m, &with);
        if (here)
            return fits(here, 0, unit, &match->shift);
    }
    if (!known)
        return !*unit;
    const char *here = mapper_unit(m, &said);
    if (here)
        return !(*unit && is_doubled(here, power)) &&
               fits(here, power, unit, &match->shift);
    if (!*match->sent && power == 0)
        return true;
    return fits(match->sent, power, unit, &match->shift) ||
           (category && fits(category->code, power, unit, &match->shift));
}

bool mapper_unit_fits(struct mapper *m, const struct cell *cell,
                      const struct meaning *indicator, const char **sent, int *shift)
{
    const struct category *category = mapper_category(m, cell, PART_UNIT);
    struct unit_match match = {
        .unit = category,
        .power = m->power < 0 ? NULL : cell->at[m->power],
        .sent = unit_sent(m, cell, category),
        .indicator = indicator,
    };
    struct unit_match *kept = &m->units[indicator->ordinal % MAPPER_UNITS];
    if (kept->indicator != match.indicator || kept->unit != match.unit ||
        kept->power != match.power || kept->sent != match.sent) {
        bool fits = find_shift(m, &match, sent);
        mapper_shape_unit(m, indicator, *sent);
        if (!fits)
            return false;
        *kept = match;
    }
    *shift = kept->shift;
    return true;
}

bool mapper_unit_scale(const struct cell *cell, int shift, double *value)
{
    /* A text is as exact as it was sent; a bound's sign stands before it. */
    const char *decimal = cell->raw;
    qualifier_parse(&decimal);
    decimal += strspn(decimal, " ");
    return unit_scale(value, decimal, shift);
}
