/*
 * Tables: which columns stay, how wide they are, and the rows in them.
 *
 * Numbers are never cut: a column that does not fit is left out, in drop order. What
 * may be cut are flexible columns, down to their least width; they have the extra width
 * too. On paper nothing is cut: long texts wrap, and what a left-out column would have
 * said becomes a numbered note.
 */
#include "views/layout_draft.h"

#include "core/text.h"
#include "views/words.h"

#include <string.h>

enum {
    GAP = 2,            /* between columns; 1 before a column is left out */
    LEAST_FLEXIBLE = 4, /* of a flexible column where even its `min` does not fit */
    SPLIT_WIDTH = 78,   /* two tables side by side from here on */
    REFERENCE_WIDTH = 6 /* " [123]" behind a row on paper */
};

struct column_plan {
    int natural; /* the longest text; 0 = nothing in it at all */
    int least;
    int x, width; /* x from the table's own left edge */
    bool shown;
};

struct table_plan {
    struct draft *draft;
    const struct view_table *table;
    struct column_plan *columns;
    const char **texts; /* as drawn, by row and column */
    int *widths;        /* of the texts */
    bool dropped;       /* a column that is not to spare is left out */
};

static size_t cell_at(const struct table_plan *plan, size_t row, size_t column)
{
    return row * plan->table->n_columns + column;
}

/* A column's head, with a mark where the reader has ordered the rows by it. */
static const char *head_of(const struct table_plan *plan, size_t column)
{
    const struct view_table *table = plan->table;
    const char *head = draft_text(plan->draft, table->columns[column].head);
    if (table->sorted != column + 1)
        return head;
    return arena_printf(plan->draft->arena, "%s%s", head, table->reversed ? "^" : "v");
}

/* Does the text run on over empty cells behind it? So do the names of groups. */
static bool runs_on(const struct table_plan *plan, size_t row, size_t column)
{
    return plan->table->rows[row].head && column + 1 < plan->table->n_columns &&
           !plan->table->columns[column + 1].picture &&
           !*plan->texts[cell_at(plan, row, column + 1)];
}

static void measure(struct table_plan *plan)
{
    const struct view_table *table = plan->table;
    struct draft *draft = plan->draft;
    size_t n = table->n_rows * table->n_columns;
    plan->columns = arena_alloc(draft->arena, table->n_columns * sizeof *plan->columns);
    plan->texts = arena_alloc(draft->arena, n * sizeof *plan->texts);
    plan->widths = arena_alloc(draft->arena, n * sizeof *plan->widths);
    for (size_t row = 0; row < table->n_rows; row++)
        for (size_t c = 0; c < table->n_columns; c++) {
            size_t i = cell_at(plan, row, c);
            bool shown = !draft->rules->paper || !table->columns[c].picture;
            plan->texts[i] =
                shown ? draft_text(draft, table->rows[row].cells[c].text) : "";
            plan->widths[i] = draft_width(draft, plan->texts[i]);
        }
    for (size_t c = 0; c < table->n_columns; c++) {
        const struct view_column *column = &table->columns[c];
        int longest = draft_width(draft, head_of(plan, c));
        bool drawn = false;
        for (size_t row = 0; row < table->n_rows; row++) {
            int width = plan->widths[cell_at(plan, row, c)];
            drawn = drawn || width > 0;
            if (width > longest && !runs_on(plan, row, c))
                longest = width;
        }
        if (column->picture && (draft->rules->paper || !drawn))
            longest = 0;
        if (longest > 0 && longest < column->min)
            longest = column->min;
        plan->columns[c].natural = longest;
        plan->columns[c].least =
            column->flexible && column->min > 0 ? column->min : longest;
    }
}

/* Cells of the shown columns at their least widths with gaps between them. */
static int least_total(const struct table_plan *plan, int gap)
{
    int total = 0;
    for (size_t c = 0; c < plan->table->n_columns; c++)
        if (plan->columns[c].shown)
            total += plan->columns[c].least + (total > 0 ? gap : 0);
    return total;
}

