/* One source: its last delivery and attempt, what is wrong with it, every row that was
 * refused. See views/source_blocks.h. */
#include "views/source_blocks.h"

#include "views/grid.h"
#include "views/source_items.h"
#include "views/source_text.h"
#include "views/words.h"

#include <string.h>

enum { MOST_RECEIPTS = 12 };

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

const char *source_number(struct arena *arena, uint32_t number)
{
    return arena_printf(arena, "%u", (unsigned)number);
}

/* "0.3 s". */
const char *source_duration(struct arena *arena, uint32_t ms)
{
    return arena_printf(arena, _("%.1f s"), ms / 1000.0);
}

/* "1.2 MB". */
const char *source_size(struct arena *arena, uint64_t bytes)
{
    return bytes < 1000000 ? arena_printf(arena, "%.1f kB", (double)bytes / 1e3)
                           : arena_printf(arena, "%.1f MB", (double)bytes / 1e6);
}

const char *source_due(const struct source_state *source, int64_t now,
                       struct arena *arena)
{
    return time_or(arena, source->next_due, now, _("on request"));
}

/* ---- deliveries ---- */

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

bool source_receipts(struct frame *frame, const char *only, struct error *error)
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
        cells[0] = (struct view_cell){.text = number, .role = ROLE_TEXT};
        cells[1] = (struct view_cell){
            .text =
                arena_printf(frame->arena, "%s %s",
                             day_text(frame->arena, day_from_time(receipt->time)),
                             time_text(frame->arena, receipt->time) + strlen("MM-DD ")),
            .role = ROLE_TEXT};
        cells[2] = (struct view_cell){.text = origin, .role = ROLE_TEXT};
        cells[3].text = source_number(frame->arena, receipt->rows_seen);
        cells[4].text = source_number(frame->arena, receipt->rows_changed);
        cells[5] = count_cell(frame->arena, (int)receipt->rows_refused, ROLE_BAD);
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Last deliveries"),
                           .table = grid_table(&grid, _("none yet")),
                       });
    return true;
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
        cells[0].text = refusal->row ? source_number(frame->arena, refusal->row) : "";
        cells[1].text =
            refusal->column ? source_number(frame->arena, refusal->column) : "";
        cells[2].text = refusal->raw;
        cells[3] = (struct view_cell){
            .text = refusal->warning ? arena_printf(frame->arena, _("read: %s"), reason)
                                     : reason,
            .role = refusal->warning ? ROLE_WARN : ROLE_BAD};
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Refused rows"),
                           .table = grid_table(&grid, _("none in the last delivery")),
                       });
    return true;
}

static void put_attempt(struct frame *frame, const struct source_state *source)
{
    struct arena *arena = frame->arena;
    const int64_t now = frame->figures.now;
    frame_text(frame, _("Attempt"),
               arena_printf(arena,
                            source_held(source)
                                ? _("%1$s, took %2$s; needing attention in a row: %3$u")
                                : _("%1$s, took %2$s; failures in a row: %3$u"),
                            time_or(arena, source->last_attempt, now, _("never")),
                            source_duration(arena, source->duration_ms),
                            (unsigned)source->failures),
               ROLE_TEXT);
    frame_text(frame, _("Success"),
               time_or(arena, source->last_success, now, _("never")), ROLE_TEXT);
    frame_text(frame, _("Next due"), source_due(source, now, arena), ROLE_TEXT);
}

static void put_delivery(struct frame *frame, const struct source_state *source)
{
    struct arena *arena = frame->arena;
    frame_text(frame, _("Address"), address_shown(arena, source->address), ROLE_TEXT);
    if (source->receipt) {
        frame_text(
            frame, _("Delivery"),
            arena_printf(arena,
                         _("#%1$u  %2$s  rows %3$u: changed %4$u, refused %5$u, "
                           "warnings %6$u"),
                         (unsigned)source->receipt, source_size(arena, source->bytes),
                         (unsigned)source->rows_seen, (unsigned)source->rows_changed,
                         (unsigned)source->rows_refused, (unsigned)source->warnings),
            ROLE_TEXT);
        frame_text(frame, _("Check"),
                   arena_printf(arena, "SHA-256 %.12s..  ETag %s  Last-Modified %s",
                                source->digest, *source->etag ? source->etag : "-",
                                *source->last_modified ? source->last_modified : "-"),
                   ROLE_TEXT);
    }
    put_attempt(frame, source);
}

/* Why the last attempt was held back, sentence by sentence, and what is to be done; or
 * why it failed. */
static bool put_problems(struct frame *frame, const struct source_state *source,
                         struct error *error)
{
    const struct query *query = frame->context->query;
    struct error *problems = NULL;
    size_t n = 0;
    if (!source_fails(source))
        return true;
    const char *label = source_held(source) ? _("Attention") : _("Failure");
    if (source_held(source) && query->held &&
        !query->held(query->self, source->name, source->last_attempt, frame->arena,
                     &problems, &n, error))
        return false;
    if (n == 0)
        frame_text(frame, label, source_reason(source, frame->arena), ROLE_TEXT);
    for (size_t i = 0; i < n; i++)
        frame_text(frame, label, error_shown(&problems[i], frame->arena), ROLE_TEXT);
    return true;
}

/* Figures of which another source, that goes before or came later, says something else.
 */
static bool put_differing(struct frame *frame, const struct source_state *source,
                          struct error *error)
{
    const struct view_context *context = frame->context;
    uint64_t n = 0;
    if (!context->query->differing || frame->figures.n_sources < 2)
        return true;
    if (!context->query->differing(context->query->self, source->name,
                                   context->known_at, &n, error))
        return false;
    if (n > 0)
        frame_text(frame, _("Differs"),
                   arena_printf(frame->arena,
                                _("Of %llu figures another source says something else, "
                                  "and its value is used, since it goes before. "
                                  "The indicators' pages show both."),
                                (unsigned long long)n),
                   ROLE_WARN);
    return true;
}

bool source_one(struct frame *frame, const char *name, struct error *error)
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
    if (!put_problems(frame, source, error) || !put_differing(frame, source, error))
        return false;
    frame->view.conclusion = source_conclusion(source, figures->now, frame->arena);
    return source_put_items(frame, name, error) && put_refusals(frame, source, error) &&
           source_receipts(frame, name, error);
}
