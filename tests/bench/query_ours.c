/* The queries, asked of a snapshot: see tests/bench/query.h. Each releases its memory,
 * as a page does. */
#include "tests/bench/query.h"

#include "tests/bench/figure.h"

enum { OVERVIEW_MONTHS = 24 };

static void add(struct answer *answer, const struct observation *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (items[i].receipt) {
            answer->n++;
            answer->sum += items[i].value; /* 0 without one */
        }
}

static struct answer series(struct reader *reader, const struct request *request,
                            int64_t known_at)
{
    struct arena arena = {0};
    struct error error = {0};
    struct answer answer = {0};
    struct observation *items;
    size_t n;
    if (!snapshot_series(reader->snapshot, reader->workload->codes[request->indicator],
                         reader->workload->regions[request->region]->code, known_at,
                         &arena, &items, &n, &error))
        die("series", &error);
    add(&answer, items, n);
    arena_release(&arena);
    return answer;
}

struct answer ours_series(struct reader *reader, const struct request *request)
{
    return series(reader, request, INT64_MAX);
}

struct answer ours_series_as_of(struct reader *reader, const struct request *request)
{
    return series(reader, request, reader->as_of_time);
}

static struct answer section(struct reader *reader, const struct request *request,
                             const struct region_list *list, int64_t known_at)
{
    struct error error = {0};
    struct answer answer = {0};
    if (!snapshot_section(reader->snapshot, reader->workload->codes[request->indicator],
                          workload_period(request->month), list->codes, list->n,
                          known_at, reader->items, &error))
        die("cross-section", &error);
    add(&answer, reader->items, list->n);
    return answer;
}

struct answer ours_top(struct reader *reader, const struct request *request)
{
    return section(reader, request, &reader->workload->top, INT64_MAX);
}

struct answer ours_province(struct reader *reader, const struct request *request)
{
    return section(reader, request, &reader->workload->province, INT64_MAX);
}

struct answer ours_counties(struct reader *reader, const struct request *request)
{
    return section(reader, request, &reader->workload->counties, INT64_MAX);
}

struct answer ours_counties_as_of(struct reader *reader, const struct request *request)
{
    return section(reader, request, &reader->workload->counties, reader->as_of_time);
}

static struct answer matrix(struct reader *reader, int64_t known_at)
{
    const struct region_list *top = &reader->workload->top;
    struct error error = {0};
    struct answer answer = {0};
    if (!snapshot_latest(reader->snapshot, reader->workload->codes, WORKLOAD_INDICATORS,
                         top->codes, top->n, known_at, reader->figures, &error))
        die("matrix", &error);
    for (size_t i = 0; i < WORKLOAD_INDICATORS * top->n; i++) {
        const struct snapshot_figure *figure = &reader->figures[i];
        add(&answer, &figure->latest, 1);
        answer.n += figure->has_previous;
        answer.sum += figure->has_previous ? figure->previous : 0;
    }
    return answer;
}

struct answer ours_matrix(struct reader *reader, const struct request *request)
{
    (void)request;
    return matrix(reader, INT64_MAX);
}

struct answer ours_matrix_as_of(struct reader *reader, const struct request *request)
{
    (void)request;
    return matrix(reader, reader->as_of_time);
}

static struct answer overview(struct reader *reader, const struct request *request,
                              int64_t known_at)
{
    struct arena arena = {0};
    struct error error = {0};
    struct answer answer = {0};
    struct snapshot_list lists[WORKLOAD_INDICATORS];
    int32_t from = workload_period(reader->last_month + 1 - OVERVIEW_MONTHS).last;
    if (!snapshot_region(reader->snapshot,
                         reader->workload->regions[request->region]->code,
                         reader->workload->codes, WORKLOAD_INDICATORS, from, known_at,
                         &arena, lists, &error))
        die("overview", &error);
    for (int i = 0; i < WORKLOAD_INDICATORS; i++)
        add(&answer, lists[i].items, lists[i].n);
    arena_release(&arena);
    return answer;
}

struct answer ours_overview(struct reader *reader, const struct request *request)
{
    return overview(reader, request, INT64_MAX);
}

struct answer ours_overview_as_of(struct reader *reader, const struct request *request)
{
    return overview(reader, request, reader->as_of_time);
}
