/*
 * The inside of pruning (store/prune.c): what goes is found there, and written anew
 * without it in store/prune_write.c.
 */
#ifndef STORE_PRUNE_WORK_H
#define STORE_PRUNE_WORK_H

#include "store/archive.h"
#include "store/private.h"
#include "store/replace.h"

struct pruning {
    struct store *store;
    struct arena arena;
    int64_t since;
    struct meta meta;
    struct replacement copy;
    int64_t *times;  /* of receipts 1 .. at 0 .. */
    bool *settled;   /* likewise: its refused rows go */
    uint32_t *whose; /* likewise: the place of its source in `names` */
    const char **names;
    bool *gone; /* by that place: forgotten by then */
    size_t n_names;
    struct archived *documents;
    size_t n_documents;
    bool *versions_go;     /* of items, in the order of their records */
    size_t n_versions, at; /* all, and those met while writing */
    struct tile *tile;
    struct prune_count count;
};

/* Is the receipt one of the store's, and was it known on the day? */
bool prune_known(const struct pruning *p, uint32_t receipt);

/* Writes all records but the meta record, without what goes. */
bool prune_write(struct pruning *p, struct error *error);

/* Then, of the copy: attempts before the day, and sources of which nothing is left. */
bool prune_attempts(struct pruning *p, struct error *error);

#endif
