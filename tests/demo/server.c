/*
 * The demo server: two ministries on this machine, over real HTTP.
 *
 *   /miit/indicators.json  quarters in JSON-stat 2.0
 *   /nda/monthly.csv       months in CSV
 *   /broken.html           a login page with status 200
 *   /stall                 never answers
 *
 * Both feeds have an ETag and a Last-Modified, answer 304 where nothing has changed,
 * and come as gzip to whoever accepts it. One change is scheduled: --change-after
 * SECONDS, or SIGUSR1 at once. SIGTERM and SIGINT end it. Listens on 127.0.0.1 alone.
 */
#include <getopt.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/demo/feeds.h"

enum { DIGEST_CHARS = 16 };

/* One path in one edition, in both encodings. */
struct edition {
    struct MHD_Response *plain, *packed, *same; /* same: the 304 */
    char digest[DIGEST_CHARS + 1];
    const char *date;
};

struct path {
    const char *path, *type;
    void (*write)(struct text *text, bool changed);
    const char *dates[2]; /* Last-Modified before and after the change */
    struct edition editions[2];
};

struct server {
    struct path *paths; /* ends with a NULL path */
    struct MHD_Response *missing, *refused;
};

struct options {
    int port;
    const char *port_file;
    unsigned change_after; /* seconds; 0 = only by signal */
    bool with_parent;
};

/* Set by a signal: the only way in for one. */
static volatile sig_atomic_t changed;

static void on_change(int number)
{
    (void)number;
    changed = 1;
}

/* ---- editions ---- */

static void digest_of(const struct text *body, char digest[DIGEST_CHARS + 1])
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    EVP_Digest(body->data, body->size, bytes, NULL, EVP_sha256(), NULL);
    for (int i = 0; i < DIGEST_CHARS / 2; i++)
        snprintf(digest + 2 * i, 3, "%02x", bytes[i]);
}

static struct MHD_Response *response_of(const void *bytes, size_t size)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        size, (void *)(uintptr_t)bytes, MHD_RESPMEM_MUST_COPY);
    if (!response)
        abort();
    return response;
}

