/* The command line: see app/options.h. */
#include "app/options.h"

#include "core/period.h"
#include "core/text.h"
#include "views/glyphs.h"
#include "views/words.h"

#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum option_id {
    OPTION_PRINT = 256,
    OPTION_FETCH,
    OPTION_ACCEPT,
    OPTION_INSPECT,
    OPTION_CHECK,
    OPTION_CSV,
    OPTION_PRUNE,
    OPTION_ASSESS,
    OPTION_REGION,
    OPTION_AS_OF,
    OPTION_SINCE,
    OPTION_REGIONS,
    OPTION_FROM,
    OPTION_TO,
    OPTION_FREQUENCY,
    OPTION_HISTORY,
    OPTION_OUTPUT,
    OPTION_FORMAT,
    OPTION_REPORT,
    OPTION_SEND,
    OPTION_BARE,
    OPTION_CHARSET,
    OPTION_COLOR,
    OPTION_NO_BOM,
    OPTION_MAIL_TO,
    OPTION_SUBJECT,
    OPTION_ATTACH,
    OPTION_DATE,
    OPTION_MESSAGE_ID,
    OPTION_SORT,
    OPTION_FILTER,
    OPTION_GROUP,
    OPTION_WIDTH,
    OPTION_LANG,
    OPTION_CACHE,
    OPTION_CONFIG,
    OPTION_CATALOG,
    OPTION_THEME,
    OPTION_AMBIGUOUS,
    OPTION_GLYPHS,
    OPTION_OFFLINE,
    OPTION_MONO,
    OPTION_SCRIPT,
    OPTION_RESTRICTED,
    OPTION_PROGRESS_FD,
    OPTION_COMPLETION,
    OPTION_HELP,
    OPTION_VERSION
};

/* One row an option; argument: what follows it, in brackets where it may be left out.
 * Rows without help are for the program itself. */
