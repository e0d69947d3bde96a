/* Changes of the registers, of scopes and of how the office judges: see
 * views/change_work.h. */
#include "views/change_work.h"

#include "core/assess.h"
#include "core/deadline.h"
#include "views/frame.h"
#include "views/register_page.h"
#include "views/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- scopes, and which indicators there are ---- */

static bool scope_known(const struct view_context *context, const struct scope *scope)
{
    return scope->day == 0 || time_of_day_end(scope->day) <= context->known_at;
}

static bool same_place(const struct scope *a, const struct scope *b)
{
    return a->region == b->region && strcmp(a->indicator, b->indicator) == 0;
}

/* The scope as it was known then; NULL if it was not. */
static const struct scope *scope_then(const struct view_context *then,
                                      const struct scope *scope)
{
    const struct catalog *catalog = then->catalog;
    for (size_t i = 0; i < catalog->n_scopes; i++)
        if (same_place(&catalog->scopes[i], scope) &&
            strcmp(catalog->scopes[i].version, scope->version) == 0 &&
            scope_known(then, &catalog->scopes[i]))
            return &catalog->scopes[i];
    return NULL;
}

/* The version before one in the same place. */
static const char *version_before(const struct catalog *catalog,
                                  const struct scope *scope)
{
    bool has = scope > catalog->scopes && same_place(scope - 1, scope);
    return has ? scope[-1].version : "";
}

static struct change *add_scope(struct changes *changes,
                                const struct indicator *indicator, int32_t day)
{
    struct change *change = changes_add(changes, CHANGE_SCOPE, NULL, false);
    change->day = changes_catalog_day(changes, day);
    change->indicator = indicator;
    change->what = indicator_name(indicator, changes->language);
    change->to_role = ROLE_WARN;
    if (catalog_indicator(changes->now->catalog, indicator->code))
        change->address = link_text(changes->arena, "indicator", indicator->code,
                                    changes->region->code);
    return change;
}

static void compare_scopes(struct changes *changes)
{
    const struct catalog *catalog = changes->now->catalog;
    for (size_t i = 0; i < catalog->n_scopes; i++) {
        const struct scope *scope = &catalog->scopes[i];
        const struct indicator *indicator =
            catalog_indicator(catalog, scope->indicator);
        const struct scope *old = scope_then(changes->then, scope);
        if (!indicator || !scope_known(changes->now, scope) ||
            (old && strcmp(old->text, scope->text) == 0) ||
            (scope->region &&
             !catalog_within(catalog, scope->region, changes->region->code)))
            continue;
        struct change *change = add_scope(changes, indicator, scope->day);
        const struct document *document = catalog_document(catalog, scope->document);
        const char *before = old ? old->version : version_before(catalog, scope);
        if (scope->region)
            change->region = catalog_region(catalog, scope->region);
        if (scope->from)
            change->period = period_day(scope->from);
        if (*before)
            change->from = arena_printf(changes->arena, _("version %s"), before);
        change->to = arena_printf(changes->arena, _("version %s"), scope->version);
        change->cause = scope->text;
        change->by = document ? document->issuer : "";
    }
}

/* The catalogue's list of indicators, their units and notes. */
static void compare_indicators(struct changes *changes)
{
    const struct catalog *catalog = changes->now->catalog;
    const struct catalog *then = changes->then->catalog;
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const struct indicator *indicator = &catalog->indicators[i];
        const struct indicator *old = catalog_indicator(then, indicator->code);
        if (!old) {
            add_scope(changes, indicator, 0)->to = _("added");
        } else if (strcmp(old->unit_zh, indicator->unit_zh) != 0) {
            struct change *change = add_scope(changes, indicator, 0);
            change->from = indicator_unit(old, changes->language);
            change->to = indicator_unit(indicator, changes->language);
            change->cause = _("Its unit is another one.");
        } else if (strcmp(old->note, indicator->note) != 0) {
            struct change *change = add_scope(changes, indicator, 0);
            change->to = _("note");
            change->cause = indicator->note;
        }
    }
    for (size_t i = 0; i < then->n_indicators; i++)
        if (!catalog_indicator(catalog, then->indicators[i].code))
            add_scope(changes, &then->indicators[i], 0)->to = _("gone");
}

void changes_scopes(struct changes *changes)
{
    compare_scopes(changes);
    if (changes->now->catalog != changes->then->catalog)
        compare_indicators(changes);
}

