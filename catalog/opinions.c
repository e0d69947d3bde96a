/* The opinions' text: opinions.tsv. */
#include "catalog/cell.h"
#include "catalog/load.h"

void load_opinions(struct loader *loader)
{
    enum { ID, LINE, LEAD, TEXT };
    static const char *const columns[] = {"id", "line", "lead", "text", NULL};
    static const char *const lines[] = {"new", "same", NULL};
    struct catalog *catalog = loader->catalog;
    struct table table;
    if (!table_open(&table, loader, "opinions.tsv", columns))
        return;
    struct clause *clauses =
        arena_alloc(&catalog->arena, table.lines * sizeof *clauses);
    index_init(&catalog->clause_ids, &catalog->arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct clause clause = {
            .id = cell_code(&table, ID),
            .lead = cell_text(&table, LEAD),
            .text = cell_needed(&table, TEXT),
            .starts_line = cell_choice(&table, LINE, lines) == 0,
        };
        if (table_keeps(&table, &catalog->clause_ids, clause.id, n))
            clauses[n++] = clause;
    }
    catalog->clauses = clauses;
    catalog->n_clauses = n;
}
