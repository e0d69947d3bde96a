/* The format html: HTML 5: one file, no script, nothing from elsewhere. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/report.h"

extern const struct report_format report_html;

#endif
