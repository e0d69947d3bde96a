/*
 * make bench: the store at office scale beside SQLite doing the same work in the same
 * run, in turn. One line a figure, tab-separated: name, ours, unit, peer, the peer's
 * figure, ratio (ours / peer's), budget, ok or short.
 *
 * The data: 31 provinces x 111 indicators x 24 months from a fixed seed. SQLite keeps
 * it in WITHOUT ROWID tables by (indicator, region, period), revisions too, with
 * prepared statements, one transaction a delivery, synchronous=FULL. Feeds are in
 * tests/bench/feed.c.
 */
#include "tests/bench/bench.h"

#include "core/arena.h"
#include "store/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void die(const char *what, const struct error *error)
{
    char text[512] = "";
    if (error)
        error_format(error, NULL, text, sizeof text);
    fprintf(stderr, "bench: %s %s\n", what, text);
    exit(1);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, compare);
    return values[n / 2];
}

void line(const char *name, double ours, const char *unit, double peer,
          const char *budget, int ok)
{
    printf("%s\t%.3g\t%s\tsqlite %s\t%.3g\t%.3g\t%s\t%s\n", name, ours, unit,
           sqlite3_libversion(), peer, ours / peer, budget, ok ? "ok" : "short");
}

/* ---- the data ---- */

struct observation *rows;

void make_rows(unsigned seed)
{
    size_t n = 0;
    unsigned state = seed;
    for (int i = 0; i < INDICATORS; i++)
        for (int r = 0; r < REGIONS; r++)
            for (int m = 0; m < MONTHS; m++) {
                struct observation *o = &rows[n++];
                *o = (struct observation){.region = 110000 + r * 10000,
                                          .period =
                                              period_month(2025 + m / 12, m % 12 + 1),
                                          .has_value = true,
                                          .status = 'A'};
                snprintf(o->indicator, sizeof o->indicator, "X%03d", i);
                state = state * 1664525u + 1013904223u;
                o->value = (state >> 8) / 1000.0;
            }
}

static struct delivery delivery_of(int64_t time)
{
    return (struct delivery){.receipt = {.time = time,
                                         .source = "bench",
                                         .address = "",
                                         .format = "",
                                         .etag = "",
                                         .last_modified = "",
                                         .rows_seen = ROWS},
                             .observations = rows,
                             .n_observations = ROWS};
}

const struct source_state bench_state = {.name = "bench",
                                         .title = "",
                                         .format = "",
                                         .address = "",
                                         .etag = "",
                                         .last_modified = ""};

/* ---- ours ---- */

static double ours_ingest(struct store *store, int64_t time)
{
    struct delivery delivery = delivery_of(time);
    struct error error = {0};
    bool changed;
    double start = now_ms();
    if (!store_ingest(store, &delivery, &bench_state, &changed, &error))
        die("ingest", &error);
    return now_ms() - start;
}

static double ours_series(struct snapshot *snapshot)
{
    struct arena arena = {0};
    struct error error = {0};
    struct observation *items;
    size_t n = 0, seen = 0;
    double start = now_ms();
    for (int i = 0; i < INDICATORS; i++)
        for (int r = 0; r < REGIONS; r++) {
            char code[CODE_SIZE];
            snprintf(code, sizeof code, "X%03d", i);
            if (!snapshot_series(snapshot, code, 110000 + r * 10000, INT64_MAX, &arena,
                                 &items, &n, &error))
                die("series", &error);
            seen += n;
        }
    double took = now_ms() - start;
    arena_release(&arena);
    if (seen != ROWS)
        die("series: wrong count", NULL);
    return took * 1e3 / (INDICATORS * REGIONS);
}

/* ---- SQLite ---- */

sqlite3 *db;
static sqlite3_stmt *get, *keep, *put, *select_series;

void sql(const char *text)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        die(sqlite3_errmsg(db), NULL);
}

static void peer_open(const char *path)
{
    if (sqlite3_open(path, &db) != SQLITE_OK)
        die("sqlite3_open", NULL);
    sql("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE obs(indicator TEXT, region INT, last INT, first INT, freq INT,"
        " value REAL, status INT, receipt INT,"
        " PRIMARY KEY(indicator, region, last, first, freq)) WITHOUT ROWID;"
        "CREATE TABLE revision(indicator TEXT, region INT, last INT, first INT, freq "
        "INT,"
        " receipt INT, value REAL, status INT,"
        " PRIMARY KEY(indicator, region, last, first, freq, receipt)) WITHOUT ROWID;");
    sqlite3_prepare_v2(
        db,
        "SELECT value FROM obs WHERE indicator=? AND region=? AND last=? "
        "AND first=? AND freq=?",
        -1, &get, NULL);
    sqlite3_prepare_v2(
        db,
        "INSERT INTO revision SELECT indicator, region, last, first, freq, receipt, "
        "value, status FROM obs WHERE indicator=? AND region=? AND last=? AND first=? "
        "AND freq=?",
        -1, &keep, NULL);
    sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO obs VALUES(?,?,?,?,?,?,?,?)", -1,
                       &put, NULL);
    sqlite3_prepare_v2(db,
                       "SELECT last, first, freq, value, status, receipt FROM obs "
                       "WHERE indicator=? AND region=? ORDER BY last",
                       -1, &select_series, NULL);
}

