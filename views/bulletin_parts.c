/* The bulletin's paragraphs on one day: see views/bulletin.h. */
#include "views/bulletin.h"

#include "views/words.h"

#include <stdlib.h>
#include <string.h>

static enum language language_of(const struct bulletin *bulletin)
{
    return bulletin->frame.context->language;
}

/* ---- 1: overall ---- */

bool bulletin_overall(struct bulletin *bulletin, struct paragraph *paragraph,
                      struct error *error)
{
    struct arena *arena = bulletin->frame.arena;
    const struct tally *total = &bulletin->total;
    int judged = tally_judged(total), kept = total->ahead + total->on;
    (void)error;
    paragraph->address = link_text(arena, "overview", "", bulletin->region->code);
    paragraph->detail = _("First paragraph: the same counts as on the overview.");
    if (judged == 0) {
        paragraph->text = arena_printf(
            arena,
            _("Of %1$d indicators %2$d have a figure; none can be judged against a "
              "target yet."),
            total->total, total->with_value);
        return true;
    }
    paragraph->text = arena_printf(
        arena,
        _("Of %1$d indicators %2$d can be judged. On schedule or ahead: %3$d, %4$s; "
          "behind: %5$d, %6$s; unpublished, not reported or not to be judged: %7$d."),
        total->total, judged, kept, bulletin_share(bulletin, kept, judged),
        total->behind, bulletin_share(bulletin, total->behind, judged), total->lacking);
    return true;
}

/* ---- 2: the goal ---- */

/* "target 2027 above 75%, due 61.8%, behind by 3.7 points" */
static const char *against(struct bulletin *bulletin, const struct figure *figure,
                           const struct target *target)
{
    struct arena *arena = bulletin->frame.arena;
    struct figure judged = figure_against(&bulletin->frame.figures, figure, target);
    const struct progress *progress = &judged.progress;
    const char *goal = arena_printf(
        arena, _("%1$s target of %2$d: %3$s"),
        target_owner(bulletin->frame.context->catalog, target), target->year,
        target->has_value
            ? target_said(figure->indicator, target, language_of(bulletin), arena)
            : target->text);
    const char *state = _(bulletin->frame.context->states[progress->state].word);
    if (progress->computed)
        return arena_printf(arena, _("%1$s, due %2$.*3$f, %4$s (%5$s points)"), goal,
                            progress->required, figure->indicator->decimals, state,
                            gap_text(progress, arena));
    return progress->reason == REASON_NONE
               ? arena_printf(arena, _("%1$s, %2$s"), goal, state)
               : arena_printf(arena, _("%1$s, %2$s: %3$s"), goal, state,
                              _(progress_reason_text(progress->reason)));
}

bool bulletin_goal(struct bulletin *bulletin, struct paragraph *paragraph,
                   struct error *error)
{
    struct arena *arena = bulletin->frame.arena;
    const struct catalog *catalog = bulletin->frame.context->catalog;
    const struct indicator *goal = catalog_indicator(catalog, "G0-01");
    (void)error;
    if (!goal) {
        paragraph->text = _("The catalogue has no goal.");
        return true;
    }
    const struct figure *figure = &bulletin->figures[goal - catalog->indicators];
    const char *name = indicator_name(goal, language_of(bulletin));
    paragraph->address =
        link_text(arena, "indicator", goal->code, bulletin->region->code);
    paragraph->detail = figure_detail(figure, language_of(bulletin), arena);
    const char *text = figure->latest
                           ? arena_printf(arena, _("%1$s: %2$s (%3$s)"), name,
                                          said_text(goal, figure->latest->value,
                                                    language_of(bulletin), arena),
                                          period_text(figure, arena))
                           : arena_printf(arena, _("%1$s: %2$s"), name,
                                          _(missing_rows[figure->missing].word));
    for (size_t i = 0; i < figure->n_targets; i++)
        text = arena_printf(arena, "%s%s%s", text, _("; "),
                            against(bulletin, figure, figure->targets[i]));
    paragraph->text = arena_printf(arena, _("%s."), text);
    return true;
}

/* ---- 3: tasks behind ---- */

struct named {
    const char *names;
    int n;
};

static void name(struct bulletin *bulletin, struct named *list, const char *text)
{
    list->names = bulletin_join(bulletin, list->n > 0 ? list->names : "", text);
    list->n++;
}

static const char *behind_text(struct arena *arena, int judged,
                               const struct named *half, const struct named *some)
{
    if (judged == 0)
        return _("No task can be judged yet.");
    if (half->n + some->n == 0)
        return _("No task has an indicator behind schedule.");
    const char *first = half->n > 0
                            ? arena_printf(arena,
                                           _("Half or more of the indicators are "
                                             "behind in %1$d: %2$s."),
                                           half->n, half->names)
                            : _("In no task half or more of the indicators are "
                                "behind.");
    return some->n > 0 ? arena_printf(arena,
                                      _("%1$s Some are behind in %2$d more: "
                                        "%3$s."),
                                      first, some->n, some->names)
                       : first;
}

