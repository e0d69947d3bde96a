/* Changes of targets: see views/change_work.h. */
#include "views/change_work.h"

#include "views/words.h"

#include <string.h>

static const char *target_words(const struct target *target, struct arena *arena)
{
    return target->has_value ? target_text(target, arena) : _("in words");
}

static bool same_target(const struct target *a, const struct target *b)
{
    return a->has_value == b->has_value && a->value == b->value && a->op == b->op &&
           strcmp(a->text, b->text) == 0;
}

/* `target` is the one that is there: `to`, or `from` of one that is gone. */
static void add_target(struct changes *changes, const struct figure *figure,
                       const struct target *target, const struct target *from,
                       const struct target *to, bool part)
{
    struct change *change = changes_add_of(changes, CHANGE_TARGET, figure, part);
    change->period = period_year(target->year);
    change->day = changes_catalog_day(changes, to ? to->day : 0);
    change->from = from ? target_words(from, changes->arena) : _("newly set");
    change->first = !from;
    change->to = to ? target_words(to, changes->arena) : _("gone");
    change->by = target->issuer;
    change->cause = target->document;
    if (!target->has_value)
        change->cause = arena_printf(changes->arena, _("%1$s (%2$s)"), target->text,
                                     target->document);
}

void changes_targets(struct changes *changes, const struct figure *figure, bool part,
                     const struct indicator *before)
{
    size_t n, n_old = 0, k = 0;
    int32_t region = figure->region->code;
    const struct target *const *targets =
        figure_targets(&changes->fresh, figure->indicator, region, changes->arena, &n);
    const struct target *const *old =
        before ? figure_targets(&changes->old, before, region, changes->arena, &n_old)
               : NULL;
    for (size_t i = 0; i < n || k < n_old;) {
        if (k == n_old || (i < n && targets[i]->year < old[k]->year)) {
            add_target(changes, figure, targets[i], NULL, targets[i], part);
            i++;
        } else if (i == n || old[k]->year < targets[i]->year) {
            add_target(changes, figure, old[k], old[k], NULL, part);
            k++;
        } else {
            if (!same_target(old[k], targets[i]))
                add_target(changes, figure, targets[i], old[k], targets[i], part);
            i++, k++;
        }
    }
}
