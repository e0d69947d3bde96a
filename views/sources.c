/*
 * Sources: what is broken, since when, and what it costs; for one source its last
 * delivery and every row that was refused.
 *
 * Addresses are shown without what may be a secret: user, password and query.
 */
#include "views/frame.h"
#include "views/grid.h"
#include "views/page.h"
#include "views/source_text.h"
#include "views/sources_items.h"
#include "views/words.h"

#include <string.h>

enum { MOST_RECEIPTS = 12 };

static const struct view_column source_columns[] = {
    {.head = N_("Source")},
    {.head = N_("Name"), .flexible = true, .min = 12},
    {.head = N_("Format"), .drop = 1},
    {.head = N_("Last success")},
    {.head = N_("Rows"), .align = ALIGN_RIGHT, .drop = 2},
    {.head = N_("Next due"), .drop = 3},
    {.head = N_("State")},
};

static const struct view_column receipt_columns[] = {
    {.head = N_("Delivery"), .align = ALIGN_RIGHT},
    {.head = N_("Time")},
    {.head = N_("Source"), .flexible = true, .min = 8},
    {.head = N_("Rows"), .align = ALIGN_RIGHT},
    {.head = N_("Changed"), .align = ALIGN_RIGHT},
    {.head = N_("Refused"), .align = ALIGN_RIGHT},
};

static const struct view_column refusal_columns[] = {
    {.head = N_("Row"), .align = ALIGN_RIGHT},
    {.head = N_("Column"), .align = ALIGN_RIGHT, .drop = 2},
    {.head = N_("As sent"), .flexible = true, .min = 8},
    {.head = N_("Reason"), .flexible = true, .min = 24},
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const char *number_text(struct arena *arena, uint32_t number)
{
    return arena_printf(arena, "%u", (unsigned)number);
}

static const char *due_text(const struct frame *frame,
                            const struct source_state *source)
{
    return time_or(frame->arena, source->next_due, frame->figures.now, _("on request"));
}

/* ---- all sources ---- */

static void put_source(const struct frame *frame, struct grid *grid,
                       const struct source_state *source)
{
    struct arena *arena = grid->arena;
    const int64_t now = frame->figures.now;
    const struct source_health health = source_health(source, now, arena);
    struct view_cell *cells =
        grid_row(grid, source->name, link_text(arena, "sources", source->name, 0),
                 source_sentence(source, now, arena));
    cells[0] = (struct view_cell){source->name, ROLE_TEXT};
    cells[1] = (struct view_cell){source->title, ROLE_TEXT};
    cells[2] = (struct view_cell){source->format, ROLE_DIM};
    cells[3] = (struct view_cell){time_or(arena, source->last_success, now, _("never")),
                                  ROLE_TEXT};
    cells[4] = (struct view_cell){number_text(arena, source->rows_seen), ROLE_TEXT};
    cells[5] = (struct view_cell){due_text(frame, source), ROLE_TEXT};
    cells[6] = (struct view_cell){health.text, health.role};
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
        frame_block(frame, (struct view_block){
                               .kind = BLOCK_TEXT,
                               .title = first ? _("Why sources fail") : "",
                               .tight = !first,
                               .label = source->name,
                               .text = text,
                           });
        first = false;
    }
    return true;
}

/* What a delivery came from: a source, or this program's own catalogue or settings. */
static const char *origin_of(struct frame *frame, const struct receipt *receipt,
                             const char **address)
{
    static const struct {
        const char *source, *title;
    } own[] = {
        {"catalogue", N_("catalogue")},
        {"settings", N_("settings")},
    };
    *address = "";
    for (size_t i = 0; i < COUNT_OF(own); i++)
        if (strcmp(receipt->source, own[i].source) == 0)
            return _(own[i].title);
    for (size_t i = 0; i < frame->figures.n_sources; i++)
        if (strcmp(receipt->source, frame->figures.sources[i].name) == 0)
            *address = link_text(frame->arena, "sources", receipt->source, 0);
    return receipt->source;
}

static bool put_receipts(struct frame *frame, const char *only, struct error *error)
{
    const struct view_context *context = frame->context;
    struct receipt *receipts;
    size_t n;
    if (!context->query->receipts(context->query->self, context->known_at,
                                  *only ? SIZE_MAX : MOST_RECEIPTS, context->arena,
                                  &receipts, &n, error))
        return false;
    struct grid grid =
        grid_open(frame->arena, receipt_columns, COUNT_OF(receipt_columns));
    for (size_t i = 0; i < n && grid.n_rows < MOST_RECEIPTS; i++) {
        const struct receipt *receipt = &receipts[i];
        if (*only && strcmp(receipt->source, only) != 0)
            continue;
        const char *number =
            arena_printf(frame->arena, "#%u", (unsigned)receipt->number);
        const char *address, *origin = origin_of(frame, receipt, &address);
        struct view_cell *cells = grid_row(
            &grid, number, *only ? "" : address,
            arena_printf(frame->arena, "%s  %s  %s  SHA-256 %.12s..", number,
                         receipt->format, address_shown(frame->arena, receipt->address),
                         receipt->digest));
        cells[0] = (struct view_cell){number, ROLE_TEXT};
        cells[1] = (struct view_cell){
            arena_printf(frame->arena, "%s %s",
                         day_text(frame->arena, day_from_time(receipt->time)),
                         time_text(frame->arena, receipt->time) + strlen("MM-DD ")),
            ROLE_TEXT};
        cells[2] = (struct view_cell){origin, ROLE_TEXT};
        cells[3].text = number_text(frame->arena, receipt->rows_seen);
        cells[4].text = number_text(frame->arena, receipt->rows_changed);
        cells[5] = count_cell(frame->arena, (int)receipt->rows_refused, ROLE_BAD);
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Last deliveries"),
                           .table = grid_table(&grid, _("none yet")),
                       });
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
    size_t failing = 0, refusing = 0, never = 0;
    const struct source_state *longest = NULL;
    for (size_t i = 0; i < figures->n_sources; i++) {
        const struct source_state *source = &figures->sources[i];
        if (source_fails(source)) {
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
        figures->n_sources, figures->n_sources - failing - refusing - never, failing,
        refusing);
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
    put_snapshot(frame);
    frame->view.conclusion = conclude(frame);
    return sources_put_items(frame, "", error) && put_receipts(frame, "", error);
}

