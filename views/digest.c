/* Digest: what a report says first of a region, whatever else is in it: what changed,
 * who is behind, what is overdue and which sources fail. How old the data is stands in
 * every page's head. */
#include "views/change.h"
#include "views/frame.h"
#include "views/grid.h"
#include "views/laggards.h"
#include "views/ledger.h"
#include "views/source_text.h"
#include "views/tally.h"
#include "views/words.h"

#include <stdlib.h>

enum { CHANGES_MOST = 12 };

struct digest_page {
    struct frame frame;
    const struct region *region;
    struct figure *figures;
    struct tally tally;
    struct change_list changes;
    struct register_list ledger;
    size_t n_changes, n_overdue, n_failing;
};

/* ---- what changed ---- */

static const char *counts_text(const struct digest_page *page)
{
    struct arena *arena = page->frame.arena;
    const char *text = "";
    for (int i = 0; i < CHANGE_KINDS; i++)
        if (page->changes.counts[i] > 0)
            text =
                arena_printf(arena, _("%1$s%2$s%3$s %4$zu"), text, *text ? _(", ") : "",
                             _(change_kinds[i].word), page->changes.counts[i]);
    return text;
}

/* What somebody must see comes first, then what is new of the region itself, then what
 * is new of its parts. */
enum { WEIGHTS = 3 };

static int weight_of(const struct change *change)
{
    if (change->kind == CHANGE_STATUS || change->kind == CHANGE_TARGET ||
        change->kind == CHANGE_REVISION || change->kind == CHANGE_SCOPE)
        return 0;
    return change->n > 1 ? 2 : 1;
}

static void change_row(struct frame *frame, struct grid *grid,
                       const struct change *change, size_t number)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const char *period = change->period.freq ? period_plain(change->period, arena) : "";
    struct view_cell *cells =
        grid_row(grid, arena_printf(arena, "change/%zu", number), change->address,
                 change_detail(change, language, arena));
    cells[0].text = day_brief(arena, change->day, page_day(frame->context));
    cells[1] = (struct view_cell){.text = _(change_kinds[change->kind].word),
                                  .role = change_kinds[change->kind].role};
    cells[2].text = change_whose(change, language, arena);
    cells[3].text = change->what;
    cells[4].text = period;
    cells[5].text = change->from;
    cells[6] = (struct view_cell){.text = change->to, .role = change->to_role};
}

static void add_changes(struct digest_page *page)
{
    static const struct view_column columns[] = {
        {.head = N_("Known")},
        {.head = N_("Kind")},
        {.head = N_("Region"), .flexible = true, .min = 8, .drop = 1},
        {.head = N_("Indicator"), .flexible = true, .min = 16},
        {.head = N_("Period"), .drop = 2},
        {.head = N_("From value"), .align = ALIGN_RIGHT},
        {.head = N_("To value"), .align = ALIGN_RIGHT},
    };
    struct frame *frame = &page->frame;
    const char *since = day_text(frame->arena, frame->context->since);
    if (!page->changes.kept) {
        frame_text(
            frame, _("Changes"),
            arena_printf(frame->arena, _("What was known on %s is not kept."), since),
            ROLE_WARN);
        return;
    }
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (int weight = 0; weight < WEIGHTS; weight++)
        for (size_t i = 0; i < page->changes.n && grid.n_rows < CHANGES_MOST; i++)
            if (weight_of(&page->changes.items[i]) == weight)
                change_row(frame, &grid, &page->changes.items[i], i + 1);
    frame_block(
        frame,
        (struct view_block){
            .kind = BLOCK_TABLE,
            .title = arena_printf(frame->arena, _("Changes since %1$s: %2$zu"), since,
                                  page->n_changes),
            .table = grid_table(&grid, arena_printf(frame->arena,
                                                    _("Nothing has changed since %s."),
                                                    since))});
    if (page->n_changes == 0)
        return;
    const char *rest =
        page->n_changes > grid.n_rows
            ? arena_printf(frame->arena,
                           _("%1$s. %2$zu are shown; all are on the page %3$s."),
                           counts_text(page), grid.n_rows,
                           link_text(frame->arena, "changes", "", page->region->code))
            : counts_text(page);
    frame_text(frame, _("Kinds"), rest, ROLE_TEXT);
}

/* ---- what is overdue ---- */

