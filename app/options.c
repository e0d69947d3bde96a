/* The command line: see app/options.h. */
#include "app/options.h"

#include "core/period.h"
#include "core/text.h"
#include "views/words.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum option_id {
    OPTION_PRINT = 256,
    OPTION_FETCH,
    OPTION_INSPECT,
    OPTION_CHECK,
    OPTION_REGION,
    OPTION_AS_OF,
    OPTION_FORMAT,
    OPTION_WIDTH,
    OPTION_LANG,
    OPTION_CACHE,
    OPTION_CONFIG,
    OPTION_CATALOG,
    OPTION_THEME,
    OPTION_AMBIGUOUS,
    OPTION_OFFLINE,
    OPTION_MONO,
    OPTION_PROGRESS_FD,
    OPTION_HELP,
    OPTION_VERSION
};

/* One row an option; argument: what follows it, in brackets where it may be left out.
 * Rows without help are for the program itself. */
static const struct {
    const char *name, *argument, *help;
    enum option_id id;
} table[] = {
    {"print", "[=ADDRESS]", N_("print a page (repeatable; default: overview)"),
     OPTION_PRINT},
    {"fetch", "", N_("collect from all sources, or from those named"), OPTION_FETCH},
    {"inspect", "", N_("show what a feed (file or address) holds"), OPTION_INSPECT},
    {"check", "", N_("check catalogue, configuration and cache"), OPTION_CHECK},
    {"region", "REGION", N_("your own region: code or name"), OPTION_REGION},
    {"as-of", "DATE", N_("show what was known at the end of that day"), OPTION_AS_OF},
    {"format", "FORMAT", N_("of --print (text) or --inspect (text, json)"),
     OPTION_FORMAT},
    {"width", "CELLS", N_("of the printed page (default 72)"), OPTION_WIDTH},
    {"lang", "zh|en", N_("language of the pages"), OPTION_LANG},
    {"cache", "DIR", N_("where collected data is kept"), OPTION_CACHE},
    {"config", "FILE", N_("configuration with the sources"), OPTION_CONFIG},
    {"catalog", "DIR", N_("files that replace parts of the catalogue"), OPTION_CATALOG},
    {"theme", "NAME|FILE", N_("colours of the dashboard"), OPTION_THEME},
    {"ambiguous-width", "1|2", N_("cells of characters that terminals dispute"),
     OPTION_AMBIGUOUS},
    {"offline", "", N_("never open a network connection"), OPTION_OFFLINE},
    {"mono", "", N_("no colours"), OPTION_MONO},
    {"progress-fd", "N", NULL, OPTION_PROGRESS_FD},
    {"help", "", N_("this text"), OPTION_HELP},
    {"version", "", N_("the program's version"), OPTION_VERSION},
};

enum { OPTIONS = sizeof table / sizeof *table };

static bool number_in(const char *text, int least, int most, int *number)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end || value < least || value > most)
        return false;
    *number = (int)value;
    return true;
}

static bool take(struct options *options, struct arena *arena, enum option_id id,
                 const char *value, struct error *error)
{
    switch (id) {
    case OPTION_PRINT: {
        const char **pages =
            arena_more(arena, (void *)options->pages, options->n_pages, sizeof *pages);
        pages[options->n_pages++] = value ? value : "";
        options->pages = pages;
        options->command = COMMAND_PRINT;
        return true;
    }
    case OPTION_FETCH:
        options->command = COMMAND_FETCH;
        return true;
    case OPTION_INSPECT:
        options->command = COMMAND_INSPECT;
        return true;
    case OPTION_CHECK:
        options->command = COMMAND_CHECK;
        return true;
    case OPTION_HELP:
        options->command = COMMAND_HELP;
        return true;
    case OPTION_VERSION:
        options->command = COMMAND_VERSION;
        return true;
    case OPTION_REGION:
        options->region = value;
        return true;
    case OPTION_AS_OF:
        return day_parse(value, &options->as_of) || error_set(error, ERROR_DATE, value);
    case OPTION_FORMAT:
        options->format = value;
        return true;
    case OPTION_WIDTH:
        return number_in(value, 40, 400, &options->width) ||
               error_set(error, ERROR_OPTION_VALUE, "--width", value, "40..400");
    case OPTION_LANG:
        options->language = value;
        return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0 ||
               error_set(error, ERROR_OPTION_VALUE, "--lang", value, "zh, en");
    case OPTION_CACHE:
        options->cache = value;
        return true;
    case OPTION_CONFIG:
        options->config = value;
        return true;
    case OPTION_CATALOG:
        options->catalog = value;
        return true;
    case OPTION_THEME:
        options->theme = value;
        return true;
    case OPTION_AMBIGUOUS:
        return number_in(value, 1, 2, &options->ambiguous) ||
               error_set(error, ERROR_OPTION_VALUE, "--ambiguous-width", value, "1, 2");
    case OPTION_OFFLINE:
        options->offline = true;
        return true;
    case OPTION_MONO:
        options->mono = true;
        return true;
    case OPTION_PROGRESS_FD:
        return number_in(value, 3, 1023, &options->progress) ||
               error_set(error, ERROR_OPTION_VALUE, "--progress-fd", value, "3..1023");
    }
    return true;
}

