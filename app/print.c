/* --print: see app/print.h. */
#include "app/print.h"

#include "app/fault.h"
#include "core/period.h"
#include "report/report.h"
#include "views/words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { PAPER_WIDTH = 72, PAPER_CEILING = 64 << 20 };

static void complain(const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    fprintf(stderr, "aiplus: %s\n", text);
}

/* The options that the command in the footer needs to print the same page again. */
static const char *asked_again(const struct options *options, struct arena *arena)
{
    const struct {
        const char *name;
        int32_t day;
    } days[] = {{"as-of", options->as_of}, {"since", options->since}};
    const char *text = NULL;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char day[32];
        if (!days[i].day)
            continue;
        period_id(period_day(days[i].day), day, sizeof day);
        text = arena_printf(arena, "%s%s--%s %s", text ? text : "", text ? " " : "",
                            days[i].name, day);
    }
    return text;
}

static bool print_page(struct session *session, const struct report_format *format,
                       const char *address, struct buffer *out, struct error *error)
{
    const struct options *options = session->options;
    struct arena arena = {0};
    struct report_rules rules = {
        .width = options->width ? options->width : PAPER_WIDTH,
        /* Paper is read in any font: what is disputed is counted wide. */
        .ambiguous = options->ambiguous ? options->ambiguous : 2,
        .program = "aiplus " AIPLUS_VERSION,
        .options = asked_again(options, &arena),
    };
    struct view view;
    struct view_context context;
    const char *page = *address ? address : "overview";
    bool ok = session_page(session, page, &arena, &context, error);
    context.paper = true;
    ok = ok && page_build(&context, page, &view, error) &&
         format->write(&view, &rules, &arena, out, error);
    arena_release(&arena);
    return ok;
}

static bool is_address_error(enum error_code code)
{
    return code == ERROR_ADDRESS || code == ERROR_ADDRESS_REGION ||
           code == ERROR_VIEW_REGION || code == ERROR_VIEW_TASK ||
           code == ERROR_VIEW_INDICATOR || code == ERROR_VIEW_SOURCE;
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
            return is_address_error(error.code) ? EXIT_USAGE : EXIT_ERROR;
        }
    }
    bool written =
        fwrite(out.data, 1, out.size, stdout) == out.size && fflush(stdout) == 0;
    buffer_release(&out);
    if (!written) {
        error_set(&error, ERROR_OUTPUT, strerror(errno));
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
