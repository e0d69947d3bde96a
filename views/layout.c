/* Layout: see views/layout.h. */
#include "views/layout.h"

#include "core/text.h"
#include "views/layout_draft.h"
#include "views/words.h"

#include <string.h>

enum {
    LEAST_HANG = 8,     /* text beside a label */
    STATUS_KEYS = 8,    /* where the keys start in the status line */
    POSITION_WIDTH = 5, /* "18/31" */
    REFERENCE_HANG = 5  /* text behind "[12]" */
};

/* Text hangs from its labels in one column of the page. */
static int hang_of(const struct draft *draft, const struct view *view)
{
    int hang = LEAST_HANG;
    for (size_t i = 0; i < view->n_blocks; i++) {
        const struct view_block *block = &view->blocks[i];
        if (block->kind != BLOCK_TEXT || !block->label[0])
            continue;
        int width = draft_width(draft, draft_text(draft, block->label)) + 2;
        if (width > hang)
            hang = width;
    }
    return hang < draft->usable / 3 ? hang : draft->usable / 3;
}

static void put_block(struct draft *draft, const struct view_block *block)
{
    size_t before = draft->n_lines;
    if (block->kind == BLOCK_MAP && draft->rules->paper) /* the list says the same */
        return;
    if (!block->tight)
        draft_gap(draft);
    struct sheet_block place = {.first = draft->n_lines};
    if (block->title[0]) {
        draft_put(draft, 0, draft_text(draft, block->title), ROLE_HEAD);
        draft_line(draft);
    }
    switch (block->kind) {
    case BLOCK_TEXT:
        layout_text(draft, block);
        break;
    case BLOCK_TABLE:
        layout_table(draft, &block->table, &place);
        break;
    case BLOCK_MATRIX:
        layout_matrix(draft, &block->matrix, &place);
        break;
    case BLOCK_CHART:
        layout_chart(draft, &block->chart);
        break;
    case BLOCK_MAP:
        layout_map(draft, &block->map);
        break;
    }
    if (draft->n_lines == place.first) { /* nothing to say: no gap either */
        draft->n_lines = before;
        return;
    }
    place.last = draft->n_lines - 1;
    draft->blocks =
        arena_more(draft->arena, draft->blocks, draft->n_blocks, sizeof *draft->blocks);
    draft->blocks[draft->n_blocks++] = place;
}

/* On paper: the notes that rows refer to, then the page's own. */
static void put_notes(struct draft *draft, const struct view *view)
{
    if (draft->n_notes + view->n_notes == 0)
        return;
    draft_gap(draft);
    draft_put(draft, 0, draft_text(draft, _("Notes")), ROLE_HEAD);
    draft_line(draft);
    for (size_t i = 0; i < draft->n_notes + view->n_notes; i++) {
        const char *number = arena_printf(draft->arena, "[%zu]", i + 1);
        const char *note =
            i < draft->n_notes ? draft->notes[i] : view->notes[i - draft->n_notes];
        int x = draft_put(draft, 0, number, ROLE_DIM);
        draft_wrap(draft, x + 1 > REFERENCE_HANG ? x + 1 : REFERENCE_HANG, note,
                   ROLE_TEXT, false);
    }
}

void layout_sheet(const struct view *view, const struct layout_rules *rules,
                  struct arena *arena, struct sheet *sheet)
{
    struct draft draft;
    draft_init(&draft, rules, arena);
    draft.hang = hang_of(&draft, view);
    for (size_t i = 0; i < view->n_blocks; i++)
        put_block(&draft, &view->blocks[i]);
    if (rules->paper)
        put_notes(&draft, view);
    *sheet = (struct sheet){
        .width = rules->width,
        .lines = draft.lines,
        .n_lines = draft.n_lines,
        .items = draft.items,
        .n_items = draft.n_items,
        .blocks = draft.blocks,
        .n_blocks = draft.n_blocks,
    };
}

/* The breadcrumb; where it has no room its first steps give way, the page's own stays.
 */
static const char *breadcrumb(const struct draft *draft, const struct view *view,
                              int room)
{
    for (size_t from = 0; from < view->n_steps; from++) {
        const char *text = from == 0 ? "" : "..";
        for (size_t i = from; i < view->n_steps; i++)
            text = arena_printf(draft->arena, "%s%s%s", text, *text ? " > " : "",
                                draft_text(draft, view->steps[i].text));
        if (draft_width(draft, text) <= room || from + 1 == view->n_steps)
            return text_cut(draft->arena, text, room, draft->rules->ambiguous);
    }
    return "";
}

