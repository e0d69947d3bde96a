/*
 * Queries: what the pages ask, of the store and of its peer.
 *
 *   series      one series, all periods
 *   top         one indicator and month, the 31 provinces (an office: its prefectures)
 *   province    .., one province's counties
 *   counties    .., all counties
 *   matrix      latest and previous of 100 indicators in the regions of `top`
 *   overview    the last 24 months of 100 indicators in one region
 *
 * and four of them as of a day before the history was revised. Targets are in neither:
 * they are the catalogue's.
 */
#ifndef TESTS_BENCH_QUERY_H
#define TESTS_BENCH_QUERY_H

#include "store/snapshot.h"
#include "tests/bench/peer.h"

struct request {
    int indicator;
    size_t region; /* by number */
    int month;
};

/* What was found; the same from both, or the bench ends. */
struct answer {
    size_t n; /* figures, named absences too, and previous ones */
    double sum;
};

struct reader {
    const struct workload *workload;
    struct snapshot *snapshot;
    struct peer peer;
    int64_t as_of_time; /* the same moment for both */
    int as_of_receipt;
    int last_month;
    struct observation items[WORKLOAD_REGIONS];
    struct snapshot_figure figures[WORKLOAD_INDICATORS * WORKLOAD_TOP];
};

struct query_kind {
    const char *name;
    struct answer (*ours)(struct reader *reader, const struct request *request);
    struct answer (*peer)(struct reader *reader, const struct request *request);
    int repeat;    /* requests a round */
    int distinct;  /* .. different ones: as many as fit into the peer's cache */
    double faster; /* budget against the peer, warm; 0 = none */
    double most;   /* .. in us */
};

enum { QUERY_KINDS = 10 };
extern const struct query_kind query_kinds[QUERY_KINDS];

struct answer ours_series(struct reader *reader, const struct request *request);
struct answer ours_series_as_of(struct reader *reader, const struct request *request);
struct answer ours_top(struct reader *reader, const struct request *request);
struct answer ours_province(struct reader *reader, const struct request *request);
struct answer ours_counties(struct reader *reader, const struct request *request);
struct answer ours_counties_as_of(struct reader *reader, const struct request *request);
struct answer ours_matrix(struct reader *reader, const struct request *request);
struct answer ours_matrix_as_of(struct reader *reader, const struct request *request);
struct answer ours_overview(struct reader *reader, const struct request *request);
struct answer ours_overview_as_of(struct reader *reader, const struct request *request);

struct answer peer_series(struct reader *reader, const struct request *request);
struct answer peer_series_as_of(struct reader *reader, const struct request *request);
struct answer peer_top(struct reader *reader, const struct request *request);
struct answer peer_province(struct reader *reader, const struct request *request);
struct answer peer_counties(struct reader *reader, const struct request *request);
struct answer peer_counties_as_of(struct reader *reader, const struct request *request);
struct answer peer_matrix(struct reader *reader, const struct request *request);
struct answer peer_matrix_as_of(struct reader *reader, const struct request *request);
struct answer peer_overview(struct reader *reader, const struct request *request);
struct answer peer_overview_as_of(struct reader *reader, const struct request *request);

#endif
