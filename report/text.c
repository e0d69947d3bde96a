/*
 * Text: title, conclusion, the page's blocks, notes, and where it comes from. Plain
 * characters only, no escape sequence, no blank at a line's end.
 */
#include "report/text.h"

#include "report/legend.h"
#include "views/layout.h"
#include "views/words.h"

#include <string.h>

struct paper {
    const struct layout_rules *rules;
    struct arena *arena;
    struct buffer *out;
    bool full; /* the buffer has reached its ceiling */
};

static void put(struct paper *paper, const char *bytes, size_t n)
{
    paper->full = !buffer_put(paper->out, bytes, n) || paper->full;
}

static void put_blanks(struct paper *paper, int n)
{
    while (n-- > 0)
        put(paper, " ", 1);
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
        put(paper, span->text, n);
        x = span->x + span->width;
    }
    put(paper, "\n", 1);
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
    struct arena *arena = paper->arena;
    const char *steps = "";
    for (size_t i = 0; i < view->n_steps; i++)
        steps = arena_printf(arena, "%s%s%s", steps, *steps ? " > " : "",
                             view->steps[i].text);
    const char *marks = "";
    for (size_t i = 0; i < view->n_marks; i++)
        marks = arena_printf(arena, "%s%s%s", marks, *marks ? "  " : "",
                             view->marks[i].text);
    const char *side[] = {view->as_of, view->collected};
    for (size_t i = 0; i < sizeof side / sizeof *side; i++)
        if (*side[i])
            marks = arena_printf(arena, "%s%s%s", marks, *marks ? "  " : "", side[i]);
    put_paragraph(paper, "", steps);
    put_paragraph(paper, "", marks);
    put(paper, "\n", 1);
    put_paragraph(paper, "", view->conclusion);
    put(paper, "\n", 1);
}

/* The text as one word of a shell's command line. */
static const char *quoted(struct arena *arena, const char *text)
{
    const char *quoted_text = "'";
    for (;;) {
        size_t n = strcspn(text, "'");
        quoted_text = arena_printf(arena, "%s%.*s", quoted_text, (int)n, text);
        if (!text[n])
            return arena_printf(arena, "%s'", quoted_text);
        quoted_text = arena_printf(arena, "%s'\\''", quoted_text);
        text += n + 1;
    }
}

/* Where it comes from, and how to print it again. */
static void put_footer(struct paper *paper, const struct view *view,
                       const struct report_rules *rules)
{
    struct arena *arena = paper->arena;
    bool plain = !view->address[strcspn(view->address, " '\"$\\`&|;<>()*?!#~")];
    const char *options = rules->options ? rules->options : "";
    put(paper, "\n--\n", 4);
    put_paragraph(paper, "", arena_printf(arena, _("Printed by: %s"), rules->program));
    put_paragraph(paper, "", arena_printf(arena, _("Data: %s"), view->collected));
    put_paragraph(paper, "",
                  arena_printf(arena, _("Basis: %s"),
                               "国务院关于深入实施“人工智能+”行动的意见"
                               "（国发〔2025〕11号）"));
    put_paragraph(paper, "", arena_printf(arena, _("Address: %s"), view->address));
    put_paragraph(paper, "",
                  arena_printf(arena, _("Again: aiplus --print=%s%s%s"),
                               plain ? view->address : quoted(arena, view->address),
                               *options ? " " : "", options));
}

static bool write_text(const struct view *view, const struct report_rules *rules,
                       struct arena *arena, struct buffer *out, struct error *error)
{
    const struct layout_rules layout = {

        .width = rules->width,
        .ambiguous = rules->ambiguous,
        .tier = rules->glyphs,
        .paper = true};
    struct paper paper = {.rules = &layout, .arena = arena, .out = out};
    put_title(&paper, view);
    put_blocks(&paper, view);
    const char *legend = legend_text(view, arena);
    if (*legend) {
        put(&paper, "\n", 1);
        put_paragraph(&paper, "", arena_printf(arena, _("Signs: %s"), legend));
    }
    put_footer(&paper, view, rules);
    if (paper.full) {
        const char *most = arena_printf(arena, "%zu", out->ceiling);
        return error_set(error, ERROR_TOO_LARGE, view->address, most);
    }
    return true;
}

const struct report_format report_text = {
    .name = "text", .ending = ".txt", .write = write_text};
