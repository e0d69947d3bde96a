/* The format xlsx: workbooks, through libxlsxwriter. */
#ifndef REPORT_XLSX_H
#define REPORT_XLSX_H

#include "report/report.h"

extern const struct report_format report_xlsx;

#endif
