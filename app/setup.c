/* Setups: see app/setup.h. */
#include "app/setup.h"

#include "core/digest.h"

#include <string.h>

/* With its NUL, so that no two lists of words run together alike. */
static void add(struct digest *digest, const char *word)
{
    digest_add(digest, word, strlen(word) + 1);
}

void setup_words(const struct catalog *catalog, char hex[DIGEST_HEX])
{
    struct digest *digest = digest_begin();
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        add(digest, catalog->indicators[i].code);
        add(digest, catalog->indicators[i].name_zh);
        add(digest, catalog->indicators[i].unit_zh);
        add(digest, catalog->indicators[i].unit_en);
    }
    for (size_t i = 0; i < catalog->n_regions; i++) {
        const struct region *region = &catalog->regions[i];
        digest_add(digest, &region->code, sizeof region->code);
        add(digest, region->name_zh);
        add(digest, region->short_zh);
        add(digest, region->name_en);
        add(digest, region->iso);
    }
    digest_end(digest, hex);
}

void setup_of(const struct source *source, const char *words, char hex[DIGEST_HEX])
{
    struct digest *digest = digest_begin();
    const struct mapping *m = &source->mapping;
    const char *parts[] = {words,
                           source->address,
                           source->format,
                           m->columns.delimiter,
                           m->columns.region,
                           m->columns.indicator,
                           m->columns.period,
                           m->columns.value,
                           m->columns.status,
                           m->columns.qualifier,
                           m->columns.unit,
                           m->columns.decimal,
                           m->constant_region,
                           m->constant_indicator,
                           m->constant_period,
                           AIPLUS_VERSION};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add(digest, parts[i]);
    const struct name_pair *lists[] = {m->regions, m->indicators, m->periods,
                                       m->units,   m->statuses,   m->filters};
    size_t counts[] = {m->n_regions, m->n_indicators, m->n_periods,
                       m->n_units,   m->n_statuses,   m->n_filters};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (size_t k = 0; k < counts[i]; k++) {
            add(digest, lists[i][k].from);
            add(digest, lists[i][k].to);
        }
        add(digest, "");
    }
    for (size_t i = 0; i < m->n_ignored; i++)
        add(digest, m->ignored[i]);
    digest_end(digest, hex);
}
