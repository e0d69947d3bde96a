/* --print and --report: see app/print.h. */
#include "app/print.h"

#include "app/charset.h"
#include "app/edition.h"
#include "app/output.h"
#include "app/send.h"
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

static bool is_usage_error(enum error_code code)
{
    static const enum error_code codes[] = {
        ERROR_OPTION_VALUE,   ERROR_ADDRESS,    ERROR_ADDRESS_REGION,
        ERROR_VIEW_REGION,    ERROR_VIEW_TASK,  ERROR_VIEW_INDICATOR,
        ERROR_VIEW_SOURCE,    ERROR_NO_PICTURE, ERROR_FORMAT_UNKNOWN,
        ERROR_REPORT_UNKNOWN, ERROR_CHARSET,    ERROR_CHARSET_FORMAT,
        ERROR_HEADER,         ERROR_MAILBOX,    ERROR_SEND_ALONE,
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code)
            return true;
    return false;
}

static bool put_out(const char *path, const struct buffer *out, struct error *error)
{
    if (*path)
        return output_write(path, out->data, out->size, error);
    return (fwrite(out->data, 1, out->size, stdout) == out->size &&
            fflush(stdout) == 0) ||
           error_set(error, ERROR_OUTPUT, strerror(errno));
}

/* Only what does not say its own character set can be in another one. What is written
 * into a file is in UTF-8 unless another set is asked for. */
static const char *charset_for(const struct options *options,
                               const struct report_format *format, bool to_file,
                               struct arena *arena)
{
    if (*options->charset)
        return options->charset;
    return to_file || strcmp(format->name, "text") != 0 ? "UTF-8"
                                                        : charset_of_locale(arena);
}

static bool transcode(const struct options *options, const struct report_format *format,
                      const char *charset, struct buffer *out, struct error *error)
{
    size_t lost;
    struct buffer other = {.ceiling = PAPER_CEILING};
    bool open = strcmp(format->name, "text") == 0 ||
                strcmp(format->name, "markdown") == 0 ||
                strcmp(format->name, "csv") == 0;
    if (charset_is_utf8(charset))
        return true;
    if (!open)
        return error_set(error, ERROR_CHARSET_FORMAT, format->name, options->charset);
    if (!charset_write(charset, out, &other, &lost, error))
        return false;
    buffer_release(out);
    *out = other;
    if (lost > 0)
        fprintf(stderr,
                _("aiplus: %1$zu characters are not in %2$s and were written as "
                  "?; --charset=UTF-8 writes all of them.\n"),
                lost, charset);
    return true;
}

/* Whole pages or nothing: half a report must not be sent. */
static enum exit_status print_edition(struct session *session, struct edition *edition,
                                      struct arena *arena)
{
    const struct options *options = session->options;
    struct error error = {0};
    struct buffer out = {.ceiling = PAPER_CEILING};
    const char *path = *options->output   ? options->output
                       : edition->setting ? edition->setting->output
                                          : "";
    const char *charset = charset_for(options, edition->format, *path, arena);
    if (!charset_is_utf8(charset))
        edition->ask.unmarked = true;
    enum exit_status status = EXIT_FRESH;
    if (!edition_write(session, edition, &out, &error) ||
        !transcode(options, edition->format, charset, &out, &error)) {
        complain(&error);
        status = is_usage_error(error.code)     ? EXIT_USAGE
                 : error.code == ERROR_WORKBOOK ? EXIT_CANNOT_WRITE
                                                : EXIT_ERROR;
    } else if (!put_out(path, &out, &error)) {
        complain(&error);
        status = EXIT_CANNOT_WRITE;
    }
    buffer_release(&out);
    return status;
}

enum exit_status print_run(struct session *session)
{
    const struct options *options = session->options;
    struct error error = {0};
    struct arena arena = {0};
    struct edition edition;
    enum exit_status status;
    bool ok =
        (!options->send || *options->report || error_set(&error, ERROR_SEND_ALONE)) &&
        (!options->send || !options->offline ||
         error_set(&error, ERROR_SEND_OFFLINE)) &&
        edition_open(session, &arena, &edition, &error);
    if (!ok) {
        complain(&error);
        status = is_usage_error(error.code) ? EXIT_USAGE : EXIT_ERROR;
    } else {
        status = options->send ? send_run(session, &edition)
                               : print_edition(session, &edition, &arena);
    }
    if (status == EXIT_FRESH) {
        session->context.arena = &arena;
        status = (enum exit_status)data_freshness(&session->context);
        session->context.arena = NULL;
    }
    arena_release(&arena);
    return status;
}
