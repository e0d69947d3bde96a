/* The settings of a source: one table, which is also what libconfuse is told, what is
 * checked, and what decides how a feed is read. See app/config_parse.h. */
#include "app/config_source.h"

#include "app/config_parse.h"
#include "app/papers.h"
#include "core/observation.h"
#include "views/words.h"

#include <stdio.h>
#include <string.h>

/* ---- checks while parsing, when the line is known ---- */

static int check_format(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    if (strcmp(value, "auto") == 0)
        return 0;
    for (size_t i = 0; decoders[i]; i++)
        if (strcmp(decoders[i]->name, value) == 0)
            return 0;
    return config_refuse(
        cfg, opt->name, N_("names no format that aiplus reads; \"auto\" finds it out"));
}

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

static int check_pairs(cfg_t *cfg, cfg_opt_t *opt)
{
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *equal = strchr(cfg_opt_getnstr(opt, i), '=');
        if (!equal || equal == cfg_opt_getnstr(opt, i) || equal[1] == '\0')
            return config_refuse(cfg, opt->name,
                                 N_("takes pairs such as \"CA = 100000\""));
    }
    return 0;
}

static int check_decimal(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    return strcmp(value, ".") == 0 || strcmp(value, ",") == 0
               ? 0
               : config_refuse(cfg, opt->name, N_("takes \".\" or \",\""));
}

