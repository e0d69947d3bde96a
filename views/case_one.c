/* One case: what was done, what came of it, who says so, what can be copied. See
 * views/case_one.h. */
#include "views/case_one.h"

#include "views/example_item.h"
#include "views/words.h"

#include <string.h>

static const struct {
    const char *code;
    struct state_row row;
} states[] = {
    {"promoted", {"#", N_("Promoted"), ROLE_DONE}},
    {"listed", {".", N_("Listed"), ROLE_TEXT}},
    {"candidate", {"o", N_("To be verified"), ROLE_WARN}},
    {"", {"?", N_("not stated"), ROLE_DIM}},
};

enum { STATES = sizeof states / sizeof *states };

const struct state_row *case_state(const struct item *item)
{
    size_t at = 0;
    while (at < STATES - 1 && strcmp(states[at].code, item_field(item, "state")) != 0)
        at++;
    return &states[at].row;
}

bool case_verified(const struct item *item)
{
    return item_field(item, "verified")[0] != '\0';
}

/* Effects one a line, then whose word they are. */
static void add_effect(struct examples *cases)
{
    const struct item *item = cases->item->item;
    const char *effect = item_field(item, "effect");
    struct frame *frame = &cases->frame;
    example_field(cases, "effect", EXAMPLE_ALWAYS);
    if (!*effect)
        return;
    if (case_verified(item))
        frame_text(frame, _("Verified"),
                   arena_printf(frame->arena, _("reported by the unit itself; %s"),
                                item_field(item, "verified")),
                   ROLE_TEXT);
    else
        frame_text(frame, _("Verified"), _("reported by the unit itself, not verified"),
                   ROLE_WARN);
}

static const char *conclusion(const struct examples *cases)
{
    const struct item *item = cases->item->item;
    const char *level = level_text(item_field(item, "level"));
    size_t effects = example_lines(item_field(item, "effect"));
    size_t spread = example_lines(item_field(item, "spread"));
    const char *state = _(case_state(item)->word);
    struct arena *arena = cases->frame.arena;
    if (!*level)
        level = _("level not stated");
    bool verified = case_verified(item);
    const char *const wordings[] = {
        arena_printf(
            arena,
            verified
                ? _("%1$s (%2$s): effects %3$zu, verification given; taken up %4$zu "
                    "times.")
                : _("%1$s (%2$s): effects %3$zu, not verified; taken up %4$zu times."),
            state, level, effects, spread),
        arena_printf(arena,
                     verified ? _("%1$s: effects %2$zu, verification given.")
                              : _("%1$s: effects %2$zu, not verified."),
                     state, effects),
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

bool case_one(struct examples *cases, struct error *error)
{
    struct frame *frame = &cases->frame;
    const struct item *item = cases->item->item;
    const struct state_row *state = case_state(item);
    frame->view.conclusion = conclusion(cases);
    example_head(cases, _("Case"));
    frame_text(frame, _("State"), state_text(state, frame->arena), state->role);
    example_about(cases);
    example_gap(cases);
    example_field(cases, "practice", EXAMPLE_ALWAYS);
    add_effect(cases);
    example_field(cases, "replicable", EXAMPLE_ALWAYS);
    example_field(cases, "conditions", EXAMPLE_ALWAYS);
    example_field(cases, "spread", EXAMPLE_ALWAYS);
    example_gap(cases);
    example_field(cases, "text", EXAMPLE_SAID);
    example_field(cases, "note", EXAMPLE_SAID);
    return example_end(cases, error);
}
