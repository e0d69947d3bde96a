/*
 * Find: one search over everything that has a name and over the opinions' text.
 *
 * Hits are ordered by how they were found (the code or name itself, part of a name, its
 * pinyin initials, part of a text), then in the order of the catalogue.
 */
#include "core/initials.h"
#include "core/text.h"
#include "views/frame.h"
#include "views/grid.h"
#include "views/page.h"
#include "views/register.h"
#include "views/words.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum rank { RANK_EXACT, RANK_NAME, RANK_INITIALS, RANK_TEXT, RANK_COUNT };

enum hit_kind {
    HIT_PAGE,
    HIT_TASK,
    HIT_INDICATOR,
    HIT_TARGET,
    HIT_REGION,
    HIT_CLAUSE,
    HIT_LEDGER,
    HIT_CASE,
    HIT_PUBLICITY,
    HIT_COUNT
};

static const char *const kind_names[HIT_COUNT] = {
    [HIT_PAGE] = N_("Page"),           [HIT_TASK] = N_("Task"),
    [HIT_INDICATOR] = N_("Indicator"), [HIT_TARGET] = N_("Target"),
    [HIT_REGION] = N_("Region"),       [HIT_CLAUSE] = N_("Clause"),
    [HIT_LEDGER] = N_("Ledger"),       [HIT_CASE] = N_("Case"),
    [HIT_PUBLICITY] = N_("Publicity"),
};

struct hit {
    enum hit_kind kind;
    enum rank rank;
    const char *address, *text;
};

enum {
    MOST_HITS = 200,   /* shown; the rest is counted */
    BYTES_BEFORE = 36, /* of a text before the hit: twelve Chinese characters */
    BYTES_BEHIND = 96
};

struct search {
    const struct view_context *context;
    const char *words;
    struct hit *hits; /* those shown of each rank are found by their order */
    size_t n;
    int counts[HIT_COUNT];
};

static void add_hit(struct search *search, enum hit_kind kind, enum rank rank,
                    const char *address, const char *text)
{
    search->hits = arena_more(search->context->arena, search->hits, search->n,
                              sizeof *search->hits);
    search->hits[search->n++] = (struct hit){kind, rank, address, text};
    search->counts[kind]++;
}

/* How well the words match the names (ends with NULL); RANK_COUNT = not at all. */
static enum rank match(const char *words, const char *const *names)
{
    enum rank rank = RANK_COUNT;
    for (; *names; names++) {
        if (strcasecmp(*names, words) == 0)
            return RANK_EXACT;
        enum rank found = RANK_COUNT;
        if (text_contains(*names, words))
            found = RANK_NAME;
        else if (initials_match(*names, words) != INITIALS_NONE)
            found = initials_match(*names, words) == INITIALS_WHOLE ? RANK_NAME
                                                                    : RANK_INITIALS;
        rank = found < rank ? found : rank;
    }
    return rank;
}

/* The text around the first hit, with ".." where it goes on. */
static const char *around(struct arena *arena, const char *text, const char *words)
{
    const char *hit = strcasestr(text, words);
    const char *from = hit && hit - text > BYTES_BEFORE ? hit - BYTES_BEFORE : text;
    while (from > text && ((unsigned char)*from & 0xC0) == 0x80)
        from--;
    size_t n = (size_t)((hit ? hit : text) - from) + strlen(words) + BYTES_BEHIND;
    size_t rest = strlen(from);
    if (n > rest)
        n = rest;
    while (n < rest && ((unsigned char)from[n] & 0xC0) == 0x80)
        n++;
    return arena_printf(arena, "%s%.*s%s", from > text ? ".." : "", (int)n, from,
                        n < rest ? ".." : "");
}

static void search_pages(struct search *search)
{
    for (size_t i = 0; pages[i]; i++) {
        const struct page *page = pages[i];
        const char *title = _(page->title);
        enum rank rank =
            match(search->words, (const char *[]){page->name, title, NULL});
        if (rank != RANK_COUNT)
            add_hit(
                search, HIT_PAGE, rank, page->name,
                arena_printf(search->context->arena, "%s: %s", title, _(page->help)));
    }
}

static void search_tasks(struct search *search)
{
    const struct catalog *catalog = search->context->catalog;
    struct arena *arena = search->context->arena;
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        const struct task *task = &catalog->tasks[i];
        enum rank rank = match(
            search->words, (const char *[]){task->code, task->short_zh, task->short_en,
                                            task->title_zh, task->title_en, NULL});
        if (rank != RANK_COUNT)
            add_hit(search, HIT_TASK, rank, link_text(arena, "task", task->code, 0),
                    task_title(task, search->context->language));
    }
}

