/* Tallies: see views/tally.h. */
#include "views/tally.h"

#include "core/rollup.h"
#include "views/grid.h"
#include "views/words.h"

#include <string.h>

/* Of equal gaps the indicator that comes first, so that the order of counting does not
 * show. */
static void take_worst(struct tally *tally, const struct indicator *indicator,
                       double gap)
{
    if (tally->worst && (gap > tally->worst_gap ||
                         (gap == tally->worst_gap && indicator >= tally->worst)))
        return;
    tally->worst = indicator;
    tally->worst_gap = gap;
}

void tally_add(struct tally *tally, const struct figure *figure)
{
    const struct progress *progress = &figure->progress;
    tally->total++;
    if (!figure->latest) {
        tally->lacking++;
        tally->failed += figure->missing == MISSING_FETCH_FAILED;
        tally->not_applicable += figure->missing == MISSING_NOT_APPLICABLE;
        tally->not_due += figure->missing == MISSING_NOT_DUE;
        tally->unpublished += figure->missing == MISSING_UNPUBLISHED;
        return;
    }
    tally->with_value++;
    switch (progress->state) {
    case PROGRESS_DONE:
        tally->done++;
        tally->ahead++;
        break;
    case PROGRESS_AHEAD:
        tally->ahead++;
        break;
    case PROGRESS_ON:
        tally->on++;
        break;
    case PROGRESS_BEHIND:
        tally->behind++;
        break;
    default:
        tally->qualitative += progress->state == PROGRESS_QUALITATIVE;
        tally->lacking++;
        return;
    }
    if (!progress->computed)
        return;
    if (!tally->has_gap || progress->gap < tally->least_gap)
        tally->least_gap = progress->gap;
    tally->has_gap = true;
    if (progress->state == PROGRESS_BEHIND)
        take_worst(tally, figure->indicator, progress->gap);
}

void tally_sum(struct tally *into, const struct tally *from)
{
    into->total += from->total;
    into->ahead += from->ahead;
    into->on += from->on;
    into->behind += from->behind;
    into->lacking += from->lacking;
    into->with_value += from->with_value;
    into->done += from->done;
    into->qualitative += from->qualitative;
    into->failed += from->failed;
    into->not_applicable += from->not_applicable;
    into->not_due += from->not_due;
    into->unpublished += from->unpublished;
    if (from->has_gap && (!into->has_gap || from->least_gap < into->least_gap))
        into->least_gap = from->least_gap;
    into->has_gap |= from->has_gap;
    if (from->worst)
        take_worst(into, from->worst, from->worst_gap);
}

static struct rollup rollup_of(const struct tally *tally)
{
    return (struct rollup){
        .total = tally->total,
        .ahead = tally->ahead - tally->done,
        .done = tally->done,
        .on = tally->on,
        .behind = tally->behind,
        .qualitative = tally->qualitative,
        .not_computable = tally->with_value - tally_judged(tally) - tally->qualitative,
        .with_value = tally->with_value,
        .not_applicable = tally->not_applicable,
        .not_due = tally->not_due,
        .unpublished = tally->unpublished,
        .failed = tally->failed,
    };
}

int tally_judged(const struct tally *tally)
{
    return tally->ahead + tally->on + tally->behind;
}

int tally_due(const struct tally *tally)
{
    const struct rollup rollup = rollup_of(tally);
    return rollup_due(&rollup);
}

const struct state_row *tally_state(const struct tally *tally,
                                    const struct view_context *context)
{
    const struct state_row *const rows[ROLLUP_COUNT] = {
        [ROLLUP_NOTHING] = &missing_rows[MISSING_UNPUBLISHED],
        [ROLLUP_NOT_APPLICABLE] = &missing_rows[MISSING_NOT_APPLICABLE],
        [ROLLUP_NOT_DUE] = &missing_rows[MISSING_NOT_DUE],
        [ROLLUP_LACKING] = &weight_rows[WEIGHT_LACKING],
        [ROLLUP_FAILED] = &weight_rows[WEIGHT_FAILED],
        [ROLLUP_NOT_COMPUTABLE] = &context->states[PROGRESS_NOT_COMPUTABLE],
        [ROLLUP_QUALITATIVE] = &context->states[PROGRESS_QUALITATIVE],
        [ROLLUP_HALF] = &weight_rows[WEIGHT_HALF],
        [ROLLUP_BEHIND] = &context->states[PROGRESS_BEHIND],
        [ROLLUP_ON] = &context->states[PROGRESS_ON],
        [ROLLUP_AHEAD] = &context->states[PROGRESS_AHEAD],
        [ROLLUP_DONE] = &context->states[PROGRESS_DONE],
    };
    const struct rollup rollup = rollup_of(tally);
    return rows[rollup_state(&rollup, context->rules.coverage)];
}

bool tally_state_behind(const struct view_context *context,
                        const struct state_row *state)
{
    return state == &context->states[PROGRESS_BEHIND] ||
           state == &weight_rows[WEIGHT_HALF];
}

