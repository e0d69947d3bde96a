/*
 * Sources: what is broken, since when, and what it costs, and how each was collected.
 * One source alone is in views/source_one.c.
 *
 * Addresses are shown without what may be a secret: user, password and query.
 */
#include "views/frame.h"
#include "views/grid.h"
#include "views/page.h"
#include "views/source_blocks.h"
#include "views/source_items.h"
#include "views/source_text.h"
#include "views/words.h"

#include <string.h>

static const struct view_column source_columns[] = {
    {.head = N_("Source")},
    {.head = N_("Name"), .flexible = true, .min = 12},
    {.head = N_("Format"), .drop = 1},
    {.head = N_("Last success")},
    {.head = N_("Rows"), .align = ALIGN_RIGHT, .drop = 2},
    {.head = N_("Next due"), .drop = 3},
    {.head = N_("State")},
};

/* How the collecting went, in the cells that a mail has. */
static const struct view_column attempt_columns[] = {
    {.head = N_("Source"), .flexible = true, .min = 6},
    {.head = N_("Last attempt"), .drop = 1},
    {.head = N_("Took"), .align = ALIGN_RIGHT},
    {.head = N_("Size"), .align = ALIGN_RIGHT},
    {.head = N_("Rows"), .align = ALIGN_RIGHT},
    {.head = N_("Changed"), .align = ALIGN_RIGHT},
    {.head = N_("Refused"), .align = ALIGN_RIGHT},
    {.head = N_("Failures"), .align = ALIGN_RIGHT},
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* ---- all sources ---- */

static void put_attempts(struct frame *frame)
{
    struct arena *arena = frame->arena;
    const struct figures *figures = &frame->figures;
    struct grid grid = grid_open(arena, attempt_columns, COUNT_OF(attempt_columns));
    for (size_t i = 0; i < figures->n_sources; i++) {
        const struct source_state *source = &figures->sources[i];
        struct view_cell *cells =
            grid_row(&grid, arena_printf(arena, "attempt/%s", source->name),
                     link_text(arena, "sources", source->name, 0),
                     source_sentence(source, figures->now, arena));
        cells[0].text = source->name;
        cells[1].text = time_or(arena, source->last_attempt, figures->now, _("never"));
        cells[2].text = source_duration(arena, source->duration_ms);
        cells[3].text = source_size(arena, source->bytes);
        cells[4].text = source_number(arena, source->rows_seen);
        cells[5].text = source_number(arena, source->rows_changed);
        cells[6] = count_cell(arena, (int)source->rows_refused, ROLE_BAD);
        cells[7] = count_cell(arena, (int)source->failures, ROLE_BAD);
    }
    if (grid.n_rows > 0)
        frame_block(frame, (struct view_block){
                               .kind = BLOCK_TABLE,
                               .title = _("Last attempts and deliveries"),
                               .table = grid_table(&grid, ""),
                           });
}

static void put_source(const struct frame *frame, struct grid *grid,
                       const struct source_state *source)
{
    struct arena *arena = grid->arena;
    const int64_t now = frame->figures.now;
    const struct source_health health = source_health(source, now, arena);
    struct view_cell *cells =
        grid_row(grid, source->name, link_text(arena, "sources", source->name, 0),
                 source_sentence(source, now, arena));
    cells[0] = (struct view_cell){.text = source->name, .role = ROLE_TEXT};
    cells[1] = (struct view_cell){.text = source->title, .role = ROLE_TEXT};
    cells[2] = (struct view_cell){.text = source->format, .role = ROLE_DIM};
    cells[3] = (struct view_cell){
        .text = time_or(arena, source->last_success, now, _("never")),
        .role = ROLE_TEXT};
    cells[4] = (struct view_cell){.text = source_number(arena, source->rows_seen),
                                  .role = ROLE_TEXT};
    cells[5] =
        (struct view_cell){.text = source_due(source, now, arena), .role = ROLE_TEXT};
    cells[6] = (struct view_cell){.text = health.text, .role = health.role};
}

/* Which indicators does the source's data reach? Looks at the nation and its provinces;
 * what is kept for lower regions only is not counted. */
static bool count_touched(struct frame *frame, int *touched, struct error *error)
{
    const struct view_context *context = frame->context;
    const struct catalog *catalog = context->catalog;
    struct arena scratch = {0};
    size_t n = catalog->n_indicators, m;
    const struct region **children =
        catalog_children(catalog, REGION_NATION, &scratch, &m);
    const char **codes = arena_alloc(&scratch, n * sizeof *codes);
    int32_t *regions = arena_alloc(&scratch, (m + 1) * sizeof *regions);
    for (size_t i = 0; i < n; i++)
        codes[i] = catalog->indicators[i].code;
    for (size_t r = 0; r < m; r++)
        regions[r] = children[r]->code;
    regions[m++] = REGION_NATION;
    struct query_figure *found = arena_alloc(&scratch, n * m * sizeof *found);
    bool *seen = arena_alloc(&scratch, frame->figures.n_sources + 1);
    bool ok = context->query->latest(context->query->self, codes, n, regions, m,
                                     context->known_at, found, error);
    for (size_t i = 0; ok && i < n; i++) {
        memset(seen, 0, frame->figures.n_sources);
        for (size_t r = 0; r < m; r++) {
            int source = figure_source(&frame->figures, &found[i * m + r].latest);
            if (source >= 0 && !seen[source]) {
                seen[source] = true;
                touched[source]++;
            }
        }
    }
    arena_release(&scratch);
    return ok;
}

/* Why sources fail, a paragraph each, and how many indicators stay as they were. */
static bool put_reasons(struct frame *frame, struct error *error)
{
    const struct figures *figures = &frame->figures;
    size_t n = 0;
    for (size_t i = 0; i < figures->n_sources; i++)
        n += source_fails(&figures->sources[i]);
    if (n == 0)
        return true;
    int *touched = arena_alloc(frame->arena, figures->n_sources * sizeof *touched);
    if (!count_touched(frame, touched, error))
        return false;
    bool first = true;
    for (size_t i = 0; i < figures->n_sources; i++) {
        const struct source_state *source = &figures->sources[i];
        if (!source_fails(source))
            continue;
        const char *reason = source_reason(source, frame->arena);
        const char *text =
            source->last_success
                ? arena_printf(
                      frame->arena,
                      _("%1$s Its data of %2$s stays in use; indicators touched: "
                        "%3$d."),
                      reason,
                      moment_text(frame->arena, source->last_success, figures->now),
                      touched[i])
                : arena_printf(frame->arena, _("%s It never delivered yet."), reason);
        frame_block(frame,
                    (struct view_block){
                        .kind = BLOCK_TEXT,
                        .title = first ? _("Why sources fail or need attention") : "",
                        .tight = !first,
                        .label = source->name,
                        .text = text,
                    });
        first = false;
    }
    return true;
}

static void put_snapshot(struct frame *frame)
{
    const struct data_state *data = &frame->context->data;
    if (data->published > frame->context->known_at)
        return; /* it was made later than the page's day */
    frame_text(frame, _("Snapshot"),
               arena_printf(frame->arena, "#%u  %s %s  %.1f MB", (unsigned)data->number,
                            day_text(frame->arena, day_from_time(data->published)),
                            time_text(frame->arena, data->published) + strlen("MM-DD "),
                            (double)data->bytes / 1e6),
               ROLE_TEXT);
    if (data->oldest_due)
        frame_text(frame, _("Next due"),
                   moment_text(frame->arena, data->oldest_due, frame->figures.now),
                   ROLE_TEXT);
}

/* "Sources: 4, well 1, failing 1, with refused rows 1, never fetched 1." */
static const char *conclude(const struct frame *frame)
{
    const struct figures *figures = &frame->figures;
    struct arena *arena = frame->arena;
    size_t failing = 0, refusing = 0, never = 0, held = 0;
    const struct source_state *longest = NULL;
    for (size_t i = 0; i < figures->n_sources; i++) {
        const struct source_state *source = &figures->sources[i];
        if (source_held(source)) {
            held++;
        } else if (source_fails(source)) {
            failing++;
            if (!longest || source->last_success < longest->last_success)
                longest = source;
        } else if (source->last_success == 0) {
            never++;
        } else if (source->rows_refused > 0) {
            refusing++;
        }
    }
    const char *text = arena_printf(
        arena, _("Sources: %zu, well %zu, failing %zu, with refused rows %zu"),
        figures->n_sources, figures->n_sources - failing - refusing - never - held,
        failing, refusing);
    if (held > 0)
        text = arena_printf(arena, _("%s, attention %zu"), text, held);
    if (never > 0)
        text = arena_printf(arena, _("%s, never fetched %zu"), text, never);
    if (!longest)
        return arena_printf(arena, _("%s."), text);
    if (longest->last_success == 0) {
        const char *wordings[] = {
            arena_printf(arena, _("%s; %s never delivered yet."), text,
                         source_title(longest)),
            arena_printf(arena, _("%s."), text),
        };
        return fullest(wordings, sizeof wordings / sizeof *wordings);
    }
    const char *since = day_text(arena, day_from_time(longest->last_success));
    const char *wordings[] = {
        arena_printf(arena, _("%s; longest %s, last success %s."), text,
                     source_title(longest), since),
        arena_printf(arena, _("%1$s; longest %2$s (%3$s)."), text, longest->name,
                     since),
        arena_printf(arena, _("%s."), text),
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

static bool put_list(struct frame *frame, struct error *error)
{
    const struct figures *figures = &frame->figures;
    struct grid grid =
        grid_open(frame->arena, source_columns, COUNT_OF(source_columns));
    for (size_t i = 0; i < figures->n_sources; i++)
        put_source(frame, &grid, &figures->sources[i]);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .table = grid_table(&grid, _("No source was fetched yet.")),
                       });
    if (!put_reasons(frame, error))
        return false;
    put_attempts(frame);
    put_snapshot(frame);
    frame->view.conclusion = conclude(frame);
    return source_put_items(frame, "", error) && source_receipts(frame, "", error);
}

/* ---- the page ---- */

/* How to add a source, for somebody who never did. */
static void put_first_source(struct frame *frame)
{
    struct arena *arena = frame->arena;
    const char *config = frame->context->data.config;
    frame_text(frame, _("First"),
               _("Ask what a feed holds: aiplus --inspect ADDRESS (a file will do). It "
                 "says the format and suggests lines for the configuration."),
               ROLE_TEXT);
    frame_text(
        frame, _("Then"),
        config && *config
            ? arena_printf(arena, _("Write such lines into %s, for example:"), config)
            : _("Write such lines into aiplus.conf, for example:"),
        ROLE_TEXT);
    frame_block(frame,
                (struct view_block){
                    .kind = BLOCK_TEXT,
                    .verbatim = true,
                    .text = _("source \"tj\" {\n"
                              "    title   = \"Statistics bureau, monthly\"\n"
                              "    address = \"https://tj.example.gov.cn/ai.csv\"\n"
                              "    every   = \"6h\"\n"
                              "}"),
                });
    frame_text(
        frame, _("Last"),
        _("aiplus --check looks the configuration through. Then R collects, here or "
          "as aiplus --fetch; this page shows how it went. All settings: "
          "aiplus.conf(5)."),
        ROLE_TEXT);
}

/* Without a cache the page says so, and what to do. */
static void put_nothing(struct frame *frame)
{
    const struct data_state *data = &frame->context->data;
    frame->view.conclusion =
        _("No data yet; pages show the catalogue's published figures.");
    if (data->problem.code != ERROR_NONE)
        frame_text(frame, _("Reason"), error_shown(&data->problem, frame->arena),
                   ROLE_TEXT);
    if (data->configured)
        frame_text(
            frame, _("To do"),
            _("The configuration names sources: press R, or run aiplus --fetch."),
            ROLE_TEXT);
    else if (!frame->context->restricted)
        put_first_source(frame);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct frame frame;
    const char *own = address_text(context->arena, address);
    if (!frame_open(&frame, context, own, error))
        return false;
    frame_step(&frame, _("Sources"), "sources");
    frame.tells_sources = true;
    frame.view.keys = _("Enter open  r fetch this  R all  ? help");
    if (!context->query || !context->data.have_snapshot)
        put_nothing(&frame);
    else if (!(address->id[0] ? source_one(&frame, address->id, error)
                              : put_list(&frame, error)))
        return false;
    frame_close(&frame, view);
    return true;
}

static bool has_id(const struct catalog *catalog, const char *id)
{
    (void)catalog;
    return *id != '\0'; /* which sources there are only the snapshot knows */
}

const struct page page_sources = {
    .name = "sources",
    .key = '9',
    .title = N_("Sources"),
    .help = N_("Which endpoints fail, since when, and what they sent last."),
    .build = build,
    .has_id = has_id,
};
