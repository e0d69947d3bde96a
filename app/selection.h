/*
 * Selections: which stored figures a command is about.
 *
 * Owns: how indicators, regions and periods are named on the command line.
 * Must never know: what is done with what is selected.
 */
#ifndef APP_SELECTION_H
#define APP_SELECTION_H

#include "app/options.h"
#include "catalog/catalog.h"
#include "store/snapshot.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct selection {
    const char **indicators; /* codes, each once */
    size_t n_indicators;
    int32_t *regions; /* each once */
    size_t n_regions;
    int32_t first, last;      /* days that periods lie between */
    enum frequency frequency; /* FREQ_NONE: all */
};

/* From the command line, by the catalogue and by what the snapshot has, in the arena.
 * False with ERROR_SELECT_INDICATOR, ERROR_REGION_UNKNOWN or ERROR_OPTION_VALUE, which
 * name what is not understood, or because the snapshot cannot be read. */
bool selection_read(struct selection *selection, const struct options *options,
                    const struct catalog *catalog, struct snapshot *snapshot,
                    struct arena *arena, struct error *error);

/* The regions alone; all where the command line names none. */
bool selection_read_regions(struct selection *selection, const struct options *options,
                            const struct catalog *catalog, struct snapshot *snapshot,
                            struct arena *arena, struct error *error);

/* Is a period selected? */
bool selection_has(const struct selection *selection, struct period period);

#endif
