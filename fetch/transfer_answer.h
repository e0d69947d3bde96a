/*
 * One answer while it arrives: header lines and body, with their limits.
 *
 * Owns: what counts as too much, the validators that may be kept, decompression (the
 * door to zlib's inflate), what an HTTP status means.
 * Must never know: libcurl, sockets.
 *
 * libcurl could decompress as well, but 7.88 takes a gzip stream that ends early for a
 * whole one. A feed that was cut must never pass for a complete one.
 */
#ifndef FETCH_TRANSFER_ANSWER_H
#define FETCH_TRANSFER_ANSWER_H

#include "core/arena.h"
#include "core/bulk.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HEADER_VALUE_SIZE = 257,
    HEADER_BYTES_MOST = 65536,
    HEADER_LINES_MOST = 200,
    LOCATION_SIZE = 2048,
    DROPPED_MOST = 65536 /* bytes of the page of a redirect or refusal */
};

enum encoding { ENCODING_PLAIN, ENCODING_COMPRESSED, ENCODING_UNKNOWN };

struct inflater;

/* A zeroed struct with an arena and body.ceiling is valid. Header values belong to the
 * last status line: those of an interim answer are forgotten when the next one begins.
 * The body may hold what came before (pages); this answer's is put behind it. */
struct answer {
    struct arena *arena;            /* for the inflater; outlives the answer */
    int status;                     /* 200; 0 = no status line yet */
    char phrase[HEADER_VALUE_SIZE]; /* "404 Not Found" as sent */
    char etag[HEADER_VALUE_SIZE];   /* "" if none, or not fit to be sent back */
    char last_modified[HEADER_VALUE_SIZE];
    char type[HEADER_VALUE_SIZE];                                 /* as sent */
    char retry_after[HEADER_VALUE_SIZE], date[HEADER_VALUE_SIZE]; /* as sent */
    char length[HEADER_VALUE_SIZE];                               /* Content-Length */
    char location[LOCATION_SIZE]; /* "" if none, or too long to be one */
    enum encoding encoding;
    char packed[2 * HEADER_VALUE_SIZE +
                32];                   /* how the server says that it packed the body */
    bool encoded;                      /* an encoding was named already */
    bool headed;                       /* its headers have come to their end */
    bool framed;                       /* it says where its body ends, or HTTP/2 does */
    size_t header_bytes, header_lines; /* of all answers, redirects too */
    size_t dropped;                    /* bytes of a page that is not read */
    struct bulk body;                  /* decoded */
    struct inflater *inflater;         /* NULL until compressed bytes have come */
    enum error_code error;             /* why a function below returned false */
    struct error full;                 /* in words, where that is ERROR_BULK_FULL */
};

/* Takes one header line with its line end. False: the transfer is to be ended. */
bool answer_header(struct answer *answer, const char *line, size_t n);

/* Takes bytes of the body as sent. False: the transfer is to be ended; error stays
 * ERROR_NONE where the status alone says why (the body of a refusal or redirect is not
 * kept). */
bool answer_body(struct answer *answer, const void *bytes, size_t n);

/* To be called when the last byte has come: false if the headers or a compressed body
 * are not whole. A body that only the connection's end ends may be cut anywhere: it
 * must end as a whole one does, or its last figure might lack digits. */
bool answer_end(struct answer *answer);

/* Makes ready for the answer to another request: the body stays; what headers may still
 * come is counted on, unless it is `anew`. */
void answer_again(struct answer *answer, bool anew);

/* Does the answer send the request on? Where to is in `location`. */
bool answer_redirects(const struct answer *answer);

/* Frees body and inflater; the header values stay. */
void answer_release(struct answer *answer);

/* What the status means: ERROR_NONE where there is a body to be read, or nothing new.
 */
enum error_code answer_status_error(int status);

/* May the text be sent back as a validator: 1 to 256 bytes, all visible ASCII, and
 * blanks only where `blanks` (dates)? */
bool answer_validator_usable(const char *text, bool blanks);

#endif
