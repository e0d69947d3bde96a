/* Sheets in tests: see tests/lib/sheets.h. */
#include "tests/lib/sheets.h"

#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

const char *sheet_text(const struct sheet_line *lines, size_t n, struct arena *arena)
{
    const char *text = "";
    for (size_t i = 0; i < n; i++) {
        int x = 0;
        const char *line = "";
        for (size_t s = 0; s < lines[i].n; s++) {
            const struct sheet_span *span = &lines[i].spans[s];
            line = arena_printf(arena, "%s%*s%s", line, span->x - x, "", span->text);
            x = span->x + span->width;
        }
        size_t length = strlen(line);
        while (length > 0 && line[length - 1] == ' ')
            length--;
        text = arena_printf(arena, "%s%.*s\n", text, (int)length, line);
    }
    return text;
}

void lines_check(const struct sheet_line *lines, size_t n,
                 const struct layout_rules *rules)
{
    int usable = rules->paper ? rules->width : rules->width - 1;
    for (size_t i = 0; i < n; i++) {
        int end = 0;
        for (size_t s = 0; s < lines[i].n; s++) {
            const struct sheet_span *span = &lines[i].spans[s];
            int width = text_width(span->text, rules->ambiguous);
            /* A clause in its original characters counts ambiguous ones as 2. */
            int wide = text_width(span->text, 2);
            if (span->x < end || span->x + span->width > usable)
                fail_msg("line %zu: \"%s\" at %d+%d of %d", i, span->text, span->x,
                         span->width, usable);
            if (span->width != width && span->width != wide)
                fail_msg("line %zu: \"%s\" is %d wide, not %d", i, span->text, width,
                         span->width);
            end = span->x + span->width;
        }
    }
}

void sheet_check(const struct sheet *sheet, const struct layout_rules *rules)
{
    lines_check(sheet->lines, sheet->n_lines, rules);
    for (size_t i = 0; i < sheet->n_items; i++) {
        const struct sheet_item *item = &sheet->items[i];
        assert_true(item->line < sheet->n_lines);
        assert_true(item->block < sheet->n_blocks);
        assert_true(item->marker >= 0 && item->marker < rules->width);
        assert_true(item->head_width == 0 || item->head_line < item->line);
        const struct sheet_block *block = &sheet->blocks[item->block];
        assert_true(item->line >= block->first && item->line <= block->last);
        if (i > 0) {
            const struct sheet_item *before = &sheet->items[i - 1];
            assert_true(before->line < item->line ||
                        (before->line == item->line && before->x < item->x));
        }
    }
    for (size_t i = 0; i < sheet->n_blocks; i++) {
        const struct sheet_block *block = &sheet->blocks[i];
        assert_true(block->first <= block->last && block->last < sheet->n_lines);
        assert_true(block->heads == 0 ||
                    (block->head_first >= block->first &&
                     block->head_first + block->heads - 1 <= block->last));
    }
}
