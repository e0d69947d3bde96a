/* Changes of figures: see views/change_work.h. */
#include "views/change_work.h"

#include "views/frame.h"
#include "views/words.h"

#include <string.h>

/* Points ascend by period (struct figure). */
static const struct figure_point *point_of(const struct figure *figure,
                                           struct period period)
{
    size_t from = 0, to = figure ? figure->n_points : 0;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = period_compare(figure->series[middle].period, period);
        if (order == 0)
            return &figure->points[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static bool same_said(const struct observation *a, const struct observation *b)
{
    return a->has_value == b->has_value && a->value == b->value &&
           a->qualifier == b->qualifier && a->status == b->status;
}

/* ---- who said it, and when ---- */

static int32_t day_of(struct changes *changes, const struct figure_point *point)
{
    if (point->value->receipt)
        return changes_day(changes, point->value);
    return changes_catalog_day(changes, point->announced ? point->announced->day : 0);
}

static const char *source_of(struct figures *figures, const struct figure_point *point)
{
    int source = figure_source(figures, point->value);
    if (source >= 0)
        return source_title(&figures->sources[source]);
    return point->value->receipt == 0 && point->announced ? point->announced->issuer
                                                          : "";
}

struct change *changes_add_of(struct changes *changes, enum change_kind kind,
                              const struct figure *figure, bool part)
{
    struct change *change = changes_add(changes, kind, figure->region, part);
    if (!change)
        return NULL;
    change->indicator = figure->indicator;
    change->what = indicator_name(figure->indicator, changes->language);
    change->address = link_text(changes->arena, "indicator", figure->indicator->code,
                                figure->region->code);
    return change;
}

static const char *said(const struct changes *changes, const struct figure *figure,
                        const struct observation *value)
{
    if (!value->has_value) {
        enum missing missing = status_missing(value->status);
        return _(missing_briefs[missing ? missing : MISSING_UNPUBLISHED]);
    }
    return value_text(figure->indicator, value, changes->arena);
}

/* ---- new periods ---- */

/* The value that the new one comes after: of the same frequency; else, but for flows,
 * the last one there was. */
static const struct observation *value_before(const struct figure *figure, size_t at)
{
    const struct observation *last = NULL;
    for (size_t i = at; i-- > 0;) {
        if (!figure->series[i].has_value)
            continue;
        if (figure->series[i].period.freq == figure->series[at].period.freq)
            return &figure->series[i];
        last = last ? last : &figure->series[i];
    }
    return figure->indicator->kind == KIND_FLOW ? NULL : last;
}

static const char *note_of(const struct figure_point *point)
{
    return point->value->receipt == 0 && point->announced ? point->announced->note : "";
}

static void add_break(struct changes *changes, const struct figure *figure,
                      const struct figure_point *point, bool part)
{
    struct change *change = changes_add_of(changes, CHANGE_SCOPE, figure, part);
    change->period = point->value->period;
    change->day = day_of(changes, point);
    change->to = _("break");
    change->to_role = ROLE_WARN;
    change->by = source_of(&changes->fresh, point);
    change->cause = _("The source marks a break: what was before is of another scope "
                      "and is not compared.");
}

static const char *with_note(struct arena *arena, const char *text, const char *note)
{
    return *note ? arena_printf(arena, "%s %s", text, note) : text;
}

/* The day by which the calendar wanted the value, if that was over at the time compared
 * with: it was late then. 0 = it was not. */
static int32_t late_since(const struct changes *changes, const struct figure *figure,
                          struct period period)
{
    const struct duty_to_report *duty =
        catalog_due(changes->now->catalog, figure->indicator, figure->region);
    if (!duty || period.freq !=
                     (duty->frequency ? duty->frequency : figure->indicator->frequency))
        return 0;
    int32_t due = period.last + duty->days;
    return due <= changes->then->as_of ? due : 0;
}

/* `earlier`: how many earlier periods came with it, of a first value. */
static void add_period(struct changes *changes, const struct figure *figure, size_t at,
                       bool first, bool lacking, size_t earlier, bool part)
{
    const struct figure_point *point = &figure->points[at];
    const struct observation *before = first ? NULL : value_before(figure, at);
    int32_t due = late_since(changes, figure, point->value->period);
    lacking = lacking || due;
    struct change *change =
        changes_add_of(changes, lacking ? CHANGE_REPORT : CHANGE_PERIOD, figure, part);
    change->period = point->value->period;
    change->day = day_of(changes, point);
    change->from = lacking  ? _(missing_briefs[MISSING_NOT_REPORTED])
                   : before ? said(changes, figure, before)
                   : first  ? _("first")
                            : "";
    change->first = !lacking && first && !before;
    change->to = said(changes, figure, point->value);
    change->by = source_of(&changes->fresh, point);
    change->cause = note_of(point);
    if (due)
        change->cause = with_note(changes->arena,
                                  arena_printf(changes->arena, _("It was due on %s."),
                                               day_text(changes->arena, due)),
                                  change->cause);
    if (earlier > 0)
        change->cause = with_note(
            changes->arena,
            arena_printf(changes->arena, _("Earlier periods that came with it: %zu."),
                         earlier),
            change->cause);
}

/* Periods of before the last one known that had no value. */
static void add_filled(struct changes *changes, const struct figure *figure, size_t at,
                       size_t n, bool part)
{
    struct change *change = changes_add_of(changes, CHANGE_REVISION, figure, part);
    if (!change)
        return;
    const struct figure_point *point = &figure->points[at];
    change->period = point->value->period;
    change->day = day_of(changes, point);
    change->from = _("none");
    change->to = said(changes, figure, point->value);
    change->by = source_of(&changes->fresh, point);
    change->cause =
        n > 1 ? arena_printf(changes->arena,
                             _("Filled in afterwards, with %zu other periods."), n - 1)
              : _("Filled in afterwards.");
}

/* A period that had no entry before. */
static void new_points(struct changes *changes, const struct figure *figure,
                       const struct figure *old, bool part)
{
    bool first = !old || !old->latest;
    bool lacking = first && old && old->missing == MISSING_NOT_REPORTED;
    size_t n_filled = 0, filled = 0, n = 0;
    for (size_t i = 0; i < figure->n_points; i++) {
        const struct figure_point *point = &figure->points[i];
        if (!point->value->has_value || point_of(old, point->value->period))
            continue;
        n++;
        if (first) {
            if (point == figure->latest)
                add_period(changes, figure, i, true, lacking, n - 1, part);
            continue;
        }
        if (period_compare(point->value->period, old->latest->value->period) > 0) {
            add_period(changes, figure, i, false, false, 0, part);
            if (point->value->status == 'B')
                add_break(changes, figure, point, part);
        } else {
            n_filled++;
            filled = i;
        }
    }
    if (n_filled > 0)
        add_filled(changes, figure, filled, n_filled, part);
}

/* ---- revisions ---- */

/* What a value was that is now another: why that is so. Msgids. */
static const struct {
    char status;
    const char *replaced, *confirmed;
} preliminary[] = {
    {'P', N_("The provisional value was replaced by the final one."),
     N_("The provisional value was confirmed.")},
    {'E', N_("The estimate was replaced by a reported value."),
     N_("The estimate was confirmed.")},
    {'F', N_("The forecast was replaced by a reported value."),
     N_("The forecast was confirmed.")},
};

static const char *why_revised(struct changes *changes, const struct figure_point *from,
                               const struct figure_point *to)
{
    char was = from->value->status;
    for (size_t i = 0; i < sizeof preliminary / sizeof *preliminary; i++)
        if (was == preliminary[i].status && to->value->status != was)
            return from->value->value == to->value->value ? _(preliminary[i].confirmed)
                                                          : _(preliminary[i].replaced);
    if (*note_of(to))
        return note_of(to);
    const char *before = source_of(&changes->old, from);
    if (*before && strcmp(before, source_of(&changes->fresh, to)) != 0)
        return arena_printf(changes->arena,
                            _("It comes from another source now; before from %s."),
                            before);
    return _("No reason was stated.");
}

static void add_revision(struct changes *changes, const struct figure *figure,
                         const struct figure_point *from, const struct figure_point *to,
                         bool part)
{
    bool lacking = !from->value->has_value && to->value->has_value &&
                   status_missing(from->value->status) == MISSING_NOT_REPORTED;
    /* Told even where the revision itself is only counted. */
    if (to->value->status == 'B' && from->value->status != 'B')
        add_break(changes, figure, to, part);
    struct change *change = changes_add_of(
        changes, lacking ? CHANGE_REPORT : CHANGE_REVISION, figure, part);
    if (!change)
        return;
    change->period = to->value->period;
    change->day = day_of(changes, to);
    change->from = said(changes, figure, from->value);
    change->to = said(changes, figure, to->value);
    change->by = source_of(&changes->fresh, to);
    change->cause = lacking ? "" : why_revised(changes, from, to);
}

/* When a stored value was taken back: of that period the last word of it. */
static bool day_withdrawn(struct changes *changes, const struct figure *figure,
                          const struct figure_point *point, int32_t *day,
                          struct error *error)
{
    const struct query *query = changes->now->query;
    struct arena scratch = {0};
    struct observation *items;
    size_t n;
    *day = changes_catalog_day(changes, 0);
    if (point->value->receipt == 0)
        return true;
    bool ok = query->revisions(query->self, figure->indicator->code,
                               figure->region->code, &scratch, &items, &n, error);
    for (size_t i = 0; ok && i < n; i++) {
        int32_t taken = changes_day(changes, &items[i]);
        if (items[i].withdrawn && taken <= page_day(changes->now) &&
            period_equal(items[i].period, point->value->period)) {
            *day = taken;
            break;
        }
    }
    arena_release(&scratch);
    return ok;
}

static bool add_gone(struct changes *changes, const struct figure *figure,
                     const struct figure_point *point, bool part, struct error *error)
{
    int32_t day;
    if (!day_withdrawn(changes, figure, point, &day, error))
        return false;
    struct change *change = changes_add_of(changes, CHANGE_REVISION, figure, part);
    if (!change)
        return true;
    change->period = point->value->period;
    change->day = day;
    change->from = said(changes, figure, point->value);
    change->to = _("withdrawn");
    change->to_role = ROLE_WARN;
    change->by = source_of(&changes->old, point);
    change->cause = point->value->receipt
                        ? _("The value was taken back.")
                        : _("The catalogue no longer has the published figure.");
    return true;
}

static bool compare_points(struct changes *changes, const struct figure *figure,
                           const struct figure *old, bool part, struct error *error)
{
    new_points(changes, figure, old, part);
    for (size_t i = 0; old && i < old->n_points; i++) {
        const struct figure_point *from = &old->points[i];
        const struct figure_point *to = point_of(figure, from->value->period);
        if (to && !same_said(from->value, to->value))
            add_revision(changes, figure, from, to, part);
        else if (!to && from->value->has_value &&
                 !add_gone(changes, figure, from, part, error))
            return false;
    }
    return true;
}

/* ---- one region ---- */

bool changes_figures(struct changes *changes, const struct region *region, bool part,
                     struct error *error)
{
    const struct catalog *catalog = changes->now->catalog;
    const struct catalog *then = changes->then->catalog;
    const struct region *region_then = catalog_region(then, region->code);
    struct arena *scratch = &changes->scratch;
    struct figure *old = NULL;
    struct figure *fresh = figure_all(&changes->fresh, region, scratch, error);
    bool ok = fresh != NULL;
    if (ok && region_then) {
        old = figure_all(&changes->old, region_then, scratch, error);
        ok = old != NULL;
    }
    for (size_t i = 0; ok && i < catalog->n_indicators; i++) {
        const struct indicator *before =
            catalog_indicator(then, catalog->indicators[i].code);
        const struct figure *was =
            before && old ? &old[before - then->indicators] : NULL;
        ok = compare_points(changes, &fresh[i], was, part, error);
        changes_targets(changes, &fresh[i], part, before);
        if (ok && was)
            changes_state(changes, &fresh[i], was, part);
    }
    arena_reset(scratch);
    return ok;
}
