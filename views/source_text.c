/* Source texts: see views/source_text.h. */
#include "views/source_text.h"

#include "core/text.h"
#include "views/figure.h"
#include "views/frame.h"
#include "views/words.h"

#include <string.h>

enum { SENTENCE_SIZE = 1024 };

const char *time_or(struct arena *arena, int64_t time, int64_t now, const char *word)
{
    return time ? moment_text(arena, time, now) : word;
}

/* Bytes of an address from s on. In a sentence printable ASCII that may stand in one;
 * alone everything up to a blank, whatever a mistaken or hostile address holds. */
static size_t address_length(const char *s, bool alone)
{
    size_t n = 0;
    while ((unsigned char)s[n] > ' ' &&
           (alone || (s[n] < 0x7F && s[n] > 0 && !strchr("\"'<>", s[n]))))
        n++;
    return n;
}

/* Does the authority hold a password with a slash in it: "user:pa" of "user:pa/ss@"? */
static bool runs_into_path(const char *host, size_t authority)
{
    const char *colon = memrchr(host, ':', authority);
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
    return colon && *host != '[' && colon + 1 + digits < host + authority;
}

/* How many bytes of user and password, with the @, stand at its beginning. */
static size_t credentials_length(const char *host, size_t whole)
{
    size_t authority = strcspn(host, "/?#");
    if (authority > whole || runs_into_path(host, authority))
        authority = whole;
    const char *at = memrchr(host, '@', authority);
    return at ? (size_t)(at + 1 - host) : 0;
}

/* "#3" at the end of an address: the third page of what it gives (fetch/row_feed.h). */
static size_t page_length(const char *host, size_t whole)
{
    size_t n = 0;
    while (n < whole && host[whole - n - 1] >= '0' && host[whole - n - 1] <= '9')
        n++;
    return n > 0 && n < whole && host[whole - n - 1] == '#' ? n + 1 : 0;
}

static const char *without_secrets(struct arena *arena, const char *text, bool alone)
{
    const char *shown = "";
    for (;;) {
        const char *slashes = strstr(text, "://");
        if (!slashes)
            return *shown ? arena_printf(arena, "%s%s", shown, text) : text;
        const char *host = slashes + 3;
        size_t whole = address_length(host, alone);
        size_t skip = credentials_length(host, whole);
        size_t page = page_length(host, whole);
        size_t path = skip + strcspn(host + skip, "?#");
        bool has_query = path < whole - page;
        if (!has_query)
            path = whole - page;
        shown = arena_printf(arena, "%s%.*s%.*s%s%.*s", shown, (int)(host - text), text,
                             (int)(path - skip), host + skip, has_query ? "?.." : "",
                             (int)page, host + whole - page);
        text = host + whole;
    }
}

const char *address_shown(struct arena *arena, const char *address)
{
    return without_secrets(arena, text_clean(arena, address, strlen(address)), true);
}

const char *sentence_shown(struct arena *arena, const char *text)
{
    return without_secrets(arena, text_clean(arena, text, strlen(text)), false);
}

/* What an error quotes may come from a feed, and may be an address: each of its
 * arguments is made fit to be shown before the sentence is made of them. */
const char *error_shown(const struct error *error, struct arena *arena)
{
    char sentence[SENTENCE_SIZE];
    const char *arg[ERROR_ARGS];
    struct error shown = {0};
    for (size_t i = 0; i < ERROR_ARGS; i++)
        arg[i] = address_shown(arena, error->arg[i]);
    error_set(&shown, error->code, arg[0], arg[1], arg[2], arg[3]);
    error_format(&shown, words_translate, sentence, sizeof sentence);
    return sentence_shown(arena, sentence);
}

const char *source_reason(const struct source_state *source, struct arena *arena)
{
    return error_shown(&source->last_error, arena);
}

struct source_health source_health(const struct source_state *source, int64_t now,
                                   struct arena *arena)
{
    if (source_held(source))
        return (struct source_health){_("! Needs attention"), ROLE_BAD};
    if (source->failures > 0)
        return (struct source_health){
            arena_printf(arena, _("E Failed x%u"), (unsigned)source->failures),
            ROLE_BAD};
    if (source->last_success == 0)
        return (struct source_health){_("o Never fetched"), ROLE_WARN};
    if (source->rows_refused > 0)
        return (struct source_health){
            arena_printf(arena, _("! Refused %u"), (unsigned)source->rows_refused),
            ROLE_BAD};
    if (source->next_due && source->next_due < now)
        return (struct source_health){_(": Overdue"), ROLE_WARN};
    if (source->warnings > 0)
        return (struct source_health){
            arena_printf(arena, _(": Warnings %u"), (unsigned)source->warnings),
            ROLE_WARN};
    return (struct source_health){_(". Well"), ROLE_TEXT};
}

static unsigned rows_kept(const struct source_state *source)
{
    return source->rows_seen > source->rows_refused
               ? (unsigned)(source->rows_seen - source->rows_refused)
               : 0;
}

const char *source_conclusion(const struct source_state *source, int64_t now,
                              struct arena *arena)
{
    const char *brief;
    if (source_held(source))
        brief = arena_printf(arena, _("needs attention; the data of %s stays."),
                             moment_text(arena, source->last_success, now));
    else if (source->failures > 0)
        brief = source->last_success
                    ? arena_printf(arena, _("failed %1$u times, last success %2$s."),
                                   (unsigned)source->failures,
                                   moment_text(arena, source->last_success, now))
                    : arena_printf(arena, _("failed %u times and never delivered yet."),
                                   (unsigned)source->failures);
    else if (source->last_success == 0)
        brief = _("never fetched.");
    else
        brief = arena_printf(arena, _("%1$u rows are in, %2$u refused."),
                             rows_kept(source), (unsigned)source->rows_refused);
    const char *wordings[] = {
        source_sentence(source, now, arena),
        arena_printf(arena, _("%1$s: %2$s"), source_title(source), brief),
        arena_printf(arena, _("%1$s: %2$s"), source->name, brief),
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

const char *source_sentence(const struct source_state *source, int64_t now,
                            struct arena *arena)
{
    const char *due = time_or(arena, source->next_due, now, _("on request"));
    if (source_held(source))
        return arena_printf(
            arena, _("%1$s needs attention; the data of %2$s stays: %3$s"),
            source->title, moment_text(arena, source->last_success, now),
            source_reason(source, arena));
    if (source->failures > 0)
        return source->last_success
                   ? arena_printf(arena,
                                  _("%1$s failed %2$u times, last success %3$s: %4$s"),
                                  source->title, (unsigned)source->failures,
                                  moment_text(arena, source->last_success, now),
                                  source_reason(source, arena))
                   : arena_printf(
                         arena,
                         _("%1$s failed %2$u times and never delivered yet: %3$s"),
                         source->title, (unsigned)source->failures,
                         source_reason(source, arena));
    if (source->last_success == 0)
        return arena_printf(arena, _("%s was never fetched; next due %s."),
                            source->title, due);
    if (source->rows_refused > 0)
        return arena_printf(
            arena,
            _("%1$s: %2$u rows refused, the other %3$u are in; next due "
              "%4$s."),
            source->title, (unsigned)source->rows_refused, rows_kept(source), due);
    return arena_printf(arena,
                        _("%s: all %u rows are in; last success %s, next due %s."),
                        source->title, (unsigned)source->rows_seen,
                        moment_text(arena, source->last_success, now), due);
}
