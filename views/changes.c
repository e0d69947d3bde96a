/* Changes: what is new since a day, and why. */
#include "views/change.h"
#include "views/frame.h"
#include "views/grid.h"
#include "views/words.h"

#include <string.h>

/* The last one on paper only: the screen has the detail line. */
static const struct view_column columns[] = {
    {.head = N_("Known")},
    {.head = N_("Kind")},
    {.head = N_("Region"), .flexible = true, .min = 8, .drop = 2},
    {.head = N_("Indicator"), .flexible = true, .min = 24},
    {.head = N_("Period"), .drop = 3},
    {.head = N_("From value"), .align = ALIGN_RIGHT},
    {.head = N_("To value"), .align = ALIGN_RIGHT},
    {.head = N_("By"), .flexible = true, .min = 6, .drop = 1},
    {.head = N_("Cause"), .flexible = true, .min = 16, .drop = 4},
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const char *since_text(const struct frame *frame)
{
    return day_text(frame->arena, frame->context->since);
}

/* ---- the rows ---- */

static void put_row(struct frame *frame, struct grid *grid, const struct change *change)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct change_kind_row *kind = &change_kinds[change->kind];
    const char *period = change->period.freq ? period_plain(change->period, arena) : "";
    const char *whose = change_whose(change, language, arena);
    const char *unit =
        change->indicator ? indicator_unit(change->indicator, language) : "";
    struct view_cell *cells =
        grid_row(grid,
                 arena_printf(arena, "%s/%s/%s/%s/%s", kind->name, change->what, period,
                              whose, change->address),
                 change->address,
                 frame->context->paper ? "" : change_detail(change, language, arena));
    cells[0].text = day_text(arena, change->day);
    cells[1] = (struct view_cell){.text = _(kind->word), .role = kind->role};
    cells[2].text = whose;
    cells[3].text =
        *unit ? arena_printf(arena, "%s %s", change->what, unit) : change->what;
    cells[4].text = period;
    cells[5].text = change->from;
    cells[6] = (struct view_cell){.text = change->to, .role = change->to_role};
    cells[7].text = change->by;
    if (frame->context->paper)
        cells[8].text = change->cause;
}

/* Which kind does the reader ask for? CHANGE_KINDS: all. */
static enum change_kind asked(const struct view_context *context)
{
    enum change_kind kind;
    return change_kind_named(context->options.filter, &kind) ? kind : CHANGE_KINDS;
}

/* Those of a kind, CHANGE_KINDS: all. */
static void put_table(struct frame *frame, const struct change_list *list,
                      enum change_kind kind, const char *title, const char *empty)
{
    size_t n = COUNT_OF(columns) - !frame->context->paper;
    struct grid grid = grid_open(frame->arena, columns, n);
    for (size_t i = 0; i < list->n; i++)
        if (kind == CHANGE_KINDS || list->items[i].kind == kind)
            put_row(frame, &grid, &list->items[i]);
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .title = title,
                                           .table = grid_table(&grid, empty)});
}

static void put_changes(struct frame *frame, const struct change_list *list)
{
    const struct view_context *context = frame->context;
    enum change_kind kind = asked(context);
    bool grouped = context->paper || strcmp(context->options.group, "kind") == 0;
    if (kind != CHANGE_KINDS || !grouped || list->n == 0) {
        const char *empty =
            kind == CHANGE_KINDS
                ? arena_printf(frame->arena, _("Nothing has changed since %s."),
                               since_text(frame))
                : arena_printf(frame->arena,
                               _("Nothing of this kind (%1$s) since %2$s."),
                               _(change_kinds[kind].word), since_text(frame));
        put_table(frame, list, kind, "", empty);
        return;
    }
    for (int i = 0; i < CHANGE_KINDS; i++)
        if (list->counts[i] > 0)
            put_table(frame, list, (enum change_kind)i,
                      arena_printf(frame->arena, "%s %zu", _(change_kinds[i].word),
                                   list->counts[i]),
                      "");
}

/* ---- what is said of all ---- */

enum told { TOLD_ALL, TOLD_THERE, TOLD_FIRST };

/* The kinds that a short sentence tells before others. */
static bool acts(int kind)
{
    return kind == CHANGE_REVISION || kind == CHANGE_TARGET || kind == CHANGE_STATUS;
}

/* "new period 6, target 8": every kind, those there are, or the first of these. */
static const char *counts_text(const struct frame *frame,
                               const struct change_list *list, enum told told)
{
    const char *text = "";
    for (int i = 0; i < CHANGE_KINDS; i++)
        if (told == TOLD_ALL ||
            (list->counts[i] > 0 && (told == TOLD_THERE || acts(i))))
            text = arena_printf(frame->arena, _("%1$s%2$s%3$s %4$zu"), text,
                                *text ? _(", ") : "", _(change_kinds[i].word),
                                list->counts[i]);
    return text;
}