bool bulletin_behind(struct bulletin *bulletin, struct paragraph *paragraph,
                     struct error *error)
{
    struct arena *arena = bulletin->frame.arena;
    const struct view_context *context = bulletin->frame.context;
    const struct catalog *catalog = context->catalog;
    struct named half = {0}, some = {0}, lacking = {0};
    int judged = 0;
    (void)error;
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        const struct task *task = &catalog->tasks[i];
        if (task->kind != TASK_TASK && task->kind != TASK_CAPABILITY)
            continue;
        struct tally tally = {0};
        tally_figures(catalog, task->code, bulletin->figures, &tally);
        const struct state_row *state = tally_state(&tally, context);
        const char *title = task_short(task, language_of(bulletin));
        if (tally_state_lacking(state)) {
            name(bulletin, &lacking,
                 arena_printf(arena, _("%1$s (%2$d of %3$d)"), title, tally.with_value,
                              tally_due(&tally)));
            continue;
        }
        judged += tally_judged(&tally) > 0;
        if (tally_state_behind(context, state))
            name(bulletin, state == &weight_rows[WEIGHT_HALF] ? &half : &some,
                 arena_printf(arena, _("%1$s (%2$d of %3$d)"), title, tally.behind,
                              tally_judged(&tally)));
    }
    paragraph->address = link_text(arena, "task", "", bulletin->region->code);
    paragraph->detail = _("In brackets: indicators behind, of those that can be "
                          "judged. Annex 1 names each.");
    paragraph->text = behind_text(arena, judged, &half, &some);
    if (lacking.n > 0)
        paragraph->text = arena_printf(
            arena, _("%1$s Too few indicators are reported in %2$d: %3$s."),
            paragraph->text, lacking.n, lacking.names);
    return true;
}

/* ---- 4: the ledger ---- */

/* "21 days, 9 days" of one unit. */
static const char *days_of(struct bulletin *bulletin, const char *unit)
{
    struct arena *arena = bulletin->frame.arena;
    const struct register_list *ledger = &bulletin->registers.ledger;
    const char *list = "";
    for (size_t i = 0; i < ledger->n; i++)
        if (ledger->items[i].deadline.state == DEADLINE_OVERDUE &&
            strcmp(item_field(ledger->items[i].item, "lead"), unit) == 0)
            list = bulletin_join(
                bulletin, list,
                arena_printf(arena, _("%d days"), -ledger->items[i].deadline.days));
    return list;
}

static const char *overdue_units(struct bulletin *bulletin)
{
    struct arena *arena = bulletin->frame.arena;
    size_t n;
    struct register_group *groups =
        register_groups(&bulletin->registers.ledger, REGISTER_BY_UNIT, arena, &n);
    const char *list = "";
    for (size_t i = 0; i < n; i++) {
        int overdue = groups[i].counts.states[DEADLINE_OVERDUE];
        if (overdue > 0)
            list =
                bulletin_join(bulletin, list,
                              arena_printf(arena, _("%1$s %2$d (%3$s)"),
                                           groups[i].name[0] ? groups[i].name
                                                             : _("(no unit is named)"),
                                           overdue, days_of(bulletin, groups[i].name)));
    }
    return list;
}

bool bulletin_ledger(struct bulletin *bulletin, struct paragraph *paragraph,
                     struct error *error)
{
    struct arena *arena = bulletin->frame.arena;
    const struct register_list *ledger = &bulletin->registers.ledger;
    struct register_counts counts = register_count(ledger);
    (void)error;
    paragraph->address = link_text(arena, "ledger", "", bulletin->region->code);
    paragraph->detail = _("In brackets: days since the deadline. Annex 2 names each.");
    if (!ledger->delivered) {
        paragraph->text = _("Not reported: no source delivers a ledger.");
        return true;
    }
    if (counts.total == 0) {
        paragraph->text = _("The ledger has no item of this region.");
        return true;
    }
    const char *overdue = overdue_units(bulletin);
    int n_overdue = counts.states[DEADLINE_OVERDUE];
    const char *late =
        n_overdue > 0
            ? arena_printf(arena, _("overdue %1$d, %2$s: %3$s"), n_overdue,
                           bulletin_share(bulletin, n_overdue, counts.total), overdue)
            : _("none overdue");
    paragraph->text = arena_printf(
        arena,
        _("Items: %1$d; closed %2$d, %3$s; %4$s; due soon %5$d, %6$s; in time "
          "%7$d, %8$s."),
        counts.total, counts.states[DEADLINE_CLOSED],
        bulletin_share(bulletin, counts.states[DEADLINE_CLOSED], counts.total), late,
        counts.states[DEADLINE_DUE_SOON],
        bulletin_share(bulletin, counts.states[DEADLINE_DUE_SOON], counts.total),
        counts.states[DEADLINE_IN_TIME],
        bulletin_share(bulletin, counts.states[DEADLINE_IN_TIME], counts.total));
    return true;
}