static void head_line(struct draft *draft, const struct view *view)
{
    const char *as_of = draft_text(draft, view->as_of);
    const char *marks[VIEW_MARKS];
    int width = 0; /* of the right side with a blank pair before each part */
    for (size_t i = 0; i < view->n_marks; i++) {
        marks[i] = draft_text(draft, view->marks[i].text);
        width += draft_width(draft, marks[i]) + 2;
    }
    /* The marks always stay; the as-of text and the breadcrumb make room. */
    if (draft_width(draft, as_of) + 2 + width > draft->usable * 3 / 4)
        as_of = "";
    if (*as_of)
        width += draft_width(draft, as_of) + 2;
    int room = draft->usable - width;
    if (room > 0)
        draft_put(draft, 0, breadcrumb(draft, view, room), ROLE_TEXT);
    int x = room > 0 ? room : 0;
    for (size_t i = 0; i < view->n_marks; i++)
        x = draft_put(draft, x + 2, marks[i], view->marks[i].role);
    draft_put(draft, x + 2, as_of, view->as_of_role);
    draft_line(draft);
}

static void conclusion_line(struct draft *draft, const struct view *view)
{
    const char *conclusion = draft_text(draft, view->conclusion);
    const char *collected = draft_text(draft, view->collected);
    int width = draft_width(draft, collected);
    int room = draft->usable - (width > 0 ? width + 2 : 0);
    for (size_t i = 0;
         i < sizeof view->collected_brief / sizeof *view->collected_brief &&
         view->collected_brief[i] && draft_width(draft, conclusion) > room;
         i++) {
        collected = draft_text(draft, view->collected_brief[i]);
        room = draft->usable - draft_width(draft, collected) - 2;
    }
    if (room < draft->usable / 2) {
        collected = "";
        room = draft->usable;
    }
    draft_put(draft, 0,
              text_cut(draft->arena, conclusion, room, draft->rules->ambiguous),
              ROLE_TITLE);
    draft_put_right(draft, draft->usable, collected, view->collected_role);
    draft_line(draft);
}

void layout_head(const struct view *view, const struct layout_rules *rules,
                 struct arena *arena, struct sheet_line lines[2])
{
    struct draft draft;
    draft_init(&draft, rules, arena);
    head_line(&draft, view);
    conclusion_line(&draft, view);
    memcpy(lines, draft.lines, 2 * sizeof *lines);
}

/* As many keys (divided by two blanks) as there is room for. */
static const char *keys_that_fit(const struct draft *draft, const char *keys, int room)
{
    size_t n = strlen(keys);
    for (;;) {
        const char *text = arena_strndup(draft->arena, keys, n);
        if (n == 0 || draft_width(draft, text) <= room)
            return text;
        do
            n--;
        while (n > 0 && !(keys[n - 1] != ' ' && keys[n] == ' ' && keys[n + 1] == ' '));
    }
}

void layout_status(const struct view *view, const char *position, const char *message,
                   const struct layout_rules *rules, struct arena *arena,
                   struct sheet_line *line)
{
    struct draft draft;
    draft_init(&draft, rules, arena);
    position = draft_text(&draft, position);
    int width = draft_width(&draft, position);
    int x = width < POSITION_WIDTH ? POSITION_WIDTH - width : 0;
    x = draft_put(&draft, x, position, ROLE_TEXT) + 1;
    if (x < STATUS_KEYS)
        x = STATUS_KEYS;
    const char *address = draft_text(&draft, view->address);
    if (draft_width(&draft, address) > draft.usable / 2)
        address = text_cut(arena, address, draft.usable / 2, rules->ambiguous);
    int room = draft.usable - draft_width(&draft, address) - 2 - x;
    if (*message) {
        message = draft_text(&draft, message);
        draft_put(&draft, x, text_cut(arena, message, room, rules->ambiguous),
                  ROLE_MARK);
    } else {
        const char *keys = draft_text(&draft, view->keys);
        draft_put(&draft, x, keys_that_fit(&draft, keys, room), ROLE_KEY);
    }
    draft_put_right(&draft, draft.usable, address, ROLE_DIM);
    draft_line(&draft);
    *line = draft.lines[0];
}