/* The same with every text whole. */
static int natural_total(const struct table_plan *plan, int gap)
{
    int total = 0;
    for (size_t c = 0; c < plan->table->n_columns; c++)
        if (plan->columns[c].shown)
            total += plan->columns[c].natural + (total > 0 ? gap : 0);
    return total;
}

/* A wide gap, but not at the price of a column or where a narrow one leaves every name
 * whole. */
static int gap_for(const struct table_plan *plan, int room)
{
    if (natural_total(plan, GAP) <= room)
        return GAP;
    return natural_total(plan, 1) <= room || least_total(plan, GAP) > room ? 1 : GAP;
}

/* Leaves out the next column in drop order. False if no more may go. */
static bool drop_next(struct table_plan *plan)
{
    const struct view_column *columns = plan->table->columns;
    size_t next = plan->table->n_columns;
    for (size_t c = 0; c < plan->table->n_columns; c++)
        if (plan->columns[c].shown && columns[c].drop > 0 &&
            (next == plan->table->n_columns || columns[c].drop < columns[next].drop))
            next = c;
    if (next == plan->table->n_columns)
        return false;
    plan->columns[next].shown = false;
    if (!columns[next].spare || plan->draft->rules->paper)
        plan->dropped = true;
    return true;
}

/* Where even the columns that are never dropped have no room: names give way down to a
 * few cells, then columns go from the right, and the first takes what there is. */
static void squeeze(struct table_plan *plan, int room)
{
    for (size_t c = 0; c < plan->table->n_columns; c++)
        if (plan->table->columns[c].flexible && plan->columns[c].least > LEAST_FLEXIBLE)
            plan->columns[c].least = LEAST_FLEXIBLE;
    size_t first = 0;
    while (first < plan->table->n_columns && !plan->columns[first].shown)
        first++;
    for (size_t c = plan->table->n_columns; c-- > first + 1;) {
        if (least_total(plan, 1) <= room)
            return;
        plan->dropped = plan->dropped || plan->columns[c].shown;
        plan->columns[c].shown = false;
    }
    if (least_total(plan, 1) > room)
        plan->columns[first].least = room;
}

/* Gives cells one by one to the column of which the least share is shown. */
static void widen(struct table_plan *plan, int extra)
{
    while (extra-- > 0) {
        struct column_plan *least = NULL;
        for (size_t c = 0; c < plan->table->n_columns; c++) {
            struct column_plan *column = &plan->columns[c];
            if (column->shown && column->width < column->natural &&
                (!least ||
                 column->width * least->natural < least->width * column->natural))
                least = column;
        }
        if (!least)
            return;
        least->width++;
    }
}

/* Fits the columns into `room` cells. */
static void fit(struct table_plan *plan, int room)
{
    plan->dropped = false;
    for (size_t c = 0; c < plan->table->n_columns; c++)
        plan->columns[c].shown = plan->columns[c].natural > 0;
    while (least_total(plan, 1) > room && drop_next(plan))
        ;
    if (least_total(plan, 1) > room)
        squeeze(plan, room);
    int gap = gap_for(plan, room);
    for (size_t c = 0; c < plan->table->n_columns; c++)
        plan->columns[c].width = plan->columns[c].least;
    widen(plan, room - least_total(plan, gap));
    int x = 0;
    for (size_t c = 0; c < plan->table->n_columns; c++)
        if (plan->columns[c].shown) {
            plan->columns[c].x = x;
            x += plan->columns[c].width + gap;
        }
}

/* The cells that a text may take: its column, or for a group's name up to the next text
 * in the row. */
