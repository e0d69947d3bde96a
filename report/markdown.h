/* The format markdown: Markdown with tables as in GitHub Flavored Markdown 0.29. */
#ifndef REPORT_MARKDOWN_H
#define REPORT_MARKDOWN_H

#include "report/report.h"

extern const struct report_format report_markdown;

#endif
