/*
 * Tallies: indicators counted by state, and who is furthest behind.
 *
 * Owns: how figures are counted (k of n), how a task's state follows from its
 * indicators, and the count columns that several pages share.
 * Must never know: pages. Counts indicators; never adds or averages their values.
 *
 * Every tally adds up: total = ahead + on + behind + lacking. What is done counts as
 * ahead; what cannot be judged (missing, not computable, qualitative) is lacking.
 */
#ifndef VIEWS_TALLY_H
#define VIEWS_TALLY_H

#include "views/figure.h"
#include "views/view.h"

#include <stdbool.h>
#include <stddef.h>

struct tally {
    int total, ahead, on, behind, lacking;
    int with_value;                /* with a number, judged or not */
    int done;                      /* of ahead: at or beyond the target */
    int qualitative;               /* of lacking: a target in words */
    int failed;                    /* of lacking: the source failed */
    int not_applicable;            /* of lacking: there is nothing to report */
    int not_due;                   /* of lacking: or not yet */
    int unpublished;               /* of lacking: nobody reports it or has to */
    const struct indicator *worst; /* the widest gap behind; of equals the first in the
                                      catalogue; NULL = none */
    double worst_gap;
    double least_gap; /* the least gap of all that have one; for ranking */
    bool has_gap;
};

enum { TALLY_COLUMNS = 5 };

void tally_add(struct tally *tally, const struct figure *figure);
void tally_sum(struct tally *into, const struct tally *from);

/* How many can be judged; are due, judged or not. */
int tally_judged(const struct tally *tally);
int tally_due(const struct tally *tally);

/* What the counted indicators come to (core/rollup.h), as it is shown: the state of a
 * task or action in a region. */
const struct state_row *tally_state(const struct tally *tally,
                                    const struct view_context *context);

/* Does the state say that some are behind, that too few report? */
bool tally_state_behind(const struct view_context *context,
                        const struct state_row *state);
bool tally_state_lacking(const struct state_row *state);

/* "80.0": a part in per cent of the whole (share_tenths). */
const char *share_text(int part, int whole, struct arena *arena);

/* Does the task, or the group that it heads, ask about the indicator? Only the 111. */
bool task_has(const struct catalog *catalog, const char *task,
              const struct indicator *indicator);

/* Counts the task's indicators among all figures of a region (figure_all). */
void tally_figures(const struct catalog *catalog, const char *task,
                   const struct figure *all, struct tally *tally);

/* Counts the `wanted` indicators of a region, read in one go, each into
 * tallies[columns[i]]. wanted, columns: parallel to the catalogue's indicators; `each`
 * (may be NULL) is told of every figure. What is read lies in `scratch`, which may be
 * emptied for the next region. */
bool tally_wanted(struct figures *figures, const struct region *region,
                  const bool *wanted, const size_t *columns, struct tally *tallies,
                  void (*each)(void *self, const struct figure *figure), void *self,
                  struct arena *scratch, struct error *error);

/* Counts the task's indicators in a region, the same way. */
bool tally_task(struct figures *figures, const char *task, const struct region *region,
                struct tally *tally, struct arena *scratch, struct error *error);

/* The count columns: indicators, ahead, on, behind, lacking; where nothing can be
 * judged: indicators, with a figure, without. Returns how many. */
size_t tally_columns(bool judged, struct view_column columns[TALLY_COLUMNS]);
void tally_cells(const struct tally *tally, bool judged, struct arena *arena,
                 struct view_cell *cells);

/* "can be judged 4, behind 2; widest gap: ..", or what is missing. */
const char *tally_detail(const struct tally *tally, const char *name,
                         const struct view_context *context, struct arena *arena);

#endif
