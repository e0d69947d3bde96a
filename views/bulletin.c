/* Bulletin 进展情况通报: the paragraphs to read out, in the offices' own form. Seven
 * numbered paragraphs, always: one without data says so, so that numbers never change.
 */
#include "views/bulletin.h"

#include "views/grid.h"
#include "views/words.h"

#include <string.h>

/* "一、" or "1. ". */
static const char *const numerals[] = {N_("1. "), N_("2. "), N_("3. "), N_("4. "),
                                       N_("5. "), N_("6. "), N_("7. ")};

const char *bulletin_join(const struct bulletin *bulletin, const char *list,
                          const char *name)
{
    return *list ? arena_printf(bulletin->frame.arena, "%s%s%s", list, _(", "), name)
                 : name;
}

const char *bulletin_share(const struct bulletin *bulletin, int part, int whole)
{
    return arena_printf(bulletin->frame.arena, "%s%%",
                        share_text(part, whole, bulletin->frame.arena));
}

static void add_paragraph(struct bulletin *bulletin, const char *title,
                          struct paragraph paragraph)
{
    struct frame *frame = &bulletin->frame;
    struct view_row *row = arena_alloc(frame->arena, sizeof *row);
    size_t number = bulletin->n_paragraphs++;
    *row = (struct view_row){
        .key = arena_printf(frame->arena, "paragraph/%zu", number + 1),
        .address = paragraph.address,
        .detail = paragraph.detail,
    };
    frame_block(frame,
                (struct view_block){
                    .kind = BLOCK_TEXT,
                    .tight = number > 0,
                    .role = ROLE_TEXT,
                    .row = row,
                    /* The first line of a paragraph is indented by two characters. */
                    .text = arena_printf(frame->arena, _("    %1$s%2$s. %3$s"),
                                         _(numerals[number]), title, paragraph.text),
                });
}

/* ---- title and date ---- */

static int32_t bulletin_day(const struct bulletin *bulletin)
{
    const struct view_context *context = bulletin->frame.context;
    return context->bulletin.date ? context->bulletin.date
                                  : day_from_time(bulletin->frame.figures.now);
}

static void add_title(struct bulletin *bulletin)
{
    struct frame *frame = &bulletin->frame;
    enum language language = frame->context->language;
    const char *title =
        arena_printf(frame->arena, _("%s: how the \"AI+\" initiative is carried out"),
                     bulletin->region->code == REGION_NATION
                         ? _("China")
                         : region_name(bulletin->region, language));
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TEXT, .text = title, .role = ROLE_TITLE});
}

static void add_imprint(struct bulletin *bulletin)
{
    struct frame *frame = &bulletin->frame;
    const struct bulletin_settings *settings = &frame->context->bulletin;
    const char *text = day_text(frame->arena, bulletin_day(bulletin));
    if (settings->number > 0)
        text = arena_printf(frame->arena, _("Bulletin no. %1$d  %2$s"),
                            settings->number, text);
    if (settings->issuer[0])
        text = arena_printf(frame->arena, "%s  %s", settings->issuer, text);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TEXT,
                           .text = arena_printf(
                               frame->arena, "%s\n%s",
                               _("Shares are rounded each alone, so they may not add "
                                 "up to 100%."),
                               text),
                           .role = ROLE_TEXT});
}

/* ---- the annex ---- */

static void behind_row(struct bulletin *bulletin, struct grid *grid,
                       const struct figure *figure)
{
    struct frame *frame = &bulletin->frame;
    enum language language = frame->context->language;
    struct view_cell *cells =
        grid_row(grid, arena_printf(frame->arena, "behind/%s", figure->indicator->code),
                 link_text(frame->arena, "indicator", figure->indicator->code,
                           bulletin->region->code),
                 figure_detail(figure, language, frame->arena));
    cells[0].text = figure->indicator->code;
    cells[1].text = indicator_name(figure->indicator, language);
    cells[2] = value_cell(figure, language, frame->arena);
    cells[2].text =
        lone_text(figure->indicator, figure->latest->value, language, frame->arena);
    cells[3].text = period_text(figure, frame->arena);
    if (figure->target)
        cells[4] = target_cell(figure->indicator, figure->target,
                               arena_printf(frame->arena, "%d %s", figure->target->year,
                                            target_text(figure->target, frame->arena)),
                               language, frame->arena);
    cells[5].text = gap_text(&figure->progress, frame->arena);
}

/* Every indicator that is behind, in the document's order: the table attached. */
static void add_behind(struct bulletin *bulletin)
{
    static const struct view_column columns[] = {
        {.head = ""},
        {.head = N_("Indicator"), .flexible = true, .min = 12},
        {.head = N_("Value"), .align = ALIGN_RIGHT},
        {.head = N_("Period"), .drop = 1},
        {.head = N_("Target"), .drop = 2},
        {.head = N_("pts"), .align = ALIGN_RIGHT},
    };
    struct frame *frame = &bulletin->frame;
    const struct catalog *catalog = frame->context->catalog;
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < catalog->n_indicators; i++)
        if (!catalog->indicators[i].provincial && bulletin->figures[i].latest &&
            bulletin->figures[i].progress.state == PROGRESS_BEHIND)
            behind_row(bulletin, &grid, &bulletin->figures[i]);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Annex 1: indicators behind schedule"),
                           .table = grid_table(&grid, _("None.")),
                       });
}

