/* Merged cells: see fetch/xlsx_merge.h. */
#include "fetch/xlsx_merge.h"

#include <stdlib.h>
#include <string.h>

bool xlsx_reference(const char **text, uint32_t *row, uint32_t *column)
{
    const char *p = *text;
    uint32_t r = 0, c = 0;
    for (; *p >= 'A' && *p <= 'Z' && c < 100000; p++)
        c = c * 26 + (uint32_t)(*p - 'A') + 1;
    for (; *p >= '0' && *p <= '9' && r < 10000000; p++)
        r = r * 10 + (uint32_t)(*p - '0');
    if (r == 0 || c == 0)
        return false;
    *row = r;
    *column = c - 1;
    *text = p;
    return true;
}

bool merges_add(struct merges *merges, const char *range)
{
    struct merge merge;
    if (!xlsx_reference(&range, &merge.row, &merge.column) || *range++ != ':' ||
        !xlsx_reference(&range, &merge.last_row, &merge.last_column) || *range)
        return true;
    if (merges->n == MERGE_MOST)
        return false;
    merges->list =
        arena_more(merges->arena, merges->list, merges->n, sizeof *merges->list);
    merges->list[merges->n++] = merge;
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct merge *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

void merges_sort(struct merges *merges)
{
    if (merges->n > 0)
        qsort(merges->list, merges->n, sizeof *merges->list, compare);
}

void merges_row(struct merges *merges, uint32_t row, const char *const *texts,
                const char **covers, bool *tall, bool *broad)
{
    *tall = *broad = false;
    for (; merges->next < merges->n && merges->list[merges->next].row <= row;
         merges->next++) {
        const struct merge *merge = &merges->list[merges->next];
        /* One that began in a row without cells has no text. */
        bool here = merge->row == row;
        *tall |= here && merge->last_row > row;
        *broad |= here && merge->last_column > merge->column;
        if (merge->last_row < row || merge->column >= MERGE_COLUMNS)
            continue;
        const char *text = here && texts[merge->column] ? texts[merge->column] : "";
        struct buffer *kept = &merges->open[merge->column].text;
        kept->ceiling = 128 * 1024;
        kept->size = 0;
        buffer_put(kept, text, strlen(text) + 1);
        merges->open[merge->column].row = merge->row;
        merges->open[merge->column].last_row = merge->last_row;
    }
    for (size_t i = 0; i < MERGE_COLUMNS; i++) {
        bool open = merges->open[i].row && merges->open[i].row < row &&
                    row <= merges->open[i].last_row;
        covers[i] = open ? merges->open[i].text.data : NULL;
    }
}

void merges_release(struct merges *merges)
{
    for (size_t i = 0; i < MERGE_COLUMNS; i++)
        buffer_release(&merges->open[i].text);
}
