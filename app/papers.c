/* Papers: see app/papers.h. */
#include "app/papers.h"

#include "core/digest.h"
#include "core/embedded.h"
#include "core/text.h"

#include <string.h>

const char papers_catalog_source[] = "catalogue", papers_settings_source[] = "settings";

static const char settings_name[] = "settings";

static const char *catalog_name(struct arena *arena, const char *file)
{
    return arena_printf(arena, "catalog/%s", file);
}

/* ---- keeping ---- */

static bool keep_catalog(struct store *store, const struct catalog_texts *texts,
                         const char *directory, int64_t now, struct arena *arena,
                         struct error *error)
{
    bool changed;
    struct document_text *items = arena_alloc(arena, texts->n * sizeof *items);
    for (size_t i = 0; i < texts->n; i++)
        items[i] = (struct document_text){catalog_name(arena, texts->items[i].name),
                                          texts->items[i].bytes, texts->items[i].n};
    return store_archive(store, papers_catalog_source, directory, items, texts->n, now,
                         &changed, error);
}

bool papers_keep(struct store *store, const struct catalog_texts *texts,
                 const char *directory, const struct config *config, int64_t now,
                 struct error *error)
{
    struct arena arena = {0};
    const char *text = arena_printf(&arena, "ahead = %.17g\non_track = %.17g\n",
                                    config->rules.ahead, config->rules.on);
    struct document_text settings = {settings_name, text, strlen(text)};
    bool changed;
    bool ok =
        keep_catalog(store, texts, directory, now, &arena, error) &&
        store_archive(store, papers_settings_source, config->path ? config->path : "",
                      &settings, 1, now, &changed, error);
    arena_release(&arena);
    return ok;
}

/* ---- reading ---- */

/* The number of a setting; false if there is none, or it is no number. */
static bool setting(const char *text, const char *key, double *value)
{
    size_t n = strlen(key);
    for (const char *line = text; *line; line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        if (strncmp(line, key, n) == 0 && strncmp(line + n, " = ", 3) == 0) {
            struct arena arena = {0};
            bool ok = text_number(arena_strndup(&arena, line + n + 3, length - n - 3),
                                  value, NULL);
            arena_release(&arena);
            return ok;
        }
        line += length;
    }
    return false;
}

static void read_settings(struct snapshot *snapshot, int64_t known_at,
                          struct arena *arena, struct papers *papers)
{
    const char *bytes;
    size_t n;
    uint32_t receipt;
    bool found = false;
    papers->settings_state = PAPERS_NOT_KEPT;
    if (!snapshot_document(snapshot, settings_name, known_at, arena, &bytes, &n,
                           &receipt, &found, NULL))
        papers->settings_state = PAPERS_UNREADABLE;
    else if (found)
        papers->settings_state = setting(bytes, "ahead", &papers->rules.ahead) &&
                                         setting(bytes, "on_track", &papers->rules.on)
                                     ? PAPERS_OF_THEN
                                     : PAPERS_UNREADABLE;
}

/* The files of the catalogue that were kept by then, and the hash of all. */
static bool read_texts(struct snapshot *snapshot, int64_t known_at, struct arena *arena,
                       struct catalog_texts *texts, char hex[DIGEST_HEX])
{
    struct catalog_text *items = NULL;
    struct digest *digest = digest_begin();
    size_t n = 0;
    bool ok = true;
    for (const struct embedded_file *file = embedded_files; ok && file->name; file++) {
        struct catalog_text text = {.name = file->name};
        uint32_t receipt;
        bool found = false;
        ok = snapshot_document(snapshot, catalog_name(arena, file->name), known_at,
                               arena, &text.bytes, &text.n, &receipt, &found, NULL);
        if (!ok || !found)
            continue;
        digest_add(digest, text.name, strlen(text.name) + 1);
        digest_add(digest, &text.n, sizeof text.n);
        digest_add(digest, text.bytes, text.n);
        items = arena_more(arena, items, n, sizeof *items);
        items[n++] = text;
    }
    digest_end(digest, hex);
    *texts = (struct catalog_texts){items, n};
    return ok;
}

static void read_catalog(struct snapshot *snapshot, int64_t known_at,
                         const struct papers *before, struct arena *arena,
                         struct papers *papers)
{
    struct catalog_texts texts;
    papers->catalog_state = PAPERS_UNREADABLE;
    if (!read_texts(snapshot, known_at, arena, &texts, papers->digest))
        return;
    if (texts.n == 0) {
        papers->catalog_state = PAPERS_NOT_KEPT;
        papers->digest[0] = '\0';
        return;
    }
    if (before && before->catalog_state == PAPERS_OF_THEN &&
        strcmp(before->digest, papers->digest) == 0) {
        papers->catalog_state = PAPERS_OF_THEN;
        return;
    }
    struct error ignored;
    if (catalog_open_texts(&papers->catalog, &texts, NULL, &ignored))
        papers->catalog_state = PAPERS_OF_THEN;
    else
        catalog_close(&papers->catalog);
}

void papers_read(struct snapshot *snapshot, int64_t known_at,
                 const struct papers *before, struct papers *papers)
{
    struct arena arena = {0};
    struct papers read = {0};
    read_settings(snapshot, known_at, &arena, &read);
    read_catalog(snapshot, known_at, before, &arena, &read);
    arena_release(&arena);
    *papers = read;
}
