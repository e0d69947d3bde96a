/* The archive of a workbook, by libzip: see fetch/xlsx_zip.h. */
#include "fetch/xlsx_zip.h"

#include <stdio.h>
#include <string.h>
#include <zip.h>

struct xlsx_zip {
    const struct body *body;
    zip_t *archive;
    zip_file_t *part; /* NULL: none open */
    const char *name; /* of the open part */
    uint64_t given;   /* bytes of it */
    struct arena *arena;
};

static bool refuse(const struct xlsx_zip *zip, int code, const char *what,
                   struct error *error)
{
    if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD)
        return error_set(error, ERROR_XLSX_PASSWORD, zip->body->name);
    return error_set(error, ERROR_XLSX_DAMAGED, zip->body->name, what);
}

static unsigned at16(const char *p)
{
    return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

/* More entries than any workbook has? Asked of the record at the archive's end before
 * libzip makes a list of them (APPNOTE.TXT, 4.3.16: after the signature PK 5 6 four
 * numbers of 16 bits, the last one being all entries; FFFF: more than that). */
static bool has_many_entries(const struct body *body)
{
    size_t tail = body->size < 65557 ? body->size : 65557;
    const char *start = body->bytes + body->size - tail;
    for (const char *p = body->bytes + body->size - 22; tail >= 22 && p >= start; p--)
        if (memcmp(p, "PK\5\6", 4) == 0)
            return at16(p + 8) > ZIP_ENTRIES || at16(p + 10) > ZIP_ENTRIES;
    return false;
}

struct xlsx_zip *xlsx_zip_open(const struct body *body, struct arena *arena,
                               struct error *error)
{
    struct xlsx_zip *zip = arena_alloc(arena, sizeof *zip);
    *zip = (struct xlsx_zip){.body = body, .name = "", .arena = arena};
    if (has_many_entries(body)) {
        error_set(error, ERROR_XLSX_ENTRIES, body->name, "10000");
        return NULL;
    }
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(body->bytes, body->size, 0, &why);
    if (source)
        zip->archive = zip_open_from_source(source, ZIP_RDONLY, &why);
    if (source && !zip->archive)
        zip_source_free(source);
    if (!zip->archive)
        refuse(zip, zip_error_code_zip(&why), "zip", error);
    zip_error_fini(&why);
    if (!zip->archive)
        return NULL;
    if (zip_get_num_entries(zip->archive, 0) > ZIP_ENTRIES) {
        error_set(error, ERROR_XLSX_ENTRIES, body->name, "10000");
        xlsx_zip_close(zip);
        return NULL;
    }
    return zip;
}

static void close_part(struct xlsx_zip *zip)
{
    if (zip->part)
        zip_fclose(zip->part);
    zip->part = NULL;
}

void xlsx_zip_close(struct xlsx_zip *zip)
{
    close_part(zip);
    zip_discard(zip->archive);
}

bool xlsx_zip_has(const struct xlsx_zip *zip, const char *part)
{
    /* Names of parts are the same in capitals (ECMA-376 part 2, 6.2.2.3). */
    return zip_name_locate(zip->archive, part, ZIP_FL_NOCASE) >= 0;
}

bool xlsx_zip_repeats(const struct body *body, uint64_t bytes)
{
    return bytes > ZIP_SHARED_BYTES ||
           (bytes > ZIP_SHARED_SMALL && bytes / ZIP_SHARED_RATIO > body->size);
}

bool xlsx_zip_part(struct xlsx_zip *zip, const char *part, struct error *error)
{
    close_part(zip);
    zip->name = arena_strdup(zip->arena, part);
    zip->given = 0;
    zip->part = zip_fopen(zip->archive, part, ZIP_FL_NOCASE);
    return zip->part ||
           refuse(zip, zip_error_code_zip(zip_get_error(zip->archive)), part, error);
}

bool xlsx_zip_read(struct xlsx_zip *zip, char *bytes, size_t size, size_t *n,
                   struct error *error)
{
    zip_int64_t got = zip_fread(zip->part, bytes, size);
    if (got < 0)
        return refuse(zip, zip_error_code_zip(zip_file_get_error(zip->part)), zip->name,
                      error);
    zip->given += (uint64_t)got;
    if (zip->given > ZIP_PART_BYTES ||
        (zip->given > ZIP_SMALL && zip->given / ZIP_RATIO > zip->body->size))
        return error_set(error, ERROR_XLSX_LARGE, zip->body->name, zip->name);
    *n = (size_t)got;
    return true;
}

bool xlsx_zip_mentions(struct xlsx_zip *zip, const char *part, const char *word,
                       bool *found, struct error *error)
{
    enum { CHUNK = 64 * 1024, WORD = 64 };
    char bytes[WORD + CHUNK];
    size_t kept = 0, n = 1, length = strlen(word);
    *found = false;
    if (!xlsx_zip_part(zip, part, error))
        return false;
    for (bool first = true; n > 0 && !*found; first = false) {
        if (!xlsx_zip_read(zip, bytes + kept, CHUNK, &n, error))
            return false;
        size_t all = kept + n;
        /* In UTF-16 every other byte of a word is zero. */
        *found = (first && memchr(bytes, 0, all < 4 ? all : 4)) ||
                 memmem(bytes, all, word, length);
        kept = all < length ? all : length - 1;
        memmove(bytes, bytes + all - kept, kept);
    }
    return true;
}
