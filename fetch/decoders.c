/* The table of formats, and what a body looks like that is none of them. */
#include "core/text.h"
#include "fetch/csv.h"
#include "fetch/encoding.h"
#include "fetch/feed.h"
#include "fetch/jsonstat.h"
#include "fetch/native.h"
#include "fetch/office.h"
#include "fetch/sdmx_csv.h"
#include "fetch/sdmx_json.h"
#include "fetch/xlsx.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const struct decoder *const decoders[] = {
    &decoder_native,
    &decoder_jsonstat,
    &decoder_sdmx_json,
    &decoder_sdmx_csv,
    &decoder_worldbank,
    &decoder_fred,
    &decoder_nbs_data,
    &decoder_nbs_query,
    &decoder_csv,
    &decoder_xlsx,
    NULL,
};

/* What bodies begin with that are no data. Two arguments: the body, and `what`. */
static const struct {
    const char *bytes;
    size_t n;
    enum error_code code;
    const char *what;
} looks[] = {
    {"\x1F\x8B", 2, ERROR_BODY_ARCHIVE, "gzip"},
    {"BZh", 3, ERROR_BODY_ARCHIVE, "bzip2"},
    {"\xFD\x37zXZ", 5, ERROR_BODY_ARCHIVE, "xz"},
    {"7z\xBC\xAF", 4, ERROR_BODY_ARCHIVE, "7z"},
    {"Rar!", 4, ERROR_BODY_ARCHIVE, "rar"},
    {"%PDF", 4, ERROR_BODY_DOCUMENT, "pdf"},
    {"{\\rtf", 5, ERROR_BODY_DOCUMENT, "rtf"},
};

static const char *skip_space(const char *p, const char *end)
{
    if (end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    /* U+001E begins each page of a feed that comes in several. */
    while (p < end && *p && strchr(" \t\r\n\x1E", *p))
        p++;
    return p;
}

/* A zero byte, or a twentieth of control characters. One alone may stand in a name: it
 * is its row's fault, not the body's. */
static bool is_binary(const struct body *body)
{
    size_t looked = body->size < 512 ? body->size : 512, controls = 0;
    if (memchr(body->bytes, 0, looked))
        return true;
    for (size_t i = 0; i < looked; i++) {
        unsigned char c = (unsigned char)body->bytes[i];
        controls += c < 0x20 && !strchr("\t\n\r\f\v\x1B", c);
    }
    return controls * 20 > looked;
}

/* Anything that no decoder need be asked about. A table of texts may be UTF-16 without
 * saying so, where aiplus.conf says it; its decoder finds zeros that are none of it. */
static bool check_look(const struct body *body, const struct decoder *named,
                       struct error *error)
{
    const char *end = body->bytes + body->size;
    const char *p = skip_space(body->bytes, end);
    if (p == end)
        return error_set(error, ERROR_BODY_EMPTY, body->name);
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (body->size >= looks[i].n &&
            memcmp(body->bytes, looks[i].bytes, looks[i].n) == 0)
            return error_set(error, looks[i].code, body->name, looks[i].what);
    if (!xlsx_check(body, error))
        return false;
    if (*p == '<')
        return error_set(error,
                         strncasecmp(p, "<?xml", 5) == 0 &&
                                 !memmem(p, (size_t)(end - p), "<html", 5)
                             ? ERROR_BODY_XML
                             : ERROR_BODY_HTML,
                         body->name);
    /* JSON's own reader says where a zero stands. */
    bool json = *p == '{' || *p == '[';
    return encoding_is_utf16(body) || xlsx_is_zip(body) || named == &decoder_csv ||
           json || !is_binary(body) || error_set(error, ERROR_BODY_BINARY, body->name);
}

static const struct decoder *by_name(const char *name, struct error *error)
{
    char known[200];
    size_t n = 0;
    for (size_t i = 0; decoders[i]; i++) {
        if (strcmp(decoders[i]->name, name) == 0)
            return decoders[i];
        n += (size_t)snprintf(known + n, sizeof known - n, "%s, ", decoders[i]->name);
    }
    snprintf(known + n, sizeof known - n, "auto");
    error_set(error, ERROR_FORMAT, name, known);
    return NULL;
}

static void refuse_text(const struct body *body, struct error *error)
{
    struct arena arena = {0};
    const char *p = skip_space(body->bytes, body->bytes + body->size);
    char *start = arena_strndup(&arena, p, strcspn(p, "\r\n"));
    if (strlen(start) > 60)
        start[60] = '\0';
    size_t n = text_invalid_at(start, strlen(start));
    error_set(error, ERROR_BODY_TEXT, body->name, text_clean(&arena, start, n));
    arena_release(&arena);
}

/* Only tables of texts are written in UTF-16, by spreadsheet programs; and only one
 * decoder reads workbooks. */
static bool check_encoding(const struct decoder *decoder, const struct body *body,
                           struct error *error)
{
    if (decoder != &decoder_xlsx && xlsx_is_zip(body))
        return error_set(error, ERROR_BODY_FORMAT, body->name);
    return decoder == &decoder_csv || !encoding_is_utf16(body) ||
           error_set(error, ERROR_BODY_UTF16, body->name);
}

const struct decoder *decoder_find(const char *name, const struct body *body,
                                   struct error *error)
{
    bool any = !*name || strcmp(name, "auto") == 0;
    const struct decoder *best = any ? NULL : by_name(name, error);
    if ((!any && !best) || !check_look(body, best, error))
        return NULL;
    if (!any)
        return check_encoding(best, body, error) ? best : NULL;
    int surest = 0;
    for (size_t i = 0; decoders[i]; i++) {
        int sure = decoders[i]->sniff(body);
        if (sure > surest) {
            surest = sure;
            best = decoders[i];
        }
    }
    if (!best && check_encoding(best, body, error))
        refuse_text(body, error);
    return best;
}
