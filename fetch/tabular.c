/* The flow of a table: the rows above the heads, the heads, the rows below. See
 * fetch/tabular.h. */
#include "fetch/tabular.h"

#include "fetch/tabular_work.h"

#include <stdio.h>
#include <string.h>

/* Bytes of rows that wait for the heads; no real title needs so many. */
enum { WAITING_BYTES = 4 << 20 };

struct tabular *tabular_open(const struct tabular_setup *setup)
{
    static const struct column_mapping nothing;
    struct tabular *t = arena_alloc(setup->arena, sizeof *t);
    t->setup = *setup;
    t->mapping = setup->mapping ? setup->mapping : &nothing;
    t->body = setup->body;
    t->arena = setup->arena;
    t->sink = setup->sink;
    t->unit = "";
    t->is_register = t->mapping->register_name && *t->mapping->register_name;
    return t;
}

void tabular_refuse(struct tabular *t, uint32_t row, int column, const char *raw,
                    const struct error *reason)
{
    struct arena scratch = {0};
    struct refusal refusal = {
        .row = row,
        .column = (uint32_t)column,
        .raw = feed_excerpt(&scratch, raw),
        .reason = *reason,
    };
    t->sink->refused(t->sink->self, &refusal);
    arena_release(&scratch);
}

const char *tabular_key(const struct tabular_record *record, int column)
{
    const char *text = record->fields[column];
    const char *cover = record->covers ? record->covers[column] : NULL;
    return *text || !cover ? text : cover;
}

/* How many fields say something, counted up to two; *first is one of them. */
static size_t count_filled(const struct tabular_record *record, const char **first)
{
    size_t n = 0;
    *first = "";
    for (size_t i = 0; i < record->n_fields && n < 2; i++)
        if (*record->fields[i] && n++ == 0)
            *first = record->fields[i];
    return n;
}

/* ---- above the heads ---- */

/* The unit behind 单位：, or NULL. The word must stand by itself: 填报单位： and
 * 责任单位： name an office. */
static const char *find_unit_line(struct arena *arena, const char *text)
{
    static const char word[] = "单位", counted[] = "计量";
    for (const char *p = strstr(text, word); p; p = strstr(p + 1, word)) {
        const char *before = p;
        const char *rest = p + sizeof word - 1;
        if (before - text >= (ptrdiff_t)sizeof counted - 1 &&
            memcmp(before - (sizeof counted - 1), counted, sizeof counted - 1) == 0)
            before -= sizeof counted - 1;
        bool alone = before == text || strchr(" \t\n(", before[-1]) ||
                     (before - text >= 3 && (memcmp(before - 3, "（", 3) == 0 ||
                                             memcmp(before - 3, "　", 3) == 0));
        size_t colon = *rest == ':' ? 1 : strncmp(rest, "：", 3) == 0 ? 3 : 0;
        if (!alone || !colon)
            continue;
        rest += colon;
        rest += strspn(rest, " ");
        size_t n = strcspn(rest, ") \t\r\n");
        const char *bracket = strstr(rest, "）");
        if (bracket && (size_t)(bracket - rest) < n)
            n = (size_t)(bracket - rest);
        return arena_strndup(arena, rest, n);
    }
    return NULL;
}

static void read_above(struct tabular *t, const struct tabular_record *record)
{
    for (size_t i = 0; i < record->n_fields; i++) {
        const char *unit = find_unit_line(t->arena, record->fields[i]);
        /* "单位：" alone: it stands in the next cell. */
        for (size_t k = i + 1; unit && !*unit && k < record->n_fields; k++)
            unit = arena_strdup(t->arena, record->fields[k]);
        if (unit && *unit)
            t->unit = unit;
    }
}

/* ---- the heads ---- */

static bool begin(struct tabular *t, const struct tabular_record *record,
                  struct error *error)
{
    char row[16];
    snprintf(row, sizeof row, "%u", record->row);
    tabular_set_heads(t, record);
    t->head_row = record->row;
    if (t->mapping->wide && *t->mapping->wide && (record->tall || record->broad))
        return error_set(error, ERROR_TABLE_TWO_HEADS, t->body->name, row);
    return t->is_register ? tabular_begin_items(t, error)
                          : tabular_begin_cells(t, error);
}

/* ---- below the heads ---- */

static void refuse_ragged(struct tabular *t, const struct tabular_record *record)
{
    struct error reason;
    char has[24], needs[24];
    snprintf(has, sizeof has, "%zu", record->n_fields);
    snprintf(needs, sizeof needs, "%zu", t->n_columns);
    error_set(&reason, ERROR_CSV_RAGGED, has, needs);
    tabular_refuse(t, record->row, 0, record->n_fields ? record->fields[0] : "",
                   &reason);
    t->n_ragged++;
}