static void search_indicators(struct search *search)
{
    const struct catalog *catalog = search->context->catalog;
    enum language language = search->context->language;
    struct arena *arena = search->context->arena;
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const struct indicator *indicator = &catalog->indicators[i];
        enum rank rank =
            match(search->words, (const char *[]){indicator->code, indicator->name_zh,
                                                  indicator->name_en, NULL});
        if (rank != RANK_COUNT)
            add_hit(search, HIT_INDICATOR, rank,
                    link_text(arena, "indicator", indicator->code, 0),
                    arena_printf(arena, "%s  %s", indicator_name(indicator, language),
                                 indicator_unit(indicator, language)));
    }
}

/* Targets are found by what they are about, and by the document that sets them. */
static void search_targets(struct search *search)
{
    const struct catalog *catalog = search->context->catalog;
    enum language language = search->context->language;
    struct arena *arena = search->context->arena;
    for (size_t i = 0; i < catalog->n_targets; i++) {
        const struct target *target = &catalog->targets[i];
        const struct indicator *indicator =
            catalog_indicator(catalog, target->indicator);
        const struct region *region = catalog_region(catalog, target->region);
        if (!indicator || !region)
            continue;
        enum rank rank =
            match(search->words, (const char *[]){indicator->code, indicator->name_zh,
                                                  indicator->name_en, NULL});
        bool told = text_contains(target->document, search->words) ||
                    text_contains(target->text, search->words);
        if (rank == RANK_COUNT && !told)
            continue;
        const char *text = arena_printf(
            arena, "%s %d %s %s %s  %s", region_short(region, language), target->year,
            indicator_name(indicator, language), target_text(target, arena),
            target->has_value ? indicator_unit(indicator, language) : "",
            target->document);
        add_hit(search, HIT_TARGET,
                rank == RANK_COUNT   ? RANK_TEXT
                : rank == RANK_EXACT ? RANK_NAME
                                     : rank,
                link_text(arena, "indicator", indicator->code, region->code), text);
    }
}

/* The letters of a province in ISO 3166-2, with or without the country's: CN-HN, hn. */
static bool letters_are(const struct region *region, const char *words)
{
    const char *dash = strchr(region->iso, '-');
    return dash &&
           (strcasecmp(region->iso, words) == 0 || strcasecmp(dash + 1, words) == 0);
}

static void search_regions(struct search *search)
{
    const struct catalog *catalog = search->context->catalog;
    enum language language = search->context->language;
    struct arena *arena = search->context->arena;
    for (size_t i = 0; i < catalog->n_regions; i++) {
        const struct region *region = &catalog->regions[i];
        char code[16];
        snprintf(code, sizeof code, "%06d", (int)region->code);
        enum rank rank = match(search->words,
                               (const char *[]){code, region->short_zh, region->name_zh,
                                                region->name_en, NULL});
        if (letters_are(region, search->words))
            rank = RANK_EXACT;
        if (rank == RANK_COUNT || region->valid_to != 0)
            continue;
        const struct region *parent = catalog_region(catalog, region->parent);
        add_hit(search, HIT_REGION, rank, link_text(arena, "region", code, 0),
                arena_printf(arena, "%s  %s", region_name(region, language),
                             parent ? region_name(parent, language) : ""));
    }
}

static void search_clauses(struct search *search)
{
    const struct catalog *catalog = search->context->catalog;
    struct arena *arena = search->context->arena;
    for (size_t i = 0; i < catalog->n_clauses; i++) {
        const struct clause *clause = &catalog->clauses[i];
        if (!text_contains(clause->text, search->words))
            continue;
        const char *address = "";
        for (size_t t = 0; t < catalog->n_tasks && !*address; t++)
            if (strcmp(catalog->tasks[t].clause, clause->id) == 0)
                address = link_text(arena, "task", catalog->tasks[t].code, 0);
        add_hit(search, HIT_CLAUSE, RANK_TEXT, address,
                around(arena, clause->text, search->words));
    }
}

/* An item is found by its key, its title, or what is written in it. */
static void search_item(struct search *search, enum hit_kind kind,
                        const struct register_item *found)
{
    const struct item *item = found->item;
    const struct item_register *known = &item_registers[item->kind];
    struct arena *arena = search->context->arena;
    const char *title = item_field(item, "title"), *text = "";
    enum rank rank =
        match(search->words, (const char *[]){item->key, found->id, title, NULL});
    for (size_t i = 0; rank == RANK_COUNT && known->fields[i].name; i++) {
        enum item_type type = known->fields[i].type;
        bool worded = type == ITEM_TEXT || type == ITEM_LONG_TEXT;
        if (!worded || !text_contains(item->fields[i], search->words))
            continue;
        rank = RANK_TEXT;
        text = around(arena, item->fields[i], search->words);
    }
    if (rank == RANK_COUNT)
        return;
    int32_t region = found->region ? found->region->code : REGION_NATION;
    const char *place = found->region
                            ? region_short(found->region, search->context->language)
                            : item_field(item, "region");
    add_hit(search, kind, rank, link_text(arena, known->name, found->id, region),
            arena_printf(arena, "%s  %s  %s", title, place, text));
}

