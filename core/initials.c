/* Initials: see core/initials.h. */
#include "core/initials.h"

#include "core/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/initials_table.h"

static const char *others_of(uint32_t code)
{
    size_t low = 0, high = sizeof other_letters / sizeof *other_letters;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (other_letters[middle].code == code)
            return other_letters[middle].letters;
        if (other_letters[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return "";
}

static bool is_plain(uint32_t code)
{
    return code < 0x80 && isalnum((int)code);
}

/* Has the character an initial? */
static bool has_initial(uint32_t code)
{
    return is_plain(code) || (code >= FIRST_CODE && code <= LAST_CODE);
}

static bool begins_with(uint32_t code, char letter)
{
    if (is_plain(code))
        return tolower((int)code) == letter;
    return main_letters[code - FIRST_CODE] == letter || strchr(others_of(code), letter);
}

/* The next character that has an initial; 0 at the end. *name goes behind it. */
static uint32_t next_of(const char **name)
{
    uint32_t code = 0;
    while (**name) {
        size_t n = text_decode(*name, strlen(*name), &code);
        *name += n ? n : 1;
        if (n && has_initial(code))
            return code;
    }
    return 0;
}

/* Do the letters match from here on? *end is then behind the last of them. */
static bool match_here(const char *name, const char *letters, const char **end)
{
    for (; *letters; letters++) {
        uint32_t code = next_of(&name);
        if (!code || !begins_with(code, (char)tolower((unsigned char)*letters)))
            return false;
    }
    *end = name;
    return true;
}

enum initials initials_match(const char *name, const char *letters)
{
    size_t n = 0;
    for (; letters[n]; n++)
        if (!is_plain((unsigned char)letters[n]))
            return INITIALS_NONE;
    if (n < 2)
        return INITIALS_NONE;
    const char *end;
    if (match_here(name, letters, &end) && !next_of(&end))
        return INITIALS_WHOLE;
    do
        if (match_here(name, letters, &end))
            return INITIALS_PART;
    while (next_of(&name));
    return INITIALS_NONE;
}
