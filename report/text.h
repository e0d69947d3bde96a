/* The plain text format: a page for the body of a mail. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "report/report.h"

extern const struct report_format report_text;

#endif