static void bind_key(sqlite3_stmt *statement, const struct observation *o)
{
    sqlite3_bind_text(statement, 1, o->indicator, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, o->region);
    sqlite3_bind_int(statement, 3, o->period.last);
    sqlite3_bind_int(statement, 4, o->period.first);
    sqlite3_bind_int(statement, 5, o->period.freq);
}

static double peer_ingest(int receipt)
{
    double start = now_ms();
    sql("BEGIN");
    for (size_t i = 0; i < ROWS; i++) {
        bind_key(get, &rows[i]);
        bool there = sqlite3_step(get) == SQLITE_ROW;
        bool same = there && sqlite3_column_double(get, 0) == rows[i].value;
        sqlite3_reset(get);
        if (same)
            continue;
        if (there) {
            bind_key(keep, &rows[i]);
            if (sqlite3_step(keep) != SQLITE_DONE)
                die(sqlite3_errmsg(db), NULL);
            sqlite3_reset(keep);
        }
        bind_key(put, &rows[i]);
        sqlite3_bind_double(put, 6, rows[i].value);
        sqlite3_bind_int(put, 7, rows[i].status);
        sqlite3_bind_int(put, 8, receipt);
        if (sqlite3_step(put) != SQLITE_DONE)
            die(sqlite3_errmsg(db), NULL);
        sqlite3_reset(put);
    }
    sql("COMMIT");
    return now_ms() - start;
}

static double peer_series(void)
{
    size_t seen = 0;
    double start = now_ms(), sum = 0;
    for (int i = 0; i < INDICATORS; i++)
        for (int r = 0; r < REGIONS; r++) {
            char code[CODE_SIZE];
            snprintf(code, sizeof code, "X%03d", i);
            sqlite3_bind_text(select_series, 1, code, -1, SQLITE_TRANSIENT);
            sqlite3_bind_int(select_series, 2, 110000 + r * 10000);
            for (; sqlite3_step(select_series) == SQLITE_ROW; seen++)
                sum += sqlite3_column_double(select_series, 3);
            sqlite3_reset(select_series);
        }
    double took = now_ms() - start;
    if (seen != ROWS || sum == 0)
        die("peer series: wrong count", NULL);
    return took * 1e3 / (INDICATORS * REGIONS);
}

static double file_mb(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (double)status.st_size / 1e6 : 0;
}

int main(void)
{
    char directory[] = "/tmp/aiplus-bench-XXXXXX", path[128], command[160];
    if (!mkdtemp(directory))
        die("mkdtemp", NULL);
    rows = calloc(ROWS, sizeof *rows);
    snprintf(path, sizeof path, "%s/peer.db", directory);
    peer_open(path);
    char cache[96];
    snprintf(cache, sizeof cache, "%s/cache", directory);
    struct store *store;
    struct error error = {0};
    if (!store_open(cache, STORE_REAL, &store, &error))
        die("store", &error);

    printf("# %d provinces x %d indicators x %d months; medians of %d runs in turn\n",
           REGIONS, INDICATORS, MONTHS, RUNS);
    double ours[RUNS], peer[RUNS], again[RUNS], peer_again[RUNS];
    for (int i = 0; i < RUNS; i++) {
        make_rows((unsigned)i + 1);
        ours[i] = ours_ingest(store, 1700000000 + i);
        peer[i] = peer_ingest(i + 1);
        again[i] = ours_ingest(store, 1700000000 + i);
        peer_again[i] = peer_ingest(i + 1);
    }
    line("delivery, all rows changed, durable", median(ours, RUNS), "ms",
         median(peer, RUNS), "-", 1);
    line("the same delivery again", median(again, RUNS), "ms", median(peer_again, RUNS),
         "-", 1);
    uint32_t number;
    double start = now_ms();
    if (!store_publish(store, 1700000100, &number, &error))
        die("publish", &error);
    double publish = now_ms() - start;
    struct snapshot *snapshot;
    if (!snapshot_open(cache, &snapshot, &error))
        die("snapshot", &error);
    for (int i = 0; i < RUNS; i++) {
        ours[i] = ours_series(snapshot);
        peer[i] = peer_series();
    }
    double mine = median(ours, RUNS), theirs = median(peer, RUNS);
    line("one series, all periods, warm", mine, "us", theirs, "<= 0.4",
         mine <= 0.4 * theirs);
    sql("PRAGMA wal_checkpoint(TRUNCATE)");
    char file[160];
    snprintf(file, sizeof file, "%s/snapshots/%08u.mdb", cache, number);
    line("size, every revision kept", file_mb(file), "MB", file_mb(path), "-", 1);
    bench_feed(store);
    printf("publish a snapshot\t%.3g\tms\t-\t-\t-\t<= 1500\t%s\n", publish,
           publish <= 1500 ? "ok" : "short");
    snapshot_close(snapshot);
    store_close(store);
    sqlite3_close_v2(db);
    free(rows);
    snprintf(command, sizeof command, "rm -rf %s", directory);
    return system(command) != 0;
}
