/*
 * The screen's characters: which tier is drawn, and how wide the disputed ones are.
 *
 * Owns: what was asked for, what the terminal answered, and what is remembered of the
 * terminals of that name from one session to the next.
 * Must never know: how a terminal is asked (tui/).
 */
#ifndef APP_GLYPHS_H
#define APP_GLYPHS_H

#include "app/config.h"
#include "app/options.h"
#include "core/arena.h"
#include "views/glyphs.h"

#include <stdbool.h>

struct glyph_choice {
    bool chosen; /* the tier was asked for: the terminal does not decide it */
    enum glyph_tier tier;
    int ambiguous;    /* as asked, 0 = the terminal decides */
    int answered;     /* cells, 0 = nothing is known */
    const char *path; /* where answers are kept, NULL = nowhere */
    const char *terminal;
};

/* From the command line, else the configuration, else what is remembered. `remember`
 * false: nothing is read or kept. */
void glyph_choose(struct glyph_choice *choice, const struct options *options,
                  const struct config *config, bool remember, struct arena *arena);

/* What is drawn by now. Where nothing is known it is ASCII. */
enum glyph_tier glyph_tier_now(const struct glyph_choice *choice);
int glyph_width_now(const struct glyph_choice *choice);

/* Has the terminal to be asked? */
bool glyph_asks(const struct glyph_choice *choice);

/* What it answered: 1 or 2 cells; 0 = nothing in time, which stands for 2 where nothing
 * is remembered. An answer is remembered. */
void glyph_answer(struct glyph_choice *choice, int cells);

#endif
