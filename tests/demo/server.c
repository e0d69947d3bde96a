/*
 * The demo server: six ministries on this machine, over real HTTP.
 *
 *   /miit/indicators.json        quarters in JSON-stat 2.0
 *   /ndrc/aiplus.json            quarters, registers and targets in aiplus's own format
 *   /nda/monthly.csv             months in CSV
 *   /most/data/MOST,DF_AI4S,1.0  quarters in SDMX-JSON 2.0
 *   /nbs/stream/esData           months as data.stats.gov.cn answers a POST
 *   /moe/education.xlsx          half-years in a workbook
 *   /broken.html                 a login page with status 200
 *   /stall                       never answers
 *
 * All feeds but the POST's have an ETag and a Last-Modified and answer 304 where
 * nothing has changed; all come as gzip to whoever accepts it. One change is scheduled:
 * --change-after SECONDS, or SIGUSR1 at once. Faults: see tests/demo/faults.h; those of
 * a --faults file are looked up for each request. SIGTERM and SIGINT end it. Listens on
 * 127.0.0.1 alone.
 */
#include "tests/demo/answers.h"

#include <getopt.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { ASKED_MOST = 4096, STALL_MS = 120 * 1000 };

struct options {
    int port;
    const char *port_file;
    unsigned change_after; /* seconds; 0 = only by signal */
    bool with_parent;
    struct fault_plan plan; /* of the command line */
    const char *faults;     /* file with more, or NULL */
};

/* What came with a request, as far as anybody looks. */
struct request {
    char body[ASKED_MOST];
    size_t size;
};

/* Set by a signal: the only way in for one. */
static volatile sig_atomic_t changed;

static void on_change(int number)
{
    (void)number;
    changed = 1;
}

/* ---- requests ---- */

static enum MHD_Result answer_ministry(struct MHD_Connection *connection,
                                       const struct options *options, size_t i,
                                       const char *method,
                                       const struct request *request)
{
    const struct ministry *ministry = &ministries[i];
    bool posted = strcmp(method, "POST") == 0;
    if (posted != (ministry->asked != NULL))
        return answer_text(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain",
                           posted ? "GET and HEAD alone.\n" : "POST alone.\n");
    if (posted && !strstr(request->body, ministry->asked))
        return answer_text(connection, MHD_HTTP_OK, ministry->type, ministry->refusal);
    struct fault_plan plan = options->plan;
    if (options->faults)
        fault_plan_read(&plan, options->faults);
    return answer_feed(connection, ministry, changed != 0, plan.of[i]);
}

static enum MHD_Result answer_whole(struct MHD_Connection *connection,
                                    const struct options *options, const char *url,
                                    const char *method, const struct request *request)
{
    bool gets = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    if (!gets && strcmp(method, "POST") != 0)
        return answer_text(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain",
                           "GET, HEAD and POST alone.\n");
    if (strcmp(url, "/stall") == 0) {
        rest(STALL_MS);
        return MHD_NO;
    }
    if (strcmp(url, "/broken.html") == 0)
        return answer_login(connection);
    for (size_t i = 0; ministries[i].name; i++)
        if (strcmp(url, ministries[i].path) == 0)
            return answer_ministry(connection, options, i, method, request);
    return answer_text(connection, MHD_HTTP_NOT_FOUND, "text/plain", "Not here.\n");
}

static enum MHD_Result answer(void *self, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *upload, size_t *upload_size, void **state)
{
    (void)version;
    struct request *request = *state;
    /* An answer before the whole request has come would end the connection. */
    if (!request) {
        *state = calloc(1, sizeof *request);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*upload_size > 0) {
        size_t room = sizeof request->body - 1 - request->size;
        size_t n = *upload_size < room ? *upload_size : room;
        memcpy(request->body + request->size, upload, n);
        request->size += n;
        *upload_size = 0;
        return MHD_YES;
    }
    return answer_whole(connection, self, url, method, request);
}

static void finish(void *self, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
    (void)self, (void)connection, (void)code;
    free(*state);
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
    "                          [--with-parent] [--fault FAULT]... [--faults FILE]\n"
    "Plays six ministries with made-up figures on 127.0.0.1. SIGUSR1 publishes the\n"
    "scheduled change at once. FILE is looked at for each request: it may be written\n"
    "while the server runs, one or more faults in it.\n";

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
        {"fault", required_argument, NULL, 'x'},
        {"faults", required_argument, NULL, 'l'},
        {"stall", no_argument, NULL, 's'}, /* always there */
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    struct options options = {0};
    char why[256];
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
        case 'x':
            if (!fault_plan_add(&options.plan, optarg, why, sizeof why)) {
                fprintf(stderr, "aiplus-demo-server: %s\n", why);
                exit(2);
            }
            break;
        case 'l':
            options.faults = optarg;
            break;
        case 's':
            break;
        case 'h':
            fputs(usage, stdout);
            fault_list(stdout);
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
    struct options options = read_options(argc, argv);
    struct sockaddr_in loopback = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)options.port),
                                   .sin_addr = {htonl(INADDR_LOOPBACK)}};
    sigset_t ends = set_signals(&options);
    /* A thread for each connection: one that rests keeps nobody waiting. */
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, 0, NULL, NULL,
        answer, &options, MHD_OPTION_SOCK_ADDR, &loopback, MHD_OPTION_NOTIFY_COMPLETED,
        finish, NULL, MHD_OPTION_END);
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
