/* aiplus: reads the command line and hands over to one of the program's roles. */
#include "app/assess.h"
#include "app/check.h"
#include "app/collect.h"
#include "app/completion.h"
#include "app/config.h"
#include "app/extract.h"
#include "app/fault.h"
#include "app/inspect.h"
#include "app/options.h"
#include "app/place.h"
#include "app/print.h"
#include "app/prune.h"
#include "app/restrict.h"
#include "app/session.h"
#include "app/viewer.h"
#include "views/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void complain(const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    fprintf(stderr, "aiplus: %s\n", text);
}

/* The roles that read pages. */
static enum exit_status view(const struct options *options, const struct config *config,
                             const struct catalog *catalog, const char *cache,
                             enum language language)
{
    struct session session;
    struct error error = {0};
    fault_limit(FAULT_PAGE_SECONDS);
    bool opened =
        session_open(&session, options, config, catalog, cache, language, &error);
    fault_limit(0);
    if (!opened) {
        complain(&error);
        session_close(&session);
        return EXIT_USAGE;
    }
    enum exit_status status = options->command == COMMAND_PRINT ? print_run(&session)
                              : options->command == COMMAND_CSV ? extract_run(&session)
                                                                : viewer_run(&session);
    session_close(&session);
    return status;
}

/* A report of the configuration may have a language and a region of its own. */
static struct options of_report(const struct options *options,
                                const struct config *config)
{
    struct options own = *options;
    const struct report_setting *report = config_report(config, options->report);
    if (report && !*own.region)
        own.region = report->region;
    if (report && !*own.language)
        own.language = report->language;
    return own;
}

static enum exit_status run(const struct options *options, struct arena *arena,
                            enum language language)
{
    struct error error = {0};
    struct config config;
    if (!config_read(place_config(options->config, arena), arena, &config, &error)) {
        complain(&error);
        return EXIT_ERROR;
    }
    const struct options own = of_report(options, &config);
    options = &own;
    if (*own.language || *config.language)
        language = words_open(*own.language ? own.language : config.language, NULL);
    if (options->command == COMMAND_PRUNE)
        return prune_run(options, &config,
                         place_cache(options->cache, config.cache, arena));
    if (options->command == COMMAND_ASSESS)
        return assess_run(options, &config.rules);
    struct catalog catalog;
    const char *directory = *options->catalog ? options->catalog : config.catalog;
    if (!catalog_open(&catalog, *directory ? directory : NULL, NULL, &error)) {
        complain(&error);
        catalog_close(&catalog);
        return EXIT_ERROR;
    }
    const char *cache = place_cache(options->cache, config.cache, arena);
    bool collects =
        options->command == COMMAND_FETCH || options->command == COMMAND_ACCEPT;
    enum exit_status status = collects ? collect_run(options, &config, cache)
                              : options->command == COMMAND_INSPECT
                                  ? inspect_run(options, &config, &catalog)
                                  : view(options, &config, &catalog, cache, language);
    catalog_close(&catalog);
    return status;
}

int main(int argc, char **argv)
{
    /* Descriptors 0 to 2 must be open, or a database would be given one of them. */
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
            return EXIT_ERROR;
    struct arena arena = {0};
    struct options options;
    struct error error = {0};
    bool understood = options_read(argc, argv, &arena, &options, &error);
    if (options.restricted)
        restrict_process();
    enum language language = words_open(options.language, NULL);
    enum exit_status status = EXIT_FRESH;
    if (options.command != COMMAND_VIEW)
        fault_guard();
    if (!understood) {
        complain(&error);
        status = EXIT_USAGE;
    } else if (options.command == COMMAND_HELP) {
        options_help(stdout);
    } else if (options.command == COMMAND_COMPLETION) {
        completion_write(options.completion, stdout);
    } else if (options.command == COMMAND_VERSION) {
        puts("aiplus " AIPLUS_VERSION);
    } else if (options.command == COMMAND_CHECK) {
        status = check_run(&options);
    } else {
        status = run(&options, &arena, language);
    }
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == EXIT_FRESH) {
        error_set(&error, ERROR_OUTPUT, strerror(errno));
        complain(&error);
        status = EXIT_CANNOT_WRITE;
    }
    arena_release(&arena);
    return (int)status;
}
