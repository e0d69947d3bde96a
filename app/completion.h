/* What shells complete: options, their values, pages. Made of the tables that the
 * program itself reads, so that it cannot be out of date. */
#ifndef APP_COMPLETION_H
#define APP_COMPLETION_H

#include <stdio.h>

/* Writes the function for "bash" or "zsh". */
void completion_write(const char *shell, FILE *out);

#endif
