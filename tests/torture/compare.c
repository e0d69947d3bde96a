/* Pages against the model: see tests/torture/compare.h. What has no time is in
 * tests/torture/compare_kept.c. */
#include "tests/torture/compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/torture/difference.h"

/* Both NULL (nothing), or the same in every field that a page shows. */
static bool same(const struct observation *a, const struct observation *b)
{
    if (!a || !b)
        return a == b;
    return strcmp(a->indicator, b->indicator) == 0 && a->region == b->region &&
           a->period.freq == b->period.freq && period_equal(a->period, b->period) &&
           a->has_value == b->has_value && (!a->has_value || a->value == b->value) &&
           a->status == b->status && a->qualifier == b->qualifier &&
           a->receipt == b->receipt && a->revised == b->revised && !a->withdrawn &&
           !a->late && !a->outranked && !b->withdrawn && !b->late && !b->outranked;
}

/* Whether the periods that stand in a series from a day on are those listed, ascending.
 */
static bool series_same(const struct model *model, int i, int r, int64_t known_at,
                        int32_t from, const struct observation *items, size_t n,
                        const char *page, struct difference *found)
{
    size_t expected = 0;
    for (int p = 0; p < WORLD_PERIODS; p++) {
        const struct observation *want = model_at(model, i, r, p, known_at);
        const struct observation *got = NULL;
        for (size_t k = 0; k < n; k++)
            if (period_equal(items[k].period, world_period(p)))
                got = &items[k];
        if (want && want->period.last < from)
            want = NULL;
        expected += want != NULL;
        if (!same(got, want))
            return difference_of(found, page, known_at, got, want);
    }
    if (n != expected)
        return difference_say(found, "%s: %zu periods, not %zu", page, n, expected);
    for (size_t k = 1; k < n; k++)
        if (period_compare(items[k - 1].period, items[k].period) >= 0)
            return difference_say(found, "%s: periods out of order", page);
    return true;
}

static bool compare_series(struct snapshot *snapshot, const struct model *model,
                           int64_t known_at, struct arena *arena,
                           struct difference *found)
{
    struct error error = {0};
    struct observation *items;
    size_t n;
    for (int i = 0; i < WORLD_INDICATORS; i++)
        for (int r = 0; r < WORLD_REGIONS; r++) {
            if (!snapshot_series(snapshot, world_indicators[i], world_regions[r],
                                 known_at, arena, &items, &n, &error))
                return difference_error(found, "snapshot_series", known_at, &error);
            if (!series_same(model, i, r, known_at, INT32_MIN, items, n,
                             "snapshot_series", found))
                return false;
        }
    if (!snapshot_series(snapshot, "UNKNOWN", 100000, known_at, arena, &items, &n,
                         &error) ||
        n != 0 ||
        !snapshot_series(snapshot, "NTL-01", 999999, known_at, arena, &items, &n,
                         &error) ||
        n != 0)
        return difference_say(found, "snapshot_series of what is not there");
    return true;
}

/* The regions out of their order, one of them twice, one that nobody knows. */
static bool compare_section(struct snapshot *snapshot, const struct model *model,
                            int64_t known_at, struct difference *found)
{
    enum { N = WORLD_REGIONS + 2, UNKNOWN = WORLD_REGIONS };
    struct error error = {0};
    struct observation items[N];
    int32_t regions[N];
    int which[N];
    for (int k = 0; k < N; k++) {
        which[k] = k == 3 ? UNKNOWN : k * 5 % WORLD_REGIONS;
        regions[k] = which[k] == UNKNOWN ? 999999 : world_regions[which[k]];
    }
    for (int i = 0; i < WORLD_INDICATORS; i++)
        for (int p = 0; p < WORLD_PERIODS; p++) {
            if (!snapshot_section(snapshot, world_indicators[i], world_period(p),
                                  regions, N, known_at, items, &error))
                return difference_error(found, "snapshot_section", known_at, &error);
            for (int k = 0; k < N; k++) {
                const struct observation *got = items[k].receipt ? &items[k] : NULL;
                const struct observation *want =
                    which[k] == UNKNOWN ? NULL
                                        : model_at(model, i, which[k], p, known_at);
                if (!same(got, want))
                    return difference_of(found, "snapshot_section", known_at, got,
                                         want);
            }
        }
    return true;
}

static bool compare_latest(struct snapshot *snapshot, const struct model *model,
                           int64_t known_at, struct difference *found)
{
    struct error error = {0};
    struct snapshot_figure items[WORLD_INDICATORS * WORLD_REGIONS];
    if (!snapshot_latest(snapshot, world_indicators, WORLD_INDICATORS, world_regions,
                         WORLD_REGIONS, known_at, items, &error))
        return difference_error(found, "snapshot_latest", known_at, &error);
    for (int i = 0; i < WORLD_INDICATORS; i++)
        for (int r = 0; r < WORLD_REGIONS; r++) {
            const struct snapshot_figure *figure = &items[i * WORLD_REGIONS + r];
            const struct observation *previous;
            const struct observation *want =
                model_latest(model, i, r, known_at, &previous);
            const struct observation *got =
                figure->latest.receipt ? &figure->latest : NULL;
            if (!same(got, want))
                return difference_of(found, "snapshot_latest", known_at, got, want);
            if (figure->has_previous != (previous != NULL) ||
                (previous && figure->previous != previous->value))
                return difference_say(
                    found,
                    "snapshot_latest at T%+" PRId64 ", %s %d: previous %d %.17g,"
                    " not %d %.17g",
                    known_at - WORLD_START, world_indicators[i], (int)world_regions[r],
                    figure->has_previous, figure->previous, previous != NULL,
                    previous ? previous->value : 0);
        }
    return true;
}

