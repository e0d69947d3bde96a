/*
 * Keys: which key does what.
 *
 * Owns: the bindings of keys to the actions that views/keys.h lists for the help page
 * and the manual.
 * Must never know: how an action is done.
 */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "tui/input.h"
#include "views/keys.h"

#include <stdint.h>

/* The action that a key is bound to, ACTION_NONE for every other key. */
enum action keys_action(uint32_t key);

#endif
