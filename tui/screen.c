/* Screen: draws the four fixed lines, the body between them, prompts, and what is shown
 * in a window that is too small. See tui/session.h. */
#include "tui/session.h"

#include "core/text.h"
#include "tui/cursor.h"
#include "tui/scroll.h"
#include "tui/terminal.h"
#include "views/words.h"

#include <stdio.h>

/* Columns of the completions, and what a prompt's hint must leave free. */
enum { AT_ADDRESS = 2, AT_TITLE = 34, AT_HEAD = 8, PROMPT_LEAST = 32 };

/* Cells of the status line beside message and address; lines of a long sentence. */
enum { STATUS_LEAST = 10, SAID_MOST = 4 };

/* Text at x, plain and cut before the last column. */
static void put(struct tui *tui, struct arena *arena, int row, int x, int width,
                const char *text, enum role role)
{
    if (tui->rules.plain)
        text = text_plain(arena, text);
    if (width > tui->columns - 1 - x)
        width = tui->columns - 1 - x;
    if (width > 0)
        terminal_put(row, x, text_cut(arena, text, width, tui->rules.ambiguous), role);
}

/* ---- the body ---- */

static enum role role_at(const struct sheet_line *line, int x)
{
    for (size_t i = 0; i < line->n; i++)
        if (x >= line->spans[i].x && x < line->spans[i].x + line->spans[i].width)
            return line->spans[i].role;
    return ROLE_TEXT;
}

/* The row of the window in which a line shows, as a pinned head too; -1 if it does not.
 */
static int row_of(const struct tui *tui, size_t line)
{
    const struct shown *page = tui->page;
    struct pinned pinned = scroll_pinned(&page->sheet, page->top);
    if (line >= pinned.first && line < pinned.first + pinned.n)
        return HEAD_LINES + (int)(line - pinned.first);
    if (scroll_shows(&page->sheet, page->top, session_height(tui), line))
        return HEAD_LINES + (int)(line - page->top);
    return -1;
}

static void draw_selection(const struct tui *tui)
{
    const struct sheet_item *item = shown_item(tui->page);
    int row = item ? row_of(tui, item->line) : -1;
    if (row < 0)
        return;
    const struct sheet_line *lines = tui->page->sheet.lines;
    if (item->width > 0)
        terminal_set_off(row, item->x, item->width,
                         role_at(&lines[item->line], item->x), LOOK_REVERSE);
    int head = item->head_width > 0 ? row_of(tui, item->head_line) : -1;
    if (head >= 0)
        terminal_set_off(head, item->head_x, item->head_width,
                         role_at(&lines[item->head_line], item->head_x),
                         LOOK_UNDERLINE);
    terminal_put(row, item->marker, item->closes ? "[" : ">", ROLE_SELECT);
    if (item->closes)
        terminal_put(row, item->closes, "]", ROLE_SELECT);
}

/* A '*' in the second column of a marked region's row; in tiles and in the matrix it
 * shares the cursor's cell. */
static void draw_marks(const struct tui *tui)
{
    const struct sheet *sheet = &tui->page->sheet;
    for (size_t i = 0; tui->marks.n > 0 && i < sheet->n_items; i++) {
        const struct sheet_item *item = &sheet->items[i];
        int row = row_of(tui, item->line);
        if (row < 0 || item->head ||
            !marks_has(&tui->marks, marks_region(item->address)) ||
            (item->width > 0 && i > 0 && sheet->items[i - 1].line == item->line))
            continue;
        bool shared = item->closes || item->width > 0;
        terminal_put(row, item->marker + (shared ? 0 : 1), "*", ROLE_MARK);
    }
}

static void draw_body(const struct tui *tui)
{
    const struct shown *page = tui->page;
    for (size_t row = 0; row < session_height(tui); row++) {
        size_t line = scroll_line(&page->sheet, page->top, row);
        terminal_line(HEAD_LINES + (int)row,
                      line < page->sheet.n_lines ? &page->sheet.lines[line] : NULL);
    }
    draw_marks(tui);
    draw_selection(tui);
}

/* ---- the two lines at the bottom ---- */

/* Does the message fit into the status line, beside an address? */
static bool fits(const struct tui *tui, const char *address)
{
    int used = text_width(tui->message, tui->rules.ambiguous) +
               text_width(address, tui->rules.ambiguous);
    return used + STATUS_LEAST <= tui->columns - 1;
}

/* What was said until the next key, whole: "" = nothing. */
static const char *said(const struct tui *tui)
{
    return tui->note[0] ? tui->note : tui->spills && !fits(tui, "") ? tui->message : "";
}

static void draw_detail(struct tui *tui, struct arena *arena)
{
    const struct sheet_item *item = shown_item(tui->page);
    const char *text = said(tui);
    int row = tui->rows - FOOT_LINES;
    if (!*text) {
        terminal_line(row, NULL);
        text = item && item->detail[0] ? item->detail : tui->page->view.detail;
        put(tui, arena, row, 0, tui->columns, text, ROLE_TEXT);
        return;
    }
    /* A sentence is read to its end: the lower lines of the body are lent to it. */
    const char *lines[SAID_MOST];
    int n = 0, width = tui->columns - 1;
    if (tui->rules.plain)
        text = text_plain(arena, text);
    while (*text && n < SAID_MOST) {
        size_t next, taken = text_wrap(text, width, tui->rules.ambiguous, &next);
        bool last = n + 1 == SAID_MOST;
        lines[n++] = last ? text : arena_strndup(arena, text, taken);
        text += next;
    }
    for (int i = 0; i < n; i++) {
        terminal_line(row - n + 1 + i, NULL);
        put(tui, arena, row - n + 1 + i, 0, width, lines[i], ROLE_TEXT);
    }
}

