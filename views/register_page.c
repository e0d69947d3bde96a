/* Registers on a page: see views/register_page.h. */
#include "views/register_page.h"

#include "views/grid.h"
#include "views/source_text.h"
#include "views/words.h"

#include <string.h>

/* ---- where an item is from ---- */

const char *register_source(const struct figures *figures, const char *name)
{
    for (size_t i = 0; i < figures->n_sources; i++)
        if (strcmp(figures->sources[i].name, name) == 0)
            return source_title(&figures->sources[i]);
    return name;
}

const char *register_place(const struct register_item *item, enum language language)
{
    return item->region ? region_short(item->region, language)
                        : item_field(item->item, "region");
}

bool register_origin(const struct frame *frame, const struct item *item,
                     const char **text, struct error *error)
{
    struct arena *arena = frame->arena;
    const struct query *query = frame->context->query;
    struct receipt receipt;
    if (!query->receipt(query->self, item->receipt, arena, &receipt, error))
        return false;
    *text = arena_printf(arena, _("%1$s, delivery #%2$u of %3$s"),
                         register_source(&frame->figures, item->source),
                         (unsigned)item->receipt, stamp_text(arena, receipt.time));
    if (item->row)
        *text = arena_printf(arena, _("%1$s, row %2$u of its body"), *text,
                             (unsigned)item->row);
    return true;
}

bool register_has_id(const struct catalog *catalog, const char *id)
{
    (void)catalog;
    return *id != '\0';
}

/* ---- the record of its changes ---- */

static const struct view_column columns[] = {
    {.head = N_("Date")},
    {.head = N_("What"), .flexible = true, .min = 8},
    {.head = N_("What changed"), .flexible = true, .min = 24},
    {.head = N_("Delivered by"), .flexible = true, .min = 10, .drop = 1},
};

/* One line of the record. */
struct entry {
    int32_t day;
    size_t version; /* lines of one stand together, in the order of its fields */
    const char *what, *change, *who;
    enum role role;
};

struct record {
    struct frame *frame;
    const struct register_item *item;
    struct entry *entries; /* oldest first */
    size_t n, n_versions;
};

static void add(struct record *record, struct entry entry)
{
    record->entries = arena_more(record->frame->arena, record->entries, record->n,
                                 sizeof *record->entries);
    record->entries[record->n++] = entry;
}

/* A choice's code in the reader's language: in Chinese as offices write it. */
static const char *choice_word(const struct item_field *field, const char *code,
                               enum language language, struct arena *arena)
{
    size_t n = strlen(code);
    for (const char *at = field->choices; *at && language == LANGUAGE_ZH;) {
        if (strncmp(at, code, n) == 0 && at[n] == '=')
            return arena_strndup(arena, at + n + 1, strcspn(at + n + 1, "|;"));
        at += strcspn(at, ";");
        at += *at == ';';
    }
    return code;
}

const char *register_field_text(const struct item_field *field, const char *text,
                                enum language language, struct arena *arena)
{
    static const struct {
        const char *code;
        enum deadline_state state;
    } states[] = {
        {"open", DEADLINE_IN_TIME},
        {"due", DEADLINE_DUE_SOON},
        {"overdue", DEADLINE_OVERDUE},
        {"closed", DEADLINE_CLOSED},
    };
    if (!*text)
        return _("not filled in");
    if (field->type == ITEM_PERCENT)
        return arena_printf(arena, "%s%%", text);
    for (size_t i = 0; field->type == ITEM_CHOICE && i < sizeof states / sizeof *states;
         i++)
        if (strcmp(states[i].code, text) == 0)
            return _(deadline_rows[states[i].state].word);
    if (field->type == ITEM_CHOICE)
        return choice_word(field, text, language, arena);
    return text;
}

/* What a version says otherwise than the one before it: a line a field. */
static size_t add_changes(struct record *record, const struct item *before,
                          const struct item *after, struct entry entry)
{
    struct arena *arena = record->frame->arena;
    enum language language = record->frame->context->language;
    const struct item_field *fields = item_registers[after->kind].fields;
    size_t n = 0;
    for (size_t i = 0; fields[i].name; i++) {
        if (strcmp(before->fields[i], after->fields[i]) == 0)
            continue;
        entry.what = _(fields[i].title);
        entry.change = arena_printf(
            arena, _("%1$s -> %2$s"),
            register_field_text(&fields[i], before->fields[i], language, arena),
            register_field_text(&fields[i], after->fields[i], language, arena));
        add(record, entry);
        n++;
    }
    return n;
}

