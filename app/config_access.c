/* The settings of a source that say how it is reached and who asks: their checks. See
 * app/config_parse.h. */
#include "app/config_parse.h"

#include "fetch/access.h"
#include "fetch/transfer.h"
#include "views/words.h"

#include <stdio.h>
#include <string.h>

int config_check_headers(cfg_t *cfg, cfg_opt_t *opt)
{
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *text = cfg_opt_getnstr(opt, i);
        size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-_");
        if (n == 0 || text[n] != ':')
            return config_refuse(cfg, opt->name,
                                 N_("takes headers such as \"Accept: text/csv\""));
        for (const char *p = text; *p; p++)
            if ((unsigned char)*p < 0x20 || *p == 0x7F)
                return config_refuse(cfg, opt->name,
                                     N_("must not hold control characters"));
        if (!access_header_allowed(text))
            return config_refuse(
                cfg, opt->name,
                N_("must not hold headers that aiplus sets itself, such as Host, "
                   "Content-Length, Cookie, Authorization or If-None-Match; secrets "
                   "belong into the file that \"credentials\" names"));
    }
    return 0;
}

int config_check_proxy(cfg_t *cfg, cfg_opt_t *opt)
{
    static const char *const schemes[] = {"http://", "https://", "socks5h://"};
    const char *value = cfg_opt_getstr(opt);
    if (!*value)
        return 0;
    if (strchr(value, '@'))
        return config_refuse(
            cfg, opt->name,
            N_("must not hold a user or password; write proxy_user and "
               "proxy_password into the credentials file"));
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i]);
        if (strncmp(value, schemes[i], n) == 0 && value[n] && value[n] != '/' &&
            value[n] != ':' && !strpbrk(value, " \t\r\n"))
            return 0;
    }
    return config_refuse(cfg, opt->name,
                         N_("takes an address such as \"http://proxy:3128\" or "
                            "\"socks5h://proxy:1080\""));
}

/* Settings that need one another; the first fault in words, NULL if there is none. */
static const char *fault_of(cfg_t *section)
{
    const char *auth = cfg_getstr(section, "auth");
    bool none = !*auth || strcmp(auth, "none") == 0;
    bool refresh = *cfg_getstr(section, "refresh");
    if (!none && !*cfg_getstr(section, "credentials"))
        return _("has \"auth\" but no \"credentials\", the file with the secrets");
    if (refresh && strcmp(auth, "exchange") != 0)
        return _("has \"refresh\", which only auth = \"exchange\" can use");
    if (*cfg_getstr(section, "key") && !*cfg_getstr(section, "certificate"))
        return _("has \"key\" but no \"certificate\"");
    return NULL;
}

bool config_access_sound(cfg_t *section, struct source source, char *why, size_t size)
{
    struct error found = {0};
    const char *fault = fault_of(section);
    source.access.proxy = cfg_getstr(section, "proxy");
    if (fault) {
        snprintf(why, size, "%s", fault);
        return false;
    }
    bool ok = transfer_allowed(&source, &found);
    if (ok && *cfg_getstr(section, "refresh")) {
        source.address = cfg_getstr(section, "refresh");
        source.allow_file = false;
        ok = transfer_allowed(&source, &found);
    }
    if (!ok)
        error_format(&found, words_translate, why, size);
    return ok;
}

const char *config_path(cfg_t *cfg, const char *name, const char *file,
                        struct arena *arena)
{
    const char *value = config_text(cfg, name, arena);
    const char *slash = file ? strrchr(file, '/') : NULL;
    if (!*value || *value == '/' || !slash)
        return value;
    return arena_printf(arena, "%.*s/%s", (int)(slash - file), file, value);
}
