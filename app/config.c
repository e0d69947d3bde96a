/* The configuration: see app/config.h. */
#include "app/config.h"

#include "app/config_text.h"
#include "app/papers.h"
#include "app/place.h"
#include "core/observation.h"
#include "core/text.h"
#include "fetch/transfer.h"
#include "views/words.h"

#include <confuse.h>
#include <stdio.h>
#include <string.h>

enum { CONFIG_CEILING = 1 << 20 };

/* libconfuse hands its error callback no pointer of ours, so the parse in hand is
 * remembered here; it is set for the length of config_read alone. */
static struct {
    const char *path;
    struct arena *arena;
    struct error *error;
} parsing;

static const char *line_of(const cfg_t *cfg)
{
    return arena_printf(parsing.arena, "%d", cfg->line);
}

/* The first mistake counts; libconfuse goes on to report what follows from it. */
static void on_error(cfg_t *cfg, const char *format, va_list args)
{
    if (parsing.error->code != ERROR_NONE)
        return;
    const char *words = arena_vprintf(parsing.arena, format, args);
    const char *unknown = strstr(words, "no such option '");
    if (unknown) {
        const char *name = unknown + strlen("no such option '");
        error_set(parsing.error, ERROR_CONFIG_UNKNOWN, parsing.path, line_of(cfg),
                  arena_strndup(parsing.arena, name, strcspn(name, "'")));
    } else {
        error_set(parsing.error, ERROR_CONFIG, parsing.path, line_of(cfg), words);
    }
}

static int refuse(cfg_t *cfg, const char *setting, const char *why)
{
    if (parsing.error->code == ERROR_NONE)
        error_set(parsing.error, ERROR_CONFIG_VALUE, parsing.path, line_of(cfg),
                  setting, _(why));
    return -1;
}

/* ---- checks while parsing, when the line is known ---- */

static int check_language(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0
               ? 0
               : refuse(cfg, opt->name, N_("takes \"zh\" or \"en\""));
}

static int check_ambiguous(cfg_t *cfg, cfg_opt_t *opt)
{
    long value = cfg_opt_getnint(opt, 0);
    return value >= 0 && value <= 2 ? 0 : refuse(cfg, opt->name, N_("takes 1 or 2"));
}

static int check_positive(cfg_t *cfg, cfg_opt_t *opt)
{
    return cfg_opt_getnint(opt, 0) > 0
               ? 0
               : refuse(cfg, opt->name, N_("takes a whole number above zero"));
}

static int check_format(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    if (strcmp(value, "auto") == 0)
        return 0;
    for (size_t i = 0; decoders[i]; i++)
        if (strcmp(decoders[i]->name, value) == 0)
            return 0;
    return refuse(cfg, opt->name,
                  N_("names no format that aiplus reads; \"auto\" finds it out"));
}

static int check_allow(cfg_t *cfg, cfg_opt_t *opt)
{
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *value = cfg_opt_getnstr(opt, i);
        if (strcmp(value, "http") != 0 && strcmp(value, "file") != 0 &&
            strcmp(value, "loopback") != 0)
            return refuse(cfg, opt->name,
                          N_("takes \"http\", \"file\" and \"loopback\""));
    }
    return 0;
}

static int check_pairs(cfg_t *cfg, cfg_opt_t *opt)
{
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *equal = strchr(cfg_opt_getnstr(opt, i), '=');
        if (!equal || equal == cfg_opt_getnstr(opt, i) || equal[1] == '\0')
            return refuse(cfg, opt->name, N_("takes pairs such as \"CA = 100000\""));
    }
    return 0;
}

static int check_decimal(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    return strcmp(value, ".") == 0 || strcmp(value, ",") == 0
               ? 0
               : refuse(cfg, opt->name, N_("takes \".\" or \",\""));
}

static int check_periods(cfg_t *cfg, cfg_opt_t *opt)
{
    if (check_pairs(cfg, opt) != 0)
        return -1;
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *to = strrchr(cfg_opt_getnstr(opt, i), '=') + 1;
        struct period period;
        if (!period_parse(to + strspn(to, " \t"), &period))
            return refuse(cfg, opt->name,
                          N_("takes pairs such as \"2016 - 4 = 2016-Q4\""));
    }
    return 0;
}

static int check_statuses(cfg_t *cfg, cfg_opt_t *opt)
{
    if (check_pairs(cfg, opt) != 0)
        return -1;
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *to = strrchr(cfg_opt_getnstr(opt, i), '=') + 1;
        to += strspn(to, " \t");
        if (!status_known(*to) || to[1 + strspn(to + 1, " \t")] != '\0')
            return refuse(cfg, opt->name,
                          N_("takes pairs such as \"x = Q\", with a status of SDMX"));
    }
    return 0;
}

