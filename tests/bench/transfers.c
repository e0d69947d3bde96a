/*
 * Transfers: two hundred feeds of twenty servers that answer after 20 ms. The
 * collector's requests side by side, and one after another as libcurl makes them over
 * connections that it keeps; then the whole collector, that reads, stores and publishes
 * what came, beside the requests one after another alone. And a feed of a gigabyte,
 * which is written while it is sent.
 */
#include "tests/bench/run.h"

#include "core/arena.h"
#include "fetch/transfer.h"
#include "tests/bench/body.h"
#include "tests/bench/server.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEEDS = 200, LATENCY_MS = 20, ROUNDS = 3, ADDRESS_SIZE = 128 };

/* ---- two hundred feeds ---- */

/* /N: a month of an indicator of the N-th part of the regions, N from 0 to 199. */
static void write_feed(FILE *out, const char *path, const void *self)
{
    const struct workload *workload = self;
    struct batch batch = {0};
    int number = atoi(path + 1);
    const struct workload_part part = {number % WORKLOAD_INDICATORS, 1, 0, 1, 0};
    workload_fill(workload, &part, &batch);
    fputs("indicator,region,period,value\n", out);
    for (size_t i = (size_t)(number / WORKLOAD_INDICATORS); i < batch.n; i += 40)
        if (batch.rows[i].has_value)
            fprintf(out, "%s,%d,%d-01,%.17g\n", workload->codes[part.indicator],
                    (int)batch.rows[i].region, WORKLOAD_YEAR, batch.rows[i].value);
    batch_release(&batch);
}

static void address_of(const struct bench_server *server, int feed,
                       char address[ADDRESS_SIZE])
{
    char path[16];
    snprintf(path, sizeof path, "/%d", feed);
    server_address(server, feed % SERVER_HOSTS, path, address, ADDRESS_SIZE);
}

static size_t count(char *bytes, size_t size, size_t n, void *self)
{
    (void)bytes;
    *(size_t *)self += size * n;
    return size * n;
}

/* Seconds. */
static double one_after_another(const struct bench_server *server, size_t *bytes)
{
    CURL *easy = curl_easy_init();
    double start = now_ms();
    *bytes = 0;
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, count);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, bytes);
    curl_easy_setopt(easy, CURLOPT_MAXCONNECTS, (long)SERVER_HOSTS);
    for (int i = 0; i < FEEDS; i++) {
        char address[ADDRESS_SIZE];
        address_of(server, i, address);
        curl_easy_setopt(easy, CURLOPT_URL, address);
        if (curl_easy_perform(easy) != CURLE_OK)
            die("a request of the peer's has failed", NULL);
    }
    double took = now_ms() - start;
    curl_easy_cleanup(easy);
    return took / 1e3;
}

static double side_by_side(const struct bench_server *server, size_t *bytes)
{
    static struct source sources[FEEDS];
    static struct transfer transfers[FEEDS];
    static char addresses[FEEDS][ADDRESS_SIZE];
    struct arena arena = {0};
    struct error error = {0};
    for (int i = 0; i < FEEDS; i++) {
        address_of(server, i, addresses[i]);
        sources[i] = (struct source){.name = "bench",
                                     .title = "",
                                     .address = addresses[i],
                                     .format = "auto",
                                     .allow_http = true,
                                     .allow_loopback = true};
        transfers[i] =
            (struct transfer){.source = &sources[i], .etag = "", .last_modified = ""};
    }
    double start = now_ms();
    if (!transfer_run(transfers, FEEDS, NULL, &arena, NULL, NULL, &error))
        die("the transfers", &error);
    double took = now_ms() - start;
    *bytes = 0;
    for (int i = 0; i < FEEDS; i++) {
        if (!transfers[i].ok)
            die("a transfer", &transfers[i].error);
        *bytes += transfers[i].size;
        transfer_release(&transfers[i]);
    }
    arena_release(&arena);
    return took / 1e3;
}

/* ---- the whole collector ---- */

static double collect(const struct bench *bench, const char *config, double *memory)
{
    char cache[PATH_SIZE], path[PATH_SIZE];
    const char *const argv[] = {bench->program,
                                "--cache",
                                path_of(bench, "fetched", cache),
                                "--config",
                                path_of(bench, config, path),
                                "--fetch",
                                NULL};
    shell_run("rm -rf '%s'", cache);
    double start = now_ms();
    if (program_run(bench, argv, memory) != 0) {
        shell_run("tail -n 3 '%s/output' >&2", bench->directory);
        die("the collector has failed", NULL);
    }
    double took = now_ms() - start;
    shell_run("rm -rf '%s'", cache);
    return took / 1e3;
}

