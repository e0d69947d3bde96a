/* Answers while they arrive: see fetch/transfer_answer.h. */
#include "fetch/transfer_answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

enum { INFLATE_CHUNK = 32 * 1024 };

/* States: fresh (started, nothing read) -> inside a member -> between members (a whole
 * one is read) -> inside the next, if more bytes come. Whole = between members. */
struct inflater {
    z_stream stream;
    bool whole;
};

bool answer_validator_usable(const char *text, bool blanks)
{
    size_t n = 0;
    for (; text[n]; n++) {
        unsigned char c = (unsigned char)text[n];
        if (c > 0x7E || c < (blanks ? 0x20 : 0x21))
            return false;
    }
    return n > 0 && n < HEADER_VALUE_SIZE;
}

/* Copies a header's value without blanks at its ends; false, and "", if it does not fit
 * or holds a NUL. */
static bool copy_value(char value[HEADER_VALUE_SIZE], const char *s, size_t n)
{
    while (n > 0 && (*s == ' ' || *s == '\t'))
        s++, n--;
    while (n > 0 && strchr(" \t\r\n", s[n - 1]))
        n--;
    bool fits = n < HEADER_VALUE_SIZE && !memchr(s, '\0', n);
    n = fits ? n : 0;
    memcpy(value, s, n);
    value[n] = '\0';
    return fits;
}

static enum encoding encoding_of(const char *value)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } known[] = {
        {"", ENCODING_PLAIN},
        {"identity", ENCODING_PLAIN},
        {"gzip", ENCODING_COMPRESSED},
        {"x-gzip", ENCODING_COMPRESSED},
        {"deflate", ENCODING_COMPRESSED},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(value, known[i].name) == 0)
            return known[i].encoding;
    return ENCODING_UNKNOWN;
}

/* "HTTP/1.1 404 Not Found": a new answer begins. */
static void begin_answer(struct answer *answer, const char *line, size_t n)
{
    const char *blank = memchr(line, ' ', n);
    size_t skip = blank ? (size_t)(blank - line) : n;
    copy_value(answer->phrase, line + skip, n - skip);
    answer->status = atoi(answer->phrase);
    answer->etag[0] = answer->last_modified[0] = answer->type[0] = '\0';
    answer->retry_after[0] = answer->date[0] = '\0';
    answer->length[0] = answer->location[0] = '\0';
    answer->encoding = ENCODING_PLAIN;
    answer->encoded = answer->headed = false;
    answer->framed = n > 5 && line[5] >= '2';
}

/* Encodings inside one another are no way to send a feed, and a way to hide its size.
 */
static void take_encoding(struct answer *answer, const char *value)
{
    answer->encoding = answer->encoded ? ENCODING_UNKNOWN : encoding_of(value);
    size_t n = answer->encoded ? strlen(answer->packed) : 0;
    if (n < HEADER_VALUE_SIZE)
        snprintf(answer->packed + n, sizeof answer->packed - n, "%s%s", n ? ", " : "",
                 value);
    answer->encoded = true;
}

/* Two lengths, or one that is no number, leave open where the body ends (RFC 9112,
 * 6.3); libcurl would take the digits that it begins with. */
static void take_length(struct answer *answer, const char *value)
{
    bool number = *value && value[strspn(value, "0123456789")] == '\0';
    if (!number || (answer->length[0] && strcmp(answer->length, value) != 0))
        answer->error = ERROR_TRANSFER_NOT_HTTP;
    answer->framed = true;
    memcpy(answer->length, value, HEADER_VALUE_SIZE);
}

/* libcurl would unpack these itself, and take a stream that was cut for a whole one. */
static void take_framing(struct answer *answer, const char *value)
{
    answer->framed = answer->framed || strcasecmp(value, "chunked") == 0;
    if (strcasecmp(value, "chunked") != 0 && strcasecmp(value, "identity") != 0)
        answer->error = ERROR_TRANSFER_PACKED;
    snprintf(answer->packed, sizeof answer->packed, "Transfer-Encoding: %s", value);
}