static int check_constants(cfg_t *cfg, cfg_opt_t *opt)
{
    static const char *const parts[] = {"region", "indicator", "period"};
    if (check_pairs(cfg, opt) != 0)
        return -1;
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *pair = cfg_opt_getnstr(opt, i);
        size_t n = strcspn(pair, " \t="), k = 0;
        while (k < 3 && (strlen(parts[k]) != n || strncmp(pair, parts[k], n) != 0))
            k++;
        if (k == 3)
            return refuse(cfg, opt->name,
                          N_("is for \"region\", \"indicator\" and \"period\" alone"));
    }
    return 0;
}

/* "30m", "6h", "1d" or "" -> minutes; -1 if it is none. */
static int minutes_of(const char *text)
{
    int number, end = 0;
    char unit;
    if (!*text)
        return 0;
    if (sscanf(text, "%5d%c%n", &number, &unit, &end) != 2 || text[end] || number <= 0)
        return -1;
    return unit == 'm'   ? number
           : unit == 'h' ? number * 60
           : unit == 'd' ? number * 24 * 60
                         : -1;
}

static int check_every(cfg_t *cfg, cfg_opt_t *opt)
{
    return minutes_of(cfg_opt_getstr(opt)) >= 0
               ? 0
               : refuse(cfg, opt->name,
                        N_("takes a time such as \"30m\", \"6h\" or \"1d\""));
}

static bool allows(cfg_t *section, const char *what)
{
    for (unsigned i = 0; i < cfg_size(section, "allow"); i++)
        if (strcmp(cfg_getnstr(section, "allow", i), what) == 0)
            return true;
    return false;
}

/* The whole section, when its closing brace has been read. */
static int check_source(cfg_t *cfg, cfg_opt_t *opt)
{
    cfg_t *section = cfg_opt_getnsec(opt, cfg_opt_size(opt) - 1);
    const char *name = cfg_title(section);
    struct source source = {.name = name,
                            .address = cfg_getstr(section, "address"),
                            .allow_http = allows(section, "http"),
                            .allow_file = allows(section, "file"),
                            .allow_loopback = allows(section, "loopback")};
    const char *why = NULL;
    struct error found = {0};
    char words[1024];
    if (!name[0] || strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789-_.") != strlen(name))
        why = _("needs a name of letters, digits, - and _");
    else if (strcmp(name, papers_catalog_source) == 0 ||
             strcmp(name, papers_settings_source) == 0)
        why = _("needs another name: aiplus keeps its own catalogue and settings under "
                "it");
    else if (!source.address[0])
        why = _("has no address");
    else if (!transfer_allowed(&source, &found)) {
        error_format(&found, words_translate, words, sizeof words);
        why = words;
    }
    if (!why)
        return 0;
    if (parsing.error->code == ERROR_NONE)
        error_set(parsing.error, ERROR_CONFIG_SOURCE, parsing.path, line_of(cfg), name,
                  why);
    return -1;
}

/* ---- from libconfuse's values to ours ---- */

static const char *text_of(cfg_t *cfg, const char *name, struct arena *arena)
{
    const char *value = cfg_getstr(cfg, name);
    return value ? arena_strdup(arena, value) : "";
}

static char *trimmed(struct arena *arena, const char *s, size_t n)
{
    while (n > 0 && (s[0] == ' ' || s[0] == '\t'))
        s++, n--;
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
        n--;
    return arena_strndup(arena, s, n);
}

static const struct name_pair *pairs_of(cfg_t *cfg, const char *name, size_t *n,
                                        struct arena *arena)
{
    struct name_pair *pairs = arena_alloc(arena, cfg_size(cfg, name) * sizeof *pairs);
    for (unsigned i = 0; i < cfg_size(cfg, name); i++) {
        const char *text = cfg_getnstr(cfg, name, i);
        /* The last '=': a dimension's label may have one in it, a code has none. */
        const char *equal = strrchr(text, '=');
        pairs[i].from = trimmed(arena, text, (size_t)(equal - text));
        pairs[i].to = trimmed(arena, equal + 1, strlen(equal + 1));
    }
    *n = cfg_size(cfg, name);
    return pairs;
}

static const char *const *list_of(cfg_t *cfg, const char *name, size_t *n,
                                  struct arena *arena)
{
    const char **items = arena_alloc(arena, cfg_size(cfg, name) * sizeof *items);
    for (unsigned i = 0; i < cfg_size(cfg, name); i++)
        items[i] = arena_strdup(arena, cfg_getnstr(cfg, name, i));
    *n = cfg_size(cfg, name);
    return items;
}

static const char *constant(const struct name_pair *pairs, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(pairs[i].from, name) == 0)
            return pairs[i].to;
    return "";
}

