/* The parts of the indicator page; views/indicator.c puts them together. */
#ifndef VIEWS_INDICATOR_BLOCKS_H
#define VIEWS_INDICATOR_BLOCKS_H

#include "views/frame.h"

#include <stdbool.h>

/* Points, targets and the path to them, over days. Nothing where there is no value. */
void indicator_chart(struct frame *frame, const struct figure *figure);

/* What each method says of the targets that are still open, the next one first, and
 * what they need. Nothing where there is no value or no target. */
void indicator_methods(struct frame *frame, const struct figure *figure);

/* Since when the scope is another one; and the scope's versions. */
void indicator_breaks(struct frame *frame, const struct figure *figure);
void indicator_scopes(struct frame *frame, const struct figure *figure);

/* The figures of regions that ended and whose successor this one is: beside its own,
 * never joined to them. */
bool indicator_predecessors(struct frame *frame, const struct figure *figure,
                            struct error *error);

/* Every period, newest first. */
bool indicator_periods(struct frame *frame, const struct figure *figure,
                       struct error *error);

/* What was known before: revisions of stored values, earlier announcements. */
bool indicator_revisions(struct frame *frame, const struct figure *figure,
                         struct error *error);

/* What other sources say of its periods that differs from what stands: the order of
 * sources decides, and the difference is shown. Nothing where there is none. */
bool indicator_others(struct frame *frame, const struct figure *figure,
                      struct error *error);

/* Every target that applies, with its document. */
void indicator_targets(struct frame *frame, const struct figure *figure);

#endif