static const struct {
    const char *name, *argument, *help;
    enum option_id id;
    enum command command; /* that it asks for; COMMAND_VIEW = none */
    size_t text;          /* where its argument is put as it is; 0 = nowhere */
} table[] = {
    {"print", "[=ADDRESS]", N_("print a page (repeatable; default: overview)"),
     OPTION_PRINT, COMMAND_PRINT, 0},
    {"fetch", "", N_("collect from all sources, or from those named"), OPTION_FETCH,
     COMMAND_FETCH, 0},
    {"accept", "", N_("collect from the sources named, and take their changed data"),
     OPTION_ACCEPT, COMMAND_ACCEPT, 0},
    {"inspect", "", N_("show what a feed (file or address) holds"), OPTION_INSPECT,
     COMMAND_INSPECT, 0},
    {"check", "", N_("check catalogue, configuration and cache"), OPTION_CHECK,
     COMMAND_CHECK, 0},
    {"csv", "[=REGISTER]",
     N_("write figures as CSV (all, or of what is named), or a register"), OPTION_CSV,
     COMMAND_CSV, offsetof(struct options, register_name)},
    {"prune", "YEARS", N_("remove from the store what only older pages would need"),
     OPTION_PRUNE, COMMAND_PRUNE, 0},
    {"assess", "METHOD",
     N_("judge a table of series by a method: schedule, growth, trend"), OPTION_ASSESS,
     COMMAND_ASSESS, offsetof(struct options, assess)},
    {"region", "REGION", N_("your own region: code or name"), OPTION_REGION,
     COMMAND_VIEW, offsetof(struct options, region)},
    {"as-of", "DATE", N_("show what was known at the end of that day"), OPTION_AS_OF,
     COMMAND_VIEW, 0},
    {"since", "DATE", N_("count changes from the end of that day on"), OPTION_SINCE,
     COMMAND_VIEW, 0},
    {"regions", "LIST",
     N_("of --csv: codes or names; 330000/ its parts, 330000// all below"),
     OPTION_REGIONS, COMMAND_VIEW, offsetof(struct options, regions)},
    {"from", "PERIOD", N_("of --csv: no earlier ones (2025, 2025-Q3, 2025-10)"),
     OPTION_FROM, COMMAND_VIEW, offsetof(struct options, from)},
    {"to", "PERIOD", N_("of --csv: no later ones"), OPTION_TO, COMMAND_VIEW,
     offsetof(struct options, to)},
    {"frequency", "CODE", N_("of --csv: only D, W, M, Q, S, A, Y or I"),
     OPTION_FREQUENCY, COMMAND_VIEW, offsetof(struct options, frequency)},
    {"history", "", N_("of --csv: every value that was said, and by whom"),
     OPTION_HISTORY, COMMAND_VIEW, 0},
    {"output", "FILE", N_("of --print and --csv: written whole, then put in place"),
     OPTION_OUTPUT, COMMAND_VIEW, offsetof(struct options, output)},
    {"format", "FORMAT",
     N_("of --print: text, markdown, html, eml, csv, json, svg, xlsx"), OPTION_FORMAT,
     COMMAND_VIEW, offsetof(struct options, format)},
    {"report", "NAME", N_("print a report that the configuration defines"),
     OPTION_REPORT, COMMAND_PRINT, offsetof(struct options, report)},
    {"send", "", N_("send that report by mail, to nobody twice"), OPTION_SEND,
     COMMAND_PRINT, 0},
    {"bare", "", N_("of --print: the pages alone, without the digest"), OPTION_BARE,
     COMMAND_VIEW, 0},
    {"charset", "NAME", N_("of text, markdown and csv: UTF-8, GB18030"), OPTION_CHARSET,
     COMMAND_VIEW, offsetof(struct options, charset)},
    {"color", "WHEN", N_("of text: always or never (default)"), OPTION_COLOR,
     COMMAND_VIEW, offsetof(struct options, colour)},
    {"no-bom", "", N_("of csv: without a byte order mark"), OPTION_NO_BOM, COMMAND_VIEW,
     0},
    {"mail-to", "ADDRESSES", N_("of eml: whom it is for"), OPTION_MAIL_TO, COMMAND_VIEW,
     offsetof(struct options, mail_to)},
    {"subject", "TEXT", N_("of eml: its subject; {date} is the page's day"),
     OPTION_SUBJECT, COMMAND_VIEW, offsetof(struct options, subject)},
    {"attach", "FORMATS", N_("of eml: the pages as files too (csv,xlsx)"),
     OPTION_ATTACH, COMMAND_VIEW, offsetof(struct options, attach)},
    {"date", "SECONDS", N_("of eml and xlsx: the date in it, as Unix time"),
     OPTION_DATE, COMMAND_VIEW, 0},
    {"message-id", "ID", N_("of eml: its identifier"), OPTION_MESSAGE_ID, COMMAND_VIEW,
     offsetof(struct options, message_id)},
    {"sort", "NAME[:KEY]", N_("of --print: how its rows are sorted (behind, by:HEAD)"),
     OPTION_SORT, COMMAND_VIEW, offsetof(struct options, sort)},
    {"filter", "WORDS", N_("of --print: only some (behind, overdue, a unit's name)"),
     OPTION_FILTER, COMMAND_VIEW, offsetof(struct options, filter)},
    {"group", "NAME", N_("of --print: how its rows are grouped (unit, region, task)"),
     OPTION_GROUP, COMMAND_VIEW, offsetof(struct options, group)},
    {"width", "CELLS", N_("of the printed page (default 72)"), OPTION_WIDTH,
     COMMAND_VIEW, 0},
    {"lang", "zh|en", N_("language of the pages"), OPTION_LANG, COMMAND_VIEW,
     offsetof(struct options, language)},
    {"cache", "DIR", N_("where collected data is kept"), OPTION_CACHE, COMMAND_VIEW,
     offsetof(struct options, cache)},
    {"config", "FILE", N_("configuration with the sources"), OPTION_CONFIG,
     COMMAND_VIEW, offsetof(struct options, config)},
    {"catalog", "DIR", N_("files that replace parts of the catalogue"), OPTION_CATALOG,
     COMMAND_VIEW, offsetof(struct options, catalog)},
    {"theme", "NAME|FILE", N_("colours of the dashboard"), OPTION_THEME, COMMAND_VIEW,
     offsetof(struct options, theme)},
    {"ambiguous-width", "1|2", N_("cells of characters that terminals dispute"),
     OPTION_AMBIGUOUS, COMMAND_VIEW, 0},
    {"glyphs", "TIER", N_("characters of the pages: auto, ascii, block, braille"),
     OPTION_GLYPHS, COMMAND_VIEW, offsetof(struct options, glyphs)},
    {"offline", "", N_("never open a network connection"), OPTION_OFFLINE, COMMAND_VIEW,
     0},
    {"mono", "", N_("no colours"), OPTION_MONO, COMMAND_VIEW, 0},
    {"script", "FILE", N_("keys from a file, and no terminal: for tests"),
     OPTION_SCRIPT, COMMAND_VIEW, offsetof(struct options, script)},
    {"restricted", "", N_("only look: no export, no fetching, no other files"),
     OPTION_RESTRICTED, COMMAND_VIEW, 0},
    {"completion", "SHELL", N_("what bash or zsh completes, for its start"),
     OPTION_COMPLETION, COMMAND_COMPLETION, offsetof(struct options, completion)},
    {"progress-fd", "N", NULL, OPTION_PROGRESS_FD, COMMAND_VIEW, 0},
    {"help", "", N_("this text"), OPTION_HELP, COMMAND_HELP, 0},
    {"version", "", N_("the program's version"), OPTION_VERSION, COMMAND_VERSION, 0},
};

