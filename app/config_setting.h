/*
 * The settings of a source that are one member of struct source each, as a table.
 *
 * Owns: their names, defaults, checks, where they go, which of them decide how a feed
 * is read.
 */
#ifndef APP_CONFIG_SETTING_H
#define APP_CONFIG_SETTING_H

#include "app/config_parse.h"

enum config_kind { CONFIG_TEXT, CONFIG_PATH, CONFIG_NUMBER, CONFIG_LIST, CONFIG_PAIRS };

/* `at`: where in struct source it is, `count`: where the length of a list is. READS:
 * it decides what a body means, so after a change what was kept must be read anew. */
struct config_setting {
    const char *name;
    enum config_kind kind;
    bool reads;
    size_t at, count;
    const char *text; /* defaults */
    int number;
    int (*check)(cfg_t *cfg, cfg_opt_t *opt);
};

extern const struct config_setting config_settings[]; /* ends with a name of NULL */

/* Pairs such as "CA = 100000", and nothing else. */
int config_check_pairs(cfg_t *cfg, cfg_opt_t *opt);

#endif
