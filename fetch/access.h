/*
 * Access: the secrets with which a source says who it is.
 *
 * Owns: the credentials file (who may read it, what it may say), which secrets each
 * method needs, the signature of the national data-sharing exchange and the answer that
 * gives its secret in force.
 * Must never know: libcurl. Never puts a secret into a message, an arena or a log: they
 * lie in struct secrets for as long as a request is made, and are wiped.
 *
 * A credentials file has one "name = value" a line; # begins a comment line.
 */
#ifndef FETCH_ACCESS_H
#define FETCH_ACCESS_H

#include "core/digest.h"
#include "core/error.h"
#include "fetch/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SECRET_SIZE = 512 };

/* "" where the file says nothing. To be wiped with access_forget. */
struct secrets {
    char user[SECRET_SIZE], password[SECRET_SIZE]; /* basic */
    char token[SECRET_SIZE];                       /* bearer */
    /* exchange: who asks, for which service, and the key that signs (with `refresh`:
     * that asks for the secret in force) */
    char rid[SECRET_SIZE], sid[SECRET_SIZE], secret[SECRET_SIZE];
    char key_password[SECRET_SIZE];
    char proxy_user[SECRET_SIZE], proxy_password[SECRET_SIZE];
};

enum access_method { ACCESS_NONE, ACCESS_BASIC, ACCESS_BEARER, ACCESS_EXCHANGE };

/* What the source's `auth` says; "" and NULL are ACCESS_NONE. */
enum access_method access_method_of(const struct source *source);

/* A text of struct access, "" where nothing was said. */
const char *access_text(const char *text);

/* Reads the source's credentials file, if it names one, and checks that it says what
 * the method needs. False, and nothing read, with the reason; no reason holds a value.
 */
bool access_read(const struct source *source, struct secrets *secrets,
                 struct error *error);
void access_forget(struct secrets *secrets);

/* Whether all that the source's access names is there and can be used, as far as that
 * can be told without a connection: credentials, certificates, keys. */
bool access_check(const struct source *source, struct error *error);

/* May this header be sent as the source's own? Not those that frame or authorise a
 * request, or that aiplus sets itself. */
bool access_header_allowed(const char *header);

enum { EXCHANGE_HEADERS = 4 };

/* What the exchange wants to see with each request, signed at a moment (ms since 1970).
 * Source of names and formula: DESIGN.md, section 5. */
struct exchange_signature {
    const char *names[EXCHANGE_HEADERS];
    const char *values[EXCHANGE_HEADERS]; /* in the secrets, or in here */
    char time[24], sign[SIGNATURE_SIZE];
};
void access_sign(const struct secrets *secrets, const char *key, int64_t ms,
                 struct exchange_signature *signature);

/* The body of a request for the secret in force, cut to nothing (false) if it does not
 * fit. */
bool access_refresh_body(const struct exchange_signature *signature, char *body,
                         size_t size);

/* The secret in force out of the answer {code, message, data: {secret}}; it may be
 * sealed with the long-term key. False with the server's own words, cleaned and cut, in
 * `why`. */
bool access_refresh_answer(const struct secrets *secrets, const char *bytes, size_t n,
                           char secret[SECRET_SIZE], char *why, size_t size);

#endif
