/*
 * XML of a workbook's parts, as events: expat's only door is xlsx_xml.c.
 *
 * Owns: the grammar, and what is refused of it: document types and with them entities,
 * great depth, tags without end. Nothing is ever fetched.
 * Must never know: what an element means.
 */
#ifndef FETCH_XLSX_XML_H
#define FETCH_XLSX_XML_H

#include "fetch/xlsx_zip.h"

enum {
    XML_DEPTH = 64,
    XML_TOKEN = 1 << 20 /* bytes of one tag */
};

/* Names come without their namespace's prefix. A callback that returns false with its
 * error ends the reading. Any may be NULL. */
struct xlsx_events {
    void *self;
    bool (*start)(void *self, const char *name, const char *const *attributes,
                  struct error *error);
    bool (*end)(void *self, const char *name, struct error *error);
    bool (*text)(void *self, const char *text, size_t n, struct error *error);
};

/* Reads the part whole. */
bool xlsx_xml_read(struct xlsx_zip *zip, const char *part, const char *body_name,
                   const struct xlsx_events *events, struct error *error);

/* The attribute of that name, lent for the length of the callback; NULL if none. */
const char *xlsx_attribute(const char *const *attributes, const char *name);

/* The same as a number from 0 to `most`; `other` if there is none or it is none. */
long xlsx_number(const char *const *attributes, const char *name, long most,
                 long other);

/* "1" and "true" in an attribute. */
bool xlsx_true(const char *const *attributes, const char *name);

#endif
