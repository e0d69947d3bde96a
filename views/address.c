/* Addresses: reading, writing and completing page[/id][@region]. */
#include "core/initials.h"
#include "core/text.h"
#include "views/page.h"
#include "views/words.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Copies n bytes as an id. False if it is too long for one. */
static bool set_id(struct address *address, const char *id, size_t n)
{
    if (n >= sizeof address->id)
        return false;
    memcpy(address->id, id, n);
    address->id[n] = '\0';
    return true;
}

/* A region by code or name; the page must be kept by region. */
static bool set_region(const struct catalog *catalog, const char *name,
                       struct address *address, struct error *error)
{
    const struct region *region = catalog_region_typed(catalog, name);
    if (!region)
        return error_set(error, ERROR_VIEW_REGION, name);
    if (!address->page->regional)
        return error_set(error, ERROR_ADDRESS_REGION, address->page->name);
    address->region = region->code;
    return true;
}

/* What may be typed without a page before it: a code, a region, a page's title. */
static bool parse_bare(const struct catalog *catalog, const char *name, size_t n,
                       struct address *address)
{
    char stem[sizeof address->id], upper[sizeof address->id];
    if (n == 0 || n >= sizeof stem)
        return false;
    snprintf(stem, sizeof stem, "%.*s", (int)n, name);
    for (size_t i = 0; i <= n; i++)
        upper[i] =
            (char)(stem[i] >= 'a' && stem[i] <= 'z' ? stem[i] - 'a' + 'A' : stem[i]);
    const struct region *region = catalog_region_typed(catalog, stem);
    if (catalog_task(catalog, upper)) {
        address->page = &page_task;
        return set_id(address, upper, n);
    }
    if (catalog_indicator(catalog, upper)) {
        address->page = &page_indicator;
        return set_id(address, upper, n);
    }
    if (region) {
        address->page = &page_region;
        snprintf(address->id, sizeof address->id, "%06d", (int)region->code);
        return true;
    }
    for (size_t i = 0; pages[i]; i++)
        if (strcmp(stem, _(pages[i]->title)) == 0) {
            address->page = pages[i];
            return true;
        }
    return false;
}

bool address_parse(const struct catalog *catalog, const char *text,
                   struct address *address, struct error *error)
{
    struct address parsed = {0};
    text += strspn(text, " :");
    const char *end = text + strlen(text);
    while (end > text && end[-1] == ' ')
        end--;
    char name[32] = "";
    size_t n = strcspn(text, "/@ ");
    if (n < sizeof name)
        memcpy(name, text, n);
    parsed.page = page_find(name);
    const char *at = memrchr(text, '@', (size_t)(end - text));
    /* What is sought may hold any character. */
    if (!at || parsed.page == &page_search)
        at = end;
    bool found;
    if (!parsed.page) {
        found = parse_bare(catalog, text, (size_t)(at - text), &parsed);
    } else if (text[n] == '/' && text + n + 1 < at) {
        found = set_id(&parsed, text + n + 1, (size_t)(at - text) - n - 1) &&
                parsed.page->has_id && parsed.page->has_id(catalog, parsed.id);
    } else {
        found = text + n + (text[n] == '/') >= at;
    }
    if (!found)
        return error_set(error, ERROR_ADDRESS, text);
    if (at < end) {
        char region[sizeof parsed.id] = "";
        if ((size_t)(end - at) < sizeof region)
            memcpy(region, at + 1, (size_t)(end - at) - 1);
        if (!set_region(catalog, region, &parsed, error))
            return false;
    }
    *address = parsed;
    return true;
}

const char *address_text(struct arena *arena, const struct address *address)
{
    const char *text = address->page->name;
    if (address->id[0])
        text = arena_printf(arena, "%s/%s", text, address->id);
    if (address->region)
        text = arena_printf(arena, "%s@%06d", text, (int)address->region);
    return text;
}

/* ---- completion ---- */

enum match { MATCH_BEGINS, MATCH_CONTAINS, MATCH_COUNT };

struct completing {
    const struct view_context *context;
    const char *typed;
    const char *before; /* "task/A2.2@" while a region is being typed */
    enum match match;
    struct completion *found;
    size_t n, most;
};

static bool begins(const char *text, const char *typed)
{
    return strncasecmp(text, typed, strlen(typed)) == 0;
}

/* Takes the candidate if its address, code or name matches in the way of this round; a
 * contained match leaves out what the first round took. */
static void offer(struct completing *completing, const char *page, const char *code,
                  const char *title)
{
    if (completing->n == completing->most)
        return;
    char address[128];
    snprintf(address, sizeof address, "%s%s%s", page, *page && *code ? "/" : "", code);
    bool first = begins(address, completing->typed) ||
                 (*code && begins(code, completing->typed)) ||
                 begins(title, completing->typed);
    bool taken = completing->match == MATCH_BEGINS
                     ? first
                     : !first && (text_contains(address, completing->typed) ||
                                  text_contains(title, completing->typed) ||
                                  initials_match(title, completing->typed));
    if (taken)
        completing->found[completing->n++] =
            (struct completion){arena_printf(completing->context->arena, "%s%s",
                                             completing->before, address),
                                title};
}

static void offer_regions(struct completing *completing, const char *page)
{
    const struct catalog *catalog = completing->context->catalog;
    for (size_t i = 0; i < catalog->n_regions; i++) {
        const struct region *region = &catalog->regions[i];
        char code[16];
        snprintf(code, sizeof code, "%06d", (int)region->code);
        if (region->valid_to == 0)
            offer(completing, page, code,
                  region_name(region, completing->context->language));
    }
}

static void offer_all(struct completing *completing)
{
    const struct catalog *catalog = completing->context->catalog;
    enum language language = completing->context->language;
    for (size_t i = 0; pages[i]; i++)
        offer(completing, pages[i]->name, "", _(pages[i]->title));
    for (size_t i = 0; i < catalog->n_tasks; i++)
        offer(completing, page_task.name, catalog->tasks[i].code,
              task_title(&catalog->tasks[i], language));
    for (size_t i = 0; i < catalog->n_indicators; i++)
        offer(completing, page_indicator.name, catalog->indicators[i].code,
              indicator_name(&catalog->indicators[i], language));
    offer_regions(completing, page_region.name);
}

size_t address_complete(const struct view_context *context, const char *typed,
                        struct completion *found, size_t most)
{
    typed += strspn(typed, " :");
    const char *at = strrchr(typed, '@');
    struct completing completing = {
        .context = context,
        .typed = at ? at + 1 : typed,
        .before =
            at ? arena_strndup(context->arena, typed, (size_t)(at + 1 - typed)) : "",
        .found = found,
        .most = most,
    };
    for (int match = 0; match < MATCH_COUNT; match++) {
        completing.match = (enum match)match;
        if (at)
            offer_regions(&completing, "");
        else
            offer_all(&completing);
    }
    return completing.n;
}
