/* Items, the plain way: see tests/torture/model_items.h. */
#include "tests/torture/model_items.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "store/snapshot.h"
#include "tests/torture/difference.h"
#include "tests/torture/model.h"
#include "tests/torture/random.h"

static const enum item_kind kinds[MODEL_KINDS] = {ITEM_LEDGER, ITEM_DOCUMENT};
static const char *const keys[MODEL_KEYS] = {"1", "1/2", "二", "x"};
static const char *const texts[] = {"", "a", "a\nb", "一个较长的说明"};
enum { TEXTS = sizeof texts / sizeof *texts, FIELD = 1 };

/* ---- deliveries ---- */

size_t model_items_make(uint64_t seed, struct item items[MODEL_ITEMS])
{
    uint64_t own = seed ^ UINT64_C(0x6974656D73);
    size_t n = random_chance(&own, 50) ? 0 : random_below(&own, MODEL_ITEMS + 1);
    for (size_t i = 0; i < n; i++) {
        items[i] = (struct item){.kind = kinds[random_below(&own, MODEL_KINDS)],
                                 .key = keys[random_below(&own, MODEL_KEYS)],
                                 .withdrawn = random_chance(&own, 25)};
        for (int k = 0; k < ITEM_FIELDS; k++)
            items[i].fields[k] = "";
        items[i].fields[0] = items[i].key;
        items[i].fields[FIELD] = texts[random_below(&own, TEXTS)];
    }
    return n;
}

/* ---- what they do ---- */

static int number_of(enum item_kind kind)
{
    return kind == kinds[0] ? 0 : 1;
}

static int key_of(const char *key)
{
    int i = 0;
    while (strcmp(keys[i], key) != 0)
        i++;
    return i;
}

static int64_t time_of(const struct model *model, uint32_t receipt)
{
    return model->receipts[receipt - 1].receipt.time;
}

static const struct model_version *
standing(const struct model *model, const struct model_item *item, int64_t known_at)
{
    const struct model_version *stood = NULL;
    for (int i = 0; i < item->n; i++)
        if (!item->said[i].late && time_of(model, item->said[i].receipt) <= known_at)
            stood = &item->said[i];
    return stood;
}

static bool says(const struct model_version *version, const struct item *item)
{
    return version->withdrawn == item->withdrawn &&
           (item->withdrawn || strcmp(version->text, item->fields[FIELD]) == 0);
}

static bool take(struct model *model, struct model_item *own, const struct item *item,
                 bool late, uint32_t receipt)
{
    const struct model_version *old = standing(model, own, INT64_MAX);
    if (old ? says(old, item) : item->withdrawn)
        return false;
    for (int i = 0; late && i < own->n; i++)
        if (says(&own->said[i], item))
            return false;
    assert(own->n < MODEL_VERSIONS);
    struct model_version made = {.withdrawn = item->withdrawn,
                                 .late = late && old,
                                 .text =
                                     item->withdrawn ? old->text : item->fields[FIELD],
                                 .receipt = receipt};
    own->said[own->n++] = made;
    return true;
}

uint32_t model_items_take(struct model *model, int source,
                          const struct delivery *delivery, bool late, uint32_t receipt)
{
    uint32_t changed = 0;
    for (size_t i = 0; i < delivery->n_items; i++) {
        const struct item *item = &delivery->items[i];
        bool again = false;
        for (size_t k = i + 1; k < delivery->n_items; k++)
            again = again || (delivery->items[k].kind == item->kind &&
                              strcmp(delivery->items[k].key, item->key) == 0);
        if (!again)
            changed += take(
                model, &model->items[source][number_of(item->kind)][key_of(item->key)],
                item, late, receipt);
    }
    return changed;
}

static void prune(const struct model *model, struct model_item *item, int64_t since)
{
    struct model_item old = *item;
    item->n = 0;
    for (int i = 0; i < old.n; i++) {
        bool past = old.said[i].late && time_of(model, old.said[i].receipt) <= since;
        for (int k = i + 1; k < old.n && !old.said[i].late; k++)
            past = past ||
                   (!old.said[k].late && time_of(model, old.said[k].receipt) <= since);
        if (!past)
            item->said[item->n++] = old.said[i];
    }
}