static int check_periods(cfg_t *cfg, cfg_opt_t *opt)
{
    if (check_pairs(cfg, opt) != 0)
        return -1;
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *to = strrchr(cfg_opt_getnstr(opt, i), '=') + 1;
        struct period period;
        if (!period_parse(to + strspn(to, " \t"), &period))
            return config_refuse(cfg, opt->name,
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
            return config_refuse(
                cfg, opt->name,
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

static int check_not_negative(cfg_t *cfg, cfg_opt_t *opt)
{
    return cfg_opt_getnint(opt, 0) >= 0
               ? 0
               : config_refuse(cfg, opt->name, N_("takes a whole number, or zero"));
}

/* One of the words between bars. */
static int check_word(cfg_t *cfg, cfg_opt_t *opt, const char *words)
{
    const char *value = cfg_opt_getstr(opt);
    size_t n = strlen(value);
    for (const char *p = words; *p; p += *p == '|') {
        size_t k = strcspn(p, "|");
        if (k == n && memcmp(p, value, n) == 0)
            return 0;
        p += k;
    }
    return n == 0 ? 0 : config_refuse(cfg, opt->name, words);
}

static int check_method(cfg_t *cfg, cfg_opt_t *opt)
{
    return check_word(cfg, opt, "none|basic|bearer|exchange");
}

static int check_encoding(cfg_t *cfg, cfg_opt_t *opt)
{
    return check_word(cfg, opt, "auto|utf-8|gb18030|utf-16");
}

static int check_wide(cfg_t *cfg, cfg_opt_t *opt)
{
    return check_word(cfg, opt, "indicator|period|region");
}

static int check_register(cfg_t *cfg, cfg_opt_t *opt)
{
    enum item_kind kind;
    const char *value = cfg_opt_getstr(opt);
    return !*value || item_kind_named(value, &kind)
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("names no register; there are ledger, cases, "
                                  "publicity and the catalogue's files"));
}

/* ---- the table ---- */

enum kind { KIND_TEXT, KIND_PATH, KIND_NUMBER, KIND_LIST, KIND_PAIRS };

/* `at`: where in struct source it is, `count`: where the length of a list is. READS:
 * it decides what a body means, so after a change what was kept must be read anew. */
static const struct setting {
    const char *name;
    enum kind kind;
    bool reads;
    size_t at, count;
    const char *text; /* defaults */
    int number;
    int (*check)(cfg_t *cfg, cfg_opt_t *opt);
} settings[] = {
#define AT(member) offsetof(struct source, member)
#define COLUMNS(member) AT(mapping.columns.member)
    {"title", KIND_TEXT, false, AT(title), 0, "", 0, NULL},
    {"address", KIND_TEXT, true, AT(address), 0, "", 0, NULL},
    {"format", KIND_TEXT, true, AT(format), 0, "auto", 0, check_format},
    {"delimiter", KIND_TEXT, true, COLUMNS(delimiter), 0, "", 0, NULL},
    {"decimal", KIND_TEXT, true, COLUMNS(decimal), 0, ".", 0, check_decimal},
    {"encoding", KIND_TEXT, true, COLUMNS(encoding), 0, "", 0, check_encoding},
    {"sheet", KIND_TEXT, true, COLUMNS(sheet), 0, "", 0, NULL},
    {"head", KIND_NUMBER, true, COLUMNS(head), 0, "", 0, check_not_negative},
    {"wide", KIND_TEXT, true, COLUMNS(wide), 0, "", 0, check_wide},
    {"register", KIND_TEXT, true, COLUMNS(register_name), 0, "", 0, check_register},
    {"fields", KIND_PAIRS, true, COLUMNS(fields), COLUMNS(n_fields), "", 0,
     check_pairs},
    {"region", KIND_TEXT, true, COLUMNS(region), 0, "", 0, NULL},
    {"indicator", KIND_TEXT, true, COLUMNS(indicator), 0, "", 0, NULL},
    {"period", KIND_TEXT, true, COLUMNS(period), 0, "", 0, NULL},
    {"value", KIND_TEXT, true, COLUMNS(value), 0, "", 0, NULL},
    {"status", KIND_TEXT, true, COLUMNS(status), 0, "", 0, NULL},
    {"qualifier", KIND_TEXT, true, COLUMNS(qualifier), 0, "", 0, NULL},
    {"unit", KIND_TEXT, true, COLUMNS(unit), 0, "", 0, NULL},
    {"regions", KIND_PAIRS, true, AT(mapping.regions), AT(mapping.n_regions), "", 0,
     check_pairs},
    {"indicators", KIND_PAIRS, true, AT(mapping.indicators), AT(mapping.n_indicators),
     "", 0, check_pairs},
    {"periods", KIND_PAIRS, true, AT(mapping.periods), AT(mapping.n_periods), "", 0,
     check_periods},
    {"units", KIND_PAIRS, true, AT(mapping.units), AT(mapping.n_units), "", 0,
     check_pairs},
    {"statuses", KIND_PAIRS, true, AT(mapping.statuses), AT(mapping.n_statuses), "", 0,
     check_statuses},
    {"filter", KIND_PAIRS, true, AT(mapping.filters), AT(mapping.n_filters), "", 0,
     check_pairs},
    {"ignore", KIND_LIST, true, AT(mapping.ignored), AT(mapping.n_ignored), "", 0,
     NULL},
    {"auth", KIND_TEXT, false, AT(access.method), 0, "none", 0, check_method},
    {"credentials", KIND_PATH, false, AT(access.credentials), 0, "", 0, NULL},
    {"refresh", KIND_TEXT, false, AT(access.refresh), 0, "", 0, NULL},
    {"ca", KIND_PATH, false, AT(access.ca), 0, "", 0, NULL},
    {"certificate", KIND_PATH, false, AT(access.certificate), 0, "", 0, NULL},
    {"key", KIND_PATH, false, AT(access.key), 0, "", 0, NULL},
    {"proxy", KIND_TEXT, false, AT(access.proxy), 0, "", 0, config_check_proxy},
    {"post", KIND_TEXT, true, AT(access.post), 0, "", 0, NULL},
    {"headers", KIND_LIST, true, AT(access.headers), AT(access.n_headers), "", 0,
     config_check_headers},
    {"timeout", KIND_NUMBER, false, AT(limits.seconds), 0, "", 60,
     config_check_positive},
    {"connect_timeout", KIND_NUMBER, false, AT(limits.connect_seconds), 0, "", 10,
     config_check_positive},
    {"redirects", KIND_NUMBER, false, AT(limits.redirects), 0, "", 3,
     check_not_negative},
    {"retries", KIND_NUMBER, false, AT(limits.retries), 0, "", 3, check_not_negative},
    {"deadline", KIND_NUMBER, false, AT(limits.deadline), 0, "", 300,
     config_check_positive},
    {"pages", KIND_NUMBER, false, AT(limits.pages), 0, "", 1000, config_check_positive},
#undef COLUMNS
#undef AT
};

enum { SETTINGS = sizeof settings / sizeof *settings };

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
    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting *s = &settings[i];
        cfg_opt_t text = CFG_STR(s->name, s->text, CFGF_NONE);
        cfg_opt_t number = CFG_INT(s->name, s->number, CFGF_NONE);
        cfg_opt_t list = CFG_STR_LIST(s->name, empty, CFGF_NONE);
        options[n++] = s->kind == KIND_TEXT || s->kind == KIND_PATH ? text
                       : s->kind == KIND_NUMBER                     ? number
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
    for (size_t i = 0; i < SETTINGS; i++) {
        snprintf(name, sizeof name, "source|%s", settings[i].name);
        if (settings[i].check)
            cfg_set_validate_func(cfg, name, settings[i].check);
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

static void take(cfg_t *cfg, const struct setting *setting, const char *file,
                 struct source *source, struct arena *arena)
{
    char *at = (char *)source + setting->at, *count = (char *)source + setting->count;
    switch (setting->kind) {
    case KIND_TEXT:
        *(const char **)(void *)at = config_text(cfg, setting->name, arena);
        break;
    case KIND_PATH:
        *(const char **)(void *)at = config_path(cfg, setting->name, file, arena);
        break;
    case KIND_NUMBER:
        *(int *)(void *)at = (int)cfg_getint(cfg, setting->name);
        break;
    case KIND_LIST:
        *(const char *const **)(void *)at =
            list_of(cfg, setting->name, (size_t *)(void *)count, arena);
        break;
    case KIND_PAIRS:
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
    for (size_t i = 0; i < SETTINGS; i++)
        take(cfg, &settings[i], file, &source, arena);
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

static void tell(const struct setting *setting, const struct source *source,
                 void (*put)(void *self, const char *word), void *self)
{
    const char *at = (const char *)source + setting->at;
    const char *count = (const char *)source + setting->count;
    char number[16];
    size_t n = 0;
    if (setting->kind == KIND_LIST || setting->kind == KIND_PAIRS)
        n = *(const size_t *)(const void *)count;
    switch (setting->kind) {
    case KIND_TEXT:
    case KIND_PATH:
        put(self, *(const char *const *)(const void *)at);
        return;
    case KIND_NUMBER:
        snprintf(number, sizeof number, "%d", *(const int *)(const void *)at);
        put(self, number);
        return;
    case KIND_LIST:
        for (size_t i = 0; i < n; i++)
            put(self, (*(const char *const *const *)(const void *)at)[i]);
        break;
    case KIND_PAIRS:
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
    for (size_t i = 0; i < SETTINGS; i++)
        if (settings[i].reads)
            tell(&settings[i], source, put, self);
    put(self, m->constant_region);
    put(self, m->constant_indicator);
    put(self, m->constant_period);
}
