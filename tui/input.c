/* Input: see tui/input.h. Sequences: ECMA-48 section 5.4, xterm's ctlseqs, and what
 * rxvt, the Linux console, tmux and PuTTY send for Home and End. */
#include "tui/input.h"

#include "core/text.h"

/* Longer ones are noise. */
enum { SEQUENCE_MOST = 32 };

/* ESC [ number final, ESC O final; number 0 = none. */
static const struct sequence {
    int number;
    char final;
    uint32_t key;
} sequences[] = {
    {0, 'A', INPUT_UP},        {0, 'B', INPUT_DOWN},   {0, 'C', INPUT_RIGHT},
    {0, 'D', INPUT_LEFT},      {0, 'H', INPUT_HOME},   {0, 'F', INPUT_END},
    {0, 'Z', INPUT_BACK_TAB},  {0, 'M', INPUT_ENTER}, /* ESC O M: Enter of a numeric
                                                         keypad */
    {1, '~', INPUT_HOME},      {7, '~', INPUT_HOME},   {4, '~', INPUT_END},
    {8, '~', INPUT_END},       {3, '~', INPUT_DELETE}, {5, '~', INPUT_PAGE_UP},
    {6, '~', INPUT_PAGE_DOWN},
};

static uint32_t sequence_key(int number, char final)
{
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
        if (sequences[i].number == number && sequences[i].final == final)
            return sequences[i].key;
    return INPUT_NONE;
}

/* ESC [ parameters intermediates final. A parameter but one small number, as with a
 * modifier (1;5A), is a key that we do not have. */
static size_t take_csi(const char *bytes, size_t n, uint32_t *key)
{
    int number = 0, column = -1; /* behind the first ';' */
    bool plain = true;
    for (size_t i = 2; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c >= 0x40 && c <= 0x7E) {
            if (c == '[' && i == 2) { /* ESC [ [ A: the Linux console's F1 */
                if (n == 3)
                    return 0;
                *key = INPUT_NONE;
                return 4;
            }
            *key = plain                    ? sequence_key(number, (char)c)
                   : c == 'R' && column > 0 ? INPUT_REPORT + (uint32_t)column
                                            : INPUT_NONE;
            return i + 1;
        }
        if (c < 0x20 || c > 0x7E || i == SEQUENCE_MOST) {
            *key = INPUT_NONE;
            return i;
        }
        if (c >= '0' && c <= '9' && column >= 0 && column < 100) {
            column = column * 10 + (c - '0');
        } else if (c >= '0' && c <= '9' && column < 0 && number < 100) {
            number = number * 10 + (c - '0');
        } else {
            column = c == ';' && plain ? 0 : -1;
            plain = false;
        }
    }
    return 0;
}

static size_t take_escape(const char *bytes, size_t n, bool waited, uint32_t *key)
{
    size_t taken = 0;
    bool begins = n == 1;
    if (n >= 2 && bytes[1] == '[') {
        begins = true;
        taken = take_csi(bytes, n, key);
    } else if (n >= 2 && bytes[1] == 'O') {
        begins = true;
        if (n >= 3) {
            *key = sequence_key(0, bytes[2]);
            taken = 3;
        }
    }
    if (taken > 0 || (begins && !waited))
        return taken;
    /* A key typed right behind an Esc is a key of its own: on a slow line both arrive
     * together. */
    *key = INPUT_ESC;
    return 1;
}

/* Could these bytes still become a character? */
static bool character_begins(const char *bytes, size_t n)
{
    unsigned char lead = (unsigned char)bytes[0];
    size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                    : lead >= 0xE0 && lead <= 0xEF ? 3
                    : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                   : 0;
    if (n >= length)
        return false;
    for (size_t i = 1; i < n; i++)
        if (((unsigned char)bytes[i] & 0xC0) != 0x80)
            return false;
    return true;
}

size_t input_take(const char *bytes, size_t n, bool waited, uint32_t *key)
{
    unsigned char c = (unsigned char)bytes[0];
    if (c == INPUT_ESC)
        return take_escape(bytes, n, waited, key);
    if (c < 0x80) {
        *key = c == '\n' ? INPUT_ENTER : c == '\b' ? INPUT_BACKSPACE : c;
        return 1;
    }
    uint32_t code;
    size_t taken = text_decode(bytes, n, &code);
    if (taken > 0) {
        *key = text_safe(code) ? code : INPUT_NONE;
        return taken;
    }
    if (character_begins(bytes, n))
        return 0;
    *key = INPUT_NONE;
    return 1;
}
