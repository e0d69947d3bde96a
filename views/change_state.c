/* Other states, and why: see views/change_work.h. What differs between the two times is
 * put in the place of the present one, a thing at a time: what gives another state is a
 * cause. Where nothing does because several would each have sufficed, those are. */
#include "views/change_work.h"

#include "views/frame.h"
#include "views/words.h"

#include <string.h>

enum cause { CAUSE_PERIOD, CAUSE_REVISION, CAUSE_TARGET, CAUSE_SETTING, CAUSES };

static const char *const cause_words[CAUSES] = {
    [CAUSE_PERIOD] = N_("new period"),
    [CAUSE_REVISION] = N_("revision"),
    [CAUSE_TARGET] = N_("another target"),
    [CAUSE_SETTING] = N_("setting"),
};

/* The state of a figure's data against a target, by the rules of one of the times. */
static enum progress_state judged(const struct changes *changes,
                                  const struct figure *figure,
                                  const struct target *target,
                                  const struct progress_rules *rules)
{
    struct view_context context = *changes->now;
    context.rules = *rules;
    struct figures figures = changes->fresh;
    figures.context = &context;
    return figure_judge(&figures, figure, target).state;
}

/* Without which the state would not be the present one; *each: there is no such, and
 * these would have changed it by themselves. */
static void find_causes(const struct changes *changes, const struct figure *figure,
                        const struct figure *old, bool causes[CAUSES], bool *each)
{
    const struct progress_rules *now = &changes->now->rules,
                                *then = &changes->then->rules;
    const struct target *target = figure->target;
    enum progress_state state = figure->progress.state;
    bool later =
        !period_equal(figure->latest->value->period, old->latest->value->period);
    bool data = judged(changes, old, target, now) != state;
    causes[CAUSE_TARGET] = judged(changes, figure, old->target, now) != state;
    causes[CAUSE_SETTING] = judged(changes, figure, target, then) != state;
    *each = !data && !causes[CAUSE_TARGET] && !causes[CAUSE_SETTING];
    if (*each) {
        data = judged(changes, figure, old->target, then) == state;
        causes[CAUSE_TARGET] = judged(changes, old, target, then) == state;
        causes[CAUSE_SETTING] = judged(changes, old, old->target, now) == state;
    }
    causes[CAUSE_PERIOD] = data && later;
    causes[CAUSE_REVISION] = data && !later;
}

static int32_t newest(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t day_of_cause(struct changes *changes, const struct figure *figure,
                            enum cause cause)
{
    int32_t today = page_day(changes->now);
    const struct figure_point *latest = figure->latest;
    switch (cause) {
    case CAUSE_PERIOD:
    case CAUSE_REVISION:
        if (latest->value->receipt)
            return changes_day(changes, latest->value);
        return latest->announced && latest->announced->day > changes->then->as_of
                   ? latest->announced->day
                   : today;
    case CAUSE_TARGET:
        if (figure->target && figure->target->day > changes->then->as_of)
            return figure->target->day;
        return changes->catalog_day > changes->then->as_of ? changes->catalog_day
                                                           : today;
    default:
        return changes->settings_day > changes->then->as_of ? changes->settings_day
                                                            : today;
    }
}

void changes_state(struct changes *changes, const struct figure *figure,
                   const struct figure *old, bool part)
{
    if (!figure->latest || !old->latest ||
        figure->progress.state == old->progress.state)
        return;
    struct change *change = changes_add(changes, CHANGE_STATUS, figure->region, part);
    if (!change)
        return;
    bool causes[CAUSES], each;
    const char *text = "";
    find_causes(changes, figure, old, causes, &each);
    for (int i = 0; i < CAUSES; i++) {
        if (!causes[i])
            continue;
        text = arena_printf(changes->arena, "%s%s%s", text, *text ? _(", ") : "",
                            _(cause_words[i]));
        change->day = newest(change->day, day_of_cause(changes, figure, (enum cause)i));
    }
    if (change->day == 0)
        change->day = page_day(changes->now);
    const struct state_row *state = figure_state(figure);
    change->indicator = figure->indicator;
    change->what = indicator_name(figure->indicator, changes->language);
    change->from = _(figure_state(old)->word);
    change->to = _(state->word);
    change->to_role = state->role;
    change->cause =
        *text ? arena_printf(changes->arena,
                             each ? _("Cause, each by itself: %s.") : _("Cause: %s."),
                             text)
        : figure->past != old->past
            ? _("The target's year is over.")
            : _("Only together do the new figures, targets and settings change it.");
    change->address = link_text(changes->arena, "indicator", figure->indicator->code,
                                figure->region->code);
}
