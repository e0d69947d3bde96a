/* The queries, asked of SQLite: see tests/bench/query.h. Every row is read whole, as a
 * page would take it. */
#include "tests/bench/query.h"

#include "tests/bench/figure.h"

enum { OVERVIEW_MONTHS = 24, AS_OF = 9 };

/* Takes all rows: place | value | status | receipt. */
static void take(struct reader *reader, sqlite3_stmt *statement, struct answer *answer)
{
    size_t n = 0;
    for (; peer_step(&reader->peer, statement); n++) {
        struct observation *item = &reader->items[n];
        item->region = sqlite3_column_int(statement, 0);
        item->value = sqlite3_column_double(statement, 1);
        item->has_value = sqlite3_column_type(statement, 1) != SQLITE_NULL;
        item->status = (char)sqlite3_column_int(statement, 2);
        item->receipt = (uint32_t)sqlite3_column_int(statement, 3);
    }
    sqlite3_reset(statement);
    for (size_t i = 0; i < n; i++)
        answer->sum += reader->items[i].value;
    answer->n += n;
}

static struct answer ask(struct reader *reader, enum peer_statement which, int first,
                         int second, int third)
{
    sqlite3_stmt *statement = reader->peer.statements[which];
    struct answer answer = {0};
    sqlite3_bind_int(statement, 1, first);
    sqlite3_bind_int(statement, 2, second);
    sqlite3_bind_int(statement, 3, third);
    sqlite3_bind_int(statement, AS_OF, reader->as_of_receipt);
    take(reader, statement, &answer);
    return answer;
}

struct answer peer_series(struct reader *reader, const struct request *request)
{
    return ask(reader, PEER_SERIES, request->indicator, (int)request->region, 0);
}

struct answer peer_series_as_of(struct reader *reader, const struct request *request)
{
    return ask(reader, PEER_SERIES_AS_OF, request->indicator, (int)request->region, 0);
}

struct answer peer_top(struct reader *reader, const struct request *request)
{
    size_t first = reader->workload->top.numbers[0];
    return ask(reader, PEER_SECTION_TOP, request->indicator, request->month,
               reader->workload->regions[first]->level);
}

struct answer peer_province(struct reader *reader, const struct request *request)
{
    return ask(reader, PEER_SECTION_PROVINCE, request->indicator, request->month,
               reader->workload->province.codes[0] / 10000);
}

struct answer peer_counties(struct reader *reader, const struct request *request)
{
    return ask(reader, PEER_SECTION_COUNTIES, request->indicator, request->month, 0);
}

struct answer peer_counties_as_of(struct reader *reader, const struct request *request)
{
    return ask(reader, PEER_SECTION_AS_OF, request->indicator, request->month, 0);
}

struct answer peer_matrix(struct reader *reader, const struct request *request)
{
    (void)request;
    const struct workload *workload = reader->workload;
    int level = workload->regions[workload->top.numbers[0]]->level;
    sqlite3_stmt *statement = reader->peer.statements[PEER_MATRIX];
    struct answer answer = {0};
    size_t n = 0;
    for (int i = 0; i < WORKLOAD_INDICATORS; i++) {
        sqlite3_bind_int(statement, 1, i);
        sqlite3_bind_int(statement, 2, level);
        for (; peer_step(&reader->peer, statement); n++) {
            struct snapshot_figure *figure = &reader->figures[n];
            figure->latest.region = sqlite3_column_int(statement, 0);
            figure->latest.value = sqlite3_column_double(statement, 1);
            figure->latest.status = (char)sqlite3_column_int(statement, 2);
            figure->latest.receipt = (uint32_t)sqlite3_column_int(statement, 3);
            figure->latest.period.last = sqlite3_column_int(statement, 4);
            figure->previous = sqlite3_column_double(statement, 5);
            figure->has_previous = sqlite3_column_type(statement, 5) != SQLITE_NULL;
        }
        sqlite3_reset(statement);
    }
    for (size_t i = 0; i < n; i++) {
        answer.n += 1 + reader->figures[i].has_previous;
        answer.sum += reader->figures[i].latest.value + reader->figures[i].previous;
    }
    return answer;
}

/* The two newest of a series: no further than needed. */
static void newest(struct reader *reader, int indicator, int region,
                   struct answer *answer)
{
    sqlite3_stmt *statement = reader->peer.statements[PEER_BACKWARDS_AS_OF];
    sqlite3_bind_int(statement, 1, indicator);
    sqlite3_bind_int(statement, 2, region);
    sqlite3_bind_int(statement, AS_OF, reader->as_of_receipt);
    int latest = -1;
    while (peer_step(&reader->peer, statement)) {
        int period = sqlite3_column_int(statement, 0);
        bool value = sqlite3_column_type(statement, 1) != SQLITE_NULL;
        if (latest >= 0 && period != latest - 1)
            break;
        if (value) {
            answer->n++;
            answer->sum += sqlite3_column_double(statement, 1);
        }
        if (latest >= 0)
            break;
        if (value)
            latest = period;
    }
    sqlite3_reset(statement);
}

struct answer peer_matrix_as_of(struct reader *reader, const struct request *request)
{
    (void)request;
    const struct region_list *top = &reader->workload->top;
    struct answer answer = {0};
    for (int i = 0; i < WORKLOAD_INDICATORS; i++)
        for (size_t r = 0; r < top->n; r++)
            newest(reader, i, top->numbers[r], &answer);
    return answer;
}

static struct answer overview(struct reader *reader, enum peer_statement which,
                              const struct request *request)
{
    struct answer answer = {0};
    for (int i = 0; i < WORKLOAD_INDICATORS; i++) {
        struct answer one = ask(reader, which, i, (int)request->region,
                                reader->last_month + 1 - OVERVIEW_MONTHS);
        answer.n += one.n;
        answer.sum += one.sum;
    }
    return answer;
}

struct answer peer_overview(struct reader *reader, const struct request *request)
{
    return overview(reader, PEER_OVERVIEW, request);
}

struct answer peer_overview_as_of(struct reader *reader, const struct request *request)
{
    return overview(reader, PEER_OVERVIEW_AS_OF, request);
}
