/* Columns: see views/columns.h. */
#include "views/columns.h"

#include <stdlib.h>
#include <string.h>

/* What a row is put in order by. */
struct place {
    const struct view_row *row;
    size_t was;    /* its place before */
    bool empty;    /* the cell says nothing, or a number is asked for and it has none */
    int rank;      /* of the cell's role; 0 in a column of numbers */
    double number; /* 0 in a column of texts */
    const char *text; /* "" in a column of numbers */
};

/* States worst first; what is no state stands between. */
static const int ranks[ROLE_COUNT] = {[ROLE_ALERT] = -3,
                                      [ROLE_BAD] = -2,
                                      [ROLE_WARN] = -1,
                                      [ROLE_GOOD] = 1,
                                      [ROLE_DONE] = 2};

/* The first number of a cell: of "≥ 1,234.5" 1234.5, of "3/25" 3. False if it has none.
 */
static bool number_of(const char *text, double *number)
{
    char digits[64];
    size_t n = 0;
    const char *c = text + strcspn(text, "0123456789");
    if (!*c)
        return false;
    if (c > text && c[-1] == '-')
        digits[n++] = '-';
    for (; n + 1 < sizeof digits && *c && strchr("0123456789.,", *c); c++)
        if (*c != ',')
            digits[n++] = *c;
    digits[n] = '\0';
    *number = strtod(digits, NULL);
    return true;
}

static struct place place_of(const struct view_table *table, size_t row, size_t column)
{
    const struct view_cell *cell = &table->rows[row].cells[column];
    struct place place = {.row = &table->rows[row], .was = row, .text = ""};
    if (table->columns[column].align == ALIGN_RIGHT)
        place.empty = !number_of(cell->text, &place.number);
    else {
        place.empty = !cell->text[0];
        place.rank = ranks[cell->role];
        place.text = cell->text;
    }
    return place;
}

static int compare(const struct place *a, const struct place *b)
{
    if (a->number != b->number)
        return a->number > b->number ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return strcoll(a->text, b->text);
}

static int by_column(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    int order = a->empty != b->empty ? (a->empty ? 1 : -1) : compare(a, b);
    return order ? order : a->was < b->was ? -1 : a->was > b->was;
}

static int by_column_reversed(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    int order = a->empty != b->empty ? (a->empty ? 1 : -1) : -compare(a, b);
    return order ? order : a->was < b->was ? -1 : a->was > b->was;
}

static bool stays(const struct view_row *row)
{
    return row->head || strcmp(row->key, "total") == 0;
}

/* Do the column's cells say different things? */
static bool differs(const struct view_table *table, size_t column)
{
    const char *first = NULL;
    for (size_t i = 0; i < table->n_rows; i++) {
        const char *text = table->rows[i].cells[column].text;
        if (stays(&table->rows[i]))
            continue;
        if (first && strcmp(first, text) != 0)
            return true;
        first = text;
    }
    return false;
}

/* The column of that head; n_columns if there is none. */
static size_t column_of(const struct view_table *table, const char *head)
{
    size_t c = 0;
    while (c < table->n_columns && strcmp(table->columns[c].head, head) != 0)
        c++;
    return c;
}

static bool gives_order(const struct view_table *table, size_t column)
{
    const struct view_column *own = &table->columns[column];
    return own->head[0] && !own->picture && column_of(table, own->head) == column &&
           differs(table, column);
}

/* Tables that stand beside each other are in an order of their own. */
static bool can_order(const struct view_block *block)
{
    return block->kind == BLOCK_TABLE && !block->table.split && block->table.n_rows > 1;
}

/* The longest table; NULL if there is none. */
static const struct view_table *longest_of(const struct view *view)
{
    const struct view_table *longest = NULL;
    for (size_t i = 0; i < view->n_blocks; i++)
        if (can_order(&view->blocks[i]) &&
            (!longest || view->blocks[i].table.n_rows > longest->n_rows))
            longest = &view->blocks[i].table;
    return longest;
}

const char *columns_next(const struct view *view, size_t block, const char *head)
{
    const struct view_table *table =
        block < view->n_blocks && can_order(&view->blocks[block])
            ? &view->blocks[block].table
            : longest_of(view);
    if (!table)
        return "";
    size_t now = head[0] ? column_of(table, head) : table->n_columns;
    for (size_t c = now == table->n_columns ? 0 : now + 1; c < table->n_columns; c++)
        if (gives_order(table, c))
            return table->columns[c].head;
    return "";
}

static void order_table(struct view_table *table, size_t column, bool reversed,
                        struct arena *arena)
{
    struct view_row *rows = arena_alloc(arena, table->n_rows * sizeof *rows);
    struct place *places = arena_alloc(arena, table->n_rows * sizeof *places);
    for (size_t i = 0; i < table->n_rows; i++)
        places[i] = place_of(table, i, column);
    for (size_t i = 0, end; i < table->n_rows; i = end + 1) {
        for (end = i; end < table->n_rows && !stays(&table->rows[end]); end++)
            ;
        qsort(&places[i], end - i, sizeof *places,
              reversed ? by_column_reversed : by_column);
    }
    for (size_t i = 0; i < table->n_rows; i++)
        rows[i] = *places[i].row;
    table->rows = rows;
    table->sorted = column + 1;
    table->reversed = reversed;
}

void columns_order(struct view *view, const char *head, bool reversed,
                   struct arena *arena)
{
    struct view_block *blocks = arena_alloc(arena, view->n_blocks * sizeof *blocks);
    if (view->n_blocks > 0)
        memcpy(blocks, view->blocks, view->n_blocks * sizeof *blocks);
    for (size_t i = 0; i < view->n_blocks; i++) {
        size_t column = can_order(&blocks[i]) ? column_of(&blocks[i].table, head)
                                              : blocks[i].table.n_columns;
        if (column < blocks[i].table.n_columns && gives_order(&blocks[i].table, column))
            order_table(&blocks[i].table, column, reversed, arena);
    }
    view->blocks = blocks;
}
