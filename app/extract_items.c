/* --csv=REGISTER: see app/extract_items.h. */
#include "app/extract_items.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is asked for ---- */

static const char *names(struct arena *arena)
{
    const char *list = "";
    for (int i = 0; i < ITEM_KINDS; i++)
        list =
            arena_printf(arena, "%s%s%s", list, i ? ", " : "", item_registers[i].name);
    return list;
}

/* What selects figures, and no items. */
static const char *foreign_option(const struct options *options, bool has_region)
{
    return options->n_arguments > 0           ? options->arguments[0]
           : *options->from                   ? "--from"
           : *options->to                     ? "--to"
           : *options->frequency              ? "--frequency"
           : *options->regions && !has_region ? "--regions"
                                              : NULL;
}

bool extract_items_select(struct items_selection *selection,
                          const struct session *session, struct arena *arena,
                          struct error *error)
{
    const struct options *options = session->options;
    struct items_selection made = {.all = !*options->regions};
    if (!item_kind_named(options->register_name, &made.kind))
        return error_set(error, ERROR_OPTION_VALUE, "--csv", options->register_name,
                         names(arena));
    bool has_region = item_field_named(made.kind, "region") >= 0;
    const char *foreign = foreign_option(options, has_region);
    if (foreign)
        return error_set(error, ERROR_SELECT_REGISTER, options->register_name, foreign);
    if (!made.all &&
        !selection_read_regions(&made.regions, options, session->context.catalog,
                                session->snapshot, arena, error))
        return false;
    *selection = made;
    return true;
}

static bool is_selected(const struct items_selection *selection,
                        const struct item *item)
{
    int32_t region = atoi(item_field(item, "region"));
    bool found = selection->all;
    for (size_t i = 0; i < selection->regions.n_regions && !found; i++)
        found = selection->regions.regions[i] == region;
    return found;
}

/* ---- writing ---- */

/* What became of a version: items are all that were known, by source, key and age. */
static const char *fate_of(const struct item *items, size_t n, size_t at)
{
    const struct item *item = &items[at];
    if (item->late)
        return "late";
    if (item->withdrawn)
        return "withdrawn";
    for (size_t i = at + 1; i < n && strcmp(items[i].source, item->source) == 0 &&
                            strcmp(items[i].key, item->key) == 0;
         i++)
        if (!items[i].late)
            return "replaced";
    return "stands";
}

static bool read_known(const struct session *session, enum item_kind kind,
                       struct sheet *sheet, struct arena *arena, struct item **items,
                       size_t *n, struct error *error)
{
    struct item *all;
    size_t n_all, kept = 0;
    if (!snapshot_item_history(session->snapshot, kind, NULL, NULL, arena, &all, &n_all,
                               error))
        return false;
    for (size_t i = 0; i < n_all; i++) {
        int64_t time;
        if (!sheet_time(sheet, all[i].receipt, &time, error))
            return false;
        if (time <= session->context.known_at)
            all[kept++] = all[i];
    }
    *items = all;
    *n = kept;
    return true;
}

bool extract_items(const struct session *session,
                   const struct items_selection *selection, struct sheet *sheet,
                   struct error *error)
{
    struct arena arena = {0};
    struct item *items;
    size_t n = 0;
    bool ok =
        sheet->history
            ? read_known(session, selection->kind, sheet, &arena, &items, &n, error)
            : snapshot_items(session->snapshot, selection->kind,
                             session->context.known_at, &arena, &items, &n, error);
    for (size_t i = 0; ok && i < n; i++)
        if (is_selected(selection, &items[i]))
            ok = sheet_item(sheet, &items[i],
                            sheet->history ? fate_of(items, n, i) : NULL, error);
    arena_release(&arena);
    return ok;
}
