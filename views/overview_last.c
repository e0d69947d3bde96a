/* The overview's last rows: see views/overview_last.h. */
#include "views/overview_last.h"

#include "core/text.h"
#include "views/grid.h"
#include "views/ledger.h"
#include "views/words.h"

#include <stdlib.h>

/* From screens a unit's name is cut, so that the item's keeps room. */
enum { UNIT_CELLS = 20 };

enum column { KIND, WHEN, TASK, WHAT, SAID, COLUMNS };

void last_deal(size_t rows, size_t *overdue, size_t *soon, size_t *values)
{
    size_t *const kinds[] = {overdue, soon, values};
    const size_t n = sizeof kinds / sizeof *kinds;
    size_t there[] = {*overdue, *soon, *values};
    for (size_t i = 0; i < n; i++) {
        *kinds[i] = there[i] > 0 && rows > 0 ? 1 : 0;
        rows -= *kinds[i];
    }
    for (size_t i = 0; i < n; i++) {
        size_t more = there[i] - *kinds[i] < rows ? there[i] - *kinds[i] : rows;
        *kinds[i] += more;
        rows -= more;
    }
}

/* ---- the newest delivery ---- */

static bool is_newer(const struct figure *figure, const struct figure *than)
{
    const struct observation *value = figure->latest->value;
    if (!than)
        return true;
    const struct observation *other = than->latest->value;
    if (value->receipt != other->receipt)
        return value->receipt > other->receipt;
    return value->period.last > other->period.last;
}

/* The figure that was delivered last, and the day; NULL if none was since then. */
static const struct figure *newest(const struct frame *frame,
                                   const struct figure *figures, int32_t *day)
{
    const struct view_context *context = frame->context;
    const struct figure *found = NULL;
    for (size_t i = 0; i < context->catalog->n_indicators; i++) {
        const struct figure *figure = &figures[i];
        if (figure->latest && figure->latest->value->receipt != 0 &&
            is_newer(figure, found))
            found = figure;
    }
    struct receipt receipt;
    struct error ignored; /* without its receipt nobody can say when it came */
    if (!found || !context->query ||
        !context->query->receipt(context->query->self, found->latest->value->receipt,
                                 frame->arena, &receipt, &ignored))
        return NULL;
    *day = day_from_time(receipt.time);
    return *day > context->since ? found : NULL;
}

static void value_row(struct frame *frame, struct grid *grid,
                      const struct figure *figure, int32_t day,
                      const struct region *region)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct figure_point *point = figure->latest;
    struct view_cell *cells =
        grid_row(grid, "changed",
                 link_text(arena, "indicator", figure->indicator->code, region->code),
                 figure_detail(figure, language, arena));
    cells[KIND] = (struct view_cell){.text = _("Changed"), .role = ROLE_HEAD};
    cells[WHEN].text = day_brief(arena, day, page_day(frame->context));
    cells[TASK].text = figure->indicator->task;
    cells[WHAT].text = arena_printf(arena, "%s %s", period_text(figure, arena),
                                    indicator_name(figure->indicator, language));
    const char *change = figure_change(figure, (size_t)(point - figure->points), arena);
    cells[SAID].text = arena_printf(
        arena, "%s%s%s", lone_text(figure->indicator, point->value, language, arena),
        *change ? "  " : "", change);
}

/* ---- the ledger ---- */

static void item_row(struct frame *frame, struct grid *grid,
                     const struct register_item *item, const struct region *region)
{
    struct arena *arena = frame->arena;
    const struct state_row *row = &deadline_rows[item->deadline.state];
    const char *unit = item_field(item->item, "lead");
    struct view_cell *cells =
        grid_row(grid, arena_printf(arena, "ledger/%s", item->id),
                 link_text(arena, "ledger", item->id, region->code),
                 arena_printf(arena, _("%1$s %2$s: %3$s"), item->item->key,
                              item_field(item->item, "title"),
                              deadline_text(&item->deadline, arena)));
    cells[KIND] = (struct view_cell){.text = state_text(row, arena), .role = row->role};
    cells[WHEN].text = arena_printf(arena, _("%d d"), abs(item->deadline.days));
    cells[TASK].text = item_field(item->item, "task");
    cells[WHAT].text = item_field(item->item, "title");
    cells[SAID].text =
        frame->context->paper ? unit : text_cut(arena, unit, UNIT_CELLS, 1);
    ledger_use(frame, item);
}

/* The first `most` items in that state: the list begins with what is most urgent. */
static void put_items(struct frame *frame, struct grid *grid,
                      const struct register_list *ledger, enum deadline_state state,
                      size_t most, const struct region *region)
{
    for (size_t i = 0; i < ledger->n && most > 0; i++)
        if (ledger->items[i].deadline.state == state) {
            item_row(frame, grid, &ledger->items[i], region);
            most--;
        }
}

void last_block(struct frame *frame, const struct region *region,
                const struct register_list *ledger, const struct figure *figures,
                bool judged)
{
    static const struct view_column columns[COLUMNS] = {
        [KIND] = {.head = ""},
        [WHEN] = {.head = "", .align = ALIGN_RIGHT},
        [TASK] = {.head = "", .drop = 1},
        [WHAT] = {.head = "", .flexible = true, .min = 18},
        [SAID] = {.head = ""},
    };
    struct register_counts counts = register_count(ledger);
    size_t overdue = (size_t)counts.states[DEADLINE_OVERDUE];
    size_t soon = (size_t)counts.states[DEADLINE_DUE_SOON];
    int32_t day = 0;
    const struct figure *value = newest(frame, figures, &day);
    size_t values = value ? 1 : 0;
    if (!frame->context->paper)
        last_deal(LAST_ROWS, &overdue, &soon, &values);
    struct grid grid = grid_open(frame->arena, columns, COLUMNS);
    put_items(frame, &grid, ledger, DEADLINE_OVERDUE, overdue, region);
    put_items(frame, &grid, ledger, DEADLINE_DUE_SOON, soon, region);
    if (!ledger->delivered && judged) {
        const struct state_row *row = &missing_rows[MISSING_NOT_REPORTED];
        struct view_cell *cells = grid_row(
            &grid, "ledger", link_text(frame->arena, "ledger", "", region->code),
            _("No source delivers the ledger."));
        cells[KIND] = (struct view_cell){.text = _("Ledger"), .role = ROLE_HEAD};
        cells[WHAT] = (struct view_cell){.text = state_text(row, frame->arena),
                                         .role = row->role};
    }
    if (values > 0)
        value_row(frame, &grid, value, day, region);
    if (grid.n_rows > 0)
        frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                               .table = grid_table(&grid, "")});
}
