/* Scripts: see app/script.h. */
#include "app/script.h"

#include "app/output.h"
#include "app/place.h"
#include "core/msgid.h"
#include "core/text.h"
#include "tui/input.h"
#include "views/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SCRIPT_CEILING = 1 << 20,
    LOOK_AGAIN_MS = 10,
    LOOK_MOST_MS = 10000,
    WAIT_MOST_MS = 600000,
    SIDE_MOST = 500
};

struct script_line {
    const struct command *command;
    int number; /* in the file */
    const char *text;
    size_t n;          /* bytes of keys */
    int columns, rows; /* of a size */
    int ms;
};

/* What a line does: reads what stands behind its word; a msgid of what is wrong with
 * it, NULL = nothing. */
struct command {
    const char *word;
    const char *(*read)(struct script_line *line, char *rest, struct arena *arena);
    enum kind { SIZE, KEYS, WAIT, WAIT_FOR, SAVE, QUIT } kind;
};

static const struct {
    const char *name, *bytes;
} key_names[] = {
    {"Enter", "\r"},       {"Esc", "\x1b"},     {"Tab", "\t"},
    {"S-Tab", "\x1b[Z"},   {"Space", " "},      {"Backspace", "\x7f"},
    {"Delete", "\x1b[3~"}, {"Up", "\x1b[A"},    {"Down", "\x1b[B"},
    {"Right", "\x1b[C"},   {"Left", "\x1b[D"},  {"Home", "\x1b[H"},
    {"End", "\x1b[F"},     {"PgUp", "\x1b[5~"}, {"PgDn", "\x1b[6~"},
    {"lt", "<"},
};

/* "<Enter>", "<C-l>": the bytes of a key by its name, behind '<'; *taken receives the
 * bytes of the name and '>', 0 if there is no such key. */
static const char *key_named(const char *name, size_t *taken, struct arena *arena)
{
    size_t n = strcspn(name, ">");
    *taken = name[n] ? n + 1 : 0;
    for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++)
        if (strlen(key_names[i].name) == n && strncmp(name, key_names[i].name, n) == 0)
            return key_names[i].bytes;
    if (n == 3 && strncmp(name, "C-", 2) == 0 && name[2] >= 'a' && name[2] <= 'z')
        return arena_printf(arena, "%c", INPUT_CTRL(name[2]));
    *taken = 0;
    return "";
}

static const char *read_keys(struct script_line *line, char *rest, struct arena *arena)
{
    const char *keys = "";
    while (*rest) {
        size_t taken = 1;
        const char *bytes = *rest == '<' ? key_named(rest + 1, &taken, arena)
                                         : arena_strndup(arena, rest, 1);
        if (taken == 0)
            return N_("there is no key of that name");
        keys = arena_printf(arena, "%s%s", keys, bytes);
        rest += taken + (*rest == '<');
    }
    line->text = keys;
    return *keys ? NULL : N_("what is to be typed is missing");
}

static const char *read_text(struct script_line *line, char *rest, struct arena *arena)
{
    line->text = arena_strdup(arena, rest);
    return *rest ? NULL : N_("something is missing behind the word");
}

static const char *read_number(struct script_line *line, char *rest,
                               struct arena *arena)
{
    char *end;
    long ms = strtol(rest, &end, 10);
    (void)arena;
    line->ms = (int)ms;
    return end != rest && !*end && ms >= 0 && ms <= WAIT_MOST_MS
               ? NULL
               : N_("takes milliseconds, 0 to 600000, or the word \"for\" and a text");
}

static const char *read_size(struct script_line *line, char *rest, struct arena *arena)
{
    int end = 0;
    (void)arena;
    bool whole =
        sscanf(rest, "%3dx%3d%n", &line->columns, &line->rows, &end) == 2 && !rest[end];
    return whole && line->columns > 0 && line->rows > 0 && line->columns <= SIDE_MOST &&
                   line->rows <= SIDE_MOST
               ? NULL
               : N_("takes columns and rows, such as 120x40");
}

static const char *read_nothing(struct script_line *line, char *rest,
                                struct arena *arena)
{
    (void)line, (void)arena;
    return *rest ? N_("nothing may follow") : NULL;
}

/* The longer of two words that begin alike comes first. */
static const struct command commands[] = {
    {"size", read_size, SIZE},    {"keys", read_keys, KEYS},
    {"type", read_text, KEYS},    {"wait for", read_text, WAIT_FOR},
    {"wait", read_number, WAIT},  {"save", read_text, SAVE},
    {"quit", read_nothing, QUIT},
};

