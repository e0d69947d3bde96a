/* What has no time, and what is no longer kept: see tests/torture/compare.h. */
#include "tests/torture/compare.h"

#include <inttypes.h>
#include <string.h>

#include "tests/torture/difference.h"

static bool same_word(const struct observation *a, const struct observation *b)
{
    return a->region == b->region && strcmp(a->indicator, b->indicator) == 0 &&
           period_equal(a->period, b->period) && a->receipt == b->receipt &&
           a->late == b->late && a->outranked == b->outranked &&
           a->withdrawn == b->withdrawn && a->revised == b->revised &&
           (a->withdrawn ||
            (a->has_value == b->has_value && (!a->has_value || a->value == b->value) &&
             a->status == b->status && a->qualifier == b->qualifier));
}

static bool word_expected(const struct model *model, int i, int r, int p, int word,
                          const struct observation *items, size_t n,
                          struct difference *found)
{
    const struct observation *want = &model->cells[i][r][p].said[word];
    const struct observation *got = NULL;
    for (size_t k = 0; k < n; k++)
        if (items[k].receipt == want->receipt &&
            period_equal(items[k].period, want->period))
            got = &items[k];
    return (got && same_word(got, want)) ||
           difference_of(found, "snapshot_revisions", INT64_MAX, got, want);
}

static bool compare_revisions(struct snapshot *snapshot, const struct model *model,
                              int i, int r, struct arena *arena,
                              struct difference *found)
{
    struct error error = {0};
    struct observation *items;
    size_t n, expected = 0;
    if (!snapshot_revisions(snapshot, world_indicators[i], world_regions[r], arena,
                            &items, &n, &error))
        return difference_error(found, "snapshot_revisions", INT64_MAX, &error);
    for (int p = 0; p < WORLD_PERIODS; p++) {
        const struct model_cell *cell = &model->cells[i][r][p];
        for (int w = 0; w < cell->n; w++) {
            if (!model_is_revision(cell, w))
                continue;
            expected++;
            if (!word_expected(model, i, r, p, w, items, n, found))
                return false;
        }
    }
    if (n != expected)
        return difference_say(found, "snapshot_revisions of %s %d: %zu, not %zu",
                              world_indicators[i], (int)world_regions[r], n, expected);
    for (size_t k = 1; k < n; k++)
        if (items[k - 1].receipt < items[k].receipt ||
            (items[k - 1].receipt == items[k].receipt &&
             period_compare(items[k - 1].period, items[k].period) <= 0))
            return difference_say(found, "snapshot_revisions: out of order");
    return true;
}

static bool compare_refusals(struct snapshot *snapshot, const struct model *model,
                             uint32_t number, struct arena *arena,
                             struct difference *found)
{
    const struct model_receipt *want = &model->receipts[number - 1];
    struct error error = {0};
    struct receipt receipt;
    struct refusal *items;
    size_t n;
    if (!snapshot_receipt(snapshot, number, arena, &receipt, &error) ||
        !snapshot_refusals(snapshot, number, arena, &items, &n, &error))
        return difference_error(found, "snapshot_receipt", INT64_MAX, &error);
    if (!difference_receipts(found, &receipt, &want->receipt))
        return false;
    if (n != want->n_refusals)
        return difference_say(found, "receipt %u: %zu refusals, not %zu",
                              (unsigned)number, n, want->n_refusals);
    for (size_t i = 0; i < n; i++)
        if (items[i].row != want->refusals[i].row ||
            items[i].column != want->refusals[i].column ||
            items[i].warning != want->refusals[i].warning ||
            strcmp(items[i].raw, want->refusals[i].raw) != 0 ||
            memcmp(&items[i].reason, &want->refusals[i].reason, sizeof items[i].reason))
            return difference_say(found, "receipt %u: refusal %zu differs",
                                  (unsigned)number, i);
    return true;
}

/* Whatever has a word must be there, once. What was only ever withdrawn may be. */
static bool compare_registers(struct snapshot *snapshot, const struct model *model,
                              struct arena *arena, struct difference *found)
{
    struct error error = {0};
    const char **indicators;
    int32_t *regions;
    size_t n, m;
    if (!snapshot_registers(snapshot, arena, &indicators, &n, &regions, &m, &error))
        return difference_error(found, "snapshot_registers", INT64_MAX, &error);
    for (int i = 0; i < WORLD_INDICATORS; i++)
        for (int r = 0; r < WORLD_REGIONS; r++) {
            int words = 0, codes = 0, places = 0;
            for (int p = 0; p < WORLD_PERIODS; p++)
                words += model->cells[i][r][p].n;
            for (size_t k = 0; k < n; k++)
                codes += strcmp(indicators[k], world_indicators[i]) == 0;
            for (size_t k = 0; k < m; k++)
                places += regions[k] == world_regions[r];
            if (codes > 1 || places > 1 || (words > 0 && (codes == 0 || places == 0)))
                return difference_say(found, "snapshot_registers: %s %d times, %d %d",
                                      world_indicators[i], codes, (int)world_regions[r],
                                      places);
        }
    return true;
}

bool compare_kept(struct snapshot *snapshot, const struct model *model,
                  struct difference *found)
{
    struct arena arena = {0};
    struct receipt receipt;
    struct error error = {0};
    bool ok = compare_registers(snapshot, model, &arena, found) &&
              compare_versions(snapshot, model, found);
    for (int i = 0; ok && i < WORLD_INDICATORS; i++)
        for (int r = 0; ok && r < WORLD_REGIONS; r++)
            ok = compare_revisions(snapshot, model, i, r, &arena, found);
    for (uint32_t k = 1; ok && k <= model->n_receipts; k++)
        ok = compare_refusals(snapshot, model, k, &arena, found);
    if (ok &&
        (snapshot_receipt(snapshot, model->n_receipts + 1, &arena, &receipt, &error) ||
         error.code != ERROR_SNAPSHOT_RECEIPT))
        ok = difference_say(found, "snapshot_receipt of what is not there");
    arena_release(&arena);
    return ok;
}

bool compare_not_kept(struct snapshot *snapshot, int64_t known_at,
                      struct difference *found)
{
    struct arena arena = {0};
    struct error errors[4] = {0};
    struct observation *items, item;
    struct snapshot_figure figure;
    struct snapshot_list list;
    size_t n;
    bool answered = snapshot_series(snapshot, world_indicators[0], world_regions[0],
                                    known_at, &arena, &items, &n, &errors[0]) ||
                    snapshot_section(snapshot, world_indicators[0], world_period(0),
                                     world_regions, 1, known_at, &item, &errors[1]) ||
                    snapshot_latest(snapshot, world_indicators, 1, world_regions, 1,
                                    known_at, &figure, &errors[2]) ||
                    snapshot_region(snapshot, world_regions[0], world_indicators, 1,
                                    INT32_MIN, known_at, &arena, &list, &errors[3]);
    arena_release(&arena);
    for (size_t i = 0; i < 4; i++)
        answered = answered || errors[i].code != ERROR_SNAPSHOT_NOT_KEPT;
    return !answered || difference_say(found, "T%+" PRId64 " is no longer kept",
                                       known_at - WORLD_START);
}
