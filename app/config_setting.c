/* The table of a source's settings, and what each may be: see app/config_setting.h. */
#include "app/config_setting.h"

#include "core/observation.h"
#include "views/words.h"

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

int config_check_pairs(cfg_t *cfg, cfg_opt_t *opt)
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
    if (config_check_pairs(cfg, opt) != 0)
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
    if (config_check_pairs(cfg, opt) != 0)
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

static int check_not_negative(cfg_t *cfg, cfg_opt_t *opt)
{
    long value = cfg_opt_getnint(opt, 0);
    return value >= 0 && value <= CONFIG_NUMBER_MOST
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("takes a whole number from 0 to 1000000"));
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

const struct config_setting config_settings[] = {
#define AT(member) offsetof(struct source, member)
#define COLUMNS(member) AT(mapping.columns.member)
    {"title", CONFIG_TEXT, false, AT(title), 0, "", 0, NULL},
    {"address", CONFIG_TEXT, true, AT(address), 0, "", 0, NULL},
    {"format", CONFIG_TEXT, true, AT(format), 0, "auto", 0, check_format},
    {"delimiter", CONFIG_TEXT, true, COLUMNS(delimiter), 0, "", 0, NULL},
    {"decimal", CONFIG_TEXT, true, COLUMNS(decimal), 0, ".", 0, check_decimal},
    {"encoding", CONFIG_TEXT, true, COLUMNS(encoding), 0, "", 0, check_encoding},
    {"sheet", CONFIG_TEXT, true, COLUMNS(sheet), 0, "", 0, NULL},
    {"head", CONFIG_NUMBER, true, COLUMNS(head), 0, "", 0, check_not_negative},
    {"wide", CONFIG_TEXT, true, COLUMNS(wide), 0, "", 0, check_wide},
    {"register", CONFIG_TEXT, true, COLUMNS(register_name), 0, "", 0, check_register},
    {"fields", CONFIG_PAIRS, true, COLUMNS(fields), COLUMNS(n_fields), "", 0,
     config_check_pairs},
    {"region", CONFIG_TEXT, true, COLUMNS(region), 0, "", 0, NULL},
    {"indicator", CONFIG_TEXT, true, COLUMNS(indicator), 0, "", 0, NULL},
    {"period", CONFIG_TEXT, true, COLUMNS(period), 0, "", 0, NULL},
    {"value", CONFIG_TEXT, true, COLUMNS(value), 0, "", 0, NULL},
    {"status", CONFIG_TEXT, true, COLUMNS(status), 0, "", 0, NULL},
    {"qualifier", CONFIG_TEXT, true, COLUMNS(qualifier), 0, "", 0, NULL},
    {"unit", CONFIG_TEXT, true, COLUMNS(unit), 0, "", 0, NULL},
    {"regions", CONFIG_PAIRS, true, AT(mapping.regions), AT(mapping.n_regions), "", 0,
     config_check_pairs},
    {"indicators", CONFIG_PAIRS, true, AT(mapping.indicators), AT(mapping.n_indicators),
     "", 0, config_check_pairs},
    {"periods", CONFIG_PAIRS, true, AT(mapping.periods), AT(mapping.n_periods), "", 0,
     check_periods},
    {"units", CONFIG_PAIRS, true, AT(mapping.units), AT(mapping.n_units), "", 0,
     config_check_pairs},
    {"statuses", CONFIG_PAIRS, true, AT(mapping.statuses), AT(mapping.n_statuses), "",
     0, check_statuses},
    {"filter", CONFIG_PAIRS, true, AT(mapping.filters), AT(mapping.n_filters), "", 0,
     config_check_pairs},
    {"ignore", CONFIG_LIST, true, AT(mapping.ignored), AT(mapping.n_ignored), "", 0,
     NULL},
    {"auth", CONFIG_TEXT, false, AT(access.method), 0, "none", 0, check_method},
    {"credentials", CONFIG_PATH, false, AT(access.credentials), 0, "", 0, NULL},
    {"refresh", CONFIG_TEXT, false, AT(access.refresh), 0, "", 0, NULL},
    {"ca", CONFIG_PATH, false, AT(access.ca), 0, "", 0, NULL},
    {"certificate", CONFIG_PATH, false, AT(access.certificate), 0, "", 0, NULL},
    {"key", CONFIG_PATH, false, AT(access.key), 0, "", 0, NULL},
    {"proxy", CONFIG_TEXT, false, AT(access.proxy), 0, "", 0, config_check_proxy},
    {"post", CONFIG_TEXT, true, AT(access.post), 0, "", 0, NULL},
    {"headers", CONFIG_LIST, true, AT(access.headers), AT(access.n_headers), "", 0,
     config_check_headers},
    {"timeout", CONFIG_NUMBER, false, AT(limits.seconds), 0, "", 60,
     config_check_positive},
    {"connect_timeout", CONFIG_NUMBER, false, AT(limits.connect_seconds), 0, "", 10,
     config_check_positive},
    {"redirects", CONFIG_NUMBER, false, AT(limits.redirects), 0, "", 3,
     check_not_negative},
    {"retries", CONFIG_NUMBER, false, AT(limits.retries), 0, "", 3, check_not_negative},
    {"deadline", CONFIG_NUMBER, false, AT(limits.deadline), 0, "", 300,
     config_check_positive},
    {"pages", CONFIG_NUMBER, false, AT(limits.pages), 0, "", 1000,
     config_check_positive},
    {0},
#undef COLUMNS
#undef AT
};
