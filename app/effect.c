/* The catalogue in effect: see app/effect.h. */
#include "app/effect.h"

#include "app/setup.h"
#include "app/vocabulary.h"
#include "core/digest.h"
#include "core/text.h"
#include "fetch/mapper.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is stored ---- */

static bool read_all(const struct effect_reader *reader, struct arena *arena,
                     struct item **items, size_t *n, struct error *error)
{
    struct item *all = NULL;
    size_t count = 0;
    for (int kind = 0; kind < ITEM_KINDS; kind++) {
        struct item *list;
        size_t more;
        if (!item_registers[kind].catalog)
            continue;
        if (!reader->items(reader->self, (enum item_kind)kind, arena, &list, &more,
                           error))
            return false;
        if (more == 0)
            continue;
        struct item *joined = arena_alloc(arena, (count + more) * sizeof *joined);
        if (count > 0)
            memcpy(joined, all, count * sizeof *joined);
        memcpy(joined + count, list, more * sizeof *joined);
        all = joined;
        count += more;
    }
    *items = all;
    *n = count;
    return true;
}

bool effect_open(struct effect *effect, const char *directory,
                 const struct effect_reader *reader, struct error *error)
{
    struct effect made = {0};
    if (catalog_texts(*directory ? directory : NULL, &made.arena, &made.base, error) &&
        read_all(reader, &made.arena, &made.items, &made.n, error) &&
        additions_open(&made.catalog, &made.base, made.items, made.n, made.n,
                       &made.arena, &made.additions, error)) {
        *effect = made;
        return true;
    }
    arena_release(&made.arena);
    return false;
}

void effect_close(struct effect *effect)
{
    catalog_close(&effect->catalog);
    arena_release(&effect->arena);
    *effect = (struct effect){0};
}

bool effect_digest(const struct effect_reader *reader, char hex[DIGEST_HEX],
                   struct error *error)
{
    struct arena arena = {0};
    struct item *items;
    size_t n = 0;
    bool ok = read_all(reader, &arena, &items, &n, error);
    hex[0] = '\0';
    if (ok && n > 0) {
        struct digest *digest = digest_begin();
        for (size_t i = 0; i < n; i++) {
            digest_add(digest, &items[i].kind, sizeof items[i].kind);
            digest_add(digest, &items[i].receipt, sizeof items[i].receipt);
            digest_add(digest, items[i].source, strlen(items[i].source) + 1);
            for (size_t k = 0; k < item_field_count(items[i].kind); k++)
                digest_add(digest, items[i].fields[k], strlen(items[i].fields[k]) + 1);
        }
        digest_end(digest, hex);
    }
    arena_release(&arena);
    return ok;
}

/* ---- what is delivered ---- */

static int by_place(const void *a, const void *b)
{
    const struct item *x = *(const struct item *const *)a;
    const struct item *y = *(const struct item *const *)b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return strcmp(x->key, y->key);
}

/* What would be stored: what is and stays, then (from *fresh on) what is sent. */
static struct item *list_of(const struct effect *effect,
                            const struct delivery *delivery, const char *source,
                            struct arena *arena, size_t *fresh)
{
    size_t n_sent = delivery->n_items, n = 0;
    struct item *list = arena_alloc(arena, (effect->n + n_sent) * sizeof *list);
    const struct item **sent = arena_alloc(arena, n_sent * sizeof *sent);
    for (size_t i = 0; i < n_sent; i++)
        sent[i] = &delivery->items[i];
    qsort(sent, n_sent, sizeof *sent, by_place);
    for (size_t i = 0; i < effect->n; i++) {
        const struct item *stored = &effect->items[i];
        if (strcmp(stored->source, source) != 0 ||
            !bsearch(&stored, sent, n_sent, sizeof *sent, by_place))
            list[n++] = *stored;
    }
    *fresh = n;
    for (size_t i = 0; i < delivery->n_items; i++) {
        list[n] = delivery->items[i];
        list[n].source = source;
        list[n++].receipt = UINT32_MAX; /* later than all that are stored */
    }
    return list;
}

