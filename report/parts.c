/* What the formats share: see report/parts.h. */
#include "report/parts.h"

#include "views/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char basis[] =
    "国务院关于深入实施“人工智能+”行动的意见（国发〔2025〕11号）";

const char *report_safe(struct arena *arena, const char *text)
{
    if (!text)
        return "";
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < ' ' || byte >= 0x7F)
            return text_clean(arena, text, n);
    }
    return text;
}

void report_put_bytes(struct report *report, const char *bytes, size_t n)
{
    report->full = !buffer_put(report->out, bytes, n) || report->full;
}

void report_put(struct report *report, const char *text)
{
    report_put_bytes(report, text, strlen(text));
}

const char *report_steps(const struct view *view, struct arena *arena)
{
    const char *steps = "";
    for (size_t i = 0; i < view->n_steps; i++)
        steps = arena_printf(arena, "%s%s%s", steps, *steps ? " > " : "",
                             view->steps[i].text);
    return steps;
}

const char *report_title(const struct view *view)
{
    return view->n_steps > 0 ? view->steps[view->n_steps - 1].text : view->address;
}

size_t report_marks(const struct view *view, const char *marks[REPORT_MARKS])
{
    const char *side[] = {view->as_of, view->collected};
    size_t n = 0;
    for (size_t i = 0; i < view->n_marks; i++)
        marks[n++] = view->marks[i].text;
    for (size_t i = 0; i < sizeof side / sizeof *side; i++)
        if (*side[i])
            marks[n++] = side[i];
    return n;
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

const char *report_again(const struct view *view, const struct report_rules *rules,
                         struct arena *arena)
{
    bool plain = !view->address[strcspn(view->address, " '\"$\\`&|;<>()*?!#~")];
    const char *options = rules->options ? rules->options : "";
    return arena_printf(arena, "aiplus --print=%s%s%s",
                        plain ? view->address : quoted(arena, view->address),
                        *options ? " " : "", options);
}

size_t report_foot(const struct view *view, const struct report_rules *rules,
                   struct arena *arena, const char *lines[REPORT_FOOT])
{
    size_t n = 0;
    lines[n++] = arena_printf(arena, _("Printed by: %s"), rules->program);
    const char *data =
        rules->snapshot && *rules->snapshot
            ? arena_printf(arena, _("%1$s; %2$s"), view->collected, rules->snapshot)
            : view->collected;
    lines[n++] = arena_printf(arena, _("Data: %s"), data);
    if (rules->day && *rules->day)
        lines[n++] = arena_printf(arena, _("As of: %s"), rules->day);
    lines[n++] = arena_printf(arena, _("Basis: %s"), basis);
    lines[n++] = arena_printf(arena, _("Address: %s"), view->address);
    lines[n++] = arena_printf(arena, _("Again: %s"), report_again(view, rules, arena));
    return n;
}

bool report_shows(const struct view_table *table, size_t column)
{
    bool drawn = !table->columns[column].picture;
    for (size_t r = 0; r < table->n_rows && !drawn; r++)
        drawn = table->rows[r].cells[column].picture;
    return drawn;
}

bool report_has_heads(const struct view_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].head[0] && report_shows(table, i))
            return true;
    return false;
}

bool report_is_group(const struct view_table *table, const struct view_row *row,
                     const char **text)
{
    const char *first = NULL;
    size_t n = 0;
    for (size_t i = 0; i < table->n_columns; i++)
        if (report_shows(table, i) && row->cells[i].text[0]) {
            first = first ? first : row->cells[i].text;
            n++;
        }
    if (!row->head || n != 1)
        return false;
    *text = first;
    return true;
}

bool report_is_number(const char *text, double *number)
{
    /* What only looks like one ("007", a code that begins with 0) is a text. */
    bool code = text[0] == '0' && text[1] >= '0' && text[1] <= '9';
    return !code && text_number(text, number, NULL) && !strpbrk(text, "eE");
}

const char *report_trim(struct arena *arena, const char *text)
{
    text += strspn(text, " ");
    size_t n = strlen(text);
    if (n == 0 || text[n - 1] != ' ')
        return text;
    while (n > 0 && text[n - 1] == ' ')
        n--;
    return arena_strndup(arena, text, n);
}

const char *report_number(struct arena *arena, double number)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    return arena_strdup(arena, text);
}

const char *report_mark(char mark)
{
    static const struct {
        char mark;
        const char *word;
    } words[] = {
        {'@', N_("official")},    {'^', N_("at least")},    {'v', N_("at most")},
        {'*', N_("about")},       {'o', N_("provisional")}, {'T', N_("target")},
        {'.', N_("target path")}, {'x', N_("projection")},  {'|', N_("break")},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].mark == mark)
            return _(words[i].word);
    static const char regions[][2] = {"A", "B", "C", "D", "E", "F"};
    return mark >= 'A' && mark <= 'F' ? regions[mark - 'A'] : "?";
}
