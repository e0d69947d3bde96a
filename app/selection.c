/* Selections: see app/selection.h. */
#include "app/selection.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What there is to select from, and what is selected so far. */
struct selecting {
    const struct catalog *catalog;
    struct arena *arena;
    const char **stored; /* codes of indicators */
    size_t n_stored;
    int32_t *places; /* regions */
    size_t n_places;
    struct selection *selection;
};

/* ---- indicators ---- */

static void add_indicator(struct selecting *s, const char *code)
{
    struct selection *selection = s->selection;
    for (size_t i = 0; i < selection->n_indicators; i++)
        if (strcmp(selection->indicators[i], code) == 0)
            return;
    selection->indicators = arena_more(s->arena, selection->indicators,
                                       selection->n_indicators, sizeof(char *));
    selection->indicators[selection->n_indicators++] = code;
}

static bool of_task(const struct catalog *catalog, const struct indicator *indicator,
                    const char *task)
{
    const struct task *own = catalog_task(catalog, indicator->task);
    return strcmp(indicator->task, task) == 0 ||
           (own && strcmp(own->parent, task) == 0);
}

/* A code; the beginning of codes, with a *; a task. */
static bool code_matches(const char *code, const char *name)
{
    size_t n = strlen(name);
    return strcmp(code, name) == 0 ||
           (n > 0 && name[n - 1] == '*' && strncmp(code, name, n - 1) == 0);
}

static bool add_indicators(struct selecting *s, const char *name)
{
    const struct catalog *catalog = s->catalog;
    bool known = catalog_task(catalog, name) != NULL;
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const struct indicator *indicator = &catalog->indicators[i];
        if (!code_matches(indicator->code, name) && !of_task(catalog, indicator, name))
            continue;
        add_indicator(s, indicator->code);
        known = true;
    }
    for (size_t i = 0; i < s->n_stored; i++)
        if (code_matches(s->stored[i], name)) {
            add_indicator(s, s->stored[i]);
            known = true;
        }
    return known;
}

/* ---- regions ---- */

static bool is_below(const struct catalog *catalog, const struct region *region,
                     int32_t code, bool deep)
{
    while (region && region->level > 0) {
        if (region->parent == code)
            return true;
        region = deep ? catalog_region(catalog, region->parent) : NULL;
    }
    return false;
}

static int by_code(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static void add_region(struct selecting *s, int32_t code)
{
    struct selection *selection = s->selection;
    selection->regions = arena_more(s->arena, selection->regions, selection->n_regions,
                                    sizeof *selection->regions);
    selection->regions[selection->n_regions++] = code;
}

/* A code that only the store knows counts too: the catalogue may have been another. */
static bool find_region(const struct selecting *s, const char *name, int32_t *code)
{
    const struct region *region = catalog_region_typed(s->catalog, name);
    if (region)
        *code = region->code;
    for (size_t i = 0; !region && i < s->n_places; i++)
        if (strlen(name) == 6 && atoi(name) == s->places[i]) {
            *code = s->places[i];
            return true;
        }
    return region != NULL;
}

static bool add_regions(struct selecting *s, const char *item, struct error *error)
{
    size_t n = strlen(item), slashes = 0;
    while (slashes < 2 && n > slashes && item[n - 1 - slashes] == '/')
        slashes++;
    int32_t code;
    if (!find_region(s, arena_strndup(s->arena, item, n - slashes), &code))
        return error_set(error, ERROR_REGION_UNKNOWN, item);
    if (slashes == 0)
        add_region(s, code);
    for (size_t i = 0; slashes > 0 && i < s->catalog->n_regions; i++)
        if (is_below(s->catalog, &s->catalog->regions[i], code, slashes == 2))
            add_region(s, s->catalog->regions[i].code);
    return true;
}

static bool read_regions(struct selecting *s, const char *list, struct error *error)
{
    struct selection *selection = s->selection;
    if (!*list) {
        selection->regions = s->places;
        selection->n_regions = s->n_places;
        return true;
    }
    for (const char *item = list; item; item = strchr(item, ',')) {
        item += *item == ',';
        item += strspn(item, " ");
        size_t n = strcspn(item, ",");
        while (n > 0 && item[n - 1] == ' ')
            n--;
        if (!add_regions(s, arena_strndup(s->arena, item, n), error))
            return false;
    }
    /* Each once, in the order of codes. */
    size_t n = 0;
    if (selection->n_regions > 0)
        qsort(selection->regions, selection->n_regions, sizeof *selection->regions,
              by_code);
    for (size_t i = 0; i < selection->n_regions; i++)
        if (i == 0 || selection->regions[i] != selection->regions[i - 1])
            selection->regions[n++] = selection->regions[i];
    selection->n_regions = n;
    return true;
}

/* ---- periods ---- */

static bool read_periods(struct selection *selection, const struct options *options,
                         struct error *error)
{
    static const char periods[] = "2025, 2025-Q3, 2025-10, ..";
    struct period period;
    selection->first = INT32_MIN;
    selection->last = INT32_MAX;
    selection->frequency = FREQ_NONE;
    if (*options->from) {
        if (!period_parse(options->from, &period))
            return error_set(error, ERROR_OPTION_VALUE, "--from", options->from,
                             periods);
        selection->first = period.first;
    }
    if (*options->to) {
        if (!period_parse(options->to, &period))
            return error_set(error, ERROR_OPTION_VALUE, "--to", options->to, periods);
        selection->last = period.last;
    }
    const char *frequency = options->frequency;
    if (!*frequency)
        return true;
    if (frequency[1] || !strchr("DWMQSAYI", *frequency))
        return error_set(error, ERROR_OPTION_VALUE, "--frequency", frequency,
                         "D, W, M, Q, S, A, Y, I");
    selection->frequency = (enum frequency) * frequency;
    return true;
}

bool selection_has(const struct selection *selection, struct period period)
{
    return period.first >= selection->first && period.last <= selection->last &&
           (selection->frequency == FREQ_NONE || selection->frequency == period.freq);
}

bool selection_read(struct selection *selection, const struct options *options,
                    const struct catalog *catalog, struct snapshot *snapshot,
                    struct arena *arena, struct error *error)
{
    struct selection read = {0};
    struct selecting s = {.catalog = catalog, .arena = arena, .selection = &read};
    if (!snapshot_registers(snapshot, arena, &s.stored, &s.n_stored, &s.places,
                            &s.n_places, error) ||
        !read_periods(&read, options, error) ||
        !read_regions(&s, options->regions, error))
        return false;
    for (size_t i = 0; i < options->n_arguments; i++)
        if (!add_indicators(&s, options->arguments[i]))
            return error_set(error, ERROR_SELECT_INDICATOR, options->arguments[i]);
    if (options->n_arguments == 0) {
        read.indicators = s.stored;
        read.n_indicators = s.n_stored;
    }
    *selection = read;
    return true;
}

bool selection_read_regions(struct selection *selection, const struct options *options,
                            const struct catalog *catalog, struct snapshot *snapshot,
                            struct arena *arena, struct error *error)
{
    struct selection read = {0};
    struct selecting s = {.catalog = catalog, .arena = arena, .selection = &read};
    if (!snapshot_registers(snapshot, arena, &s.stored, &s.n_stored, &s.places,
                            &s.n_places, error) ||
        !read_regions(&s, options->regions, error))
        return false;
    *selection = read;
    return true;
}