static int room_of(const struct table_plan *plan, size_t row, size_t c, int room)
{
    if (!runs_on(plan, row, c))
        return plan->columns[c].width;
    for (size_t next = c + 1; next < plan->table->n_columns; next++)
        if (plan->columns[next].shown && *plan->texts[cell_at(plan, row, next)]) {
            int start = plan->columns[next].x;
            if (plan->table->columns[next].align == ALIGN_RIGHT)
                start +=
                    plan->columns[next].width - plan->widths[cell_at(plan, row, next)];
            return start - 1 - plan->columns[c].x;
        }
    return room - plan->columns[c].x;
}

/* Line `line` of a wrapped text in the arena; NULL behind its last. */
static const char *piece(const struct draft *draft, const char *text, int width,
                         size_t line)
{
    for (size_t i = 0; *text; i++) {
        size_t next;
        size_t n = text_wrap(text, width, draft->rules->ambiguous, &next);
        if (i == line)
            return arena_strndup(draft->arena, text, n);
        text += next;
    }
    return NULL;
}

/* What a text says on physical line `line` of a field: cut on the screen, wrapped on
 * paper. NULL if it has no such line. */
static const char *fitted(const struct draft *draft, const char *text, int width,
                          size_t line)
{
    if (draft_width(draft, text) <= width)
        return line == 0 ? text : NULL;
    if (draft->rules->paper)
        return piece(draft, text, width, line);
    return line == 0 ? text_cut(draft->arena, text, width, draft->rules->ambiguous)
                     : NULL;
}

/* Draws one physical line of a row at `left`; false if the row has no such line. */
static bool put_row(struct table_plan *plan, size_t row, int left, int room,
                    size_t line)
{
    bool any = line == 0;
    for (size_t c = 0; c < plan->table->n_columns; c++) {
        const struct column_plan *column = &plan->columns[c];
        if (!column->shown)
            continue;
        int width = room_of(plan, row, c, room);
        const char *text =
            fitted(plan->draft, plan->texts[cell_at(plan, row, c)], width, line);
        if (!text)
            continue;
        any = true;
        enum role role = plan->table->rows[row].cells[c].role;
        int x = left + column->x;
        if (plan->table->columns[c].align == ALIGN_RIGHT)
            draft_put_right(plan->draft, x + width, text, role);
        else
            draft_put(plan->draft, x, text, role);
    }
    return any;
}

static void put_item(struct table_plan *plan, size_t row, int marker, size_t block)
{
    const struct view_row *of = &plan->table->rows[row];
    struct draft *draft = plan->draft;
    if (of->head)
        return;
    draft->items =
        arena_more(draft->arena, draft->items, draft->n_items, sizeof *draft->items);
    draft->items[draft->n_items++] = (struct sheet_item){
        .line = draft->n_lines,
        .marker = marker,
        .x = marker,
        .block = block,
        .key = of->key,
        .address = of->address,
        .detail = of->detail,
    };
}

/* Puts one line of the heads at `left`; on paper long ones have several. False if there
 * is no such line. */
static bool put_heads(struct table_plan *plan, int left, size_t line)
{
    struct draft *draft = plan->draft;
    bool any = line == 0;
    for (size_t c = 0; c < plan->table->n_columns; c++) {
        const struct column_plan *column = &plan->columns[c];
        if (!column->shown)
            continue;
        const char *head = fitted(draft, head_of(plan, c), column->width, line);
        if (!head)
            continue;
        any = true;
        int x = left + column->x;
        if (plan->table->columns[c].align == ALIGN_RIGHT)
            draft_put_right(draft, x + column->width, head, ROLE_HEAD);
        else
            draft_put(draft, x, head, ROLE_HEAD);
    }
    return any;
}

static bool has_heads(const struct view_table *table)
{
    for (size_t c = 0; c < table->n_columns; c++)
        if (table->columns[c].head[0])
            return true;
    return false;
}

/* Keeps what the columns left out would have said, and the row's detail text, as a note
 * and returns its reference; NULL if there is nothing to keep. */
