/* The targets: targets.tsv. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "catalog/cell.h"
#include "catalog/load.h"
#include "core/text.h"
#include "core/unit.h"

enum {
    REGION,
    INDICATOR,
    YEAR,
    OP,
    VALUE,
    UNIT,
    TEXT,
    BASELINE,
    BASELINE_PERIOD,
    DOCUMENT,
    NOTE,
    PLAN
};

static const char *const columns[] = {
    "region",   "indicator",       "year",     "op",   "value", "unit", "text",
    "baseline", "baseline_period", "document", "note", "plan",  NULL,
};

/* A number's text from the printed unit to the indicator's: documents print it in a
 * smaller one too. */
static bool convert(const struct table *table, double *value, const char *text,
                    const char *unit)
{
    const char *printed = cell_text(table, UNIT);
    int shift;
    return strcmp(printed, unit) == 0 ||
           (unit_shift(printed, 0, unit, &shift) && unit_scale(value, text, shift));
}

static double value_read(struct table *table, const char *unit)
{
    double value = cell_number(table, VALUE);
    if (!convert(table, &value, cell_text(table, VALUE), unit))
        table_mistake(table, ERROR_CATALOG_UNIT, cell_text(table, UNIT), unit);
    return value;
}

/* One step of a plan: "2026-03=10". */
static bool step_read(const struct table *table, char *step, const char *unit,
                      struct plan_point *point)
{
    char *to = strchr(step, '=');
    struct period period;
    if (!to)
        return false;
    *to++ = '\0';
    if (!period_parse(step, &period) || !text_number(to, &point->value, NULL) ||
        !isfinite(point->value) || !convert(table, &point->value, to, unit))
        return false;
    point->day = period.last;
    return true;
}

/* The plan on the way to the target: ascending, until the target's year at most. */
static void plan_read(struct table *table, const char *unit, struct target *target)
{
    struct arena *arena = &table->loader->catalog->arena;
    char *rest = arena_strdup(arena, cell_text(table, PLAN));
    int32_t before = INT32_MIN, end = period_year(target->year).last;
    struct plan_point *points = NULL, point;
    size_t n = 0;
    if (!*rest)
        return;
    for (char *step; (step = strsep(&rest, ";"));) {
        const char *shown = arena_strdup(arena, step);
        if (!step_read(table, step, unit, &point) || point.day <= before ||
            point.day > end) {
            table_mistake(table, ERROR_CATALOG_PLAN, shown, NULL);
            return;
        }
        points = arena_more(arena, points, n, sizeof *points);
        points[n++] = point;
        before = point.day;
    }
    target->plan = points;
    target->n_plan = n;
}

static void quantity_read(struct table *table, struct target *target)
{
    const struct indicator *indicator =
        catalog_indicator(table->loader->catalog, target->indicator);
    if (*target->text) {
        cells_empty(table,
                    (const int[]){OP, VALUE, UNIT, BASELINE, BASELINE_PERIOD, PLAN}, 6);
        return;
    }
    target->has_value = true;
    target->op = cell_qualifier(table, OP);
    target->value = value_read(table, indicator->unit_zh);
    plan_read(table, indicator->unit_zh, target);
    if (*cell_text(table, BASELINE)) {
        target->has_baseline = true;
        target->baseline = cell_number(table, BASELINE);
        target->baseline_period = cell_period(table, BASELINE_PERIOD);
    } else {
        cells_empty(table, (const int[]){BASELINE_PERIOD}, 1);
    }
}

static struct target target_read(struct table *table)
{
    const struct catalog *catalog = table->loader->catalog;
    struct target target = {
        .region = cell_region_code(table, REGION),
        .year = cell_integer(table, YEAR, 2000, 2999),
        .text = cell_text(table, TEXT),
        .note = cell_text(table, NOTE),
    };
    if (!catalog_region(catalog, target.region))
        table_mistake(table, ERROR_CATALOG_UNKNOWN, columns[REGION],
                      table->cells[REGION]);
    uint32_t indicator = cell_reference(table, INDICATOR, &catalog->indicator_codes);
    uint32_t document = cell_reference(table, DOCUMENT, &catalog->document_codes);
    if (table->bad)
        return target;
    memcpy(target.indicator, catalog->indicators[indicator].code, CODE_SIZE);
    target.document = catalog->documents[document].title;
    target.document_date = catalog->documents[document].date;
    target.issuer = catalog->documents[document].issuer;
    target.day = catalog->documents[document].day;
    quantity_read(table, &target);
    return target;
}

/* Puts the nation's targets first and keeps the order otherwise. */
static void nation_first(struct catalog *catalog, const struct target *read, size_t n)
{
    struct target *targets = arena_alloc(&catalog->arena, n * sizeof *targets);
    size_t at = 0;
    for (size_t i = 0; i < n; i++)
        if (read[i].region == REGION_NATION)
            targets[at++] = read[i];
    for (size_t i = 0; i < n; i++)
        if (read[i].region != REGION_NATION)
            targets[at++] = read[i];
    catalog->targets = targets;
    catalog->n_targets = n;
}

void load_targets(struct loader *loader)
{
    struct arena *arena = &loader->catalog->arena;
    struct catalog_index keys;
    struct table table;
    if (!table_open_later(&table, loader, "targets.tsv", columns, columns[PLAN]))
        return;
    struct target *read = arena_alloc(arena, table.lines * sizeof *read);
    index_init(&keys, arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct target target = target_read(&table);
        if (table.bad)
            continue;
        /* A later document may revise a target, but none sets one twice. */
        const char *key =
            arena_printf(arena, "%s %s %s %s", table.cells[REGION], target.indicator,
                         table.cells[YEAR], table.cells[DOCUMENT]);
        if (table_keeps(&table, &keys, key, n))
            read[n++] = target;
    }
    nation_first(loader->catalog, read, n);
}
