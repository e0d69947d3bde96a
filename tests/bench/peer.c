/* The peer: see tests/bench/peer.h. */
#include "tests/bench/peer.h"

#include "tests/bench/figure.h"

#include <stdio.h>
#include <string.h>

/* The value of a row `o` as it stood after receipt ?9, and whether it was there. */
#define AS_OF                                                                          \
    "CASE WHEN o.receipt <= ?9 THEN o.value ELSE (SELECT v.value FROM revision v"      \
    " WHERE v.indicator = o.indicator AND v.region = o.region AND"                     \
    " v.period = o.period AND v.receipt <= ?9 ORDER BY v.receipt DESC LIMIT 1) END"
#define KNOWN                                                                          \
    " AND (o.receipt <= ?9 OR EXISTS(SELECT 1 FROM revision v"                         \
    " WHERE v.indicator = o.indicator AND v.region = o.region AND"                     \
    " v.period = o.period AND v.receipt <= ?9))"

/* CROSS JOIN keeps the order: regions by level first, then one search a region. (By a
 * range of regions SQLite would read all their months.) */
#define SECTION                                                                        \
    "SELECT r.id, o.value, o.status, o.receipt FROM region r CROSS JOIN obs o"         \
    " ON o.indicator = ?1 AND o.region = r.id AND o.period = ?2 WHERE "

static const char *const texts[PEER_STATEMENTS] = {
    [PEER_GET] = "SELECT value, status FROM obs"
                 " WHERE indicator = ?1 AND region = ?2 AND period = ?3",
    [PEER_KEEP] = "INSERT INTO revision SELECT indicator, region, period, receipt,"
                  " value, status FROM obs"
                  " WHERE indicator = ?1 AND region = ?2 AND period = ?3",
    [PEER_INSERT] = "INSERT INTO obs VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [PEER_REPLACE] = "INSERT OR REPLACE INTO obs VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    /* A later period than the latest: its record alone is needed. */
    [PEER_NEWER] = "INSERT INTO latest VALUES(?1, ?2, ?3, ?4, ?5, ?6, NULL)"
                   " ON CONFLICT(indicator, region) DO UPDATE SET previous ="
                   " CASE WHEN period = ?3 - 1 THEN value END, period = ?3, value = ?4,"
                   " status = ?5, receipt = ?6 WHERE period < ?3",
    /* Any period: the two last ones with a value. */
    [PEER_LATEST] =
        "INSERT OR REPLACE INTO latest SELECT o.indicator, o.region, o.period,"
        " o.value, o.status, o.receipt, (SELECT p.value FROM obs p WHERE"
        " p.indicator = ?1 AND p.region = ?2 AND p.period = o.period - 1)"
        " FROM obs o WHERE o.indicator = ?1 AND o.region = ?2 AND o.value IS NOT NULL"
        " ORDER BY o.period DESC LIMIT 1",
    [PEER_RECEIPT] = "INSERT INTO receipt VALUES(?1, 'bench', ?2)",
    [PEER_SERIES] = "SELECT period, value, status, receipt FROM obs"
                    " WHERE indicator = ?1 AND region = ?2 ORDER BY period",
    [PEER_SERIES_AS_OF] =
        "SELECT o.period, " AS_OF ", o.status, o.receipt FROM obs o"
        " WHERE o.indicator = ?1 AND o.region = ?2" KNOWN " ORDER BY o.period",
    [PEER_SECTION_TOP] = SECTION "r.level = ?3",
    [PEER_SECTION_PROVINCE] = SECTION "r.level = 3 AND r.province = ?3",
    [PEER_SECTION_COUNTIES] = SECTION "r.level = 3",
    [PEER_SECTION_AS_OF] = "SELECT r.id, " AS_OF ", o.status, o.receipt FROM region r"
                           " CROSS JOIN obs o ON o.indicator = ?1 AND o.region = r.id"
                           " AND o.period = ?2 WHERE r.level = 3" KNOWN,
    [PEER_MATRIX] = "SELECT l.region, l.value, l.status, l.receipt, l.period,"
                    " l.previous FROM region r CROSS JOIN latest l"
                    " ON l.indicator = ?1 AND l.region = r.id WHERE r.level = ?2",
    [PEER_BACKWARDS_AS_OF] =
        "SELECT o.period, " AS_OF " FROM obs o WHERE"
        " o.indicator = ?1 AND o.region = ?2" KNOWN " ORDER BY o.period DESC",
    [PEER_OVERVIEW] = "SELECT period, value, status, receipt FROM obs"
                      " WHERE indicator = ?1 AND region = ?2 AND period >= ?3"
                      " ORDER BY period",
    [PEER_OVERVIEW_AS_OF] = "SELECT o.period, " AS_OF ", o.status, o.receipt FROM obs o"
                            " WHERE o.indicator = ?1 AND o.region = ?2"
                            " AND o.period >= ?3" KNOWN " ORDER BY o.period",
};