enum { OPTIONS = sizeof table / sizeof *table };
#define SECONDS_MOST 253402300799LL /* the end of the year 9999 */

/* What an account that may only look can ask for: no other files than the site's, and
 * nothing that writes, collects or reads beyond pages. */
static const enum option_id of_restricted[] = {
    OPTION_PRINT,   OPTION_REGION,  OPTION_AS_OF, OPTION_SINCE,      OPTION_FORMAT,
    OPTION_BARE,    OPTION_CHARSET, OPTION_COLOR, OPTION_NO_BOM,     OPTION_SORT,
    OPTION_FILTER,  OPTION_GROUP,   OPTION_WIDTH, OPTION_LANG,       OPTION_AMBIGUOUS,
    OPTION_GLYPHS,  OPTION_OFFLINE, OPTION_MONO,  OPTION_RESTRICTED, OPTION_HELP,
    OPTION_VERSION,
};

static bool may_be_given(enum option_id id)
{
    for (size_t i = 0; i < sizeof of_restricted / sizeof *of_restricted; i++)
        if (of_restricted[i] == id)
            return true;
    return false;
}

static bool number_in(const char *text, int least, int most, int *number)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end || value < least || value > most)
        return false;
    *number = (int)value;
    return true;
}

static bool seconds_in(const char *text, int64_t *seconds)
{
    char *end;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end || value <= 0 || value > SECONDS_MOST)
        return false;
    *seconds = value;
    return true;
}

static bool is_tier(const char *value)
{
    enum glyph_tier tier;
    return strcmp(value, "auto") == 0 || glyph_named(value, &tier);
}

/* What is not just a command or a text. */
static bool take_value(struct options *options, struct arena *arena, enum option_id id,
                       const char *value, struct error *error)
{
    switch (id) {
    case OPTION_PRINT: {
        const char **pages =
            arena_more(arena, (void *)options->pages, options->n_pages, sizeof *pages);
        pages[options->n_pages++] = value ? value : "";
        options->pages = pages;
        return true;
    }
    case OPTION_PRUNE:
        return number_in(value, 1, 100, &options->prune_years) ||
               error_set(error, ERROR_OPTION_VALUE, "--prune", value, "1..100");
    case OPTION_AS_OF:
        return day_parse(value, &options->as_of) || error_set(error, ERROR_DATE, value);
    case OPTION_SINCE:
        return day_parse(value, &options->since) || error_set(error, ERROR_DATE, value);
    case OPTION_WIDTH:
        return number_in(value, 40, 400, &options->width) ||
               error_set(error, ERROR_OPTION_VALUE, "--width", value, "40..400");
    case OPTION_LANG:
        return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0 ||
               error_set(error, ERROR_OPTION_VALUE, "--lang", value, "zh, en");
    case OPTION_AMBIGUOUS:
        return number_in(value, 1, 2, &options->ambiguous) ||
               error_set(error, ERROR_OPTION_VALUE, "--ambiguous-width", value, "1, 2");
    case OPTION_GLYPHS:
        return is_tier(value) || error_set(error, ERROR_OPTION_VALUE, "--glyphs", value,
                                           "auto, ascii, block, braille");
    case OPTION_PROGRESS_FD:
        return number_in(value, 3, 1023, &options->progress) ||
               error_set(error, ERROR_OPTION_VALUE, "--progress-fd", value, "3..1023");
    case OPTION_COLOR:
        return strcmp(value, "always") == 0 || strcmp(value, "never") == 0 ||
               error_set(error, ERROR_OPTION_VALUE, "--color", value, "always, never");
    case OPTION_DATE:
        return seconds_in(value, &options->date) ||
               error_set(error, ERROR_OPTION_VALUE, "--date", value, "1700000000");
    case OPTION_COMPLETION:
        return strcmp(value, "bash") == 0 || strcmp(value, "zsh") == 0 ||
               error_set(error, ERROR_OPTION_VALUE, "--completion", value, "bash, zsh");
    case OPTION_SEND:
        options->send = true;
        return true;
    case OPTION_BARE:
        options->bare = true;
        return true;
    case OPTION_NO_BOM:
        options->no_bom = true;
        return true;
    case OPTION_HISTORY:
        options->history = true;
        return true;
    case OPTION_OFFLINE:
        options->offline = true;
        return true;
    case OPTION_MONO:
        options->mono = true;
        return true;
    case OPTION_RESTRICTED:
        options->restricted = true;
        return true;
    default:
        return true;
    }
}

