/* The overview's areas: see views/overview_areas.h. */
#include "views/overview_areas.h"

#include "core/text.h"
#include "views/grid.h"
#include "views/tally.h"
#include "views/words.h"

#include <string.h>

struct areas {
    struct frame *frame;
    const struct region *region;
    const struct figure *figures;
    const int *changes;
    bool judged;
    struct grid grid;
};

/* UNITS and CHANGE stand only where anything is judged. */
enum column { CODE, NAME, COUNTS, UNITS = COUNTS + TALLY_COLUMNS, CHANGE, COLUMNS };

/* "+....!!__": each indicator one glyph, so that length is the count and shape the
 * state. */
static const char *units_text(const struct tally *tally, const struct state_row *states,
                              struct arena *arena)
{
    const struct {
        int n;
        const char *symbol;
    } parts[] = {
        {tally->done, states[PROGRESS_DONE].symbol},
        {tally->ahead - tally->done, states[PROGRESS_AHEAD].symbol},
        {tally->on, states[PROGRESS_ON].symbol},
        {tally->behind, states[PROGRESS_BEHIND].symbol},
        {tally->lacking, missing_rows[MISSING_UNPUBLISHED].symbol},
    };
    const char *text = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (int n = 0; n < parts[i].n; n++)
            text = arena_printf(arena, "%s%s", text, _(parts[i].symbol));
    return text;
}

/* What the cells of a row say: of a task, or with "" of all 111. */
static void put_counts(struct areas *areas, const char *task, struct tally *tally,
                       struct view_cell *cells)
{
    const struct view_context *context = areas->frame->context;
    const struct catalog *catalog = context->catalog;
    struct arena *arena = areas->frame->arena;
    int change = 0;
    *tally = (struct tally){0};
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const struct indicator *indicator = &catalog->indicators[i];
        if (*task ? !task_has(catalog, task, indicator) : indicator->provincial)
            continue;
        tally_add(tally, &areas->figures[i]);
        change += areas->changes[i];
    }
    tally_cells(tally, areas->judged, arena, cells + COUNTS);
    if (areas->judged && *task)
        cells[UNITS].text = units_text(tally, context->states, arena);
    if (areas->judged && change != 0)
        cells[CHANGE] = (struct view_cell){.text = arena_printf(arena, "%+d", change),
                                           .role = change > 0 ? ROLE_BAD : ROLE_GOOD};
}

static void area_row(struct areas *areas, const struct task *task)
{
    struct frame *frame = areas->frame;
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    struct tally tally;
    struct view_cell *cells =
        grid_row(&areas->grid, task->code,
                 link_text(arena, "task", task->code, areas->region->code), "");
    cells[CODE].text = task->code;
    cells[NAME].text = task_short(task, language);
    put_counts(areas, task->code, &tally, cells);
    areas->grid.rows[areas->grid.n_rows - 1].detail = tally_detail(
        &tally, arena_printf(arena, "%s %s", task->code, task_title(task, language)),
        frame->context, arena);
}

static void put_kind(struct areas *areas, enum task_kind kind)
{
    const struct catalog *catalog = areas->frame->context->catalog;
    for (size_t i = 0; i < catalog->n_tasks; i++)
        if (catalog->tasks[i].kind == kind)
            area_row(areas, &catalog->tasks[i]);
}

/* Whole, so that the change makes room and not a name. */
static int longest_name(const struct view_context *context)
{
    int longest = 0;
    for (size_t i = 0; i < context->catalog->n_tasks; i++) {
        const struct task *task = &context->catalog->tasks[i];
        int width = text_width(task_short(task, context->language), 1);
        bool listed = task->kind == TASK_ACTION || task->kind == TASK_CAPABILITY;
        if (listed && width > longest)
            longest = width;
    }
    return longest;
}

void areas_block(struct frame *frame, const struct region *region,
                 const struct figure *figures, const int *changes, bool judged)
{
    struct view_column columns[COLUMNS] = {
        [CODE] = {.head = ""},
        [NAME] = {.head = N_("Area"), .flexible = true},
        [UNITS] = {.head = N_("each"), .drop = 1, .picture = true, .spare = true},
        [CHANGE] = {.head = N_("+/-"), .align = ALIGN_RIGHT, .drop = 2, .spare = true},
    };
    columns[NAME].min = longest_name(frame->context);
    struct view_column counts[TALLY_COLUMNS];
    size_t n = tally_columns(judged, counts);
    for (size_t i = 0; i < n; i++) {
        columns[COUNTS + i] = counts[i];
        columns[COUNTS + i].drop = counts[i].drop > 0 ? 3 : 0;
    }
    n = judged ? COLUMNS : COUNTS + n;
    struct areas areas = {frame,   region, figures,
                          changes, judged, grid_open(frame->arena, columns, n)};
    put_kind(&areas, TASK_ACTION);
    const struct task *goal = catalog_task(frame->context->catalog, "G0");
    if (goal)
        area_row(&areas, goal);
    struct tally total;
    struct view_cell *cells = grid_head(&areas.grid, "total");
    cells[NAME].text = _("Total");
    put_counts(&areas, "", &total, cells);
    size_t split = areas.grid.n_rows;
    put_kind(&areas, TASK_CAPABILITY);
    struct view_table table = grid_table(&areas.grid, "");
    table.split = split;
    bool paper = frame->context->paper;
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = paper ? _("Six actions, eight capabilities") : "",
                           .tight = !paper,
                           .table = table,
                       });
}