/* ---- the registers ---- */

/* "Progress from 40% to 55%, Measures": what is another; long texts by name only. */
static const char *fields_changed(const struct item *from, const struct item *to,
                                  enum language language, struct arena *arena)
{
    const struct item_field *fields = item_registers[to->kind].fields;
    const char *text = "";
    for (int i = 0; fields[i].name; i++) {
        if (strcmp(from->fields[i], to->fields[i]) == 0)
            continue;
        const char *one = _(fields[i].title);
        if (fields[i].type != ITEM_LONG_TEXT)
            one = arena_printf(
                arena, _("%1$s from %2$s to %3$s"), one,
                register_field_text(&fields[i], from->fields[i], language, arena),
                register_field_text(&fields[i], to->fields[i], language, arena));
        text = arena_printf(arena, "%s%s%s", text, *text ? _(", ") : "", one);
    }
    return text;
}

static bool is_told(const struct changes *changes, const struct item *item)
{
    return register_within(changes->now->catalog, item, changes->region);
}

struct register_pair {
    struct item *fresh, *old;
    size_t n_fresh, n_old;
    const char **ids; /* of the fresh ones */
};

static struct change *add_item(struct changes *changes, enum change_kind kind,
                               const struct register_pair *pair,
                               const struct item *item)
{
    int32_t code = (int32_t)strtol(item_field(item, "region"), NULL, 10);
    struct change *change =
        changes_add(changes, kind, catalog_region(changes->now->catalog, code), false);
    const char *page = item_registers[item->kind].name;
    change->what = item_field(item, "title");
    change->by = register_source(&changes->fresh, item->source);
    /* What was struck out or has moved away has no page here any more. */
    if (item >= pair->fresh && item < pair->fresh + pair->n_fresh &&
        is_told(changes, item) && page_find(page))
        change->address = link_text(changes->arena, page, pair->ids[item - pair->fresh],
                                    changes->region->code);
    return change;
}

static int32_t item_day(struct changes *changes, const struct item *item)
{
    return changes_day(changes, &(struct observation){.receipt = item->receipt});
}

static void add_struck(struct changes *changes, const struct register_pair *pair,
                       const struct item *item)
{
    const struct query *query = changes->now->query;
    struct arena scratch = {0};
    struct item *versions;
    size_t n;
    struct error ignored; /* the page's day is then all that is known */
    struct change *change = add_item(changes, CHANGE_CORRECTION, pair, item);
    change->day = page_day(changes->now);
    if (query->item_history(query->self, item->kind, item->source, item->key, &scratch,
                            &versions, &n, &ignored))
        for (size_t i = 0; i < n; i++)
            if (versions[i].withdrawn &&
                item_day(changes, &versions[i]) <= page_day(changes->now))
                change->day = item_day(changes, &versions[i]);
    arena_release(&scratch);
    change->to = _("struck out");
    change->to_role = ROLE_WARN;
}

/* An item that was not overdue then and is now: nobody needs to have said so. */
static void compare_deadlines(struct changes *changes, const struct register_pair *pair,
                              const struct item *item, const struct item *old)
{
    int due_soon = changes->now->rules.due_soon;
    if (item->kind != ITEM_LEDGER)
        return;
    struct deadline now = deadline_of(item, page_day(changes->now), due_soon);
    struct deadline then = deadline_of(old, changes->then->as_of, due_soon);
    if (now.state != DEADLINE_OVERDUE || then.state == DEADLINE_OVERDUE)
        return;
    struct change *change = add_item(changes, CHANGE_STATUS, pair, item);
    change->day =
        now.day + 1 > changes->then->as_of ? now.day + 1 : item_day(changes, item);
    change->from = _(deadline_rows[then.state].word);
    change->to = _(deadline_rows[now.state].word);
    change->to_role = deadline_rows[now.state].role;
    change->cause = arena_printf(changes->arena, _("The deadline was %s."),
                                 day_text(changes->arena, now.day));
}

static bool is_closed(const struct changes *changes, const struct item *item,
                      int32_t day)
{
    return item->kind == ITEM_LEDGER &&
           deadline_of(item, day, changes->now->rules.due_soon).state ==
               DEADLINE_CLOSED;
}

