/* Loading and updating: see tests/bench/bench.h. */
#include "tests/bench/bench.h"

#include "core/receipt.h"
#include "store/snapshot.h"

#include <stdio.h>
#include <sys/stat.h>

enum { AGE_MONTHS = 36, MONTH_ROUNDS = 3 };

struct store *bench_store(const struct bench *bench)
{
    struct store *store;
    struct error error = {0};
    if (!store_open(bench->cache, STORE_REAL, &store, &error))
        die("the store", &error);
    return store;
}

double bench_take(struct bench *bench, struct store *store, const struct batch *batch,
                  uint32_t expected)
{
    static const struct source_state state = {.name = "bench",
                                              .title = "",
                                              .format = "",
                                              .address = "",
                                              .etag = "",
                                              .last_modified = ""};
    struct delivery delivery = {.receipt = {.time = ++bench->clock,
                                            .source = "bench",
                                            .address = "",
                                            .format = "",
                                            .etag = "",
                                            .last_modified = "",
                                            .rows_seen = (uint32_t)batch->n},
                                .observations = batch->rows,
                                .n_observations = batch->n};
    struct error error = {0};
    bool changed;
    double start = now_ms();
    if (!store_ingest(store, &delivery, &state, &changed, &error))
        die("a delivery", &error);
    double took = now_ms() - start;
    if (changed != (expected > 0) ||
        (changed && delivery.receipt.rows_changed != expected))
        die("a delivery changed another number of rows", NULL);
    return took;
}

double bench_publish(struct bench *bench, struct store *store)
{
    struct error error = {0};
    uint32_t number;
    double start = now_ms();
    if (!store_publish(store, ++bench->clock, &number, &error))
        die("publish", &error);
    return now_ms() - start;
}

const char *bench_snapshot(const struct bench *bench, char *path, size_t size)
{
    snprintf(path, size, "%s/snapshots/%08u.mdb", bench->cache,
             (unsigned)snapshot_newest(bench->cache));
    return path;
}

struct timespec bench_written(const struct bench *bench)
{
    char path[512];
    struct stat status;
    snprintf(path, sizeof path, "%s/store/data.mdb", bench->cache);
    if (stat(path, &status) != 0)
        die("the store's file", NULL);
    return status.st_mtim;
}

void bench_load(struct bench *bench)
{
    struct store *store = bench_store(bench);
    struct peer peer;
    struct batch batch = {0};
    double ours = 0, peers = 0, values = 0, start;
    peer_open(&peer, bench->peer, &bench->workload);
    if (bench->index)
        peer_index(&peer);
    bench->clock = BENCH_BEGIN;
    for (int i = 0; i < 2 * WORKLOAD_INDICATORS; i++) {
        bool history = i < WORKLOAD_INDICATORS;
        if (history)
            workload_fill(&bench->workload,
                          &(struct workload_part){i, 1, 0, WORKLOAD_MONTHS, 0}, &batch);
        else
            workload_correction(&bench->workload, i - WORKLOAD_INDICATORS, &batch);
        if (i == WORKLOAD_INDICATORS)
            bench->clock = BENCH_AS_OF;
        values += (double)batch.n;
        ours += bench_take(bench, store, &batch, (uint32_t)batch.n);
        start = now_ms();
        if (history)
            peer_load(&peer, &batch);
        else if (peer_take(&peer, &batch) != (int)batch.n)
            die("the peer changed another number of rows", NULL);
        if (i == WORKLOAD_INDICATORS - 1)
            peer_fill_latest(&peer);
        peers += now_ms() - start;
    }
    bench->months = WORKLOAD_MONTHS;
    printf("# loaded %.4g M values in %d deliveries, %.3g M/s\n", values / 1e6,
           2 * WORKLOAD_INDICATORS, values / ours / 1e3);
    struct figure load = {.name = "first load and corrections", .unit = "s"};
    figure_add(&load, ours / 1e3, peers / 1e3);
    figure_print(&load, bench->judge);
    figure_alone("publish after it", bench_publish(bench, store), "ms",
                 (struct budget){.most = 1500}, bench->judge);
    batch_release(&batch);
    peer_close(&peer);
    store_close(store);
}

