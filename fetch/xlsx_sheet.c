/* Rows of a sheet: see fetch/xlsx_sheet.h. */
#include "fetch/xlsx_sheet.h"

#include "core/text.h"
#include "fetch/xlsx_merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum cell_type {
    TYPE_NUMBER,
    TYPE_SHARED,
    TYPE_TEXT, /* inline, or of a formula */
    TYPE_BOOL,
    TYPE_ERROR,
    TYPE_DATE /* as ISO 8601 writes it */
};

struct sheet {
    struct xlsx_book *book;
    const char *part;
    xlsx_take take;
    void *self;
    struct merges merges;

    uint32_t row, column; /* of the open cell; column from 0 */
    const char *fields[TABULAR_COLUMNS], *covers[TABULAR_COLUMNS];
    uint8_t shown[TABULAR_COLUMNS];
    struct tabular_record record;
    struct arena texts; /* of the open row */

    enum cell_type type;
    long style;
    bool formula, in_value, in_inline;
    int phonetic;
    bool too_long;
    struct buffer text; /* of the open cell */
    uint64_t shared;    /* bytes of shared texts, each time that one was referred to */
};

/* ---- cells ---- */

static const char *const types[] = {
    [TYPE_NUMBER] = "n", [TYPE_SHARED] = "s", [TYPE_TEXT] = "str",
    [TYPE_BOOL] = "b",   [TYPE_ERROR] = "e",  [TYPE_DATE] = "d",
};

static bool refuse(const struct sheet *s, enum error_code code, struct error *error)
{
    char row[16];
    snprintf(row, sizeof row, "%u", s->row);
    return error_set(error, code, s->book->body->name, row);
}

static bool open_row(struct sheet *s, const char *const *attributes,
                     struct error *error)
{
    long row = xlsx_number(attributes, "r", SHEET_ROWS, (long)s->row + 1);
    if (row <= (long)s->row || row > SHEET_ROWS)
        return refuse(s, ERROR_XLSX_ORDER, error);
    s->row = (uint32_t)row;
    s->column = UINT32_MAX;
    s->record = (struct tabular_record){.row = s->row};
    arena_reset(&s->texts);
    return true;
}

static void open_cell(struct sheet *s, const char *const *attributes)
{
    const char *at = xlsx_attribute(attributes, "r");
    const char *type = xlsx_attribute(attributes, "t");
    uint32_t row;
    /* What names no place stands in none that is read. */
    if (!at)
        s->column++;
    else if (!xlsx_reference(&at, &row, &s->column))
        s->column = TABULAR_COLUMNS;
    s->type = TYPE_NUMBER;
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i]) == 0)
            s->type = (enum cell_type)i;
    if (type && strcmp(type, "inlineStr") == 0)
        s->type = TYPE_TEXT;
    s->style = xlsx_number(attributes, "s", BOOK_FORMATS, 0);
    s->formula = s->too_long = false;
    s->text.size = 0;
}

/* Blanks around a text are an accident of typing, wide ones (U+3000, U+00A0) too. */
static size_t blank_at(const char *p)
{
    return *p && strchr(" \t\r\n", *p)          ? 1
           : strncmp(p, "\xC2\xA0", 2) == 0     ? 2
           : strncmp(p, "\xE3\x80\x80", 3) == 0 ? 3
                                                : 0;
}

/* The same before p, which is not before `start`. */
static size_t blank_before(const char *start, const char *p)
{
    size_t n = (size_t)(p - start);
    return n >= 1 && strchr(" \t\r\n", p[-1])                ? 1
           : n >= 2 && memcmp(p - 2, "\xC2\xA0", 2) == 0     ? 2
           : n >= 3 && memcmp(p - 3, "\xE3\x80\x80", 3) == 0 ? 3
                                                             : 0;
}