static void compare_item(struct changes *changes, const struct register_pair *pair,
                         const struct item *item, const struct item *old)
{
    if (!is_told(changes, item) && !(old && is_told(changes, old)))
        return;
    const char *fields =
        old ? fields_changed(old, item, changes->language, changes->arena) : "";
    if (!old || *fields) {
        struct change *change = add_item(changes, CHANGE_CORRECTION, pair, item);
        bool closed = old && is_closed(changes, item, page_day(changes->now)) &&
                      !is_closed(changes, old, changes->then->as_of);
        change->day = item_day(changes, item);
        change->to = !old ? _("added") : closed ? _("closed") : _("changed");
        if (*fields)
            change->cause = arena_printf(changes->arena, _("%s."), fields);
    }
    if (old)
        compare_deadlines(changes, pair, item, old);
}

static int item_order(const struct item *a, const struct item *b)
{
    int order = strcmp(a->source, b->source);
    return order ? order : strcmp(a->key, b->key);
}

static bool compare_register(struct changes *changes, enum item_kind kind,
                             struct error *error)
{
    const struct view_context *now = changes->now, *then = changes->then;
    struct register_pair pair;
    if (!now->query->items(now->query->self, kind, now->known_at, changes->arena,
                           &pair.fresh, &pair.n_fresh, error) ||
        !then->query->items(then->query->self, kind, then->known_at, changes->arena,
                            &pair.old, &pair.n_old, error))
        return false;
    pair.ids = register_ids(pair.fresh, pair.n_fresh, changes->arena);
    for (size_t i = 0, k = 0; i < pair.n_fresh || k < pair.n_old;) {
        int order = i == pair.n_fresh ? 1
                    : k == pair.n_old ? -1
                                      : item_order(&pair.fresh[i], &pair.old[k]);
        if (order <= 0)
            compare_item(changes, &pair, &pair.fresh[i],
                         order == 0 ? &pair.old[k] : NULL);
        else if (is_told(changes, &pair.old[k]))
            add_struck(changes, &pair, &pair.old[k]);
        i += order <= 0;
        k += order >= 0;
    }
    return true;
}

bool changes_registers(struct changes *changes, struct error *error)
{
    if (!changes->now->query)
        return true;
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        if (!item_registers[kind].catalog &&
            !compare_register(changes, (enum item_kind)kind, error))
            return false;
    return true;
}

/* ---- settings ---- */

static const char *method_text(double value, struct arena *arena)
{
    (void)arena;
    return _(method_name((enum assess_method)value));
}

static const char *share_text(double value, struct arena *arena)
{
    return arena_printf(arena, "%g%%", value * 100);
}

static const char *number_text(double value, struct arena *arena)
{
    return arena_printf(arena, "%g", value);
}

static const char *decimals_text(double value, struct arena *arena)
{
    return value < 0 ? _("none") : number_text(value, arena);
}

/* Every setting that decides what a page judges, in the order of progress_rules. */
static void setting_values(const struct progress_rules *rules, double values[])
{
    const double all[] = {
        rules->ahead,  rules->on,       rules->gap_decimals, rules->schedule_decimals,
        rules->method, rules->coverage, rules->due_soon};
    memcpy(values, all, sizeof all);
}

static const struct {
    const char *title;
    const char *(*text)(double value, struct arena *arena);
} settings[] = {
    {N_("ahead of schedule from (points)"), number_text},
    {N_("on schedule from (points)"), number_text},
    {N_("decimals of the gap"), number_text},
    {N_("decimals of the schedule"), decimals_text},
    {N_("method that decides"), method_text},
    {N_("coverage needed"), share_text},
    {N_("due soon (days)"), number_text},
};

enum { SETTINGS = sizeof settings / sizeof *settings };

void changes_settings(struct changes *changes)
{
    double now[SETTINGS], then[SETTINGS];
    if (!changes->list.same_settings || changes->now->data.settings != PAPERS_OF_THEN)
        return;
    setting_values(&changes->now->rules, now);
    setting_values(&changes->then->rules, then);
    for (int i = 0; i < SETTINGS; i++) {
        if (fabs(now[i] - then[i]) == 0)
            continue;
        struct change *change = changes_add(changes, CHANGE_SETTING, NULL, false);
        change->day = changes->settings_day > changes->then->as_of
                          ? changes->settings_day
                          : page_day(changes->now);
        change->what = _(settings[i].title);
        change->from = settings[i].text(then[i], changes->arena);
        change->to = settings[i].text(now[i], changes->arena);
        change->to_role = ROLE_WARN;
    }
}
