/*
 * What a store must answer, worked out the plain way: everything that was ever said
 * stays in lists, and every question looks through all of them.
 *
 * Owns: the rules of store/store.h, store/snapshot.h and core/receipt.h in the fewest
 * words. It shares no line with store/: two readings of the same contract.
 */
#ifndef TESTS_TORTURE_MODEL_H
#define TESTS_TORTURE_MODEL_H

#include "core/receipt.h"
#include "tests/torture/model_items.h"
#include "tests/torture/world.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MODEL_SAID = 24,     /* words about one cell */
    MODEL_RECEIPTS = 41, /* deliveries */
    MODEL_REFUSALS = 3,  /* refused rows of one delivery */
    MODEL_ATTEMPTS = 80  /* of one source */
};

/* All that was said of one indicator, region and period, in the order of receipts.
 * Those that were pruned are taken out. */
struct model_cell {
    struct observation said[MODEL_SAID];
    int n;
};

struct model_receipt {
    struct receipt receipt;
    struct refusal refusals[MODEL_REFUSALS];
    size_t n_refusals;
};

/* The state after an attempt, or the mark that the source was forgotten: then only the
 * time of it counts. */
struct model_attempt {
    struct source_state state;
    bool mark;
};

struct model_source {
    bool known, waiting; /* waiting: the last attempt is not committed yet */
    bool forgotten;
    struct source_state state;
    int64_t edition; /* newest Last-Modified from this address, 0 = none */
    struct model_attempt attempts[MODEL_ATTEMPTS]; /* committed ones */
    int n_attempts;
};

/* A document as it stood from a receipt on. */
struct model_document {
    int name, text; /* world_documents, world_texts */
    uint32_t receipt;
};

struct model {
    struct model_cell cells[WORLD_INDICATORS][WORLD_REGIONS][WORLD_PERIODS];
    struct model_receipt receipts[MODEL_RECEIPTS]; /* number 1 at 0 */
    uint32_t n_receipts;
    struct model_source sources[WORLD_SOURCES + 1]; /* the last one is the crowd's */
    bool crowded;
    struct model_item items[WORLD_SOURCES][MODEL_KINDS][MODEL_KEYS];
    struct model_document documents[WORLD_DOCUMENTS * MODEL_RECEIPTS];
    int n_documents;
    int64_t kept_since;
};

/* What a delivery does. edition: Unix seconds of its Last-Modified, 0 if it has none.
 * Returns whether it leaves a receipt; fills number and rows_changed as store_ingest.
 */
bool model_ingest(struct model *model, int source, struct delivery *delivery,
                  const struct source_state *state, int64_t edition);

/* An attempt without a delivery. */
void model_note(struct model *model, int source, const struct source_state *state);

/* Something is committed: what waits is no longer lost. */
void model_commit(struct model *model);

/* Keeps the first n documents, each with its text; returns whether that leaves a
 * receipt. */
bool model_archive(struct model *model, const int *texts, int n, int64_t now);

/* The source is no longer configured. */
void model_forget(struct model *model, int source, int64_t now);

void model_prune(struct model *model, int64_t since);

/* What stood in a cell at a time: NULL if nothing was known, or it had been taken back.
 */
const struct observation *model_at(const struct model *model, int indicator, int region,
                                   int period, int64_t known_at);

/* The latest figure of a series and the one before, as snapshot_latest says. */
const struct observation *model_latest(const struct model *model, int indicator,
                                       int region, int64_t known_at,
                                       const struct observation **previous);

/* Is the word one of the others (snapshot_revisions), not what stands now? */
bool model_is_revision(const struct model_cell *cell, int word);

/* The document as it stood; NULL: not kept yet. */
const struct model_document *model_document_at(const struct model *model, int name,
                                               int64_t known_at);

/* The state of a source after its last attempt by the time; NULL: not tried yet, or
 * forgotten. */
const struct source_state *model_source_at(const struct model *model, int source,
                                           int64_t known_at);

#endif
