/*
 * Papers: what pages are made with besides figures (the catalogue and those settings
 * that change what a page says), kept with the figures so that a page of an earlier day
 * stands as it stood.
 *
 * Owns: the names under which they are kept, the form of the settings: lines "key =
 * value", read by name, so that another version passes over what it does not know.
 * Must never know: pages, the network.
 */
#ifndef APP_PAPERS_H
#define APP_PAPERS_H

#include "app/config.h"
#include "catalog/catalog.h"
#include "store/snapshot.h"
#include "store/store.h"
#include "views/page.h"

#include <stdbool.h>
#include <stdint.h>

/* The sources of their receipts. No feed may have these names. */
extern const char papers_catalog_source[], papers_settings_source[];

/* Keeps the files of the catalogue in effect and the settings; what is kept already is
 * not kept again. directory: where files are replaced, "" = nowhere, for the receipt.
 */
bool papers_keep(struct store *store, const struct catalog_texts *texts,
                 const char *directory, const struct config *config, int64_t now,
                 struct error *error);

/* What a snapshot has kept. A zeroed struct is a valid, empty one. */
struct papers {
    enum data_papers catalog_state, settings_state;
    char digest[DIGEST_HEX];     /* of the catalogue's texts, "" = none */
    struct catalog catalog;      /* open exactly if catalog_state is PAPERS_OF_THEN */
    struct progress_rules rules; /* likewise */
};

/* Reads the papers as they were at a time. Where `before` is not NULL and the catalogue
 * is the same, it is not opened again: catalog_state is PAPERS_OF_THEN, and before's
 * catalogue is the one. Nothing of this fails: what is wrong is in the states. */
void papers_read(struct snapshot *snapshot, int64_t known_at,
                 const struct papers *before, struct papers *papers);

#endif
