/* Additions: see catalog/additions.h. */
#include "catalog/additions.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/additions_file.h"
#include "catalog/file.h"

/* How often faults are looked for before all that is new goes at once. Each time shows
 * up to CATALOG_PROBLEMS_MAX of them, and what could not stand without them. */
enum { ROUNDS = 16 };

struct adding {
    const struct catalog_texts *base;
    const struct item *items;
    size_t n;
    struct arena *arena; /* the caller's */
    struct arena work;   /* of one composition */
    struct additions *additions;
    const size_t *order; /* items by register and key, the highest receipt last */
    struct addition_file files[ITEM_KINDS];
};

bool additions_any(const struct item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (item_registers[items[i].kind].catalog)
            return true;
    return false;
}

/* ---- what a row may say ---- */

/* Where the sender finds the row: its line, or its key where that is no longer known.
 */
static const char *place_of(struct adding *adding, const struct item *item)
{
    return item->row ? arena_printf(&adding->work, "%u", (unsigned)item->row)
                     : item->key;
}

static const char *name_of(enum item_kind kind)
{
    return item_registers[kind].name;
}

static bool refuse(struct adding *adding, size_t i, const struct error *why)
{
    struct error *kept = arena_alloc(adding->arena, sizeof *kept);
    *kept = *why;
    adding->additions->refused[i] = kept;
    adding->additions->n_refused++;
    return false;
}

static bool refuse_as(struct adding *adding, size_t i, enum error_code code)
{
    const struct item *item = &adding->items[i];
    struct error why;
    error_set(&why, code, name_of(item->kind), place_of(adding, item), item->key);
    return refuse(adding, i, &why);
}

static bool is(enum item_kind kind, const char *const *cells, const char *field,
               const char *text)
{
    return strcmp(cells[item_field_named(kind, field)], text) == 0;
}

/* May the row take the place of one that stands there? */
static bool may_replace(enum item_kind kind, const char *const *old)
{
    switch (kind) {
    case ITEM_INDICATOR:
        return is(kind, old, "provincial", "yes");
    case ITEM_TARGET:
    case ITEM_PUBLISHED:
    case ITEM_CALENDAR:
        return !is(kind, old, "region", "100000");
    case ITEM_SCOPE:
        return !is(kind, old, "region", "100000") && !is(kind, old, "region", "");
    case ITEM_TASK:
        return true; /* task_fits has looked */
    default:
        return false;
    }
}

/* Would the row bind all regions, or change what the nation's figures are? */
static bool is_national(enum item_kind kind, const char *const *cells)
{
    return (kind == ITEM_SCOPE || kind == ITEM_CALENDAR) &&
           (is(kind, cells, "region", "100000") || is(kind, cells, "region", ""));
}

/* Says the row anything of a task but who does it? What it leaves out stays. */
static bool task_fits(const char *const *old, const char **cells)
{
    static const char *const open[] = {"lead", "basis", "cooperating", "documents"};
    const struct item_field *fields = item_registers[ITEM_TASK].fields;
    for (int i = 0; fields[i].name; i++) {
        bool may = false;
        for (size_t k = 0; k < sizeof open / sizeof *open; k++)
            may = may || strcmp(fields[i].name, open[k]) == 0;
        if (!*cells[i])
            cells[i] = old[i];
        else if (!may && strcmp(cells[i], old[i]) != 0)
            return false;
    }
    return true;
}

static bool same_cells(enum item_kind kind, const char *const *a, const char *const *b)
{
    for (size_t i = 0; i < item_field_count(kind); i++)
        if (strcmp(a[i], b[i]) != 0)
            return false;
    return true;
}

/* ---- rows ---- */

/* A cell holds no tab and no line's end. */
static const char *cell_of(struct arena *arena, const char *text)
{
    if (!text || !strpbrk(text, "\t\r\n"))
        return text ? text : "";
    char *cell = arena_strdup(arena, text);
    for (char *p = cell; *p; p++)
        if (strchr("\t\r\n", *p))
            *p = ' ';
    return cell;
}

/* Official text of the catalogue, so it is no matter of the page's language. */
static void note_source(struct arena *arena, const struct item *item,
                        const char **cells)
{
    int note = item_field_named(item->kind, "note");
    if (note >= 0 && item->source && *item->source)
        cells[note] = arena_printf(arena, "%s%s数据源：%s", cells[note],
                                   *cells[note] ? "；" : "", item->source);
}

