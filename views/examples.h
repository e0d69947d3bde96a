/*
 * Examples: what the registers of cases and of publicity share.
 *
 * Owns: opening such a page, how levels are written, which items a filter, sort or
 * group takes, what is said where there are none, the counts by task and region with
 * the empty ones by name. Must never know: what a case or a publicity item consists of.
 */
#ifndef VIEWS_EXAMPLES_H
#define VIEWS_EXAMPLES_H

#include "views/frame.h"
#include "views/grid.h"
#include "views/register.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One of the two pages, in the place of a region; one item of it, or the list. */
struct examples {
    struct frame frame;
    const struct page *page;
    const struct region *region;
    struct register_list all;   /* of the region */
    struct register_list shown; /* filtered and sorted as the reader wants it */
    int32_t today;
    const struct register_item *item; /* NULL: the list */
    bool gap; /* an empty line goes before the item's next field */
};

/* Opens the page that an address means, with its breadcrumb. False with an error if its
 * region or item does not exist, or the data cannot be read. */
bool examples_open(struct examples *examples, const struct view_context *context,
                   const struct address *address, enum item_kind kind,
                   struct error *error);

const char *example_link(const struct examples *examples,
                         const struct register_item *item);

/* The levels of items, from above: their codes and words. */
extern const struct view_choice example_levels[];

/* A level's word: "provincial"; what was said itself where it is none, "" if nothing.
 */
const char *level_text(const char *level);

/* What an item is about: "A2.2", and for the details "A2.2 industrial AI". A code that
 * the catalogue does not know stays as it was delivered. */
const char *example_task(const struct register_item *item);
const char *example_task_named(const struct register_item *item, enum language language,
                               struct arena *arena);

/* Where it is from, from the province down. */
const char *example_place_full(const struct catalog *catalog,
                               const struct register_item *item, enum language language,
                               struct arena *arena);

/* The list as the reader wants it: filtered, then sorted. A filter is a state's or a
 * level's code or word, a task's code (an action's: all of its tasks), or words out of
 * the unit, the form, the medium or the region's name. In the arena; the list itself
 * stays. */
struct register_list example_options(const struct view_context *context,
                                     const struct register_list *list,
                                     struct arena *arena);

/* Adds the rows of `shown` in the context's groups, each under its head with its count;
 * without a group one after the other. */
void example_rows(struct examples *examples, struct grid *grid,
                  void (*put)(struct examples *examples, struct grid *grid,
                              const struct register_item *item));

/* What is counted, and "A 14  B 7  10 others 24": most first, five by name. */
struct example_count {
    const char *name;
    int n;
};
const char *example_counts(const struct example_count *counts, size_t n,
                           struct arena *arena);

/* Items counted by the 25 tasks of the document, in its order, *n of them; behind those
 * stands what is about none of them (a goal, an action, a duty). In the arena. */
struct example_count *example_by_task(const struct view_context *context,
                                      const struct register_list *list,
                                      struct arena *arena, size_t *n);

/* The names of those that have none, "" if all have some; how many have some. */
const char *example_empty(const struct example_count *counts, size_t n,
                          struct arena *arena);
size_t example_with(const struct example_count *counts, size_t n);

/* A line below the list; "" leaves it out. */
void example_foot(struct examples *examples, const char *label, const char *text);

/* Why there is nothing to list: nobody delivers the register (and what would change
 * that), none for this region, or none that matches the filter. */
const char *example_nothing(const struct examples *examples);

/* The conclusion where there is nothing, or where a filter is set; NULL: the page's
 * own. */
const char *example_conclusion(const struct examples *examples);

/* For struct page. */
extern const struct view_choice example_groups[], example_sorts[];

#endif
