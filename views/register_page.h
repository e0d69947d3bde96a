/*
 * Registers on a page: what the pages of the ledger, of cases and of publicity say
 * alike.
 *
 * Owns: where an item is from and who delivers it, how a field of it is written, the
 * record of its changes.
 * Must never know: which fields a kind has, any one page.
 */
#ifndef VIEWS_REGISTER_PAGE_H
#define VIEWS_REGISTER_PAGE_H

#include "views/figure.h"
#include "views/frame.h"
#include "views/register.h"

#include <stdbool.h>

/* Who delivers it: the source's title. Lent. */
const char *register_source(const struct figures *figures, const char *name);

/* A field as the reader sees it: a choice in its word, a share with its sign, what is
 * empty in words. */
const char *register_field_text(const struct item_field *field, const char *text,
                                enum language language, struct arena *arena);

/* The short name of an item's region: its code where the catalogue has none. */
const char *register_place(const struct register_item *item, enum language language);

/* Who delivered the item as it stands, when, and in which row. */
bool register_origin(const struct frame *frame, const struct item *item,
                     const char **text, struct error *error);

/* The record of an item's changes 办理记录: its versions as known, newest first, each
 * with what it changed and who delivered it. */
bool register_record(struct frame *frame, const struct register_item *item,
                     struct error *error);

/* For struct page: which items there are is a matter of the data. */
bool register_has_id(const struct catalog *catalog, const char *id);

#endif
