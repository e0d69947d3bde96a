/* Setups: see app/setup.h. */
#include "app/setup.h"

#include "app/config_source.h"
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
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        add(digest, catalog->tasks[i].code);
        add(digest, catalog->tasks[i].title_zh);
        add(digest, catalog->tasks[i].short_zh);
    }
    /* What targets that sources deliver refer to. */
    for (size_t i = 0; i < catalog->n_documents; i++)
        add(digest, catalog->documents[i].code);
    digest_end(digest, hex);
}

static void add_word(void *self, const char *word)
{
    add(self, word ? word : "");
}

void setup_of(const struct source *source, const char *words, const char *const *before,
              size_t n, char hex[DIGEST_HEX])
{
    struct digest *digest = digest_begin();
    add(digest, words);
    add(digest, AIPLUS_VERSION);
    for (size_t i = 0; i < n; i++)
        add(digest, before[i]);
    source_words(source, add_word, digest);
    digest_end(digest, hex);
}

void setup_mapping(const struct source *source, char hex[DIGEST_HEX])
{
    struct digest *digest = digest_begin();
    source_words(source, add_word, digest);
    digest_end(digest, hex);
}
