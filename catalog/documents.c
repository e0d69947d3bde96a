/* Documents and sources: documents.tsv and sources.tsv. */
#include "catalog/cell.h"
#include "catalog/load.h"

void load_sources(struct loader *loader)
{
    enum { KEY, TEXT };
    static const char *const columns[] = {"key", "text", NULL};
    struct catalog *catalog = loader->catalog;
    struct table table;
    if (!table_open(&table, loader, "sources.tsv", columns))
        return;
    struct figure_source *sources =
        arena_alloc(&catalog->arena, table.lines * sizeof *sources);
    index_init(&catalog->source_keys, &catalog->arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct figure_source source = {cell_code(&table, KEY),
                                       cell_needed(&table, TEXT)};
        if (table_keeps(&table, &catalog->source_keys, source.key, n))
            sources[n++] = source;
    }
    catalog->sources = sources;
    catalog->n_sources = n;
}

void load_documents(struct loader *loader)
{
    enum { CODE, TITLE, ISSUERS, DATE, KNOWN };
    static const char *const columns[] = {"code", "title", "issuers",
                                          "date", "known", NULL};
    struct catalog *catalog = loader->catalog;
    struct table table;
    if (!table_open(&table, loader, "documents.tsv", columns))
        return;
    struct document *documents =
        arena_alloc(&catalog->arena, table.lines * sizeof *documents);
    index_init(&catalog->document_codes, &catalog->arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct document document = {
            .code = cell_code(&table, CODE),
            .title = cell_needed(&table, TITLE),
            .date = cell_text(&table, DATE),
            .day = cell_day(&table, KNOWN),
            .issuer = cell_text(&table, ISSUERS),
            .issuers = cell_list(&table, ISSUERS),
        };
        if (table_keeps(&table, &catalog->document_codes, document.code, n))
            documents[n++] = document;
    }
    catalog->documents = documents;
    catalog->n_documents = n;
}
