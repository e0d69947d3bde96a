/*
 * The audit of a snapshot, or of a store that is read like one, for --check: every
 * record read, every check verified.
 *
 * Owns: comparing registers and counts with the records there are, both ways; the
 * latest figures with the tiles they were worked out from; adding up what there is.
 * Must never know: manifests, directories. Never included outside this room.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "store/private.h"

struct audit {
    uint64_t series, values, withdrawn, earlier; /* values: named absences too */
    uint64_t refusals, attempts, documents;
    uint64_t items, versions;          /* standing; of all, with these */
    uint64_t records[256], bytes[256]; /* by table; keys and values */
    uint64_t tiles[256];               /* by frequency */
    uint64_t wide;                     /* tiles of doubles */
    struct period first, last;         /* freq FREQ_NONE: no figures */
};

/* Fills all of it; the first damage found is the error. */
bool audit_snapshot(struct snapshot *snapshot, struct audit *audit,
                    struct error *error);

#endif
