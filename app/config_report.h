/* Reports in the configuration: the mail server and the definitions of reports. Owns:
 * their settings and checks. */
#ifndef APP_CONFIG_REPORT_H
#define APP_CONFIG_REPORT_H

#include "app/config_parse.h"

enum { MAIL_OPTIONS = 10, REPORT_OPTIONS = 13 };

/* The tables, for cfg_init. */
void config_mail_options(cfg_opt_t options[MAIL_OPTIONS]);
void config_report_options(cfg_opt_t options[REPORT_OPTIONS]);
void config_report_checks(cfg_t *cfg);

/* From what was parsed, into the arena. `path`: the configuration's, in whose directory
 * files are looked for. */
void config_report_read(cfg_t *cfg, const char *path, struct arena *arena,
                        struct config *config);

#endif