static bool has_room(struct adding *adding, size_t i, const struct addition_file *file,
                     const char *const *cells)
{
    size_t bytes = file->bytes;
    for (int k = 0; k < file->width && k < ITEM_FIELDS; k++)
        bytes += strlen(cells[k]) + 1;
    if (bytes <= CATALOG_FILE_MAX)
        return true;
    struct error why;
    char most[12];
    snprintf(most, sizeof most, "%d", CATALOG_FILE_MAX);
    error_set(&why, ERROR_TOO_LARGE, name_of(file->kind), most);
    return refuse(adding, i, &why);
}

/* Puts one item where it belongs; false if it is refused. */
static bool put_item(struct adding *adding, size_t i)
{
    const struct item *item = &adding->items[i];
    enum item_kind kind = item->kind;
    struct addition_file *file = &adding->files[kind];
    const char *cells[ITEM_FIELDS], *old[ITEM_FIELDS];
    size_t line;
    for (int k = 0; k < ITEM_FIELDS; k++)
        cells[k] = cell_of(&adding->work, item->fields[k]);
    bool there =
        addition_file_find(file, item->key, &line) && addition_cells(file, line, old);
    if (kind == ITEM_TASK && (!there || !task_fits(old, cells)))
        return refuse_as(adding, i, ERROR_ADDITION_TASK);
    if (kind == ITEM_INDICATOR && is(kind, cells, "provincial", ""))
        cells[item_field_named(kind, "provincial")] = "yes";
    if (there && same_cells(kind, cells, old))
        return true;
    if (there && !may_replace(kind, old))
        return refuse_as(adding, i, ERROR_ADDITION_NATIONAL);
    if (kind == ITEM_INDICATOR && !is(kind, cells, "provincial", "yes"))
        return refuse_as(adding, i, ERROR_ADDITION_PROVINCIAL);
    if (is_national(kind, cells))
        return refuse_as(adding, i, ERROR_ADDITION_NATION);
    if (cells[0][0] == '#') /* it would be read as a remark */
        return refuse_as(adding, i, ERROR_CATALOG_CODE);
    note_source(&adding->work, item, cells);
    if (!has_room(adding, i, file, cells))
        return false;
    addition_put(file, cells, i, there ? &line : NULL);
    return true;
}

/* ---- composing ---- */

static const struct catalog_text *text_named(const struct catalog_texts *texts,
                                             enum item_kind kind)
{
    for (size_t i = 0; i < texts->n; i++) {
        size_t n = strlen(name_of(kind));
        if (strncmp(texts->items[i].name, name_of(kind), n) == 0 &&
            strcmp(texts->items[i].name + n, ".tsv") == 0)
            return &texts->items[i];
    }
    return NULL;
}

static bool takes_part(const struct adding *adding, size_t i)
{
    const struct item *item = &adding->items[i];
    return item_registers[item->kind].catalog && !item->withdrawn &&
           !adding->additions->refused[i];
}

static bool same_row(const struct item *a, const struct item *b)
{
    return a->kind == b->kind && strcmp(a->key, b->key) == 0;
}

/* Is there another of the same row behind it that takes part? */
static bool outdone(const struct adding *adding, size_t at)
{
    const struct item *item = &adding->items[adding->order[at]];
    for (size_t k = at + 1; k < adding->n; k++) {
        if (!same_row(item, &adding->items[adding->order[k]]))
            return false;
        if (takes_part(adding, adding->order[k]))
            return true;
    }
    return false;
}

static void compose(struct adding *adding)
{
    struct additions *additions = adding->additions;
    struct catalog_text *texts =
        arena_alloc(&adding->work, adding->base->n * sizeof *texts);
    memset(adding->files, 0, sizeof adding->files);
    for (size_t at = 0; at < adding->n; at++) {
        size_t i = adding->order[at];
        struct addition_file *file = &adding->files[adding->items[i].kind];
        const struct catalog_text *text;
        if (!takes_part(adding, i) || outdone(adding, at))
            continue;
        if (!file->lines &&
            (text = text_named(adding->base, adding->items[i].kind)) != NULL)
            addition_file_open(file, adding->items[i].kind, text, adding->n,
                               &adding->work);
        if (file->lines)
            put_item(adding, i);
    }
    memcpy(texts, adding->base->items, adding->base->n * sizeof *texts);
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        if (adding->files[kind].lines)
            texts[text_named(adding->base, (enum item_kind)kind) -
                  adding->base->items] = addition_text(&adding->files[kind]);
    additions->texts = (struct catalog_texts){texts, adding->base->n};
}

