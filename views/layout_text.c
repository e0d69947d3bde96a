/* Text blocks: paragraphs, with a word beside them that they hang from. */
#include "views/layout_draft.h"

void layout_text(struct draft *draft, const struct view_block *block)
{
    int x = draft->base;
    if (block->row && !draft->rules->paper) {
        draft->items = arena_more(draft->arena, draft->items, draft->n_items,
                                  sizeof *draft->items);
        draft->items[draft->n_items++] = (struct sheet_item){
            .line = draft->n_lines,
            .block = draft->n_blocks,
            .key = block->row->key,
            .address = block->row->address,
            .detail = block->row->detail,
        };
    }
    if (block->label[0]) {
        int end = draft_put(draft, 0, draft_text(draft, block->label), ROLE_HEAD);
        x = draft->hang;
        /* A label that leaves no room beside it has the line for itself. */
        if (end >= x)
            draft_line(draft);
    }
    draft_wrap(draft, x, block->text, block->role, block->verbatim);
}