void bench_transfers(struct bench *bench)
{
    const struct server_body body = {write_feed, &bench->workload, LATENCY_MS, false};
    struct bench_server server;
    char peer[32];
    struct figure moved = {.name = "200 feeds of 20 hosts, 20 ms each",
                           .unit = "s",
                           .peer_name = peer,
                           .budget = {.share = 0.2}};
    struct figure kept = moved;
    /* Each source's delivery is durable by itself, so this is the disk's time as well.
     */
    kept.name = "the same, read, stored and published";
    kept.budget = (struct budget){0};
    snprintf(peer, sizeof peer, "libcurl %s",
             curl_version_info(CURLVERSION_NOW)->version);
    server_start(&server, &body);
    FILE *config = file_create(bench, "hosts.conf");
    for (int i = 0; i < FEEDS; i++) {
        char address[ADDRESS_SIZE];
        address_of(&server, i, address);
        fprintf(config,
                "source \"s%d\" { address = \"%s\" allow = {\"http\", \"loopback\"} "
                "}\n",
                i, address);
    }
    file_finish(config);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    for (int round = 0; round < ROUNDS; round++) {
        size_t ours, peers;
        double together = side_by_side(&server, &ours);
        double alone = one_after_another(&server, &peers);
        if (ours != peers || ours == 0)
            die("the peer got other bytes", NULL);
        figure_add(&moved, together, alone);
        figure_add(&kept, collect(bench, "hosts.conf", NULL), alone);
    }
    curl_global_cleanup();
    server_stop(&server);
    /* Time does not depend on the scale. */
    figure_print(&moved, true);
    figure_print(&kept, true);
}

/* ---- a gigabyte ---- */

enum { MEMORY_MOST = 64, GIGABYTE = 1000 };

/* As many indicators' histories as make a gigabyte of the format, or all that there
 * are; about how many GB they are. */
static int indicators_of(const struct body_format *format,
                         const struct workload *workload, double *gigabytes)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&bytes, &n);
    if (!out)
        die("out of memory", NULL);
    format->write(out, workload, &(struct workload_part){0, 1, 0, WORKLOAD_MONTHS, 0});
    if (fclose(out) != 0)
        die("out of memory", NULL);
    free(bytes);
    size_t wanted = ((size_t)GIGABYTE * 1000000 + n - 1) / n;
    int indicators = wanted < WORKLOAD_INDICATORS ? (int)wanted : WORKLOAD_INDICATORS;
    *gigabytes = (double)n * indicators / 1e9;
    return indicators;
}

/* /N: in the N-th of the formats. */
static void write_gigabyte(FILE *out, const char *path, const void *self)
{
    const struct workload *workload = self;
    const struct body_format *format = &body_formats[atoi(path + 1)];
    double gigabytes;
    const struct workload_part part = {0, indicators_of(format, workload, &gigabytes),
                                       0, WORKLOAD_MONTHS, 0};
    format->write(out, workload, &part);
}

/* One in JSON and one that is a table. */
static const char *const large[] = {"native, rows", "CSV"};

void bench_gigabyte(struct bench *bench)
{
    const struct server_body body = {write_gigabyte, &bench->workload, 0, true};
    struct bench_server server;
    server_start(&server, &body);
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        char path[16], address[ADDRESS_SIZE], name[64];
        int k = 0;
        while (strcmp(body_formats[k].name, large[i]) != 0)
            k++;
        snprintf(path, sizeof path, "/%d", k);
        server_address(&server, 0, path, address, sizeof address);
        FILE *config = file_create(bench, "large.conf");
        fprintf(config,
                "source \"large\" { address = \"%s\" allow = {\"http\", \"loopback\"} "
                "max_megabytes = 4000 timeout = 3600 deadline = 3600 }\n",
                address);
        file_finish(config);
        double memory, took = collect(bench, "large.conf", &memory);
        double gigabytes;
        indicators_of(&body_formats[k], &bench->workload, &gigabytes);
        snprintf(name, sizeof name, "collector's memory, %.2g GB of %s", gigabytes,
                 large[i]);
        figure_alone(name, memory, "MB", (struct budget){.most = MEMORY_MOST},
                     bench->judge);
        printf("# from the first byte to the snapshot: %.3g s\n", took);
        shell_run("sed 's/^/# /' '%s/output'", bench->directory);
    }
    server_stop(&server);
}