/* What is asked differently where there is the second index. Few regions are still
 * searched one by one, but close together; most of them are read through. */
#define SEARCH                                                                         \
    "SELECT r.id, o.value, o.status, o.receipt FROM region r CROSS JOIN"               \
    " obs o INDEXED BY obs_period ON o.indicator = ?1 AND o.period = ?2"               \
    " AND o.region = r.id WHERE "

static const char *const indexed[PEER_STATEMENTS] = {
    [PEER_SECTION_TOP] = SEARCH "r.level = ?3",
    [PEER_SECTION_PROVINCE] = SEARCH "r.level = 3 AND r.province = ?3",
    [PEER_SECTION_COUNTIES] =
        "SELECT o.region, o.value, o.status, o.receipt FROM obs o INDEXED BY obs_period"
        " CROSS JOIN region r ON r.id = o.region"
        " WHERE o.indicator = ?1 AND o.period = ?2 AND r.level = 3",
    [PEER_SECTION_AS_OF] =
        "SELECT o.region, " AS_OF ", o.status, o.receipt FROM obs o"
        " INDEXED BY obs_period CROSS JOIN region r ON r.id = o.region"
        " WHERE o.indicator = ?1 AND o.period = ?2 AND r.level = 3" KNOWN,
};

static void check(struct peer *peer, int code)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        die(sqlite3_errmsg(peer->db), NULL);
}

void peer_sql(struct peer *peer, const char *text)
{
    check(peer, sqlite3_exec(peer->db, text, NULL, NULL, NULL));
}

bool peer_step(struct peer *peer, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    check(peer, code);
    return code == SQLITE_ROW;
}

static void make_tables(struct peer *peer, const struct workload *workload)
{
    peer_sql(peer,
             "BEGIN;"
             "CREATE TABLE region(id INTEGER PRIMARY KEY, code INT, level INT,"
             " province INT);"
             "CREATE INDEX region_level ON region(level, province);"
             "CREATE TABLE obs(indicator INT, region INT, period INT, value REAL,"
             " status INT, receipt INT, PRIMARY KEY(indicator, region, period))"
             " WITHOUT ROWID;"
             "CREATE TABLE revision(indicator INT, region INT, period INT,"
             " receipt INT, value REAL, status INT,"
             " PRIMARY KEY(indicator, region, period, receipt)) WITHOUT ROWID;"
             "CREATE TABLE latest(indicator INT, region INT, period INT, value REAL,"
             " status INT, receipt INT, previous REAL,"
             " PRIMARY KEY(indicator, region)) WITHOUT ROWID;"
             "CREATE TABLE receipt(number INTEGER PRIMARY KEY, source TEXT,"
             " rows INT);");
    for (size_t i = 0; i < workload->n_regions; i++) {
        const struct region *region = workload->regions[i];
        char text[128];
        snprintf(text, sizeof text, "INSERT INTO region VALUES(%zu, %d, %d, %d)", i,
                 (int)region->code, region->level, (int)region->code / 10000);
        peer_sql(peer, text);
    }
    peer_sql(peer, "COMMIT");
}

static bool has(struct peer *peer, const char *name)
{
    sqlite3_stmt *statement;
    check(peer,
          sqlite3_prepare_v2(peer->db, "SELECT 1 FROM sqlite_master WHERE name = ?1",
                             -1, &statement, NULL));
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    bool found = peer_step(peer, statement);
    sqlite3_finalize(statement);
    return found;
}

void peer_index(struct peer *peer)
{
    peer_sql(peer, "CREATE INDEX IF NOT EXISTS obs_period"
                   " ON obs(indicator, period, region, value, status, receipt)");
}

void peer_open(struct peer *peer, const char *path, const struct workload *workload)
{
    *peer = (struct peer){0};
    if (sqlite3_open(path, &peer->db) != SQLITE_OK)
        die("sqlite3_open", NULL);
    char text[128];
    snprintf(text, sizeof text,
             "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
             "PRAGMA cache_size=-%d",
             PEER_CACHE_MB * 1024);
    peer_sql(peer, text);
    if (!has(peer, "obs"))
        make_tables(peer, workload);
    bool second = has(peer, "obs_period");
    for (int i = 0; i < PEER_STATEMENTS; i++)
        check(peer, sqlite3_prepare_v3(
                        peer->db, second && indexed[i] ? indexed[i] : texts[i], -1,
                        SQLITE_PREPARE_PERSISTENT, &peer->statements[i], NULL));
    sqlite3_stmt *last;
    check(peer, sqlite3_prepare_v2(peer->db, "SELECT max(number) FROM receipt", -1,
                                   &last, NULL));
    if (peer_step(peer, last))
        peer->receipt = sqlite3_column_int(last, 0);
    sqlite3_finalize(last);
}

