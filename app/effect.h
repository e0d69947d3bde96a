/*
 * The catalogue in effect: the files that are configured, and what sources have
 * delivered to them.
 *
 * Owns: reading the stored additions, opening the catalogue that they make, reading
 * bodies by it, judging what they add to it before that is stored.
 * Must never know: what a row may change (catalog/additions.h), records.
 *
 * Reading is asked of the caller: the collector has a store, a viewer a snapshot.
 */
#ifndef APP_EFFECT_H
#define APP_EFFECT_H

#include "catalog/additions.h"
#include "core/bulk.h"
#include "core/receipt.h"
#include "fetch/source.h"

#include <stdbool.h>
#include <stddef.h>

/* Where the stored items of a kind are read from. */
struct effect_reader {
    void *self;
    bool (*items)(void *self, enum item_kind kind, struct arena *arena,
                  struct item **items, size_t *n, struct error *error);
};

struct effect {
    struct arena arena;
    struct catalog_texts base; /* the files alone */
    struct item *items;        /* what is stored of all the catalogue's kinds */
    size_t n;
    struct additions additions; /* texts: of the catalogue in effect */
    struct catalog catalog;     /* open */
};

/* Reads and opens. directory: where files of the catalogue are replaced, "" = nowhere.
 * Stored rows that no longer fit are left out: additions.refused says which. */
bool effect_open(struct effect *effect, const char *directory,
                 const struct effect_reader *reader, struct error *error);
void effect_close(struct effect *effect);

/* The hash of the stored additions, read anew; "" if there are none. */
bool effect_digest(const struct effect_reader *reader, char hex[DIGEST_HEX],
                   struct error *error);

/* Reads a body as mapper_read does, by the catalogue in effect. What it adds to that is
 * judged: rows that cannot be taken become refused rows; where nothing is left, the
 * feed is refused for the first one's reason. Figures that come with such rows may
 * refer to them. The receipt's source, and what the store fills in, is not filled. */
bool effect_read(const struct effect *effect, const struct source *source,
                 const struct body *body, struct arena *arena,
                 struct bulk *observations, struct delivery *delivery,
                 struct error *error);

/* The judging alone. *opened: `catalog` is what would be in effect then, the caller's
 * to close; false where the delivery adds nothing. */
bool effect_judge(const struct effect *effect, struct delivery *delivery,
                  const char *source, struct arena *arena, struct catalog *catalog,
                  bool *opened, struct error *error);

#endif