/* Does the text begin as remarks below a table do? */
static bool begins_as_note(const char *text)
{
    static const char *const words[] = {"注",       "说明",     "备注",  "数据来源",
                                        "资料来源", "填表说明", "来源",  "填报说明",
                                        "Note",     "note",     "Source"};
    text += strspn(text, " *");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(text, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

/* Is a text of a row above part of this one, by a cell that is merged downward? Within
 * a row every part of a merged cell has the same text. */
static bool is_covered(const struct tabular_record *record, const char *text)
{
    for (size_t i = 0; record->covers && i < record->n_fields; i++)
        if (record->covers[i] && strcmp(record->covers[i], text) != 0)
            return true;
    return false;
}

/* Who made the table, who checked it, by when: "制表人：.." "审核人：..". Every text
 * has a colon, and not one of a time of day. */
static bool is_signed(const struct tabular *t, const struct tabular_record *record,
                      const char **text)
{
    size_t n = 0;
    for (size_t i = 0; i < record->n_fields; i++) {
        const char *field = record->fields[i];
        if (!*field)
            continue;
        const char *wide = strstr(field, "："), *narrow = strchr(field, ':');
        if (!wide &&
            (!narrow || narrow == field || (narrow[-1] >= '0' && narrow[-1] <= '9')))
            return false;
        if (n++ == 0)
            *text = field;
    }
    return n > 0 && t->n_columns > 1;
}

/* A row that is no data: one text alone that cannot be a figure's key, or signatures.
 */
static bool is_note(const struct tabular *t, const struct tabular_record *record,
                    const char **text)
{
    if (!t->is_register && is_signed(t, record, text))
        return true;
    if (count_filled(record, text) != 1 || t->n_columns < 2 ||
        is_covered(record, *text))
        return false;
    size_t keys = 0;
    for (size_t i = 0; t->dataset && i < t->dataset->n_dimensions; i++)
        keys += t->axes[i].column != NO_COLUMN;
    return begins_as_note(*text) || t->is_register || keys > 1;
}

static void refuse_note(struct tabular *t, const struct tabular_record *record,
                        const char *text)
{
    struct arena scratch = {0};
    struct error reason;
    error_set(&reason, ERROR_TABLE_NOTE, feed_excerpt(&scratch, text));
    tabular_refuse(t, record->row, 0, text, &reason);
    arena_release(&scratch);
}

/* A field without which nobody knows what the row says. */
static void refuse_field(struct tabular *t, const struct tabular_record *record)
{
    char column[24];
    struct error reason;
    uint32_t at = record->too_long ? record->too_long : record->no_result;
    snprintf(column, sizeof column, "%u", at);
    if (record->too_long)
        error_set(&reason, ERROR_TABLE_LONG, column, "65536");
    else
        error_set(&reason, ERROR_TABLE_NO_RESULT, column);
    tabular_refuse(t, record->row, (int)at, "", &reason);
}

/* Refuses what is no row of data. True if it is one. */
static bool check_row(struct tabular *t, const struct tabular_record *record)
{
    const char *text;
    if (record->too_long || record->no_result)
        refuse_field(t, record);
    else if (is_note(t, record, &text))
        refuse_note(t, record, text);
    else if (!t->setup.positioned && record->n_fields != t->n_columns)
        refuse_ragged(t, record);
    else
        return true;
    return false;
}

/* Texts that stand where there is no head: said once, for they may matter. */
static void warn_beyond(struct tabular *t, const struct tabular_record *record)
{
    for (size_t i = t->n_columns; !t->beyond && i < record->n_fields; i++) {
        if (!*record->fields[i])
            continue;
        char row[16];
        struct refusal warning = {.row = record->row,
                                  .column = (uint32_t)i + 1,
                                  .warning = true,
                                  .raw = record->fields[i]};
        snprintf(row, sizeof row, "%u", record->row);
        error_set(&warning.reason, ERROR_TABLE_BEYOND, t->body->name, row);
        t->sink->refused(t->sink->self, &warning);
        t->beyond = true;
    }
}

/* A short row of a sheet, made as long as the heads. */
static bool read_short(struct tabular *t, const struct tabular_record *record,
                       struct error *error)
{
    const char *fields[TABULAR_COLUMNS], *covers[TABULAR_COLUMNS];
    uint8_t shown[TABULAR_COLUMNS];
    struct tabular_record whole = *record;
    for (size_t i = 0; i < t->n_columns; i++) {
        bool has = i < record->n_fields;
        fields[i] = has ? record->fields[i] : "";
        covers[i] = has && record->covers ? record->covers[i] : NULL;
        shown[i] = has && record->shown ? record->shown[i] : TABULAR_TEXT;
    }
    whole.fields = fields;
    whole.covers = covers;
    whole.shown = shown;
    whole.n_fields = t->n_columns;
    return t->is_register ? tabular_read_item(t, &whole, error)
                          : tabular_read_cells(t, &whole, error);
}

static bool read_row(struct tabular *t, const struct tabular_record *record,
                     struct error *error)
{
    if (!check_row(t, record))
        return true;
    if (t->setup.positioned)
        warn_beyond(t, record);
    t->n_read++;
    return record->n_fields < t->n_columns ? read_short(t, record, error)
           : t->is_register                ? tabular_read_item(t, record, error)
                                           : tabular_read_cells(t, record, error);
}

/* ---- rows that wait until it is known which of them has the heads ---- */

static void keep_waiting(struct tabular *t, const struct tabular_record *record)
{
    size_t n = record->n_fields;
    const char **fields = arena_alloc(t->arena, n * sizeof *fields);
    const char **covers = arena_alloc(t->arena, n * sizeof *covers);
    uint8_t *shown = arena_alloc(t->arena, n);
    for (size_t i = 0; i < n; i++) {
        fields[i] = arena_strdup(t->arena, record->fields[i]);
        t->waiting_bytes += strlen(fields[i]) + 1;
        if (record->covers && record->covers[i])
            covers[i] = arena_strdup(t->arena, record->covers[i]);
        if (record->shown)
            shown[i] = record->shown[i];
    }
    t->waiting = arena_more(t->arena, t->waiting, t->n_waiting, sizeof *t->waiting);
    struct tabular_record *kept = &t->waiting[t->n_waiting++];
    *kept = *record;
    kept->fields = fields;
    kept->covers = record->covers ? covers : NULL;
    kept->shown = record->shown ? shown : NULL;
}

/* None suits: the row with the most texts is taken, so that the error names heads that
 * the reader recognises. */
static bool begin_unsuited(struct tabular *t, struct error *error)
{
    size_t best = 0, most = 0;
    for (size_t i = 0; i < t->n_waiting; i++) {
        size_t n = 0;
        for (size_t k = 0; k < t->waiting[i].n_fields; k++)
            n += *t->waiting[i].fields[k] != '\0';
        if (n > most) {
            most = n;
            best = i;
        }
    }
    for (size_t i = 0; i < best; i++)
        read_above(t, &t->waiting[i]);
    if (!begin(t, &t->waiting[best], error))
        return false;
    for (size_t i = best + 1; i < t->n_waiting; i++)
        if (!read_row(t, &t->waiting[i], error))
            return false;
    return true;
}

static bool find_heads(struct tabular *t, const struct tabular_record *record,
                       struct error *error)
{
    if (!record->too_long && tabular_suits(t, record)) {
        for (size_t i = 0; i < t->n_waiting; i++)
            read_above(t, &t->waiting[i]);
        return begin(t, record, error);
    }
    keep_waiting(t, record);
    return (t->n_waiting < TABULAR_LOOKED && t->waiting_bytes < WAITING_BYTES) ||
           begin_unsuited(t, error);
}

/* aiplus.conf says where the heads are. */
static bool await_heads(struct tabular *t, const struct tabular_record *record,
                        struct error *error)
{
    uint32_t said = (uint32_t)t->mapping->head;
    if (record->row == said)
        return begin(t, record, error);
    if (record->row < said) {
        read_above(t, record);
        return true;
    }
    char line[16];
    snprintf(line, sizeof line, "%u", said);
    return error_set(error, ERROR_TABLE_HEAD_LINE, t->body->name, line);
}

bool tabular_take(struct tabular *t, const struct tabular_record *record,
                  struct error *error)
{
    const char *first;
    size_t filled = count_filled(record, &first);
    /* Empty rows say nothing; in a single column an empty field is an empty value. */
    if (filled == 0 && record->n_fields != 1 && !record->too_long && !record->no_result)
        return true;
    if (t->head_row)
        return read_row(t, record, error);
    return t->mapping->head > 0 ? await_heads(t, record, error)
                                : find_heads(t, record, error);
}

bool tabular_close(struct tabular *t, struct error *error)
{
    if (!t->head_row && t->mapping->head > 0) {
        char line[16];
        snprintf(line, sizeof line, "%d", t->mapping->head);
        return error_set(error, ERROR_TABLE_HEAD_LINE, t->body->name, line);
    }
    if (!t->head_row && t->n_waiting == 0)
        return error_set(error, ERROR_BODY_EMPTY, t->body->name);
    if (!t->head_row && !begin_unsuited(t, error))
        return false;
    if (t->n_read == 0 && t->n_ragged > 0) {
        char count[24];
        snprintf(count, sizeof count, "%zu", t->n_ragged);
        return error_set(error, ERROR_CSV_ALL_RAGGED, t->body->name, count);
    }
    return true;
}
