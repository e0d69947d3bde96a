/*
 * What registers have about a task: lines of its page.
 *
 * Owns: counting a task's cases and publicity items, and how that is said.
 * Must never know: the rest of the task's page.
 */
#ifndef VIEWS_TASK_REGISTERS_H
#define VIEWS_TASK_REGISTERS_H

#include "views/frame.h"

#include <stdbool.h>

/* Adds a line each about the cases and the publicity items of a task (of an action: of
 * all its tasks) in a region, with the pages to open. */
bool task_examples(struct frame *frame, const struct task *task,
                   const struct region *region, struct error *error);

#endif
