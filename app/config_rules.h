/*
 * The settings of how an office judges: thresholds, method, rounding, coverage, days
 * before a deadline, its colours; and the particulars of its bulletin.
 *
 * Owns: their names, defaults, checks.
 */
#ifndef APP_CONFIG_RULES_H
#define APP_CONFIG_RULES_H

#include "app/config_parse.h"

enum { RULES_OPTIONS = 9, BULLETIN_OPTIONS = 5 };

/* The settings without an end, and the section `bulletin` that one of them is; both
 * kept as long as libconfuse reads them. */
void config_rules_options(cfg_opt_t options[RULES_OPTIONS],
                          cfg_opt_t bulletin[BULLETIN_OPTIONS]);
void config_rules_checks(cfg_t *cfg);
/* Fills rules, colours and bulletin. */
void config_rules_read(cfg_t *cfg, struct arena *arena, struct config *config);

#endif