static struct MHD_Response *packed_response(const struct text *body)
{
    size_t size = compressBound(body->size) + 64;
    unsigned char *packed = malloc(size);
    z_stream stream = {.next_in = (z_const Bytef *)body->data,
                       .avail_in = (uInt)body->size,
                       .next_out = packed,
                       .avail_out = (uInt)size};
    if (!packed || deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8,
                                Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    deflate(&stream, Z_FINISH);
    struct MHD_Response *response = response_of(packed, stream.total_out);
    deflateEnd(&stream);
    free(packed);
    MHD_add_response_header(response, "Content-Encoding", "gzip");
    return response;
}

/* An ETag is different for each encoding (RFC 9110, 8.8.3). */
static void add_headers(struct MHD_Response *response, const struct path *path,
                        const struct edition *edition, const char *suffix)
{
    char etag[DIGEST_CHARS + 8];
    snprintf(etag, sizeof etag, "\"%s%s\"", edition->digest, suffix);
    MHD_add_response_header(response, "ETag", etag);
    MHD_add_response_header(response, "Last-Modified", edition->date);
    MHD_add_response_header(response, "Content-Type", path->type);
    MHD_add_response_header(response, "Vary", "Accept-Encoding");
    MHD_add_response_header(response, "Cache-Control", "no-cache");
}

static void make_editions(struct path *path)
{
    for (int i = 0; i < 2; i++) {
        struct edition *edition = &path->editions[i];
        struct text body = {0};
        path->write(&body, i == 1);
        digest_of(&body, edition->digest);
        edition->date = path->dates[i];
        edition->plain = response_of(body.data, body.size);
        edition->packed = packed_response(&body);
        edition->same = response_of("", 0);
        add_headers(edition->plain, path, edition, "");
        add_headers(edition->packed, path, edition, "-gz");
        add_headers(edition->same, path, edition, "");
        free(body.data);
    }
}

static void broken_write(struct text *text, bool is_changed)
{
    (void)is_changed;
    text_put(text, "<!DOCTYPE html>\n<html lang=\"zh-CN\"><meta charset=\"utf-8\">\n"
                   "<title>统一身份认证（演示）</title>\n"
                   "<p>登录已超时，请重新登录。\n");
}

/* ---- answers ---- */

static const char *request_header(struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

/* If-None-Match outranks the date (RFC 9110, 13.2.2). */
static bool is_known(struct MHD_Connection *connection, const struct edition *edition)
{
    const char *etags = request_header(connection, "If-None-Match");
    if (*etags)
        return strstr(etags, edition->digest) || strcmp(etags, "*") == 0;
    return strcmp(request_header(connection, "If-Modified-Since"), edition->date) == 0;
}

static enum MHD_Result answer_path(struct MHD_Connection *connection,
                                   const struct path *path)
{
    const struct edition *edition = &path->editions[changed ? 1 : 0];
    if (is_known(connection, edition))
        return MHD_queue_response(connection, MHD_HTTP_NOT_MODIFIED, edition->same);
    bool packed = strstr(request_header(connection, "Accept-Encoding"), "gzip") != NULL;
    return MHD_queue_response(connection, MHD_HTTP_OK,
                              packed ? edition->packed : edition->plain);
}

static enum MHD_Result answer(void *self, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *upload, size_t *upload_size, void **request)
{
    const struct server *server = self;
    (void)version, (void)upload;
    /* An answer before the whole request has come would end the connection. */
    if (!*request) {
        *request = self;
        return MHD_YES;
    }
    if (*upload_size > 0) {
        *upload_size = 0; /* read, and thrown away */
        return MHD_YES;
    }
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return MHD_queue_response(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
                                  server->refused);
    if (strcmp(url, "/stall") == 0) {
        MHD_suspend_connection(connection);
        return MHD_YES;
    }
    for (const struct path *path = server->paths; path->path; path++)
        if (strcmp(url, path->path) == 0)
            return answer_path(connection, path);
    return MHD_queue_response(connection, MHD_HTTP_NOT_FOUND, server->missing);
}

/* ---- the program ---- */

/* Written whole, then renamed: whoever sees it can connect. */
static bool write_port(const char *name, int port)
{
    char half[4096];
    snprintf(half, sizeof half, "%s.new", name);
    FILE *file = fopen(half, "w");
    if (!file)
        return false;
    bool ok = fprintf(file, "%d\n", port) > 0;
    ok = fclose(file) == 0 && ok;
    return ok && rename(half, name) == 0;
}

static const char usage[] =
    "Usage: aiplus-demo-server [--port N] [--port-file FILE] [--change-after SECONDS]\n"
    "                          [--with-parent]\n"
    "Plays two ministries with made-up figures on 127.0.0.1. SIGUSR1 publishes the\n"
    "scheduled change at once.\n";

static long number_of(const char *text, long most)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (end == text || *end || number < 0 || number > most) {
        fprintf(stderr, "aiplus-demo-server: \"%s\" is not a number up to %ld\n", text,
                most);
        exit(2);
    }
    return number;
}

static struct options read_options(int argc, char **argv)
{
    static const struct option known[] = {
        {"port", required_argument, NULL, 'p'},
        {"port-file", required_argument, NULL, 'f'},
        {"change-after", required_argument, NULL, 'c'},
        {"with-parent", no_argument, NULL, 'w'},
        {"stall", no_argument, NULL, 's'}, /* always there */
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    struct options options = {0};
    int c;
    while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (c) {
        case 'p':
            options.port = (int)number_of(optarg, 65535);
            break;
        case 'f':
            options.port_file = optarg;
            break;
        case 'c':
            options.change_after = (unsigned)number_of(optarg, 1000000);
            break;
        case 'w':
            options.with_parent = true;
            break;
        case 's':
            break;
        case 'h':
            fputs(usage, stdout);
            exit(0);
        default:
            fputs(usage, stderr);
            exit(2);
        }
    }
    return options;
}

/* The change comes by SIGUSR1 or the alarm; everything else is for sigwait, blocked
 * before the server's thread begins so that it inherits that. */
static sigset_t set_signals(const struct options *options)
{
    sigset_t ends;
    struct sigaction change = {.sa_handler = on_change, .sa_flags = SA_RESTART};
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGHUP);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    sigaction(SIGUSR1, &change, NULL);
    sigaction(SIGALRM, &change, NULL);
    signal(SIGPIPE, SIG_IGN);
    alarm(options->change_after);
    if (options->with_parent)
        prctl(PR_SET_PDEATHSIG, SIGTERM);
    return ends;
}

int main(int argc, char **argv)
{
    static struct path paths[] = {
        {"/miit/indicators.json",
         "application/json; charset=utf-8",
         miit_write,
         {"Wed, 22 Jul 2026 16:00:00 GMT", "Wed, 28 Oct 2026 16:00:00 GMT"},
         {{0}}},
        {"/nda/monthly.csv",
         "text/csv; charset=utf-8",
         nda_write,
         {"Mon, 12 Oct 2026 02:00:00 GMT", "Thu, 12 Nov 2026 02:00:00 GMT"},
         {{0}}},
        {"/broken.html",
         "text/html; charset=utf-8",
         broken_write,
         {"Mon, 12 Oct 2026 02:00:00 GMT", "Mon, 12 Oct 2026 02:00:00 GMT"},
         {{0}}},
        {NULL, NULL, NULL, {NULL}, {{0}}},
    };
    struct options options = read_options(argc, argv);
    struct sockaddr_in loopback = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)options.port),
                                   .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct server server = {.paths = paths,
                            .missing = response_of("Not here.\n", 10),
                            .refused = response_of("GET and HEAD alone.\n", 20)};
    for (struct path *path = paths; path->path; path++)
        make_editions(path);
    sigset_t ends = set_signals(&options);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        answer, &server, MHD_OPTION_SOCK_ADDR, &loopback, MHD_OPTION_END);
    if (!daemon) {
        fprintf(stderr, "aiplus-demo-server: cannot listen on port %d\n", options.port);
        return 1;
    }
    int port = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    if (options.port_file ? !write_port(options.port_file, port)
                          : printf("%d\n", port) < 0 || fflush(stdout) != 0) {
        perror("aiplus-demo-server: the port cannot be told");
        return 1;
    }
    int number = 0;
    while (sigwait(&ends, &number) != 0)
        continue;
    /* The connections that are stalled for ever cannot be closed in order. */
    _exit(0);
}
