/*
 * The bulletin while it is written: views/bulletin.c puts it together,
 * views/bulletin_parts.c and views/bulletin_since.c say the paragraphs.
 *
 * Owns: the order of the paragraphs and what each needs, read once.
 * Must never know: how any figure is judged; every number is a page's own.
 */
#ifndef VIEWS_BULLETIN_H
#define VIEWS_BULLETIN_H

#include "views/frame.h"
#include "views/register.h"
#include "views/reporting.h"
#include "views/tally.h"

#include <stdbool.h>

struct bulletin {
    struct frame frame;
    const struct region *region;
    struct figure *figures; /* parallel to the catalogue's indicators */
    struct tally total;
    struct duty_registers registers;
    struct reporting reporting;
    size_t n_paragraphs;
};

/* What a paragraph says, where Enter leads, what the detail line adds. */
struct paragraph {
    const char *text, *address, *detail;
};

/* In the order of the form. False only if data cannot be read. */
bool bulletin_overall(struct bulletin *bulletin, struct paragraph *paragraph,
                      struct error *error);
bool bulletin_goal(struct bulletin *bulletin, struct paragraph *paragraph,
                   struct error *error);
bool bulletin_behind(struct bulletin *bulletin, struct paragraph *paragraph,
                     struct error *error);
bool bulletin_ledger(struct bulletin *bulletin, struct paragraph *paragraph,
                     struct error *error);
bool bulletin_regions(struct bulletin *bulletin, struct paragraph *paragraph,
                      struct error *error);
bool bulletin_late(struct bulletin *bulletin, struct paragraph *paragraph,
                   struct error *error);
bool bulletin_changes(struct bulletin *bulletin, struct paragraph *paragraph,
                      struct error *error);

/* "A", then "A, B": a name added to a list. */
const char *bulletin_join(const struct bulletin *bulletin, const char *list,
                          const char *name);

/* "77.8%": a share, rounded alone. */
const char *bulletin_share(const struct bulletin *bulletin, int part, int whole);

#endif
