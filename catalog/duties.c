/* The reporting calendar: calendar.tsv, and what it says of a region's report. */
#include <stdlib.h>
#include <string.h>

#include "catalog/cell.h"
#include "catalog/load.h"

enum { SUBJECT, REGION, LEVEL, FREQUENCY, DAYS, REPORTER, NOTE };

static const char *const columns[] = {
    "subject", "region", "level", "frequency", "days", "reporter", "note", NULL,
};

enum { LEVEL_PREFECTURE = 2, LEVEL_MOST = 3, DAYS_MOST = 366 };

/* An indicator's code, or a task's. */
static void subject_read(struct table *table, struct duty_to_report *duty)
{
    const struct catalog *catalog = table->loader->catalog;
    const char *code = cell_needed(table, SUBJECT);
    const struct indicator *indicator = catalog_indicator(catalog, code);
    if (indicator)
        memcpy(duty->indicator, indicator->code, CODE_SIZE);
    else if (catalog_task(catalog, code))
        duty->task = catalog_task(catalog, code)->code;
    else if (*code)
        table_mistake(table, ERROR_CATALOG_UNKNOWN, columns[SUBJECT], code);
}

/* A region's code, or a reporting unit's. */
static void place_read(struct table *table, struct duty_to_report *duty)
{
    const struct catalog *catalog = table->loader->catalog;
    const char *code = cell_needed(table, REGION);
    uint32_t row;
    if (index_find(&catalog->unit_codes, code, &row))
        duty->unit = catalog->units[row].code;
    else if (strlen(code) == 6 && catalog_region(catalog, atoi(code)))
        duty->region = atoi(code);
    else if (*code)
        table_mistake(table, ERROR_CATALOG_UNKNOWN, columns[REGION], code);
}

static struct duty_to_report duty_read(struct table *table)
{
    static const char *const frequencies[] = {"", "A", "S", "Q", "M", "W", "D", NULL};
    struct duty_to_report duty = {
        .task = "",
        .unit = "",
        .level = cell_integer(table, LEVEL, 0, LEVEL_MOST),
        .frequency =
            (enum frequency) * frequencies[cell_choice(table, FREQUENCY, frequencies)],
        .days = cell_integer(table, DAYS, 0, DAYS_MOST),
        .reporter = cell_text(table, REPORTER),
        .note = cell_text(table, NOTE),
    };
    subject_read(table, &duty);
    place_read(table, &duty);
    const struct region *region = catalog_region(table->loader->catalog, duty.region);
    /* Parts lie below the whole. */
    if (region && duty.level > 0 && duty.level <= region->level)
        table_mistake(table, ERROR_CATALOG_NUMBER, columns[LEVEL], table->cells[LEVEL]);
    return duty;
}

void load_calendar(struct loader *loader)
{
    static const char name[] = "calendar.tsv";
    struct catalog *catalog = loader->catalog;
    struct arena *arena = &catalog->arena;
    struct catalog_index keys;
    struct table table;
    if (table_not_yet(loader, name) || !table_open(&table, loader, name, columns))
        return;
    struct duty_to_report *duties = arena_alloc(arena, table.lines * sizeof *duties);
    index_init(&keys, arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct duty_to_report duty = duty_read(&table);
        const char *key = arena_printf(arena, "%s %s %d", table.cells[SUBJECT],
                                       table.cells[REGION], duty.level);
        if (table_keeps(&table, &keys, key, n))
            duties[n++] = duty;
    }
    catalog->calendar = duties;
    catalog->n_calendar = n;
}

/* ---- what it says of a report ---- */

/* How closely the row is about the indicator; 0 = not at all. */
static int subject_rank(const struct catalog *catalog,
                        const struct duty_to_report *duty,
                        const struct indicator *indicator)
{
    enum { OF_ACTION = 1, OF_TASK, OF_INDICATOR };
    if (*duty->indicator)
        return strcmp(duty->indicator, indicator->code) == 0 ? OF_INDICATOR : 0;
    if (strcmp(duty->task, indicator->task) == 0)
        return OF_TASK;
    const struct task *task = catalog_task(catalog, indicator->task);
    return task && strcmp(duty->task, task->parent) == 0 ? OF_ACTION : 0;
}

/* Is the region one of those parts of `whole`? */
static bool is_part(const struct catalog *catalog, const struct region *region,
                    int32_t whole, int level)
{
    /* What a province administers itself reports beside its prefectures. */
    bool direct = *region->flag && strcmp(region->flag, "check") != 0;
    int own = direct && level == LEVEL_PREFECTURE ? LEVEL_PREFECTURE : region->level;
    return own == level && region->code != whole &&
           catalog_within(catalog, region->code, whole);
}

/* How closely the row is about the region; 0 = not at all. */
static int place_rank(const struct catalog *catalog, const struct duty_to_report *duty,
                      const struct region *region)
{
    enum { OF_PARTS = 1, OF_UNIT = OF_PARTS + LEVEL_MOST + 1, OF_REGION };
    if (!*duty->unit) {
        const struct region *whole = catalog_region(catalog, duty->region);
        if (duty->level == 0)
            return whole == region ? OF_REGION : 0;
        return is_part(catalog, region, whole->code, duty->level)
                   ? OF_PARTS + whole->level
                   : 0;
    }
    const struct reporting_unit *unit = catalog_unit(catalog, duty->unit);
    for (const int32_t *code = unit->regions; *code; code++) {
        if (duty->level == 0 && *code == region->code)
            return OF_UNIT;
        if (duty->level > 0 && is_part(catalog, region, *code, duty->level))
            return OF_PARTS + catalog_region(catalog, *code)->level;
    }
    return 0;
}

const struct duty_to_report *catalog_due(const struct catalog *catalog,
                                         const struct indicator *indicator,
                                         const struct region *region)
{
    const struct duty_to_report *best = NULL;
    int best_subject = 0, best_place = 0;
    if (region->valid_to || catalog_outside(region->code))
        return NULL;
    for (size_t i = 0; i < catalog->n_calendar; i++) {
        const struct duty_to_report *duty = &catalog->calendar[i];
        int subject = subject_rank(catalog, duty, indicator);
        if (subject == 0 || subject < best_subject)
            continue;
        int place = place_rank(catalog, duty, region);
        if (place == 0 || (subject == best_subject && place <= best_place))
            continue;
        best = duty;
        best_subject = subject;
        best_place = place;
    }
    return best;
}