/* ---- one source ---- */

static bool put_refusals(struct frame *frame, const struct source_state *source,
                         struct error *error)
{
    const struct query *query = frame->context->query;
    struct refusal *refusals = NULL;
    size_t n = 0;
    if (source->receipt && !query->refusals(query->self, source->receipt, frame->arena,
                                            &refusals, &n, error))
        return false;
    struct grid grid =
        grid_open(frame->arena, refusal_columns, COUNT_OF(refusal_columns));
    for (size_t i = 0; i < n; i++) {
        const struct refusal *refusal = &refusals[i];
        const char *reason = error_shown(&refusal->reason, frame->arena);
        struct view_cell *cells =
            grid_row(&grid, arena_printf(frame->arena, "refusal %zu", i), "",
                     arena_printf(frame->arena, "%s: %s", refusal->raw, reason));
        cells[0].text = refusal->row ? number_text(frame->arena, refusal->row) : "";
        cells[1].text =
            refusal->column ? number_text(frame->arena, refusal->column) : "";
        cells[2].text = refusal->raw;
        cells[3] = (struct view_cell){
            refusal->warning ? arena_printf(frame->arena, _("read: %s"), reason)
                             : reason,
            refusal->warning ? ROLE_WARN : ROLE_BAD};
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Refused rows"),
                           .table = grid_table(&grid, _("none in the last delivery")),
                       });
    return true;
}

static void put_delivery(struct frame *frame, const struct source_state *source)
{
    struct arena *arena = frame->arena;
    frame_text(frame, _("Address"), address_shown(arena, source->address), ROLE_TEXT);
    if (source->receipt) {
        frame_text(
            frame, _("Delivery"),
            arena_printf(
                arena,
                _("#%u  %s  rows %u: changed %u, refused %u, "
                  "warnings %u"),
                (unsigned)source->receipt,
                time_or(arena, source->last_success, frame->figures.now, _("never")),
                (unsigned)source->rows_seen, (unsigned)source->rows_changed,
                (unsigned)source->rows_refused, (unsigned)source->warnings),
            ROLE_TEXT);
        frame_text(frame, _("Check"),
                   arena_printf(arena, "SHA-256 %.12s..  ETag %s  Last-Modified %s",
                                source->digest, *source->etag ? source->etag : "-",
                                *source->last_modified ? source->last_modified : "-"),
                   ROLE_TEXT);
    }
    frame_text(frame, _("Next due"), due_text(frame, source), ROLE_TEXT);
    if (source_fails(source))
        frame_text(frame, _("Failure"), source_reason(source, arena), ROLE_TEXT);
}

static bool put_one(struct frame *frame, const char *name, struct error *error)
{
    const struct figures *figures = &frame->figures;
    const struct source_state *source = NULL;
    for (size_t i = 0; i < figures->n_sources; i++)
        if (strcmp(figures->sources[i].name, name) == 0)
            source = &figures->sources[i];
    if (!source)
        return error_set(error, ERROR_VIEW_SOURCE, name);
    frame_step(frame, source->title, frame->view.address);
    put_delivery(frame, source);
    frame->view.conclusion = source_conclusion(source, figures->now, frame->arena);
    return sources_put_items(frame, name, error) &&
           put_refusals(frame, source, error) && put_receipts(frame, name, error);
}

/* ---- the page ---- */

/* Without a cache the page says so, and what to do. */
static void put_nothing(struct frame *frame)
{
    const struct data_state *data = &frame->context->data;
    frame->view.conclusion =
        _("No data yet; pages show the catalogue's published figures.");
    if (data->problem.code != ERROR_NONE)
        frame_text(frame, _("Reason"), error_shown(&data->problem, frame->arena),
                   ROLE_TEXT);
    frame_text(
        frame, _("To do"),
        _("List the sources in aiplus.conf, then press R, or run aiplus --fetch. "
          "aiplus --inspect ADDRESS shows what a feed holds before that."),
        ROLE_TEXT);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct frame frame;
    const char *own = address_text(context->arena, address);
    if (!frame_open(&frame, context, own, error))
        return false;
    frame_step(&frame, _("Sources"), "sources");
    frame.view.keys = _("Enter open  r fetch this  R all  ? help");
    if (!context->query || !context->data.have_snapshot)
        put_nothing(&frame);
    else if (!(address->id[0] ? put_one(&frame, address->id, error)
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
