/*
 * Matrices. On the screen: a cell of two or three a column, heads downwards, counts at
 * the right, so that a whole document fits beside every region. On paper: a paragraph a
 * region, which names its exceptions in words.
 */
#include "views/layout_draft.h"

#include "core/text.h"
#include "views/words.h"

#include <string.h>

enum {
    WIDE_FROM = 120,  /* cells of the screen; three a column from here on */
    SYMBOL_WIDTH = 2, /* at the right of a column */
    HEAD_LINES = 4,
    LEAST_NAME = 4,      /* cells */
    TOTAL_WIDTH = 3,     /* of a count with the blank before it */
    PAPER_NAME_MOST = 20 /* cells of a region's name on paper */
};

struct matrix_plan {
    struct draft *draft;
    const struct view_matrix *matrix;
    int step;                /* cells a column */
    int name;                /* cells of the row names, from cell 1 */
    bool brief;              /* rows go by their brief names */
    size_t shown;            /* columns that fit */
    int *columns;            /* x of each column's first cell */
    int *totals;             /* x behind each count */
    size_t block, head_line; /* the last line of the heads */
};

/* The row's name, or its brief one where that is asked for and there is one. */
static const char *name_of(const struct draft *draft, const struct view_matrix_row *row,
                           bool brief)
{
    return draft_text(draft,
                      brief && row->brief && row->brief[0] ? row->brief : row->name);
}

static int longest_name(const struct draft *draft, const struct view_matrix *matrix,
                        bool brief)
{
    int longest = 0;
    for (size_t i = 0; i < matrix->n_rows; i++) {
        int width = draft_width(draft, name_of(draft, &matrix->rows[i], brief));
        if (width > longest)
            longest = width;
    }
    return longest;
}

static int total_width(const struct draft *draft, const struct view_matrix *matrix,
                       size_t total)
{
    int longest = draft_width(draft, draft_text(draft, matrix->total_heads[total])) + 1;
    for (size_t i = 0; i < matrix->n_rows; i++) {
        const char *text = draft_text(draft, matrix->rows[i].totals[total]);
        if (draft_width(draft, text) + 1 > longest)
            longest = draft_width(draft, text) + 1;
    }
    return longest > TOTAL_WIDTH ? longest : TOTAL_WIDTH;
}

/* Everything has its place before the first line: names take what columns and counts
 * leave, and where nothing is left columns go from the right. */
static struct matrix_plan plan_matrix(struct draft *draft,
                                      const struct view_matrix *matrix)
{
    struct matrix_plan plan = {
        .draft = draft,
        .matrix = matrix,
        .step = draft->rules->width >= WIDE_FROM ? 3 : 2,
        .columns = arena_alloc(draft->arena, matrix->n_columns * sizeof(int)),
        .totals = arena_alloc(draft->arena, matrix->n_totals * sizeof(int)),
        .block = draft->n_blocks,
    };
    int fixed = 2; /* the marker, and a blank behind the name */
    for (size_t t = 0; t < matrix->n_totals; t++)
        fixed += total_width(draft, matrix, t);
    int body = 0;
    for (size_t c = 0; c < matrix->n_columns; c++) {
        int width = plan.step + (c > 0 && matrix->columns[c].group_start);
        if (fixed + LEAST_NAME + body + width > draft->usable)
            break;
        plan.columns[c] = body + (c > 0 && matrix->columns[c].group_start);
        body += width;
        plan.shown++;
    }
    plan.name = draft->usable - fixed - body;
    plan.brief = plan.step == 2 || longest_name(draft, matrix, false) > plan.name;
    int longest = longest_name(draft, matrix, plan.brief);
    if (longest < plan.name)
        plan.name = longest;
    for (size_t c = 0; c < plan.shown; c++)
        plan.columns[c] += 2 + plan.name;
    int x = 2 + plan.name + body;
    for (size_t t = 0; t < matrix->n_totals; t++)
        plan.totals[t] = x += total_width(draft, matrix, t);
    return plan;
}

/* Where a column's symbols and its head end. */
static int column_end(const struct matrix_plan *plan, size_t column)
{
    return plan->columns[column] + plan->step;
}

/* The part of a head on a line. Downwards a character; else a code in two parts, A2
 * over .2, the first of them once for a group, and without its letter where that has no
 * room (B10: 10). */
