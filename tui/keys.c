/* Keys: see tui/keys.h. */
#include "tui/keys.h"

#include "tui/tui.h"

enum { KEYS_MOST = 10 };

static const struct {
    enum action action;
    uint32_t keys[KEYS_MOST]; /* INPUT_NONE behind the last */
} bindings[] = {
#define KEY_BINDING(action, keys, does, ...) {ACTION_##action, {__VA_ARGS__}},
    KEY_LIST(KEY_BINDING)
#undef KEY_BINDING
};

const struct key_help tui_key_help[] = {
#define KEY_HELP(action, keys, does, ...) {keys, does},
    KEY_LIST(KEY_HELP)
#undef KEY_HELP
        {NULL, NULL},
};

enum action keys_action(uint32_t key)
{
    if (key == INPUT_NONE)
        return ACTION_NONE;
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
        for (size_t j = 0; j < KEYS_MOST; j++)
            if (bindings[i].keys[j] == key)
                return bindings[i].action;
    return ACTION_NONE;
}
