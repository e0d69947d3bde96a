/*
 * The inside of the configuration: what app/config.c and app/config_source.c share of
 * one parse. The only header that names libconfuse.
 */
#ifndef APP_CONFIG_PARSE_H
#define APP_CONFIG_PARSE_H

#include "app/config.h"

#include <confuse.h>

/* Where the first mistake is noted: with the file and the line that is being read. */
int config_refuse(cfg_t *cfg, const char *setting, const char *why);
/* The same for a whole source, whose `why` is translated already. */
int config_refuse_source(cfg_t *cfg, const char *name, const char *why);

/* So that milliseconds and bytes made of it fit their types. */
enum { CONFIG_NUMBER_MOST = 1000000 };

int config_check_positive(cfg_t *cfg, cfg_opt_t *opt);

/* The text of a setting in the arena, "" if it was not said. */
const char *config_text(cfg_t *cfg, const char *name, struct arena *arena);

/* The same of a file's name, which is seen from where the configuration `file` is. */
const char *config_path(cfg_t *cfg, const char *name, const char *file,
                        struct arena *arena);

int config_check_headers(cfg_t *cfg, cfg_opt_t *opt);
int config_check_proxy(cfg_t *cfg, cfg_opt_t *opt);

/* Whether the source's address, and all that says how it is reached and who asks, go
 * together; if not, `why` says it in the user's language. */
bool config_access_sound(cfg_t *section, struct source source, char *why, size_t size);

enum { SOURCE_OPTIONS = 64 };

/* What a source section may hold, for cfg_init; kept as long as libconfuse reads it. */
void config_source_options(cfg_opt_t options[SOURCE_OPTIONS]);
/* Sets the checks of a source's settings. */
void config_source_checks(cfg_t *cfg);
/* The section as a source; `file` is the configuration's own name. */
struct source config_source_read(cfg_t *cfg, const char *file, struct arena *arena);

#endif
