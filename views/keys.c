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