/* ---- 5: the regions below ---- */

struct part {
    const struct region *region;
    int behind, judged;
};

static int by_behind(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    if (x->behind != y->behind)
        return y->behind - x->behind;
    return (x->region->code > y->region->code) - (x->region->code < y->region->code);
}

/* Counts each child's indicators; all children that can be judged, most behind first.
 */
static bool read_parts(struct bulletin *bulletin, struct part **parts, size_t *n,
                       struct error *error)
{
    struct frame *frame = &bulletin->frame;
    const struct catalog *catalog = frame->context->catalog;
    size_t n_children;
    const struct region **children =
        catalog_children(catalog, bulletin->region->code, frame->arena, &n_children);
    bool *wanted = arena_alloc(frame->arena, catalog->n_indicators * sizeof *wanted);
    size_t *columns =
        arena_alloc(frame->arena, catalog->n_indicators * sizeof *columns);
    bool ok = true;
    for (size_t i = 0; ok && i < catalog->n_indicators; i++)
        ok = catalog->indicators[i].provincial ||
             figure_reported(&frame->figures, &catalog->indicators[i],
                             bulletin->region->code, &wanted[i], error);
    struct arena scratch = {0};
    *parts = arena_alloc(frame->arena, n_children * sizeof **parts);
    *n = 0;
    for (size_t i = 0; ok && i < n_children; i++) {
        struct tally tally = {0};
        if (region_outside(children[i]))
            continue;
        arena_reset(&scratch);
        ok = tally_wanted(&frame->figures, children[i], wanted, columns, &tally, NULL,
                          NULL, &scratch, error);
        if (tally_judged(&tally) > 0)
            (*parts)[(*n)++] =
                (struct part){children[i], tally.behind, tally_judged(&tally)};
    }
    arena_release(&scratch);
    if (ok && *n > 0)
        qsort(*parts, *n, sizeof **parts, by_behind);
    return ok;
}

bool bulletin_regions(struct bulletin *bulletin, struct paragraph *paragraph,
                      struct error *error)
{
    struct arena *arena = bulletin->frame.arena;
    struct part *parts;
    size_t n, n_behind = 0;
    if (!read_parts(bulletin, &parts, &n, error))
        return false;
    const char *list = "";
    for (size_t i = 0; i < n && parts[i].behind > 0; i++, n_behind++)
        list = bulletin_join(
            bulletin, list,
            arena_printf(arena, _("%1$s %2$d"),
                         region_short(parts[i].region, language_of(bulletin)),
                         parts[i].behind));
    paragraph->address = link_text(arena, "coordination", "", bulletin->region->code);
    paragraph->detail = _("Behind each name: its indicators that are behind schedule.");
    if (n == 0)
        paragraph->text =
            _("Not reported: nothing of the regions below can be judged.");
    else if (n_behind == 0)
        paragraph->text = arena_printf(
            arena, _("Of %zu regions that can be judged none is behind."), n);
    else
        paragraph->text =
            arena_printf(arena,
                         _("Of %1$zu regions that can be judged %2$zu have indicators "
                           "behind: %3$s."),
                         n, n_behind, list);
    return true;
}

/* ---- 6: who has not reported ---- */

bool bulletin_late(struct bulletin *bulletin, struct paragraph *paragraph,
                   struct error *error)
{
    const struct reporting *reporting = &bulletin->reporting;
    struct arena *arena = bulletin->frame.arena;
    (void)error;
    paragraph->address = link_text(
        arena, "region", arena_printf(arena, "%06d", (int)bulletin->region->code), 0);
    paragraph->detail = _("By the reporting calendar of the catalogue.");
    if (reporting->expected == 0)
        paragraph->text =
            _("Nobody has said by when to report: the catalogue's calendar has no row "
              "for this region.");
    else if (reporting->n == 0)
        paragraph->text = arena_printf(
            arena, _("All %d reports that were due have come."), reporting->expected);
    else
        paragraph->text = arena_printf(
            arena, _("%1$zu of %2$d reports that were due are lacking: %3$s."),
            reporting->n, reporting->expected,
            reporting_text(reporting, SIZE_MAX, language_of(bulletin), arena));
    return true;
}
