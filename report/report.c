/* Report formats: see report/report.h. A new format is one file and one row here. */
#include "report/report.h"

#include "report/csv.h"
#include "report/eml.h"
#include "report/html.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/svg.h"
#include "report/text.h"
#include "report/xlsx.h"

#include <string.h>
#include <strings.h>

const struct report_format *const report_formats[] = {
    &report_text, &report_markdown, &report_html, &report_eml, &report_csv,
    &report_json, &report_svg,      &report_xlsx, NULL,
};

const struct report_format *report_format_find(const char *name)
{
    for (size_t i = 0; report_formats[i]; i++)
        if (strcmp(report_formats[i]->name, name) == 0)
            return report_formats[i];
    return NULL;
}

const struct report_format *report_format_by_ending(const char *path)
{
    size_t n = strlen(path);
    for (size_t i = 0; report_formats[i]; i++) {
        size_t m = strlen(report_formats[i]->ending);
        if (n > m && strcasecmp(path + n - m, report_formats[i]->ending) == 0)
            return report_formats[i];
    }
    return NULL;
}

const char *report_format_names(struct arena *arena)
{
    const char *names = "";
    for (size_t i = 0; report_formats[i]; i++)
        names = arena_printf(arena, "%s%s%s", names, i > 0 ? ", " : "",
                             report_formats[i]->name);
    return names;
}

static bool done(struct report *report, bool ok, struct error *error)
{
    if (ok && report->full)
        ok = error_set(error, ERROR_TOO_LARGE, report->format->name,
                       arena_printf(report->arena, "%zu", report->out->ceiling));
    if (!ok)
        report_drop(report);
    return ok;
}

bool report_begin(struct report *report, const struct report_format *format,
                  const struct report_rules *rules, struct arena *arena,
                  struct buffer *out, struct error *error)
{
    *report =
        (struct report){.format = format, .rules = rules, .out = out, .arena = arena};
    return done(report, !format->begin || format->begin(report, error), error);
}

bool report_page(struct report *report, const struct view *view, struct arena *arena,
                 struct error *error)
{
    struct arena *own = report->arena;
    report->arena = arena;
    bool ok = !report->format->page || report->format->page(report, view, error);
    report->arena = own;
    report->n_pages++;
    return done(report, ok, error);
}

bool report_end(struct report *report, struct error *error)
{
    bool ok = !report->format->end || report->format->end(report, error);
    return done(report, ok, error);
}

void report_drop(struct report *report)
{
    if (report->format->drop)
        report->format->drop(report);
}

bool report_write(const struct report_format *format, const struct report_rules *rules,
                  const struct view *view, struct arena *arena, struct buffer *out,
                  struct error *error)
{
    struct report report;
    return report_begin(&report, format, rules, arena, out, error) &&
           report_page(&report, view, arena, error) && report_end(&report, error);
}
