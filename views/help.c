/*
 * Help: the pages, the keys and the signs, each from the table that the program itself
 * works by.
 */
#include "core/assess.h"
#include "views/frame.h"
#include "views/grid.h"
#include "views/guides.h"
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
            cells[0] = (struct view_cell){
                .text = arena_strndup(frame->arena, &page->key, 1), .role = ROLE_KEY};
        cells[1] = (struct view_cell){.text = _(page->title), .role = ROLE_TEXT};
        cells[2] =
            (struct view_cell){.text = arena_printf(frame->arena, "%s%s", page->name,
                                                    page->regional ? "[@region]" : ""),
                               .role = ROLE_DIM};
        cells[3] = (struct view_cell){.text = _(page->help), .role = ROLE_TEXT};
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
        if (frame->context->restricted && key_guarded(key->action))
            continue;
        if (i == 0 || key->group != key_help[i - 1].group) {
            const char *name = _(key_group_names[key->group]);
            split = key->group == KEYS_VIEW ? grid.n_rows : split;
            grid_head(&grid,
                      arena_printf(frame->arena, "group %d", (int)key->group))[0] =
                (struct view_cell){.text = name, .role = ROLE_HEAD};
        }
        struct view_cell *cells =
            grid_row(&grid, arena_printf(frame->arena, "key %d", (int)key->action), "",
                     arena_printf(frame->arena, "%s  %s", key_text(key), _(key->does)));
        cells[0] = (struct view_cell){.text = key_text(key), .role = ROLE_KEY};
        cells[1] = (struct view_cell){.text = _(key->does), .role = ROLE_TEXT};
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
                cells[t] = (struct view_cell){
                    .text = state_text(&tables[t].rows[i], frame->arena),
                    .role = tables[t].rows[i].role};
    }
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .table = grid_table(&grid, "")});
}

static const char *rounding(const struct progress_rules *rules, struct arena *arena)
{
    const char *gap =
        arena_printf(arena, _("decimals of gaps: %d"), rules->gap_decimals);
    return rules->schedule_decimals < 0
               ? gap
               : arena_printf(arena, _("%1$s, of the time passed in per cent: %2$d"),
                              gap, rules->schedule_decimals);
}

/* The rules in force, each method with its own. */
static void rule_blocks(struct frame *frame)
{
    const struct progress_rules *rules = &frame->context->rules;
    struct arena *arena = frame->arena;
    frame_text(frame, _("Method"),
               arena_printf(arena, _("%1$s decides state and colour; %2$s."),
                            _(method_name(rules->method)), rounding(rules, arena)),
               ROLE_TEXT);
    frame_text(
        frame, _(method_name(METHOD_SCHEDULE)),
        arena_printf(arena,
                     _("Completion less the share of time that has passed, in "
                       "points. Ahead from %1$+.10g, on track from %2$+.10g, behind "
                       "below that."),
                     rules->ahead, rules->on),
        ROLE_TEXT);
    frame_text(frame, _(method_name(METHOD_GROWTH)),
               _("The growth a year since the baseline, divided by the one needed: "
                 "substantial from 0.95, moderate from 0.60, limited from 0, below "
                 "that deterioration. Kept from substantial on."),
               ROLE_TEXT);
    frame_text(frame, _(method_name(METHOD_TREND)),
               _("A straight line through the last four to six points, carried on to "
                 "the target's year. Of what is still to go less than a twentieth "
                 "missing is on course, up to a fifth falls short, more is far off. "
                 "Kept where on course."),
               ROLE_TEXT);
    frame_text(frame, _("Together"),
               arena_printf(arena,
                            _("Several figures are judged together where at least "
                              "%1$.10g%% of those due are there. A task item is due "
                              "soon %2$d days before its deadline."),
                            rules->coverage * 100, rules->due_soon),
               ROLE_TEXT);
}

static void sign_blocks(struct frame *frame)
{
    state_block(frame);
    rule_blocks(frame);
    frame_text(
        frame, _("Address"),
        _("page[/id][@region], for example task/A2.2@430000; the same after : and "
          "after --print=. A code or a region's name alone will do."),
        ROLE_TEXT);
}

/* The page's own words, then those for everybody. */
static void guide_blocks(struct frame *frame, const char *page)
{
    const struct guide_part *own = guide_of(page), *first = guide_of("");
    for (const struct guide_part *part = own; part && part->label; part++)
        frame_text(frame, _(part->label), _(part->text), ROLE_TEXT);
    for (const struct guide_part *part = first; own != first && part->label; part++)
        frame_text(frame, _(part->label), _(part->text), ROLE_TEXT);
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
    guide_blocks(&frame, from.page ? from.page->name : "");
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
