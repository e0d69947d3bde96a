/*
 * Measuring the queries, warm and cold: see tests/bench/query.h.
 *
 * Warm: a round asks the same requests of both, in turn; their first time is not
 * counted but compared, answer by answer. Cold: before each query both files are
 * written out and dropped from memory, which mincore confirms; what is timed is the
 * first query of a handle that was opened after that.
 */
#include "tests/bench/query.h"

#include "tests/bench/bench.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DISTINCT_MOST = 200, COLD_ROUNDS = 5 };
enum { SCREEN_MOST = 200, AS_OF_MOST = 5000, COLD_MOST = 10 };

const struct query_kind query_kinds[QUERY_KINDS] = {
    {"one series, all months", ours_series, peer_series, 2000, 200, 2.5, SCREEN_MOST},
    {"cross-section, provinces", ours_top, peer_top, 2000, 200, 30, SCREEN_MOST},
    {"cross-section, a province's counties", ours_province, peer_province, 1000, 100,
     30, SCREEN_MOST},
    {"cross-section, all counties", ours_counties, peer_counties, 50, 10, 30,
     SCREEN_MOST},
    {"matrix, 100 indicators", ours_matrix, peer_matrix, 50, 1, 30, SCREEN_MOST},
    {"overview, 24 months", ours_overview, peer_overview, 200, 50, 10, SCREEN_MOST},
    {"one series, as of", ours_series_as_of, peer_series_as_of, 2000, 200, 0,
     AS_OF_MOST},
    {"cross-section, all counties, as of", ours_counties_as_of, peer_counties_as_of, 50,
     10, 0, AS_OF_MOST},
    {"matrix, as of", ours_matrix_as_of, peer_matrix_as_of, 20, 1, 0, AS_OF_MOST},
    {"overview, as of", ours_overview_as_of, peer_overview_as_of, 200, 50, 0,
     AS_OF_MOST},
};

static void compare(const struct query_kind *kind, struct answer ours,
                    struct answer peer)
{
    if (ours.n == peer.n && fabs(ours.sum - peer.sum) <= 1e-9 * fabs(peer.sum))
        return;
    fprintf(stderr, "bench: %s: ours %zu, %.17g; the peer's %zu, %.17g\n", kind->name,
            ours.n, ours.sum, peer.n, peer.sum);
    die("the answers differ", NULL);
}

static void open_snapshot(struct reader *reader, const struct bench *bench)
{
    struct error error = {0};
    if (!snapshot_open(bench->cache, &reader->snapshot, &error))
        die("the snapshot", &error);
}

static struct reader *reader_new(const struct bench *bench)
{
    struct reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        die("out of memory", NULL);
    reader->workload = &bench->workload;
    reader->as_of_time = BENCH_AS_OF;
    reader->as_of_receipt = WORKLOAD_INDICATORS;
    reader->last_month = bench->months - 1;
    return reader;
}

static struct request draw(const struct bench *bench, uint64_t *seed)
{
    return (struct request){
        .indicator = (int)workload_draw(seed, WORKLOAD_INDICATORS),
        .region = workload_draw(seed, (unsigned)bench->workload.n_regions),
        .month = (int)workload_draw(seed, WORKLOAD_MONTHS)};
}

/* us a request */
static double ask_all(struct reader *reader, const struct query_kind *kind, bool peer,
                      const struct request *requests)
{
    double start = now_ms();
    for (int i = 0; i < kind->repeat; i++)
        (peer ? kind->peer : kind->ours)(reader, &requests[i % kind->distinct]);
    return (now_ms() - start) * 1e3 / kind->repeat;
}

static void warm(const struct bench *bench, struct reader *reader,
                 const struct query_kind *kind)
{
    static struct request requests[DISTINCT_MOST];
    uint64_t seed = (uint64_t)(kind - query_kinds) << 32;
    struct figure figure = {.name = kind->name,
                            .unit = "us",
                            .budget = {.faster = kind->faster, .most = kind->most}};
    for (int i = 0; i < kind->distinct; i++) {
        requests[i] = draw(bench, &seed);
        compare(kind, kind->ours(reader, &requests[i]),
                kind->peer(reader, &requests[i]));
    }
    for (int round = 0; round < FIGURE_ROUNDS; round++) {
        double ours = ask_all(reader, kind, false, requests);
        figure_add(&figure, ours, ask_all(reader, kind, true, requests));
    }
    figure_print(&figure, bench->judge);
}

void bench_queries(struct bench *bench)
{
    struct reader *reader = reader_new(bench);
    open_snapshot(reader, bench);
    peer_open(&reader->peer, bench->peer, &bench->workload);
    for (int i = 0; i < QUERY_KINDS; i++)
        warm(bench, reader, &query_kinds[i]);
    snapshot_close(reader->snapshot);
    peer_close(&reader->peer);
    free(reader);
}

/* ---- cold ---- */

static size_t resident(int fd, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (size + page - 1) / page;
    unsigned char *seen = malloc(pages);
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (!seen || map == MAP_FAILED || mincore(map, size, seen) != 0)
        die("mincore", NULL);
    size_t n = 0;
    for (size_t i = 0; i < pages; i++)
        n += seen[i] & 1;
    munmap(map, size);
    free(seen);
    return n;
}

static void evict(const char *path)
{
    struct stat status;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &status) != 0)
        die(path, NULL);
    fdatasync(fd);
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    if (resident(fd, (size_t)status.st_size) > 0)
        die("a file stays in memory: nothing cold can be measured", NULL);
    close(fd);
}

/* Both in ms; *opened: of our handle. */
static void ask_cold(const struct bench *bench, struct reader *reader,
                     const struct query_kind *kind, const struct request *request,
                     struct figure *figure, double *opened)
{
    char path[512];
    evict(bench_snapshot(bench, path, sizeof path));
    evict(bench->peer);
    double start = now_ms();
    open_snapshot(reader, bench);
    *opened = now_ms() - start;
    start = now_ms();
    struct answer ours = kind->ours(reader, request);
    double took = now_ms() - start;
    snapshot_close(reader->snapshot);
    peer_open(&reader->peer, bench->peer, &bench->workload);
    start = now_ms();
    struct answer theirs = kind->peer(reader, request);
    figure_add(figure, took, now_ms() - start);
    peer_close(&reader->peer);
    compare(kind, ours, theirs);
}

void bench_cold(struct bench *bench)
{
    struct reader *reader = reader_new(bench);
    struct figure opening = {
        .name = "open a snapshot, cold", .unit = "ms", .alone = true};
    peer_open(&reader->peer, bench->peer, &bench->workload);
    peer_bytes(&reader->peer); /* nothing may be left in the log */
    peer_close(&reader->peer);
    for (int i = 0; i < QUERY_KINDS; i++) {
        const struct query_kind *kind = &query_kinds[i];
        char name[128];
        snprintf(name, sizeof name, "cold: %s", kind->name);
        struct figure figure = {
            .name = name, .unit = "ms", .budget = {.most = COLD_MOST}};
        uint64_t seed = (uint64_t)(i + QUERY_KINDS) << 32;
        opening.n = 0;
        for (int round = 0; round < COLD_ROUNDS; round++) {
            struct request request = draw(bench, &seed);
            double opened;
            ask_cold(bench, reader, kind, &request, &figure, &opened);
            figure_add(&opening, opened, 0);
        }
        figure_print(&figure, bench->judge);
    }
    figure_print(&opening, bench->judge);
    free(reader);
}
