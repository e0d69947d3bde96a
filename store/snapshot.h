/*
 * Snapshots: the viewer's read-only side.
 *
 * Owns: finding the newest good snapshot, verifying it, reading from it.
 * Must never know: the collector's store, the network. Opens no file for writing, takes
 * no lock.
 *
 * No pointer into the map leaves this room: everything is copied to the caller's arena.
 * Values carry a check: a record that fails it is an error, never a number.
 *
 * known_at, in all functions: what was known at that time, INT64_MAX = now. A value
 * counts from its receipt's own time, also if a clock was set back; of those known by
 * then the one of the highest number stands. A time before info.kept_since is
 * ERROR_SNAPSHOT_NOT_KEPT.
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
    int64_t kept_since; /* pages of an earlier time are not kept; 0 = all are */
    bool fallback;      /* a newer one is damaged: see `damage` */
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

/* One series: ascending by period (period_compare), all frequencies. `revised` is as it
 * stood then. n = 0 where there is none: absence is not an error. */
bool snapshot_series(struct snapshot *snapshot, const char *indicator, int32_t region,
                     int64_t known_at, struct arena *arena, struct observation **items,
                     size_t *n, struct error *error);

/* A cross-section: one indicator and period over n regions. items: n of the caller's,
 * in the order of `regions`, undefined on failure; receipt 0 where there is nothing.
 * Quickest where regions of one block (see store/register.h) follow one another as in
 * the catalogue. */
bool snapshot_section(struct snapshot *snapshot, const char *indicator,
                      struct period period, const int32_t *regions, size_t n,
                      int64_t known_at, struct observation *items, struct error *error);

/* The newest figure of a series, and the one of the period before it. */
struct snapshot_figure {
    struct observation latest; /* receipt 0: there is nothing */
    double previous;
    bool has_previous;
};

/* A matrix: the latest figures of n indicators in m regions. items: n x m of the
 * caller's, by indicator, then region, undefined on failure. */
bool snapshot_latest(struct snapshot *snapshot, const char *const *indicators, size_t n,
                     const int32_t *regions, size_t m, int64_t known_at,
                     struct snapshot_figure *items, struct error *error);

struct snapshot_list {
    struct observation *items; /* ascending by period */
    size_t n;
};

/* A region's page: the series of n indicators in one region, of all frequencies, but
 * only periods that end on or after the day `from` (INT32_MIN: all). lists: n of the
 * caller's; items in the arena. Tiles are read in the order in which they lie. */
bool snapshot_region(struct snapshot *snapshot, int32_t region,
                     const char *const *indicators, size_t n, int32_t from,
                     int64_t known_at, struct arena *arena, struct snapshot_list *lists,
                     struct error *error);

/* What there is: the codes of all indicators, in the order of their numbers, and all
 * regions, by block and slot. */
bool snapshot_registers(struct snapshot *snapshot, struct arena *arena,
                        const char ***indicators, size_t *n, int32_t **regions,
                        size_t *m, struct error *error);

/* The other values that a series' periods had, newest receipt first, then newest
 * period: those that were replaced, those of older editions that arrived late and never
 * stood (`late`), those that another source went before (`outranked`), and withdrawals
 * (`withdrawn`), also one that stands. observation.receipt is the delivery that brought
 * each. */
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

/* By name, each after its last attempt at or before the time, last by its own time too;
 * those first tried later are left out, and those that were forgotten by then
 * (store_forget_sources). */
bool snapshot_sources(struct snapshot *snapshot, int64_t known_at, struct arena *arena,
                      struct source_state **items, size_t *n, struct error *error);

/* Refused rows and warnings of one delivery. */
bool snapshot_refusals(struct snapshot *snapshot, uint32_t receipt, struct arena *arena,
                       struct refusal **items, size_t *n, struct error *error);

/* Why the delivery of a source was held back that came at the time (store_hold); n = 0
 * if it was not, or if that is no longer kept: only of the last one it is. */
bool snapshot_held(struct snapshot *snapshot, const char *source, int64_t time,
                   struct arena *arena, struct error **problems, size_t *n,
                   struct error *error);

/* How many figures stood at the time, of another source, of which this one had said
 * something else last: where another source goes before it, or took its place. What it
 * took back does not count. Looks at every tile that has earlier values. */
bool snapshot_differing(struct snapshot *snapshot, const char *source, int64_t known_at,
                        uint64_t *n, struct error *error);

/* A document of the archive (store_archive) as it was; *found is false if none of that
 * name was kept by then. *receipt: the one that it came with. */
bool snapshot_document(struct snapshot *snapshot, const char *name, int64_t known_at,
                       struct arena *arena, const char **bytes, size_t *n,
                       uint32_t *receipt, bool *found, struct error *error);

/* The items of a kind that stood at a time, struck out ones left out, by source, then
 * key. */
bool snapshot_items(struct snapshot *snapshot, enum item_kind kind, int64_t known_at,
                    struct arena *arena, struct item **items, size_t *n,
                    struct error *error);

/* Every version of an item, oldest first; of all items of the kind, by source, then
 * key, where source and key are NULL. */
bool snapshot_item_history(struct snapshot *snapshot, enum item_kind kind,
                           const char *source, const char *key, struct arena *arena,
                           struct item **items, size_t *n, struct error *error);

/* Verifies a cache directory for --check: every manifest's hash, every record's check,
 * registers against records both ways, latest figures against tiles, counts; says what
 * the newest one holds: series, values, revisions, withdrawals, tiles by frequency and
 * encoding, bytes by table, first and last period and receipt, what is kept since when.
 * Calls `say` for each finding, also for what is in order; returns the number of
 * faults, -1 if the directory cannot be read or holds no snapshot. */
int snapshot_verify(const char *directory,
                    void (*say)(void *self, bool fault, const struct error *finding),
                    void *self, struct error *error);

#endif
