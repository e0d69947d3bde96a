/*
 * Help: the pages, the keys and the signs, each from the table that the program itself
 * works by.
 */
#include "views/frame.h"
#include "views/grid.h"
#include "views/keys.h"
#include "views/page.h"
#include "views/states.h"
#include "views/words.h"

#include <stdio.h>

static const struct view_column page_columns[] = {
    {.head = N_("Key")},
    {.head = N_("Page")},
    {.head = N_("Address")},
    {.head = N_("What it answers"), .flexible = true, .min = 20},
};

static const struct view_column key_columns[] = {
    {.head = N_("Keys")},
    {.head = N_("What they do"), .flexible = true, .min = 12},
};

enum { N_PAGE_COLUMNS = 4, N_KEY_COLUMNS = 2 };

static void page_block(struct frame *frame)
{
    struct grid grid = grid_open(frame->arena, page_columns, N_PAGE_COLUMNS);
    for (size_t i = 0; pages[i]; i++) {
        const struct page *page = pages[i];
        struct view_cell *cells =
            grid_row(&grid, page->name, page->name, _(page->help));
        if (page->key)
            cells[0] = (struct view_cell){arena_strndup(frame->arena, &page->key, 1),
                                          ROLE_KEY};
        cells[1] = (struct view_cell){_(page->title), ROLE_TEXT};
        cells[2] = (struct view_cell){arena_printf(frame->arena, "%s%s", page->name,
                                                   page->regional ? "[@region]" : ""),
                                      ROLE_DIM};
        cells[3] = (struct view_cell){_(page->help), ROLE_TEXT};
    }
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .table = grid_table(&grid, "")});
}

/* All keys in their groups, in two halves where the width allows it. */
static void key_block(struct frame *frame)
{
    struct grid grid = grid_open(frame->arena, key_columns, N_KEY_COLUMNS);
    size_t split = 0;
    for (size_t i = 0; key_help[i].keys; i++) {
        const struct key_help *key = &key_help[i];
        if (i == 0 || key->group != key_help[i - 1].group) {
            const char *name = _(key_group_names[key->group]);
            split = key->group == KEYS_VIEW ? grid.n_rows : split;
            grid_head(&grid,
                      arena_printf(frame->arena, "group %d", (int)key->group))[0] =
                (struct view_cell){name, ROLE_HEAD};
        }
        struct view_cell *cells =
            grid_row(&grid, arena_printf(frame->arena, "key %d", (int)key->action), "",
                     arena_printf(frame->arena, "%s  %s", key_text(key), _(key->does)));
        cells[0] = (struct view_cell){key_text(key), ROLE_KEY};
        cells[1] = (struct view_cell){_(key->does), ROLE_TEXT};
    }
    struct view_table table = grid_table(&grid, "");
    table.split = split;
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE, .table = table});
}

/* The tables of states side by side: a row of theirs is a cell here. */
static void state_block(struct frame *frame)
{
    static const struct view_column columns[] = {
        {.head = N_("State")},
        {.head = N_("Missing")},
        {.head = N_("Deadline")},
        {.head = N_("Flags")},
        {.head = N_("Matrix"), .flexible = true, .min = 12},
    };
    const struct {
        const struct state_row *rows;
        size_t n;
    } tables[] = {
        {frame->context->states, PROGRESS_COUNT},
        {missing_rows, MISSING_COUNT},
        {deadline_rows, DEADLINE_COUNT},
        {flag_rows + 1, FLAG_COUNT - 1},
        {weight_rows, WEIGHT_COUNT},
    };
    enum { N_TABLES = sizeof tables / sizeof *tables };
    size_t n = 0;
    for (size_t t = 0; t < N_TABLES; t++)
        n = tables[t].n > n ? tables[t].n : n;
    struct grid grid = grid_open(frame->arena, columns, N_TABLES);
    for (size_t i = 0; i < n; i++) {
        struct view_cell *cells =
            grid_row(&grid, arena_printf(frame->arena, "sign %zu", i), "", "");
        for (size_t t = 0; t < N_TABLES; t++)
            if (i < tables[t].n)
                cells[t] =
                    (struct view_cell){state_text(&tables[t].rows[i], frame->arena),
                                       tables[t].rows[i].role};
    }
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .table = grid_table(&grid, "")});
}

static void sign_blocks(struct frame *frame)
{
    const struct progress_rules *rules = &frame->context->rules;
    state_block(frame);
    frame_text(frame, _("Method"),
               arena_printf(frame->arena,
                            _("Progress by schedule: completion less the share of time "
                              "that has passed, in points. Ahead from %+.1f, on track "
                              "from %+.1f, behind below that."),
                            rules->ahead, rules->on),
               ROLE_TEXT);
    frame_text(
        frame, _("Address"),
        _("page[/id][@region], for example task/A2.2@430000; the same after : and "
          "after --print=. A code or a region's name alone will do."),
        ROLE_TEXT);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    const char *about = address->id[0] ? address->id : context->from;
    /* The page that help was called from may come with its id and region. */
    struct address from = {0};
    if (about && *about)
        address_parse(context->catalog, about, &from, NULL);
    struct frame frame;
    const char *own = address->id[0] ? address_text(context->arena, address) : "help";
    if (!frame_open(&frame, context, own, error))
        return false;
    frame_step(&frame, _("Help"), own);
    frame.view.conclusion =
        _("All pages, keys and signs; / finds whatever has a name.");
    frame.view.keys = _("Enter open  Esc close  / find  : go to");
    if (from.page)
        frame_text(&frame, _(from.page->title), _(from.page->help), ROLE_TEXT);
    page_block(&frame);
    key_block(&frame);
    sign_blocks(&frame);
    frame_close(&frame, view);
    return true;
}

static bool has_id(const struct catalog *catalog, const char *id)
{
    (void)catalog;
    return page_find(id);
}

const struct page page_help = {
    .name = "help",
    .title = N_("Help"),
    .help = N_("Which pages and keys there are, and what the signs mean."),
    .timeless = true,
    .build = build,
    .has_id = has_id,
};
