/* Changes while they are collected. Only for the files of views/change.h. */
#ifndef VIEWS_CHANGE_WORK_H
#define VIEWS_CHANGE_WORK_H

#include "views/change.h"
#include "views/figure.h"

struct changes {
    const struct view_context *now, *then;
    const struct region *region; /* the page's */
    struct arena *arena;         /* of what is given */
    struct arena scratch;        /* of one region's figures, filled again and again */
    enum language language;
    struct figures fresh, old;
    struct change_list list;
    size_t n_told; /* revisions and states of parts */
    struct change_receipt {
        uint32_t number;
        int32_t day;
    } * receipts; /* looked up so far */
    size_t n_receipts;
    int32_t catalog_day, settings_day; /* when the papers of now were taken; 0 = the
                                          present ones are not kept yet */
};

/* Adds a change and lends it; NULL where so many are told already that it is only
 * counted (`part`: of a revision or state of a part). Texts begin as "", the region as
 * the one given, n as 1. */
struct change *changes_add(struct changes *changes, enum change_kind kind,
                           const struct region *region, bool part);

/* The same about a figure's indicator, with its name and page. */
struct change *changes_add_of(struct changes *changes, enum change_kind kind,
                              const struct figure *figure, bool part);

/* When something of the catalogue became known: the day it was published; if it was in
 * it before, or that is not known, the day the catalogue was taken in. */
int32_t changes_catalog_day(const struct changes *changes, int32_t day);

/* The day on which a stored value came; the page's if its receipt cannot be read. */
int32_t changes_day(struct changes *changes, const struct observation *value);

/* Figures, targets and states of one region; part: it is not the page's own. */
bool changes_figures(struct changes *changes, const struct region *region, bool part,
                     struct error *error);

/* Of one indicator in one region between two figures; old may be NULL. */
void changes_state(struct changes *changes, const struct figure *figure,
                   const struct figure *old, bool part);
void changes_targets(struct changes *changes, const struct figure *figure, bool part,
                     const struct indicator *before);

/* Scopes and the list of indicators, registers, settings. */
void changes_scopes(struct changes *changes);
bool changes_registers(struct changes *changes, struct error *error);
void changes_settings(struct changes *changes);

#endif
