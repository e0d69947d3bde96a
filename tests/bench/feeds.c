/*
 * Feeds: from the bytes of a hundred of them, a month of one indicator each, to what is
 * durably stored, a delivery each; the same hundred again with other white space, which
 * must commit nothing; and a month of all indicators in one feed. The peer gets the
 * same rows from the same decoder.
 */
#include "tests/bench/bench.h"

#include "app/vocabulary.h"
#include "core/arena.h"
#include "fetch/mapper.h"
#include "tests/bench/body.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FEED_ROUNDS = 3 };

static double take(struct bench *bench, struct store *store, const char *name,
                   struct delivery *delivery, size_t expected)
{
    const struct source_state state = {.name = name,
                                       .title = "",
                                       .format = "",
                                       .address = "",
                                       .etag = "",
                                       .last_modified = ""};
    struct error error = {0};
    bool changed;
    delivery->receipt.time = ++bench->clock;
    delivery->receipt.source = name;
    delivery->receipt.address = "";
    delivery->receipt.etag = delivery->receipt.last_modified = "";
    double start = now_ms();
    if (!store_ingest(store, delivery, &state, &changed, &error))
        die("a feed's delivery", &error);
    double took = now_ms() - start;
    if (changed != (expected > 0) ||
        (changed && delivery->receipt.rows_changed != expected))
        die("a feed changed another number of rows", NULL);
    return took;
}

void bench_feed(struct bench *bench, struct store *store, struct peer *peer,
                const char *name, const char *bytes, size_t n,
                const struct batch *batch, bool again, struct feed_times *times)
{
    const struct source source = {
        .name = name,
        .title = "",
        .address = "",
        .format = "auto",
        .mapping = {.columns = {.delimiter = ""},
                    .constant_region = "",
                    .constant_indicator = "",
                    .constant_period = ""},
    };
    const struct vocabulary vocabulary = vocabulary_of(&bench->workload.catalog);
    const struct body body = {bytes, n, "", name, bench->cache};
    struct arena arena = {0};
    struct bulk observations;
    struct delivery delivery = {0};
    struct error error = {0};
    double start = now_ms();
    bulk_init(&observations, bench->cache, (size_t)1 << 30);
    if (!mapper_read(&source, &body, &vocabulary, &arena, &observations, &delivery,
                     &error))
        die("a feed", &error);
    times->decode += now_ms() - start;
    if (delivery.n_observations != batch->n || delivery.n_refusals > 0)
        die("a feed was read as another number of rows", NULL);
    times->ours += take(bench, store, name, &delivery, again ? 0 : batch->n);
    start = now_ms();
    if (peer && peer_take(peer, batch) != (again ? 0 : (int)batch->n))
        die("the peer changed another number of rows", NULL);
    times->peer += now_ms() - start;
    bulk_release(&observations);
    arena_release(&arena);
}

/* A month, in feeds of so many indicators; returns the number of rows. */
static size_t all_feeds(struct bench *bench, struct store *store, struct peer *peer,
                        int each, bool again, struct feed_times *times)
{
    struct batch batch = {0};
    size_t rows = 0;
    for (int i = 0; i < WORKLOAD_INDICATORS; i += each, rows += batch.n) {
        const struct workload_part part = {i, each, bench->months, 1, 0};
        char *bytes = NULL;
        size_t n = 0;
        FILE *out = open_memstream(&bytes, &n);
        if (!out)
            die("out of memory", NULL);
        body_jsonstat(out, &bench->workload, &part, again);
        if (fclose(out) != 0)
            die("out of memory", NULL);
        workload_fill(&bench->workload, &part, &batch);
        /* A source each: what a source's feeds look like is kept, and compared. */
        char name[24];
        snprintf(name, sizeof name, "feed %d of %d", i, WORKLOAD_INDICATORS / each);
        bench_feed(bench, store, peer, name, bytes, n, &batch, again, times);
        free(bytes);
    }
    batch_release(&batch);
    return rows;
}

static void add_times(struct feed_times *sum, const struct feed_times *times)
{
    sum->decode += times->decode;
    sum->ours += times->ours;
    sum->peer += times->peer;
}

void bench_feeds(struct bench *bench)
{
    struct store *store = bench_store(bench);
    struct peer peer;
    struct figure whole = {.name = "one feed of it all to durable, all rows new",
                           .unit = "M/s",
                           .budget = {.least = 1.0}};
    struct figure first = {.name = "feeds to durable, all rows new",
                           .unit = "M/s",
                           .budget = {.least = 1.0}};
    struct figure again = {.name = "the same feeds again, no commit",
                           .unit = "M/s",
                           .budget = {.least = 2.0}};
    struct feed_times all = {0}, all_again = {0};
    peer_open(&peer, bench->peer, &bench->workload);
    for (int round = 0; round < FEED_ROUNDS; round++, bench->months++) {
        struct feed_times times = {0};
        double rows = (double)all_feeds(bench, store, &peer, 1, false, &times) / 1e3;
        add_times(&all, &times);
        figure_add(&first, rows / (times.decode + times.ours),
                   rows / (times.decode + times.peer));
        struct timespec before = bench_written(bench);
        times = (struct feed_times){0};
        all_feeds(bench, store, &peer, 1, true, &times);
        figure_add(&again, rows / (times.decode + times.ours),
                   rows / (times.decode + times.peer));
        struct timespec after = bench_written(bench);
        add_times(&all_again, &times);
        if (before.tv_sec != after.tv_sec || before.tv_nsec != after.tv_nsec)
            die("the same feeds again were committed", NULL);
        bench->months++;
        times = (struct feed_times){0};
        all_feeds(bench, store, &peer, WORKLOAD_INDICATORS, false, &times);
        figure_add(&whole, rows / (times.decode + times.ours),
                   rows / (times.decode + times.peer));
    }
    printf(
        "# a hundred feeds: reading %.3g ms, storing %.3g ms, seeing that nothing is "
        "new %.3g ms\n",
        (all.decode + all_again.decode) / (2 * FEED_ROUNDS), all.ours / FEED_ROUNDS,
        all_again.ours / FEED_ROUNDS);
    figure_print(&first, bench->judge);
    figure_print(&again, bench->judge);
    figure_print(&whole, bench->judge);
    bench_publish(bench, store);
    peer_close(&peer);
    store_close(store);
}
