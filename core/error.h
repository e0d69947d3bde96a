/*
 * Errors: a code from one table, and what the sentence names (file, row, value).
 *
 * Owns: the list of everything that can go wrong, each with a sentence for a user that
 * says what happened, where, and what to do next. Sentences are English msgids; they
 * are translated when they are shown, so an error that is kept in the store reads in
 * the language of whoever looks at it later.
 * Must never know: the language, the screen, where an error is shown.
 */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

#include "core/msgid.h"

#include <stdbool.h>
#include <stddef.h>

enum error_code {
    ERROR_NONE = 0,
#define ERROR_ROW(code, args, message) code,
#include "core/error_list.h"
#undef ERROR_ROW
    ERROR_COUNT
};

enum { ERROR_ARGS = 4, ERROR_ARG_SIZE = 240 };

/* A zeroed struct means "no error". Arguments are plain text in UTF-8, already clean
 * enough to be kept; whoever shows them cleans them again. */
struct error {
    enum error_code code;
    char arg[ERROR_ARGS][ERROR_ARG_SIZE];
};

/* Fills the error with its code and as many `const char *` arguments as the table says
 * for it; longer ones are cut at a character. Always returns false, so that a function
 * can end with `return error_set(...)`. A NULL error is allowed. */
bool error_set(struct error *error, enum error_code code, ...);

/* A stable name for files ("ERROR_HTTP_STATUS"), and back (ERROR_NONE if unknown). */
const char *error_name(enum error_code code);
enum error_code error_by_name(const char *name);

/* The untranslated sentence: %1$s ... %4$s stand for the arguments. */
const char *error_message(enum error_code code);

/* How many arguments the code takes. */
int error_arity(enum error_code code);

/* Writes the sentence with its arguments, cut to `size`. `translate` (may be NULL) gets
 * the msgid and returns its text in the user's language. */
void error_format(const struct error *error, const char *(*translate)(const char *),
                  char *text, size_t size);

#endif
