/* Merging items: see store/items_merge.h. */
#include "store/items_merge.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A delivered item and the place of its records. */
struct place {
    const struct item *item;
    size_t order; /* in the delivery */
    unsigned char digest[ITEM_DIGEST];
};

struct looking {
    struct db *db;
    const struct meta *meta;
    const char *source;
    uint32_t number;
    bool late;
    struct arena *arena;
    struct items_merge *merge;
};

static int same_place(const struct place *a, const struct place *b)
{
    if (a->item->kind != b->item->kind)
        return a->item->kind < b->item->kind ? -1 : 1;
    return memcmp(a->digest, b->digest, ITEM_DIGEST);
}

static int by_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int order = same_place(x, y);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

/* Sorted; of those with the same place only the last word. */
static struct place *places_of(const struct delivery *delivery, struct arena *arena,
                               size_t *n)
{
    struct place *places = arena_alloc(arena, delivery->n_items * sizeof *places);
    size_t kept = 0;
    for (size_t i = 0; i < delivery->n_items; i++) {
        places[i] = (struct place){.item = &delivery->items[i], .order = i};
        item_digest(delivery->receipt.source, places[i].item->key, places[i].digest);
    }
    if (delivery->n_items > 0)
        qsort(places, delivery->n_items, sizeof *places, by_place);
    for (size_t i = 0; i < delivery->n_items; i++)
        if (i + 1 == delivery->n_items || same_place(&places[i], &places[i + 1]) != 0)
            places[kept++] = places[i];
    *n = kept;
    return places;
}

static void decide(struct looking *look, const struct place *place, uint32_t number,
                   const struct item *fields, bool late)
{
    struct items_merge *merge = look->merge;
    merge->versions =
        arena_more(look->arena, merge->versions, merge->n, sizeof *merge->versions);
    struct item_version *version = &merge->versions[merge->n++];
    *version = (struct item_version){.item = *fields, .number = number};
    version->item.source = look->source;
    version->item.receipt = look->number;
    version->item.withdrawn = place->item->withdrawn;
    version->item.late = late;
    memcpy(version->digest, place->digest, ITEM_DIGEST);
    merge->bytes += 128;
    for (size_t i = 0; i < item_field_count(fields->kind); i++)
        merge->bytes += fields->fields[i] ? 24 + strlen(fields->fields[i]) : 0;
}

/* Did a version of the item say the same before? */
static bool said(const struct item *versions, size_t n, const struct item *item)
{
    for (size_t i = 0; i < n; i++)
        if (versions[i].withdrawn == item->withdrawn &&
            (item->withdrawn || item_same_fields(&versions[i], item)))
            return true;
    return false;
}

/* marks: the stored versions of the item, oldest first; n may be 0. */
static bool settle(struct looking *look, const struct place *place,
                   const struct item_mark *marks, size_t n, struct error *error)
{
    struct arena scratch = {0};
    const struct item *item = place->item, *old = NULL;
    struct item *versions = arena_alloc(&scratch, n * sizeof *versions);
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        /* The texts of earlier ones matter only where this may be one of them. */
        bool needed = look->late || (i + 1 == n || marks[i + 1].late);
        ok = !needed || item_read(look->db, &marks[i], &scratch, &versions[i], error);
        if (needed && !marks[i].late)
            old = &versions[i];
    }
    if (!ok) {
        arena_release(&scratch);
        return false;
    }
    uint32_t number = n > 0 ? marks[n - 1].number + 1 : 0;
    if (!old) {
        if (!item->withdrawn)
            decide(look, place, number, item, false);
    } else if (!said(old, 1, item) && !(look->late && said(versions, n, item))) {
        struct item fields = *item;
        /* What is struck out keeps the texts that it had. */
        for (size_t i = 0; item->withdrawn && i < item_field_count(item->kind); i++)
            fields.fields[i] = arena_strdup(look->arena, old->fields[i]);
        decide(look, place, number, &fields, look->late);
    }
    arena_release(&scratch);
    return true;
}

/* The stored versions of each delivered item, met on one walk through the kind. */
static bool look_at_kind(struct looking *look, const struct place *places, size_t n,
                         struct error *error)
{
    struct arena scratch = {0};
    struct item_mark *marks = NULL, mark;
    size_t n_marks = 0, at = 0;
    struct item_walk walk;
    bool ok = true;
    item_walk_begin(&walk, places[0].item->kind);
    for (bool found = true; ok && found;) {
        ok = item_next(look->db, &walk, look->meta, &mark, &found, error);
        /* Everything before the version's item is complete. */
        while (ok && at < n &&
               (!found || memcmp(places[at].digest, mark.digest, ITEM_DIGEST) < 0)) {
            ok = settle(look, &places[at++], marks, n_marks, error);
            n_marks = 0;
            marks = NULL;
        }
        if (ok && found && at < n &&
            memcmp(places[at].digest, mark.digest, ITEM_DIGEST) == 0) {
            marks = arena_more(&scratch, marks, n_marks, sizeof *marks);
            marks[n_marks++] = mark;
        }
    }
    arena_release(&scratch);
    return ok;
}

static bool has_room(const struct looking *look, struct error *error)
{
    uint64_t all = look->merge->n;
    char most[24];
    for (int i = 0; i < ITEM_KINDS; i++)
        all += look->meta->n_versions[i];
    snprintf(most, sizeof most, "%d", ITEM_VERSIONS_MOST);
    return all <= ITEM_VERSIONS_MOST || error_set(error, ERROR_STORE_ITEMS, most);
}

bool items_merge_look(struct db *db, const struct meta *meta,
                      const struct delivery *delivery, uint32_t number, bool late,
                      struct arena *arena, struct items_merge *merge,
                      struct error *error)
{
    struct items_merge made = {0};
    struct looking look = {.db = db,
                           .meta = meta,
                           .source = delivery->receipt.source,
                           .number = number,
                           .late = late,
                           .arena = arena,
                           .merge = &made};
    size_t n;
    struct place *places = places_of(delivery, arena, &n);
    for (size_t i = 0, end; i < n; i = end) {
        end = i;
        while (end < n && places[end].item->kind == places[i].item->kind)
            end++;
        if (!look_at_kind(&look, &places[i], end - i, error))
            return false;
    }
    if (!has_room(&look, error))
        return false;
    *merge = made;
    return true;
}

bool items_merge_put(struct db *db, const struct items_merge *merge, size_t i,
                     struct meta *meta, struct record_writer *writer,
                     struct error *error)
{
    meta->n_versions[merge->versions[i].item.kind]++;
    return item_put(db, &merge->versions[i], writer, error);
}
