/* --check: see app/check.h. */
#include "app/check.h"

#include "app/check_report.h"
#include "app/place.h"
#include "catalog/catalog.h"
#include "fetch/access.h"
#include "store/snapshot.h"
#include "store/store.h"
#include "views/words.h"

#include <stdio.h>

static bool check_catalog(struct check_report *report, const char *directory,
                          const char *region)
{
    struct catalog catalog;
    struct catalog_problems problems = {0};
    struct error error = {0};
    bool ok = catalog_open(&catalog, *directory ? directory : NULL, &problems, &error);
    for (size_t i = 0; i < problems.n; i++)
        check_find(report, true, "", &problems.items[i].error);
    if (!ok && problems.n == 0)
        check_find(report, true, "", &error);
    if (ok) {
        char text[512];
        snprintf(text, sizeof text,
                 _("catalogue: %zu tasks and groups, %zu indicators, %zu targets, "
                   "%zu regions, %zu published figures"),
                 catalog.n_tasks, catalog.n_indicators, catalog.n_targets,
                 catalog.n_regions, catalog.n_published);
        check_say(report, false, text);
        snprintf(text, sizeof text,
                 _("reports: %zu versions of scopes, %zu reporting units, %zu rows of "
                   "the reporting calendar"),
                 catalog.n_scopes, catalog.n_units, catalog.n_calendar);
        check_say(report, false, text);
        if (*region && !catalog_region_typed(&catalog, region)) {
            error_set(&error, ERROR_REGION_UNKNOWN, region);
            check_find(report, true, _("configuration"), &error);
            ok = false;
        }
    }
    catalog_close(&catalog);
    return ok;
}

/* What each source needs besides its address: credentials, certificates, keys. */
static bool check_sources(struct check_report *report, const struct config *config)
{
    bool ok = true;
    for (size_t i = 0; i < config->n_sources; i++) {
        struct error error = {0};
        if (access_check(&config->sources[i], &error))
            continue;
        check_find(report, true, _("configuration"), &error);
        ok = false;
    }
    return ok;
}

static void say_cache(void *self, bool fault, const struct error *finding)
{
    check_find(self, fault, _("cache"), finding);
}

static bool check_cache(struct check_report *report, const char *cache)
{
    struct error error = {0};
    int faults = snapshot_verify(cache, say_cache, report, &error);
    if (faults < 0) {
        bool none = error.code == ERROR_SNAPSHOT_NONE;
        check_find(report, !none, _("cache"), &error);
        faults = !none;
    }
    return faults + store_verify(cache, say_cache, report) == 0;
}

enum exit_status check_run(const struct options *options)
{
    struct arena arena = {0};
    struct config config = {.cache = "", .catalog = "", .region = ""};
    struct error error = {0};
    struct check_report report = {0};
    const char *path = place_config(options->config, &arena);
    bool configured = config_read(path, &arena, &config, &error);
    if (!configured)
        check_find(&report, true, "", &error);
    else if (path)
        check_say(&report, false,
                  arena_printf(&arena, _("configuration %s: %zu sources"), path,
                               config.n_sources));
    else
        check_say(&report, false,
                  _("no configuration: the published figures are shown"));
    bool sources = check_sources(&report, &config);
    bool catalog =
        check_catalog(&report, *options->catalog ? options->catalog : config.catalog,
                      *options->region ? options->region : config.region);
    bool cache =
        check_cache(&report, place_cache(options->cache, config.cache, &arena));
    check_print(&report);
    arena_release(&arena);
    return configured && sources && catalog && cache ? EXIT_FRESH : EXIT_ERROR;
}