bool options_read(int argc, char *const *argv, struct arena *arena,
                  struct options *options, struct error *error)
{
    struct option list[OPTIONS + 1] = {{0}};
    for (int i = 0; i < OPTIONS; i++)
        list[i] = (struct option){table[i].name,
                                  table[i].argument[0] == '[' ? optional_argument
                                  : table[i].argument[0] == 0 ? no_argument
                                                              : required_argument,
                                  NULL, (int)table[i].id};
    *options = (struct options){.format = "",
                                .region = "",
                                .language = "",
                                .cache = "",
                                .config = "",
                                .catalog = "",
                                .theme = "",
                                .progress = -1};
    opterr = 0;
    for (int id; (id = getopt_long(argc, argv, ":h", list, NULL)) != -1;) {
        if (id == ':' || id == '?')
            return error_set(error,
                             id == ':' ? ERROR_OPTION_NEEDS : ERROR_OPTION_UNKNOWN,
                             argv[optind - 1]);
        if (!take(options, arena, id == 'h' ? OPTION_HELP : (enum option_id)id, optarg,
                  error))
            return false;
    }
    options->arguments = (const char *const *)argv + optind;
    options->n_arguments = (size_t)(argc - optind);
    size_t most = options->command == COMMAND_FETCH ? (size_t)argc : 1;
    bool takes = options->command == COMMAND_FETCH ||
                 options->command == COMMAND_INSPECT ||
                 options->command == COMMAND_VIEW;
    if (options->n_arguments > (takes ? most : 0))
        return error_set(error, ERROR_OPTION_EXTRA, argv[optind + (takes ? 1 : 0)]);
    if (options->command == COMMAND_INSPECT && options->n_arguments == 0)
        return error_set(error, ERROR_OPTION_NEEDS, "--inspect");
    return true;
}

void options_help(FILE *out)
{
    fprintf(out, "%s\n\n",
            _("aiplus: how the \"AI+\" opinions are carried out, on a terminal"));
    fprintf(out, "  aiplus [ADDRESS]             %s\n", _("open the dashboard"));
    fprintf(out, "  aiplus --print[=ADDRESS] ..  %s\n", _("print pages, for a mail"));
    fprintf(out, "  aiplus --fetch [SOURCE ..]   %s\n", _("collect"));
    fprintf(out, "  aiplus --inspect FILE        %s\n\n", _("look into a feed"));
    for (int i = 0; i < OPTIONS; i++) {
        if (!table[i].help)
            continue;
        bool joined = table[i].argument[0] == '[' || table[i].argument[0] == 0;
        int used = fprintf(out, "  --%s%s%s", table[i].name, joined ? "" : "=",
                           table[i].argument);
        fprintf(out, "%*s%s\n", used < 31 ? 31 - used : 1, "", _(table[i].help));
    }
    fprintf(out, "\n%s\n",
            _("ADDRESS is page[/id][@region]: overview@330000, task/A2.2, "
              "indicator/B9-01@430000, coordination, region/430000, sources."));
    fprintf(
        out, "%s\n",
        _("Exit status: 0 fresh, 1 error, 2 usage, 3 stale data, 4 failing sources, "
          "5 no data, 6 cannot write."));
}
