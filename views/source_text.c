/* Source texts: see views/source_text.h. */
#include "views/source_text.h"

#include "core/text.h"
#include "views/frame.h"
#include "views/words.h"

#include <string.h>

enum { SENTENCE_SIZE = 1024 };

const char *time_or(struct arena *arena, int64_t time, const char *word)
{
    return time ? time_text(arena, time) : word;
}

/* Bytes of an address from s on: printable ASCII that may stand in one. */
static size_t address_length(const char *s)
{
    size_t n = 0;
    while (s[n] > ' ' && s[n] < 0x7F && !strchr("\"'<>", s[n]))
        n++;
    return n;
}

const char *address_shown(struct arena *arena, const char *text)
{
    const char *shown = "";
    for (;;) {
        const char *slashes = strstr(text, "://");
        if (!slashes)
            return *shown ? arena_printf(arena, "%s%s", shown, text) : text;
        const char *host = slashes + 3;
        size_t whole = address_length(host);
        size_t authority = strcspn(host, "/?#");
        if (authority > whole)
            authority = whole;
        const char *at = memrchr(host, '@', authority);
        size_t skip = at ? (size_t)(at + 1 - host) : 0;
        size_t path = strcspn(host, "?#");
        bool has_query = path < whole;
        if (!has_query)
            path = whole;
        shown = arena_printf(arena, "%s%.*s%.*s%s", shown, (int)(host - text), text,
                             (int)(path - skip), host + skip, has_query ? "?.." : "");
        text = host + whole;
    }
}

const char *error_shown(const struct error *error, struct arena *arena)
{
    char sentence[SENTENCE_SIZE];
    error_format(error, words_translate, sentence, sizeof sentence);
    /* What an error quotes may come from a feed. */
    return address_shown(arena, text_clean(arena, sentence, strlen(sentence)));
}

const char *source_reason(const struct source_state *source, struct arena *arena)
{
    return error_shown(&source->last_error, arena);
}

struct source_health source_health(const struct source_state *source, int64_t now,
                                   struct arena *arena)
{
    if (source->failures > 0 && source->last_attempt <= now)
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

const char *source_sentence(const struct source_state *source, int64_t now,
                            struct arena *arena)
{
    const char *due = time_or(arena, source->next_due, _("on request"));
    if (source->failures > 0 && source->last_attempt <= now)
        return arena_printf(arena, _("%1$s failed %2$u times, last success %3$s: %4$s"),
                            source->title, (unsigned)source->failures,
                            time_or(arena, source->last_success, _("never")),
                            source_reason(source, arena));
    if (source->last_success == 0)
        return arena_printf(arena, _("%s was never fetched; next due %s."),
                            source->title, due);
    if (source->rows_refused > 0)
        return arena_printf(
            arena,
            _("%1$s: %2$u rows refused, the other %3$u are in; next due "
              "%4$s."),
            source->title, (unsigned)source->rows_refused,
            (unsigned)(source->rows_seen > source->rows_refused
                           ? source->rows_seen - source->rows_refused
                           : 0),
            due);
    return arena_printf(arena,
                        _("%s: all %u rows are in; last success %s, next due %s."),
                        source->title, (unsigned)source->rows_seen,
                        time_text(arena, source->last_success), due);
}
