/* Report formats: see report/report.h. A new format is one file and one row here. */
#include "report/report.h"

#include "report/csv.h"
#include "report/text.h"

#include <string.h>
#include <strings.h>

const struct report_format *const report_formats[] = {
    &report_text,
    &report_csv,
    NULL,
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