/* The item that a problem of the reader comes from; 0: none, else 1 + its number. */
static size_t item_at(const struct adding *adding,
                      const struct catalog_problem *problem)
{
    for (int kind = 0; kind < ITEM_KINDS; kind++) {
        const struct addition_file *file = &adding->files[kind];
        size_t n = strlen(name_of((enum item_kind)kind));
        if (file->lines && problem->line > 0 && (size_t)problem->line <= file->n &&
            strncmp(problem->file, name_of((enum item_kind)kind), n) == 0 &&
            strcmp(problem->file + n, ".tsv") == 0)
            return file->lines[problem->line - 1].item;
    }
    return 0;
}

/* Refuses what the reader found fault with; false if that was none of the items. */
static bool refuse_faulty(struct adding *adding,
                          const struct catalog_problems *problems)
{
    size_t before = adding->additions->n_refused;
    for (size_t i = 0; i < problems->n; i++) {
        size_t at = item_at(adding, &problems->items[i]);
        if (at == 0 || adding->additions->refused[at - 1])
            continue;
        const struct item *item = &adding->items[at - 1];
        struct error why = problems->items[i].error;
        /* The reader's line is none that the sender knows. */
        snprintf(why.arg[0], sizeof why.arg[0], "%s", name_of(item->kind));
        snprintf(why.arg[1], sizeof why.arg[1], "%s", place_of(adding, item));
        refuse(adding, at - 1, &why);
    }
    return adding->additions->n_refused > before;
}

static void refuse_from(struct adding *adding, size_t first, const struct error *why)
{
    for (size_t i = first; i < adding->n; i++)
        if (takes_part(adding, i))
            refuse(adding, i, why);
}

static int by_row(const void *a, const void *b, void *items)
{
    const struct item *x = (const struct item *)items + *(const size_t *)a;
    const struct item *y = (const struct item *)items + *(const size_t *)b;
    int order =
        x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : strcmp(x->key, y->key);
    if (order == 0)
        order = (x->receipt > y->receipt) - (x->receipt < y->receipt);
    return order != 0 ? order : (x > y) - (x < y);
}

static const size_t *order_of(const struct item *items, size_t n, struct arena *arena)
{
    size_t *order = arena_alloc(arena, n * sizeof *order);
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    if (n > 0)
        qsort_r(order, n, sizeof *order, by_row, (void *)(uintptr_t)items);
    return order;
}

/* What was composed, from the work's arena to the caller's. */
static void keep_texts(struct adding *adding)
{
    const struct catalog_texts *made = &adding->additions->texts;
    struct catalog_text *kept = arena_alloc(adding->arena, made->n * sizeof *kept);
    for (size_t i = 0; i < made->n; i++) {
        kept[i] = made->items[i];
        kept[i].name = arena_strdup(adding->arena, made->items[i].name);
        if (made->items[i].bytes != adding->base->items[i].bytes)
            kept[i].bytes =
                arena_strndup(adding->arena, made->items[i].bytes, made->items[i].n);
    }
    adding->additions->texts = (struct catalog_texts){kept, made->n};
}

bool additions_open(struct catalog *catalog, const struct catalog_texts *base,
                    const struct item *items, size_t n, size_t fresh,
                    struct arena *arena, struct additions *additions,
                    struct error *error)
{
    struct adding adding = {.base = base,
                            .items = items,
                            .n = n,
                            .arena = arena,
                            .additions = additions,
                            .order = order_of(items, n, arena)};
    bool gone[2] = {false, false}; /* what is new, and everything */
    *additions = (struct additions){
        .refused = arena_alloc(arena, n * sizeof *additions->refused)};
    for (int round = 0;; round++) {
        struct catalog_problems problems;
        struct error why = {0};
        compose(&adding);
        bool opened = catalog_open_texts(catalog, &additions->texts, &problems, &why);
        bool more = !opened && round < ROUNDS && refuse_faulty(&adding, &problems);
        for (int k = 0; k < 2 && !opened && !more; k++) {
            more = !gone[k];
            gone[k] = true;
            if (more)
                refuse_from(&adding, k == 0 ? fresh : 0, &why);
        }
        if (opened)
            keep_texts(&adding);
        else
            catalog_close(catalog);
        arena_release(&adding.work);
        if (!opened && !more && error)
            *error = why;
        if (opened || !more)
            return opened;
    }
}
