/* Keys: see tui/keys.h. */
#include "tui/keys.h"

#include <stddef.h>

static const struct {
    uint32_t key;
    enum action action;
} bindings[] = {
    {INPUT_UP, ACTION_UP},
    {'k', ACTION_UP},
    {INPUT_DOWN, ACTION_DOWN},
    {'j', ACTION_DOWN},
    {INPUT_LEFT, ACTION_LEFT},
    {'h', ACTION_LEFT},
    {INPUT_RIGHT, ACTION_RIGHT},
    {'l', ACTION_RIGHT},
    {INPUT_PAGE_UP, ACTION_PAGE_UP},
    {INPUT_PAGE_DOWN, ACTION_PAGE_DOWN},
    {INPUT_HOME, ACTION_FIRST},
    {'g', ACTION_FIRST},
    {INPUT_END, ACTION_LAST},
    {'G', ACTION_LAST},
    {INPUT_TAB, ACTION_NEXT_PANE},
    {INPUT_BACK_TAB, ACTION_PREVIOUS_PANE},
    {INPUT_ENTER, ACTION_OPEN},
    {INPUT_ESC, ACTION_CLOSE},
    {INPUT_BACKSPACE, ACTION_CLOSE},
    {'s', ACTION_SORT},
    {'S', ACTION_COLUMN},
    {'I', ACTION_REVERSE},
    {'F', ACTION_FILTER},
    {'m', ACTION_GROUP},
    {'u', ACTION_GROUP},
    {' ', ACTION_MARK},
    {'c', ACTION_COMPARE},
    {'!', ACTION_NEXT_BEHIND},
    {'0', ACTION_PAGE},
    {'1', ACTION_PAGE},
    {'2', ACTION_PAGE},
    {'3', ACTION_PAGE},
    {'4', ACTION_PAGE},
    {'5', ACTION_PAGE},
    {'6', ACTION_PAGE},
    {'7', ACTION_PAGE},
    {'8', ACTION_PAGE},
    {'9', ACTION_PAGE},
    {'[', ACTION_BACK},
    {']', ACTION_FORWARD},
    {':', ACTION_GOTO},
    {'/', ACTION_FIND},
    {'n', ACTION_FIND_NEXT},
    {'N', ACTION_FIND_PREVIOUS},
    {'?', ACTION_HELP},
    {'t', ACTION_AS_OF},
    {'d', ACTION_SINCE},
    {'r', ACTION_REFRESH},
    {'R', ACTION_REFRESH_ALL},
    {'e', ACTION_EXPORT},
    {'x', ACTION_STOP},
    {'L', ACTION_LOG},
    {'T', ACTION_THEME},
    {INPUT_CTRL('L'), ACTION_REDRAW},
    {INPUT_CTRL('Z'), ACTION_SUSPEND},
    {'q', ACTION_QUIT},
    {'Q', ACTION_LEAVE},
    {INPUT_CTRL('C'), ACTION_LEAVE},
};

enum action keys_action(uint32_t key)
{
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
        if (bindings[i].key == key)
            return bindings[i].action;
    return ACTION_NONE;
}
