/*
 * A run of the collector, as its parts share it.
 *
 * Owns: plain values. app/collect.c runs, app/collect_source.c takes what one source
 * answers, app/collect_say.c says what happens.
 */
#ifndef APP_COLLECT_RUN_H
#define APP_COLLECT_RUN_H

#include "app/config.h"
#include "app/effect.h"
#include "core/arena.h"
#include "core/error.h"
#include "core/receipt.h"
#include "fetch/transfer.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One source of the run. */
struct collect_source {
    struct source_state state;
    bool same;     /* is it set up as it was before? */
    uint32_t rest; /* that was told of last */
    size_t place;  /* how many sources go before it */
};

struct collect_run {
    struct store *store;
    const struct config *config;
    struct effect effect;   /* the catalogue in effect; open while there is a store */
    char words[DIGEST_HEX]; /* of what the catalogue calls things */
    struct arena arena;     /* does not grow with the feeds */
    const char *directory;  /* for what does */
    const char *catalog;    /* the catalogue's directory, "" = compiled in */
    struct transfer *transfers;
    struct collect_source *sources; /* parallel to transfers */
    const char **names; /* of all that are configured, in the declared order */
    bool accept;        /* what the sources look like now is taken */
    size_t n, done;
    size_t failed, left; /* left: not ended when the run was broken off */
    uint64_t changed;
    int signals;  /* signalfd of SIGINT, SIGTERM and SIGHUP */
    int progress; /* the dashboard's pipe, -1 = none */
    bool terminal;
    bool stopped;
    struct error error; /* the store's, which ends the run */
};

#endif
