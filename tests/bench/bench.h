/*
 * The bench: what its parts share.
 *
 * A directory holds our cache and the peer's file with the same data; each part opens
 * what it needs and closes it again.
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include "store/store.h"
#include "tests/bench/figure.h"
#include "tests/bench/peer.h"
#include "tests/bench/workload.h"

#include <time.h>

/* Invariant: ours and the peer's hold the same `months` months. */
struct bench {
    struct workload workload;
    const char *program;   /* the real one */
    const char *directory; /* of all that the bench writes */
    const char *cache, *peer;
    int months;
    int64_t clock; /* of the last delivery to ours: each has a second of its own */
    bool index;    /* the peer gets its second index */
    bool judge;    /* budgets are those of the national scale */
};

/* When the bench's deliveries begin; the history is known at BENCH_AS_OF and revised
 * after it. */
enum { BENCH_BEGIN = 1768000000, BENCH_AS_OF = BENCH_BEGIN + 86400 };

struct store *bench_store(const struct bench *bench);

/* Takes the rows as a delivery of the source "bench" at the next second; ms. Ends the
 * bench if it is not `expected` (rows new or changed; 0: the same again). */
double bench_take(struct bench *bench, struct store *store, const struct batch *batch,
                  uint32_t expected);

/* Publishes; ms. */
double bench_publish(struct bench *bench, struct store *store);

/* When our store's file was written last: every commit is later. */
struct timespec bench_written(const struct bench *bench);

/* The newest snapshot's file. */
const char *bench_snapshot(const struct bench *bench, char *path, size_t size);

/* ---- the parts ---- */

/* Ten years, delivered indicator by indicator; then the corrections. */
void bench_load(struct bench *bench);
/* 36 months more. */
void bench_age(struct bench *bench);
/* Every query, its data in memory; and with nothing in memory. */
void bench_queries(struct bench *bench);
void bench_cold(struct bench *bench);
/* One month of everything, durable; the same again; publishing. */
void bench_months(struct bench *bench);
void bench_size(struct bench *bench);
/* The same as a hundred feeds, from their bytes on. */
void bench_feeds(struct bench *bench);
/* The real program: memory of the collector and the viewer; start. */
void bench_collector(struct bench *bench);
void bench_viewer(struct bench *bench);

#endif
