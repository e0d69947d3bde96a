/* Character sets: see app/charset.h. */
#include "app/charset.h"

#include <errno.h>
#include <iconv.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CHARACTER_BYTES = 16 };

const char *charset_of_locale(struct arena *arena)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *name = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && (!name || !*name); i++)
        name = getenv(names[i]);
    if (!name || !*name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0)
        return "UTF-8";
    locale_t locale = newlocale(LC_CTYPE_MASK, name, (locale_t)0);
    const char *set = NULL;
    if (locale) {
        set = arena_strdup(arena, nl_langinfo_l(CODESET, locale));
        freelocale(locale);
    } else if (strchr(name, '.')) {
        /* Not installed here, but it says what is meant. */
        const char *suffix = strchr(name, '.') + 1;
        set = arena_strndup(arena, suffix, strcspn(suffix, "@"));
    }
    return set && *set && strncmp(set, "ANSI_X3", 7) != 0 ? set : "UTF-8";
}

bool charset_is_utf8(const char *name)
{
    return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "utf8") == 0;
}

/* One character; false if the set does not have it. */
static bool write_character(iconv_t to, const char *bytes, size_t n, struct buffer *out)
{
    char converted[CHARACTER_BYTES], *end = converted, *from = (char *)(uintptr_t)bytes;
    size_t left = n, room = sizeof converted;
    bool ok = iconv(to, &from, &left, &end, &room) == 0;
    if (!ok)
        iconv(to, NULL, NULL, NULL, NULL);
    return ok && buffer_put(out, converted, (size_t)(end - converted));
}

bool charset_write(const char *name, const struct buffer *text, struct buffer *out,
                   size_t *lost, struct error *error)
{
    iconv_t to = iconv_open(name, "UTF-8");
    *lost = 0;
    if (to == (iconv_t)-1)
        return error_set(error, ERROR_CHARSET, name);
    struct arena arena = {0};
    for (size_t i = 0; i < text->size;) {
        uint32_t code;
        size_t n = text_decode(text->data + i, text->size - i, &code);
        n = n > 0 ? n : 1;
        if (!write_character(to, text->data + i, n, out)) {
            const char *plain =
                text_plain(&arena, arena_strndup(&arena, text->data + i, n));
            if ((unsigned char)*plain >= 0x80 || *plain == '?' || !*plain) {
                plain = "?";
                ++*lost;
            }
            buffer_put(out, plain, strlen(plain));
        }
        i += n;
    }
    arena_release(&arena);
    iconv_close(to);
    return true;
}
