/* Lines, texts and the head of a suggested section: see fetch/suggest_work.h. */
#include "fetch/suggest_work.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *suggest_say(const struct suggest_writing *w, const char *msgid)
{
    return w->translate ? w->translate(msgid) : msgid;
}

void suggest_put(struct suggest_writing *w, const char *line)
{
    /* Beyond its ceiling the buffer takes nothing more, and all of it is left out. */
    if (w->out->ceiling &&
        (!buffer_put(w->out, line, strlen(line)) || !buffer_put(w->out, "\n", 1)))
        w->out->ceiling = 0;
}

void suggest_comment(struct suggest_writing *w, const char *text)
{
    suggest_put(w, arena_printf(w->arena, "    # %s", text));
}

const char *suggest_clean(const struct suggest_writing *w, const char *text)
{
    return text_clean(w->arena, text, strlen(text));
}

/* `$` would name a variable of the environment there. */
const char *suggest_quoted(const struct suggest_writing *w, const char *text)
{
    char *to = arena_alloc(w->arena, 2 * strlen(text) + 3), *p = to;
    *p++ = '"';
    for (; *text; text++) {
        if (strchr("\"\\$", *text))
            *p++ = '\\';
        *p++ = *text;
    }
    *p++ = '"';
    return to;
}

bool suggest_fits(const struct suggest_writing *w, const char *text)
{
    size_t n = strlen(text);
    return n > 0 && !strchr(" \t", text[0]) && !strchr(" \t", text[n - 1]) &&
           !strchr(text, '=') && strcmp(suggest_clean(w, text), text) == 0;
}

const char *suggest_name(const struct suggest_writing *w,
                         const struct category *category)
{
    return suggest_fits(w, category->code)    ? category->code
           : suggest_fits(w, category->label) ? category->label
                                              : NULL;
}

const char *suggest_pair(const struct suggest_writing *w, const char *from,
                         const char *to)
{
    return suggest_quoted(w, arena_printf(w->arena, "%s = %s", from, to));
}

/* ---- what was looked at ---- */

void suggest_text(struct suggest_writing *w, const char *setting, const char *value)
{
    if (value && *value && strcmp(suggest_clean(w, value), value) == 0)
        suggest_put(w, arena_printf(w->arena, "    %s = %s", setting,
                                    suggest_quoted(w, value)));
}

static void put_allow(struct suggest_writing *w)
{
    const char *address = w->source->address;
    bool http = strncasecmp(address, "http:", 5) == 0;
    bool file = strncasecmp(address, "file:", 5) == 0;
    const char *host = strstr(address, "://");
    host = host ? host + 3 : "";
    bool loopback =
        !file && (strncmp(host, "127.", 4) == 0 || strncmp(host, "[::1]", 5) == 0 ||
                  strncasecmp(host, "localhost", 9) == 0);
    if (http || file || loopback)
        suggest_put(w, arena_printf(w->arena, "    allow = {%s%s%s}",
                                    http   ? "\"http\""
                                    : file ? "\"file\""
                                           : "",
                                    http && loopback ? ", " : "",
                                    loopback ? "\"loopback\"" : ""));
}

/* The columns that were named for this look. */
static void put_columns(struct suggest_writing *w)
{
    const struct column_mapping *c = &w->source->mapping.columns;
    const struct {
        const char *setting, *value;
    } texts[] = {
        {"delimiter", c->delimiter},
        {"encoding", c->encoding},
        {"sheet", c->sheet},
        {"wide", c->wide},
        {"register", c->register_name},
        {"region", c->region},
        {"indicator", c->indicator},
        {"period", c->period},
        {"value", c->value},
        {"status", c->status},
        {"qualifier", c->qualifier},
        {"unit", c->unit},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        suggest_text(w, texts[i].setting, texts[i].value);
    if (c->decimal && strcmp(c->decimal, ",") == 0)
        suggest_text(w, "decimal", c->decimal);
    if (c->head > 0)
        suggest_put(w, arena_printf(w->arena, "    head = %d", c->head));
    const char *list = "";
    for (size_t i = 0; i < c->n_fields; i++)
        list = arena_printf(w->arena, "%s%s%s", list, i ? ", " : "",
                            suggest_pair(w, c->fields[i].from, c->fields[i].to));
    if (c->n_fields > 0)
        suggest_put(w, arena_printf(w->arena, "    fields = {%s}", list));
}

/* A name for the source from its address: "monthly" of ".../monthly.csv?a=b". */
static const char *section_name(const struct suggest_writing *w, const char *more)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_";
    if (strspn(w->source->name, allowed) == strlen(w->source->name) && !*more)
        return w->source->name;
    const char *start = w->source->name, *scheme = strstr(start, "://");
    start = scheme ? scheme + 3 : start;
    size_t n = strcspn(start, "?#");
    for (size_t i = 0; i < n; i++)
        if (start[i] == '/' && i + 1 < n) {
            start += i + 1;
            n -= i + 1;
            i = (size_t)-1;
        }
    size_t stem = strcspn(start, ".");
    char *name = arena_strndup(w->arena, start, stem > 0 && stem < n ? stem : n);
    name = arena_printf(w->arena, "%s%s%s", name, *more ? "-" : "", more);
    size_t to = 0;
    for (const char *p = name; *p && to < 40; p++)
        if (strchr(allowed, *p))
            name[to++] = *p;
        else if (to > 0 && name[to - 1] != '-')
            name[to++] = '-';
    while (to > 0 && name[to - 1] == '-')
        to--;
    name[to] = '\0';
    return to > 0 ? name : "feed";
}

void suggest_open(struct suggest_writing *w, const struct decoder *decoder,
                  const char *more)
{
    suggest_put(w, arena_printf(w->arena, "source %s {",
                                suggest_quoted(w, section_name(w, more))));
    suggest_text(w, "address", w->source->address);
    put_allow(w);
    suggest_text(w, "format", decoder->name);
    put_columns(w);
}
