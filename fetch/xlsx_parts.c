/* Shared texts and styles of a workbook: see fetch/xlsx_book.h. */
#include "core/text.h"
#include "fetch/xlsx_book.h"

#include <stdio.h>
#include <string.h>

/* ---- sharedStrings.xml ---- */

struct strings {
    struct xlsx_book *book;
    bool in_item, in_text;
    int phonetic; /* depth of rPh: how the characters are pronounced */
};

static bool on_string_start(void *self, const char *name, const char *const *attributes,
                            struct error *error)
{
    (void)attributes;
    struct strings *s = self;
    struct xlsx_book *book = s->book;
    if (strcmp(name, "si") == 0) {
        size_t start = book->strings.size;
        s->in_item = true;
        if (book->n_strings == BOOK_STRINGS)
            return error_set(error, ERROR_XLSX_STRINGS, book->body->name, "1000000",
                             "64");
        if (!bulk_put(&book->starts, &start, sizeof start, error))
            return false;
        book->n_strings++;
    }
    s->phonetic += strcmp(name, "rPh") == 0;
    s->in_text = strcmp(name, "t") == 0 && s->in_item && s->phonetic == 0;
    return true;
}

static bool on_string_text(void *self, const char *text, size_t n, struct error *error)
{
    struct strings *s = self;
    if (!s->in_text)
        return true;
    if (n >= s->book->strings.ceiling - s->book->strings.size)
        return error_set(error, ERROR_XLSX_STRINGS, s->book->body->name, "1000000",
                         "64");
    return bulk_put(&s->book->strings, text, n, error);
}

static bool on_string_end(void *self, const char *name, struct error *error)
{
    struct strings *s = self;
    struct xlsx_book *book = s->book;
    s->in_text = false;
    s->phonetic -= strcmp(name, "rPh") == 0;
    if (strcmp(name, "si") != 0)
        return true;
    s->in_item = false;
    const size_t *starts = (const void *)book->starts.data;
    if (!bulk_put(&book->strings, "", 1, error))
        return false;
    xlsx_unescape(book->strings.data + starts[book->n_strings - 1]);
    return true;
}

bool xlsx_book_read_strings(struct xlsx_book *book, struct error *error)
{
    struct strings strings = {.book = book};
    const struct xlsx_events events = {&strings, on_string_start, on_string_end,
                                       on_string_text};
    return !*book->strings_part || xlsx_xml_read(book->zip, book->strings_part,
                                                 book->body->name, &events, error);
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* "_x000D_" -> its code, or -1. */
static int escaped(const char *p)
{
    int code = 0;
    if (p[0] != '_' || p[1] != 'x')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex(p[i]);
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return p[6] == '_' ? code : -1;
}

void xlsx_unescape(char *text)
{
    char *to = strstr(text, "_x");
    if (!to)
        return;
    for (const char *p = to; *p;) {
        int code = escaped(p);
        /* A carriage return stands before a line feed; half a character is none. */
        if (code < 0 || (code >= 0xD800 && code < 0xE000)) {
            *to++ = *p++;
            continue;
        }
        if (code > 0 && code != '\r')
            to += text_encode((uint32_t)code, to);
        p += 7;
    }
    *to = '\0';
}

/* ---- styles.xml ---- */

struct codes {
    long id;
    enum xlsx_look look;
};

struct styles {
    struct xlsx_book *book;
    struct codes *codes;
    size_t n_codes;
    bool in_formats; /* of cells; others are for named styles */
};

static enum xlsx_look look_of(const struct styles *s, long id)
{
    for (size_t i = 0; i < s->n_codes; i++)
        if (s->codes[i].id == id)
            return s->codes[i].look;
    return xlsx_look_builtin(id);
}

static bool on_style_start(void *self, const char *name, const char *const *attributes,
                           struct error *error)
{
    (void)error;
    struct styles *s = self;
    struct xlsx_book *book = s->book;
    const char *code = xlsx_attribute(attributes, "formatCode");
    if (strcmp(name, "cellXfs") == 0)
        s->in_formats = true;
    if (strcmp(name, "numFmt") == 0 && code && s->n_codes < BOOK_CODES) {
        s->codes = arena_more(book->arena, s->codes, s->n_codes, sizeof *s->codes);
        s->codes[s->n_codes++] = (struct codes){
            .id = xlsx_number(attributes, "numFmtId", 1 << 30, -1),
            .look = xlsx_look_of(code),
        };
    }
    if (strcmp(name, "xf") == 0 && s->in_formats && book->n_looks < BOOK_FORMATS) {
        enum xlsx_look look =
            look_of(s, xlsx_number(attributes, "numFmtId", 1 << 30, 0));
        book->looks = arena_more(book->arena, book->looks, book->n_looks, 1);
        book->looks[book->n_looks++] = (uint8_t)look;
        book->percent |= look == LOOK_PERCENT;
    }
    return true;
}

static bool on_style_end(void *self, const char *name, struct error *error)
{
    (void)error;
    struct styles *s = self;
    if (strcmp(name, "cellXfs") == 0)
        s->in_formats = false;
    return true;
}

bool xlsx_book_read_styles(struct xlsx_book *book, struct error *error)
{
    struct styles styles = {.book = book};
    const struct xlsx_events events = {
        .self = &styles, .start = on_style_start, .end = on_style_end};
    return !*book->styles_part || xlsx_xml_read(book->zip, book->styles_part,
                                                book->body->name, &events, error);
}
