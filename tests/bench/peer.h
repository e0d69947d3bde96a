/*
 * The peer: SQLite keeping the same data as well as it can.
 *
 * Numbers instead of codes, WITHOUT ROWID, keyed as a series is read, revisions in a
 * table of their own, and the latest figures in another that every delivery keeps up to
 * date: what a matrix needs lies together for both. WAL, synchronous=FULL, prepared
 * statements, one transaction a delivery.
 *
 * On request it has a second index, by period, that covers cross-sections: those are
 * quicker then, all writing slower, and the file is twice as large.
 */
#ifndef TESTS_BENCH_PEER_H
#define TESTS_BENCH_PEER_H

#include "tests/bench/workload.h"

#include <sqlite3.h>
#include <stdbool.h>

enum { PEER_CACHE_MB = 256 };

enum peer_statement {
    PEER_GET,
    PEER_KEEP,
    PEER_INSERT,
    PEER_REPLACE,
    PEER_NEWER,
    PEER_LATEST,
    PEER_RECEIPT,
    PEER_SERIES,
    PEER_SERIES_AS_OF,
    PEER_SECTION_TOP,
    PEER_SECTION_PROVINCE,
    PEER_SECTION_COUNTIES,
    PEER_SECTION_AS_OF,
    PEER_MATRIX,
    PEER_BACKWARDS_AS_OF,
    PEER_OVERVIEW,
    PEER_OVERVIEW_AS_OF,
    PEER_STATEMENTS
};

struct peer {
    sqlite3 *db;
    sqlite3_stmt *statements[PEER_STATEMENTS];
    int receipt; /* of the last delivery */
};

/* Opens the file, made with its tables and regions where it is missing. */
void peer_open(struct peer *peer, const char *path, const struct workload *workload);
void peer_close(struct peer *peer);

/* Makes the second index, for whoever opens the file next. */
void peer_index(struct peer *peer);

/* Ends the bench if a statement fails. */
void peer_sql(struct peer *peer, const char *text);
/* Steps; true if there is a row. */
bool peer_step(struct peer *peer, sqlite3_stmt *statement);

/* Takes a delivery in one durable transaction; returns how many rows were new or other
 * values. */
int peer_take(struct peer *peer, const struct batch *batch);

/* The first load: rows known to be new, latest figures by peer_fill_latest after the
 * last one, the fastest that SQLite can. */
void peer_load(struct peer *peer, const struct batch *batch);
void peer_fill_latest(struct peer *peer);

/* Everything into the file; its bytes. */
double peer_bytes(struct peer *peer);

#endif
