/*
 * Formats: a year of ten indicators in every format. From its bytes to what is durably
 * stored, and the same again, beside SQLite taking the same rows from the same decoder;
 * then how fast each is read at all, beside libraries that only parse.
 */
#include "tests/bench/bench.h"

#include "core/arena.h"
#include "fetch/feed.h"
#include "tests/bench/body.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>
#include <yajl/yajl_version.h>

enum { ROUNDS = 3, EACH = 10, YEAR = 12, NAME_SIZE = 96 };

struct bytes {
    char *at;
    size_t n;
};

static struct bytes make(const struct body_format *format,
                         const struct workload *workload,
                         const struct workload_part *part)
{
    struct bytes bytes = {0};
    FILE *out = open_memstream(&bytes.at, &bytes.n);
    if (!out)
        die("out of memory", NULL);
    format->write(out, workload, part);
    if (fclose(out) != 0)
        die("out of memory", NULL);
    return bytes;
}

/* ---- to the store ---- */

/* Every round has a year of its own, every format its own indicators. SQLite takes the
 * first round alone: it is the same work for each. */
static void to_store(struct bench *bench, struct store *store, struct peer *peer, int k)
{
    const struct body_format *format = &body_formats[k];
    char name[NAME_SIZE], same[NAME_SIZE];
    struct figure first = {.name = name, .unit = "M/s", .budget = {.least = 1.0}};
    struct figure again = {.name = same, .unit = "M/s", .budget = {.least = 2.0}};
    struct feed_times peers = {0}, peers_again = {0};
    struct batch batch = {0};
    snprintf(name, sizeof name, "%s to durable", format->name);
    snprintf(same, sizeof same, "%s again, no commit", format->name);
    for (int round = 0; round < ROUNDS; round++) {
        const struct workload_part part = {k * EACH, EACH, bench->months + round * YEAR,
                                           YEAR, 0};
        struct bytes bytes = make(format, &bench->workload, &part);
        struct feed_times ours = {0}, ours_again = {0};
        workload_fill(&bench->workload, &part, &batch);
        bench_feed(bench, store, round ? NULL : peer, format->name, bytes.at, bytes.n,
                   &batch, false, &ours);
        struct timespec before = bench_written(bench);
        bench_feed(bench, store, round ? NULL : peer, format->name, bytes.at, bytes.n,
                   &batch, true, &ours_again);
        struct timespec after = bench_written(bench);
        if (before.tv_sec != after.tv_sec || before.tv_nsec != after.tv_nsec)
            die("the same feed again was committed", NULL);
        if (round == 0) {
            peers = ours;
            peers_again = ours_again;
            printf("# %s: %.3g MB, reading %.3g ms, storing %.3g ms, seeing that "
                   "nothing is new %.3g ms\n",
                   format->name, (double)bytes.n / 1e6, ours.decode, ours.ours,
                   ours_again.ours);
        }
        double rows = (double)batch.n / 1e3;
        figure_add(&first, rows / (ours.decode + ours.ours),
                   rows / (peers.decode + peers.peer));
        figure_add(&again, rows / (ours_again.decode + ours_again.ours),
                   rows / (peers_again.decode + peers_again.peer));
        free(bytes.at);
    }
    figure_print(&first, bench->judge);
    figure_print(&again, bench->judge);
    batch_release(&batch);
}

void bench_formats(struct bench *bench)
{
    struct bench_copy copy;
    struct peer peer;
    bench_copy_make(bench, true, &copy);
    struct store *store = bench_store(&copy.bench);
    peer_open(&peer, copy.bench.peer, &bench->workload);
    for (int k = 0; body_formats[k].name; k++)
        to_store(&copy.bench, store, &peer, k);
    peer_close(&peer);
    store_close(store);
    bench_copy_remove(&copy);
}

/* ---- reading alone ---- */

static bool take_dataset(void *self, const struct dataset *dataset, struct error *error)
{
    (void)self, (void)dataset, (void)error;
    return true;
}

static bool take_cell(void *self, const struct cell *cell, struct error *error)
{
    (void)cell, (void)error;
    ++*(size_t *)self;
    return true;
}

static bool take_item(void *self, const struct feed_item *item, struct error *error)
{
    (void)self, (void)item, (void)error;
    return true;
}

static void take_refused(void *self, const struct refusal *refusal)
{
    (void)self;
    die("a row was refused", &refusal->reason);
}

static void read_ours(const struct bench *bench, const struct bytes *bytes)
{
    static const struct column_mapping columns = {.delimiter = ""};
    const struct body body = {bytes->at, bytes->n, "", "bench", bench->directory};
    struct arena arena = {0};
    struct error error = {0};
    size_t cells = 0;
    const struct feed_sink sink = {&cells, take_dataset, take_cell, take_item,
                                   take_refused};
    const struct decoder *decoder = decoder_find("auto", &body, &error);
    if (!decoder || !decoder->decode(&body, &columns, &arena, &sink, &error))
        die("a body", &error);
    if (cells != bench->workload.n_regions * EACH * YEAR)
        die("a body was read as another number of cells", NULL);
    arena_release(&arena);
}

static void read_cjson(const struct bench *bench, const struct bytes *bytes)
{
    (void)bench;
    cJSON *tree = cJSON_ParseWithLength(bytes->at, bytes->n);
    if (!tree)
        die("cJSON refused a body", NULL);
    cJSON_Delete(tree);
}

/* Events alone, nothing kept, numbers as they stand. */
static int on_number(void *self, const char *text, size_t n)
{
    (void)text, (void)n;
    ++*(size_t *)self;
    return 1;
}

static void read_yajl(const struct bench *bench, const struct bytes *bytes)
{
    (void)bench;
    size_t numbers = 0;
    const yajl_callbacks callbacks = {.yajl_number = on_number};
    yajl_handle handle = yajl_alloc(&callbacks, NULL, &numbers);
    if (yajl_parse(handle, (const unsigned char *)bytes->at, bytes->n) !=
            yajl_status_ok ||
        yajl_complete_parse(handle) != yajl_status_ok || numbers == 0)
        die("yajl refused a body", NULL);
    yajl_free(handle);
}

static double speed(void (*read)(const struct bench *, const struct bytes *),
                    const struct bench *bench, const struct bytes *bytes)
{
    double start = now_ms();
    read(bench, bytes);
    return (double)bytes->n / 1e3 / (now_ms() - start);
}

void bench_decoders(struct bench *bench)
{
    char whole[32], events[32];
    snprintf(whole, sizeof whole, "cJSON %s", cJSON_Version());
    snprintf(events, sizeof events, "yajl %d.%d.%d, events", YAJL_MAJOR, YAJL_MINOR,
             YAJL_MICRO);
    for (const struct body_format *format = body_formats; format->name; format++) {
        const struct workload_part part = {0, EACH, 0, YEAR, 0};
        struct bytes bytes = make(format, &bench->workload, &part);
        char name[NAME_SIZE];
        struct figure tree = {.name = name, .unit = "MB/s", .peer_name = whole};
        struct figure stream = {.name = name, .unit = "MB/s", .peer_name = events};
        snprintf(name, sizeof name, "reading %s", format->name);
        tree.alone = !format->json;
        for (int round = 0; round < ROUNDS; round++) {
            double ours = speed(read_ours, bench, &bytes);
            figure_add(&tree, ours,
                       format->json ? speed(read_cjson, bench, &bytes) : 0);
            if (format->json)
                figure_add(&stream, ours, speed(read_yajl, bench, &bytes));
        }
        figure_print(&tree, bench->judge);
        if (format->json)
            figure_print(&stream, bench->judge);
        free(bytes.at);
    }
}
