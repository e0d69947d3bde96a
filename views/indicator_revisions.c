/* The indicator page's revisions: what was said before, what came late, what was taken
 * back. See views/indicator_blocks.h. */
#include "views/indicator_blocks.h"

#include "views/grid.h"
#include "views/words.h"

#include <string.h>

static const char *revision_cell(const struct indicator *indicator,
                                 const struct observation *value, struct arena *arena)
{
    return value->withdrawn ? _("withdrawn") : point_cell(indicator, value, arena);
}

static const char *revision_said(const struct indicator *indicator,
                                 const struct observation *value, struct arena *arena)
{
    if (value->withdrawn)
        return _("withdrawn");
    return value->has_value ? value_text(indicator, value, arena)
                            : _(status_name(value->status));
}

static void revision_row(struct frame *frame, struct grid *grid,
                         const struct figure *figure, const struct observation *from,
                         const struct observation *to, const char *known,
                         const char *by, const char *note)
{
    struct arena *arena = frame->arena;
    const struct indicator *indicator = figure->indicator;
    const char *label = period_plain(from->period, arena);
    struct view_cell *cells = grid_row(
        grid, arena_printf(arena, "revision/%zu", grid->n_rows), "",
        arena_printf(arena, _("%1$s: from %2$s to %3$s, known %4$s (%5$s) %6$s"), label,
                     revision_said(indicator, from, arena),
                     revision_said(indicator, to, arena), known, by, note));
    cells[0].text = label;
    cells[1].text = revision_cell(indicator, from, arena);
    cells[2].text = revision_cell(indicator, to, arena);
    cells[3].text = known;
    cells[4].text = by;
}

/* An earlier announcement of the same period by the same catalogue. */
static void announced_revisions(struct frame *frame, struct grid *grid,
                                const struct figure *figure)
{
    const struct catalog *catalog = frame->context->catalog;
    const struct published *last = NULL;
    for (size_t i = 0; i < catalog->n_published; i++) {
        const struct published *published = &catalog->published[i];
        if (strcmp(published->observation.indicator, figure->indicator->code) != 0 ||
            published->observation.region != figure->region->code ||
            (published->day &&
             time_of_day_end(published->day) > frame->context->known_at))
            continue;
        if (last &&
            period_equal(last->observation.period, published->observation.period))
            revision_row(frame, grid, figure, &last->observation,
                         &published->observation, published->date, published->issuer,
                         published->note);
        last = published;
    }
}

static const struct observation *standing(const struct figure *figure,
                                          struct period period)
{
    for (size_t i = 0; i < figure->n_points; i++)
        if (period_equal(figure->series[i].period, period))
            return &figure->series[i];
    return NULL;
}

/* What replaced a kept revision: the next newer thing said of the same period. What
 * came late never stood, so it replaced nothing. */
static const struct observation *
replaced_by(const struct figure *figure, const struct observation *revisions, size_t at)
{
    for (size_t i = at; i-- > 0;)
        if (period_equal(revisions[i].period, revisions[at].period) &&
            !revisions[i].late)
            return &revisions[i];
    return standing(figure, revisions[at].period);
}

/* What stood when an older edition came late, and went on standing: of all that had
 * come before it the last. */
static const struct observation *stood_at(const struct figure *figure,
                                          const struct observation *revisions, size_t n,
                                          const struct observation *late)
{
    const struct observation *stood = standing(figure, late->period);
    if (stood && stood->receipt > late->receipt)
        stood = NULL;
    for (size_t i = 0; i < n; i++)
        if (period_equal(revisions[i].period, late->period) && !revisions[i].late &&
            revisions[i].receipt < late->receipt &&
            (!stood || revisions[i].receipt > stood->receipt))
            stood = &revisions[i];
    return stood;
}

static bool stored_revision(struct frame *frame, struct grid *grid,
                            const struct figure *figure,
                            const struct observation *revisions, size_t n, size_t at,
                            struct error *error)
{
    const struct query *query = frame->context->query;
    const struct observation *from = &revisions[at];
    const struct observation *to = from->late ? stood_at(figure, revisions, n, from)
                                              : replaced_by(figure, revisions, at);
    struct receipt receipt;
    if (!to || to->receipt == 0 || to->receipt == from->receipt)
        return true;
    if (!query->receipt(query->self, from->late ? from->receipt : to->receipt,
                        frame->arena, &receipt, error))
        return false;
    revision_row(frame, grid, figure, from, to,
                 day_text(frame->arena, day_from_time(receipt.time)),
                 arena_printf(frame->arena, "#%u", receipt.number),
                 from->late ? _("an older edition that came late and never stood")
                            : "");
    return true;
}

/* Leaves out what was not known on the page's day. By a clock that was set back that
 * can lie between what was: so first, and by each receipt's own time. */
static bool keep_known(struct frame *frame, struct observation *revisions, size_t *n,
                       struct error *error)
{
    const struct view_context *context = frame->context;
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++) {
        struct receipt receipt;
        if (!context->query->receipt(context->query->self, revisions[i].receipt,
                                     frame->arena, &receipt, error))
            return false;
        if (receipt.time <= context->known_at)
            revisions[kept++] = revisions[i];
    }
    *n = kept;
    return true;
}

static bool stored_revisions(struct frame *frame, struct grid *grid,
                             const struct figure *figure, struct error *error)
{
    const struct query *query = frame->context->query;
    struct observation *revisions;
    size_t n;
    if (!query || !query->revisions)
        return true;
    if (!query->revisions(query->self, figure->indicator->code, figure->region->code,
                          frame->arena, &revisions, &n, error) ||
        (frame->context->as_of && !keep_known(frame, revisions, &n, error)))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!stored_revision(frame, grid, figure, revisions, n, i, error))
            return false;
    return true;
}

bool indicator_revisions(struct frame *frame, const struct figure *figure,
                         struct error *error)
{
    static const struct view_column columns[] = {
        {.head = N_("Period")},
        {.head = N_("From value"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("To value"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("Known since")},
        {.head = N_("From"), .flexible = true, .min = 5, .drop = 1},
    };
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    if (!stored_revisions(frame, &grid, figure, error))
        return false;
    announced_revisions(frame, &grid, figure);
    const struct data_state *data = &frame->context->data;
    if (data->have_snapshot && data->kept_since != 0)
        frame_note(frame, _("Values that were replaced before %s are no longer kept."),
                   day_text(frame->arena, day_from_time(data->kept_since)));
    if (grid.n_rows > 0)
        frame_block(frame, (struct view_block){
                               .kind = BLOCK_TABLE,
                               .title = _("Revisions"),
                               .table = grid_table(&grid, ""),
                           });
    return true;
}