static void take_location(struct answer *answer, const char *s, size_t n)
{
    while (n > 0 && (*s == ' ' || *s == '\t'))
        s++, n--;
    while (n > 0 && strchr(" \t\r\n", s[n - 1]))
        n--;
    if (answer->location[0] || n >= LOCATION_SIZE || memchr(s, '\0', n))
        return;
    memcpy(answer->location, s, n);
    answer->location[n] = '\0';
}

static void take_field(struct answer *answer, const char *line, size_t n)
{
    char value[HEADER_VALUE_SIZE];
    const struct {
        const char *name;
        char *value; /* where it is kept, or what takes it */
        void (*take)(struct answer *answer, const char *value);
    } wanted[] = {
        {"ETag", answer->etag, NULL},
        {"Last-Modified", answer->last_modified, NULL},
        {"Content-Type", answer->type, NULL},
        {"Retry-After", answer->retry_after, NULL},
        {"Date", answer->date, NULL},
        {"Content-Encoding", value, take_encoding},
        {"Content-Length", value, take_length},
        {"Transfer-Encoding", value, take_framing},
    };
    const char *colon = memchr(line, ':', n);
    if (!colon)
        return;
    size_t length = (size_t)(colon - line);
    if (length == 8 && strncasecmp(line, "Location", 8) == 0)
        take_location(answer, colon + 1, n - length - 1);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (strlen(wanted[i].name) != length ||
            strncasecmp(wanted[i].name, line, length) != 0)
            continue;
        bool fits = copy_value(wanted[i].value, colon + 1, n - length - 1);
        if (wanted[i].take && !fits)
            answer->error = ERROR_TRANSFER_HEADERS;
        else if (wanted[i].take)
            wanted[i].take(answer, value);
    }
    if (!answer_validator_usable(answer->etag, false))
        answer->etag[0] = '\0';
    if (!answer_validator_usable(answer->last_modified, true))
        answer->last_modified[0] = '\0';
}

bool answer_header(struct answer *answer, const char *line, size_t n)
{
    answer->header_bytes += n;
    answer->header_lines++;
    if (answer->header_bytes > HEADER_BYTES_MOST ||
        answer->header_lines > HEADER_LINES_MOST) {
        answer->error = ERROR_TRANSFER_HEADERS;
        return false;
    }
    if (n >= 5 && memcmp(line, "HTTP/", 5) == 0)
        begin_answer(answer, line, n);
    else if (n > 0 && (line[0] == '\r' || line[0] == '\n'))
        answer->headed = true;
    else
        take_field(answer, line, n);
    return answer->error == ERROR_NONE;
}

static bool put(struct answer *answer, const void *bytes, size_t n)
{
    if (bulk_put(&answer->body, bytes, n, &answer->full))
        return true;
    answer->error = answer->full.code == ERROR_BULK_CEILING ? ERROR_TRANSFER_TOO_LARGE
                                                            : ERROR_BULK_FULL;
    return false;
}

/* Begins the decoding; zlib tells gzip from zlib by the first bytes itself. */
static bool start_inflating(struct answer *answer)
{
    struct inflater *inflater = arena_alloc(answer->arena, sizeof *inflater);
    if (inflateInit2(&inflater->stream, MAX_WBITS + 32) != Z_OK) {
        answer->error = ERROR_TRANSFER_ENCODING;
        return false;
    }
    answer->inflater = inflater;
    return true;
}

