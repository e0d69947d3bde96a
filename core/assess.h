/*
 * The three methods side by side for one series and one target.
 *
 * Owns: what a state of any method comes to (kept or not), which one decides, where
 * they disagree, what is still needed.
 * Must never know: how any one of them works; pages.
 */
#ifndef CORE_ASSESS_H
#define CORE_ASSESS_H

#include "core/growth.h"
#include "core/progress.h"
#include "core/trend.h"

#include <stdbool.h>
#include <stddef.h>

/* What a method's state comes to. Kept: done, ahead, on schedule; achieved,
 * substantial; reached, on course. Missed: behind; moderate, limited, deterioration;
 * short, far, away. */
enum verdict { VERDICT_NONE, VERDICT_KEPT, VERDICT_MISSED };

struct assessment {
    struct progress schedule;
    struct growth growth;
    struct trend trend;
    /* What decides: schedule's figures, with the state (and reason) of rules->method:
     * achieved and reached are done, kept is on schedule, missed is behind. */
    struct progress decided;
    enum verdict verdicts[METHOD_COUNT];
    bool disagrees[METHOD_COUNT]; /* comes to something else than the deciding one */
    bool has_needed; /* a stock, rate or milestone (a flow: against a later year) whose
                        target is not reached and its year not over: */
    double needed;   /* the indicator's unit a year, from the value to the target */
};

/* Parameters as progress_schedule's. The growth rate is that from the baseline of the
 * schedule method, of a flow between full years; for a qualitative target it is judged
 * without one. Whatever the methods say, a qualitative target is decided as such. */
struct assessment assess(enum indicator_kind kind, enum direction direction,
                         const struct observation *series, size_t n,
                         const struct target *target,
                         const struct progress_rules *rules);

/* "schedule", "growth", "trend"; false for anything else. */
const char *method_code(enum assess_method method);
bool method_named(const char *code, enum assess_method *method);
/* "Schedule", a msgid. */
const char *method_name(enum assess_method method);

#endif
