/* The format eml: a message for `sendmail -t` (RFC 5322, 2045, 2047, 2231). */
#ifndef REPORT_EML_H
#define REPORT_EML_H

#include "report/report.h"

extern const struct report_format report_eml;

#endif