static void add_overdue(struct digest_page *page)
{
    static const struct view_column columns[] = {
        {.head = N_("Overdue"), .align = ALIGN_RIGHT},
        {.head = N_("Task"), .drop = 2},
        {.head = N_("Item"), .flexible = true, .min = 16},
        {.head = N_("Lead unit"), .flexible = true, .min = 8},
        {.head = N_("Deadline"), .drop = 1},
    };
    struct frame *frame = &page->frame;
    struct arena *arena = frame->arena;
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < page->ledger.n; i++) {
        const struct register_item *item = &page->ledger.items[i];
        if (item->deadline.state != DEADLINE_OVERDUE)
            continue;
        struct view_cell *cells =
            grid_row(&grid, arena_printf(arena, "ledger/%s", item->id),
                     link_text(arena, "ledger", item->id, page->region->code),
                     deadline_text(&item->deadline, arena));
        cells[0] = (struct view_cell){
            .text = arena_printf(arena, _("%d d"), abs(item->deadline.days)),
            .role = deadline_rows[DEADLINE_OVERDUE].role};
        cells[1].text = item_field(item->item, "task");
        cells[2].text = item_field(item->item, "title");
        cells[3].text = item_field(item->item, "lead");
        cells[4].text = day_text(arena, item->deadline.day);
        ledger_use(frame, item);
    }
    page->n_overdue = grid.n_rows;
    if (!page->ledger.delivered)
        frame_text(frame, _("Ledger"), _("No source delivers a ledger."), ROLE_DIM);
    else
        frame_block(frame,
                    (struct view_block){
                        .kind = BLOCK_TABLE,
                        .title = arena_printf(arena, _("Overdue items: %1$zu of %2$zu"),
                                              grid.n_rows, page->ledger.n),
                        .table = grid_table(&grid, _("No item is overdue."))});
}

/* ---- the data ---- */

static void add_data(struct digest_page *page)
{
    static const struct view_column columns[] = {
        {.head = N_("Source"), .flexible = true, .min = 12},
        {.head = N_("Last success")},
        {.head = N_("Reason"), .flexible = true, .min = 24},
    };
    struct frame *frame = &page->frame;
    struct arena *arena = frame->arena;
    const struct figures *figures = &frame->figures;
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < figures->n_sources; i++) {
        const struct source_state *source = &figures->sources[i];
        if (!source_fails(source))
            continue;
        struct view_cell *cells =
            grid_row(&grid, arena_printf(arena, "source/%s", source->name),
                     link_text(arena, "sources", source->name, 0), "");
        cells[0].text = source_title(source);
        cells[1].text = time_or(arena, source->last_success, figures->now, _("never"));
        cells[2] =
            (struct view_cell){.text = source_reason(source, arena), .role = ROLE_BAD};
    }
    page->n_failing = grid.n_rows;
    frame_block(frame,
                (struct view_block){
                    .kind = BLOCK_TABLE,
                    .title = arena_printf(arena, _("Failing sources: %1$zu of %2$zu"),
                                          grid.n_rows, figures->n_sources),
                    .table = grid_table(&grid, figures->n_sources > 0
                                                   ? _("Every source delivered.")
                                                   : _("No source is set up."))});
}

/* ---- the page ---- */

static const char *conclusion(struct digest_page *page)
{
    struct arena *arena = page->frame.arena;
    const char *wordings[] = {arena_printf(
        arena,
        _("Changes: %1$zu. Behind: %2$d. Overdue: %3$zu. Failing sources: "
          "%4$zu."),
        page->n_changes, page->tally.behind, page->n_overdue, page->n_failing)};
    return fullest(wordings, 1);
}

static bool read(struct digest_page *page, const struct view_context *context,
                 struct error *error)
{
    struct frame *frame = &page->frame;
    const struct catalog *catalog = context->catalog;
    page->figures = figure_all(&frame->figures, page->region, frame->arena, error);
    if (!page->figures)
        return false;
    for (size_t i = 0; i < catalog->n_indicators; i++)
        if (!catalog->indicators[i].provincial) {
            frame_use(frame, &page->figures[i]);
            tally_add(&page->tally, &page->figures[i]);
        }
    if (!change_list(context, page->region, frame->arena, &page->changes, error))
        return false;
    for (int i = 0; i < CHANGE_KINDS; i++)
        page->n_changes += page->changes.counts[i];
    return register_read(context, ITEM_LEDGER, page->region, frame->arena,
                         &page->ledger, error);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct digest_page page = {.region = frame_region(context, address, error)};
    if (!page.region)
        return false;
    const char *own = link_text(context->arena, "digest", "", page.region->code);
    if (!frame_open(&page.frame, context, own, error) || !read(&page, context, error))
        return false;
    frame_place(&page.frame, page.region);
    frame_step(&page.frame, _("Digest"), own);
    page.frame.tells_sources = true;
    add_changes(&page);
    laggards_block(&page.frame, page.figures, "");
    if (page.tally.behind == 0)
        frame_text(&page.frame, _("Behind"), _("No indicator is behind."), ROLE_TEXT);
    add_overdue(&page);
    add_data(&page);
    page.frame.view.conclusion = conclusion(&page);
    frame_close(&page.frame, view);
    return true;
}

const struct page page_digest = {
    .name = "digest",
    .title = N_("Digest"),
    .help =
        N_("What a report says first: what changed, who is behind, what is overdue, "
           "how old the data is."),
    .regional = true,
    .compares = true,
    .build = build,
};