static size_t total(const struct change_list *list)
{
    size_t n = 0;
    for (int i = 0; i < CHANGE_KINDS; i++)
        n += list->counts[i];
    return n;
}

static const char *conclusion(const struct frame *frame, const struct change_list *list)
{
    struct arena *arena = frame->arena;
    const char *since = since_text(frame);
    if (!list->kept)
        return arena_printf(arena, _("What was known on %s is not kept."), since);
    size_t n = total(list);
    if (n == 0)
        return arena_printf(arena, _("Nothing has changed since %s."), since);
    const char *wordings[] = {
        arena_printf(arena, _("Changes since %1$s: %2$zu; %3$s."), since, n,
                     counts_text(frame, list, TOLD_THERE)),
        arena_printf(arena, _("Changes since %1$s: %2$s."), since,
                     counts_text(frame, list, TOLD_THERE)),
        arena_printf(arena, _("Changes since %1$s: %2$zu, among them %3$s."), since, n,
                     counts_text(frame, list, TOLD_FIRST)),
        arena_printf(arena, _("Changes since %1$s: %2$zu."), since, n),
    };
    /* Many kinds, and none of the first: their sentence would end in the air. */
    if (!*counts_text(frame, list, TOLD_FIRST))
        wordings[2] = wordings[3];
    return fullest(wordings, COUNT_OF(wordings));
}

static void put_not_kept(struct frame *frame)
{
    const char *kept =
        day_text(frame->arena, day_from_time(frame->context->data.kept_since));
    frame_text(frame, _("Not kept"),
               arena_printf(frame->arena,
                            _("What was known on %1$s has been removed from the "
                              "cache, so nothing can be compared with it. Pages of "
                              "%2$s and of every later day are kept."),
                            since_text(frame), kept),
               ROLE_WARN);
}

/* What the comparison could not see. */
static void put_notes(struct frame *frame, const struct change_list *list)
{
    const struct figures *figures = &frame->figures;
    if (list->left_out > 0)
        frame_note(frame,
                   _("%zu further revisions and states of parts are counted but not "
                     "listed."),
                   list->left_out);
    if (!list->same_catalog)
        frame_note(frame,
                   _("The catalogue of %s was not kept: targets and scopes are told by "
                     "their documents' days alone."),
                   since_text(frame));
    if (!list->same_settings)
        frame_note(frame,
                   _("The settings of %s were not kept: both days are judged by the "
                     "present ones."),
                   since_text(frame));
    for (size_t i = 0; i < figures->n_sources; i++)
        if (source_fails(&figures->sources[i]))
            frame_note(frame,
                       figures->sources[i].last_success
                           ? _("%1$s has failed since %2$s: what changed there is not "
                               "known.")
                           : _("%1$s never delivered yet."),
                       source_title(&figures->sources[i]),
                       moment_text(frame->arena, figures->sources[i].last_success,
                                   figures->now));
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    const struct region *region = frame_region(context, address, error);
    struct frame frame;
    struct change_list list;
    if (!region || !change_list(context, region, context->arena, &list, error) ||
        !frame_open(&frame, context,
                    link_text(context->arena, "changes", "", region->code), error))
        return false;
    frame_place(&frame, region);
    frame_step(&frame, _("Changes"), frame.view.address);
    frame.tells_sources = true;
    frame.view.keys = _("Enter open  d since  F kind  u by kind  ? help");
    frame.view.conclusion = conclusion(&frame, &list);
    if (list.kept) {
        put_changes(&frame, &list);
        frame_text(&frame, _("Kinds"), counts_text(&frame, &list, TOLD_ALL), ROLE_TEXT);
        put_notes(&frame, &list);
    } else {
        put_not_kept(&frame);
    }
    frame_close(&frame, view);
    if (!context->as_of)
        view->as_of =
            arena_printf(frame.arena, _("changes since %s"), since_text(&frame));
    return true;
}

static const struct view_choice filters[] = {
    {.name = "period", .title = N_("new period")},
    {.name = "revision", .title = N_("revision")},
    {.name = "target", .title = N_("target")},
    {.name = "scope", .title = N_("scope")},
    {.name = "correction", .title = N_("correction")},
    {.name = "report", .title = N_("report in")},
    {.name = "setting", .title = N_("setting")},
    {.name = "status", .title = N_("status")},
    {.name = NULL},
};

static const struct view_choice groups[] = {
    {.name = "kind", .title = N_("kind")},
    {.name = NULL},
};

const struct page page_changes = {
    .name = "changes",
    .key = '8',
    .title = N_("Changes"),
    .help = N_("What became known since a day, each change with its cause."),
    .regional = true,
    .compares = true,
    .build = build,
    .filters = filters,
    .groups = groups,
};