static bool take(struct options *options, struct arena *arena, enum option_id id,
                 const char *value, struct error *error)
{
    int i = 0;
    while (table[i].id != id)
        i++;
    /* An empty variable of a script must not mean "all". */
    if (table[i].text && value && !*value)
        return error_set(error, ERROR_OPTION_NEEDS,
                         arena_printf(arena, "--%s", table[i].name));
    if (table[i].command != COMMAND_VIEW)
        options->command = table[i].command;
    if (table[i].text)
        *(const char **)((char *)options + table[i].text) = value ? value : "";
    return take_value(options, arena, id, value, error);
}

static const char *name_of(enum option_id id)
{
    int i = 0;
    while (table[i].id != id)
        i++;
    return table[i].name;
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
                                .glyphs = "",
                                .script = "",
                                .regions = "",
                                .from = "",
                                .to = "",
                                .frequency = "",
                                .register_name = "",
                                .report = "",
                                .mail_to = "",
                                .subject = "",
                                .attach = "",
                                .message_id = "",
                                .charset = "",
                                .colour = "",
                                .completion = "",
                                .sort = "",
                                .filter = "",
                                .group = "",
                                .output = "",
                                .assess = "",
                                .progress = -1};
    opterr = 0;
    const char *beyond =
        NULL; /* the first option that is not for restricted accounts */
    for (int id; (id = getopt_long(argc, argv, ":h", list, NULL)) != -1;) {
        if (id == ':' || id == '?')
            return error_set(error,
                             id == ':' ? ERROR_OPTION_NEEDS : ERROR_OPTION_UNKNOWN,
                             argv[optind - 1]);
        if (!take(options, arena, id == 'h' ? OPTION_HELP : (enum option_id)id, optarg,
                  error))
            return false;
        if (id != 'h' && !beyond && !may_be_given((enum option_id)id))
            beyond = name_of((enum option_id)id);
    }
    if (options->restricted && beyond)
        return error_set(error, ERROR_RESTRICTED, beyond);
    options->arguments = (const char *const *)argv + optind;
    options->n_arguments = (size_t)(argc - optind);
    bool many = options->command == COMMAND_FETCH ||
                options->command == COMMAND_ACCEPT || options->command == COMMAND_CSV;
    size_t most = many ? (size_t)argc : 1;
    bool takes = many || options->command == COMMAND_INSPECT ||
                 options->command == COMMAND_ASSESS || options->command == COMMAND_VIEW;
    if (options->n_arguments > (takes ? most : 0))
        return error_set(error, ERROR_OPTION_EXTRA, argv[optind + (takes ? 1 : 0)]);
    if (options->command == COMMAND_INSPECT && options->n_arguments == 0)
        return error_set(error, ERROR_OPTION_NEEDS, "--inspect");
    if (options->command == COMMAND_ACCEPT && options->n_arguments == 0)
        return error_set(error, ERROR_OPTION_NEEDS, "--accept");
    return true;
}

bool options_row(size_t i, struct option_row *row)
{
    if (i >= OPTIONS)
        return false;
    *row = (struct option_row){table[i].name, table[i].argument, table[i].help};
    return true;
}

void options_help(FILE *out)
{
    fprintf(out, "%s\n\n",
            _("aiplus: how the \"AI+\" opinions are carried out, on a terminal"));
    fprintf(out, "  aiplus [ADDRESS]             %s\n", _("open the dashboard"));
    fprintf(out, "  aiplus --print[=ADDRESS] ..  %s\n", _("print pages, for a mail"));
    fprintf(out, "  aiplus --report NAME [--send]  %s\n",
            _("print or send a report of the configuration"));
    fprintf(out, "  aiplus --fetch [SOURCE ..]   %s\n", _("collect"));
    fprintf(out, "  aiplus --accept SOURCE ..    %s\n",
            _("take what a source sends now"));
    fprintf(out, "  aiplus --inspect FILE        %s\n", _("look into a feed"));
    fprintf(out, "  aiplus --csv [INDICATOR ..]  %s\n", _("figures as CSV"));
    fprintf(out, "  aiplus --assess=METHOD FILE  %s\n\n", _("judge a table"));
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
          "5 no data, 6 cannot write, 7 cannot send."));
}
