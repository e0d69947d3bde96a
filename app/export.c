/* Exporting: see app/export.h. */
#include "app/export.h"

#include "app/output.h"
#include "app/paper.h"
#include "core/period.h"

#include <string.h>
#include <sys/stat.h>

enum { TRIES_MOST = 1000 };

static bool is_there(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

/* An address as part of a file name: letters, digits, '.', and '-' for all else. */
static const char *name_of(const char *address, struct arena *arena)
{
    char *name = arena_strdup(arena, address);
    for (char *p = name; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                     (*p >= '0' && *p <= '9') || *p == '.' || (*p & 0x80);
        if (!plain)
            *p = '-';
    }
    return name;
}

const char *export_name(const struct session *session, const char *address,
                        struct arena *arena)
{
    const struct view_context *context = &session->context;
    char day[32];
    period_id(period_day(page_day(context)), day, sizeof day);
    const char *stem =
        arena_printf(arena, "aiplus-%s-%s", name_of(address, arena), day);
    const char *path = arena_printf(arena, "%s.csv", stem);
    for (int i = 2; i < TRIES_MOST && is_there(path); i++)
        path = arena_printf(arena, "%s-%d.csv", stem, i);
    return path;
}

bool export_page(struct session *session, const char *address, const char *from,
                 const struct view_options *options, const char *path, bool replace,
                 struct error *error)
{
    const struct report_format *format = report_format_by_ending(path);
    if (!format)
        return error_set(error, ERROR_EXPORT_ENDING, path);
    if (!replace && is_there(path))
        return error_set(error, ERROR_EXPORT_THERE, path);
    const struct report_mail nobody = {.from = "aiplus@localhost",
                                       .to = "",
                                       .cc = "",
                                       .subject = "",
                                       .message_id = ""};
    const struct paper_ask ask = {
        .from = from, .bare = true, .options = *options, .message = &nobody};
    struct buffer out = {.ceiling = PAPER_CEILING};
    bool ok = paper_write(session, format, address, &ask, &out, error) &&
              output_write(path, out.data, out.size, error);
    buffer_release(&out);
    return ok;
}
