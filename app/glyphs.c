/* The screen's characters: see app/glyphs.h. The file has a line for each terminal,
 * "TERM CELLS"; it is written anew when an answer differs. */
#include "app/glyphs.h"

#include "app/output.h"
#include "app/place.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MEMORY_CEILING = 4096 };

/* The lines but this terminal's, into *others; this one's cells, 0 = none. */
static int remembered(const struct glyph_choice *choice, struct buffer *others)
{
    struct arena arena = {0};
    const char *bytes;
    size_t size;
    int cells = 0;
    struct error ignored = {0};
    if (place_read(choice->path, MEMORY_CEILING, &arena, &bytes, &size, &ignored)) {
        size_t n = strlen(choice->terminal);
        for (const char *line = bytes; *line;
             line += strcspn(line, "\n"), line += *line == '\n') {
            bool own = strncmp(line, choice->terminal, n) == 0 && line[n] == ' ';
            if (own)
                cells = line[n + 1] == '1' ? 1 : line[n + 1] == '2' ? 2 : 0;
            else if (others)
                buffer_put(others, line, strcspn(line, "\n") + 1);
        }
    }
    arena_release(&arena);
    return cells;
}

static void remember(const struct glyph_choice *choice)
{
    struct buffer lines = {.ceiling = MEMORY_CEILING};
    struct error ignored = {0};
    remembered(choice, &lines);
    char line[200];
    int n = snprintf(line, sizeof line, "%s %d\n", choice->terminal, choice->answered);
    /* What cannot be kept is asked again next time. */
    if (n > 0 && (size_t)n < sizeof line && buffer_put(&lines, line, (size_t)n))
        output_write(choice->path, lines.data, lines.size, &ignored);
    buffer_release(&lines);
}

void glyph_choose(struct glyph_choice *choice, const struct options *options,
                  const struct config *config, bool keeps, struct arena *arena)
{
    const char *asked = *options->glyphs ? options->glyphs : config->glyphs;
    const char *terminal = getenv("TERM");
    *choice = (struct glyph_choice){
        .ambiguous = options->ambiguous ? options->ambiguous : config->ambiguous,
        .terminal = terminal ? terminal : "",
    };
    choice->chosen = glyph_named(asked, &choice->tier);
    bool plain = choice->terminal[0] && !strpbrk(choice->terminal, " \n");
    choice->path = keeps && plain ? place_state("terminals", arena) : NULL;
    if (choice->path)
        choice->answered = remembered(choice, NULL);
}

enum glyph_tier glyph_tier_now(const struct glyph_choice *choice)
{
    if (choice->chosen)
        return choice->tier;
    return glyph_width_now(choice) == 1 && (choice->ambiguous || choice->answered)
               ? GLYPH_BLOCK
               : GLYPH_ASCII;
}

int glyph_width_now(const struct glyph_choice *choice)
{
    return choice->ambiguous  ? choice->ambiguous
           : choice->answered ? choice->answered
                              : 1;
}

bool glyph_asks(const struct glyph_choice *choice)
{
    return !choice->ambiguous && !(choice->chosen && choice->tier == GLYPH_ASCII);
}

void glyph_answer(struct glyph_choice *choice, int cells)
{
    if (cells != 1 && cells != 2) {
        if (!choice->answered)
            choice->answered = 2;
        return;
    }
    if (choice->answered == cells)
        return;
    choice->answered = cells;
    if (choice->path)
        remember(choice);
}