/* The registers, where they are known and have a page. */
static bool search_registers(struct search *search, struct error *error)
{
    static const struct {
        enum hit_kind hit;
        enum item_kind kind;
    } kinds[] = {
        {HIT_LEDGER, ITEM_LEDGER},
        {HIT_CASE, ITEM_CASE},
        {HIT_PUBLICITY, ITEM_PUBLICITY},
    };
    const struct view_context *context = search->context;
    const struct region *nation = catalog_region(context->catalog, REGION_NATION);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct register_list list;
        if (!page_kept(context) || !page_find(item_registers[kinds[k].kind].name))
            continue;
        if (!register_read(context, kinds[k].kind, nation, context->arena, &list,
                           error))
            return false;
        for (size_t i = 0; i < list.n; i++)
            search_item(search, kinds[k].hit, &list.items[i]);
    }
    return true;
}

static void put_hits(const struct search *search, struct grid *grid)
{
    struct arena *arena = search->context->arena;
    for (enum rank rank = RANK_EXACT; rank < RANK_COUNT; rank++)
        for (size_t i = 0; i < search->n && grid->n_rows < MOST_HITS; i++) {
            const struct hit *hit = &search->hits[i];
            if (hit->rank != rank)
                continue;
            struct view_cell *cells =
                grid_row(grid, arena_printf(arena, "%zu", i), hit->address, hit->text);
            cells[0] =
                (struct view_cell){.text = _(kind_names[hit->kind]), .role = ROLE_DIM};
            cells[1] = (struct view_cell){.text = hit->address, .role = ROLE_LINK};
            cells[2] = (struct view_cell){.text = hit->text, .role = ROLE_TEXT};
        }
    if (search->n > grid->n_rows)
        grid_head(grid, "more")[2] = (struct view_cell){
            .text = arena_printf(arena, _(".. and %zu more: seek longer words"),
                                 search->n - grid->n_rows),
            .role = ROLE_DIM};
}

/* "\"算力\": 11 hits: task 1, indicator 3" */
static const char *conclude(const struct search *search)
{
    struct arena *arena = search->context->arena;
    if (!*search->words)
        return _("Type what you look for: a name, a code, words of the opinions.");
    if (search->n == 0)
        return arena_printf(arena, _("Nothing has \"%s\" in its name or text."),
                            search->words);
    const char *text = "";
    for (int kind = 0; kind < HIT_COUNT; kind++)
        if (search->counts[kind] > 0)
            text = arena_printf(arena, "%s%s%s %d", text, *text ? _(", ") : "",
                                _(kind_names[kind]), search->counts[kind]);
    const char *wordings[] = {
        arena_printf(arena, _("\"%s\": %zu hits: %s."), search->words, search->n, text),
        arena_printf(arena, _("\"%s\": %zu hits."), search->words, search->n),
        arena_printf(arena, _("%zu hits."), search->n),
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    static const struct view_column columns[] = {
        {.head = N_("Kind")},
        {.head = N_("Address"), .drop = 1},
        {.head = N_("What"), .flexible = true, .min = 24},
    };
    struct search search = {.context = context, .words = address->id};
    struct frame frame;
    const char *own = address_text(context->arena, address);
    if (!frame_open(&frame, context, own, error))
        return false;
    frame_step(&frame, _("Find"), own);
    if (*search.words) {
        search_pages(&search);
        search_tasks(&search);
        search_indicators(&search);
        search_targets(&search);
        search_regions(&search);
        search_clauses(&search);
        if (!search_registers(&search, error))
            return false;
    }
    struct grid grid =
        grid_open(context->arena, columns, sizeof columns / sizeof *columns);
    put_hits(&search, &grid);
    frame_block(&frame, (struct view_block){.kind = BLOCK_TABLE,
                                            .table = grid_table(&grid, _("no hits"))});
    frame.view.conclusion = conclude(&search);
    frame.view.keys = _("Enter go there  Esc back  / find again");
    frame_close(&frame, view);
    return true;
}

static bool has_id(const struct catalog *catalog, const char *id)
{
    (void)catalog;
    return *id != '\0';
}

const struct page page_search = {
    .name = "find",
    .title = N_("Find"),
    .help = N_("Where a name, a code or a word occurs."),
    .timeless = true,
    .build = build,
    .has_id = has_id,
};