static void add_version(struct record *record, const struct item *stood,
                        const struct item *version, int32_t day)
{
    struct entry entry = {.day = day, .version = ++record->n_versions, .change = ""};
    entry.who = arena_printf(record->frame->arena, "%s #%u",
                             register_source(&record->frame->figures, version->source),
                             (unsigned)version->receipt);
    if (version->late) {
        entry.what = _("Older edition");
        entry.change = _("came late and never stood");
        entry.role = ROLE_DIM;
        add(record, entry);
    } else if (version->withdrawn) {
        entry.what = _("Struck out");
        entry.change = _("no longer in the delivery");
        entry.role = ROLE_WARN;
        add(record, entry);
    } else if (!stood || stood->withdrawn) {
        bool planned = version->kind == ITEM_LEDGER;
        entry.what = stood     ? _("Entered again")
                     : planned ? _("Entered")
                               : _("First delivered");
        entry.change = item_field(version, "title");
        add(record, entry);
        if (stood)
            add_changes(record, stood, version, entry);
    } else {
        add_changes(record, stood, version, entry);
    }
}

/* The day on which the deadline passed without the item being closed: a line of the
 * record like any other, that nobody delivered. */
static void add_overdue(struct record *record, int32_t until)
{
    const struct deadline *deadline = &record->item->deadline;
    bool in_time = deadline->state == DEADLINE_CLOSED &&
                   (!deadline->has_closed || deadline->closed_on <= deadline->day);
    if (!deadline->has_day || in_time || deadline->day >= until)
        return;
    struct entry entry = {.day = deadline->day,
                          .what = _("Deadline"),
                          .change = _("passed, not closed"),
                          .who = "",
                          .role = ROLE_BAD};
    add(record, entry);
    /* Into its place: behind all that came by the end of that day. */
    size_t at = record->n - 1;
    for (; at > 0 && record->entries[at - 1].day > entry.day; at--)
        record->entries[at] = record->entries[at - 1];
    record->entries[at] = entry;
}

static bool read_versions(struct record *record, struct error *error)
{
    const struct view_context *context = record->frame->context;
    const struct query *query = context->query;
    const struct item *item = record->item->item, *stood = NULL;
    struct item *versions;
    size_t n;
    if (!query->item_history(query->self, item->kind, item->source, item->key,
                             context->arena, &versions, &n, error))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct receipt receipt;
        if (!query->receipt(query->self, versions[i].receipt, context->arena, &receipt,
                            error))
            return false;
        if (receipt.time > context->known_at)
            continue;
        add_version(record, stood, &versions[i], day_from_time(receipt.time));
        if (!versions[i].late)
            stood = &versions[i];
    }
    return true;
}

static void put_entry(struct grid *grid, const struct entry *entry, size_t place)
{
    struct arena *arena = grid->arena;
    struct view_cell *cells =
        grid_row(grid, arena_printf(arena, "record/%zu", place), "",
                 arena_printf(arena, _("%1$s %2$s: %3$s"), day_text(arena, entry->day),
                              entry->what, entry->change));
    cells[0].text = day_text(arena, entry->day);
    cells[1] = (struct view_cell){.text = entry->what, .role = entry->role};
    cells[2] = (struct view_cell){.text = entry->change, .role = entry->role};
    cells[3] = (struct view_cell){.text = entry->who, .role = ROLE_DIM};
}

bool register_record(struct frame *frame, const struct register_item *item,
                     struct error *error)
{
    struct record record = {.frame = frame, .item = item};
    struct arena *arena = frame->arena;
    if (!read_versions(&record, error))
        return false;
    add_overdue(&record, page_day(frame->context));
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    for (size_t end = record.n, first; end > 0; end = first) {
        first = end - 1;
        while (first > 0 &&
               record.entries[first - 1].version == record.entries[end - 1].version)
            first--;
        for (size_t i = first; i < end; i++)
            put_entry(&grid, &record.entries[i], i);
    }
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .title = _("Record"),
                                           .table = grid_table(&grid, "")});
    return true;
}
