/* Scroll: see tui/scroll.h. */
#include "tui/scroll.h"

struct pinned scroll_pinned(const struct sheet *sheet, size_t top)
{
    for (size_t i = 0; i < sheet->n_blocks; i++) {
        const struct sheet_block *block = &sheet->blocks[i];
        /* Only while a row of the block is left to stand under its heads. */
        if (block->heads > 0 && block->head_first < top &&
            top + block->heads <= block->last)
            return (struct pinned){block->head_first, block->heads};
    }
    return (struct pinned){0};
}

size_t scroll_line(const struct sheet *sheet, size_t top, size_t row)
{
    struct pinned pinned = scroll_pinned(sheet, top);
    return row < pinned.n ? pinned.first + row : top + row;
}

size_t scroll_most(const struct sheet *sheet, size_t height)
{
    return sheet->n_lines > height ? sheet->n_lines - height : 0;
}

bool scroll_shows(const struct sheet *sheet, size_t top, size_t height, size_t line)
{
    return line >= top + scroll_pinned(sheet, top).n && line < top + height;
}

size_t scroll_to(const struct sheet *sheet, size_t top, size_t height, size_t line)
{
    size_t most = scroll_most(sheet, height);
    if (top > most)
        top = most;
    while (line >= top + height)
        top++;
    while (top > 0 && line < top + scroll_pinned(sheet, top).n)
        top--;
    return top;
}

size_t scroll_page(const struct sheet *sheet, size_t top, size_t height, int step)
{
    size_t pinned = scroll_pinned(sheet, top).n, most = scroll_most(sheet, height);
    size_t lines = height > pinned + 2 ? height - pinned - 1 : 1;
    if (step < 0)
        return top > lines ? top - lines : 0;
    return top + lines < most ? top + lines : most;
}
