/* What the configuration says of reports and of how they are sent. Plain data, in the
 * configuration's arena; "" = not said. */
#ifndef APP_REPORT_SETTING_H
#define APP_REPORT_SETTING_H

#include "fetch/mail.h"
#include "report/report.h"

#include <stddef.h>
#include <stdint.h>

/* mail { } */
struct mail_setting {
    struct mail_server server; /* address "": nothing is sent */
    const char *from;
    int attempts, pause; /* how often in all; seconds before the second, then doubled */
};

/* report "NAME" { } */
struct report_setting {
    const char *name;
    const char *const *pages; /* addresses */
    size_t n_pages;
    const char *format, *output, *subject, *language, *region;
    const char *to, *cc, *bcc; /* lists as in a header */
    const struct report_format *const *attached;
    size_t n_attached;
    bool since_last; /* changes since this report was sent last */
    int32_t since;   /* or since a day; 0 = as everywhere */
    int width;       /* 0 = the format's */
};

#endif
