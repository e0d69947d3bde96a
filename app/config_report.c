/* Reports in the configuration: see app/config_report.h. */
#include "app/config_report.h"

#include "app/place.h"
#include "core/period.h"
#include "report/mailbox.h"
#include "report/report.h"
#include "views/words.h"

#include <string.h>

/* ---- checks while parsing, when the line is known ---- */

static int check_server(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    return !*value || mail_address_known(value)
               ? 0
               : config_refuse(
                     cfg, opt->name,
                     N_("takes an address such as \"smtps://mail.example.cn\" "
                        "or \"smtp://mail.example.cn:587\", without a name or "
                        "password in it"));
}

static int check_starttls(cfg_t *cfg, cfg_opt_t *opt)
{
    enum mail_tls tls;
    return mail_tls_named(cfg_opt_getstr(opt), &tls)
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("takes \"required\", \"offered\" or \"never\""));
}

/* One header's worth: lists are joined with commas. */
static const char *joined(cfg_opt_t *opt, struct arena *arena)
{
    const char *text = "";
    for (unsigned i = 0; i < cfg_opt_size(opt); i++)
        text = arena_printf(arena, "%s%s%s", text, *text ? ", " : "",
                            cfg_opt_getnstr(opt, i));
    return text;
}

static bool is_clean(const char *text, struct arena *arena)
{
    return strcmp(text_clean(arena, text, strlen(text)), text) == 0;
}

static int check_mailboxes(cfg_t *cfg, cfg_opt_t *opt)
{
    struct arena arena = {0};
    struct mailbox *boxes;
    struct error error;
    size_t n;
    const char *text = joined(opt, &arena);
    bool ok = !*text || (is_clean(text, &arena) &&
                         mailbox_list(text, &arena, &boxes, &n, &error));
    arena_release(&arena);
    return ok ? 0
              : config_refuse(cfg, opt->name,
                              N_("takes mail addresses such as \"a@example.gov.cn\" or "
                                 "\"Name <a@example.gov.cn>\""));
}

static int check_header(cfg_t *cfg, cfg_opt_t *opt)
{
    struct arena arena = {0};
    bool ok = is_clean(cfg_opt_getstr(opt), &arena);
    arena_release(&arena);
    return ok ? 0
              : config_refuse(cfg, opt->name,
                              N_("takes one line without control characters"));
}

static int check_formats(cfg_t *cfg, cfg_opt_t *opt)
{
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *name = cfg_opt_getnstr(opt, i);
        const struct report_format *format = report_format_find(name);
        bool nested = strcmp(opt->name, "attach") == 0 && strcmp(name, "eml") == 0;
        if (*name && (!format || nested))
            return config_refuse(cfg, opt->name,
                                 N_("takes formats: text, markdown, html, eml, csv, "
                                    "json, svg, xlsx; eml cannot be attached"));
    }
    return 0;
}

static int check_since(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    int32_t day;
    return !*value || strcmp(value, "last report") == 0 || day_parse(value, &day)
               ? 0
               : config_refuse(cfg, opt->name,
                               N_("takes \"last report\" or a day such as "
                                  "\"2026-11-05\""));
}

static int check_width(cfg_t *cfg, cfg_opt_t *opt)
{
    long value = cfg_opt_getnint(opt, 0);
    return value == 0 || (value >= 40 && value <= 400)
               ? 0
               : config_refuse(cfg, opt->name, N_("takes a number from 40 to 400"));
}

static int check_small(cfg_t *cfg, cfg_opt_t *opt)
{
    long value = cfg_opt_getnint(opt, 0);
    return value >= 1 && value <= 3600
               ? 0
               : config_refuse(cfg, opt->name, N_("takes a number from 1 to 3600"));
}

static int check_report_language(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *value = cfg_opt_getstr(opt);
    return !*value || strcmp(value, "zh") == 0 || strcmp(value, "en") == 0
               ? 0
               : config_refuse(cfg, opt->name, N_("takes \"zh\" or \"en\""));
}

/* A report's name is part of files' names. */
static int check_report(cfg_t *cfg, cfg_opt_t *opt)
{
    cfg_t *report = cfg_opt_getnsec(opt, cfg_opt_size(opt) - 1);
    const char *name = cfg_title(report);
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_";
    bool good = *name && !name[strspn(name, allowed)] && strlen(name) <= 64;
    if (!good)
        return config_refuse(cfg, opt->name,
                             N_("takes a name of letters, digits, - and _"));
    if (cfg_size(report, "pages") == 0)
        return config_refuse(cfg, opt->name,
                             N_("needs pages, such as pages = {\"overview\", "
                                "\"ledger\"}"));
    return 0;
}

/* ---- from libconfuse's values to ours ---- */

