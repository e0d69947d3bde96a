/* The tables of --assess: see app/assess_table.h. */
#include "app/assess_table.h"

#include "core/text.h"

#include <string.h>

enum { NOWHERE = -1 };

/* Moves *at behind the cell; the line ends at `end`. */
static const char *next_cell(const char **at, const char *end, struct arena *arena)
{
    const char *tab = memchr(*at, '\t', (size_t)(end - *at));
    const char *stop = tab ? tab : end, *first = *at, *last = stop;
    *at = tab ? tab + 1 : NULL;
    while (first < last && *first == ' ')
        first++;
    while (first < last && last[-1] == ' ')
        last--;
    return text_clean(arena, first, (size_t)(last - first));
}

/* The list's index of each of the line's columns, up to `n`. */
static size_t read_head(const char *at, const char *end,
                        const struct assess_column *columns, struct arena *arena,
                        int **places)
{
    size_t n = 0;
    *places = NULL;
    while (at) {
        const char *name = next_cell(&at, end, arena);
        int place = NOWHERE;
        for (int i = 0; columns[i].name && place == NOWHERE; i++)
            if (strcmp(columns[i].name, name) == 0)
                place = i;
        *places = arena_more(arena, *places, n, sizeof **places);
        (*places)[n++] = place;
    }
    return n;
}

static bool check_head(const char *name, const struct assess_column *columns,
                       const int *places, size_t n, struct error *error)
{
    for (int i = 0; columns[i].name; i++) {
        bool found = !columns[i].required;
        for (size_t j = 0; j < n && !found; j++)
            found = places[j] == i;
        if (!found)
            return error_set(error, ERROR_ASSESS_COLUMN, name, columns[i].name);
    }
    return true;
}

static struct assess_row read_row(const char *at, const char *end, const int *places,
                                  size_t n, struct arena *arena)
{
    struct assess_row row = {0};
    for (size_t i = 0; i < ASSESS_COLUMNS; i++)
        row.cells[i] = "";
    for (size_t i = 0; i < n && at; i++) {
        const char *cell = next_cell(&at, end, arena);
        if (places[i] != NOWHERE)
            row.cells[places[i]] = cell;
    }
    return row;
}

bool assess_table_read(const char *name, const char *bytes, size_t size,
                       const struct assess_column *columns, struct arena *arena,
                       struct assess_table *table, struct error *error)
{
    *table = (struct assess_table){.name = name};
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    int *places = NULL;
    size_t n = 0, line = 0;
    for (const char *at = bytes, *end = bytes + size; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *last = stop ? stop : end;
        const char *next = stop ? stop + 1 : end;
        last -= last > at && last[-1] == '\r';
        line++;
        if (last > at && !places) {
            n = read_head(at, last, columns, arena, &places);
        } else if (last > at) {
            table->rows = arena_more(arena, table->rows, table->n, sizeof *table->rows);
            table->rows[table->n] = read_row(at, last, places, n, arena);
            table->rows[table->n++].line = line;
        }
        at = next;
    }
    return check_head(name, columns, places, n, error);
}
