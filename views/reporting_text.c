/* How it is said who has not reported: see views/reporting.h. */
#include "views/reporting.h"

#include "views/words.h"

#include <string.h>

/* A list in one go: a country of counties is long. */
static const char *joined(const char *const *names, size_t n, struct arena *arena)
{
    const char *between = _(", ");
    size_t size = 1;
    for (size_t i = 0; i < n; i++)
        size += strlen(names[i]) + strlen(between);
    char *text = arena_alloc(arena, size), *at = text;
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            at = stpcpy(at, between);
        at = stpcpy(at, names[i]);
    }
    return text;
}

static bool seen_before(const struct late_report *items, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (items[i].region == items[at].region)
            return true;
    return false;
}

/* What the region of item `at` owes: one report by name, several by their number and
 * the day of the longest late. */
static const char *owed_text(const struct reporting *reporting, size_t at,
                             enum language language, struct arena *arena)
{
    const struct late_report *first = &reporting->items[at];
    size_t n = 0;
    for (size_t i = at; i < reporting->n; i++)
        n += reporting->items[i].region == first->region;
    if (n == 1)
        return arena_printf(arena, _("%1$s, due %2$s"),
                            indicator_name(first->indicator, language),
                            day_brief(arena, first->due, first->due + first->days));
    return arena_printf(arena, _("%1$zu reports, since %2$s"), n,
                        day_brief(arena, first->due, first->due + first->days));
}

const char *reporting_text(const struct reporting *reporting, size_t most,
                           enum language language, struct arena *arena)
{
    size_t n = 0, said = 0;
    const char *text = "", *owed = "";
    for (size_t i = 0; i < reporting->n; i++) {
        if (seen_before(reporting->items, i) || n++ >= most)
            continue;
        const char *name = region_short(reporting->items[i].region, language);
        const char *owes = owed_text(reporting, i, language, arena);
        if (said > 0 && strcmp(owes, owed) == 0)
            text = arena_printf(arena, "%s%s%s", text, _(", "), name);
        else if (said > 0)
            text = arena_printf(arena, _("%1$s (%2$s), %3$s"), text, owed, name);
        else
            text = name;
        owed = owes;
        said++;
    }
    if (said > 0)
        text = arena_printf(arena, _("%1$s (%2$s)"), text, owed);
    if (n > said)
        text = arena_printf(arena, _("%1$s; %2$zu in all"), text, n);
    return text;
}

/* ---- in full ---- */

static bool same_report(const struct late_report *a, const struct late_report *b)
{
    return a->indicator == b->indicator && a->due == b->due &&
           period_equal(a->period, b->period);
}

/* One line for each report: who owes it. */
static void report_lines(struct frame *frame, const struct late_report *items, size_t n,
                         const char *label, enum role role, bool days)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const char **names = arena_alloc(arena, n * sizeof *names);
    bool *said = arena_alloc(arena, n * sizeof *said);
    for (size_t i = 0; i < n; i++) {
        size_t n_names = 0;
        for (size_t j = i; j < n && !said[i]; j++)
            if (!said[j] && same_report(&items[i], &items[j])) {
                names[n_names++] = region_short(items[j].region, language);
                said[j] = j > i;
            }
        if (said[i])
            continue;
        const char *what = arena_printf(arena, _("%1$s %2$s, due %3$s"),
                                        indicator_name(items[i].indicator, language),
                                        period_plain(items[i].period, arena),
                                        day_text(arena, items[i].due));
        if (days)
            what = arena_printf(arena, _("%1$s, %2$d days ago"), what, items[i].days);
        if (items[i].duty->reporter[0])
            what = arena_printf(arena, _("%1$s (%2$s)"), what, items[i].duty->reporter);
        frame_text(
            frame, label,
            arena_printf(arena, _("%1$s: %2$s"), what, joined(names, n_names, arena)),
            role);
        label = "";
    }
}

void reporting_block(struct frame *frame, const struct reporting *reporting)
{
    struct arena *arena = frame->arena;
    if (reporting->expected == 0 && reporting->next_due == 0)
        return;
    int late = (int)reporting->n, failed = (int)reporting->n_failed;
    const char *text =
        arena_printf(arena, _("%1$d of %2$d reports due are there, %3$d are late"),
                     reporting->expected - late - failed, reporting->expected, late);
    if (reporting->next_due)
        text = arena_printf(arena, _("%1$s; next due %2$s"), text,
                            day_text(arena, reporting->next_due));
    frame_text(frame, _("Reports"), text, late > 0 ? ROLE_WARN : ROLE_TEXT);
    report_lines(frame, reporting->items, reporting->n, _("Not reported"), ROLE_WARN,
                 true);
    report_lines(frame, reporting->failed, reporting->n_failed, _("Fetch failed"),
                 ROLE_TEXT, false);
}
