/* The tasks: tasks.tsv. */
#include <string.h>

#include "catalog/cell.h"
#include "catalog/load.h"

enum {
    CODE,
    PARENT,
    KIND,
    TITLE_ZH,
    SHORT_ZH,
    TITLE_EN,
    SHORT_EN,
    LEAD,
    BASIS,
    COOPERATING,
    DOCUMENTS
};

static const char *const columns[] = {
    "code",     "parent", "kind",  "title_zh",    "short_zh",  "title_en",
    "short_en", "lead",   "basis", "cooperating", "documents", NULL,
};

/* What a task of this kind belongs to: fixed, or (NULL) an action above it. */
static const char *const parents[] = {
    [TASK_GOAL] = "",        [TASK_ACTION] = "", [TASK_TASK] = NULL,
    [TASK_CAPABILITY] = "B", [TASK_DUTY] = "C",
};

static void parent_check(struct table *table, const struct task *tasks,
                         const struct task *task)
{
    uint32_t row;
    const char *fixed = parents[task->kind];
    bool right =
        fixed ? strcmp(task->parent, fixed) == 0
              : index_find(&table->loader->catalog->task_codes, task->parent, &row) &&
                    tasks[row].kind == TASK_ACTION;
    if (!right)
        table_mistake(table, ERROR_CATALOG_PARENT, task->code, task->parent);
}

static void references_check(struct table *table, const struct task *task)
{
    const struct catalog *catalog = table->loader->catalog;
    for (const char *const *code = task->documents; *code; code++)
        if (!catalog_document(catalog, *code))
            table_mistake(table, ERROR_CATALOG_UNKNOWN, columns[DOCUMENTS], *code);
    if (!catalog_clause(catalog, task->clause))
        table_mistake(table, ERROR_CATALOG_NO_TEXT, task->code, NULL);
}

static struct task task_read(struct table *table)
{
    static const char *const kinds[] = {
        [TASK_GOAL] = "goal", [TASK_ACTION] = "action",
        [TASK_TASK] = "task", [TASK_CAPABILITY] = "capability",
        [TASK_DUTY] = "duty", NULL,
    };
    static const char *const bases[] = {"proposed", "published", NULL};
    struct task task = {
        .code = cell_code(table, CODE),
        .parent = cell_text(table, PARENT),
        .kind = (enum task_kind)cell_choice(table, KIND, kinds),
        .title_zh = cell_needed(table, TITLE_ZH),
        .short_zh = cell_needed(table, SHORT_ZH),
        .title_en = cell_needed(table, TITLE_EN),
        .short_en = cell_needed(table, SHORT_EN),
        .lead = cell_text(table, LEAD),
        .cooperating = cell_list(table, COOPERATING),
        .documents = cell_list(table, DOCUMENTS),
    };
    task.clause = task.code;
    if (*task.lead)
        task.lead_published = cell_choice(table, BASIS, bases) == 1;
    else
        cells_empty(table, (const int[]){BASIS, COOPERATING}, 2);
    return task;
}

void load_tasks(struct loader *loader)
{
    struct catalog *catalog = loader->catalog;
    struct table table;
    if (!table_open(&table, loader, "tasks.tsv", columns))
        return;
    struct task *tasks = arena_alloc(&catalog->arena, table.lines * sizeof *tasks);
    index_init(&catalog->task_codes, &catalog->arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct task task = task_read(&table);
        if (table.bad)
            continue;
        parent_check(&table, tasks, &task);
        references_check(&table, &task);
        if (table_keeps(&table, &catalog->task_codes, task.code, n))
            tasks[n++] = task;
    }
    catalog->tasks = tasks;
    catalog->n_tasks = n;
}
