/* Keys: see views/keys.h. */
#include "views/keys.h"

#include "views/words.h"

#include <string.h>

const char *const key_group_names[KEYS_GROUP_COUNT] = {
    [KEYS_MOVE] = N_("Moving"),
    [KEYS_VIEW] = N_("Pages"),
    [KEYS_DATA] = N_("Data and screen"),
};

/* clang-format off */
const struct key_help key_help[] = {
#define ACTION_ROW(name, group, keys, does) {keys, does, ACTION_##name, KEYS_##group},
    ACTION_LIST(ACTION_ROW)
#undef ACTION_ROW
    {NULL, NULL, ACTION_NONE, KEYS_MOVE},
};
/* clang-format on */

/* A single letter is no word: "r" as a msgid is the flag of a revised value. */
const char *key_text(const struct key_help *key)
{
    return strchr(key->keys, ' ') ? _(key->keys) : key->keys;
}

static const enum action guarded[] = {
    ACTION_EXPORT, ACTION_REFRESH, ACTION_REFRESH_ALL, ACTION_STOP, ACTION_SUSPEND,
};

bool key_guarded(enum action action)
{
    for (size_t i = 0; i < sizeof guarded / sizeof *guarded; i++)
        if (guarded[i] == action)
            return true;
    return false;
}

/* Does a hint ("r collect") begin with such a key, of one letter? */
static bool hint_guarded(const char *hint)
{
    for (size_t i = 0; key_help[i].keys; i++)
        if (key_guarded(key_help[i].action) && !key_help[i].keys[1] &&
            hint[0] == key_help[i].keys[0] && hint[1] == ' ')
            return true;
    return false;
}

const char *key_hints(const char *hints, bool restricted, struct arena *arena)
{
    if (!restricted)
        return hints;
    const char *left = "";
    while (*hints) {
        const char *end = strstr(hints, "  ");
        size_t n = end ? (size_t)(end - hints) : strlen(hints);
        if (!hint_guarded(hints))
            left =
                arena_printf(arena, "%s%s%.*s", left, *left ? "  " : "", (int)n, hints);
        hints += n + (end ? 2 : 0);
    }
    return left;
}