bool tally_state_lacking(const struct state_row *state)
{
    return state == &weight_rows[WEIGHT_LACKING] ||
           state == &weight_rows[WEIGHT_FAILED];
}

const char *share_text(int part, int whole, struct arena *arena)
{
    int tenths = share_tenths(part, whole);
    return arena_printf(arena, "%d.%d", tenths / 10, tenths % 10);
}

bool task_has(const struct catalog *catalog, const char *task,
              const struct indicator *indicator)
{
    return !indicator->provincial && catalog_task_in(catalog, indicator->task, task);
}

void tally_figures(const struct catalog *catalog, const char *task,
                   const struct figure *all, struct tally *tally)
{
    *tally = (struct tally){0};
    for (size_t i = 0; i < catalog->n_indicators; i++)
        if (task_has(catalog, task, &catalog->indicators[i]))
            tally_add(tally, &all[i]);
}

bool tally_wanted(struct figures *figures, const struct region *region,
                  const bool *wanted, const size_t *columns, struct tally *tallies,
                  void (*each)(void *self, const struct figure *figure), void *self,
                  struct arena *scratch, struct error *error)
{
    const struct catalog *catalog = figures->context->catalog;
    bool ok = figures_read(figures, region, wanted, scratch, error);
    for (size_t i = 0; ok && i < catalog->n_indicators; i++) {
        struct figure figure;
        if (!wanted[i])
            continue;
        ok = figure_get(figures, &catalog->indicators[i], region, scratch, &figure,
                        error);
        if (!ok)
            break;
        tally_add(&tallies[columns[i]], &figure);
        if (each)
            each(self, &figure);
    }
    figures_forget(figures);
    return ok;
}

bool tally_task(struct figures *figures, const char *task, const struct region *region,
                struct tally *tally, struct arena *scratch, struct error *error)
{
    const struct catalog *catalog = figures->context->catalog;
    bool *wanted = arena_alloc(scratch, catalog->n_indicators * sizeof *wanted);
    size_t *columns = arena_alloc(scratch, catalog->n_indicators * sizeof *columns);
    for (size_t i = 0; i < catalog->n_indicators; i++)
        wanted[i] = task_has(catalog, task, &catalog->indicators[i]);
    *tally = (struct tally){0};
    return tally_wanted(figures, region, wanted, columns, tally, NULL, NULL, scratch,
                        error);
}

size_t tally_columns(bool judged, struct view_column columns[TALLY_COLUMNS])
{
    static const struct view_column judged_columns[] = {
        {.head = N_("Ind"), .align = ALIGN_RIGHT},
        {.head = N_("Ahd"), .align = ALIGN_RIGHT},
        {.head = N_("On"), .align = ALIGN_RIGHT},
        {.head = N_("Beh"), .align = ALIGN_RIGHT},
        {.head = N_("N/A"), .align = ALIGN_RIGHT, .drop = 1},
    };
    static const struct view_column plain_columns[] = {
        {.head = N_("Ind"), .align = ALIGN_RIGHT},
        {.head = N_("Publ."), .align = ALIGN_RIGHT},
        {.head = N_("None"), .align = ALIGN_RIGHT},
    };
    size_t n = judged ? sizeof judged_columns : sizeof plain_columns;
    memcpy(columns, judged ? judged_columns : plain_columns, n);
    return n / sizeof *columns;
}

void tally_cells(const struct tally *tally, bool judged, struct arena *arena,
                 struct view_cell *cells)
{
    cells[0] = count_cell(arena, tally->total, ROLE_TEXT);
    if (!judged) {
        cells[1] = count_cell(arena, tally->with_value, ROLE_TEXT);
        cells[2] = count_cell(arena, tally->total - tally->with_value, ROLE_DIM);
        return;
    }
    cells[1] = count_cell(arena, tally->ahead, ROLE_GOOD);
    cells[2] = count_cell(arena, tally->on, ROLE_TEXT);
    cells[3] = count_cell(arena, tally->behind, ROLE_BAD);
    cells[4] = count_cell(arena, tally->lacking, ROLE_DIM);
}

const char *tally_detail(const struct tally *tally, const char *name,
                         const struct view_context *context, struct arena *arena)
{
    if (tally->total == 0)
        return arena_printf(arena, _("%s: no indicator; judged by the registers"),
                            name);
    int judged = tally_judged(tally);
    if (judged == 0)
        return arena_printf(
            arena, _("%1$s: %2$d of %3$d indicators have a figure; none can be judged"),
            name, tally->with_value, tally->total);
    const char *text = arena_printf(
        arena, _("%1$s: %2$d of %3$d indicators can be judged, %4$d behind"), name,
        judged, tally->total, tally->behind);
    if (!tally->worst)
        return text;
    return arena_printf(arena, _("%1$s; widest gap: %2$s %3$s pts"), text,
                        indicator_name(tally->worst, context->language),
                        points_text(tally->worst_gap, &context->rules, arena));
}
