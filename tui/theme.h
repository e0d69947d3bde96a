/*
 * Themes: what a role looks like.
 *
 * Owns: the format of theme files, and the themes that are compiled in.
 * Must never know: curses, what the terminal can do.
 *
 * A theme file has one line a role, and comments that begin with '#':
 *
 *     role  foreground  attributes  monochrome
 *     bad   red/160     bold        bold
 *
 * foreground: default, one of the eight colours, bright- and one of them, or 0 to 255;
 * behind a '/' another one for terminals of 256 colours.
 * attributes: - or, joined by commas, bold, dim, underline, reverse. The last column
 * stands in place of both where there are no colours. A role without a line is plain.
 */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include "core/error.h"
#include "views/role.h"

#include <stdbool.h>
#include <stddef.h>

enum { THEME_DEFAULT = -1 }; /* the terminal's own foreground */

enum theme_attribute {
    THEME_BOLD = 1,
    THEME_DIM = 2,
    THEME_UNDERLINE = 4,
    THEME_REVERSE = 8,
};

struct theme_style {
    int foreground; /* 0..255 or THEME_DEFAULT */
    int many;       /* the same where there are 256 colours */
    unsigned attributes, mono;
};

struct theme {
    struct theme_style styles[ROLE_COUNT];
};

/* Reads a theme from text; `name` is what errors call it. */
bool theme_parse(const char *text, size_t n, const char *name, struct theme *theme,
                 struct error *error);

/* Names the theme behind `name`: the user's own (`own`, as configured) and those that
 * are compiled in, round and round. A name that is none of them comes before the first.
 */
enum { THEME_NAME = 4096 };
void theme_next(const char *own, char name[THEME_NAME]);

/* The compiled-in theme of that name ("" = default), else the file at that path. */
bool theme_open(const char *name, struct theme *theme, struct error *error);

#endif
