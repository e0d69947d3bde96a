/* Drafts: see views/layout_draft.h. */
#include "views/layout_draft.h"

#include "core/text.h"

#include <string.h>

/* Where terminals disagree about a width, the original characters of a clause are given
 * the greater one: a line may look short, it never runs over. */
enum { VERBATIM_AMBIGUOUS = 2, LEAST_WRAP = 8 };

void draft_init(struct draft *draft, const struct layout_rules *rules,
                struct arena *arena)
{
    *draft = (struct draft){
        .rules = rules,
        .arena = arena,
        .usable = rules->paper ? rules->width : rules->width - 1,
        .base = rules->paper ? 0 : 2,
    };
    if (draft->usable < 1)
        draft->usable = 1;
}

const char *draft_text(const struct draft *draft, const char *text)
{
    char *clean = text_clean(draft->arena, text, strlen(text));
    return draft->rules->plain ? text_plain(draft->arena, clean) : clean;
}

int draft_width(const struct draft *draft, const char *text)
{
    return text_width(text, draft->rules->ambiguous);
}

static int put(struct draft *draft, int x, const char *text, enum role role,
               int ambiguous)
{
    int width = text_width(text, ambiguous);
    if (draft->n_spans > 0) {
        const struct sheet_span *last = &draft->spans[draft->n_spans - 1];
        if (x < last->x + last->width) /* only where a line is too short for it all */
            x = last->x + last->width;
    }
    if (width == 0 || x >= draft->usable)
        return x;
    if (x + width > draft->usable) {
        text = text_cut(draft->arena, text, draft->usable - x, ambiguous);
        width = text_width(text, ambiguous);
    }
    draft->spans =
        arena_more(draft->arena, draft->spans, draft->n_spans, sizeof *draft->spans);
    draft->spans[draft->n_spans++] = (struct sheet_span){x, width, text, role};
    return x + width;
}

int draft_put(struct draft *draft, int x, const char *text, enum role role)
{
    return put(draft, x, text, role, draft->rules->ambiguous);
}

void draft_put_right(struct draft *draft, int end, const char *text, enum role role)
{
    int x = end - draft_width(draft, text);
    draft_put(draft, x > 0 ? x : 0, text, role);
}

void draft_line(struct draft *draft)
{
    draft->lines =
        arena_more(draft->arena, draft->lines, draft->n_lines, sizeof *draft->lines);
    draft->lines[draft->n_lines++] = (struct sheet_line){draft->spans, draft->n_spans};
    draft->spans = NULL;
    draft->n_spans = 0;
}

void draft_gap(struct draft *draft)
{
    if (draft->n_lines > 0)
        draft_line(draft);
}

static void wrap_paragraph(struct draft *draft, int x, const char *text, enum role role,
                           int ambiguous)
{
    while (*text) {
        size_t next;
        size_t n = text_wrap(text, draft->usable - x, ambiguous, &next);
        put(draft, x, arena_strndup(draft->arena, text, n), role, ambiguous);
        draft_line(draft);
        text += next;
    }
}

void draft_wrap(struct draft *draft, int x, const char *text, enum role role,
                bool verbatim)
{
    int ambiguous = verbatim ? VERBATIM_AMBIGUOUS : draft->rules->ambiguous;
    if (x > draft->usable - LEAST_WRAP) {
        if (draft->n_spans > 0)
            draft_line(draft);
        x = 0;
    }
    for (;;) {
        size_t n = strcspn(text, "\n");
        const char *paragraph =
            verbatim ? text_clean(draft->arena, text, n)
                     : draft_text(draft, arena_strndup(draft->arena, text, n));
        if (*paragraph)
            wrap_paragraph(draft, x, paragraph, role, ambiguous);
        else
            draft_line(draft);
        if (!text[n] || !text[n + 1])
            return;
        text += n + 1;
    }
}