/* Moves the refused ones from the delivery's items to its refusals, as many as are
 * kept. */
static void refuse(struct delivery *delivery, const struct error *const *refused,
                   struct arena *arena)
{
    size_t n = 0, kept = 0, n_refused = 0;
    for (size_t i = 0; i < delivery->n_items; i++)
        n_refused += refused[i] != NULL;
    struct item *items = arena_alloc(arena, delivery->n_items * sizeof *items);
    struct refusal *all =
        arena_alloc(arena, (delivery->n_refusals + n_refused) * sizeof *all);
    for (; n < delivery->n_refusals; n++)
        all[n] = delivery->refusals[n];
    for (size_t i = 0; i < delivery->n_items; i++) {
        const struct item *item = &delivery->items[i];
        if (!refused[i]) {
            items[kept++] = *item;
            continue;
        }
        if (n >= REFUSALS_MOST)
            continue;
        all[n++] = (struct refusal){
            .row = item->row,
            .raw = arena_printf(arena, "%s %s", item_registers[item->kind].name,
                                text_clean(arena, item->key, strnlen(item->key, 200))),
            .reason = *refused[i]};
    }
    delivery->items = items;
    delivery->n_items = kept;
    delivery->refusals = all;
    delivery->n_refusals = n;
    delivery->receipt.rows_refused += (uint32_t)n_refused;
}

bool effect_judge(const struct effect *effect, struct delivery *delivery,
                  const char *source, struct arena *arena, struct catalog *catalog,
                  bool *opened, struct error *error)
{
    struct additions additions;
    size_t fresh;
    if (!additions_any(delivery->items, delivery->n_items)) {
        *opened = false;
        return true;
    }
    struct item *list = list_of(effect, delivery, source, arena, &fresh);
    if (!additions_open(catalog, &effect->base, list, fresh + delivery->n_items, fresh,
                        arena, &additions, error))
        return false;
    *opened = true;
    for (size_t i = fresh; i < fresh + delivery->n_items; i++)
        if (additions.refused[i]) {
            refuse(delivery, additions.refused + fresh, arena);
            break;
        }
    return true;
}

static bool map(const struct catalog *catalog, const struct source *source,
                const struct body *body, struct arena *arena, struct bulk *observations,
                struct delivery *delivery, struct error *error)
{
    struct vocabulary vocabulary = vocabulary_of(catalog);
    *delivery = (struct delivery){0};
    return mapper_read(source, body, &vocabulary, arena, observations, delivery, error);
}

/* Whatever is left to store; else the first reason speaks for the feed. */
static bool has_anything(const struct delivery *delivery, struct error *error)
{
    if (delivery->n_observations > 0 || delivery->n_items > 0)
        return true;
    for (size_t i = 0; i < delivery->n_refusals; i++)
        if (!delivery->refusals[i].warning) {
            *error = delivery->refusals[i].reason;
            return false;
        }
    return true;
}

/* Are the two called the same by feeds? */
static bool same_words(const struct catalog *a, const struct catalog *b)
{
    char of_a[DIGEST_HEX], of_b[DIGEST_HEX];
    setup_words(a, of_a);
    setup_words(b, of_b);
    return strcmp(of_a, of_b) == 0;
}

bool effect_read(const struct effect *effect, const struct source *source,
                 const struct body *body, struct arena *arena,
                 struct bulk *observations, struct delivery *delivery,
                 struct error *error)
{
    struct catalog with, again;
    bool opened = false, more = false;
    bool ok =
        map(&effect->catalog, source, body, arena, observations, delivery, error) &&
        effect_judge(effect, delivery, source->name, arena, &with, &opened, error);
    if (!ok || !opened)
        return ok;
    if (!same_words(&with, &effect->catalog))
        ok = map(&with, source, body, arena, observations, delivery, error) &&
             effect_judge(effect, delivery, source->name, arena, &again, &more, error);
    if (more)
        catalog_close(&again);
    catalog_close(&with);
    return ok && has_anything(delivery, error);
}
