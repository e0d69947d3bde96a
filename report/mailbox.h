/* Mailboxes: who a message is from and for. Owns: reading lists as in a header
 * (RFC 5322, 3.4, without comments and groups). */
#ifndef REPORT_MAILBOX_H
#define REPORT_MAILBOX_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct mailbox {
    const char *name;    /* "省数据局", "" = none */
    const char *address; /* "a@example.gov.cn": ASCII, no blanks, exactly one @ */
};

/* Reads "省数据局 <a@b.cn>, \"B, C\" <c@d.cn>, e@f.cn". False with ERROR_MAILBOX for
 * what is no address, with the piece at fault. */
bool mailbox_list(const char *list, struct arena *arena, struct mailbox **boxes,
                  size_t *n, struct error *error);

#endif