/* Which row of how many; a matrix's cells and heads are no rows of their own. */
static void write_position(const struct shown *page, char *text, size_t size)
{
    size_t row = 0, rows = 0;
    for (size_t i = 0; i < page->sheet.n_items; i++) {
        const struct sheet_item *item = &page->sheet.items[i];
        rows += !item->head && item->head_width == 0;
        if (i == page->item)
            row = rows;
    }
    snprintf(text, size, "%zu/%zu", row, rows);
}

static void draw_status(struct tui *tui, struct arena *arena)
{
    const struct shown *page = tui->page;
    char position[48] = "";
    if (shown_item(page))
        write_position(page, position, sizeof position);
    struct sheet_line line;
    struct view view = page->view;
    const char *message = tui->message;
    if (!*message || said(tui) == message)
        message = tui->progress;
    else if (!fits(tui, view.address))
        view.address = "";
    layout_status(&view, position, message, &tui->rules, arena, &line);
    terminal_line(tui->rows - 1, &line);
}

/* The lower lines of the body are lent to the completions. */
static void draw_completions(struct tui *tui, struct arena *arena)
{
    int n = (int)tui->n_found, row = tui->rows - FOOT_LINES - n - 1;
    if (n == 0)
        return;
    terminal_line(row, NULL);
    const char *const *heads = prompts[tui->asking].heads;
    put(tui, arena, row, 0, AT_HEAD - 1, _(heads[0]), ROLE_HEAD);
    put(tui, arena, row, AT_HEAD, AT_TITLE - AT_HEAD - 1, _(heads[1]), ROLE_HEAD);
    put(tui, arena, row, AT_TITLE, tui->columns, _(heads[2]), ROLE_HEAD);
    for (int i = 0; i < n; i++) {
        const struct completion *found = &tui->found[i];
        row++;
        terminal_line(row, NULL);
        if (tui->chosen && tui->at_found == (size_t)i)
            terminal_put(row, 0, ">", ROLE_SELECT);
        put(tui, arena, row, AT_ADDRESS, AT_TITLE - AT_ADDRESS - 1, found->address,
            ROLE_TEXT);
        put(tui, arena, row, AT_TITLE, tui->columns, found->title, ROLE_TEXT);
    }
}

static void draw_prompt(struct tui *tui, struct arena *arena)
{
    const char *hint = _(prompts[tui->asking].hint);
    int row = tui->rows - 1, end = tui->columns - 1;
    int hint_width = text_width(hint, tui->rules.ambiguous);
    terminal_line(row, NULL);
    if (end - hint_width - 2 >= PROMPT_LEAST) {
        put(tui, arena, row, end - hint_width, hint_width, hint, ROLE_KEY);
        end -= hint_width + 2;
    }
    /* One cell is the prompt's sign, one the cursor's behind the text. */
    int x;
    size_t from = prompt_window(&tui->prompt, end - 2, tui->rules.ambiguous, &x);
    size_t n = text_fit(tui->prompt.text + from, end - 1, tui->rules.ambiguous, NULL);
    terminal_put(row, 0, prompts[tui->asking].sign, ROLE_KEY);
    terminal_put(row, 1, arena_strndup(arena, tui->prompt.text + from, n), ROLE_TEXT);
    terminal_show_cursor(row, 1 + x);
}

/* ---- a window that is too small ---- */

static void draw_small(struct tui *tui, struct arena *arena)
{
    for (int row = 0; row < tui->rows; row++)
        terminal_line(row, NULL);
    if (tui->columns < 24 || tui->rows < 3) {
        terminal_put(0, 0, "80x24", ROLE_TEXT);
        return;
    }
    const char *address = tui->page->view.address;
    const char *texts[] = {
        arena_printf(arena, _("The window is %dx%d; it needs %dx%d."), tui->columns,
                     tui->rows, LEAST_COLUMNS, LEAST_ROWS),
        _("Please make it larger; the page then comes back."),
        arena_printf(arena, _("Page: %s"), address),
        tui->page->view.conclusion,
        _("q leaves"),
    };
    /* With room, blank lines before the first and behind all but the third. */
    static const int airy[] = {1, 3, 5, 6, 8};
    for (int i = 0; i < 5; i++)
        put(tui, arena, tui->rows > airy[4] + 1 ? airy[i] : i, 2, tui->columns,
            texts[i], ROLE_TEXT);
}

void screen_draw(struct tui *tui)
{
    struct arena arena = {0};
    terminal_hide_cursor();
    if (session_small(tui)) {
        draw_small(tui, &arena);
    } else {
        for (int row = 0; row < HEAD_LINES; row++)
            terminal_line(row, &tui->page->head[row]);
        draw_body(tui);
        if (prompts[tui->asking].heads[0])
            draw_completions(tui, &arena);
        draw_detail(tui, &arena);
        if (tui->asking == ASKING_NOTHING)
            draw_status(tui, &arena);
        else
            draw_prompt(tui, &arena);
    }
    terminal_flush();
    arena_release(&arena);
}
