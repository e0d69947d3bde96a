/* Editions: see app/edition.h. */
#include "app/edition.h"

#include "app/fault.h"
#include "app/sent.h"
#include "core/period.h"
#include "views/words.h"

#include <string.h>

/* ---- how pages are asked for ---- */

static bool known(const struct view_choice *list, const char *name)
{
    return !*name || view_choice_find(list, name);
}

static const char *names_of(const struct view_choice *list, struct arena *arena)
{
    const char *text = "";
    for (const struct view_choice *choice = list; choice && choice->name; choice++)
        text = arena_printf(arena, "%s%s%s, ", text, choice->name,
                            choice->at == CHOICE_AT_ROW      ? ":ROW"
                            : choice->at == CHOICE_AT_COLUMN ? ":COLUMN"
                                                             : "");
    return text;
}

static bool check_options(const struct page *page, const struct view_options *asked,
                          const struct options *options, struct arena *arena,
                          struct error *error)
{
    const struct view_choice *sort = view_choice_find(page->sorts, asked->sort);
    bool whole = !sort || (sort->at == CHOICE_AT_NOTHING) == !*asked->at;
    if (!known(page->sorts, asked->sort) || !whole)
        return error_set(
            error, ERROR_OPTION_VALUE, "--sort", options->sort,
            arena_printf(arena, "%sby:HEAD", names_of(page->sorts, arena)));
    if (!known(page->groups, asked->group))
        return error_set(error, ERROR_OPTION_VALUE, "--group", options->group,
                         page->groups ? names_of(page->groups, arena) : "-");
    if (*asked->filter && !page->filters)
        return error_set(error, ERROR_OPTION_VALUE, "--filter", options->filter, "-");
    return true;
}

/* A sort may say behind a colon what it goes by; "by" is a column's head. */
static struct view_options options_of(const struct options *options,
                                      struct arena *arena)
{
    size_t n = strcspn(options->sort, ":");
    const char *at = options->sort[n] ? options->sort + n + 1 : "";
    struct view_options asked = {.sort = arena_strndup(arena, options->sort, n),
                                 .at = at,
                                 .filter = options->filter,
                                 .group = options->group,
                                 .column = ""};
    asked.reversed = strcmp(asked.sort, "by-reversed") == 0;
    if (*at && (asked.reversed || strcmp(asked.sort, "by") == 0)) {
        asked.column = at;
        asked.sort = asked.at = "";
    }
    return asked;
}

/* ---- its particulars ---- */

/* "{date}" in a subject or a file's name is the page's day. */
static const char *dated(const struct session *session, const char *text,
                         struct arena *arena)
{
    static const char place[] = "{date}";
    char day[32];
    const char *at = strstr(text, place);
    if (!at)
        return text;
    period_id(period_day(page_day(&session->context)), day, sizeof day);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, day,
                        at + sizeof place - 1);
}

static bool set_mail(struct session *session, struct edition *edition,
                     struct arena *arena, struct error *error)
{
    const struct options *options = session->options;
    const struct report_setting *setting = edition->setting;
    const char *from = session->config->mail.from;
    char day[32];
    period_id(period_day(page_day(&session->context)), day, sizeof day);
    edition->mail = (struct report_mail){
        .from = *from ? from : "aiplus@localhost",
        .to = *options->mail_to ? options->mail_to
              : setting         ? setting->to
                                : "",
        .cc = setting ? setting->cc : "",
        .subject = *options->subject ? options->subject
                   : setting         ? setting->subject
                                     : "",
        .message_id = options->message_id,
        .stem = arena_printf(arena, "%s-%s", setting ? setting->name : "aiplus", day),
        .attached = setting ? setting->attached : NULL,
        .n_attached = setting ? setting->n_attached : 0,
    };
    edition->mail.subject = dated(session, edition->mail.subject, arena);
    const struct report_format **attached = NULL;
    size_t n = 0;
    for (const char *list = options->attach; *list;) {
        size_t length = strcspn(list, ",");
        const char *name = arena_strndup(arena, list, length);
        const struct report_format *format = report_format_find(name);
        if (!format || strcmp(name, "eml") == 0)
            return error_set(error, ERROR_OPTION_VALUE, "--attach", name,
                             report_format_names(arena));
        attached = arena_more(arena, attached, n, sizeof *attached);
        attached[n++] = format;
        list += length + (list[length] == ',');
    }
    if (n > 0) {
        edition->mail.attached = attached;
        edition->mail.n_attached = n;
    }
    return true;
}