static const char *head_part(const struct matrix_plan *plan, size_t column, size_t line)
{
    struct arena *arena = plan->draft->arena;
    const char *head = draft_text(plan->draft, plan->matrix->columns[column].head);
    if (plan->matrix->heads_downwards) {
        for (; line > 0 && *head; line--)
            head += text_fit(head, SYMBOL_WIDTH, plan->draft->rules->ambiguous, NULL);
        size_t n = text_fit(head, SYMBOL_WIDTH, plan->draft->rules->ambiguous, NULL);
        return arena_strndup(arena, head, n);
    }
    size_t first = strcspn(head, ".");
    bool again = column > 0 && head[first] == '.' &&
                 strncmp(head, plan->matrix->columns[column - 1].head, first + 1) == 0;
    const char *part = line == 1             ? head + first
                       : line == 0 && !again ? arena_strndup(arena, head, first)
                                             : "";
    while (draft_width(plan->draft, part) > plan->step)
        part++;
    return part;
}

static size_t head_lines(const struct matrix_plan *plan)
{
    size_t lines = 1;
    for (size_t line = 1; line < HEAD_LINES; line++)
        for (size_t c = 0; c < plan->shown; c++)
            if (*head_part(plan, c, line))
                lines = line + 1;
    return lines;
}

static void put_groups(const struct matrix_plan *plan)
{
    for (size_t c = 0; c < plan->shown; c++) {
        const char *group = draft_text(plan->draft, plan->matrix->group_heads[c]);
        if (!*group)
            continue;
        size_t next = c + 1;
        while (next < plan->shown && !*plan->matrix->group_heads[next])
            next++;
        int x = column_end(plan, c) - SYMBOL_WIDTH;
        int end = next < plan->shown ? column_end(plan, next) - SYMBOL_WIDTH - 1
                                     : plan->draft->usable;
        size_t n = text_fit(group, end - x, plan->draft->rules->ambiguous, NULL);
        draft_put(plan->draft, x, arena_strndup(plan->draft->arena, group, n),
                  ROLE_TEXT);
    }
    draft_line(plan->draft);
}

static void put_item(const struct matrix_plan *plan, struct sheet_item item)
{
    struct draft *draft = plan->draft;
    item.line = draft->n_lines;
    item.block = plan->block;
    draft->items =
        arena_more(draft->arena, draft->items, draft->n_items, sizeof *draft->items);
    draft->items[draft->n_items++] = item;
}

/* A head can be stood on: Enter opens its task. */
static void put_head(const struct matrix_plan *plan, size_t c)
{
    const struct view_matrix_column *column = &plan->matrix->columns[c];
    put_item(plan, (struct sheet_item){
                       .x = column_end(plan, c) - SYMBOL_WIDTH,
                       .width = SYMBOL_WIDTH,
                       .key = arena_printf(plan->draft->arena, "/%s", column->key),
                       .address = column->address,
                       .detail = column->detail ? column->detail : column->name,
                       .head = true,
                   });
}

static void put_heads(struct matrix_plan *plan)
{
    size_t lines = head_lines(plan);
    plan->head_line = plan->draft->n_lines + lines - 1;
    for (size_t line = 0; line < lines; line++) {
        /* The rule under the heads is drawn once: a style for every character of every
         * line is what a change to this page would cost most. */
        enum role role = line + 1 == lines ? ROLE_HEAD : ROLE_TEXT;
        for (size_t c = 0; c < plan->shown; c++) {
            if (line + 1 == lines)
                put_head(plan, c);
            draft_put_right(plan->draft, column_end(plan, c), head_part(plan, c, line),
                            role);
        }
        if (line + 1 == lines)
            for (size_t t = 0; t < plan->matrix->n_totals; t++)
                draft_put_right(plan->draft, plan->totals[t],
                                draft_text(plan->draft, plan->matrix->total_heads[t]),
                                ROLE_HEAD);
        draft_line(plan->draft);
    }
}

