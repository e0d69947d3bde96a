/*
 * Who has not reported: the catalogue's reporting calendar against what is there.
 *
 * Owns: which period was due last, who let it pass, what is due next; how that is said.
 * Must never know: any one page.
 *
 * A report is late if its region has nothing (no value and no named absence but "not
 * reported") for the last period whose due day is over, nor for a later one. Where
 * nobody said by when to report, nobody is late.
 */
#ifndef VIEWS_REPORTING_H
#define VIEWS_REPORTING_H

#include "views/figure.h"
#include "views/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct late_report {
    const struct indicator *indicator;
    const struct region *region;
    const struct duty_to_report *duty;
    struct period period; /* that is lacking */
    int32_t due;          /* day */
    int days;             /* since then */
};

/* Of one indicator. */
struct report_count {
    int expected;
    int32_t next_due;
};

struct reporting {
    struct late_report *items; /* longest late first, then catalogue order, then code */
    size_t n;
    /* Nothing came either, but the source fails: that is not the region's doing. By
     * catalogue order, then code. */
    struct late_report *failed;
    size_t n_failed;
    int expected; /* reports that were due for their last period, with all of these */
    int32_t next_due; /* the next day on which one falls due, 0 = none */
    const struct report_count *counts; /* parallel to the catalogue's indicators */
};

/* Of the region itself and, with `parts`, of all that the calendar names within it. In
 * the arena. */
bool reporting_read(struct figures *figures, const struct region *region, bool parts,
                    struct arena *arena, struct reporting *reporting,
                    struct error *error);

/* Of one task alone. */
struct reporting reporting_of_task(const struct catalog *catalog,
                                   const struct reporting *reporting, const char *task,
                                   struct arena *arena);

/* "娄底、湘西(省级智能工厂名单，应于11-05)": each region once with what it owes, at
 * most `most` regions, the rest counted; "" if nobody is late. */
const char *reporting_text(const struct reporting *reporting, size_t most,
                           enum language language, struct arena *arena);

/* The same in full, a block on a page: everybody late and what for; then where a source
 * fails; nothing where nobody said who must report. */
void reporting_block(struct frame *frame, const struct reporting *reporting);

#endif
