/* Themes: see tui/theme.h. */
#include "tui/theme.h"

#include "core/embedded.h"
#include "core/text.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THEME_FILE_MOST = 65536, COLUMNS = 4, WORD_SIZE = 64 };

static const char *const role_words[ROLE_COUNT] = {
#define ROLE_WORD(name, word) word,
    ROLE_LIST(ROLE_WORD)
#undef ROLE_WORD
};

static const char *const colour_words[] = {"black", "red",     "green", "yellow",
                                           "blue",  "magenta", "cyan",  "white"};

static const struct {
    const char *word;
    unsigned attribute;
} attribute_words[] = {
    {"bold", THEME_BOLD},
    {"dim", THEME_DIM},
    {"underline", THEME_UNDERLINE},
    {"reverse", THEME_REVERSE},
};

/* Where a line stands, for errors. */
struct place_in_file {
    const char *name;
    char line[24];
};

static bool parse_one_colour(const char *word, int *colour)
{
    if (strcmp(word, "default") == 0) {
        *colour = THEME_DEFAULT;
        return true;
    }
    bool bright = strncmp(word, "bright-", 7) == 0;
    for (int i = 0; i < 8; i++)
        if (strcmp(word + (bright ? 7 : 0), colour_words[i]) == 0) {
            *colour = i + (bright ? 8 : 0);
            return true;
        }
    char *end;
    long number = strtol(word, &end, 10);
    if (word[0] < '0' || word[0] > '9' || *end || number > 255)
        return false;
    *colour = (int)number;
    return true;
}

/* "red", or "red/160": few colours, and many. */
static bool parse_colour(char *word, struct theme_style *style)
{
    char *many = strchr(word, '/');
    if (many)
        *many = '\0';
    bool good = parse_one_colour(word, &style->foreground) &&
                parse_one_colour(many ? many + 1 : word, &style->many);
    if (many)
        *many = '/'; /* the error quotes the whole word */
    return good;
}

static bool parse_attribute(const char *word, unsigned *attributes)
{
    for (size_t i = 0; i < sizeof attribute_words / sizeof *attribute_words; i++)
        if (strcmp(word, attribute_words[i].word) == 0) {
            *attributes |= attribute_words[i].attribute;
            return true;
        }
    return false;
}

static bool parse_attributes(char *words, unsigned *attributes,
                             const struct place_in_file *at, struct error *error)
{
    *attributes = 0;
    if (strcmp(words, "-") == 0)
        return true;
    char *rest = words;
    for (char *word; (word = strsep(&rest, ","));)
        if (!parse_attribute(word, attributes))
            return error_set(error, ERROR_THEME_ATTRIBUTE, at->name, at->line, word);
    return true;
}

/* One line without its comment, its end a NUL. */
static bool parse_line(char *line, bool seen[ROLE_COUNT], struct theme *theme,
                       const struct place_in_file *at, struct error *error)
{
    char *words[COLUMNS + 1], *rest = NULL;
    int n = 0;
    for (char *word = strtok_r(line, " \t\r", &rest); word && n <= COLUMNS;
         word = strtok_r(NULL, " \t\r", &rest))
        words[n++] = word;
    if (n == 0)
        return true;
    if (n != COLUMNS)
        return error_set(error, ERROR_THEME_COLUMNS, at->name, at->line);
    int role = 0;
    while (role < ROLE_COUNT && strcmp(words[0], role_words[role]) != 0)
        role++;
    if (role == ROLE_COUNT)
        return error_set(error, ERROR_THEME_ROLE, at->name, at->line, words[0]);
    if (seen[role])
        return error_set(error, ERROR_THEME_TWICE, at->name, at->line, words[0]);
    seen[role] = true;
    struct theme_style *style = &theme->styles[role];
    if (!parse_colour(words[1], style))
        return error_set(error, ERROR_THEME_COLOUR, at->name, at->line, words[1]);
    return parse_attributes(words[2], &style->attributes, at, error) &&
           parse_attributes(words[3], &style->mono, at, error);
}

bool theme_parse(const char *text, size_t n, const char *name, struct theme *theme,
                 struct error *error)
{
    size_t bad = text_invalid_at(text, n);
    if (bad < n) {
        char offset[24];
        snprintf(offset, sizeof offset, "%zu", bad + 1);
        return error_set(error, ERROR_NOT_UTF8, name, offset);
    }
    struct theme made;
    for (int i = 0; i < ROLE_COUNT; i++)
        made.styles[i] = (struct theme_style){THEME_DEFAULT, THEME_DEFAULT, 0, 0};
    bool seen[ROLE_COUNT] = {false};
    struct place_in_file at = {.name = name};
    size_t number = 0;
    for (size_t from = 0, to; from < n; from = to + 1) {
        const char *end = memchr(text + from, '\n', n - from);
        to = end ? (size_t)(end - text) : n;
        snprintf(at.line, sizeof at.line, "%zu", ++number);
        size_t length = to - from;
        const char *comment = memchr(text + from, '#', length);
        if (comment)
            length = (size_t)(comment - text) - from;
        char line[4 * WORD_SIZE];
        if (length >= sizeof line || memchr(text + from, '\0', length))
            return error_set(error, ERROR_THEME_COLUMNS, at.name, at.line);
        memcpy(line, text + from, length);
        line[length] = '\0';
        if (!parse_line(line, seen, &made, &at, error))
            return false;
    }
    *theme = made;
    return true;
}

static bool theme_read(const char *path, struct theme *theme, struct error *error)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set(error, ERROR_OPEN, path, strerror(errno));
    char text[THEME_FILE_MOST];
    size_t n = fread(text, 1, sizeof text, file);
    int failed = ferror(file) ? errno : 0;
    fclose(file);
    if (failed)
        return error_set(error, ERROR_READ, path, strerror(failed));
    if (n == sizeof text)
        return error_set(error, ERROR_TOO_LARGE, path, "65535");
    return theme_parse(text, n, path, theme, error);
}

/* The compiled-in theme of a name; NULL if there is none. */
static const struct embedded_file *embedded(const char *name)
{
    char file[WORD_SIZE];
    snprintf(file, sizeof file, "%s.theme", *name ? name : "default");
    const struct embedded_file *row = embedded_themes;
    while (row->name && strcmp(row->name, file) != 0)
        row++;
    return row->name ? row : NULL;
}

void theme_next(const char *own, char name[THEME_NAME])
{
    const struct embedded_file *row = embedded(name);
    row = row ? row + 1 : embedded_themes;
    if (row->name)
        snprintf(name, THEME_NAME, "%.*s", (int)strcspn(row->name, "."), row->name);
    else if (embedded(own))
        snprintf(name, THEME_NAME, "%.*s", (int)strcspn(embedded_themes->name, "."),
                 embedded_themes->name);
    else
        snprintf(name, THEME_NAME, "%s", own);
}

bool theme_open(const char *name, struct theme *theme, struct error *error)
{
    const struct embedded_file *row = embedded(name);
    return row ? theme_parse(row->data, row->size, row->name, theme, error)
               : theme_read(name, theme, error);
}
