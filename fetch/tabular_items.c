/* Rows as items of a register. See fetch/tabular_work.h. */
#include "fetch/tabular_work.h"

#include <string.h>
#include <strings.h>

static const struct item_field *fields_of(const struct tabular *t)
{
    return item_registers[t->kind].fields;
}

static const char *list_fields(const struct tabular *t)
{
    const char *list = "";
    for (const struct item_field *f = fields_of(t); f->name; f++)
        list = arena_printf(t->arena, "%s%s%s", list, *list ? ", " : "", f->name);
    return list;
}

/* The column that strikes items out is no field of theirs. */
static bool is_striking(const char *head)
{
    static const char *const heads[] = {"withdrawn", "撤销", "是否撤销", "作废"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strcasecmp(head, heads[i]) == 0)
            return true;
    return false;
}

/* Is the item struck out? False if the text does not say. */
static bool read_striking(const char *text, bool *withdrawn)
{
    static const char *const words[2][7] = {
        {"", "false", "0", "否", "无", "no", "n"},
        {"true", "1", "是", "撤销", "已撤销", "作废", "yes"},
    };
    for (int says = 0; says < 2; says++)
        for (size_t i = 0; i < 7; i++)
            if (strcasecmp(text, words[says][i]) == 0) {
                *withdrawn = says;
                return true;
            }
    return false;
}

/* What aiplus.conf says. */
static bool find_said(struct tabular *t, struct error *error)
{
    for (size_t i = 0; i < t->mapping->n_fields; i++) {
        const struct name_pair *pair = &t->mapping->fields[i];
        int field = item_field_named(t->kind, pair->to), column;
        if (field < 0 && is_striking(pair->to)) {
            if (!tabular_find_column(t, pair->from, &t->striking, error))
                return false;
            continue;
        }
        if (field < 0)
            return error_set(error, ERROR_TABLE_FIELD, pair->to,
                             t->mapping->register_name, list_fields(t));
        if (!tabular_find_column(t, pair->from, &column, error))
            return false;
        if (t->columns[field] != NO_COLUMN)
            return error_set(error, ERROR_TABLE_FIELD_TWICE, pair->to);
        t->columns[field] = column;
    }
    return true;
}

static bool is_used(const struct tabular *t, int column)
{
    for (size_t i = 0; i < item_field_count(t->kind); i++)
        if (t->columns[i] == column)
            return true;
    return t->striking == column;
}

static bool is_needed(const struct item_field *field)
{
    return field->key || field->required;
}

/* The field whose text stands for it where it is empty, or -1. */
static int stand_in(enum item_kind kind, const struct item_field *field)
{
    return field->otherwise ? item_field_named(kind, field->otherwise) : -1;
}

bool tabular_find_fields(struct tabular *t, struct error *error)
{
    if (!item_kind_named(t->mapping->register_name, &t->kind))
        return error_set(error, ERROR_TABLE_REGISTER, t->mapping->register_name);
    size_t n = item_field_count(t->kind);
    t->columns = arena_alloc(t->arena, n * sizeof *t->columns);
    t->striking = NO_COLUMN;
    for (size_t i = 0; i < n; i++)
        t->columns[i] = NO_COLUMN;
    if (!find_said(t, error))
        return false;
    for (size_t i = 0; i < t->n_columns; i++) {
        int field = item_field_named(t->kind, t->heads[i]);
        if (field >= 0 && t->columns[field] == NO_COLUMN && !is_used(t, (int)i))
            t->columns[field] = (int)i;
        else if (field < 0 && t->striking == NO_COLUMN && is_striking(t->heads[i]) &&
                 !is_used(t, (int)i))
            t->striking = (int)i;
    }
    for (size_t i = 0; i < n; i++) {
        const struct item_field *field = &fields_of(t)[i];
        bool place = field->type == ITEM_PLACE;
        int other = stand_in(t->kind, field);
        if (!is_needed(field) || t->columns[i] != NO_COLUMN ||
            (other >= 0 && t->columns[other] != NO_COLUMN) ||
            (place && t->mapping->has_region))
            continue;
        return error_set(error, place ? ERROR_TABLE_NO_PLACE : ERROR_TABLE_REQUIRED,
                         t->body->name,
                         arena_printf(t->arena, "%s (%s)", field->name, field->heads),
                         t->mapping->register_name, tabular_heads(t));
    }
    return true;
}

