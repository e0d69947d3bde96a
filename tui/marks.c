/* Marks: see tui/marks.h. */
#include "tui/marks.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS = 6 };

static int32_t code_at(const char *text)
{
    return strspn(text, "0123456789") == DIGITS && !text[DIGITS] ? (int32_t)atoi(text)
                                                                 : 0;
}

int32_t marks_region(const char *address)
{
    static const char page[] = "region/";
    if (strncmp(address, page, sizeof page - 1) == 0 &&
        code_at(address + sizeof page - 1))
        return code_at(address + sizeof page - 1);
    const char *at = strrchr(address, '@');
    return at ? code_at(at + 1) : 0;
}

bool marks_has(const struct marks *marks, int32_t region)
{
    for (size_t i = 0; i < marks->n; i++)
        if (marks->regions[i] == region)
            return true;
    return false;
}

bool marks_toggle(struct marks *marks, int32_t region)
{
    for (size_t i = 0; i < marks->n; i++)
        if (marks->regions[i] == region) {
            memmove(&marks->regions[i], &marks->regions[i + 1],
                    (marks->n - i - 1) * sizeof *marks->regions);
            marks->n--;
            return true;
        }
    if (marks->n == MARKS_MOST)
        return false;
    marks->regions[marks->n++] = region;
    return true;
}