/* From both ends: a text may be long, and shared by many cells. */
static const char *trimmed(struct sheet *s, const char *text)
{
    size_t n;
    while ((n = blank_at(text)) > 0)
        text += n;
    const char *end = text + strlen(text);
    while ((n = blank_before(text, end)) > 0)
        end -= n;
    return *end ? arena_strndup(&s->texts, text, (size_t)(end - text)) : text;
}

static const char *number_text(struct sheet *s, const char *raw, uint8_t *shown)
{
    char text[XLSX_NUMBER_SIZE];
    enum xlsx_look look = s->style >= 0 && (size_t)s->style < s->book->n_looks
                              ? (enum xlsx_look)s->book->looks[s->style]
                              : LOOK_NUMBER;
    if (!xlsx_number_text(raw, look, s->book->since1904, text))
        return raw;
    *shown = look == LOOK_PERCENT  ? TABULAR_PERCENT
             : look == LOOK_SCALED ? TABULAR_SCALED
                                   : TABULAR_NUMBER;
    return arena_strdup(&s->texts, text);
}

static const char *date_text(struct sheet *s, const char *raw)
{
    const char *time = strchr(raw, 'T');
    return time && strspn(time, "T0:.Z") == strlen(time)
               ? arena_strndup(&s->texts, raw, (size_t)(time - raw))
               : raw;
}

/* What the cell says, from what stands in it. NULL with an error. */
static const char *cell_text(struct sheet *s, uint8_t *shown, struct error *error)
{
    const char *raw =
        arena_strndup(&s->texts, s->text.size ? s->text.data : "", s->text.size);
    if (s->type == TYPE_NUMBER)
        return *raw ? number_text(s, raw, shown) : raw;
    if (s->type == TYPE_BOOL)
        return strcmp(raw, "1") == 0 ? "TRUE" : strcmp(raw, "0") == 0 ? "FALSE" : raw;
    if (s->type == TYPE_DATE)
        return date_text(s, raw);
    if (s->type != TYPE_SHARED || !*raw)
        return raw;
    char *end;
    unsigned long number = strtoul(raw, &end, 10);
    const char *shared = *end ? NULL : xlsx_book_string(s->book, number);
    if (!shared) {
        refuse(s, ERROR_XLSX_STRING, error);
        return NULL;
    }
    s->shared += strlen(shared);
    if (xlsx_zip_repeats(s->book->body, s->shared)) {
        error_set(error, ERROR_XLSX_LARGE, s->book->body->name, s->part);
        return NULL;
    }
    return shared;
}

static bool close_cell(struct sheet *s, struct error *error)
{
    uint8_t shown = TABULAR_TEXT;
    if (s->type == TYPE_TEXT && s->text.size)
        xlsx_unescape(s->text.data);
    if (s->type == TYPE_TEXT && s->text.size)
        s->text.size = strlen(s->text.data);
    const char *text = cell_text(s, &shown, error);
    if (!text)
        return false;
    text = trimmed(s, text);
    bool lost = s->formula && s->text.size == 0 && s->type != TYPE_TEXT;
    if (!*text && !lost && !s->too_long)
        return true;
    if (s->column >= TABULAR_COLUMNS)
        return refuse(s, ERROR_XLSX_COLUMNS, error);
    while (s->record.n_fields <= s->column) {
        s->fields[s->record.n_fields] = "";
        s->shown[s->record.n_fields++] = TABULAR_TEXT;
    }
    if (lost && !s->record.no_result)
        s->record.no_result = s->column + 1;
    if (s->too_long || strlen(text) > TABULAR_FIELD) {
        s->record.too_long = s->column + 1;
        text = "";
    }
    s->fields[s->column] = text;
    s->shown[s->column] = shown;
    return true;
}

