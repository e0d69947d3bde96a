/* History: see tui/history.h. */
#include "tui/history.h"

#include <string.h>

struct place *history_here(struct history *history)
{
    return history->n > 0 ? &history->slots[history->at] : NULL;
}

void history_push(struct history *history, const char *address, const char *from)
{
    size_t next = history->n > 0 ? history->at + 1 : 0;
    if (next == HISTORY_MOST) {
        next--;
        memmove(history->slots, history->slots + 1, next * sizeof *history->slots);
    }
    struct place *place = &history->slots[next];
    *place = (struct place){0};
    place_copy(place->address, sizeof place->address, address);
    place_copy(place->from, sizeof place->from, from);
    history->at = next;
    history->n = next + 1;
}

struct place *history_beside(struct history *history, int step)
{
    if (step < 0 && history->at == 0)
        return NULL;
    size_t at = history->at + (size_t)step;
    return at < history->n ? &history->slots[at] : NULL;
}

bool history_move(struct history *history, int step)
{
    if (!history_beside(history, step))
        return false;
    history->at += (size_t)step;
    return true;
}

void place_copy(char *to, size_t size, const char *from)
{
    size_t n = strlen(from);
    if (n >= size) {
        n = size - 1;
        while (n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80)
            n--;
    }
    memmove(to, from, n);
    to[n] = '\0';
}