static bool inflate_body(struct answer *answer, const void *bytes, size_t n)
{
    unsigned char chunk[INFLATE_CHUNK];
    if (!answer->inflater && !start_inflating(answer))
        return false;
    struct inflater *inflater = answer->inflater;
    z_stream *stream = &inflater->stream;
    stream->next_in = (z_const Bytef *)bytes;
    stream->avail_in = (uInt)n;
    int result = Z_OK;
    do {
        if (inflater->whole && stream->avail_in > 0) {
            inflateReset(stream);
            inflater->whole = false;
        }
        stream->next_out = chunk;
        stream->avail_out = sizeof chunk;
        result = inflate(stream, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
            answer->error = ERROR_TRANSFER_ENCODING;
            return false;
        }
        inflater->whole = result == Z_STREAM_END;
        if (!put(answer, chunk, sizeof chunk - stream->avail_out))
            return false;
    } while (stream->avail_in > 0 || stream->avail_out == 0);
    return true;
}

bool answer_body(struct answer *answer, const void *bytes, size_t n)
{
    /* Read to its end, so that its connection can serve the next request. */
    if (answer->status && answer_status_error(answer->status) != ERROR_NONE) {
        answer->dropped += n;
        return answer->dropped <= DROPPED_MOST;
    }
    switch (answer->encoding) {
    case ENCODING_PLAIN:
        return put(answer, bytes, n);
    case ENCODING_COMPRESSED:
        return inflate_body(answer, bytes, n);
    case ENCODING_UNKNOWN:
        break;
    }
    answer->error = ERROR_TRANSFER_PACKED;
    return false;
}

/* A table must end with a line end, also in UTF-16. JSON and workbooks tell by
 * themselves whether they are whole. */
static bool ends_as_a_whole(const struct answer *answer)
{
    const char *bytes = answer->body.data;
    size_t n = answer->body.size;
    if (n == 0 || memchr("{[<\x1E", bytes[0], 4) ||
        (n > 1 && bytes[0] == 'P' && bytes[1] == 'K'))
        return true;
    if (n > 1 && bytes[n - 1] == '\0')
        n--;
    return memchr("\n\r \t", bytes[n - 1], 4) != NULL;
}

bool answer_end(struct answer *answer)
{
    /* A compressed body of no bytes at all is an empty body; headers that just end are
     * an answer that was cut, which libcurl takes for one without a body. */
    bool framed = answer->framed || answer->inflater || !answer->status;
    if (answer->headed && (!answer->inflater || answer->inflater->whole) &&
        (framed || ends_as_a_whole(answer)))
        return true;
    answer->error = ERROR_TRANSFER_CUT;
    return false;
}

void answer_again(struct answer *answer, bool anew)
{
    struct answer next = {.arena = answer->arena, .body = answer->body};
    if (!anew) {
        next.header_bytes = answer->header_bytes;
        next.header_lines = answer->header_lines;
    }
    if (answer->inflater)
        inflateEnd(&answer->inflater->stream);
    *answer = next;
}

bool answer_redirects(const struct answer *answer)
{
    int status = answer->status;
    return (status == 301 || status == 302 || status == 303 || status == 307 ||
            status == 308) &&
           answer->location[0];
}

void answer_release(struct answer *answer)
{
    bulk_release(&answer->body);
    if (answer->inflater)
        inflateEnd(&answer->inflater->stream);
    answer->inflater = NULL;
}

enum error_code answer_status_error(int status)
{
    static const struct {
        int first, last;
        enum error_code code;
    } meaning[] = {
        {200, 200, ERROR_NONE},           {203, 203, ERROR_NONE},
        {304, 304, ERROR_NONE},           {401, 401, ERROR_HTTP_DENIED},
        {403, 403, ERROR_HTTP_DENIED},    {404, 404, ERROR_HTTP_NOT_FOUND},
        {410, 410, ERROR_HTTP_NOT_FOUND}, {429, 429, ERROR_HTTP_BUSY},
        {500, 599, ERROR_HTTP_SERVER},
    };
    for (size_t i = 0; i < sizeof meaning / sizeof *meaning; i++)
        if (status >= meaning[i].first && status <= meaning[i].last)
            return meaning[i].code;
    return ERROR_HTTP_STATUS;
}
