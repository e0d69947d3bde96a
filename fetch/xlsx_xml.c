/* XML events, by expat: see fetch/xlsx_xml.h. */
#include "fetch/xlsx_xml.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK = 64 * 1024 };

struct reading {
    XML_Parser parser;
    const struct xlsx_events *events;
    const char *part, *body_name;
    struct error *error;
    int depth;
    bool failed;
};

static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static void stop(struct reading *r)
{
    r->failed = true;
    XML_StopParser(r->parser, XML_FALSE);
}

static void refuse(struct reading *r, enum error_code code)
{
    error_set(r->error, code, r->body_name, r->part);
    stop(r);
}

static void on_start(void *self, const char *name, const char **attributes)
{
    struct reading *r = self;
    if (r->failed)
        return;
    if (++r->depth > XML_DEPTH)
        refuse(r, ERROR_XLSX_XML);
    else if (r->events->start &&
             !r->events->start(r->events->self, local(name),
                               (const char *const *)attributes, r->error))
        stop(r);
}

static void on_end(void *self, const char *name)
{
    struct reading *r = self;
    r->depth--;
    if (!r->failed && r->events->end &&
        !r->events->end(r->events->self, local(name), r->error))
        stop(r);
}

static void on_text(void *self, const char *text, int n)
{
    struct reading *r = self;
    if (!r->failed && r->events->text &&
        !r->events->text(r->events->self, text, (size_t)n, r->error))
        stop(r);
}

/* No workbook has a document type, and with one come entities that grow. */
static void on_doctype(void *self, const char *name, const char *system,
                       const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    struct reading *r = self;
    if (!r->failed)
        refuse(r, ERROR_XLSX_DOCTYPE);
}

static bool feed(struct reading *r, struct xlsx_zip *zip)
{
    int64_t fed = 0;
    size_t n;
    do {
        char *bytes = XML_GetBuffer(r->parser, CHUNK);
        if (!bytes)
            return error_set(r->error, ERROR_XLSX_LARGE, r->body_name, r->part);
        if (!xlsx_zip_read(zip, bytes, CHUNK, &n, r->error))
            return false;
        fed += (int64_t)n;
        if (XML_ParseBuffer(r->parser, (int)n, n == 0) != XML_STATUS_OK)
            return r->failed ||
                   error_set(r->error, ERROR_XLSX_XML, r->body_name, r->part);
        /* A tag that does not end is kept, and read again with every chunk. */
        XML_Index done = XML_GetCurrentByteIndex(r->parser);
        if (n > 0 && fed - (done < 0 ? 0 : done) > XML_TOKEN)
            return error_set(r->error, ERROR_XLSX_XML, r->body_name, r->part);
    } while (n > 0);
    return true;
}

bool xlsx_xml_read(struct xlsx_zip *zip, const char *part, const char *body_name,
                   const struct xlsx_events *events, struct error *error)
{
    if (!xlsx_zip_part(zip, part, error))
        return false;
    struct reading r = {
        .parser = XML_ParserCreate(NULL),
        .events = events,
        .part = part,
        .body_name = body_name,
        .error = error,
    };
    if (!r.parser)
        return error_set(error, ERROR_XLSX_LARGE, body_name, part);
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
    bool ok = feed(&r, zip) && !r.failed;
    XML_ParserFree(r.parser);
    return ok;
}

const char *xlsx_attribute(const char *const *attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(local(attributes[i]), name) == 0)
            return attributes[i + 1];
    return NULL;
}

long xlsx_number(const char *const *attributes, const char *name, long most, long other)
{
    const char *text = xlsx_attribute(attributes, name);
    long number = 0;
    if (!text || !*text)
        return other;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return other;
        number = number * 10 + (*text - '0');
        if (number > most)
            return other;
    }
    return number;
}

bool xlsx_true(const char *const *attributes, const char *name)
{
    const char *text = xlsx_attribute(attributes, name);
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}
