/*
 * The ledger 台账 in words: what its pages and the task's page share.
 *
 * Owns: how a deadline, an item's progress against its own plan, and counts by state
 * are said; the page of one item.
 * Must never know: layout, how items are stored.
 */
#ifndef VIEWS_LEDGER_H
#define VIEWS_LEDGER_H

#include "views/frame.h"
#include "views/register.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How far an item is, in per cent of its own goal, as its office says. */
struct ledger_progress {
    bool has_actual, has_planned;
    double actual;
    double planned;   /* what was due by now: by the monthly plan where that can be read
                         and has begun, else the planned progress as reported */
    bool from_plan;   /* planned is the monthly plan's */
    int32_t plan_day; /* the last of its days that is over */
    bool behind;      /* both are known, and less was done than was due */
};

struct ledger_progress ledger_progress(const struct item *item, int32_t today);

/* What a monthly plan wants by the end of `today`: "2026-03=30; 2026-06=60",
 * "3月：30%， 6月：60%" (a month alone is of the year of `start`, or else of
 * `deadline`; 0 = not said). False if any part of it cannot be read so, or none of its
 * months is over: nothing is guessed, nothing interpolated. *day receives the month's
 * last day. */
bool ledger_plan_by(const char *plan, int32_t start, int32_t deadline, int32_t today,
                    double *wanted, int32_t *day);

/* "Overdue by 21 days", "due in 6 days", "closed on 2026-10-30". */
const char *deadline_text(const struct deadline *deadline, struct arena *arena);

/* "92% of 100% planned, 8 points behind"; "" where nothing was said. */
const char *ledger_progress_text(const struct ledger_progress *progress,
                                 struct arena *arena);

/* The page's choices; end with a NULL name. The groups stand in the order of enum
 * register_by, behind the one that is none. */
extern const struct view_choice ledger_sorts[], ledger_filters[], ledger_groups[];

/* Is the item among those that a filter asks for? "" asks for all; words that are no
 * filter's name are those of a unit, leading or cooperating. */
bool ledger_wanted(const char *filter, const struct register_item *item, int32_t today);

/* Sorts a list by how far each open item is behind its own plan; those that are not, or
 * do not say, stay in their order behind. */
void ledger_sort_behind(struct register_list *list, int32_t today, struct arena *arena);

/* "Overdue 3, due soon 5, in time 31, closed 13": those that there are; with `shares`
 * each as a share of all, rounded alone. */
const char *ledger_counts_text(const struct register_counts *counts, bool shares,
                               struct arena *arena);

/* Counts an item that the page shows (frame_use_item). */
void ledger_use(struct frame *frame, const struct register_item *item);

/* What is said where nobody delivers a register, or nothing of it is about the region:
 * fills the conclusion and adds the block. */
void ledger_nothing(struct frame *frame, const struct register_list *list,
                    const struct region *region);

/* Rows of one item's page; `list` gives its neighbours. */
bool ledger_item(struct frame *frame, const struct region *region,
                 const struct register_list *list, const struct register_item *item,
                 struct error *error);

/* The conclusion of the page of one of the four duties: where the region stands by the
 * registers. */
bool ledger_duty(struct frame *frame, const struct task *task,
                 const struct region *region, const char **text, struct error *error);

/* On a task's page: how many items are about it, and those that are overdue. */
bool ledger_of_task(struct frame *frame, const struct task *task,
                    const struct region *region, struct error *error);

#endif
