/* Cells: see catalog/cell.h. */
#include "catalog/cell.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

const char *cell_text(const struct table *table, int column)
{
    return table->cells[column];
}

const char *cell_needed(struct table *table, int column)
{
    const char *cell = table->cells[column];
    if (!*cell)
        table_mistake(table, ERROR_CATALOG_CELL_EMPTY, table->columns[column], NULL);
    return cell;
}

const char *cell_code(struct table *table, int column)
{
    const char *cell = cell_needed(table, column);
    size_t n = 0;
    while (isalnum((unsigned char)cell[n]) || cell[n] == '.' || cell[n] == '-')
        n++;
    if (cell[n] != '\0' || n >= CODE_SIZE)
        table_mistake(table, ERROR_CATALOG_CODE, cell, NULL);
    return cell;
}

void cell_refuse(struct table *table, int column, const char *list)
{
    table_mistake(table, ERROR_CATALOG_CHOICE,
                  arena_printf(&table->loader->catalog->arena, "%s=%s",
                               table->columns[column], table->cells[column]),
                  list);
}

int cell_choice(struct table *table, int column, const char *const *words)
{
    const char *cell = table->cells[column];
    for (int i = 0; words[i]; i++)
        if (strcmp(cell, words[i]) == 0)
            return i;
    const char *list = words[0];
    for (int i = 1; words[i]; i++)
        list = arena_printf(&table->loader->catalog->arena, "%s, %s", list, words[i]);
    cell_refuse(table, column, list);
    return 0;
}

double cell_number(struct table *table, int column)
{
    double value = 0;
    if (!text_number(table->cells[column], &value, NULL) || !isfinite(value)) {
        table_mistake(table, ERROR_CATALOG_NUMBER, table->columns[column],
                      table->cells[column]);
        return 0;
    }
    return value;
}

int cell_integer(struct table *table, int column, int least, int most)
{
    const char *cell = table->cells[column];
    size_t n = strspn(cell, "0123456789");
    /* Nine digits always fit into an int. */
    int value = n > 0 && n <= 9 && cell[n] == '\0' ? atoi(cell) : -1;
    if (value < least || value > most) {
        table_mistake(table, ERROR_CATALOG_NUMBER, table->columns[column], cell);
        return 0;
    }
    return value;
}

int32_t cell_region_code(struct table *table, int column)
{
    if (!*table->cells[column])
        return 0;
    return cell_integer(table, column, REGION_NATION, 999999);
}

int32_t cell_region(struct table *table, int column)
{
    int32_t code = cell_region_code(table, column);
    if (code && !catalog_region(table->loader->catalog, code))
        table_mistake(table, ERROR_CATALOG_UNKNOWN, table->columns[column],
                      table->cells[column]);
    return code;
}

enum qualifier cell_qualifier(struct table *table, int column)
{
    const char *rest = table->cells[column];
    enum qualifier qualifier = qualifier_parse(&rest);
    if (rest == table->cells[column] || *rest)
        cell_refuse(table, column, "> >= = <= < ~");
    return qualifier;
}

struct period cell_period(struct table *table, int column)
{
    struct period period = {0};
    if (!period_parse(table->cells[column], &period))
        table_mistake(table, ERROR_CATALOG_PERIOD, table->cells[column], NULL);
    return period;
}

int32_t cell_day(struct table *table, int column)
{
    const char *cell = table->cells[column];
    struct period period;
    char id[32];
    if (!*cell)
        return 0;
    if (period_parse(cell, &period)) {
        /* The canonical id is the strict form. */
        period_id(period, id, sizeof id);
        if ((period.freq == FREQ_YEAR || period.freq == FREQ_MONTH ||
             period.freq == FREQ_DAY) &&
            strcmp(id, cell) == 0)
            return period.last;
    }
    table_mistake(table, ERROR_CATALOG_DATE, cell, NULL);
    return 0;
}

const char *const *cell_list(struct table *table, int column)
{
    static const char mark[] = "、";
    struct arena *arena = &table->loader->catalog->arena;
    const char *cell = table->cells[column];
    size_t n = *cell != '\0';
    for (const char *p = cell; (p = strstr(p, mark)); p += strlen(mark))
        n++;
    const char **parts = arena_alloc(arena, (n + 1) * sizeof *parts);
    for (size_t i = 0; i < n; i++) {
        const char *end = strstr(cell, mark);
        size_t size = end ? (size_t)(end - cell) : strlen(cell);
        if (size == 0)
            table_mistake(table, ERROR_CATALOG_CELL_EMPTY, table->columns[column],
                          NULL);
        parts[i] = arena_strndup(arena, cell, size);
        cell += size + strlen(mark);
    }
    return parts;
}

uint32_t cell_reference(struct table *table, int column,
                        const struct catalog_index *index)
{
    uint32_t row = 0;
    if (!index_find(index, table->cells[column], &row))
        table_mistake(table, ERROR_CATALOG_UNKNOWN, table->columns[column],
                      table->cells[column]);
    return row;
}

void cells_empty(struct table *table, const int *columns, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (*table->cells[columns[i]])
            table_mistake(table, ERROR_CATALOG_CELL_FULL, table->columns[columns[i]],
                          table->cells[columns[i]]);
}
