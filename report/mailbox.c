/* Mailboxes: see report/mailbox.h. */
#include "report/mailbox.h"

#include <string.h>

/* What an address may hold: no quoted local parts, which nobody gives an office. */
static bool is_address(const char *text)
{
    static const char marks[] = ".!#$%&'*+-/=?^_`{|}~@";
    const char *at = strchr(text, '@');
    if (!at || at == text || !at[1] || strchr(at + 1, '@') || *text == '-')
        return false;
    for (const char *p = text; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                     (*p >= '0' && *p <= '9');
        if (!plain && !strchr(marks, *p))
            return false;
    }
    return true;
}

static const char *trimmed(struct arena *arena, const char *text, size_t n)
{
    while (n > 0 && *text == ' ')
        text++, n--;
    while (n > 0 && text[n - 1] == ' ')
        n--;
    return arena_strndup(arena, text, n);
}

/* A name without the quotes around it. */
static const char *unquoted(struct arena *arena, const char *name)
{
    size_t n = strlen(name);
    if (n < 2 || name[0] != '"' || name[n - 1] != '"')
        return name;
    char *plain = arena_strndup(arena, name + 1, n - 2), *end = plain;
    for (const char *p = plain; *p; p++)
        if (*p != '\\' && *p != '"')
            *end++ = *p;
    *end = '\0';
    return plain;
}

/* Up to the next comma that is not quoted. */
static size_t piece(const char *list)
{
    bool quoted = false;
    size_t n = 0;
    for (; list[n] && (quoted || list[n] != ','); n++)
        if (list[n] == '"')
            quoted = !quoted;
    return n;
}

bool mailbox_list(const char *list, struct arena *arena, struct mailbox **boxes,
                  size_t *n, struct error *error)
{
    struct mailbox *found = NULL;
    size_t count = 0;
    for (;;) {
        size_t length = piece(list);
        const char *text = trimmed(arena, list, length);
        const char *open = strrchr(text, '<');
        struct mailbox box = {.name = "", .address = text};
        if (open && text[strlen(text) - 1] == '>') {
            box.name = unquoted(arena, trimmed(arena, text, (size_t)(open - text)));
            box.address = arena_strndup(arena, open + 1, strlen(open) - 2);
        }
        if (!is_address(box.address))
            return error_set(error, ERROR_MAILBOX, text);
        found = arena_more(arena, found, count, sizeof *found);
        found[count++] = box;
        if (!list[length])
            break;
        list += length + 1;
    }
    *boxes = found;
    *n = count;
    return true;
}
