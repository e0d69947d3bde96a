/* The configuration: see app/config.h. */
#include "app/config.h"

#include "app/config_parse.h"
#include "app/config_report.h"
#include "app/config_rules.h"
#include "app/config_text.h"
#include "app/place.h"
#include "core/text.h"
#include "views/glyphs.h"
#include "views/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONFIG_CEILING = 1 << 20, CLASSIFICATION_CELLS = 20 };

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

int config_refuse(cfg_t *cfg, const char *setting, const char *why)
{
    if (parsing.error->code == ERROR_NONE)
        error_set(parsing.error, ERROR_CONFIG_VALUE, parsing.path, line_of(cfg),
                  setting, _(why));
    return -1;
}

int config_refuse_source(cfg_t *cfg, const char *name, const char *why)
{
    if (parsing.error->code == ERROR_NONE)
        error_set(parsing.error, ERROR_CONFIG_SOURCE, parsing.path, line_of(cfg), name,
                  why);
    return -1;
}

const char *config_text(cfg_t *cfg, const char *name, struct arena *arena)
{
    const char *value = cfg_getstr(cfg, name);
    return value ? arena_strdup(arena, value) : "";
}

/* ---- checks while parsing, when the line is known ---- */

static int check_language(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0
               ? 0
               : config_refuse(cfg, opt->name, N_("takes \"zh\" or \"en\""));
}

static int check_glyphs(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    enum glyph_tier tier;
    return strcmp(value, "auto") == 0 || glyph_named(value, &tier)
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("takes \"auto\", \"ascii\", \"block\" or "
                                  "\"braille\""));
}

static int check_ambiguous(cfg_t *cfg, cfg_opt_t *opt)
{
    long value = cfg_opt_getnint(opt, 0);
    return value >= 0 && value <= 2 ? 0
                                    : config_refuse(cfg, opt->name, N_("takes 1 or 2"));
}

enum { IDLE_WRONG = -2, IDLE_MOST = 24 * 3600 };

/* "30m", "90s", "2h", "0" for never. */
static int idle_seconds(const char *text)
{
    static const struct {
        const char *unit;
        long seconds;
    } units[] = {{"s", 1}, {"m", 60}, {"h", 3600}};
    char *end;
    if (!*text)
        return IDLE_UNSAID;
    long n = strtol(text, &end, 10);
    if (end == text || n < 0 || n > IDLE_MOST)
        return IDLE_WRONG;
    if (n == 0 && !*end)
        return 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(end, units[i].unit) == 0 && n * units[i].seconds <= IDLE_MOST)
            return (int)(n * units[i].seconds);
    return IDLE_WRONG;
}

static int check_idle(cfg_t *cfg, cfg_opt_t *opt)
{
    return idle_seconds(cfg_opt_getstr(opt)) != IDLE_WRONG
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("takes a time such as \"30m\", \"90s\" or \"2h\", at "
                                  "most a day, or \"0\" for never"));
}

/* It is on every page, beside what else must be read there. */
static int check_classification(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    const char *clean = text_clean(parsing.arena, value, strlen(value));
    return strcmp(clean, value) == 0 && text_width(value, 2) <= CLASSIFICATION_CELLS
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("takes a short text without control characters, at "
                                  "most ten Chinese characters"));
}

int config_check_positive(cfg_t *cfg, cfg_opt_t *opt)
{
    long value = cfg_opt_getnint(opt, 0);
    return value > 0 && value <= CONFIG_NUMBER_MOST
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("takes a whole number from 1 to 1000000"));
}

/* ---- from libconfuse's values to ours ---- */

static void take(cfg_t *cfg, struct arena *arena, struct config *config)
{
    config->language = config_text(cfg, "language", arena);
    config->region = config_text(cfg, "region", arena);
    config->cache = config_text(cfg, "cache", arena);
    config->catalog = config_text(cfg, "catalog", arena);
    config->theme = config_text(cfg, "theme", arena);
    config->glyphs = config_text(cfg, "glyphs", arena);
    config->start = config_text(cfg, "start", arena);
    config->classification = config_text(cfg, "classification", arena);
    config->ambiguous = (int)cfg_getint(cfg, "ambiguous_width");
    config->idle = idle_seconds(config_text(cfg, "idle_timeout", arena));
    config->demo = cfg_getbool(cfg, "demo");
    config->deadline = (int)cfg_getint(cfg, "deadline");
    config_rules_read(cfg, arena, config);
    config_report_read(cfg, parsing.path, arena, config);
    config->n_sources = cfg_size(cfg, "source");
    struct source *sources = arena_alloc(arena, config->n_sources * sizeof *sources);
    for (unsigned i = 0; i < config->n_sources; i++)
        sources[i] =
            config_source_read(cfg_getnsec(cfg, "source", i), parsing.path, arena);
    config->sources = sources;
}

/* Parses bytes with the table of settings; NULL bytes give the defaults. */
static bool parse(const char *bytes, struct arena *arena, struct config *config)
{
    cfg_opt_t source[SOURCE_OPTIONS], bulletin[BULLETIN_OPTIONS];
    cfg_opt_t mail[MAIL_OPTIONS], report[REPORT_OPTIONS];
    config_source_options(source);
    config_mail_options(mail);
    config_report_options(report);
    const cfg_opt_t own[] = {
        CFG_STR("language", "", CFGF_NONE),
        CFG_STR("region", "", CFGF_NONE),
        CFG_STR("cache", "", CFGF_NONE),
        CFG_STR("catalog", "", CFGF_NONE),
        CFG_STR("theme", "", CFGF_NONE),
        CFG_STR("glyphs", "", CFGF_NONE),
        CFG_STR("start", "", CFGF_NONE),
        CFG_STR("classification", "", CFGF_NONE),
        CFG_INT("ambiguous_width", 0, CFGF_NONE),
        CFG_STR("idle_timeout", "", CFGF_NONE),
        CFG_BOOL("demo", cfg_false, CFGF_NONE),
        CFG_INT("deadline", 1800, CFGF_NONE),
        CFG_SEC("mail", mail, CFGF_NONE),
        CFG_SEC("report", report, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
        CFG_SEC("source", source, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
        CFG_END(),
    };
    cfg_opt_t settings[RULES_OPTIONS + sizeof own / sizeof *own];
    config_rules_options(settings, bulletin);
    memcpy(settings + RULES_OPTIONS, own, sizeof own);
    cfg_t *cfg = cfg_init(settings, CFGF_NONE);
    if (!cfg)
        return error_set(parsing.error, ERROR_READ, parsing.path, "cfg_init");
    cfg_set_error_function(cfg, on_error);
    cfg_set_validate_func(cfg, "language", check_language);
    cfg_set_validate_func(cfg, "ambiguous_width", check_ambiguous);
    cfg_set_validate_func(cfg, "idle_timeout", check_idle);
    cfg_set_validate_func(cfg, "glyphs", check_glyphs);
    cfg_set_validate_func(cfg, "classification", check_classification);
    cfg_set_validate_func(cfg, "deadline", config_check_positive);
    config_rules_checks(cfg);
    config_report_checks(cfg);
    config_source_checks(cfg);
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

const struct report_setting *config_report(const struct config *config,
                                           const char *name)
{
    for (size_t i = 0; i < config->n_reports; i++)
        if (strcmp(config->reports[i].name, name) == 0)
            return &config->reports[i];
    return NULL;
}

const struct source *config_source(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->n_sources; i++)
        if (strcmp(config->sources[i].name, name) == 0)
            return &config->sources[i];
    return NULL;
}
