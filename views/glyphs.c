/* Glyphs: see views/glyphs.h. */
#include "views/glyphs.h"

#include <math.h>
#include <string.h>

static const char *const tier_names[GLYPH_TIERS] = {
    [GLYPH_ASCII] = "ascii",
    [GLYPH_BLOCK] = "block",
    [GLYPH_BRAILLE] = "braille",
};

bool glyph_named(const char *name, enum glyph_tier *tier)
{
    for (int i = 0; i < GLYPH_TIERS; i++)
        if (strcmp(tier_names[i], name) == 0) {
            *tier = (enum glyph_tier)i;
            return true;
        }
    return false;
}

/* NULL: the symbol of the ASCII tier. */
static const char *const symbols[PROGRESS_COUNT] = {
    [PROGRESS_AHEAD] = "▲",
    [PROGRESS_ON] = "·",
    [PROGRESS_BEHIND] = "▼",
    [PROGRESS_DONE] = "■",
};

void glyph_states(struct state_row states[PROGRESS_COUNT], enum glyph_tier tier)
{
    for (int i = 0; i < PROGRESS_COUNT; i++)
        states[i].symbol =
            tier != GLYPH_ASCII && symbols[i] ? symbols[i] : progress_rows[i].symbol;
}

static const struct {
    const char *open, *done, *tick, *rest, *close;
} bars[GLYPH_TIERS] = {
    [GLYPH_ASCII] = {"[", "#", "|", ".", "]"},
    [GLYPH_BLOCK] = {" ", "█", "┃", "░", " "},
    [GLYPH_BRAILLE] = {" ", "█", "┃", "░", " "},
};

const char *glyph_bar(double done, double tick, int cells, enum glyph_tier tier,
                      struct arena *arena)
{
    int filled = (int)(fmin(fmax(done, 0), 1) * cells);
    int due = (int)(fmin(fmax(tick, 0), 1) * cells);
    const char *text = bars[tier].open;
    for (int i = 0; i < cells; i++)
        text = arena_printf(arena, "%s%s", text,
                            i == (due < cells ? due : cells - 1) ? bars[tier].tick
                            : i < filled                         ? bars[tier].done
                                                                 : bars[tier].rest);
    return arena_printf(arena, "%s%s", text, bars[tier].close);
}

static const struct {
    char mark;
    const char *glyphs[GLYPH_TIERS];
} marks[] = {
    {'@', {"@", "●", "⠶"}}, {'o', {"o", "○", "o"}}, {'.', {".", "·", "·"}},
    {'x', {"x", "×", "×"}}, {'|', {"|", "┃", "┃"}}, {'^', {"^", "^", "^"}},
    {'v', {"v", "v", "v"}}, {'*', {"*", "*", "*"}}, {'T', {"T", "T", "T"}},
};

const char *glyph_mark(char mark, enum glyph_tier tier)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].mark == mark)
            return marks[i].glyphs[tier];
    static const char regions[][2] = {"A", "B", "C", "D", "E", "F"};
    return mark >= 'A' && mark <= 'F' ? regions[mark - 'A'] : "?";
}

const char *glyph_spark(const double *values, size_t n, enum glyph_tier tier,
                        struct arena *arena)
{
    static const char *const ascii[] = {"_", ".", "-", "=", "^"}, *const block[] = {
                                                                      "▁", "▂", "▃",
                                                                      "▄", "▅", "▆",
                                                                      "▇", "█"};
    const char *const *levels = tier == GLYPH_ASCII ? ascii : block;
    int steps = tier == GLYPH_ASCII ? 5 : 8;
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i])) {
            low = fmin(low, values[i]);
            high = fmax(high, values[i]);
        }
    const char *text = "";
    for (size_t i = 0; i < n && low <= high; i++) {
        /* All alike: a line in the middle. */
        double share = high > low ? (values[i] - low) / (high - low) : 0.5;
        text = arena_printf(
            arena, "%s%s", text,
            isfinite(values[i]) ? levels[(int)fmin(share * steps, steps - 1)] : " ");
    }
    return text;
}

unsigned glyph_dot(int x, int y)
{
    static const unsigned char bits[2][4] = {{0x01, 0x02, 0x04, 0x40},
                                             {0x08, 0x10, 0x20, 0x80}};
    return bits[x & 1][y & 3];
}

const char *glyph_dots(unsigned mask, struct arena *arena)
{
    /* U+2800 and the mask. */
    char text[] = {(char)0xE2, (char)(0xA0 | (mask >> 6 & 3)),
                   (char)(0x80 | (mask & 0x3F)), '\0'};
    return arena_strdup(arena, text);
}
