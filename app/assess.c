/* --assess: see app/assess.h. */
#include "app/assess.h"

#include "app/assess_method.h"
#include "app/place.h"
#include "core/text.h"
#include "views/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CEILING = 4 << 20, CHUNK = 1 << 16 };

static void complain(const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    fprintf(stderr, "aiplus: %s\n", text);
}

/* Standard input to its end. */
static bool read_input(const char *name, struct buffer *room, struct error *error)
{
    char chunk[CHUNK];
    for (ssize_t n; (n = read(STDIN_FILENO, chunk, sizeof chunk)) != 0;) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_set(error, ERROR_READ, name, strerror(errno));
        if (!buffer_put(room, chunk, (size_t)n)) {
            char limit[24];
            snprintf(limit, sizeof limit, "%d", CEILING);
            return error_set(error, ERROR_TOO_LARGE, name, limit);
        }
    }
    return true;
}

static bool read_table(const struct options *options, const struct assess_kind *kind,
                       struct arena *arena, struct assess_table *table,
                       struct error *error)
{
    const char *name = options->n_arguments ? options->arguments[0] : "-";
    if (strcmp(name, "-") != 0) {
        const char *bytes;
        size_t size;
        return place_read(name, CEILING, arena, &bytes, &size, error) &&
               assess_table_read(name, bytes, size, kind->columns, arena, table, error);
    }
    struct buffer room = {.ceiling = CEILING};
    name = _("standard input");
    bool ok = read_input(name, &room, error) &&
              assess_table_read(name, room.data ? room.data : "", room.size,
                                kind->columns, arena, table, error);
    buffer_release(&room);
    return ok;
}

/* A row that could be read. */
struct result {
    const struct assess_row *row;
    struct assess_outcome outcome;
    const char *rollup;
};

static void say_why(const struct assess_table *table, const struct result *result)
{
    char line[24];
    snprintf(line, sizeof line, "%zu", result->row->line);
    struct error error = {0};
    error_set(&error, ERROR_ASSESS_NOT_COMPUTABLE, table->name, line,
              _(progress_reason_text(result->outcome.reason)));
    complain(&error);
}

/* Judges every row; those that cannot be read are said and left out. */
static struct result *judge_all(const struct assess_table *table,
                                const struct assess_kind *kind,
                                const struct progress_rules *rules, struct arena *arena,
                                size_t *n)
{
    struct result *results = arena_alloc(arena, (table->n + 1) * sizeof *results);
    *n = 0;
    for (size_t i = 0; i < table->n; i++) {
        const struct assess_row *row = &table->rows[i];
        struct result *result = &results[*n];
        *result = (struct result){.row = row};
        int bad = kind->judge(row->cells, rules, arena, &result->outcome);
        if (bad == ASSESS_OK) {
            ++*n;
            continue;
        }
        char line[24];
        snprintf(line, sizeof line, "%zu", row->line);
        struct error error = {0};
        error_set(&error, ERROR_ASSESS_CELL, table->name, line, kind->columns[bad].name,
                  row->cells[bad]);
        complain(&error);
    }
    return results;
}

static int by_indicator(const void *a, const void *b)
{
    const struct assess_row *x = (*(struct result *const *)a)->row;
    const struct assess_row *y = (*(struct result *const *)b)->row;
    int compared = strcmp(x->cells[ASSESS_INDICATOR], y->cells[ASSESS_INDICATOR]);
    return compared ? compared : (x->line > y->line) - (x->line < y->line);
}

/* The rows of an indicator need not stand together. */
static void roll_up(struct result *results, size_t n, const struct assess_kind *kind,
                    struct arena *arena)
{
    struct result **sorted = arena_alloc(arena, (n + 1) * sizeof *sorted);
    struct assess_outcome *outcomes = arena_alloc(arena, (n + 1) * sizeof *outcomes);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &results[i];
    qsort(sorted, n, sizeof *sorted, by_indicator);
    for (size_t first = 0, end; first < n; first = end) {
        const char *indicator = sorted[first]->row->cells[ASSESS_INDICATOR];
        for (end = first; end < n && strcmp(sorted[end]->row->cells[ASSESS_INDICATOR],
                                            indicator) == 0;
             end++)
            outcomes[end - first] = sorted[end]->outcome;
        const char *text = kind->roll_up(outcomes, end - first, arena);
        for (size_t i = first; i < end; i++)
            sorted[i]->rollup = text;
    }
}

enum exit_status assess_run(const struct options *options,
                            const struct progress_rules *rules)
{
    struct error error = {0};
    enum assess_method method;
    if (!method_named(options->assess, &method)) {
        error_set(&error, ERROR_OPTION_VALUE, "--assess", options->assess,
                  "schedule, growth, trend");
        complain(&error);
        return EXIT_USAGE;
    }
    const struct assess_kind *kind = &assess_kinds[method];
    struct arena arena = {0};
    struct assess_table table;
    if (!read_table(options, kind, &arena, &table, &error)) {
        complain(&error);
        arena_release(&arena);
        return EXIT_ERROR;
    }
    size_t n;
    struct result *results = judge_all(&table, kind, rules, &arena, &n);
    roll_up(results, n, kind, &arena);
    printf("indicator\tseries\t%s\n", kind->head);
    for (size_t i = 0; i < n; i++) {
        const char *const *cells = results[i].row->cells;
        printf("%s\t%s\t%s\t%s\n", cells[ASSESS_INDICATOR], cells[ASSESS_SERIES],
               results[i].outcome.text, results[i].rollup);
        if (results[i].outcome.reason != REASON_NONE)
            say_why(&table, &results[i]);
    }
    enum exit_status status = n == table.n ? EXIT_FRESH : EXIT_ERROR;
    arena_release(&arena);
    return status;
}
