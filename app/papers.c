/* Papers: see app/papers.h. */
#include "app/papers.h"

#include "core/assess.h"
#include "core/digest.h"
#include "core/embedded.h"
#include "core/text.h"

#include <math.h>
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

/* Every rule, so that a later version with other defaults still reads what held then.
 * The method is a word, the rest are numbers. */
static const char *settings_text(const struct progress_rules *rules,
                                 struct arena *arena)
{
    return arena_printf(arena,
                        "ahead = %.17g\non_track = %.17g\nmethod = %s\n"
                        "gap_decimals = %d\nschedule_decimals = %d\n"
                        "coverage = %.17g\ndue_soon = %d\n",
                        rules->ahead, rules->on, method_code(rules->method),
                        rules->gap_decimals, rules->schedule_decimals, rules->coverage,
                        rules->due_soon);
}

bool papers_keep(struct store *store, const struct catalog_texts *texts,
                 const char *directory, const struct config *config, int64_t now,
                 struct error *error)
{
    struct arena arena = {0};
    const char *text = settings_text(&config->rules, &arena);
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

/* The words of a setting; NULL if there is none. */
static const char *setting(const char *text, const char *key, struct arena *arena)
{
    size_t n = strlen(key);
    for (const char *line = text; *line; line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        if (strncmp(line, key, n) == 0 && strncmp(line + n, " = ", 3) == 0)
            return arena_strndup(arena, line + n + 3, length - n - 3);
        line += length;
    }
    return NULL;
}

static bool number(const char *text, const char *key, double *value,
                   struct arena *arena)
{
    const char *words = setting(text, key, arena);
    return words && text_number(words, value, NULL);
}

/* What was not kept yet was not settable: the default held. False if it is no whole
 * number within the bounds. */
static bool whole(const char *text, const char *key, int least, int most, int *value,
                  struct arena *arena)
{
    double read = *value;
    if (setting(text, key, arena) && !number(text, key, &read, arena))
        return false;
    if (read != floor(read) || read < least || read > most)
        return false;
    *value = (int)read;
    return true;
}

static bool read_rules(const char *text, struct progress_rules *rules,
                       struct arena *arena)
{
    struct progress_rules read = progress_rules_default;
    const char *method = setting(text, "method", arena);
    bool ok = number(text, "ahead", &read.ahead, arena) &&
              number(text, "on_track", &read.on, arena) &&
              (!method || method_named(method, &read.method)) &&
              whole(text, "gap_decimals", 0, 3, &read.gap_decimals, arena) &&
              whole(text, "schedule_decimals", -1, 3, &read.schedule_decimals, arena) &&
              (!setting(text, "coverage", arena) ||
               number(text, "coverage", &read.coverage, arena)) &&
              read.coverage >= 0 && read.coverage <= 1 &&
              whole(text, "due_soon", 0, 366, &read.due_soon, arena);
    if (ok)
        *rules = read;
    return ok;
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
        papers->settings_state = read_rules(bytes, &papers->rules, arena)
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