void peer_close(struct peer *peer)
{
    for (int i = 0; i < PEER_STATEMENTS; i++)
        sqlite3_finalize(peer->statements[i]);
    if (sqlite3_close(peer->db) != SQLITE_OK)
        die("sqlite3_close", NULL);
    *peer = (struct peer){0};
}

/* ---- deliveries ---- */

static sqlite3_stmt *bind_place(struct peer *peer, enum peer_statement which,
                                const struct row_place *place)
{
    sqlite3_stmt *statement = peer->statements[which];
    sqlite3_bind_int(statement, 1, place->indicator);
    sqlite3_bind_int(statement, 2, place->region);
    sqlite3_bind_int(statement, 3, place->month);
    return statement;
}

static void run(struct peer *peer, sqlite3_stmt *statement)
{
    if (peer_step(peer, statement))
        die("a row where none was asked for", NULL);
    sqlite3_reset(statement);
}

static void write_row(struct peer *peer, enum peer_statement which,
                      const struct row_place *place, const struct observation *row)
{
    sqlite3_stmt *statement = bind_place(peer, which, place);
    if (row->has_value)
        sqlite3_bind_double(statement, 4, row->value);
    else
        sqlite3_bind_null(statement, 4);
    sqlite3_bind_int(statement, 5, row->status);
    sqlite3_bind_int(statement, 6, peer->receipt);
    run(peer, statement);
}

/* Is it there, and is it the same? */
static bool compare_row(struct peer *peer, const struct row_place *place,
                        const struct observation *row, bool *same)
{
    sqlite3_stmt *get = bind_place(peer, PEER_GET, place);
    bool there = peer_step(peer, get);
    *same = there && sqlite3_column_int(get, 1) == row->status &&
            (sqlite3_column_type(get, 0) != SQLITE_NULL) == row->has_value &&
            (!row->has_value || sqlite3_column_double(get, 0) == row->value);
    sqlite3_reset(get);
    return there;
}

static void end_delivery(struct peer *peer, int changed)
{
    sqlite3_stmt *receipt = peer->statements[PEER_RECEIPT];
    sqlite3_bind_int(receipt, 1, peer->receipt);
    sqlite3_bind_int(receipt, 2, changed);
    run(peer, receipt);
    peer_sql(peer, "COMMIT");
}

int peer_take(struct peer *peer, const struct batch *batch)
{
    int changed = 0;
    peer_sql(peer, "BEGIN");
    peer->receipt++;
    for (size_t i = 0; i < batch->n; i++) {
        const struct row_place *place = &batch->places[i];
        const struct observation *row = &batch->rows[i];
        bool same, there = compare_row(peer, place, row, &same);
        if (same)
            continue;
        changed++;
        if (there)
            run(peer, bind_place(peer, PEER_KEEP, place));
        write_row(peer, there ? PEER_REPLACE : PEER_INSERT, place, row);
        if (there)
            run(peer, bind_place(peer, PEER_LATEST, place));
        else if (row->has_value)
            write_row(peer, PEER_NEWER, place, row);
    }
    if (changed > 0) {
        end_delivery(peer, changed);
    } else {
        peer->receipt--;
        peer_sql(peer, "ROLLBACK");
    }
    return changed;
}

void peer_load(struct peer *peer, const struct batch *batch)
{
    peer_sql(peer, "BEGIN");
    peer->receipt++;
    for (size_t i = 0; i < batch->n; i++)
        write_row(peer, PEER_INSERT, &batch->places[i], &batch->rows[i]);
    end_delivery(peer, (int)batch->n);
}

void peer_fill_latest(struct peer *peer)
{
    /* A bare column beside max() is that of the same row. */
    peer_sql(peer,
             "INSERT INTO latest SELECT o.indicator, o.region, max(o.period), o.value,"
             " o.status, o.receipt, NULL FROM obs o WHERE o.value IS NOT NULL"
             " GROUP BY o.indicator, o.region;"
             "UPDATE latest SET previous = (SELECT p.value FROM obs p WHERE"
             " p.indicator = latest.indicator AND p.region = latest.region"
             " AND p.period = latest.period - 1)");
}

double peer_bytes(struct peer *peer)
{
    peer_sql(peer, "PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_stmt *size;
    check(peer, sqlite3_prepare_v2(peer->db,
                                   "SELECT page_count * page_size FROM"
                                   " pragma_page_count(), pragma_page_size()",
                                   -1, &size, NULL));
    peer_step(peer, size);
    double bytes = sqlite3_column_double(size, 0);
    sqlite3_finalize(size);
    return bytes;
}