static const char *note_row(struct table_plan *plan, size_t row)
{
    struct draft *draft = plan->draft;
    const struct view_row *of = &plan->table->rows[row];
    const char *note = "";
    for (size_t c = 0; c < plan->table->n_columns; c++) {
        const char *text = plan->texts[cell_at(plan, row, c)];
        if (plan->columns[c].shown || !*text)
            continue;
        const char *head = head_of(plan, c);
        text += strspn(text, " ");
        note = arena_printf(draft->arena, "%s%s%s%s%s", note, *note ? _("; ") : "",
                            head, *head ? " " : "", text);
    }
    if (!*note)
        return NULL;
    if (of->detail[0])
        note = arena_printf(draft->arena, "%s%s%s", note, _("; "),
                            draft_text(draft, of->detail));
    draft->notes =
        arena_more(draft->arena, draft->notes, draft->n_notes, sizeof *draft->notes);
    draft->notes[draft->n_notes++] = note;
    return arena_printf(draft->arena, "[%zu]", draft->n_notes);
}

/* The table in two halves beside each other; room holds for each of them. */
static void put_halves(struct table_plan *plan, int right, int room, size_t block)
{
    const struct view_table *table = plan->table;
    struct draft *draft = plan->draft;
    size_t n = table->split;
    if (n < table->n_rows - table->split)
        n = table->n_rows - table->split;
    for (size_t i = 0; i < n; i++) {
        size_t beside = table->split + i;
        bool more = true;
        for (size_t line = 0; more; line++) {
            more = false;
            if (i < table->split) {
                if (line == 0)
                    put_item(plan, i, 0, block);
                more = put_row(plan, i, draft->base, room, line);
            }
            if (beside < table->n_rows) {
                if (line == 0)
                    put_item(plan, beside, right - draft->base, block);
                more = put_row(plan, beside, right, room, line) || more;
            }
            if (more)
                draft_line(draft);
        }
    }
}

static void put_rows(struct table_plan *plan, int room, size_t block)
{
    struct draft *draft = plan->draft;
    for (size_t row = 0; row < plan->table->n_rows; row++) {
        put_item(plan, row, 0, block);
        bool noted = draft->rules->paper && plan->dropped;
        const char *reference = noted ? note_row(plan, row) : NULL;
        for (size_t line = 0; put_row(plan, row, draft->base, room, line); line++) {
            if (line == 0 && reference)
                draft_put_right(draft, draft->usable, reference, ROLE_DIM);
            draft_line(draft);
        }
    }
}

void layout_table(struct draft *draft, const struct view_table *table,
                  struct sheet_block *place)
{
    struct table_plan plan = {.draft = draft, .table = table};
    measure(&plan);
    int right = draft->rules->width / 2 + draft->base;
    int left_room = draft->rules->width / 2 - (draft->rules->paper ? GAP : draft->base);
    int room = draft->usable - right;
    if (left_room < room)
        room = left_room;
    bool halves = table->split > 0 && table->split < table->n_rows &&
                  draft->rules->width >= SPLIT_WIDTH;
    if (halves) {
        fit(&plan, room);
        halves = !plan.dropped;
    }
    if (!halves) {
        room = draft->usable - draft->base;
        fit(&plan, room);
        if (plan.dropped && draft->rules->paper) {
            room -= REFERENCE_WIDTH;
            fit(&plan, room);
        }
    }
    if (table->n_rows > 0 && has_heads(table)) {
        place->head_first = draft->n_lines;
        for (size_t line = 0; put_heads(&plan, draft->base, line); line++) {
            if (halves)
                put_heads(&plan, right, line);
            draft_line(draft);
        }
        place->heads = draft->n_lines - place->head_first;
    }
    if (table->n_rows == 0)
        draft_wrap(draft, draft->base, table->empty, ROLE_DIM, false);
    else if (halves)
        put_halves(&plan, right, room, draft->n_blocks);
    else
        put_rows(&plan, room, draft->n_blocks);
}
