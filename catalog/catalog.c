/* The catalogue: see catalog/catalog.h. */
#include "catalog/catalog.h"

#include "catalog/file.h"
#include "catalog/load.h"
#include "core/embedded.h"

#include <string.h>

/* Nothing but the memory, for the problems that lend from it. */
static void forget(struct catalog *catalog)
{
    *catalog = (struct catalog){.arena = catalog->arena};
}

static bool load(struct catalog *catalog, const char *directory,
                 const struct catalog_texts *given, struct catalog_problems *problems,
                 struct error *error)
{
    /* In the order in which the files refer to each other. */
    static void (*const loads[])(struct loader *) = {
        load_sources,    load_documents, load_opinions, load_tasks,
        load_indicators, load_regions,   load_targets,  load_published,
        load_scopes,     load_units,     load_calendar,
    };
    struct catalog_problems found = {0};
    *catalog = (struct catalog){0};
    struct loader loader = {catalog, directory, given, &found};
    if (directory)
        catalog_files_check(&loader);
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
        loads[i](&loader);
    if (problems)
        *problems = found;
    if (found.n == 0)
        return true;
    if (error)
        *error = found.items[0].error;
    forget(catalog);
    return false;
}

bool catalog_open(struct catalog *catalog, const char *directory,
                  struct catalog_problems *problems, struct error *error)
{
    return load(catalog, directory, NULL, problems, error);
}

bool catalog_open_texts(struct catalog *catalog, const struct catalog_texts *texts,
                        struct catalog_problems *problems, struct error *error)
{
    return load(catalog, NULL, texts, problems, error);
}

bool catalog_texts(const char *directory, struct arena *arena,
                   struct catalog_texts *texts, struct error *error)
{
    struct catalog_problems found = {0};
    struct catalog holder = {.arena = *arena}; /* for its memory alone */
    struct loader loader = {&holder, directory, NULL, &found};
    struct catalog_text *items = NULL;
    size_t n = 0;
    for (const struct embedded_file *file = embedded_files; file->name; file++) {
        struct catalog_file read;
        if (!catalog_file_read(&read, &loader, file->name))
            break;
        items = arena_more(&holder.arena, items, n, sizeof *items);
        items[n++] = (struct catalog_text){file->name, read.text, read.size};
    }
    *arena = holder.arena;
    if (found.n > 0) {
        if (error)
            *error = found.items[0].error;
        return false;
    }
    *texts = (struct catalog_texts){items, n};
    return true;
}

void catalog_close(struct catalog *catalog)
{
    arena_release(&catalog->arena);
    forget(catalog);
}

const struct clause *catalog_clause(const struct catalog *catalog, const char *id)
{
    uint32_t row;
    return index_find(&catalog->clause_ids, id, &row) ? &catalog->clauses[row] : NULL;
}

const struct task *catalog_task(const struct catalog *catalog, const char *code)
{
    uint32_t row;
    return index_find(&catalog->task_codes, code, &row) ? &catalog->tasks[row] : NULL;
}

const struct indicator *catalog_indicator(const struct catalog *catalog,
                                          const char *code)
{
    uint32_t row;
    return index_find(&catalog->indicator_codes, code, &row) ? &catalog->indicators[row]
                                                             : NULL;
}

const struct document *catalog_document(const struct catalog *catalog, const char *code)
{
    uint32_t row;
    return index_find(&catalog->document_codes, code, &row) ? &catalog->documents[row]
                                                            : NULL;
}

bool catalog_task_in(const struct catalog *catalog, const char *task, const char *whole)
{
    const struct task *own = catalog_task(catalog, task);
    return strcmp(task, whole) == 0 || (own && strcmp(own->parent, whole) == 0);
}

const char *catalog_task_text(const struct catalog *catalog, const struct task *task)
{
    return catalog_clause(catalog, task->clause)->text;
}

static const char *in(enum language language, const char *zh, const char *en)
{
    return language == LANGUAGE_EN && *en ? en : zh;
}

const char *task_title(const struct task *task, enum language language)
{
    return in(language, task->title_zh, task->title_en);
}

const char *task_short(const struct task *task, enum language language)
{
    return in(language, task->short_zh, task->short_en);
}

const char *indicator_name(const struct indicator *indicator, enum language language)
{
    return in(language, indicator->name_zh, indicator->name_en);
}

const char *indicator_unit(const struct indicator *indicator, enum language language)
{
    return in(language, indicator->unit_zh, indicator->unit_en);
}

const char *region_name(const struct region *region, enum language language)
{
    return in(language, region->name_zh, region->name_en);
}

const char *region_short(const struct region *region, enum language language)
{
    return in(language, region->short_zh, region->name_en);
}
