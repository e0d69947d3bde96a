/* --print: see app/print.h. */
#include "app/print.h"

#include "app/fault.h"
#include "app/output.h"
#include "app/paper.h"
#include "views/words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void complain(const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    fprintf(stderr, "aiplus: %s\n", text);
}

static bool known(const struct view_choice *list, const char *name)
{
    return !*name || view_choice_find(list, name);
}

static const char *names_of(const struct view_choice *list, struct arena *arena)
{
    const char *text = list ? "" : "-";
    for (const struct view_choice *choice = list; choice && choice->name; choice++)
        text = arena_printf(arena, "%s%s%s%s", text, *text ? ", " : "", choice->name,
                            choice->at == CHOICE_AT_ROW      ? ":ROW"
                            : choice->at == CHOICE_AT_COLUMN ? ":COLUMN"
                                                             : "");
    return text;
}

/* How the page is asked for: a sort may say behind a colon what it goes by. */
static bool take_options(const struct options *options, const struct page *page,
                         struct arena *arena, struct view_options *view,
                         struct error *error)
{
    size_t n = strcspn(options->sort, ":");
    *view = (struct view_options){
        .sort = arena_strndup(arena, options->sort, n),
        .at = options->sort[n] ? options->sort + n + 1 : "",
        .filter = options->filter,
        .group = options->group,
    };
    const struct view_choice *sort = view_choice_find(page->sorts, view->sort);
    bool whole = !sort || (sort->at == CHOICE_AT_NOTHING) == !*view->at;
    if (!known(page->sorts, view->sort) || !whole)
        return error_set(error, ERROR_OPTION_VALUE, "--sort", options->sort,
                         names_of(page->sorts, arena));
    if (!known(page->groups, view->group))
        return error_set(error, ERROR_OPTION_VALUE, "--group", options->group,
                         names_of(page->groups, arena));
    if (*view->filter && !page->filters)
        return error_set(error, ERROR_OPTION_VALUE, "--filter", options->filter,
                         names_of(page->filters, arena));
    return true;
}

static bool print_page(struct session *session, const struct report_format *format,
                       const char *address, struct buffer *out, struct error *error)
{
    const struct options *options = session->options;
    struct arena arena = {0};
    struct paper_ask ask = {.address = *address ? address : "overview",
                            .from = "",
                            .width = options->width,
                            .ambiguous = options->ambiguous};
    struct address asked;
    bool ok = address_parse(session->context.catalog, ask.address, &asked, error) &&
              take_options(options, asked.page, &arena, &ask.options, error) &&
              paper_write(session, format, &ask, out, error);
    arena_release(&arena);
    return ok;
}

static bool is_usage_error(enum error_code code)
{
    return code == ERROR_OPTION_VALUE || code == ERROR_ADDRESS ||
           code == ERROR_ADDRESS_REGION || code == ERROR_VIEW_REGION ||
           code == ERROR_VIEW_TASK || code == ERROR_VIEW_INDICATOR ||
           code == ERROR_VIEW_SOURCE;
}

static bool put_out(const char *path, const struct buffer *out, struct error *error)
{
    if (*path)
        return output_write(path, out->data, out->size, error);
    return (fwrite(out->data, 1, out->size, stdout) == out->size &&
            fflush(stdout) == 0) ||
           error_set(error, ERROR_OUTPUT, strerror(errno));
}

enum exit_status print_run(struct session *session)
{
    const struct options *options = session->options;
    struct error error = {0};
    const struct report_format *format =
        report_format_find(*options->format ? options->format : "text");
    if (!format) {
        error_set(&error, ERROR_FORMAT_UNKNOWN, options->format);
        complain(&error);
        return EXIT_USAGE;
    }
    /* Whole pages or nothing: half a report must not be sent. */
    struct buffer out = {.ceiling = PAPER_CEILING};
    for (size_t i = 0; i < options->n_pages; i++) {
        if (i > 0)
            buffer_put(&out, "\n\n", 2);
        fault_limit(FAULT_PAGE_SECONDS);
        if (!print_page(session, format, options->pages[i], &out, &error)) {
            complain(&error);
            buffer_release(&out);
            return is_usage_error(error.code) ? EXIT_USAGE : EXIT_ERROR;
        }
    }
    bool written = put_out(options->output, &out, &error);
    buffer_release(&out);
    if (!written) {
        complain(&error);
        return EXIT_CANNOT_WRITE;
    }
    struct arena arena = {0};
    session->context.arena = &arena;
    enum freshness fresh = data_freshness(&session->context);
    session->context.arena = NULL;
    arena_release(&arena);
    return (enum exit_status)fresh;
}
