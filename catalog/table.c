/* Tables: see catalog/table.h. */
#include "catalog/table.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "catalog/file.h"
#include "core/text.h"

struct error *loader_problem(struct loader *loader, const char *file, int line)
{
    struct catalog_problems *list = loader->problems;
    if (list->n == CATALOG_PROBLEMS_MAX)
        return NULL;
    struct arena *arena = &loader->catalog->arena;
    list->items = arena_more(arena, list->items, list->n, sizeof *list->items);
    struct catalog_problem *problem = &list->items[list->n++];
    *problem = (struct catalog_problem){.file = file, .line = line};
    if (list->n == CATALOG_PROBLEMS_MAX) {
        char most[12];
        snprintf(most, sizeof most, "%d", CATALOG_PROBLEMS_MAX - 1);
        error_set(&problem->error, ERROR_CATALOG_MANY, most);
        return NULL;
    }
    return &problem->error;
}

bool table_mistake(struct table *table, enum error_code code, const char *third,
                   const char *fourth)
{
    char line[12];
    snprintf(line, sizeof line, "%d", table->line);
    table->bad = true;
    return error_set(loader_problem(table->loader, table->file, table->line), code,
                     table->file, line, third, fourth);
}

/* Text that somebody wrote: is each character one that may be shown? */
static bool line_sound(struct table *table, const char *s, size_t n)
{
    size_t bad = text_invalid_at(s, n);
    char found[24];
    if (bad < n) {
        snprintf(found, sizeof found, "%zu", bad + 1);
        return table_mistake(table, ERROR_CATALOG_UTF8, found, NULL);
    }
    for (size_t i = 0; i < n;) {
        uint32_t code;
        i += text_decode(s + i, n - i, &code);
        if (code != '\t' && !text_safe(code)) {
            snprintf(found, sizeof found, "U+%04X", (unsigned)code);
            return table_mistake(table, ERROR_CATALOG_CONTROL, found, NULL);
        }
    }
    return true;
}

/* The next line that says something, ended by a NUL; NULL at the end. */
static char *line_next(struct table *table)
{
    while (table->next < table->end) {
        char *s = table->next;
        char *end = memchr(s, '\n', (size_t)(table->end - s));
        if (!end)
            end = table->end;
        table->next = end + 1;
        table->line++;
        if (end > s && end[-1] == '\r')
            end--;
        *end = '\0';
        table->bad = false;
        if (!table->trusted && !line_sound(table, s, (size_t)(end - s)))
            continue;
        if (*s != '\0' && *s != '#')
            return s;
    }
    return NULL;
}

static int column_of(const struct table *table, const char *name)
{
    int i = 0;
    while (table->columns[i] && strcmp(table->columns[i], name) != 0)
        i++;
    return i;
}

/* Reads the names of the columns. */
static bool head_read(struct table *table)
{
    size_t n_problems = table->loader->problems->n;
    char *name = line_next(table);
    if (table->loader->problems->n != n_problems)
        return false; /* the line found may not be the first that was meant */
    if (!name)
        return error_set(loader_problem(table->loader, table->file, 0),
                         ERROR_CATALOG_EMPTY, table->file);
    for (int i = 0; i < TABLE_COLUMNS; i++)
        table->place[i] = -1;
    for (int place = 0; name; place++) {
        char *tab = strchr(name, '\t');
        if (tab)
            *tab = '\0';
        int i = column_of(table, name);
        if (!table->columns[i])
            table_mistake(table, ERROR_CATALOG_COLUMN_UNKNOWN, name, NULL);
        else if (table->place[i] >= 0)
            table_mistake(table, ERROR_CATALOG_COLUMN_TWICE, name, NULL);
        else
            table->place[i] = place;
        table->width = place + 1;
        name = tab ? tab + 1 : NULL;
    }
    for (int i = 0; table->columns[i]; i++)
        if (table->place[i] < 0 &&
            !(table->later && strcmp(table->columns[i], table->later) == 0))
            table_mistake(table, ERROR_CATALOG_COLUMN_MISSING, table->columns[i], NULL);
    return !table->bad;
}

bool table_open(struct table *table, struct loader *loader, const char *name,
                const char *const *columns)
{
    return table_open_later(table, loader, name, columns, NULL);
}

bool table_not_yet(const struct loader *loader, const char *name)
{
    for (size_t i = 0; loader->given && i < loader->given->n; i++)
        if (strcmp(loader->given->items[i].name, name) == 0)
            return false;
    return loader->given != NULL;
}

bool table_open_later(struct table *table, struct loader *loader, const char *name,
                      const char *const *columns, const char *later)
{
    *table = (struct table){.loader = loader, .columns = columns, .later = later};
    struct catalog_file file;
    if (!catalog_file_read(&file, loader, name))
        return false;
    table->file = file.path;
    table->trusted = file.built_in;
    table->next = file.text;
    table->end = file.text + file.size;
    /* Notepad's mark at the start of UTF-8. */
    if (file.size >= 3 && memcmp(file.text, "\xEF\xBB\xBF", 3) == 0)
        table->next += 3;
    for (const char *p = table->next; p < table->end; p++)
        table->lines += *p == '\n';
    if (table->lines >= TABLE_LINES) {
        char most[12];
        snprintf(most, sizeof most, "%d", TABLE_LINES);
        return error_set(loader_problem(loader, table->file, 0), ERROR_CATALOG_ROWS,
                         table->file, most);
    }
    return head_read(table);
}

bool table_next(struct table *table)
{
    char *s;
    while ((s = line_next(table))) {
        /* A line has no more cells than the head, so what is beyond is only counted. */
        const char *found[TABLE_COLUMNS];
        int n = 0;
        for (char *cell = s; cell; n++) {
            char *tab = strchr(cell, '\t');
            if (tab)
                *tab++ = '\0';
            if (n < TABLE_COLUMNS)
                found[n] = cell;
            cell = tab;
        }
        if (n != table->width) {
            char has[12], needs[12];
            snprintf(has, sizeof has, "%d", n);
            snprintf(needs, sizeof needs, "%d", table->width);
            table_mistake(table, ERROR_CATALOG_CELLS, has, needs);
            continue;
        }
        for (int i = 0; table->columns[i]; i++)
            table->cells[i] = table->place[i] < 0 ? "" : found[table->place[i]];
        return true;
    }
    return false;
}

bool table_keeps(struct table *table, struct catalog_index *keys, const char *key,
                 size_t row)
{
    if (table->bad)
        return false;
    return index_put(keys, key, (uint32_t)row) ||
           table_mistake(table, ERROR_CATALOG_TWICE, key, NULL);
}