static struct report_setting read_report(cfg_t *cfg, struct arena *arena)
{
    unsigned n_pages = cfg_size(cfg, "pages"), n_attached = cfg_size(cfg, "attach");
    const char **addresses = arena_alloc(arena, n_pages * sizeof *addresses);
    const struct report_format **attached =
        arena_alloc(arena, n_attached * sizeof *attached);
    for (unsigned i = 0; i < n_pages; i++)
        addresses[i] = arena_strdup(arena, cfg_getnstr(cfg, "pages", i));
    for (unsigned i = 0; i < n_attached; i++)
        attached[i] = report_format_find(cfg_getnstr(cfg, "attach", i));
    const char *since = cfg_getstr(cfg, "since");
    struct report_setting report = {
        .name = arena_strdup(arena, cfg_title(cfg)),
        .pages = addresses,
        .n_pages = n_pages,
        .format = config_text(cfg, "format", arena),
        .output = config_text(cfg, "output", arena),
        .subject = config_text(cfg, "subject", arena),
        .language = config_text(cfg, "language", arena),
        .region = config_text(cfg, "region", arena),
        .to = joined(cfg_getopt(cfg, "to"), arena),
        .cc = joined(cfg_getopt(cfg, "cc"), arena),
        .bcc = joined(cfg_getopt(cfg, "bcc"), arena),
        .attached = attached,
        .n_attached = n_attached,
        .since_last = strcmp(since, "last report") == 0,
        .width = (int)cfg_getint(cfg, "width"),
    };
    day_parse(since, &report.since);
    return report;
}

void config_report_read(cfg_t *cfg, const char *path, struct arena *arena,
                        struct config *config)
{
    cfg_t *mail = cfg_getsec(cfg, "mail");
    config->mail = (struct mail_setting){
        .server = {.address = config_text(mail, "server", arena),
                   .credentials = config_path(mail, "credentials", path, arena),
                   .authority = config_path(mail, "authority", path, arena),
                   .timeout = (int)cfg_getint(mail, "timeout")},
        .from = config_text(mail, "from", arena),
        .attempts = (int)cfg_getint(mail, "attempts"),
        .pause = (int)cfg_getint(mail, "pause"),
    };
    mail_tls_named(cfg_getstr(mail, "starttls"), &config->mail.server.tls);
    config->n_reports = cfg_size(cfg, "report");
    struct report_setting *reports =
        arena_alloc(arena, config->n_reports * sizeof *reports);
    for (unsigned i = 0; i < config->n_reports; i++)
        reports[i] = read_report(cfg_getnsec(cfg, "report", i), arena);
    config->reports = reports;
    config->receipts = config_text(mail, "receipts", arena);
}

/* ---- the tables ---- */

void config_mail_options(cfg_opt_t options[MAIL_OPTIONS])
{
    const cfg_opt_t settings[] = {
        CFG_STR("server", "", CFGF_NONE),           CFG_STR("from", "", CFGF_NONE),
        CFG_STR("credentials", "", CFGF_NONE),      CFG_STR("authority", "", CFGF_NONE),
        CFG_STR("starttls", "required", CFGF_NONE), CFG_INT("timeout", 60, CFGF_NONE),
        CFG_INT("attempts", 3, CFGF_NONE),          CFG_INT("pause", 20, CFGF_NONE),
        CFG_STR("receipts", "", CFGF_NONE),         CFG_END(),
    };
    _Static_assert(sizeof settings / sizeof *settings == MAIL_OPTIONS, "");
    memcpy(options, settings, sizeof settings);
}

void config_report_options(cfg_opt_t options[REPORT_OPTIONS])
{
    static char none[] = "{}";
    const cfg_opt_t settings[] = {
        CFG_STR_LIST("pages", none, CFGF_NONE),
        CFG_STR("format", "", CFGF_NONE),
        CFG_STR("output", "", CFGF_NONE),
        CFG_STR_LIST("to", none, CFGF_NONE),
        CFG_STR_LIST("cc", none, CFGF_NONE),
        CFG_STR_LIST("bcc", none, CFGF_NONE),
        CFG_STR("subject", "", CFGF_NONE),
        CFG_STR_LIST("attach", none, CFGF_NONE),
        CFG_STR("language", "", CFGF_NONE),
        CFG_STR("region", "", CFGF_NONE),
        CFG_STR("since", "", CFGF_NONE),
        CFG_INT("width", 0, CFGF_NONE),
        CFG_END(),
    };
    _Static_assert(sizeof settings / sizeof *settings == REPORT_OPTIONS, "");
    memcpy(options, settings, sizeof settings);
}

void config_report_checks(cfg_t *cfg)
{
    static const struct {
        const char *name;
        int (*check)(cfg_t *cfg, cfg_opt_t *opt);
    } checks[] = {
        {"mail|server", check_server},
        {"mail|from", check_mailboxes},
        {"mail|starttls", check_starttls},
        {"mail|timeout", check_small},
        {"mail|attempts", check_small},
        {"mail|pause", check_small},
        {"report|format", check_formats},
        {"report|attach", check_formats},
        {"report|to", check_mailboxes},
        {"report|cc", check_mailboxes},
        {"report|bcc", check_mailboxes},
        {"report|subject", check_header},
        {"report|language", check_report_language},
        {"report|since", check_since},
        {"report|width", check_width},
        {"report", check_report},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        cfg_set_validate_func(cfg, checks[i].name, checks[i].check);
}
