/* The list of changes: see views/change.h. */
#include "views/change.h"

#include "views/change_work.h"
#include "views/frame.h"
#include "views/words.h"

#include <stdlib.h>
#include <string.h>

enum { TOLD_MOST = 200, RECEIPTS_MOST = 10000 };

const struct change_kind_row change_kinds[CHANGE_KINDS] = {
    [CHANGE_PERIOD] = {"period", N_("new period"), ROLE_TEXT},
    [CHANGE_REVISION] = {"revision", N_("revision"), ROLE_WARN},
    [CHANGE_TARGET] = {"target", N_("target"), ROLE_TEXT},
    [CHANGE_SCOPE] = {"scope", N_("scope"), ROLE_WARN},
    [CHANGE_CORRECTION] = {"correction", N_("correction"), ROLE_TEXT},
    [CHANGE_REPORT] = {"report", N_("report in"), ROLE_TEXT},
    [CHANGE_SETTING] = {"setting", N_("setting"), ROLE_WARN},
    [CHANGE_STATUS] = {"status", N_("status"), ROLE_TEXT},
};

bool change_kind_named(const char *name, enum change_kind *kind)
{
    for (int i = 0; i < CHANGE_KINDS; i++)
        if (strcmp(change_kinds[i].name, name) == 0 ||
            strcmp(_(change_kinds[i].word), name) == 0) {
            *kind = (enum change_kind)i;
            return true;
        }
    return false;
}

int32_t change_since(const struct view_context *context)
{
    int32_t today = page_day(context);
    if (context->bulletin.last && context->bulletin.last <= today)
        return context->bulletin.last;
    struct date date = date_from_day(today);
    date.day = 1;
    struct date last_month = date_from_day(day_from_date(date) - 1);
    last_month.day = 1;
    return day_from_date(last_month) - 1;
}

/* ---- collecting ---- */

struct change *changes_add(struct changes *changes, enum change_kind kind,
                           const struct region *region, bool part)
{
    struct change_list *list = &changes->list;
    list->counts[kind]++;
    if (part && (kind == CHANGE_REVISION || kind == CHANGE_STATUS) &&
        changes->n_told++ >= TOLD_MOST) {
        list->left_out++;
        return NULL;
    }
    list->items = arena_more(changes->arena, list->items, list->n, sizeof *list->items);
    struct change *change = &list->items[list->n++];
    *change = (struct change){.kind = kind,
                              .region = region,
                              .n = 1,
                              .what = "",
                              .from = "",
                              .to = "",
                              .to_role = ROLE_TEXT,
                              .cause = "",
                              .by = "",
                              .address = ""};
    return change;
}

int32_t changes_day(struct changes *changes, const struct observation *value)
{
    for (size_t i = 0; i < changes->n_receipts; i++)
        if (changes->receipts[i].number == value->receipt)
            return changes->receipts[i].day;
    const struct query *query = changes->now->query;
    struct receipt receipt;
    struct error ignored; /* the page's own day is then all that is known of it */
    int32_t day = page_day(changes->now);
    if (query->receipt(query->self, value->receipt, changes->arena, &receipt, &ignored))
        day = day_from_time(receipt.time);
    changes->receipts = arena_more(changes->arena, changes->receipts,
                                   changes->n_receipts, sizeof *changes->receipts);
    changes->receipts[changes->n_receipts++] =
        (struct change_receipt){value->receipt, day};
    return day;
}

int32_t changes_catalog_day(const struct changes *changes, int32_t day)
{
    if (day > changes->then->as_of)
        return day;
    return changes->catalog_day ? changes->catalog_day : page_day(changes->now);
}

/* When the papers in effect were taken: the last deliveries of their own sources. */
static bool find_papers(struct changes *changes, struct error *error)
{
    const struct query *query = changes->now->query;
    struct arena scratch = {0};
    struct receipt *receipts;
    size_t n;
    if (!query)
        return true;
    bool ok = query->receipts(query->self, changes->now->known_at, RECEIPTS_MOST,
                              &scratch, &receipts, &n, error);
    for (size_t i = 0; ok && i < n; i++) {
        int32_t day = day_from_time(receipts[i].time);
        if (changes->catalog_day == 0 && strcmp(receipts[i].source, "catalogue") == 0)
            changes->catalog_day = day;
        if (changes->settings_day == 0 && strcmp(receipts[i].source, "settings") == 0)
            changes->settings_day = day;
    }
    arena_release(&scratch);
    return ok;
}

/* ---- what the parts have in common ---- */

static bool same_news(const struct change *a, const struct change *b)
{
    return a->kind == b->kind && a->indicator == b->indicator &&
           period_equal(a->period, b->period);
}

