/*
 * Mail: one message handed to a server (SMTP, RFC 5321), through libcurl.
 *
 * Owns: the connection, how it is made safe, what the server's answer means. One
 * recipient at a time, so that a wrong address keeps nobody else from the message.
 * Must never know: what is in the message, who wants it.
 */
#ifndef FETCH_MAIL_H
#define FETCH_MAIL_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Of smtp: addresses: is the connection made safe by STARTTLS? With credentials it must
 * be, whatever is asked. */
enum mail_tls { MAIL_TLS_REQUIRED, MAIL_TLS_OFFERED, MAIL_TLS_NEVER };

/* "required", "offered", "never". */
bool mail_tls_named(const char *name, enum mail_tls *tls);

struct mail_server {
    const char *address; /* "smtps://host[:port]", "smtp://host[:port]" */
    const char
        *credentials; /* file with user and password (fetch/access.h); "" = none */
    const char
        *authority; /* file of certificates that are trusted besides; "" = none */
    enum mail_tls tls;
    int timeout; /* seconds for one message */
};

/* Is it an address of one of these schemes, with a host and nothing of a secret? */
bool mail_address_known(const char *address);

enum mail_outcome {
    MAIL_SENT,
    MAIL_REFUSED,  /* for good: the same again would be refused again */
    MAIL_LATER,    /* nobody took it: it may be tried again */
    MAIL_UNCERTAIN /* all of it was sent, and no answer came: perhaps it was taken */
};

struct mailer; /* a connection that is used again */

/* NULL with an error if the credentials cannot be read or would go over a line that is
 * not safe. */
struct mailer *mailer_open(const struct mail_server *server, struct error *error);
void mailer_close(struct mailer *mailer);

/* Hands the message (lines ending in CRLF) over for one recipient; both addresses
 * without names. *answer receives the server's last line, or why there was none, clean,
 * in the arena. */
enum mail_outcome mailer_send(struct mailer *mailer, const char *from, const char *to,
                              const char *message, size_t n, struct arena *arena,
                              const char **answer);

#endif
