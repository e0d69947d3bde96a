/* --csv: see app/extract.h. What the columns mean is in app/extract_row.h. */
#include "app/extract.h"

#include "app/extract_items.h"
#include "app/extract_row.h"
#include "app/output.h"
#include "app/selection.h"
#include "views/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct extract {
    struct session *session;
    struct selection selection;
    struct items_selection items;
    struct sheet sheet;
};

static int by_key(const void *a, const void *b)
{
    const struct observation *x = a, *y = b;
    int order = period_compare(x->period, y->period);
    if (order == 0)
        order = (x->period.freq > y->period.freq) - (x->period.freq < y->period.freq);
    if (order == 0)
        order = (x->receipt > y->receipt) - (x->receipt < y->receipt);
    return order;
}

/* ---- the figures as they stand ---- */

static bool write_region(struct extract *e, int32_t region, struct error *error)
{
    const struct selection *selection = &e->selection;
    struct arena scratch = {0};
    struct snapshot_list *lists =
        arena_alloc(&scratch, selection->n_indicators * sizeof *lists);
    bool ok = snapshot_region(e->session->snapshot, region, selection->indicators,
                              selection->n_indicators, selection->first,
                              e->session->context.known_at, &scratch, lists, error);
    for (size_t i = 0; ok && i < selection->n_indicators; i++) {
        sheet_series(&e->sheet, selection->indicators[i], region);
        for (size_t k = 0; ok && k < lists[i].n; k++)
            if (selection_has(selection, lists[i].items[k].period))
                ok = sheet_row(&e->sheet, &lists[i].items[k], NULL, error);
    }
    arena_release(&scratch);
    return ok;
}

/* ---- everything that was said ---- */

/* What became of a value: items are everything said of its period, by receipt. */
static const char *fate_of(const struct observation *items, size_t n, size_t at)
{
    if (items[at].late)
        return "late";
    if (items[at].outranked)
        return "outranked";
    if (items[at].withdrawn)
        return "withdrawn";
    for (size_t i = at + 1; i < n && period_equal(items[i].period, items[at].period);
         i++)
        if (!items[i].late && !items[i].outranked)
            return "replaced";
    return "stands";
}

/* Of a series everything that was said by the time, ordered. */
static bool read_history(struct extract *e, const char *code, int32_t region,
                         struct arena *arena, struct observation **items, size_t *n,
                         struct error *error)
{
    struct snapshot *snapshot = e->session->snapshot;
    struct observation *now, *before;
    size_t n_now, n_before;
    if (!snapshot_series(snapshot, code, region, INT64_MAX, arena, &now, &n_now,
                         error) ||
        !snapshot_revisions(snapshot, code, region, arena, &before, &n_before, error))
        return false;
    struct observation *all = arena_alloc(arena, (n_now + n_before) * sizeof *all);
    *n = 0;
    for (size_t i = 0; i < n_now + n_before; i++) {
        const struct observation *item = i < n_now ? &now[i] : &before[i - n_now];
        int64_t time;
        if (!selection_has(&e->selection, item->period))
            continue;
        if (!sheet_time(&e->sheet, item->receipt, &time, error))
            return false;
        if (time <= e->session->context.known_at)
            all[(*n)++] = *item;
    }
    if (*n > 0)
        qsort(all, *n, sizeof *all, by_key);
    *items = all;
    return true;
}

static bool write_history(struct extract *e, int32_t region, struct error *error)
{
    bool ok = true;
    for (size_t i = 0; ok && i < e->selection.n_indicators; i++) {
        const char *code = e->selection.indicators[i];
        struct arena scratch = {0};
        struct observation *items;
        size_t n = 0;
        ok = read_history(e, code, region, &scratch, &items, &n, error);
        if (ok)
            sheet_series(&e->sheet, code, region);
        for (size_t k = 0; ok && k < n; k++)
            ok = sheet_row(&e->sheet, &items[k], fate_of(items, n, k), error);
        arena_release(&scratch);
    }
    return ok;
}

/* ---- the file ---- */

static bool write_all(struct extract *e, struct error *error)
{
    bool history = e->session->options->history;
    if (e->sheet.items && !extract_items(e->session, &e->items, &e->sheet, error))
        return false;
    for (size_t i = 0; i < e->selection.n_regions; i++) {
        int32_t region = e->selection.regions[i];
        if (!(history ? write_history(e, region, error)
                      : write_region(e, region, error)))
            return false;
    }
    return sheet_end(&e->sheet, error) &&
           (e->sheet.n_rows > 0 ||
            (e->sheet.items ? error_set(error, ERROR_SELECT_EMPTY, e->sheet.items->name)
                            : error_set(error, ERROR_SELECT_NOTHING)));
}

static bool write_file(struct extract *e, const char *path, struct arena *arena,
                       struct error *error)
{
    struct output output;
    if (!output_open(&output, path, arena, error))
        return false;
    e->sheet.file = output.file;
    e->sheet.name = output.beside;
    return output_close(&output, write_all(e, error), error);
}

static enum exit_status status_of(const struct error *error)
{
    switch (error->code) {
    case ERROR_NONE:
        return EXIT_FRESH;
    case ERROR_SELECT_INDICATOR:
    case ERROR_REGION_UNKNOWN:
    case ERROR_OPTION_VALUE:
    case ERROR_SELECT_REGISTER:
        return EXIT_USAGE;
    case ERROR_SNAPSHOT_NONE:
    case ERROR_SNAPSHOT_NOT_KEPT:
    case ERROR_SELECT_NOTHING:
    case ERROR_SELECT_EMPTY:
        return EXIT_NO_DATA;
    case ERROR_SELECT_FILE:
    case ERROR_SELECT_SPECIAL:
    case ERROR_OUTPUT:
        return EXIT_CANNOT_WRITE;
    default:
        return EXIT_ERROR;
    }
}

static bool extract(struct extract *e, struct arena *arena, struct error *error)
{
    struct session *session = e->session;
    const struct options *options = session->options;
    if (!session->snapshot) {
        *error = session->context.data.problem;
        return error->code != ERROR_NONE
                   ? false
                   : error_set(error, ERROR_SNAPSHOT_NONE, session->cache);
    }
    if (*options->register_name
            ? !extract_items_select(&e->items, session, arena, error)
            : !selection_read(&e->selection, options, session->context.catalog,
                              session->snapshot, arena, error))
        return false;
    sheet_open(&e->sheet, &session->context, session->snapshot, options->history);
    e->sheet.file = stdout;
    e->sheet.items = *options->register_name ? &item_registers[e->items.kind] : NULL;
    bool ok = *options->output ? write_file(e, options->output, arena, error)
                               : write_all(e, error);
    sheet_close(&e->sheet);
    return ok;
}

enum exit_status extract_run(struct session *session)
{
    struct extract e = {.session = session};
    struct arena arena = {0};
    struct error error = {0};
    if (!extract(&e, &arena, &error)) {
        char text[1024];
        error_format(&error, words_translate, text, sizeof text);
        fprintf(stderr, "aiplus: %s\n", text);
    }
    arena_release(&arena);
    return status_of(&error);
}