/* How many columns are fields of the register; 0 if it could not do with these. */
static size_t count_fields(const struct tabular *t, enum item_kind kind)
{
    const struct item_field *fields = item_registers[kind].fields;
    bool has[ITEM_FIELDS] = {false};
    size_t n = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        int field = item_field_named(kind, t->heads[i]);
        n += field >= 0 && !has[field];
        if (field >= 0)
            has[field] = true;
    }
    for (size_t i = 0; fields[i].name; i++) {
        int other = stand_in(kind, &fields[i]);
        if (is_needed(&fields[i]) && !has[i] && !(other >= 0 && has[other]) &&
            fields[i].type != ITEM_PLACE)
            return 0;
    }
    return n;
}

bool tabular_like_register(const struct tabular *t, enum item_kind *kind)
{
    enum { FEWEST = 3 };
    size_t best = 0;
    for (int k = 0; k < ITEM_KINDS; k++) {
        size_t n = count_fields(t, (enum item_kind)k);
        if (n < FEWEST || 2 * n < t->n_columns || n <= best)
            continue;
        best = n;
        *kind = (enum item_kind)k;
    }
    return best > 0;
}

/* Columns that are no field, said once and not for each row. */
static void warn_unknown(struct tabular *t)
{
    const char *list = "";
    for (size_t i = 0; i < t->n_columns; i++)
        if (!is_used(t, (int)i) && !t->headless[i])
            list = arena_printf(t->arena, "%s%s%s", list, *list ? ", " : "",
                                feed_excerpt(t->arena, t->heads[i]));
    if (!*list)
        return;
    struct refusal warning = {.row = t->head_row, .warning = true, .raw = list};
    error_set(&warning.reason, ERROR_TABLE_UNKNOWN, t->body->name,
              t->mapping->register_name, list);
    t->sink->refused(t->sink->self, &warning);
}

bool tabular_begin_items(struct tabular *t, struct error *error)
{
    if (!tabular_find_fields(t, error))
        return false;
    warn_unknown(t);
    return true;
}

bool tabular_read_item(struct tabular *t, const struct tabular_record *record,
                       struct error *error)
{
    const char *texts[ITEM_FIELDS];
    struct feed_item item = {.row = record->row, .kind = t->kind, .fields = texts};
    for (size_t i = 0; i < item_field_count(t->kind); i++) {
        int column = t->columns[i];
        texts[i] = NULL;
        if (column == NO_COLUMN)
            continue;
        /* The key of a merged cell would be two items' at once. */
        const char *cell =
            fields_of(t)[i].key ? record->fields[column] : tabular_key(record, column);
        texts[i] = item_unguarded(cell);
        if (strcmp(texts[i], "#N/A") == 0)
            texts[i] = "";
        if (cell_is_fault(texts[i])) {
            struct error reason;
            error_set(&reason, ERROR_TABLE_FAULT, texts[i]);
            tabular_refuse(t, record->row, column + 1, texts[i], &reason);
            return true;
        }
    }
    if (t->striking != NO_COLUMN &&
        !read_striking(record->fields[t->striking], &item.withdrawn)) {
        const char *text = record->fields[t->striking];
        struct arena scratch = {0};
        struct error reason;
        error_set(&reason, ERROR_TABLE_STRIKING, feed_excerpt(&scratch, text));
        tabular_refuse(t, record->row, t->striking + 1, text, &reason);
        arena_release(&scratch);
        return true;
    }
    return t->sink->item(t->sink->self, &item, error);
}
