/*
 * Words: the door to gettext.
 *
 * Owns: which language the program speaks. `_()` translates when drawing, N_() (in
 * core/msgid.h) marks msgids in tables.
 * Must never know: what is translated.
 */
#ifndef VIEWS_WORDS_H
#define VIEWS_WORDS_H

#include "catalog/catalog.h"
#include "core/msgid.h"

#include <stdbool.h>

#define _(text) words_translate(text)

/* The msgid in the chosen language, or the msgid itself. Lent for ever. */
const char *words_translate(const char *msgid) __attribute__((format_arg(1)));

/* Chooses the language: `asked` ("zh", "en" or "" = by LANGUAGE, LC_ALL, LC_MESSAGES,
 * LANG, in this order, even where that locale is not installed). "C", "POSIX" and
 * nothing at all say nothing: then it is Chinese, because the offices are; any other
 * language is answered in English. Sets LANGUAGE for children too. Finds the
 * translations beside the program or where it was installed. Characters are UTF-8
 * whenever any UTF-8 locale is to be had. Returns the language that is in force; false
 * in *utf8 (may be NULL) says that the C library has no UTF-8 locale. */
enum language words_open(const char *asked, bool *utf8);

#endif
