/* The catalogue's files as lines: see catalog/additions_file.h. */
#include "catalog/additions_file.h"

#include <stdlib.h>
#include <string.h>

static const char mark[] = "\xEF\xBB\xBF"; /* Notepad's, at the start of UTF-8 */

static void add_line(struct addition_file *file, struct addition_line line)
{
    file->lines[file->n++] = line;
    file->bytes += line.size + 1;
}

static bool is_row(const struct addition_line *line)
{
    return line->size > 0 && line->text[0] != '#';
}

/* Where the head says that each field's cell is; the head's line, or `n` without one.
 */
static size_t read_head(struct addition_file *file)
{
    size_t at = 0;
    while (at < file->n && !is_row(&file->lines[at]))
        at++;
    for (int i = 0; i < ITEM_FIELDS; i++)
        file->place[i] = -1;
    if (at == file->n)
        return at;
    char *head = arena_strndup(file->arena, file->lines[at].text, file->lines[at].size);
    const struct item_field *fields = item_registers[file->kind].fields;
    for (char *name = head; name; file->width++) {
        char *tab = strchr(name, '\t');
        if (tab)
            *tab++ = '\0';
        for (int i = 0; fields[i].name; i++)
            if (strcmp(fields[i].name, name) == 0)
                file->place[i] = file->width;
        name = tab;
    }
    return at;
}

/* Gives the file the columns that came after it was written, empty. */
static void add_columns(struct addition_file *file, size_t head)
{
    const struct item_field *fields = item_registers[file->kind].fields;
    for (int i = 0; head < file->n && fields[i].name; i++) {
        if (!fields[i].later || file->place[i] >= 0)
            continue;
        file->place[i] = file->width++;
        for (size_t at = head; at < file->n; at++) {
            struct addition_line *line = &file->lines[at];
            if (!is_row(line))
                continue;
            file->bytes -= line->size;
            line->text = arena_printf(file->arena, "%.*s\t%s", (int)line->size,
                                      line->text, at == head ? fields[i].name : "");
            line->size = strlen(line->text);
            file->bytes += line->size;
        }
    }
}

bool addition_cells(const struct addition_file *file, size_t line,
                    const char *cells[ITEM_FIELDS])
{
    char *text =
        arena_strndup(file->arena, file->lines[line].text, file->lines[line].size);
    int n = 0;
    for (int i = 0; i < ITEM_FIELDS; i++)
        cells[i] = "";
    for (char *cell = text; cell; n++) {
        char *tab = strchr(cell, '\t');
        if (tab)
            *tab++ = '\0';
        for (int i = 0; i < ITEM_FIELDS; i++)
            if (file->place[i] == n)
                cells[i] = cell;
        cell = tab;
    }
    return n == file->width;
}

void addition_file_open(struct addition_file *file, enum item_kind kind,
                        const struct catalog_text *text, size_t more,
                        struct arena *arena)
{
    const char *p = text->bytes, *end = p + text->n;
    size_t n = 1;
    *file = (struct addition_file){.kind = kind, .arena = arena};
    if (text->n >= 3 && memcmp(p, mark, 3) == 0)
        p += 3;
    for (const char *s = p; s < end; s++)
        n += *s == '\n';
    file->room = n + more;
    file->lines = arena_alloc(arena, file->room * sizeof *file->lines);
    while (p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        const char *next = stop ? stop + 1 : end;
        stop = stop ? stop : end;
        if (stop > p && stop[-1] == '\r')
            stop--;
        add_line(file, (struct addition_line){p, (size_t)(stop - p), 0});
        p = next;
    }
    file->n_first = file->n;
    index_init(&file->keys, arena, file->n);
    size_t head = read_head(file);
    add_columns(file, head);
    for (size_t i = head + 1; i < file->n; i++) {
        const char *cells[ITEM_FIELDS];
        if (is_row(&file->lines[i]) && addition_cells(file, i, cells))
            index_put(&file->keys, item_key(kind, cells, arena), (uint32_t)i);
    }
}

bool addition_file_find(const struct addition_file *file, const char *key, size_t *line)
{
    uint32_t row;
    if (!index_find(&file->keys, key, &row))
        return false;
    *line = row;
    return true;
}

void addition_put(struct addition_file *file, const char *const *cells, size_t item,
                  const size_t *at)
{
    const char *text = "";
    for (int column = 0; column < file->width; column++) {
        const char *cell = "";
        for (int i = 0; i < ITEM_FIELDS; i++)
            if (file->place[i] == column)
                cell = cells[i];
        text = arena_printf(file->arena, "%s%s%s", text, column ? "\t" : "", cell);
    }
    struct addition_line line = {text, strlen(text), item + 1};
    if (at) {
        file->bytes += line.size - file->lines[*at].size;
        file->lines[*at] = line;
        return;
    }
    add_line(file, line);
}

/* ---- regions stand in the order of their codes ---- */

static int code_of(const struct addition_file *file, size_t line)
{
    const char *cells[ITEM_FIELDS];
    return addition_cells(file, line, cells) ? atoi(cells[0]) : 0;
}

struct coded {
    struct addition_line line;
    int code;
};

static int by_code(const void *a, const void *b)
{
    const struct coded *x = a, *y = b;
    return (x->code > y->code) - (x->code < y->code);
}

/* Merges the rows that were added behind line `n_first` into those before it. */
static void arrange(struct addition_file *file)
{
    size_t n_first = file->n_first, n = file->n - n_first, at = 0, to = 0;
    struct coded *added = arena_alloc(file->arena, n * sizeof *added);
    struct addition_line *lines = arena_alloc(file->arena, file->n * sizeof *lines);
    for (size_t i = 0; i < n; i++)
        added[i] = (struct coded){file->lines[n_first + i], code_of(file, n_first + i)};
    if (n > 0)
        qsort(added, n, sizeof *added, by_code);
    for (size_t i = 0; i < n_first; i++) {
        int code = is_row(&file->lines[i]) ? code_of(file, i) : 0;
        while (at < n && code > added[at].code)
            lines[to++] = added[at++].line;
        lines[to++] = file->lines[i];
    }
    while (at < n)
        lines[to++] = added[at++].line;
    file->lines = lines;
}

struct catalog_text addition_text(struct addition_file *file)
{
    if (file->kind == ITEM_REGION)
        arrange(file);
    const char *name = item_registers[file->kind].name;
    char *bytes = arena_alloc(file->arena, file->bytes + 1), *to = bytes;
    for (size_t i = 0; i < file->n; i++) {
        memcpy(to, file->lines[i].text, file->lines[i].size);
        to += file->lines[i].size;
        *to++ = '\n';
    }
    return (struct catalog_text){arena_printf(file->arena, "%s.tsv", name), bytes,
                                 file->bytes};
}
