/* Arenas: see core/arena.h. */
#include "core/arena.h"

#include "core/bulk.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, FILE_BLOCK_SIZE = 8 << 20 };

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    struct bulk bulk; /* that it lies in; none: it is from malloc */
    alignas(max_align_t) unsigned char data[];
};

static _Noreturn void out_of_memory(void)
{
    fputs("aiplus: out of memory\n", stderr);
    abort();
}

/* A block in a file; NULL where that has no room. */
static struct arena_block *block_in_file(const struct arena *arena, size_t size)
{
    struct bulk bulk;
    bulk_init(&bulk, arena->directory, SIZE_MAX);
    struct arena_block *block = bulk_more(&bulk, sizeof *block + size, NULL);
    if (block)
        block->bulk = bulk;
    else
        bulk_release(&bulk);
    return block;
}

static struct arena_block *block_new(struct arena *arena, size_t n)
{
    struct arena_block *block = NULL;
    size_t size = n;
    if (size > SIZE_MAX - sizeof *block - FILE_BLOCK_SIZE)
        out_of_memory();
    if (arena->directory && arena->used + n > ARENA_SMALL) {
        size = n > FILE_BLOCK_SIZE ? n : FILE_BLOCK_SIZE;
        block = block_in_file(arena, size);
    }
    if (!block) {
        size = n > BLOCK_SIZE ? n : BLOCK_SIZE;
        block = malloc(sizeof *block + size);
        if (!block)
            out_of_memory();
        block->bulk = (struct bulk){0};
    }
    block->used = 0;
    block->size = size;
    /* A block of its own for one big object goes behind the head, so that the
     * head's free rest is still used. */
    if (arena->head && n > BLOCK_SIZE && size == n) {
        block->next = arena->head->next;
        arena->head->next = block;
    } else {
        block->next = arena->head;
        arena->head = block;
    }
    return block;
}

static size_t ceiling_of(const struct arena *arena)
{
    return arena->ceiling ? arena->ceiling : ARENA_CEILING;
}

/* What n bytes take in a block. */
static size_t allocated(size_t n)
{
    const size_t step = alignof(max_align_t);
    return n ? (n + step - 1) / step * step : step;
}

void *arena_alloc(struct arena *arena, size_t n)
{
    size_t ceiling = ceiling_of(arena);
    if (n > ceiling)
        out_of_memory();
    size_t size = allocated(n);
    if (arena->used + size > ceiling)
        out_of_memory();
    struct arena_block *block = arena->head;
    if (!block || block->size - block->used < size)
        block = block_new(arena, size);
    void *p = block->data + block->used;
    block->used += size;
    arena->used += size;
    return memset(p, 0, size);
}

void *arena_more(struct arena *arena, void *items, size_t n, size_t size)
{
    if (n != 0 && (n < 8 || (n & (n - 1)) != 0))
        return items;
    size_t capacity = n ? 2 * n : 8;
    if (capacity > SIZE_MAX / size)
        out_of_memory();
    void *moved = arena_alloc(arena, capacity * size);
    if (n)
        memcpy(moved, items, n * size);
    return moved;
}

char *arena_strndup(struct arena *arena, const char *s, size_t n)
{
    char *copy = arena_alloc(arena, n + 1);
    if (n)
        memcpy(copy, s, n);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
    return arena_strndup(arena, s, strlen(s));
}

/* Written where the next allocation would lie; most texts fit there at the first try.
 */
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    struct arena_block *block = arena->head;
    size_t room = block ? block->size - block->used : 0;
    char *text = room > 0 ? (char *)block->data + block->used : NULL;
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(text, room, format, again);
    va_end(again);
    if (n < 0)
        out_of_memory();
    size_t size = allocated((size_t)n + 1);
    if (size <= room && size <= ceiling_of(arena) - arena->used) {
        block->used += size;
        arena->used += size;
        return text;
    }
    text = arena_alloc(arena, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void arena_reset(struct arena *arena)
{
    size_t used = arena->used;
    struct arena_block *head = arena->head;
    if (head && !head->next && used <= ARENA_SMALL) {
        head->used = 0;
    } else {
        arena_release(arena);
        if (head && used <= ARENA_SMALL)
            block_new(arena, used);
    }
    arena->used = 0;
}

void arena_release(struct arena *arena)
{
    for (struct arena_block *block = arena->head; block;) {
        struct arena_block *next = block->next;
        struct bulk bulk = block->bulk;
        if (bulk.data)
            bulk_release(&bulk);
        else
            free(block);
        block = next;
    }
    arena->head = NULL;
    arena->used = 0;
}
