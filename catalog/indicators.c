/* The indicators: indicators.tsv. */
#include <stdio.h>

#include "catalog/cell.h"
#include "catalog/load.h"

enum {
    CODE,
    TASK,
    KIND,
    DIRECTION,
    FREQUENCY,
    AGGREGATION,
    DECIMALS,
    UNIT_ZH,
    UNIT_EN,
    NAME_ZH,
    NAME_EN,
    LEAD,
    NAME_STATUS,
    PROVINCIAL,
    NOTE
};

static const char *const columns[] = {
    "code",        "task",       "kind",    "direction", "frequency", "aggregation",
    "decimals",    "unit_zh",    "unit_en", "name_zh",   "name_en",   "lead",
    "name_status", "provincial", "note",    NULL,
};

static const char *const kinds[] = {
    [KIND_FLOW] = "flow",
    [KIND_STOCK] = "stock",
    [KIND_RATE] = "rate",
    [KIND_GROWTH] = "growth",
    [KIND_MILESTONE] = "milestone",
    [KIND_QUALITATIVE] = "qualitative",
    NULL,
};
static const char *const directions[] = {
    [DIRECTION_HIGHER] = "higher", [DIRECTION_LOWER] = "lower", NULL};
static const char *const frequencies[] = {"A", "S", "Q", "M", "W", "D", NULL};
static const char *const aggregations[] = {[AGGREGATE_SUM] = "sum",
                                           [AGGREGATE_RATIO] = "ratio",
                                           [AGGREGATE_NONE] = "none",
                                           NULL};
static const char *const name_statuses[] = {
    [NAME_PUBLISHED] = "published",
    [NAME_PUBLISHED_NAME] = "published-name",
    [NAME_UNVERIFIED] = "unverified",
    [NAME_PROPOSED] = "proposal",
    NULL,
};
static const char *const answers[] = {"no", "yes", NULL};

static struct indicator indicator_read(struct table *table)
{
    const struct catalog *catalog = table->loader->catalog;
    struct indicator indicator = {
        .task = cell_text(table, TASK),
        .name_zh = cell_needed(table, NAME_ZH),
        .name_en = cell_needed(table, NAME_EN),
        .unit_zh = cell_text(table, UNIT_ZH),
        .unit_en = cell_text(table, UNIT_EN),
        .kind = (enum indicator_kind)cell_choice(table, KIND, kinds),
        .direction = (enum direction)cell_choice(table, DIRECTION, directions),
        .frequency =
            (enum frequency) * frequencies[cell_choice(table, FREQUENCY, frequencies)],
        .aggregation = (enum aggregation)cell_choice(table, AGGREGATION, aggregations),
        .name_status = (enum name_status)cell_choice(table, NAME_STATUS, name_statuses),
        .decimals = cell_integer(table, DECIMALS, 0, 6),
        .lead = cell_text(table, LEAD),
        .provincial = cell_choice(table, PROVINCIAL, answers) == 1,
        .note = cell_text(table, NOTE),
    };
    cell_reference(table, TASK, &catalog->task_codes);
    snprintf(indicator.code, sizeof indicator.code, "%s", cell_code(table, CODE));
    return indicator;
}

void load_indicators(struct loader *loader)
{
    struct catalog *catalog = loader->catalog;
    struct table table;
    if (!table_open(&table, loader, "indicators.tsv", columns))
        return;
    struct indicator *indicators =
        arena_alloc(&catalog->arena, table.lines * sizeof *indicators);
    index_init(&catalog->indicator_codes, &catalog->arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct indicator indicator = indicator_read(&table);
        if (table.bad)
            continue;
        if (n > 0 && indicators[n - 1].provincial && !indicator.provincial)
            table_mistake(&table, ERROR_CATALOG_PROVINCIAL, indicator.code, NULL);
        if (table_keeps(&table, &catalog->indicator_codes, table.cells[CODE], n))
            indicators[n++] = indicator;
    }
    catalog->indicators = indicators;
    catalog->n_indicators = n;
}
