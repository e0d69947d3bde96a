/* --check: see app/check.h. */
#include "app/check.h"

#include "app/place.h"
#include "catalog/catalog.h"
#include "store/snapshot.h"
#include "store/store.h"
#include "views/words.h"

#include <stdio.h>

static void line(bool fault, const char *what, const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    printf("%s  %s%s%s\n", fault ? _("WRONG") : _("ok"), what, *what ? ": " : "", text);
}

static bool check_catalog(const char *directory, const char *region)
{
    struct catalog catalog;
    struct catalog_problems problems = {0};
    struct error error = {0};
    bool ok = catalog_open(&catalog, *directory ? directory : NULL, &problems, &error);
    for (size_t i = 0; i < problems.n; i++)
        line(true, "", &problems.items[i].error);
    if (!ok && problems.n == 0)
        line(true, "", &error);
    if (ok) {
        printf(_("%s  catalogue: %zu tasks and groups, %zu indicators, %zu targets, "
                 "%zu regions, %zu published figures\n"),
               _("ok"), catalog.n_tasks, catalog.n_indicators, catalog.n_targets,
               catalog.n_regions, catalog.n_published);
        if (*region && !catalog_region_typed(&catalog, region)) {
            error_set(&error, ERROR_REGION_UNKNOWN, region);
            line(true, _("configuration"), &error);
            ok = false;
        }
    }
    catalog_close(&catalog);
    return ok;
}

struct cache_check {
    size_t findings;
};

static void say_cache(void *self, bool fault, const struct error *finding)
{
    struct cache_check *check = self;
    check->findings++;
    line(fault, _("cache"), finding);
}

static bool check_cache(const char *cache)
{
    struct cache_check check = {0};
    struct error error = {0};
    int faults = snapshot_verify(cache, say_cache, &check, &error);
    if (faults < 0) {
        bool none = error.code == ERROR_SNAPSHOT_NONE;
        line(!none, _("cache"), &error);
        faults = !none;
    }
    return faults + store_verify(cache, say_cache, &check) == 0;
}

enum exit_status check_run(const struct options *options)
{
    struct arena arena = {0};
    struct config config = {.cache = "", .catalog = "", .region = ""};
    struct error error = {0};
    const char *path = place_config(options->config, &arena);
    bool configured = config_read(path, &arena, &config, &error);
    if (!configured)
        line(true, "", &error);
    else if (path)
        printf(_("%s  configuration %s: %zu sources\n"), _("ok"), path,
               config.n_sources);
    else
        printf(_("%s  no configuration: the published figures are shown\n"), _("ok"));
    bool catalog = check_catalog(*options->catalog ? options->catalog : config.catalog,
                                 *options->region ? options->region : config.region);
    bool cache = check_cache(place_cache(options->cache, config.cache, &arena));
    arena_release(&arena);
    return configured && catalog && cache ? EXIT_FRESH : EXIT_ERROR;
}
