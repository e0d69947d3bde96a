/*
 * From a feed's bytes to what is durably stored: a JSON-stat body of all rows. SQLite
 * reads the same body with its own json_each, looks up categories and periods in
 * tables, leaves out what has not changed, and writes the rest in one transaction.
 */
#include "tests/bench/bench.h"

#include "core/arena.h"
#include "core/text.h"
#include "fetch/mapper.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(struct buffer *buffer, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!buffer_put(buffer, text, (size_t)n))
        die("the body is too large", NULL);
}

static struct buffer make_body(unsigned seed)
{
    struct buffer body = {.ceiling = (size_t)64 << 20};
    make_rows(seed);
    put(&body,
        "{\"version\":\"2.0\",\"class\":\"dataset\",\"label\":\"bench\","
        "\"id\":[\"indicator\",\"region\",\"period\"],\"size\":[%d,%d,%d],"
        "\"role\":{\"metric\":[\"indicator\"],\"geo\":[\"region\"],"
        "\"time\":[\"period\"]},\"dimension\":{\"indicator\":{\"category\":"
        "{\"index\":[",
        INDICATORS, REGIONS, MONTHS);
    for (int i = 0; i < INDICATORS; i++)
        put(&body, "%s\"X%03d\"", i ? "," : "", i);
    put(&body, "]}},\"region\":{\"category\":{\"index\":[");
    for (int r = 0; r < REGIONS; r++)
        put(&body, "%s\"%d\"", r ? "," : "", 110000 + r * 10000);
    put(&body, "]}},\"period\":{\"category\":{\"index\":[");
    for (int m = 0; m < MONTHS; m++)
        put(&body, "%s\"%d-%02d\"", m ? "," : "", 2025 + m / 12, m % 12 + 1);
    put(&body, "]}}},\"value\":[");
    for (size_t i = 0; i < ROWS; i++)
        put(&body, "%s%.3f", i ? "," : "", rows[i].value);
    put(&body, "]}");
    return body;
}

static bool region(const void *self, const char *text, int32_t *code)
{
    (void)self;
    *code = atoi(text);
    return true;
}

static bool indicator(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit)
{
    (void)self;
    snprintf(code, CODE_SIZE, "%s", text);
    *unit = "";
    return true;
}

static bool several_regions(const void *self, const char *text)
{
    (void)self;
    (void)text;
    return false;
}

static double ours(struct store *store, const struct buffer *bytes, int64_t time)
{
    static const struct source source = {
        .name = "bench",
        .title = "",
        .address = "",
        .format = "auto",
        .mapping = {.columns = {"", "", "", "", "", "", "", ""},
                    .constant_region = "",
                    .constant_indicator = "",
                    .constant_period = ""},
    };
    static const struct vocabulary vocabulary = {NULL, region, indicator,
                                                 several_regions};
    const struct body body = {bytes->data, bytes->size, "", "bench", NULL};
    struct arena arena = {0};
    struct bulk observations;
    bulk_init(&observations, NULL, (size_t)1 << 30);
    struct delivery delivery = {0};
    struct error error = {0};
    bool changed;
    double start = now_ms();
    if (!mapper_read(&source, &body, &vocabulary, &arena, &observations, &delivery,
                     &error))
        die("feed", &error);
    delivery.receipt.time = time;
    delivery.receipt.source = "bench";
    delivery.receipt.address = "";
    delivery.receipt.etag = delivery.receipt.last_modified = "";
    if (!store_ingest(store, &delivery, &bench_state, &changed, &error))
        die("feed: ingest", &error);
    double took = now_ms() - start;
    if (delivery.n_observations != ROWS)
        die("feed: wrong count", NULL);
    bulk_release(&observations);
    arena_release(&arena);
    return took;
}

static double peers(const struct buffer *bytes)
{
    static const char *const parts[] = {
        "DELETE FROM i",
        "INSERT INTO i SELECT key, value FROM "
        "json_each(?1, '$.dimension.indicator.category.index')",
        "DELETE FROM r",
        "INSERT INTO r SELECT key, CAST(value AS INT) FROM "
        "json_each(?1, '$.dimension.region.category.index')",
        "DELETE FROM p",
        "INSERT INTO p SELECT key, unixepoch(value || '-01') / 86400,"
        " unixepoch(value || '-01', '+1 month', '-1 day') / 86400 FROM "
        "json_each(?1, '$.dimension.period.category.index')",
        "INSERT OR REPLACE INTO obs SELECT i.code, r.code, p.last, p.first, 77,"
        " v.value, 65, 9 FROM json_each(?1, '$.value') v"
        " CROSS JOIN i ON i.at = v.key / (31 * 24)"
        " CROSS JOIN r ON r.at = v.key / 24 % 31 CROSS JOIN p ON p.at = v.key % 24"
        " LEFT JOIN obs o ON o.indicator = i.code AND o.region = r.code"
        " AND o.last = p.last AND o.first = p.first AND o.freq = 77"
        " WHERE o.value IS NOT v.value"};
    double start = now_ms();
    sql("BEGIN");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        sqlite3_stmt *statement;
        if (sqlite3_prepare_v2(db, parts[i], -1, &statement, NULL) != SQLITE_OK)
            die(sqlite3_errmsg(db), NULL);
        if (sqlite3_bind_parameter_count(statement) > 0)
            sqlite3_bind_text(statement, 1, bytes->data, (int)bytes->size,
                              SQLITE_STATIC);
        if (sqlite3_step(statement) != SQLITE_DONE)
            die(sqlite3_errmsg(db), NULL);
        sqlite3_finalize(statement);
    }
    sql("COMMIT");
    return now_ms() - start;
}

static int changes(void)
{
    return sqlite3_total_changes(db);
}

void bench_feed(struct store *store)
{
    double mine[RUNS], theirs[RUNS], again[RUNS], theirs_again[RUNS];
    sql("CREATE TEMP TABLE i(at INTEGER PRIMARY KEY, code TEXT);"
        "CREATE TEMP TABLE r(at INTEGER PRIMARY KEY, code INT);"
        "CREATE TEMP TABLE p(at INTEGER PRIMARY KEY, first INT, last INT);");
    for (int i = 0; i < RUNS; i++) {
        struct buffer body = make_body((unsigned)(100 + i));
        int before = changes();
        mine[i] = ours(store, &body, 1700000200 + i);
        theirs[i] = peers(&body);
        if (changes() - before < ROWS)
            die("the peer stored too little", NULL);
        again[i] = ours(store, &body, 1700000200 + i);
        theirs_again[i] = peers(&body);
        buffer_release(&body);
    }
    double took = median(mine, RUNS);
    double rate = ROWS / took / 1e3, rate_again = ROWS / median(again, RUNS) / 1e3;
    line("a feed's bytes to durable, all rows changed", rate, "M rows/s",
         ROWS / median(theirs, RUNS) / 1e3, ">= 1.0", rate >= 1.0);
    line("the same feed again", rate_again, "M rows/s",
         ROWS / median(theirs_again, RUNS) / 1e3, ">= 2.0", rate_again >= 2.0);
}
