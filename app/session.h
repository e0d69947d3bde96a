/*
 * A session: what a viewer reads from, and the context its pages are built in.
 *
 * Owns: the open catalogue and snapshot, the query table that joins views/ to store/.
 * Must never know: the network, the collector's store.
 *
 * Opening and renewing are in session.c, what belongs to days in the past in past.c.
 */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "app/config.h"
#include "app/effect.h"
#include "app/options.h"
#include "app/papers.h"
#include "catalog/catalog.h"
#include "store/snapshot.h"
#include "views/page.h"

struct session {
    struct arena arena; /* for the session's length */
    const struct options *options;
    const struct config *config;
    const struct catalog *catalog; /* the files alone */
    const char *cache;
    struct snapshot *snapshot; /* NULL: none */
    uint32_t looked; /* the newest number when snapshots were last opened; 0 = look
                        anew: another directory may have taken the cache's place */
    /* Of a day in the past: the papers of then. Pages that were drawn with one
     * catalogue stand while another is opened, so all that were are kept: nearly always
     * one. */
    struct papers **papers;
    size_t n_papers;
    /* Of the present: the catalogue with what sources added to it, kept likewise. */
    struct effect **effects;
    size_t n_effects;
    char additions[DIGEST_HEX]; /* of the last of them */
    struct query query;
    struct view_context context; /* session_context makes a page's of it */
    int32_t since;               /* asked for, 0 = the default */
    /* The context of the end of context.since, once a page has asked for it. */
    struct view_context before;
    bool before_taken;
};

/* Opens the newest snapshot, if there is any. False only for a mistake of the user's
 * (an unknown region, AIPLUS_NOW): a missing or damaged cache is told on the pages. */
bool session_open(struct session *session, const struct options *options,
                  const struct config *config, const struct catalog *catalog,
                  const char *cache, enum language language, struct error *error);
void session_close(struct session *session);

/* Pages are made as of the end of that day from now on, 0 = the present. False, and as
 * before, for a day that is yet to come. */
bool session_as_of(struct session *session, int32_t day, struct error *error);

/* Changes are counted from the end of that day on, 0 = the default. False, and as
 * before, if the day is after the pages' own. */
bool session_since(struct session *session, int32_t day, struct error *error);

/* With what the page at an address is built now. *context is the arena's: its `before`
 * is there only where the page compares (struct page). */
bool session_context(struct session *session, const char *address, struct arena *arena,
                     struct view_context *context, struct error *error);

/* Moves to another snapshot if a newer one has been published, or says of the present
 * one that the newer is damaged; true if it did either. */
bool session_renew(struct session *session);

#endif
