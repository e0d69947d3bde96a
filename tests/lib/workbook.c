/* See tests/lib/workbook.h. */
#include "tests/lib/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void check(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "workbook: %s\n", what);
        abort();
    }
}

char *workbook_zip(const struct workbook_part *parts, size_t *size)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    check(zip != NULL, "open");
    for (size_t i = 0; parts[i].name; i++) {
        if (!parts[i].text)
            continue;
        size_t n = parts[i].size ? parts[i].size : strlen(parts[i].text);
        zip_source_t *part = zip_source_buffer(zip, parts[i].text, n, 0);
        zip_int64_t at = zip_file_add(zip, parts[i].name, part, ZIP_FL_OVERWRITE);
        check(at >= 0, parts[i].name);
        zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 9);
        /* Not the clock's: the same parts give the same bytes. */
        zip_file_set_mtime(zip, (zip_uint64_t)at, 1767196800, 0);
    }
    check(zip_close(zip) == 0, "close");
    check(zip_source_open(source) == 0, "read");
    zip_source_seek(source, 0, SEEK_END);
    *size = (size_t)zip_source_tell(source);
    zip_source_seek(source, 0, SEEK_SET);
    char *bytes = malloc(*size + 1);
    check(bytes && zip_source_read(source, bytes, *size) == (zip_int64_t)*size,
          "bytes");
    bytes[*size] = '\0';
    zip_source_close(source);
    zip_source_free(source);
    zip_error_fini(&error);
    return bytes;
}

static char *join(const char *before, const char *text, const char *after)
{
    char *all = malloc(strlen(before) + strlen(text) + strlen(after) + 1);
    check(all != NULL, "memory");
    strcpy(all, before);
    strcat(all, text);
    return strcat(all, after);
}

static const char types[] = HEAD
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
static const char root[] = HEAD "<Relationships xmlns=\"" PACKAGE "\">"
                                "<Relationship Id=\"rId1\" Type=\"" RELS
                                "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                                "</Relationships>";
static const char book[] =
    HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELS
         "\"><sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
         "</workbook>";
static const char relations[] =
    HEAD "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" RELS
         "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId8\" "
         "Type=\"" RELS "/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship "
         "Id=\"rId9\" Type=\"" RELS "/styles\" Target=\"/xl/styles.xml\"/>"
         "</Relationships>";

char *workbook_make(const struct workbook *workbook, size_t *size)
{
    struct workbook_part parts[64];
    size_t n = 0;
    char *rows = join(HEAD "<worksheet xmlns=\"" MAIN "\"><sheetData>",
                      workbook->rows ? workbook->rows : "", "</sheetData>");
    char *sheet = join(rows, workbook->behind ? workbook->behind : "", "</worksheet>");
    char *strings = join(HEAD "<sst xmlns=\"" MAIN "\">",
                         workbook->strings ? workbook->strings : "", "</sst>");
    char *styles = join(HEAD "<styleSheet xmlns=\"" MAIN "\">",
                        workbook->styles ? workbook->styles : "", "</styleSheet>");
    const struct workbook_part plain[] = {
        {"[Content_Types].xml", types, 0},
        {"_rels/.rels", root, 0},
        {"xl/workbook.xml", book, 0},
        {"xl/_rels/workbook.xml.rels", relations, 0},
        {"xl/sharedStrings.xml", strings, 0},
        {"xl/styles.xml", styles, 0},
        {"xl/worksheets/sheet1.xml", sheet, 0},
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        parts[n++] = plain[i];
    for (size_t i = 0; workbook->others && workbook->others[i].name; i++) {
        size_t k = 0;
        while (k < n && strcmp(parts[k].name, workbook->others[i].name) != 0)
            k++;
        check(k < 63, "parts");
        parts[k] = workbook->others[i];
        n += k == n;
    }
    parts[n] = (struct workbook_part){0};
    char *bytes = workbook_zip(parts, size);
    free(rows);
    free(sheet);
    free(strings);
    free(styles);
    return bytes;
}