static struct source source_of(cfg_t *cfg, struct arena *arena)
{
    struct source source = {
        .name = arena_strdup(arena, cfg_title(cfg)),
        .title = text_of(cfg, "title", arena),
        .address = text_of(cfg, "address", arena),
        .format = text_of(cfg, "format", arena),
        .allow_http = allows(cfg, "http"),
        .allow_file = allows(cfg, "file"),
        .allow_loopback = allows(cfg, "loopback"),
        .every_minutes = minutes_of(cfg_getstr(cfg, "every")),
        .limits = {.bytes = (uint64_t)cfg_getint(cfg, "max_megabytes") << 20,
                   .seconds = (int)cfg_getint(cfg, "timeout"),
                   .connect_seconds = (int)cfg_getint(cfg, "connect_timeout"),
                   .redirects = (int)cfg_getint(cfg, "redirects")},
    };
    struct mapping *mapping = &source.mapping;
    mapping->columns = (struct column_mapping){
        .delimiter = text_of(cfg, "delimiter", arena),
        .region = text_of(cfg, "region", arena),
        .indicator = text_of(cfg, "indicator", arena),
        .period = text_of(cfg, "period", arena),
        .value = text_of(cfg, "value", arena),
        .status = text_of(cfg, "status", arena),
        .qualifier = text_of(cfg, "qualifier", arena),
        .unit = text_of(cfg, "unit", arena),
        .decimal = text_of(cfg, "decimal", arena),
    };
    size_t n;
    const struct name_pair *constants = pairs_of(cfg, "constant", &n, arena);
    mapping->constant_region = constant(constants, n, "region");
    mapping->constant_indicator = constant(constants, n, "indicator");
    mapping->constant_period = constant(constants, n, "period");
    mapping->regions = pairs_of(cfg, "regions", &mapping->n_regions, arena);
    mapping->indicators = pairs_of(cfg, "indicators", &mapping->n_indicators, arena);
    mapping->periods = pairs_of(cfg, "periods", &mapping->n_periods, arena);
    mapping->units = pairs_of(cfg, "units", &mapping->n_units, arena);
    mapping->statuses = pairs_of(cfg, "statuses", &mapping->n_statuses, arena);
    mapping->filters = pairs_of(cfg, "filter", &mapping->n_filters, arena);
    mapping->ignored = list_of(cfg, "ignore", &mapping->n_ignored, arena);
    if (!source.title[0])
        source.title = source.name;
    return source;
}

static void take(cfg_t *cfg, struct arena *arena, struct config *config)
{
    config->language = text_of(cfg, "language", arena);
    config->region = text_of(cfg, "region", arena);
    config->cache = text_of(cfg, "cache", arena);
    config->catalog = text_of(cfg, "catalog", arena);
    config->theme = text_of(cfg, "theme", arena);
    config->ambiguous = (int)cfg_getint(cfg, "ambiguous_width");
    config->demo = cfg_getbool(cfg, "demo");
    config->rules = (struct progress_rules){.ahead = cfg_getfloat(cfg, "ahead"),
                                            .on = cfg_getfloat(cfg, "on_track")};
    config->n_sources = cfg_size(cfg, "source");
    struct source *sources = arena_alloc(arena, config->n_sources * sizeof *sources);
    for (unsigned i = 0; i < config->n_sources; i++)
        sources[i] = source_of(cfg_getnsec(cfg, "source", i), arena);
    config->sources = sources;
}

