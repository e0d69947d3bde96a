/* The decoder of workbooks: see fetch/xlsx.h. */
#include "fetch/xlsx.h"

#include "fetch/xlsx_sheet.h"

#include <string.h>

/* An archive's list of names is at its end; a mimetype stands at its beginning. */
enum { LIST_BYTES = 1 << 20, FIRST_BYTES = 256 };

static const struct {
    const char *inside; /* in a name of the archive */
    enum error_code code;
    const char *what;
} archives[] = {
    {"opendocument.spreadsheet", ERROR_BODY_WORKBOOK, "ods"},
    {"opendocument.", ERROR_BODY_DOCUMENT, "odt, odp"},
    {"xl/workbook.bin", ERROR_BODY_WORKBOOK, "xlsb"},
    {"word/document.xml", ERROR_BODY_DOCUMENT, "docx"},
    {"ppt/presentation.xml", ERROR_BODY_DOCUMENT, "pptx"},
};

static bool contains(const struct body *body, const char *word, size_t n)
{
    size_t first = body->size < FIRST_BYTES ? body->size : FIRST_BYTES;
    size_t last = body->size < LIST_BYTES ? body->size : LIST_BYTES;
    return memmem(body->bytes, first, word, n) ||
           memmem(body->bytes + body->size - last, last, word, n);
}

bool xlsx_is_zip(const struct body *body)
{
    return body->size >= 4 && memcmp(body->bytes, "PK\3\4", 4) == 0;
}

bool xlsx_check(const struct body *body, struct error *error)
{
    /* In UTF-16: a workbook with a password is an OLE file around the encrypted one. */
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    if (body->size >= 4 && memcmp(body->bytes, "\xD0\xCF\x11\xE0", 4) == 0)
        return memmem(body->bytes, body->size, encrypted, sizeof encrypted - 1)
                   ? error_set(error, ERROR_XLSX_PASSWORD, body->name)
                   : error_set(error, ERROR_BODY_WORKBOOK, body->name, "xls");
    if (!xlsx_is_zip(body))
        return true;
    for (size_t i = 0; i < sizeof archives / sizeof *archives; i++)
        if (contains(body, archives[i].inside, strlen(archives[i].inside)))
            return error_set(error, archives[i].code, body->name, archives[i].what);
    const char types[] = "[Content_Types].xml";
    /* One that was cut has no list; then its first part's name tells. */
    return contains(body, types, sizeof types - 1) || contains(body, "xl/", 3) ||
           error_set(error, ERROR_BODY_ARCHIVE, body->name, "zip");
}

struct taking {
    struct tabular *table;
    bool any;
};

static bool take(void *self, const struct tabular_record *record, struct error *error)
{
    struct taking *taking = self;
    taking->any = true;
    return tabular_take(taking->table, record, error);
}

/* Several sheets, and nobody has said which: the reader must know which was taken. */
static void warn_others(const struct xlsx_book *book,
                        const struct xlsx_sheet_name *sheet,
                        const struct feed_sink *sink)
{
    const char *others = xlsx_book_others(book, sheet);
    struct refusal warning = {.warning = true, .raw = others};
    if (!*others)
        return;
    error_set(&warning.reason, ERROR_XLSX_OTHERS, book->body->name,
              feed_excerpt(book->arena, sheet->name), others);
    sink->refused(sink->self, &warning);
}

static bool read_sheet(struct xlsx_book *book, const struct column_mapping *columns,
                       const struct feed_sink *sink, struct error *error)
{
    const char *said = columns && columns->sheet ? columns->sheet : "";
    const struct xlsx_sheet_name *sheet;
    if (!xlsx_book_sheet(book, said, &sheet, error))
        return false;
    if (!*said)
        warn_others(book, sheet, sink);
    const struct tabular_setup setup = {
        .body = book->body,
        .mapping = columns,
        .arena = book->arena,
        .sink = sink,
        .label = sheet->name,
        .positioned = true,
        .percent = book->percent,
    };
    struct taking taking = {.table = tabular_open(&setup)};
    if (!xlsx_sheet_read(book, sheet->part, take, &taking, error))
        return false;
    if (!taking.any)
        return error_set(error, ERROR_XLSX_EMPTY, book->body->name,
                         feed_excerpt(book->arena, sheet->name));
    return tabular_close(taking.table, error);
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    struct xlsx_book book;
    if (!xlsx_is_zip(body))
        return error_set(error, ERROR_XLSX_NOT, body->name);
    bool ok = xlsx_book_open(&book, body, arena, error) &&
              read_sheet(&book, columns, sink, error);
    xlsx_book_close(&book);
    return ok;
}

static int sniff(const struct body *body)
{
    return xlsx_is_zip(body) ? 95 : 0;
}

const struct decoder decoder_xlsx = {
    .name = "xlsx",
    .title = "Excel workbook (xlsx)",
    .sniff = sniff,
    .decode = decode,
};
