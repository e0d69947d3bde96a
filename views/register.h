/*
 * Registers on pages: the items of one register that concern a region, as known.
 *
 * Owns: reading them, whose they are, where each stands on the page's day, counting
 * them by state, task, region and unit.
 * Must never know: any one page; how items are stored.
 */
#ifndef VIEWS_REGISTER_H
#define VIEWS_REGISTER_H

#include "catalog/catalog.h"
#include "core/deadline.h"
#include "core/error.h"
#include "core/item.h"
#include "views/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct register_item {
    const struct item *item;
    const struct region *region; /* NULL: none of the catalogue's */
    const struct task *task;     /* likewise */
    struct deadline deadline;    /* of a ledger's item */
    int32_t date;                /* of cases and publicity; 0 = not said */
    const char *id; /* of its address: its key; "SOURCE:key" where two have that key */
};

struct register_list {
    enum item_kind kind;
    struct register_item *items; /* ledger: by deadline_compare; else newest first */
    size_t n;
    bool delivered; /* some source delivers this register at all, wherever for */
};

/* Is the item of that region or of one within it? A code that the catalogue does not
 * know lies where its digits say. */
bool register_within(const struct catalog *catalog, const struct item *item,
                     const struct region *whole);

/* The ids of all items of a register, parallel to them: by them all and not only by
 * those of a region, so that an item is called the same on every page. In the arena. */
const char **register_ids(const struct item *items, size_t n, struct arena *arena);

/* The items of the region and of all within it (register_within). In the arena. */
bool register_read(const struct view_context *context, enum item_kind kind,
                   const struct region *region, struct arena *arena,
                   struct register_list *list, struct error *error);

/* Those of a list that are about a task (an action: any of its tasks). */
struct register_list register_of_task(const struct catalog *catalog,
                                      const struct register_list *list,
                                      const char *task, struct arena *arena);

/* The one with that id; NULL if there is none. */
const struct register_item *register_find(const struct register_list *list,
                                          const char *id);

/* The same day six months before; of a shorter month its last. What is later is of the
 * last six months. */
int32_t register_half_year(int32_t day);

/* Items counted by deadline state. */
struct register_counts {
    int total, states[DEADLINE_COUNT];
};
struct register_counts register_count(const struct register_list *list);

/* Items counted by some text of theirs (a unit, a region's or task's code), most first,
 * then in the order of the list. In the arena. */
struct register_group {
    const char *name; /* "" = nothing was said */
    struct register_counts counts;
    const struct register_item *first;
};
enum register_by { REGISTER_BY_UNIT, REGISTER_BY_REGION, REGISTER_BY_TASK };
struct register_group *register_groups(const struct register_list *list,
                                       enum register_by by, struct arena *arena,
                                       size_t *n);

/* The four duties of part four in one region, each as a state to show. C1: the worst
 * deadline state of its ledger items of that duty. C2: its own plan: issued (a target
 * document of the region's own in the catalogue, or a ledger item of that duty closed)
 * is closed, an open item of its own is due soon (being drafted), or overdue where its
 * deadline is over. C3: cases in the register. C4: publicity items in the last six
 * months, of which what is only planned is none. Nothing of a register anybody
 * delivers: none; nobody delivers it: unknown. */
enum duty_state {
    DUTY_UNKNOWN, /* nobody delivers the register */
    DUTY_NONE,    /* nothing there: 缺 */
    DUTY_PRESENT, /* 达 */
    DUTY_IN_TIME, /* C1, C2: by deadlines */
    DUTY_DUE_SOON,
    DUTY_OVERDUE,
    DUTY_CLOSED
};
struct duty {
    enum duty_state state;
    int n;             /* items counted */
    int overdue;       /* of them */
    const char *basis; /* C2: the document's title, else "" */
};
enum { DUTIES = 4 };

/* The registers of a page's region read once; the duties of it or of one within it. */
struct duty_registers {
    struct register_list ledger, cases, publicity;
};
bool duty_registers_read(const struct view_context *context,
                         const struct region *region, struct arena *arena,
                         struct duty_registers *registers, struct error *error);
void duties_of(const struct view_context *context,
               const struct duty_registers *registers, const struct region *region,
               struct duty duties[DUTIES]);

#endif
