/* The legend: see report/legend.h. */
#include "report/legend.h"

#include "views/states.h"
#include "views/words.h"

#include <ctype.h>
#include <string.h>

/* A sign stands right behind a digit and ends a word: 3.86p, not 5pm. */
static bool occurs_in(const char *text, const char *sign)
{
    for (const char *p = text; (p = strstr(p, sign)); p++) {
        unsigned char behind = (unsigned char)p[strlen(sign)];
        if (p > text && isdigit((unsigned char)p[-1]) && !isalnum(behind))
            return true;
    }
    return false;
}

static bool occurs(const struct view *view, const char *sign)
{
    if (occurs_in(view->conclusion, sign))
        return true;
    for (size_t b = 0; b < view->n_blocks; b++) {
        const struct view_block *block = &view->blocks[b];
        if (block->kind == BLOCK_TEXT && !block->verbatim &&
            occurs_in(block->text, sign))
            return true;
        if (block->kind != BLOCK_TABLE)
            continue;
        const struct view_table *table = &block->table;
        for (size_t r = 0; r < table->n_rows; r++)
            for (size_t c = 0; c < table->n_columns; c++)
                if (occurs_in(table->rows[r].cells[c].text, sign))
                    return true;
    }
    return false;
}

const char *legend_text(const struct view *view, struct arena *arena)
{
    const char *text = "";
    for (int flag = FLAG_NONE + 1; flag < FLAG_COUNT; flag++)
        if (occurs(view, _(flag_rows[flag].symbol)))
            text = arena_printf(arena, "%s%s%s", text, *text ? "  " : "",
                                state_text(&flag_rows[flag], arena));
    return text;
}
