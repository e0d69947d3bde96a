/*
 * One case or publicity item: the parts that their pages share.
 *
 * Owns: fields with their titles, where an item came from, its history of changes, its
 * neighbours.
 * Must never know: which fields a kind has, how a state is shown.
 */
#ifndef VIEWS_EXAMPLE_ITEM_H
#define VIEWS_EXAMPLE_ITEM_H

#include "views/examples.h"

#include <stdbool.h>
#include <stddef.h>

/* EXAMPLE_ALWAYS: an empty field says so. */
enum example_when { EXAMPLE_SAID, EXAMPLE_ALWAYS };

/* The title, under a label. */
void example_head(struct examples *examples, const char *label);

/* Task, region, unit, level and date. */
void example_about(struct examples *examples);

/* A field of the item under its own title, in full. */
void example_field(struct examples *examples, const char *name, enum example_when when);

/* An empty line before the next field. */
void example_gap(struct examples *examples);

/* How many lines a text has that say something. */
size_t example_lines(const char *text);

/* History, source, and what to open: task, neighbours, the list. */
bool example_end(struct examples *examples, struct error *error);

#endif
