/* A source's section of aiplus.conf: see app/config_source.h and app/config_parse.h. */
#include "app/config_source.h"

#include "app/config_setting.h"
#include "app/papers.h"
#include "views/words.h"

#include <stdio.h>
#include <string.h>

/* ---- checks while parsing, when the line is known ---- */

static int check_allow(cfg_t *cfg, cfg_opt_t *opt)
{
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *value = cfg_opt_getnstr(opt, i);
        if (strcmp(value, "http") != 0 && strcmp(value, "file") != 0 &&
            strcmp(value, "loopback") != 0)
            return config_refuse(cfg, opt->name,
                                 N_("takes \"http\", \"file\" and \"loopback\""));
    }
    return 0;
}

static int check_constants(cfg_t *cfg, cfg_opt_t *opt)
{
    static const char *const parts[] = {"region", "indicator", "period"};
    if (config_check_pairs(cfg, opt) != 0)
        return -1;
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *pair = cfg_opt_getnstr(opt, i);
        size_t n = strcspn(pair, " \t="), k = 0;
        while (k < 3 && (strlen(parts[k]) != n || strncmp(pair, parts[k], n) != 0))
            k++;
        if (k == 3)
            return config_refuse(
                cfg, opt->name,
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
               : config_refuse(cfg, opt->name,
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
    else if (!config_access_sound(section, source, words, sizeof words))
        why = words;
    return why ? config_refuse_source(cfg, name, why) : 0;
}

/* ---- what libconfuse is told ---- */

/* Those that are more than one member of struct source. */
static const struct {
    const char *name;
    int (*check)(cfg_t *cfg, cfg_opt_t *opt);
} others[] = {
    {"allow", check_allow},
    {"every", check_every},
    {"constant", check_constants},
    {"max_megabytes", config_check_positive},
};

void config_source_options(cfg_opt_t options[SOURCE_OPTIONS])
{
    static char empty[] = "{}"; /* libconfuse wants it writable */
    size_t n = 0;
    for (size_t i = 0; config_settings[i].name; i++) {
        const struct config_setting *s = &config_settings[i];
        cfg_opt_t text = CFG_STR(s->name, s->text, CFGF_NONE);
        cfg_opt_t number = CFG_INT(s->name, s->number, CFGF_NONE);
        cfg_opt_t list = CFG_STR_LIST(s->name, empty, CFGF_NONE);
        options[n++] = s->kind == CONFIG_TEXT || s->kind == CONFIG_PATH ? text
                       : s->kind == CONFIG_NUMBER                       ? number
                                                                        : list;
    }
    cfg_opt_t rest[] = {
        CFG_STR_LIST("allow", empty, CFGF_NONE),
        CFG_STR("every", "", CFGF_NONE),
        CFG_STR_LIST("constant", empty, CFGF_NONE),
        CFG_INT("max_megabytes", 256, CFGF_NONE),
        CFG_END(),
    };
    memcpy(&options[n], rest, sizeof rest);
}

void config_source_checks(cfg_t *cfg)
{
    char name[64];
    for (size_t i = 0; config_settings[i].name; i++) {
        snprintf(name, sizeof name, "source|%s", config_settings[i].name);
        if (config_settings[i].check)
            cfg_set_validate_func(cfg, name, config_settings[i].check);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        snprintf(name, sizeof name, "source|%s", others[i].name);
        cfg_set_validate_func(cfg, name, others[i].check);
    }
    cfg_set_validate_func(cfg, "source", check_source);
}

/* ---- from libconfuse's values to ours ---- */

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

static void take(cfg_t *cfg, const struct config_setting *setting, const char *file,
                 struct source *source, struct arena *arena)
{
    char *at = (char *)source + setting->at, *count = (char *)source + setting->count;
    switch (setting->kind) {
    case CONFIG_TEXT:
        *(const char **)(void *)at = config_text(cfg, setting->name, arena);
        break;
    case CONFIG_PATH:
        *(const char **)(void *)at = config_path(cfg, setting->name, file, arena);
        break;
    case CONFIG_NUMBER:
        *(int *)(void *)at = (int)cfg_getint(cfg, setting->name);
        break;
    case CONFIG_LIST:
        *(const char *const **)(void *)at =
            list_of(cfg, setting->name, (size_t *)(void *)count, arena);
        break;
    case CONFIG_PAIRS:
        *(const struct name_pair **)(void *)at =
            pairs_of(cfg, setting->name, (size_t *)(void *)count, arena);
        break;
    }
}

struct source config_source_read(cfg_t *cfg, const char *file, struct arena *arena)
{
    struct source source = {
        .name = arena_strdup(arena, cfg_title(cfg)),
        .allow_http = allows(cfg, "http"),
        .allow_file = allows(cfg, "file"),
        .allow_loopback = allows(cfg, "loopback"),
        .every_minutes = minutes_of(cfg_getstr(cfg, "every")),
        .limits.bytes = (uint64_t)cfg_getint(cfg, "max_megabytes") << 20,
    };
    for (size_t i = 0; config_settings[i].name; i++)
        take(cfg, &config_settings[i], file, &source, arena);
    size_t n;
    const struct name_pair *constants = pairs_of(cfg, "constant", &n, arena);
    source.mapping.constant_region = constant(constants, n, "region");
    source.mapping.columns.has_region = *source.mapping.constant_region != '\0';
    source.mapping.constant_indicator = constant(constants, n, "indicator");
    source.mapping.constant_period = constant(constants, n, "period");
    if (!source.title[0])
        source.title = source.name;
    return source;
}

/* ---- what decides how a feed is read ---- */

static void tell(const struct config_setting *setting, const struct source *source,
                 void (*put)(void *self, const char *word), void *self)
{
    const char *at = (const char *)source + setting->at;
    const char *count = (const char *)source + setting->count;
    char number[16];
    size_t n = 0;
    if (setting->kind == CONFIG_LIST || setting->kind == CONFIG_PAIRS)
        n = *(const size_t *)(const void *)count;
    switch (setting->kind) {
    case CONFIG_TEXT:
    case CONFIG_PATH:
        put(self, *(const char *const *)(const void *)at);
        return;
    case CONFIG_NUMBER:
        snprintf(number, sizeof number, "%d", *(const int *)(const void *)at);
        put(self, number);
        return;
    case CONFIG_LIST:
        for (size_t i = 0; i < n; i++)
            put(self, (*(const char *const *const *)(const void *)at)[i]);
        break;
    case CONFIG_PAIRS:
        for (size_t i = 0; i < n; i++) {
            const struct name_pair *pair =
                &(*(const struct name_pair *const *)(const void *)at)[i];
            put(self, pair->from);
            put(self, pair->to);
        }
        break;
    }
    put(self, "");
}

void source_words(const struct source *source,
                  void (*put)(void *self, const char *word), void *self)
{
    const struct mapping *m = &source->mapping;
    for (size_t i = 0; config_settings[i].name; i++)
        if (config_settings[i].reads)
            tell(&config_settings[i], source, put, self);
    put(self, m->constant_region);
    put(self, m->constant_indicator);
    put(self, m->constant_period);
}