void model_items_prune(struct model *model, int64_t since)
{
    for (int s = 0; s < WORLD_SOURCES; s++)
        for (int kind = 0; kind < MODEL_KINDS; kind++)
            for (int key = 0; key < MODEL_KEYS; key++)
                prune(model, &model->items[s][kind][key], since);
}

/* ---- comparing ---- */

/* The source's number; the name must be one. */
static int source_of(const char *name)
{
    for (int s = 0; s < WORLD_SOURCES; s++)
        if (strcmp(world_sources[s], name) == 0)
            return s;
    return -1;
}

static bool in_order(const struct item *items, size_t n, bool versions)
{
    for (size_t i = 1; i < n; i++) {
        int order = strcmp(items[i - 1].source, items[i].source);
        order = order ? order : strcmp(items[i - 1].key, items[i].key);
        if (order > 0 ||
            (order == 0 && !(versions && items[i - 1].receipt < items[i].receipt)))
            return false;
    }
    return true;
}

static bool same(const struct item *got, const struct model_version *want)
{
    return got->receipt == want->receipt && got->withdrawn == want->withdrawn &&
           got->late == want->late && strcmp(got->fields[FIELD], want->text) == 0 &&
           strcmp(got->fields[0], got->key) == 0;
}

static bool compare_kind(struct snapshot *snapshot, const struct model *model, int kind,
                         int64_t known_at, struct arena *arena,
                         struct difference *found)
{
    struct error error = {0};
    struct item *items;
    size_t n, expected = 0;
    if (!snapshot_items(snapshot, kinds[kind], known_at, arena, &items, &n, &error))
        return difference_error(found, "snapshot_items", known_at, &error);
    for (int s = 0; s < WORLD_SOURCES; s++)
        for (int k = 0; k < MODEL_KEYS; k++) {
            const struct model_version *stood =
                standing(model, &model->items[s][kind][k], known_at);
            expected += stood && !stood->withdrawn;
        }
    bool ok = n == expected && in_order(items, n, false);
    for (size_t i = 0; ok && i < n; i++) {
        int s = source_of(items[i].source);
        const struct model_version *stood =
            s < 0 ? NULL
                  : standing(model, &model->items[s][kind][key_of(items[i].key)],
                             known_at);
        ok = stood && same(&items[i], stood);
    }
    return ok ||
           difference_say(found, "items of kind %d at T%+" PRId64 ": %zu, not %zu",
                          kind, known_at - WORLD_START, n, expected);
}

bool compare_items(struct snapshot *snapshot, const struct model *model,
                   int64_t known_at, struct difference *found)
{
    struct arena arena = {0};
    bool ok = true;
    for (int kind = 0; ok && kind < MODEL_KINDS; kind++)
        ok = compare_kind(snapshot, model, kind, known_at, &arena, found);
    arena_release(&arena);
    return ok;
}

static bool compare_one(struct snapshot *snapshot, const struct model_item *want,
                        int source, int kind, int key, struct arena *arena,
                        struct difference *found)
{
    struct error error = {0};
    struct item *items;
    size_t n;
    if (!snapshot_item_history(snapshot, kinds[kind], world_sources[source], keys[key],
                               arena, &items, &n, &error))
        return difference_error(found, "snapshot_item_history", INT64_MAX, &error);
    bool ok = n == (size_t)want->n && in_order(items, n, true);
    for (size_t i = 0; ok && i < n; i++)
        ok = same(&items[i], &want->said[i]);
    return ok || difference_say(found, "versions of %s %d %s: %zu, not %d",
                                world_sources[source], kind, keys[key], n, want->n);
}

bool compare_versions(struct snapshot *snapshot, const struct model *model,
                      struct difference *found)
{
    struct arena arena = {0};
    bool ok = true;
    for (int s = 0; ok && s < WORLD_SOURCES; s++)
        for (int kind = 0; ok && kind < MODEL_KINDS; kind++)
            for (int key = 0; ok && key < MODEL_KEYS; key++)
                ok = compare_one(snapshot, &model->items[s][kind][key], s, kind, key,
                                 &arena, found);
    arena_release(&arena);
    return ok;
}