static void put_row(const struct matrix_plan *plan, const struct view_matrix_row *row)
{
    struct draft *draft = plan->draft;
    const char *name = name_of(draft, row, plan->brief);
    size_t n = text_fit(name, plan->name, draft->rules->ambiguous, NULL);
    put_item(plan, (struct sheet_item){.x = 1,
                                       .width = plan->name,
                                       .key = row->key,
                                       .address = row->address,
                                       .detail = row->detail});
    draft_put(draft, 1, arena_strndup(draft->arena, name, n), ROLE_TEXT);
    for (size_t c = 0; c < plan->shown; c++) {
        const struct view_matrix_cell *cell = &row->cells[c];
        int x = column_end(plan, c) - SYMBOL_WIDTH;
        put_item(plan, (struct sheet_item){
                           .x = x,
                           .width = SYMBOL_WIDTH,
                           .key = arena_printf(draft->arena, "%s/%s", row->key,
                                               plan->matrix->columns[c].key),
                           .address = cell->address,
                           .detail = cell->detail,
                           .behind = cell->behind,
                           .head_line = plan->head_line,
                           .head_x = x,
                           .head_width = SYMBOL_WIDTH,
                       });
        const char *symbol = draft_text(draft, cell->symbol);
        n = text_fit(symbol, SYMBOL_WIDTH, draft->rules->ambiguous, NULL);
        draft_put_right(draft, x + SYMBOL_WIDTH, arena_strndup(draft->arena, symbol, n),
                        cell->role);
    }
    for (size_t t = 0; t < plan->matrix->n_totals; t++)
        draft_put_right(draft, plan->totals[t], draft_text(draft, row->totals[t]),
                        ROLE_TEXT);
    draft_line(draft);
}

/* ---- paper ---- */

/* "Behind 2: A2.2, B8", for every word among the row's exceptions; a word that holds
 * for all columns names none. */
static const char *exceptions(const struct draft *draft,
                              const struct view_matrix *matrix,
                              const struct view_matrix_row *row)
{
    struct arena *arena = draft->arena;
    bool *said = arena_alloc(arena, matrix->n_columns * sizeof *said);
    const char *text = "";
    for (size_t c = 0; c < matrix->n_columns; c++) {
        if (!row->cells[c].exception || said[c])
            continue;
        const char *word = row->cells[c].word;
        const char *names = "";
        size_t n = 0;
        for (size_t other = c; other < matrix->n_columns; other++) {
            if (!row->cells[other].exception || strcmp(row->cells[other].word, word))
                continue;
            said[other] = true;
            names = arena_printf(arena, "%s%s%s", names, n > 0 ? _(", ") : "",
                                 matrix->columns[other].name);
            n++;
        }
        const char *part = n == matrix->n_columns
                               ? arena_printf(arena, _("%s: all %zu"), word, n)
                               : arena_printf(arena, _("%s %zu: %s"), word, n, names);
        text = arena_printf(arena, "%s%s%s", text, *text ? _("; ") : "", part);
    }
    return text;
}

static void paper_row(struct draft *draft, const struct view_matrix *matrix,
                      const struct view_matrix_row *row, int x)
{
    const char *text = row->judged && *row->judged
                           ? arena_printf(draft->arena, "%s  ", row->judged)
                           : "";
    for (size_t t = 0; t < matrix->n_totals; t++)
        text = arena_printf(draft->arena, "%s%s %s  ", text, matrix->total_heads[t],
                            row->totals[t]);
    const char *list = exceptions(draft, matrix, row);
    if (!*list)
        list = row->quiet && *row->quiet ? row->quiet : _("no exceptions");
    const char *line =
        arena_printf(draft->arena, "%s%s", text, draft_text(draft, list));
    bool fits = draft_width(draft, line) <= draft->usable - x;
    if (!fits && *text)
        line = arena_printf(draft->arena, "%s\n%s", text, list);
    if (draft_put(draft, 0, draft_text(draft, row->name), ROLE_TEXT) >= x)
        draft_line(draft);
    draft_wrap(draft, x, line, ROLE_TEXT, false);
}

void layout_matrix(struct draft *draft, const struct view_matrix *matrix,
                   struct sheet_block *place)
{
    if (draft->rules->paper) {
        int x = longest_name(draft, matrix, false) + 2;
        if (x > PAPER_NAME_MOST)
            x = PAPER_NAME_MOST;
        for (size_t i = 0; i < matrix->n_rows; i++)
            paper_row(draft, matrix, &matrix->rows[i], x);
    } else {
        struct matrix_plan plan = plan_matrix(draft, matrix);
        place->head_first = draft->n_lines;
        put_groups(&plan);
        put_heads(&plan);
        place->heads = draft->n_lines - place->head_first;
        for (size_t i = 0; i < matrix->n_rows; i++)
            put_row(&plan, &matrix->rows[i]);
        if (plan.brief && matrix->brief_legend && matrix->brief_legend[0])
            draft_wrap(draft, 0, matrix->brief_legend, ROLE_DIM, false);
    }
    if (matrix->legend[0])
        draft_wrap(draft, 0, matrix->legend, ROLE_DIM, false);
}