static bool set_since(struct session *session, const struct report_setting *setting,
                      struct error *error)
{
    int32_t since = setting->since;
    if (session->options->since)
        return true;
    if (setting->since_last && !sent_last(session->config, setting->name,
                                          page_day(&session->context), &since, error))
        return false;
    return since == 0 || session_since(session, since, error);
}

/* The digest of the first page's region ends what has none. */
static void add_digest(struct session *session, struct edition *edition,
                       struct arena *arena)
{
    const char **list = NULL;
    size_t n = 0;
    int32_t region = 0;
    bool there = strcmp(edition->format->name, "svg") == 0 || session->options->bare;
    for (size_t i = 0; i < edition->n_pages; i++) {
        struct address address;
        struct error ignored; /* said when the page is built */
        list = arena_more(arena, (void *)list, n, sizeof *list);
        list[n++] = *edition->pages[i] ? edition->pages[i] : "overview";
        if (!address_parse(session->context.catalog, list[i], &address, &ignored))
            continue;
        there = there || address.page == &page_digest;
        if (i == 0)
            region = address.region;
    }
    if (!there) {
        const struct address digest = {.page = &page_digest, .region = region};
        list = arena_more(arena, (void *)list, n, sizeof *list);
        list[n++] = address_text(arena, &digest);
    }
    edition->pages = list;
    edition->n_pages = n;
}

bool edition_open(struct session *session, struct arena *arena, struct edition *edition,
                  struct error *error)
{
    const struct options *options = session->options;
    const struct config *config = session->config;
    const struct report_setting *setting = NULL;
    if (*options->report && !(setting = config_report(config, options->report)))
        return error_set(error, ERROR_REPORT_UNKNOWN, options->report,
                         config->path ? config->path : "aiplus.conf");
    const char *name = *options->format              ? options->format
                       : setting && *setting->format ? setting->format
                                                     : "text";
    *edition = (struct edition){
        .setting = setting,
        .format = report_format_find(name),
        .pages = setting && options->n_pages == 0 ? setting->pages : options->pages,
        .n_pages =
            setting && options->n_pages == 0 ? setting->n_pages : options->n_pages,
    };
    if (!edition->format)
        return error_set(error, ERROR_FORMAT_UNKNOWN, name);
    if (!set_mail(session, edition, arena, error) ||
        (setting && !set_since(session, setting, error)))
        return false;
    edition->ask = (struct paper_ask){
        .options = options_of(options, arena),
        .width = options->width ? options->width
                 : setting      ? setting->width
                                : 0,
        .ambiguous = options->ambiguous,
        .colour = strcmp(options->colour, "always") == 0,
        .unmarked = options->no_bom,
        .bare = options->bare,
        .title = setting && *setting->subject ? edition->mail.subject : NULL,
        .message = &edition->mail,
        .date = options->date,
    };
    add_digest(session, edition, arena);
    return true;
}

/* ---- writing ---- */

static bool check_page(const struct session *session, const struct edition *edition,
                       size_t i, const char **canonical, struct arena *arena,
                       struct error *error)
{
    struct address address;
    if (!address_parse(session->context.catalog, edition->pages[i], &address, error))
        return false;
    if (address.region == 0 && address.page->regional)
        address.region = session->context.home;
    *canonical = address_text(arena, &address);
    return address.page == &page_digest ||
           check_options(address.page, &edition->ask.options, session->options, arena,
                         error);
}

bool edition_write(struct session *session, const struct edition *edition,
                   struct buffer *out, struct error *error)
{
    struct arena arena = {0};
    struct paper paper;
    struct paper_ask ask = edition->ask;
    const char **canonical = arena_alloc(&arena, edition->n_pages * sizeof *canonical);
    bool ok = true;
    for (size_t i = 0; i < edition->n_pages && ok; i++)
        ok = check_page(session, edition, i, &canonical[i], &arena, error);
    ask.addresses = canonical;
    ask.n_addresses = edition->n_pages;
    if (ok) {
        ok = paper_begin(&paper, session, edition->format, &ask, out, error);
        for (size_t i = 0; i < edition->n_pages && ok; i++) {
            fault_limit(FAULT_PAGE_SECONDS);
            ok = paper_page(&paper, edition->pages[i], error);
        }
        ok = ok && paper_end(&paper, error);
        paper_release(&paper);
    }
    arena_release(&arena);
    return ok;
}