static void fill_month(const struct bench *bench, struct batch *batch)
{
    workload_fill(&bench->workload,
                  &(struct workload_part){0, WORKLOAD_INDICATORS, bench->months, 1, 0},
                  batch);
}

void bench_age(struct bench *bench)
{
    struct store *store = bench_store(bench);
    struct peer peer;
    struct batch batch = {0};
    peer_open(&peer, bench->peer, &bench->workload);
    double ours = 0, peers = 0;
    for (int i = 0; i < AGE_MONTHS; i++, bench->months++) {
        fill_month(bench, &batch);
        ours += bench_take(bench, store, &batch, (uint32_t)batch.n);
        double start = now_ms();
        peer_take(&peer, &batch);
        peers += now_ms() - start;
    }
    struct figure age = {.name = "36 months, one by one", .unit = "s"};
    figure_add(&age, ours / 1e3, peers / 1e3);
    figure_print(&age, bench->judge);
    bench_publish(bench, store);
    batch_release(&batch);
    peer_close(&peer);
    store_close(store);
}

void bench_months(struct bench *bench)
{
    struct store *store = bench_store(bench);
    struct peer peer;
    struct batch batch = {0};
    struct figure month = {.name = "one month of all series, durable",
                           .unit = "ms",
                           .budget = {.faster = 30}};
    struct figure again = {.name = "the same month again, no commit", .unit = "ms"};
    struct figure publish = {.name = "publish a snapshot",
                             .unit = "ms",
                             .budget = {.most = 1500},
                             .alone = true};
    peer_open(&peer, bench->peer, &bench->workload);
    for (int i = 0; i < MONTH_ROUNDS; i++, bench->months++) {
        fill_month(bench, &batch);
        double ours = bench_take(bench, store, &batch, (uint32_t)batch.n);
        double start = now_ms();
        if (peer_take(&peer, &batch) != (int)batch.n)
            die("the peer changed another number of rows", NULL);
        figure_add(&month, ours, now_ms() - start);
        struct timespec before = bench_written(bench);
        ours = bench_take(bench, store, &batch, 0);
        struct timespec after = bench_written(bench);
        if (before.tv_sec != after.tv_sec || before.tv_nsec != after.tv_nsec)
            die("the same month again was committed", NULL);
        start = now_ms();
        if (peer_take(&peer, &batch) != 0)
            die("the peer changed the same rows again", NULL);
        figure_add(&again, ours, now_ms() - start);
        figure_add(&publish, bench_publish(bench, store), 0);
    }
    figure_print(&month, bench->judge);
    figure_print(&again, bench->judge);
    figure_print(&publish, bench->judge);
    batch_release(&batch);
    peer_close(&peer);
    store_close(store);
}

void bench_size(struct bench *bench)
{
    char path[512];
    struct stat snapshot, data;
    struct peer peer;
    peer_open(&peer, bench->peer, &bench->workload);
    double bytes = peer_bytes(&peer);
    peer_close(&peer);
    if (stat(bench_snapshot(bench, path, sizeof path), &snapshot) != 0)
        die("the snapshot's file", NULL);
    snprintf(path, sizeof path, "%s/store/data.mdb", bench->cache);
    if (stat(path, &data) != 0)
        die("the store's file", NULL);
    struct figure size = {
        .name = "size of a snapshot", .unit = "MB", .budget = {.share = 0.35}};
    figure_add(&size, (double)snapshot.st_size / 1e6, bytes / 1e6);
    figure_print(&size, bench->judge);
    size.name = "size of the collector's store";
    figure_add(&size, (double)data.st_size / 1e6, bytes / 1e6);
    figure_print(&size, bench->judge);
}