/* Parses bytes with the table of settings; NULL bytes give the defaults. */
static bool parse(const char *bytes, struct arena *arena, struct config *config)
{
    char empty[] = "{}"; /* libconfuse wants it writable */
    cfg_opt_t source[] = {
        CFG_STR("title", "", CFGF_NONE),
        CFG_STR("address", "", CFGF_NONE),
        CFG_STR("format", "auto", CFGF_NONE),
        CFG_STR_LIST("allow", empty, CFGF_NONE),
        CFG_STR("every", "", CFGF_NONE),
        CFG_STR("delimiter", "", CFGF_NONE),
        CFG_STR("decimal", ".", CFGF_NONE),
        CFG_STR("region", "", CFGF_NONE),
        CFG_STR("indicator", "", CFGF_NONE),
        CFG_STR("period", "", CFGF_NONE),
        CFG_STR("value", "", CFGF_NONE),
        CFG_STR("status", "", CFGF_NONE),
        CFG_STR("qualifier", "", CFGF_NONE),
        CFG_STR("unit", "", CFGF_NONE),
        CFG_STR_LIST("constant", empty, CFGF_NONE),
        CFG_STR_LIST("regions", empty, CFGF_NONE),
        CFG_STR_LIST("indicators", empty, CFGF_NONE),
        CFG_STR_LIST("periods", empty, CFGF_NONE),
        CFG_STR_LIST("units", empty, CFGF_NONE),
        CFG_STR_LIST("statuses", empty, CFGF_NONE),
        CFG_STR_LIST("filter", empty, CFGF_NONE),
        CFG_STR_LIST("ignore", empty, CFGF_NONE),
        CFG_INT("max_megabytes", 256, CFGF_NONE),
        CFG_INT("timeout", 60, CFGF_NONE),
        CFG_INT("connect_timeout", 10, CFGF_NONE),
        CFG_INT("redirects", 3, CFGF_NONE),
        CFG_END(),
    };
    cfg_opt_t settings[] = {
        CFG_STR("language", "", CFGF_NONE),
        CFG_STR("region", "", CFGF_NONE),
        CFG_STR("cache", "", CFGF_NONE),
        CFG_STR("catalog", "", CFGF_NONE),
        CFG_STR("theme", "", CFGF_NONE),
        CFG_INT("ambiguous_width", 0, CFGF_NONE),
        CFG_BOOL("demo", cfg_false, CFGF_NONE),
        CFG_FLOAT("ahead", 5.0, CFGF_NONE),
        CFG_FLOAT("on_track", 0.0, CFGF_NONE),
        CFG_SEC("source", source, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
        CFG_END(),
    };
    static const struct {
        const char *setting;
        cfg_validate_callback_t check;
    } checks[] = {
        {"language", check_language},       {"ambiguous_width", check_ambiguous},
        {"source|format", check_format},    {"source|allow", check_allow},
        {"source|every", check_every},      {"source|constant", check_constants},
        {"source|regions", check_pairs},    {"source|indicators", check_pairs},
        {"source|decimal", check_decimal},  {"source|periods", check_periods},
        {"source|units", check_pairs},      {"source|statuses", check_statuses},
        {"source|filter", check_pairs},     {"source|max_megabytes", check_positive},
        {"source|timeout", check_positive}, {"source|connect_timeout", check_positive},
        {"source", check_source},
    };
    cfg_t *cfg = cfg_init(settings, CFGF_NONE);
    if (!cfg)
        return error_set(parsing.error, ERROR_READ, parsing.path, "cfg_init");
    cfg_set_error_function(cfg, on_error);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        cfg_set_validate_func(cfg, checks[i].setting, checks[i].check);
    bool ok = !bytes || cfg_parse_buf(cfg, bytes) == CFG_SUCCESS;
    if (ok)
        take(cfg, arena, config);
    else if (parsing.error->code == ERROR_NONE)
        error_set(parsing.error, ERROR_CONFIG, parsing.path, line_of(cfg),
                  "syntax error");
    cfg_free(cfg);
    return ok;
}

bool config_read(const char *path, struct arena *arena, struct config *config,
                 struct error *error)
{
    struct error found = {0};
    struct config made = {.path = path};
    const char *bytes = NULL;
    size_t size = 0;
    parsing.path = path;
    parsing.arena = arena;
    parsing.error = &found;
    bool ok = !path || place_read(path, CONFIG_CEILING, arena, &bytes, &size, &found);
    size_t bad = ok && bytes ? text_invalid_at(bytes, size) : size;
    if (ok && bytes && bad < size)
        ok = error_set(&found, ERROR_NOT_UTF8, path, arena_printf(arena, "%zu", bad));
    int line;
    char what[2] = "";
    if (ok && bytes) {
        char *text = arena_strndup(arena, bytes, size);
        ok = config_text_prepare(text, size, &line, what) ||
             error_set(&found, ERROR_CONFIG_UNCLOSED, path,
                       arena_printf(arena, "%d", line), what);
        bytes = text;
    }
    ok = ok && parse(bytes, arena, &made);
    parsing.error = NULL;
    parsing.arena = NULL;
    if (!ok) {
        if (error)
            *error = found;
        return false;
    }
    *config = made;
    return true;
}

const struct source *config_source(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->n_sources; i++)
        if (strcmp(config->sources[i].name, name) == 0)
            return &config->sources[i];
    return NULL;
}
