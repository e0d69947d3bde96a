/*
 * Log: what the collector has said since the dashboard was opened, the newest first.
 */
#include "views/log.h"

#include "views/frame.h"
#include "views/grid.h"
#include "views/page.h"
#include "views/words.h"

static const struct view_column log_columns[] = {
    {.head = N_("Time")},
    {.head = N_("Source"), .flexible = true, .min = 8},
    {.head = N_("What happened"), .flexible = true, .min = 30},
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static void put_line(struct grid *grid, const struct log_line *line)
{
    struct arena *arena = grid->arena;
    enum role role = line->wrong ? ROLE_BAD : ROLE_TEXT;
    const char *source = arena_strdup(arena, line->source);
    const char *text = arena_strdup(arena, line->text);
    struct view_cell *cells =
        grid_row(grid, arena_printf(arena, "line %zu", line->number),
                 *source ? link_text(arena, "sources", source, 0) : "sources", text);
    cells[0] = (struct view_cell){.text = time_text(arena, line->at), .role = ROLE_DIM};
    cells[1] =
        (struct view_cell){.text = *source ? source : _("all"), .role = ROLE_TEXT};
    cells[2] = (struct view_cell){.text = text, .role = role};
}

static const char *conclude(const struct view_context *context)
{
    const struct log *log = &context->log;
    size_t wrong = 0;
    for (size_t i = 0; i < log->n; i++)
        wrong += log->lines[i].wrong;
    if (log->n == 0)
        return _("Nothing has been collected since the program was opened.");
    return arena_printf(context->arena,
                        _("Lines since the program was opened: %1$zu; need attention: "
                          "%2$zu."),
                        log->n, wrong);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct frame frame;
    const char *own = address_text(context->arena, address);
    if (!frame_open(&frame, context, own, error))
        return false;
    frame_step(&frame, _("Log"), own);
    frame.view.conclusion = conclude(context);
    frame.view.keys = _("Enter source  r collect  x stop  ? help");
    struct grid grid = grid_open(frame.arena, log_columns, COUNT_OF(log_columns));
    for (size_t i = context->log.n; i-- > 0;)
        put_line(&grid, &context->log.lines[i]);
    frame_block(&frame, (struct view_block){
                            .kind = BLOCK_TABLE,
                            .table = grid_table(
                                &grid, _("Nothing yet: r collects what the page shows, "
                                         "R from all sources.")),
                        });
    frame_close(&frame, view);
    return true;
}

const struct page page_log = {
    .name = "log",
    .title = N_("Log"),
    .help = N_("What the collector has said since the dashboard was opened."),
    .timeless = true,
    .build = build,
};