/* What shows in the row's cells from merged ones. */
static void cover_row(struct sheet *s)
{
    const char *texts[TABULAR_COLUMNS] = {NULL};
    const char *all[TABULAR_COLUMNS];
    for (size_t i = 0; i < s->record.n_fields; i++)
        texts[i] = s->fields[i];
    merges_row(&s->merges, s->row, texts, all, &s->record.tall, &s->record.broad);
    for (size_t i = 0; i < s->record.n_fields; i++)
        s->covers[i] = all[i];
    /* A row whose last cells are covered is as long as they are. */
    for (size_t i = TABULAR_COLUMNS; i-- > s->record.n_fields;) {
        if (!all[i] || s->record.n_fields == 0)
            continue;
        for (size_t k = s->record.n_fields; k <= i; k++) {
            s->fields[k] = "";
            s->shown[k] = TABULAR_TEXT;
            s->covers[k] = all[k];
        }
        s->record.n_fields = i + 1;
    }
}

static bool close_row(struct sheet *s, struct error *error)
{
    /* Without merged cells `covers` is as it was made, empty. */
    if (s->merges.n > 0)
        cover_row(s);
    s->record.fields = s->fields;
    s->record.shown = s->shown;
    s->record.covers = s->covers;
    return s->record.n_fields == 0 || s->take(s->self, &s->record, error);
}

/* ---- events ---- */

static bool on_start(void *self, const char *name, const char *const *attributes,
                     struct error *error)
{
    struct sheet *s = self;
    s->in_value = false;
    if (strcmp(name, "row") == 0)
        return open_row(s, attributes, error);
    if (s->row == 0)
        return true;
    /* Nearly all names in a sheet have one letter. */
    switch (name[1] ? 0 : name[0]) {
    case 'c':
        open_cell(s, attributes);
        break;
    case 'v':
        s->in_value = true;
        break;
    case 't':
        s->in_value = s->in_inline && s->phonetic == 0;
        break;
    case 'f':
        s->formula = true;
        break;
    default:
        s->in_inline |= strcmp(name, "is") == 0;
        s->phonetic += strcmp(name, "rPh") == 0;
    }
    return true;
}

static bool on_text(void *self, const char *text, size_t n, struct error *error)
{
    (void)error;
    struct sheet *s = self;
    if (s->in_value && !buffer_put(&s->text, text, n))
        s->too_long = true;
    return true;
}

static bool on_end(void *self, const char *name, struct error *error)
{
    struct sheet *s = self;
    bool cell = name[0] == 'c' && !name[1];
    s->in_value = false;
    if (name[0] && name[1]) {
        s->phonetic -= strcmp(name, "rPh") == 0;
        if (strcmp(name, "is") == 0)
            s->in_inline = false;
    }
    if (s->row == 0)
        return true;
    return cell ? close_cell(s, error)
                : strcmp(name, "row") != 0 || close_row(s, error);
}

static bool on_merge(void *self, const char *name, const char *const *attributes,
                     struct error *error)
{
    struct sheet *s = self;
    const char *range = xlsx_attribute(attributes, "ref");
    if (strcmp(name, "mergeCell") != 0 || !range)
        return true;
    return merges_add(&s->merges, range) ||
           error_set(error, ERROR_XLSX_MERGES, s->book->body->name, "100000");
}

bool xlsx_sheet_read(struct xlsx_book *book, const char *part, xlsx_take take,
                     void *self, struct error *error)
{
    struct sheet *s = arena_alloc(book->arena, sizeof *s);
    s->book = book;
    s->part = part;
    s->take = take;
    s->self = self;
    s->merges.arena = book->arena;
    s->text.ceiling = TABULAR_FIELD + 1;
    /* Merged ranges stand behind the rows, so they are read first. */
    const struct xlsx_events merges = {.self = s, .start = on_merge};
    const struct xlsx_events rows = {s, on_start, on_end, on_text};
    bool merged = false;
    bool ok =
        xlsx_zip_mentions(book->zip, part, "mergeCell", &merged, error) &&
        (!merged || xlsx_xml_read(book->zip, part, book->body->name, &merges, error));
    merges_sort(&s->merges);
    ok = ok && xlsx_xml_read(book->zip, part, book->body->name, &rows, error);
    merges_release(&s->merges);
    buffer_release(&s->text);
    arena_release(&s->texts);
    return ok;
}
