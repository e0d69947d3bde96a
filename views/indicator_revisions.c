/* The indicator page's revisions: what was said before, what came late, what was taken
 * back, what sources say that others go before. See views/indicator_blocks.h. */
#include "views/indicator_blocks.h"

#include "views/grid.h"
#include "views/words.h"

#include <string.h>

static const char *revision_cell(const struct indicator *indicator,
                                 const struct observation *value, struct arena *arena)
{
    return value->withdrawn ? _("withdrawn")
                            : point_cell(indicator, value, "", LANGUAGE_EN, arena).text;
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

/* Of an older edition, or of a source that another one goes before. */
static bool never_stood(const struct observation *o)
{
    return o->late || o->outranked;
}

static bool same_said(const struct observation *a, const struct observation *b)
{
    return a->withdrawn == b->withdrawn && a->has_value == b->has_value &&
           a->value == b->value && a->qualifier == b->qualifier &&
           a->status == b->status;
}

/* What replaced a kept revision: the next newer thing said of the same period, but for
 * what never stood, which replaced nothing. */
static const struct observation *
replaced_by(const struct figure *figure, const struct observation *revisions, size_t at)
{
    for (size_t i = at; i-- > 0;)
        if (period_equal(revisions[i].period, revisions[at].period) &&
            !never_stood(&revisions[i]))
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
        if (period_equal(revisions[i].period, late->period) &&
            !never_stood(&revisions[i]) && revisions[i].receipt < late->receipt &&
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
    /* What is outranked is shown beside what stands; what another source took over as
     * it was has not changed. */
    if (from->outranked || !to || to->receipt == 0 || to->receipt == from->receipt ||
        (!from->late && same_said(from, to)))
        return true;
    if (!query->receipt(query->self, from->late ? from->receipt : to->receipt,
                        frame->arena, &receipt, error))
        return false;
    /* What replaced a value is a revised one, whatever became of it later. */
    struct observation shown = *to;
    shown.revised = !from->late;
    revision_row(frame, grid, figure, from, &shown,
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

/* Everything that was said besides what stands, as far as it was known on the page's
 * day, the newest first. */
static bool read_known(struct frame *frame, const struct figure *figure,
                       struct observation **revisions, size_t *n, struct error *error)
{
    const struct query *query = frame->context->query;
    *revisions = NULL;
    *n = 0;
    if (!query || !query->revisions)
        return true;
    return query->revisions(query->self, figure->indicator->code, figure->region->code,
                            frame->arena, revisions, n, error) &&
           (!frame->context->as_of || keep_known(frame, *revisions, n, error));
}

static bool stored_revisions(struct frame *frame, struct grid *grid,
                             const struct figure *figure, struct error *error)
{
    struct observation *revisions;
    size_t n;
    if (!read_known(frame, figure, &revisions, &n, error))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!stored_revision(frame, grid, figure, revisions, n, i, error))
            return false;
    return true;
}

/* ---- other sources ---- */

/* Is the word the last one of its source about its period? Items: newest first. */
static bool is_last_word(struct frame *frame, const struct observation *items,
                         size_t at, int source)
{
    for (size_t i = 0; i < at; i++)
        if (!items[i].late && period_equal(items[i].period, items[at].period) &&
            figure_source(&frame->figures, &items[i]) == source)
            return false;
    return true;
}

static void other_row(struct frame *frame, struct grid *grid,
                      const struct figure *figure, const struct observation *other,
                      const struct observation *used, const char *sources[2])
{
    struct arena *arena = frame->arena;
    const struct indicator *indicator = figure->indicator;
    const char *label = period_plain(other->period, arena);
    const char *difference = change_text(indicator, other, used, arena);
    const char *said = revision_said(indicator, other, arena);
    struct view_cell *cells = grid_row(
        grid, arena_printf(arena, "other/%zu", grid->n_rows), "",
        arena_printf(
            arena,
            _("%1$s: another source, %2$s, says %3$s (difference %4$s); by the "
              "order of sources %5$s is used"),
            label, sources[0], said, *difference ? difference : "-", sources[1]));
    cells[0].text = label;
    cells[1].text = sources[0];
    cells[2].text = revision_cell(indicator, other, arena);
    cells[3] = (struct view_cell){.text = difference, .role = ROLE_WARN};
    cells[4].text = sources[1];
}

bool indicator_others(struct frame *frame, const struct figure *figure,
                      struct error *error)
{
    static const struct view_column columns[] = {
        {.head = N_("Period")},
        {.head = N_("Other source"), .flexible = true, .min = 8},
        {.head = N_("Says"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("Difference"), .align = ALIGN_RIGHT},
        {.head = N_("Used"), .flexible = true, .min = 8, .drop = 1},
    };
    struct figures *figures = &frame->figures;
    struct observation *items;
    size_t n;
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    if (!read_known(frame, figure, &items, &n, error))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct observation *used = standing(figure, items[i].period);
        int source = figure_source(figures, &items[i]);
        int whose = used ? figure_source(figures, used) : -1;
        if (items[i].late || items[i].withdrawn || source < 0 || whose < 0 ||
            source == whose || same_said(&items[i], used) ||
            !is_last_word(frame, items, i, source))
            continue;
        other_row(frame, &grid, figure, &items[i], used,
                  (const char *[]){source_title(&figures->sources[source]),
                                   source_title(&figures->sources[whose])});
    }
    if (grid.n_rows > 0)
        frame_block(frame, (struct view_block){
                               .kind = BLOCK_TABLE,
                               .title = _("Where sources differ"),
                               .table = grid_table(&grid, ""),
                           });
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
