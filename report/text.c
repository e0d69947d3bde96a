/*
 * Text: title, conclusion, the page's blocks, notes, and where it comes from. Plain
 * characters only, no blank at a line's end, escape sequences only if asked for.
 */
#include "report/text.h"

#include "report/legend.h"
#include "report/parts.h"
#include "views/layout.h"
#include "views/words.h"

#include <string.h>

struct paper {
    struct report *report;
    const struct layout_rules *rules;
    struct arena *arena;
};

/* How a role looks where colours are asked for (ECMA-48, SGR): the sixteen colours,
 * which every terminal and pager has. NULL = plain. */
static const char *colour_of(enum role role)
{
    static const char *const colours[ROLE_COUNT] = {
        [ROLE_HEAD] = "1",    [ROLE_TITLE] = "1",   [ROLE_GOOD] = "32",
        [ROLE_WARN] = "33",   [ROLE_BAD] = "31",    [ROLE_DONE] = "36",
        [ROLE_TARGET] = "35", [ROLE_ALERT] = "1;31"};
    return colours[role];
}

static void put_span(struct paper *paper, const char *text, size_t n, enum role role)
{
    const char *colour = paper->report->rules->colour ? colour_of(role) : NULL;
    if (colour)
        report_put(paper->report, arena_printf(paper->arena, "\033[%sm", colour));
    report_put_bytes(paper->report, text, n);
    if (colour)
        report_put(paper->report, "\033[0m");
}

static void put_blanks(struct paper *paper, int n)
{
    while (n-- > 0)
        report_put(paper->report, " ");
}

static void put_line(struct paper *paper, const struct sheet_line *line)
{
    int x = 0;
    for (size_t i = 0; i < line->n; i++) {
        const struct sheet_span *span = &line->spans[i];
        size_t n = strlen(span->text);
        while (i + 1 == line->n && n > 0 && span->text[n - 1] == ' ')
            n--;
        if (n == 0)
            continue;
        put_blanks(paper, span->x - x);
        put_span(paper, span->text, n, span->role);
        x = span->x + span->width;
    }
    report_put(paper->report, "\n");
}

static void put_blocks(struct paper *paper, const struct view *view)
{
    struct sheet sheet;
    layout_sheet(view, paper->rules, paper->arena, &sheet);
    for (size_t i = 0; i < sheet.n_lines; i++)
        put_line(paper, &sheet.lines[i]);
}

/* A wrapped paragraph, laid out like those of pages. */
static void put_paragraph(struct paper *paper, const char *label, const char *text)
{
    const struct view_block block = {
        .kind = BLOCK_TEXT, .title = "", .label = label, .text = text};
    const struct view page = {.blocks = &block, .n_blocks = 1};
    if (*text)
        put_blocks(paper, &page);
}

static void put_title(struct paper *paper, const struct view *view)
{
    const char *marks[REPORT_MARKS], *text = "";
    size_t n = report_marks(view, marks);
    for (size_t i = 0; i < n; i++)
        text = arena_printf(paper->arena, "%s%s%s", text, *text ? "  " : "", marks[i]);
    put_paragraph(paper, "", report_steps(view, paper->arena));
    put_paragraph(paper, "", text);
    report_put(paper->report, "\n");
    put_paragraph(paper, "", view->conclusion);
    report_put(paper->report, "\n");
}

/* Where it comes from, and how to print it again. */
static void put_foot(struct paper *paper, const struct view *view)
{
    const char *lines[REPORT_FOOT];
    size_t n = report_foot(view, paper->report->rules, paper->arena, lines);
    report_put(paper->report, "\n--\n");
    for (size_t i = 0; i < n; i++)
        put_paragraph(paper, "", lines[i]);
}

static bool write_page(struct report *report, const struct view *view,
                       struct error *error)
{
    const struct report_rules *rules = report->rules;
    const struct layout_rules layout = {.width = rules->width,
                                        .ambiguous = rules->ambiguous,
                                        .tier = rules->glyphs,
                                        .paper = true};
    struct paper paper = {.report = report, .rules = &layout, .arena = report->arena};
    (void)error;
    if (report->n_pages > 0)
        report_put(report, "\n\n");
    put_title(&paper, view);
    put_blocks(&paper, view);
    const char *legend = legend_text(view, report->arena);
    if (*legend) {
        report_put(report, "\n");
        put_paragraph(&paper, "", arena_printf(report->arena, _("Signs: %s"), legend));
    }
    put_foot(&paper, view);
    return true;
}

const struct report_format report_text = {
    .name = "text", .ending = ".txt", .type = "text/plain", .page = write_page};