static void add_overdue(struct bulletin *bulletin)
{
    static const struct view_column columns[] = {
        {.head = N_("Days"), .align = ALIGN_RIGHT},
        {.head = N_("Deadline"), .drop = 1},
        {.head = N_("Task")},
        {.head = N_("Item"), .flexible = true, .min = 12},
        {.head = N_("Lead unit"), .flexible = true, .min = 8},
    };
    struct frame *frame = &bulletin->frame;
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < bulletin->registers.ledger.n; i++) {
        const struct register_item *item = &bulletin->registers.ledger.items[i];
        if (item->deadline.state != DEADLINE_OVERDUE)
            continue;
        const char *title = item_field(item->item, "title");
        struct view_cell *cells = grid_row(
            &grid, arena_printf(frame->arena, "overdue/%s", item->id),
            link_text(frame->arena, "ledger", item->id, bulletin->region->code),
            item_field(item->item, "problems"));
        cells[0].text = arena_printf(frame->arena, "%d", -item->deadline.days);
        cells[1].text = item_field(item->item, "deadline");
        cells[2].text = item_field(item->item, "task");
        cells[3].text = title[0] ? title : item_field(item->item, "goal");
        cells[4].text = item_field(item->item, "lead");
    }
    frame_block(frame,
                (struct view_block){
                    .kind = BLOCK_TABLE,
                    .title = _("Annex 2: overdue items"),
                    .table = grid_table(&grid, bulletin->registers.ledger.delivered
                                                   ? _("None.")
                                                   : _("No source delivers a "
                                                       "ledger.")),
                });
}

/* ---- the page ---- */

static bool read_all(struct bulletin *bulletin, struct error *error)
{
    struct frame *frame = &bulletin->frame;
    const struct view_context *context = frame->context;
    const struct catalog *catalog = context->catalog;
    bulletin->figures =
        figure_all(&frame->figures, bulletin->region, frame->arena, error);
    if (!bulletin->figures)
        return false;
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        if (catalog->indicators[i].provincial)
            continue;
        frame_use(frame, &bulletin->figures[i]);
        tally_add(&bulletin->total, &bulletin->figures[i]);
    }
    return duty_registers_read(context, bulletin->region, frame->arena,
                               &bulletin->registers, error) &&
           reporting_read(&frame->figures, bulletin->region, true, frame->arena,
                          &bulletin->reporting, error);
}

static const char *conclusion(const struct bulletin *bulletin)
{
    struct arena *arena = bulletin->frame.arena;
    const struct tally *total = &bulletin->total;
    int judged = tally_judged(total), kept = total->ahead + total->on;
    struct register_counts counts = register_count(&bulletin->registers.ledger);
    if (judged == 0)
        return _("No indicator can be judged yet.");
    const char *wordings[] = {
        arena_printf(
            arena,
            _("Indicators on schedule: %1$d, %2$s; not: %3$d; items overdue: %4$d."),
            kept, bulletin_share(bulletin, kept, judged), total->behind,
            counts.states[DEADLINE_OVERDUE]),
        arena_printf(arena, _("On schedule %1$d of %2$d; items overdue: %3$d."), kept,
                     judged, counts.states[DEADLINE_OVERDUE]),
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    static const struct {
        const char *title;
        bool (*say)(struct bulletin *bulletin, struct paragraph *paragraph,
                    struct error *error);
    } parts[] = {
        {N_("Overall"), bulletin_overall},    {N_("The goal"), bulletin_goal},
        {N_("Behind"), bulletin_behind},      {N_("Task ledger"), bulletin_ledger},
        {N_("Regions"), bulletin_regions},    {N_("Not reported"), bulletin_late},
        {N_("Since then"), bulletin_changes},
    };
    struct bulletin bulletin = {.region = frame_region(context, address, error)};
    if (!bulletin.region)
        return false;
    const char *own = link_text(context->arena, "bulletin", "", bulletin.region->code);
    struct frame *frame = &bulletin.frame;
    if (!frame_open(frame, context, own, error))
        return false;
    frame_place(frame, bulletin.region);
    frame_step(frame, _("Bulletin"), own);
    if (region_outside(bulletin.region)) {
        frame->view.conclusion = outside_text(frame, bulletin.region);
        frame_text(frame, _("Scope"), frame->view.conclusion, ROLE_TEXT);
        frame_close(frame, view);
        return true;
    }
    if (!read_all(&bulletin, error))
        return false;
    add_title(&bulletin);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct paragraph paragraph = {.address = "", .detail = ""};
        if (!parts[i].say(&bulletin, &paragraph, error))
            return false;
        add_paragraph(&bulletin, _(parts[i].title), paragraph);
    }
    add_imprint(&bulletin);
    add_behind(&bulletin);
    add_overdue(&bulletin);
    frame->view.conclusion = conclusion(&bulletin);
    frame_close(frame, view);
    return true;
}

const struct page page_bulletin = {
    .name = "bulletin",
    .key = '0',
    .title = N_("Bulletin"),
    .help = N_("The paragraphs to read out: how far, who is behind, who is late."),
    .regional = true,
    .compares = true,
    .build = build,
};
