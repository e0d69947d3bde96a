/* The demo server's answers: see tests/demo/answers.h. */
#include "tests/demo/answers.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

enum {
    DIGEST_CHARS = 16,
    PIECES = 8,            /* of a slow body */
    PIECE_MS = 400,        /* between them */
    STALL_MS = 120 * 1000, /* longer than anybody waits; then the thread may end */
};

void rest(int milliseconds)
{
    struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    while (nanosleep(&left, &left) != 0)
        continue;
}

static enum MHD_Result queue(struct MHD_Connection *connection, unsigned status,
                             struct MHD_Response *response)
{
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static struct MHD_Response *response_of(const void *bytes, size_t size)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        size, (void *)(uintptr_t)bytes, MHD_RESPMEM_MUST_COPY);
    if (!response)
        abort();
    return response;
}

enum MHD_Result answer_text(struct MHD_Connection *connection, unsigned status,
                            const char *type, const char *text)
{
    struct MHD_Response *response = response_of(text, strlen(text));
    MHD_add_response_header(response, "Content-Type", type);
    if (status == MHD_HTTP_TOO_MANY_REQUESTS)
        MHD_add_response_header(response, "Retry-After", "3600");
    return queue(connection, status, response);
}

enum MHD_Result answer_login(struct MHD_Connection *connection)
{
    return answer_text(
        connection, MHD_HTTP_OK, "text/html; charset=utf-8",
        "<!DOCTYPE html>\n<html lang=\"zh-CN\"><meta charset=\"utf-8\">\n"
        "<title>统一身份认证（演示）</title>\n"
        "<p>登录已超时，请重新登录。\n");
}

/* ---- bodies that do not simply arrive ---- */

struct course {
    enum conduct conduct;
    struct text body;
};

static ssize_t course_read(void *self, uint64_t at, char *buffer, size_t room)
{
    const struct course *course = self;
    size_t left = course->body.size - at, half = course->body.size / 2;
    if (course->conduct == CONDUCT_SLOW) {
        size_t piece = course->body.size / PIECES + 1;
        rest(PIECE_MS);
        left = left < piece ? left : piece;
    } else if (at < half) {
        left = half - at;
    } else {
        if (course->conduct == CONDUCT_STALL)
            rest(STALL_MS);
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    left = left < room ? left : room;
    memcpy(buffer, course->body.data + at, left);
    return (ssize_t)left;
}

static void course_free(void *self)
{
    struct course *course = self;
    free(course->body.data);
    free(course);
}

/* Takes the body over. */
static struct MHD_Response *course_response(struct text body, enum conduct conduct)
{
    struct course *course = malloc(sizeof *course);
    if (!course)
        abort();
    *course = (struct course){conduct, body};
    struct MHD_Response *response = MHD_create_response_from_callback(
        body.size, 64 * 1024, course_read, course, course_free);
    if (!response)
        abort();
    return response;
}

/* ---- editions ---- */

static void digest_of(const struct text *body, char digest[DIGEST_CHARS + 1])
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    EVP_Digest(body->data, body->size, bytes, NULL, EVP_sha256(), NULL);
    for (int i = 0; i < DIGEST_CHARS / 2; i++)
        snprintf(digest + 2 * i, 3, "%02x", bytes[i]);
}

static struct text packed_text(const struct text *body)
{
    struct text packed = {.capacity = compressBound(body->size) + 64};
    packed.data = malloc(packed.capacity);
    z_stream stream = {.next_in = (z_const Bytef *)body->data,
                       .avail_in = (uInt)body->size,
                       .next_out = (Bytef *)packed.data,
                       .avail_out = (uInt)packed.capacity};
    if (!packed.data || deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8,
                                     Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    deflate(&stream, Z_FINISH);
    packed.size = stream.total_out;
    deflateEnd(&stream);
    return packed;
}

/* An ETag is different for each encoding (RFC 9110, 8.8.3). */
static void add_headers(struct MHD_Response *response, const struct ministry *ministry,
                        const char *digest, bool changed, bool packed)
{
    char etag[DIGEST_CHARS + 8];
    snprintf(etag, sizeof etag, "\"%s%s\"", digest, packed ? "-gz" : "");
    MHD_add_response_header(response, "ETag", etag);
    MHD_add_response_header(response, "Last-Modified", ministry->dates[changed]);
    MHD_add_response_header(response, "Content-Type", ministry->type);
    MHD_add_response_header(response, "Vary", "Accept-Encoding");
    MHD_add_response_header(response, "Cache-Control", "no-cache");
    if (packed)
        MHD_add_response_header(response, "Content-Encoding", "gzip");
}

static const char *request_header(struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

/* If-None-Match outranks the date (RFC 9110, 13.2.2). */
static bool is_known(struct MHD_Connection *connection, const char *digest,
                     const char *date)
{
    const char *etags = request_header(connection, "If-None-Match");
    if (*etags)
        return strstr(etags, digest) || strcmp(etags, "*") == 0;
    return strcmp(request_header(connection, "If-Modified-Since"), date) == 0;
}

static enum MHD_Result answer_edition(struct MHD_Connection *connection,
                                      const struct ministry *ministry,
                                      const struct manner *manner, enum conduct conduct)
{
    char digest[DIGEST_CHARS + 1];
    struct text body = {0};
    ministry->write(&body, manner);
    digest_of(&body, digest);
    bool packed = conduct == CONDUCT_GZIP_CUT ||
                  strstr(request_header(connection, "Accept-Encoding"), "gzip");
    struct MHD_Response *response;
    unsigned status = MHD_HTTP_OK;
    /* A POST is never conditional, and who plays a fault plays it for everybody. */
    if (conduct == CONDUCT_PLAIN && !ministry->asked &&
        is_known(connection, digest, ministry->dates[manner->changed])) {
        packed = false;
        status = MHD_HTTP_NOT_MODIFIED;
        free(body.data);
        body = (struct text){0};
    } else if (packed) {
        struct text all = packed_text(&body);
        free(body.data);
        body = all;
    }
    if (conduct == CONDUCT_GZIP_CUT)
        body.size = body.size * 2 / 3;
    if (conduct == CONDUCT_PLAIN || conduct == CONDUCT_GZIP_CUT) {
        response = response_of(body.data, body.size);
        free(body.data);
    } else {
        response = course_response(body, conduct);
    }
    add_headers(response, ministry, digest, manner->changed, packed);
    return queue(connection, status, response);
}

enum MHD_Result answer_feed(struct MHD_Connection *connection,
                            const struct ministry *ministry, bool changed,
                            const struct fault *fault)
{
    struct manner manner = {changed, fault ? fault->twist : TWIST_NONE};
    enum conduct conduct = fault ? fault->conduct : CONDUCT_PLAIN;
    switch (conduct) {
    case CONDUCT_HTML:
        return answer_login(connection);
    case CONDUCT_EMPTY:
        return answer_text(connection, MHD_HTTP_OK, ministry->type, "");
    case CONDUCT_500:
        return answer_text(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "text/plain",
                           "Internal Server Error\n");
    case CONDUCT_429:
        return answer_text(connection, MHD_HTTP_TOO_MANY_REQUESTS, "text/plain",
                           "Too Many Requests\n");
    default:
        return answer_edition(connection, ministry, &manner, conduct);
    }
}
