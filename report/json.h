/* The format json: JSON with exact figures: report/aiplus-page.schema.json is its
 * schema. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "report/report.h"

extern const struct report_format report_json;

#endif
