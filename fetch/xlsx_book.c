/* A workbook's relationships and sheets: see fetch/xlsx_book.h. */
#include "fetch/xlsx_book.h"

#include "core/text.h"

#include <string.h>

/* ---- relationships ---- */

/* What a part refers to, by its id, or by its kind (the last word of its type). */
struct relation {
    const char *id, *kind, *target;
};

struct relations {
    struct xlsx_book *book;
    const char *directory; /* of the part that refers: "xl/" */
    struct relation *list;
    size_t n;
};

/* A target as the name of a part: from the root, or from the referring part's place. */
static const char *resolve(struct arena *arena, const char *directory,
                           const char *target)
{
    if (*target == '/')
        return arena_strdup(arena, target + 1);
    char *base = arena_strdup(arena, directory);
    while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
        size_t n = strlen(base);
        bool up = target[1] == '.';
        if (up && n > 0)
            base[n - 1] = '\0';
        if (up) {
            char *slash = strrchr(base, '/');
            base[slash ? slash - base + 1 : 0] = '\0';
        }
        target += up ? 3 : 2;
    }
    return arena_printf(arena, "%s%s", base, target);
}

static bool on_relation(void *self, const char *name, const char *const *attributes,
                        struct error *error)
{
    (void)error;
    struct relations *r = self;
    const char *id = xlsx_attribute(attributes, "Id");
    const char *type = xlsx_attribute(attributes, "Type");
    const char *target = xlsx_attribute(attributes, "Target");
    const char *mode = xlsx_attribute(attributes, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || !id || !type || !target ||
        (mode && strcmp(mode, "External") == 0) || r->n == 2 * BOOK_SHEETS)
        return true;
    struct arena *arena = r->book->arena;
    const char *slash = strrchr(type, '/');
    r->list = arena_more(arena, r->list, r->n, sizeof *r->list);
    r->list[r->n++] = (struct relation){
        .id = arena_strdup(arena, id),
        .kind = arena_strdup(arena, slash ? slash + 1 : type),
        .target = resolve(arena, r->directory, target),
    };
    return true;
}

/* "xl/workbook.xml": those in xl/_rels/workbook.xml.rels. */
static bool read_relations(struct xlsx_book *book, const char *part,
                           struct relations *relations, struct error *error)
{
    const char *slash = strrchr(part, '/');
    size_t n = slash ? (size_t)(slash - part) + 1 : 0;
    *relations = (struct relations){
        .book = book,
        .directory = arena_strndup(book->arena, part, n),
    };
    const char *list =
        arena_printf(book->arena, "%s_rels/%s.rels", relations->directory, part + n);
    const struct xlsx_events events = {.self = relations, .start = on_relation};
    return xlsx_xml_read(book->zip, list, book->body->name, &events, error);
}

static const char *of_kind(const struct relations *relations, const char *kind)
{
    for (size_t i = 0; i < relations->n; i++)
        if (strcmp(relations->list[i].kind, kind) == 0)
            return relations->list[i].target;
    return "";
}

/* ---- workbook.xml ---- */

static bool on_workbook(void *self, const char *name, const char *const *attributes,
                        struct error *error)
{
    (void)error;
    struct xlsx_book *book = self;
    if (strcmp(name, "workbookPr") == 0)
        book->since1904 = xlsx_true(attributes, "date1904");
    const char *title = xlsx_attribute(attributes, "name");
    const char *relation = xlsx_attribute(attributes, "id");
    const char *state = xlsx_attribute(attributes, "state");
    if (strcmp(name, "sheet") != 0 || !title || !relation ||
        book->n_sheets == BOOK_SHEETS)
        return true;
    book->sheets =
        arena_more(book->arena, book->sheets, book->n_sheets, sizeof *book->sheets);
    book->sheets[book->n_sheets++] = (struct xlsx_sheet_name){
        .name = arena_strdup(book->arena, title),
        .relation = arena_strdup(book->arena, relation),
        .part = "",
        .hidden = state && strcmp(state, "visible") != 0,
    };
    return true;
}

static bool read_workbook(struct xlsx_book *book, struct error *error)
{
    struct relations root, own;
    if (!read_relations(book, "", &root, error))
        return false;
    book->part = of_kind(&root, "officeDocument");
    if (!*book->part)
        return error_set(error, ERROR_XLSX_DAMAGED, book->body->name, "_rels/.rels");
    const struct xlsx_events events = {.self = book, .start = on_workbook};
    if (!xlsx_xml_read(book->zip, book->part, book->body->name, &events, error) ||
        !read_relations(book, book->part, &own, error))
        return false;
    for (size_t i = 0; i < book->n_sheets; i++)
        for (size_t k = 0; k < own.n; k++)
            if (strcmp(own.list[k].id, book->sheets[i].relation) == 0 &&
                strcmp(own.list[k].kind, "worksheet") == 0)
                book->sheets[i].part = own.list[k].target;
    book->strings_part = of_kind(&own, "sharedStrings");
    book->styles_part = of_kind(&own, "styles");
    return true;
}

bool xlsx_book_open(struct xlsx_book *book, const struct body *body,
                    struct arena *arena, struct error *error)
{
    *book = (struct xlsx_book){.body = body, .arena = arena};
    bulk_init(&book->strings, body->directory, BOOK_STRING_BYTES);
    bulk_init(&book->starts, body->directory, BOOK_STRINGS * sizeof(size_t));
    book->zip = xlsx_zip_open(body, arena, error);
    if (!book->zip)
        return false;
    if (!xlsx_zip_has(book->zip, "_rels/.rels"))
        return error_set(error, ERROR_BODY_ARCHIVE, body->name, "zip");
    return read_workbook(book, error) && xlsx_book_read_strings(book, error) &&
           xlsx_book_read_styles(book, error);
}

void xlsx_book_close(struct xlsx_book *book)
{
    if (book->zip)
        xlsx_zip_close(book->zip);
    bulk_release(&book->strings);
    bulk_release(&book->starts);
}

static const char *list_sheets(const struct xlsx_book *book,
                               const struct xlsx_sheet_name *without)
{
    const char *list = "";
    for (size_t i = 0; i < book->n_sheets && strlen(list) < 400; i++)
        if (&book->sheets[i] != without && *book->sheets[i].part &&
            (!without || !book->sheets[i].hidden))
            list = arena_printf(book->arena, "%s%s%s", list, *list ? ", " : "",
                                feed_excerpt(book->arena, book->sheets[i].name));
    return list;
}

bool xlsx_book_sheet(const struct xlsx_book *book, const char *name,
                     const struct xlsx_sheet_name **sheet, struct error *error)
{
    bool any = !name || !*name;
    for (size_t i = 0; i < book->n_sheets; i++) {
        const struct xlsx_sheet_name *one = &book->sheets[i];
        if (*one->part && (any ? !one->hidden : strcmp(one->name, name) == 0)) {
            *sheet = one;
            return true;
        }
    }
    if (any)
        return error_set(error, ERROR_XLSX_NO_SHEET, book->body->name);
    return error_set(error, ERROR_XLSX_SHEET, book->body->name, name,
                     list_sheets(book, NULL));
}

const char *xlsx_book_others(const struct xlsx_book *book,
                             const struct xlsx_sheet_name *sheet)
{
    return list_sheets(book, sheet);
}

const char *xlsx_book_string(const struct xlsx_book *book, size_t i)
{
    const size_t *starts = (const void *)book->starts.data;
    return i < book->n_strings ? book->strings.data + starts[i] : NULL;
}
