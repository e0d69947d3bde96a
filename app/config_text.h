/* The configuration's text before libconfuse sees it. libconfuse 3.3 counts lines
 * wrongly behind a comment and takes the end of the file for a closing brace; both
 * would send a user to the wrong line, or nowhere. */
#ifndef APP_CONFIG_TEXT_H
#define APP_CONFIG_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Turns comments (#, //, C's) into spaces, keeping every newline. False with the line
 * and the character of a quotation mark, brace or comment that is never closed, or of a
 * closing brace that closes nothing. */
bool config_text_prepare(char *text, size_t size, int *line, char *what);

#endif
