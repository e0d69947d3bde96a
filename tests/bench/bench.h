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

/* ms of decoding and of each side's storing. */
struct feed_times {
    double decode, ours, peer;
};

/* Reads a body with these rows, of any format, and takes it as a delivery of that
 * source; so does the peer with the rows, unless it is NULL. `again`: the rows are
 * there already. Adds to `times`; ends the bench where another number of rows was read
 * or changed. */
void bench_feed(struct bench *bench, struct store *store, struct peer *peer,
                const char *name, const char *bytes, size_t n,
                const struct batch *batch, bool again, struct feed_times *times);

/* The bench with copies of the cache and, where `peer` asks for it, of the peer's file,
 * so that a part may change one without the other. Not to be moved. */
struct bench_copy {
    struct bench bench;
    char cache[512], peer[512];
};
void bench_copy_make(const struct bench *bench, bool peer, struct bench_copy *copy);
void bench_copy_remove(const struct bench_copy *copy);

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
/* From each format's bytes to what is stored; and how fast each is read at all. */
void bench_formats(struct bench *bench);
void bench_decoders(struct bench *bench);
/* Two hundred feeds of twenty servers that take their time. */
void bench_transfers(struct bench *bench);
/* The collector's memory with a feed of a gigabyte. */
void bench_gigabyte(struct bench *bench);
/* The real program: memory of the collector and the viewer; start. */
void bench_collector(struct bench *bench);
void bench_viewer(struct bench *bench);
void bench_screens(struct bench *bench);
void bench_paper(struct bench *bench);

#endif
