/* Report formats: see report/report.h. A new format is one file and one row here. */
#include "report/report.h"

#include "report/text.h"

#include <string.h>

const struct report_format *const report_formats[] = {
    &report_text,
    NULL,
};

const struct report_format *report_format_find(const char *name)
{
    for (size_t i = 0; report_formats[i]; i++)
        if (strcmp(report_formats[i]->name, name) == 0)
            return report_formats[i];
    return NULL;
}
