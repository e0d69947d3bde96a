/*
 * Snapshots: the viewer's read-only side.
 *
 * Owns: finding the newest good snapshot, verifying it, reading from it.
 * Must never know: the collector's store, the network. Opens no file for writing, takes
 * no lock.
 *
 * No pointer into the map leaves this room: everything is copied to the caller's arena.
 * Values carry a checksum: a record that fails it is an error, never a number.
 */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include "core/arena.h"
#include "core/error.h"
#include "core/receipt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct snapshot;

struct snapshot_info {
    uint32_t number;
    int64_t published; /* Unix seconds */
    uint64_t bytes;
    uint32_t last_receipt; /* 0 = none yet */
    bool demo;
    bool fallback; /* a newer one is damaged: see `damage` */
    struct error damage;
};

/* Opens the newest snapshot of a cache directory that verifies; an older one if the
 * newest is damaged (info.fallback). False with ERROR_SNAPSHOT_NONE if nothing was ever
 * published there, or ERROR_SNAPSHOT_DAMAGED if no kept one verifies. */
bool snapshot_open(const char *directory, struct snapshot **snapshot,
                   struct error *error);
void snapshot_close(struct snapshot *snapshot);

const struct snapshot_info *snapshot_info(const struct snapshot *snapshot);

/* The number of the newest snapshot with a manifest, 0 if none: a cheap look. */
uint32_t snapshot_newest(const char *directory);

/* The directory to watch for new manifests, in the arena. */
const char *snapshot_directory(const char *directory, struct arena *arena);

/* One series as known at a time (INT64_MAX = now): ascending by period, all
 * frequencies. A value counts from its receipt's time; of several deliveries within one
 * second the later receipt number counts. `revised` is as it stood then. n = 0 where
 * there is none: absence is not an error. */
bool snapshot_series(struct snapshot *snapshot, const char *indicator, int32_t region,
                     int64_t known_at, struct arena *arena, struct observation **items,
                     size_t *n, struct error *error);

/* The other values that a series' periods had, newest receipt first, then newest
 * period: those that were replaced, and those of older editions that arrived late and
 * never stood. observation.receipt is the delivery that brought each. */
bool snapshot_revisions(struct snapshot *snapshot, const char *indicator,
                        int32_t region, struct arena *arena, struct observation **items,
                        size_t *n, struct error *error);

/* A number that no receipt has is ERROR_SNAPSHOT_RECEIPT. */
bool snapshot_receipt(struct snapshot *snapshot, uint32_t number, struct arena *arena,
                      struct receipt *receipt, struct error *error);

/* All receipts up to a time, newest first, at most `most`. */
bool snapshot_receipts(struct snapshot *snapshot, int64_t known_at, size_t most,
                       struct arena *arena, struct receipt **items, size_t *n,
                       struct error *error);

/* By name. */
bool snapshot_sources(struct snapshot *snapshot, struct arena *arena,
                      struct source_state **items, size_t *n, struct error *error);

/* Refused rows and warnings of one delivery. */
bool snapshot_refusals(struct snapshot *snapshot, uint32_t receipt, struct arena *arena,
                       struct refusal **items, size_t *n, struct error *error);

/* Verifies a cache directory for --check: every manifest's hash, every record's
 * checksum. Calls `say` for each finding, also for what is in order; returns the number
 * of faults, -1 if the directory cannot be read or holds no snapshot. */
int snapshot_verify(const char *directory,
                    void (*say)(void *self, bool fault, const struct error *finding),
                    void *self, struct error *error);

#endif