static bool complain(const struct script *script, int number, const char *why,
                     struct error *error)
{
    char line[24];
    snprintf(line, sizeof line, "%d", number);
    return error_set(error, ERROR_SCRIPT, script->path, line, why);
}

static bool read_line(struct script *script, char *text, int number,
                      struct arena *arena, struct error *error)
{
    struct script_line line = {.number = number};
    size_t end = strlen(text);
    while (end > 0 && (text[end - 1] == '\r' || text[end - 1] == ' '))
        text[--end] = '\0';
    if (!*text || *text == '#')
        return true;
    for (size_t i = 0; i < sizeof commands / sizeof *commands && !line.command; i++) {
        size_t n = strlen(commands[i].word);
        if (strncmp(text, commands[i].word, n) == 0 && (!text[n] || text[n] == ' ')) {
            line.command = &commands[i];
            text += n + (text[n] == ' ');
        }
    }
    if (!line.command)
        return complain(
            script, number,
            _("takes size, keys, type, wait, save or quit at its beginning"), error);
    const char *wrong = line.command->read(&line, text, arena);
    if (wrong)
        return complain(script, number, _(wrong), error);
    script->lines = arena_more(arena, script->lines, script->n, sizeof *script->lines);
    script->lines[script->n++] = line;
    return true;
}

bool script_read(struct script *script, const char *path, struct arena *arena,
                 struct error *error)
{
    const char *bytes;
    size_t size;
    *script = (struct script){.path = path};
    if (!place_read(strcmp(path, "-") == 0 ? "/dev/stdin" : path, SCRIPT_CEILING, arena,
                    &bytes, &size, error))
        return false;
    char *text = arena_strndup(arena, bytes, size);
    int number = 0;
    for (char *next; text; text = next) {
        next = strchr(text, '\n');
        if (next)
            *next++ = '\0';
        if (!read_line(script, text, ++number, arena, error))
            return false;
    }
    return true;
}

/* ---- doing it ---- */

static bool save(const char *path, const struct tui *tui, struct error *error)
{
    struct arena arena = {0};
    const char *picture = tui_picture(tui, &arena);
    bool ok = output_write(path, picture, strlen(picture), error);
    arena_release(&arena);
    return ok;
}

static bool shows(const struct tui *tui, const char *text)
{
    struct arena arena = {0};
    bool found = strstr(tui_picture(tui, &arena), text) != NULL;
    arena_release(&arena);
    return found;
}

/* Is the line done? Where it waits, *wait says how long at most. */
static enum script_state do_line(struct script *script, const struct script_line *line,
                                 struct tui *tui, int64_t now, int *wait,
                                 struct error *error)
{
    *wait = 0;
    switch (line->command->kind) {
    case SIZE:
        tui_play_size(tui, line->rows, line->columns);
        return SCRIPT_ENDED;
    case KEYS:
        return tui_play(tui, line->text) ? SCRIPT_ENDED : SCRIPT_FAILED;
    case WAIT:
    case WAIT_FOR: {
        bool sought = line->command->kind == WAIT_FOR;
        if (sought && shows(tui, line->text))
            return SCRIPT_ENDED;
        if (!script->until)
            script->until = now + (sought ? LOOK_MOST_MS : line->ms);
        if (now < script->until) {
            *wait = sought ? LOOK_AGAIN_MS : (int)(script->until - now);
            return SCRIPT_GOES_ON;
        }
        if (sought)
            complain(script, line->number, _("the screen does not show that text"),
                     error);
        return sought ? SCRIPT_FAILED : SCRIPT_ENDED;
    }
    case SAVE:
        return save(line->text, tui, error) ? SCRIPT_ENDED : SCRIPT_FAILED;
    case QUIT:
        script->at = script->n;
        return SCRIPT_ENDED;
    }
    return SCRIPT_FAILED;
}

enum script_state script_go(struct script *script, struct tui *tui, int64_t now,
                            int *wait, struct error *error)
{
    while (script->at < script->n) {
        /* An Esc becomes a key of its own when nothing has followed it. */
        *wait = tui_timeout(tui);
        if (*wait > 0)
            return SCRIPT_GOES_ON;
        enum script_state state =
            do_line(script, &script->lines[script->at], tui, now, wait, error);
        /* A key may have ended the dashboard: that is the end of the script too. */
        if (state == SCRIPT_FAILED)
            return tui_left(tui) ? SCRIPT_ENDED : SCRIPT_FAILED;
        if (state == SCRIPT_GOES_ON)
            return state;
        script->until = 0;
        script->at += script->at < script->n;
    }
    return SCRIPT_ENDED;
}