static bool compare_region(struct snapshot *snapshot, const struct model *model,
                           int64_t known_at, struct arena *arena,
                           struct difference *found)
{
    static const int32_t froms[] = {INT32_MIN, 20454};
    /* One that is not there in the middle. */
    const char *const asked[] = {world_indicators[2], world_indicators[0], "UNKNOWN",
                                 world_indicators[3], world_indicators[1]};
    static const int which[] = {2, 0, -1, 3, 1};
    struct snapshot_list lists[5];
    struct error error = {0};
    for (int r = 0; r < WORLD_REGIONS; r++)
        for (size_t f = 0; f < 2; f++) {
            if (!snapshot_region(snapshot, world_regions[r], asked, 5, froms[f],
                                 known_at, arena, lists, &error))
                return difference_error(found, "snapshot_region", known_at, &error);
            for (size_t i = 0; i < 5; i++) {
                if (which[i] < 0 && lists[i].n != 0)
                    return difference_say(found,
                                          "snapshot_region of what is not there");
                if (which[i] >= 0 &&
                    !series_same(model, which[i], r, known_at, froms[f], lists[i].items,
                                 lists[i].n, "snapshot_region", found))
                    return false;
            }
        }
    return true;
}

static bool compare_receipts(struct snapshot *snapshot, const struct model *model,
                             int64_t known_at, size_t most, struct arena *arena,
                             struct difference *found)
{
    struct error error = {0};
    struct receipt *items;
    size_t n, k = 0;
    if (!snapshot_receipts(snapshot, known_at, most, arena, &items, &n, &error))
        return difference_error(found, "snapshot_receipts", known_at, &error);
    for (uint32_t i = model->n_receipts; i > 0 && k < most; i--) {
        const struct receipt *want = &model->receipts[i - 1].receipt;
        if (want->time > known_at)
            continue;
        if (k == n)
            return difference_say(found, "snapshot_receipts at T%+" PRId64 ": only %zu",
                                  known_at - WORLD_START, n);
        if (!difference_receipts(found, &items[k++], want))
            return false;
    }
    return k == n || difference_say(found, "snapshot_receipts: too many");
}

static bool compare_sources(struct snapshot *snapshot, const struct model *model,
                            int64_t known_at, struct arena *arena,
                            struct difference *found)
{
    struct error error = {0};
    struct source_state *items;
    size_t n, expected = 0;
    if (!snapshot_sources(snapshot, known_at, arena, &items, &n, &error))
        return difference_error(found, "snapshot_sources", known_at, &error);
    for (int s = 0; s <= WORLD_SOURCES; s++) {
        const struct source_state *want = model_source_at(model, s, known_at);
        const struct source_state *got = NULL;
        for (size_t k = 0; want && k < n; k++)
            if (strcmp(items[k].name, want->name) == 0)
                got = &items[k];
        expected += want != NULL;
        if (want && !difference_states(found, got, want, known_at))
            return false;
    }
    for (size_t k = 1; k < n; k++)
        if (strcmp(items[k - 1].name, items[k].name) >= 0)
            return difference_say(found, "snapshot_sources: out of order");
    return n == expected ||
           difference_say(found, "snapshot_sources at T%+" PRId64 ": %zu, not %zu",
                          known_at - WORLD_START, n, expected);
}

static bool compare_documents(struct snapshot *snapshot, const struct model *model,
                              int64_t known_at, struct arena *arena,
                              struct difference *found)
{
    for (int d = 0; d < WORLD_DOCUMENTS; d++) {
        const struct model_document *want = model_document_at(model, d, known_at);
        struct error error = {0};
        const char *bytes = "";
        uint32_t receipt = 0;
        size_t n = 0;
        bool there;
        if (!snapshot_document(snapshot, world_documents[d], known_at, arena, &bytes,
                               &n, &receipt, &there, &error))
            return difference_error(found, "snapshot_document", known_at, &error);
        if (there != (want != NULL))
            return difference_say(found, "document %d is%s kept", d,
                                  there ? "" : " not");
        if (want && (receipt != want->receipt || n != strlen(world_texts[want->text]) ||
                     memcmp(bytes, world_texts[want->text], n) != 0))
            return difference_say(found, "document %d of receipt %u, not %u", d,
                                  (unsigned)receipt, (unsigned)want->receipt);
    }
    return true;
}

bool compare_pages(struct snapshot *snapshot, const struct model *model,
                   int64_t known_at, struct difference *found)
{
    struct arena arena = {0};
    bool ok = compare_series(snapshot, model, known_at, &arena, found) &&
              compare_section(snapshot, model, known_at, found) &&
              compare_latest(snapshot, model, known_at, found) &&
              compare_region(snapshot, model, known_at, &arena, found) &&
              compare_receipts(snapshot, model, known_at, 1000, &arena, found) &&
              compare_receipts(snapshot, model, known_at, 2, &arena, found) &&
              compare_sources(snapshot, model, known_at, &arena, found) &&
              compare_documents(snapshot, model, known_at, &arena, found) &&
              compare_items(snapshot, model, known_at, found);
    arena_release(&arena);
    return ok;
}
