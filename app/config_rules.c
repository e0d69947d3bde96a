/* The settings of how an office judges, and of its bulletin: see app/config_rules.h. */
#include "app/config_rules.h"

#include "core/assess.h"
#include "core/period.h"
#include "views/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- checks while parsing, when the line is known ---- */

static int check_threshold(cfg_t *cfg, cfg_opt_t *opt)
{
    return isfinite(cfg_opt_getnfloat(opt, 0))
               ? 0
               : config_refuse(cfg, opt->name, N_("takes a number"));
}

static int check_method(cfg_t *cfg, cfg_opt_t *opt)
{
    enum assess_method method;
    return method_named(cfg_opt_getstr(opt), &method)
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("takes \"schedule\", \"growth\" or \"trend\""));
}

static int check_between(cfg_t *cfg, cfg_opt_t *opt, double least, double most,
                         const char *why)
{
    double value = opt->type == CFGT_FLOAT ? cfg_opt_getnfloat(opt, 0)
                                           : (double)cfg_opt_getnint(opt, 0);
    return value >= least && value <= most ? 0 : config_refuse(cfg, opt->name, why);
}

static int check_gap_decimals(cfg_t *cfg, cfg_opt_t *opt)
{
    return check_between(cfg, opt, 0, 3, N_("takes a whole number from 0 to 3"));
}

static int check_schedule_decimals(cfg_t *cfg, cfg_opt_t *opt)
{
    return check_between(cfg, opt, -1, 3,
                         N_("takes a whole number from 0 to 3, or -1: not rounded"));
}

static int check_coverage(cfg_t *cfg, cfg_opt_t *opt)
{
    return check_between(cfg, opt, 0, 100, N_("takes a percentage from 0 to 100"));
}

static int check_due_soon(cfg_t *cfg, cfg_opt_t *opt)
{
    return check_between(cfg, opt, 0, 366,
                         N_("takes a whole number of days from 0 to 366"));
}

/* "behind = warn" */
static bool read_colour(const char *pair, enum progress_state *state, enum role *role)
{
    char left[32], right[32];
    size_t begin = strspn(pair, " \t"), n = strcspn(pair + begin, " \t=");
    const char *rest = pair + begin + n;
    rest += strspn(rest, " \t");
    if (*rest != '=' || n >= sizeof left)
        return false;
    rest += 1 + strspn(rest + 1, " \t");
    size_t m = strcspn(rest, " \t");
    if (rest[m + strspn(rest + m, " \t")] || m >= sizeof right)
        return false;
    memcpy(left, pair + begin, n);
    left[n] = '\0';
    memcpy(right, rest, m);
    right[m] = '\0';
    return progress_named(left, state) && role_named(right, role);
}

static int check_colours(cfg_t *cfg, cfg_opt_t *opt)
{
    enum progress_state state;
    enum role role;
    for (unsigned i = 0; i < cfg_opt_size(opt); i++)
        if (!read_colour(cfg_opt_getnstr(opt, i), &state, &role))
            return config_refuse(cfg, opt->name,
                                 N_("takes pairs of a state and a role of the theme, "
                                    "such as \"behind = warn\""));
    return 0;
}

static int check_day(cfg_t *cfg, cfg_opt_t *opt)
{
    int32_t day;
    const char *text = cfg_opt_getstr(opt);
    return !*text || day_parse(text, &day)
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("takes a day such as \"2026-11-05\""));
}

static int check_number(cfg_t *cfg, cfg_opt_t *opt)
{
    return check_between(cfg, opt, 0, CONFIG_NUMBER_MOST,
                         N_("takes a whole number from 0 to 1000000"));
}

/* ---- from libconfuse's values to ours ---- */

void config_rules_read(cfg_t *cfg, struct arena *arena, struct config *config)
{
    struct progress_rules *rules = &config->rules;
    rules->ahead = cfg_getfloat(cfg, "ahead");
    rules->on = cfg_getfloat(cfg, "on_track");
    rules->gap_decimals = (int)cfg_getint(cfg, "gap_decimals");
    rules->schedule_decimals = (int)cfg_getint(cfg, "schedule_decimals");
    rules->coverage = cfg_getfloat(cfg, "coverage") / 100;
    rules->due_soon = (int)cfg_getint(cfg, "due_soon");
    method_named(cfg_getstr(cfg, "method"), &rules->method);
    for (int i = 0; i < PROGRESS_COUNT; i++)
        config->colours[i] = progress_rows[i].role;
    for (unsigned i = 0; i < cfg_size(cfg, "colours"); i++) {
        enum progress_state state;
        enum role role;
        if (read_colour(cfg_getnstr(cfg, "colours", i), &state, &role))
            config->colours[state] = role;
    }
    cfg_t *bulletin = cfg_getsec(cfg, "bulletin");
    config->bulletin = (struct bulletin_settings){
        .number = (int)cfg_getint(bulletin, "number"),
        .issuer = config_text(bulletin, "issuer", arena),
    };
    day_parse(config_text(bulletin, "date", arena), &config->bulletin.date);
    day_parse(config_text(bulletin, "last", arena), &config->bulletin.last);
}

/* ---- the table ---- */

void config_rules_options(cfg_opt_t options[RULES_OPTIONS],
                          cfg_opt_t bulletin[BULLETIN_OPTIONS])
{
    static char none[] = "{}";
    cfg_opt_t particulars[] = {
        CFG_INT("number", 0, CFGF_NONE),
        CFG_STR("date", "", CFGF_NONE),
        CFG_STR("last", "", CFGF_NONE),
        CFG_STR("issuer", "", CFGF_NONE),
        CFG_END(),
    };
    _Static_assert(sizeof particulars / sizeof *particulars == BULLETIN_OPTIONS, "");
    memcpy(bulletin, particulars, sizeof particulars);
    const struct progress_rules *rules = &progress_rules_default;
    cfg_opt_t settings[] = {
        CFG_FLOAT("ahead", rules->ahead, CFGF_NONE),
        CFG_FLOAT("on_track", rules->on, CFGF_NONE),
        CFG_STR("method", "schedule", CFGF_NONE),
        CFG_INT("gap_decimals", rules->gap_decimals, CFGF_NONE),
        CFG_INT("schedule_decimals", rules->schedule_decimals, CFGF_NONE),
        CFG_FLOAT("coverage", rules->coverage * 100, CFGF_NONE),
        CFG_INT("due_soon", rules->due_soon, CFGF_NONE),
        CFG_STR_LIST("colours", none, CFGF_NONE),
        CFG_SEC("bulletin", bulletin, CFGF_NONE),
    };
    _Static_assert(sizeof settings / sizeof *settings == RULES_OPTIONS, "");
    memcpy(options, settings, sizeof settings);
}

void config_rules_checks(cfg_t *cfg)
{
    static const struct {
        const char *name;
        int (*check)(cfg_t *cfg, cfg_opt_t *opt);
    } checks[] = {
        {"ahead", check_threshold},
        {"on_track", check_threshold},
        {"method", check_method},
        {"gap_decimals", check_gap_decimals},
        {"schedule_decimals", check_schedule_decimals},
        {"coverage", check_coverage},
        {"due_soon", check_due_soon},
        {"colours", check_colours},
        {"bulletin|number", check_number},
        {"bulletin|date", check_day},
        {"bulletin|last", check_day},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        cfg_set_validate_func(cfg, checks[i].name, checks[i].check);
}
