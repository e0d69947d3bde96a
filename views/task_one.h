/* One task in full; the tree of tasks is views/task.c. */
#ifndef VIEWS_TASK_ONE_H
#define VIEWS_TASK_ONE_H

#include "views/frame.h"
#include "views/tally.h"

#include <stdbool.h>
#include <stddef.h>

enum { TASK_COLUMNS = 3 + TALLY_COLUMNS };

/* Clause, units, documents, indicators, ranking of regions. Fills the frame's blocks
 * and conclusion. */
bool task_one(struct frame *frame, const struct task *task, const struct region *region,
              struct error *error);

/* The ranking of the provinces by the task's indicators; nothing where no province
 * reports any of them. */
bool task_ranking(struct frame *frame, const struct task *task,
                  const struct region *region, struct error *error);

/* The columns of a table of tasks: code, title, lead unit, then the counts. Returns how
 * many. */
size_t task_columns(bool judged, struct view_column columns[TASK_COLUMNS]);

/* A task's lead unit with (proposed) where nobody published it; "" if none. */
const char *task_lead(const struct task *task, struct arena *arena);

#endif
