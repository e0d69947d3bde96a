/*
 * Arenas: memory that is freed whole.
 *
 * Owns: every malloc of the program but the foreign libraries' own. One arena lives
 * as long as one screen, one report, one feed or one catalogue.
 * Must never know: what is stored in it.
 *
 * Out of memory, and an arena beyond its ceiling, leave through one door: abort().
 * The handler that tui/terminal.c sets for SIGABRT restores the terminal first.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/* A zeroed struct is a valid, empty arena. */
struct arena {
    struct arena_block *head;
    size_t used;    /* bytes handed out */
    size_t ceiling; /* most bytes it may hand out; 0 = ARENA_CEILING */
    /* What passes ARENA_SMALL lies in files without a name there (core/bulk.h), while
     * they have room. Lent; NULL: all lies in memory. */
    const char *directory;
};

#define ARENA_CEILING ((size_t)1 << 31)
#define ARENA_SMALL ((size_t)4 << 20)

/* n bytes, zeroed, aligned for any type; lent until arena_release. n may be 0. */
void *arena_alloc(struct arena *arena, size_t n);

/* Room for one more element in a growing array: returns `items`, moved if it was full.
 * `n` is the count in use; the capacity follows from it (8, 16, 32, ...), so the array
 * must have been grown by this function alone, from NULL and 0. */
void *arena_more(struct arena *arena, void *items, size_t n, size_t size);

/* A copy of the string / of n bytes with a NUL behind them. */
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t n);

/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Empties it: what was lent before is gone. Up to ARENA_SMALL it keeps room for as much
 * again, in one block. For what is filled again and again. */
void arena_reset(struct arena *arena);

/* Frees everything; the arena is empty and usable again. */
void arena_release(struct arena *arena);

#endif
