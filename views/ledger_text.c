/* The ledger in words: see views/ledger.h. */
#include "views/ledger.h"

#include "core/rollup.h"
#include "core/text.h"
#include "views/source_text.h"
#include "views/words.h"

#include <string.h>

/* ---- progress ---- */

static bool number_of(const struct item *item, const char *field, double *value)
{
    return text_number(item_field(item, field), value, NULL);
}

struct ledger_progress ledger_progress(const struct item *item, int32_t today)
{
    struct ledger_progress progress = {0};
    int32_t start = 0, deadline = 0;
    day_parse(item_field(item, "start"), &start);
    day_parse(item_field(item, "deadline"), &deadline);
    progress.has_actual = number_of(item, "progress", &progress.actual);
    progress.from_plan = ledger_plan_by(item_field(item, "plan"), start, deadline,
                                        today, &progress.planned, &progress.plan_day);
    progress.has_planned =
        progress.from_plan || number_of(item, "planned", &progress.planned);
    progress.behind = progress.has_actual && progress.has_planned &&
                      progress.actual < progress.planned;
    return progress;
}

const char *ledger_progress_text(const struct ledger_progress *progress,
                                 struct arena *arena)
{
    const char *planned = "";
    if (progress->from_plan)
        planned = arena_printf(arena, _("planned %1$.15g%% by %2$s"), progress->planned,
                               day_text(arena, progress->plan_day));
    else if (progress->has_planned)
        planned = arena_printf(arena, _("planned %.15g%%"), progress->planned);
    if (!progress->has_actual)
        return planned;
    const char *actual = arena_printf(arena, _("actual %.15g%%"), progress->actual);
    if (!*planned)
        return actual;
    if (!progress->behind)
        return arena_printf(arena, _("%1$s, %2$s"), actual, planned);
    return arena_printf(arena, _("%1$s, %2$s: %3$.15g points behind its own plan"),
                        actual, planned, progress->planned - progress->actual);
}

/* ---- deadlines and counts ---- */

const char *deadline_text(const struct deadline *deadline, struct arena *arena)
{
    switch (deadline->state) {
    case DEADLINE_CLOSED:
        return deadline->has_closed ? arena_printf(arena, _("Closed on %s"),
                                                   day_text(arena, deadline->closed_on))
                                    : _("Closed");
    case DEADLINE_OVERDUE:
        return arena_printf(arena, _("Overdue by %d days"), -deadline->days);
    case DEADLINE_DUE_SOON:
        return deadline->days == 0
                   ? _("Due today")
                   : arena_printf(arena, _("Due in %d days"), deadline->days);
    default:
        return deadline->has_day
                   ? arena_printf(arena, _("In time, %d days left"), deadline->days)
                   : _("In time, without a deadline");
    }
}

const char *ledger_counts_text(const struct register_counts *counts, bool shares,
                               struct arena *arena)
{
    static const struct {
        enum deadline_state state;
        const char *text;
    } parts[] = {
        {DEADLINE_OVERDUE, N_("overdue %d")},
        {DEADLINE_DUE_SOON, N_("due soon %d")},
        {DEADLINE_IN_TIME, N_("in time %d")},
        {DEADLINE_CLOSED, N_("closed %d")},
    };
    const char *text = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int n = counts->states[parts[i].state];
        if (n == 0)
            continue;
        int share = share_tenths(n, counts->total);
        const char *part = arena_printf(arena, _(parts[i].text), n);
        if (shares)
            part = arena_printf(arena, _("%1$s (%2$d.%3$d%%)"), part, share / 10,
                                share % 10);
        text = arena_printf(arena, "%s%s%s", text, *text ? _(", ") : "", part);
    }
    return text;
}

/* ---- where it comes from ---- */

void ledger_use(struct frame *frame, const struct register_item *item)
{
    int32_t day = item->date;
    day_parse(item_field(item->item, "reported"), &day);
    frame_use_item(frame, item->item->source, day);
}

void ledger_nothing(struct frame *frame, const struct register_list *list,
                    const struct region *region)
{
    struct arena *arena = frame->arena;
    const struct item_register *known = &item_registers[list->kind];
    const struct state_row *row = &missing_rows[MISSING_NOT_REPORTED];
    const char *title = _(known->title);
    if (list->delivered) {
        frame->view.conclusion =
            arena_printf(arena, _("%1$s: nothing about %2$s."), title,
                         region_name(region, frame->context->language));
        frame_text(frame, "",
                   _("Sources deliver this register, but nothing in it is about this "
                     "region or a region within it."),
                   ROLE_DIM);
        return;
    }
    frame->view.conclusion = arena_printf(arena, _("%1$s: %2$s"), title, _(row->word));
    frame_text(frame, "",
               arena_printf(arena,
                            _("%1$s: no source delivers the register %2$s (%3$s). A "
                              "section of aiplus.conf with register = \"%3$s\", or a "
                              "source of format native, brings it."),
                            state_text(row, arena), title, known->name),
               row->role);
}
