/* Histories of items: see views/item_history.h. */
#include "views/item_history.h"

#include "core/text.h"
#include "views/grid.h"
#include "views/words.h"

#include <string.h>

enum { OLD_CELLS = 36, NEW_CELLS = 48 }; /* of a long text that changed */

static const struct view_column columns[] = {
    {.head = N_("Date")},
    {.head = N_("Field")},
    {.head = N_("What changed"), .flexible = true, .min = 20},
    {.head = N_("Delivery"), .align = ALIGN_RIGHT, .drop = 1},
};

struct history {
    struct frame *frame;
    struct grid grid;
    size_t n_rows; /* their keys */
};

static void put_change(struct history *history, const struct receipt *receipt,
                       const char *field, const char *change)
{
    struct arena *arena = history->frame->arena;
    const char *day = day_text(arena, day_from_time(receipt->time));
    struct view_cell *cells =
        grid_row(&history->grid, arena_printf(arena, "history/%zu", history->n_rows++),
                 "", arena_printf(arena, "%s  %s  %s", day, field, change));
    cells[0].text = day;
    cells[1].text = field;
    cells[2].text = change;
    cells[3].text = arena_printf(arena, "#%u", (unsigned)receipt->number);
}

/* A field's text within some cells: one line, its end left out if it is long. */
static const char *brief(struct arena *arena, const char *text, int cells)
{
    return *text ? text_cut(arena, text_clean(arena, text, strlen(text)), cells, 1)
                 : _("not stated");
}

/* A choice's code in the reader's language: in Chinese as offices write it. */
static const char *choice_word(const struct item_field *field, const char *code,
                               enum language language, struct arena *arena)
{
    size_t n = strlen(code);
    for (const char *at = field->choices; at && *at && language == LANGUAGE_ZH;) {
        if (n > 0 && strncmp(at, code, n) == 0 && at[n] == '=')
            return arena_strndup(arena, at + n + 1, strcspn(at + n + 1, "|;"));
        at += strcspn(at, ";");
        at += *at == ';';
    }
    return code;
}

static void put_fields(struct history *history, const struct receipt *receipt,
                       const struct item *old, const struct item *new)
{
    struct arena *arena = history->frame->arena;
    enum language language = history->frame->context->language;
    const struct item_field *fields = item_registers[new->kind].fields;
    for (size_t i = 0; i < item_field_count(new->kind); i++) {
        if (strcmp(old->fields[i], new->fields[i]) == 0)
            continue;
        const char *from = choice_word(&fields[i], old->fields[i], language, arena);
        const char *to = choice_word(&fields[i], new->fields[i], language, arena);
        put_change(history, receipt, _(fields[i].title),
                   arena_printf(arena, _("%1$s -> %2$s"), brief(arena, from, OLD_CELLS),
                                brief(arena, to, NEW_CELLS)));
    }
}

/* What a version did to the one that stood before it (NULL: none). */
static void put_version(struct history *history, const struct receipt *receipt,
                        const struct item *before, const struct item *version)
{
    if (version->late)
        put_change(history, receipt, _("an older edition, came late: never stood"), "");
    else if (version->withdrawn)
        put_change(history, receipt, _("struck out"), "");
    else if (!before)
        put_change(history, receipt, _("entered"), "");
    else if (before->withdrawn)
        put_change(history, receipt, _("entered again"), "");
    if (!version->late && !version->withdrawn && before)
        put_fields(history, receipt, before, version);
}

bool item_history_block(struct frame *frame, const struct item *item,
                        struct error *error)
{
    const struct view_context *context = frame->context;
    const struct query *query = context->query;
    struct item *versions;
    size_t n;
    if (!query->item_history(query->self, item->kind, item->source, item->key,
                             frame->arena, &versions, &n, error))
        return false;
    struct receipt *receipts = arena_alloc(frame->arena, n * sizeof *receipts);
    const struct item **before = arena_alloc(frame->arena, n * sizeof *before);
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        if (!query->receipt(query->self, versions[i].receipt, frame->arena,
                            &receipts[i], error))
            return false;
        if (receipts[i].time > context->known_at)
            break;
        if (i > 0)
            before[i] = versions[i - 1].late ? before[i - 1] : &versions[i - 1];
        known = i + 1;
    }
    struct history history = {
        .frame = frame,
        .grid = grid_open(frame->arena, columns, sizeof columns / sizeof *columns)};
    for (size_t i = known; i-- > 0;)
        put_version(&history, &receipts[i], before[i], &versions[i]);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("History"),
                           .table = grid_table(&history.grid, ""),
                       });
    return true;
}

static const char *source_named(const struct frame *frame, const char *name)
{
    for (size_t i = 0; i < frame->figures.n_sources; i++)
        if (strcmp(frame->figures.sources[i].name, name) == 0)
            return source_title(&frame->figures.sources[i]);
    return name;
}

bool item_origin_text(struct frame *frame, const struct item *item, const char **text,
                      struct error *error)
{
    const struct query *query = frame->context->query;
    struct receipt receipt;
    if (!query->receipt(query->self, item->receipt, frame->arena, &receipt, error))
        return false;
    const char *title = source_named(frame, item->source);
    const char *when = stamp_text(frame->arena, receipt.time);
    *text =
        item->row > 0
            ? arena_printf(frame->arena, _("%1$s, delivery #%2$u (%3$s), row %4$u"),
                           title, (unsigned)item->receipt, when, (unsigned)item->row)
            : arena_printf(frame->arena, _("%1$s, delivery #%2$u (%3$s)"), title,
                           (unsigned)item->receipt, when);
    return true;
}