/* What is new in the same period of several parts becomes one change: kept in the place
 * of the first. From `first` on. */
static void join_parts(struct changes *changes, size_t first)
{
    struct change_list *list = &changes->list;
    size_t n = first;
    for (size_t i = first; i < list->n; i++) {
        struct change *change = &list->items[i], *same = NULL;
        for (size_t k = first; change->kind == CHANGE_PERIOD && k < n && !same; k++)
            if (same_news(&list->items[k], change))
                same = &list->items[k];
        if (!same) {
            list->items[n++] = *change;
            continue;
        }
        list->counts[CHANGE_PERIOD]--;
        same->region = NULL;
        same->n += change->n;
        same->from = same->to = same->cause = "";
        same->first = false;
        if (change->day > same->day)
            same->day = change->day;
        if (strcmp(same->by, change->by) != 0)
            same->by = "";
        same->address = link_text(changes->arena, "region", same->indicator->code,
                                  changes->region->code);
    }
    list->n = n;
}

static bool add_parts(struct changes *changes, struct error *error)
{
    size_t n, first = changes->list.n;
    const struct region **parts = catalog_children(
        changes->now->catalog, changes->region->code, changes->arena, &n);
    for (size_t i = 0; i < n; i++)
        if (!changes_figures(changes, parts[i], true, error))
            return false;
    join_parts(changes, first);
    return true;
}

/* ---- the order ---- */

static int sign(long long difference)
{
    return (difference > 0) - (difference < 0);
}

static int compare(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    int order = sign((long long)y->day - x->day);
    if (order == 0)
        order = sign((long long)x->kind - y->kind);
    if (order == 0)
        order = sign((x->region ? x->region->code : 0) -
                     (long long)(y->region ? y->region->code : 0));
    if (order == 0 && x->indicator && y->indicator)
        order = sign(x->indicator - y->indicator);
    if (order == 0)
        order = period_compare(y->period, x->period);
    if (order == 0)
        order = strcmp(x->address, y->address);
    return order ? order : strcmp(x->what, y->what); /* struck out: no page */
}

bool change_list(const struct view_context *context, const struct region *region,
                 struct arena *arena, struct change_list *list, struct error *error)
{
    const struct view_context *before = context->before;
    struct changes changes = {.now = context,
                              .then = before,
                              .region = region,
                              .arena = arena,
                              .language = context->language};
    if (!before) {
        *list = changes.list;
        return true;
    }
    bool stored = context->data.have_snapshot;
    changes.list.kept = true;
    changes.list.same_catalog = !stored || before->data.catalog == PAPERS_OF_THEN;
    changes.list.same_settings = !stored || before->data.settings == PAPERS_OF_THEN;
    if (!find_papers(&changes, error) ||
        !figures_open(&changes.fresh, context, error) ||
        !figures_open(&changes.old, before, error))
        return false;
    changes.fresh.whole = changes.old.whole = true;
    bool ok = changes_figures(&changes, region, false, error) &&
              add_parts(&changes, error) && changes_registers(&changes, error);
    arena_release(&changes.scratch);
    if (!ok)
        return false;
    changes_scopes(&changes);
    changes_settings(&changes);
    if (changes.list.n > 0)
        qsort(changes.list.items, changes.list.n, sizeof *changes.list.items, compare);
    *list = changes.list;
    return true;
}

/* ---- in words ---- */

const char *change_whose(const struct change *change, enum language language,
                         struct arena *arena)
{
    if (change->n > 1)
        return arena_printf(arena, _("%zu regions"), change->n);
    return change->region ? region_short(change->region, language) : "";
}

const char *change_detail(const struct change *change, enum language language,
                          struct arena *arena)
{
    const char *text = change->what;
    if (change->period.freq != FREQ_NONE)
        text = arena_printf(arena, "%s %s", text, period_plain(change->period, arena));
    const char *whose = change_whose(change, language, arena);
    if (*whose)
        text = arena_printf(arena, _("%1$s, %2$s"), text, whose);
    if (change->first)
        text =
            arena_printf(arena, _("%1$s: %2$s, %3$s"), text, change->from, change->to);
    else if (*change->from && *change->to)
        text = arena_printf(arena, _("%1$s: from %2$s to %3$s"), text, change->from,
                            change->to);
    else if (*change->to)
        text = arena_printf(arena, _("%1$s: %2$s"), text, change->to);
    text =
        arena_printf(arena, _("%1$s; known %2$s"), text, day_text(arena, change->day));
    if (*change->by)
        text = arena_printf(arena, _("%1$s (%2$s)"), text, change->by);
    return *change->cause ? arena_printf(arena, _("%1$s. %2$s"), text, change->cause)
                          : arena_printf(arena, _("%s."), text);
}
