/* Servers for the bench: see tests/bench/server.h. */
#include "tests/bench/server.h"

#include "tests/bench/figure.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REQUEST_SIZE = 8192, BACKLOG = 64, PORT_ROUNDS = 20 };

/* ---- one connection ---- */

/* The next request's path; false when the other side has ended. */
static bool read_request(int fd, char path[REQUEST_SIZE])
{
    char head[REQUEST_SIZE];
    size_t n = 0;
    do {
        ssize_t got = recv(fd, head + n, sizeof head - 1 - n, 0);
        if (got <= 0)
            return false;
        n += (size_t)got;
        head[n] = '\0';
    } while (!strstr(head, "\r\n\r\n"));
    return sscanf(head, "%*s %8191s", path) == 1;
}

static bool send_all(FILE *out, const struct server_body *body, const char *path)
{
    if (body->flowing) {
        fputs("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", out);
        body->write(out, path, body->self);
        fflush(out);
        return false;
    }
    char *bytes = NULL;
    size_t n = 0;
    FILE *memory = open_memstream(&bytes, &n);
    if (!memory)
        return false;
    body->write(memory, path, body->self);
    fclose(memory);
    fprintf(out, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", n);
    fwrite(bytes, 1, n, out);
    free(bytes);
    return fflush(out) == 0;
}

static void serve(int fd, const struct server_body *body)
{
    char path[REQUEST_SIZE];
    int at_once = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    FILE *out = fdopen(fd, "w");
    while (out && read_request(fd, path)) {
        if (body->latency_ms)
            usleep((useconds_t)body->latency_ms * 1000);
        if (!send_all(out, body, path))
            break;
    }
    if (out)
        fclose(out);
}

/* ---- all of them ---- */

static struct sockaddr_in address_of(int host, int port)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr = {htonl(0x7F000101u + (uint32_t)host)}};
}

/* Every host at the same port, which the first one finds; false if one has it not. */
static bool listen_all(struct pollfd listeners[SERVER_HOSTS], int *port)
{
    *port = 0;
    for (int i = 0; i < SERVER_HOSTS; i++) {
        struct sockaddr_in address = address_of(i, *port);
        socklen_t size = sizeof address;
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        listeners[i] = (struct pollfd){.fd = fd, .events = POLLIN};
        if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
            listen(fd, BACKLOG) != 0 ||
            getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
            for (int k = 0; k <= i; k++)
                close(listeners[k].fd);
            return false;
        }
        *port = ntohs(address.sin_port);
    }
    return true;
}

static _Noreturn void serve_all(struct pollfd listeners[SERVER_HOSTS],
                                const struct server_body *body)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    while (poll(listeners, SERVER_HOSTS, -1) > 0)
        for (int i = 0; i < SERVER_HOSTS; i++) {
            int fd = listeners[i].revents ? accept(listeners[i].fd, NULL, NULL) : -1;
            if (fd >= 0 && fork() == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                serve(fd, body);
                _exit(0);
            }
            if (fd >= 0)
                close(fd);
        }
    _exit(1);
}

void server_start(struct bench_server *server, const struct server_body *body)
{
    struct pollfd listeners[SERVER_HOSTS];
    int rounds = 0;
    while (!listen_all(listeners, &server->port))
        if (++rounds == PORT_ROUNDS)
            die("there is no port for the servers", NULL);
    fflush(stdout);
    server->pid = fork();
    if (server->pid < 0)
        die("fork", NULL);
    if (server->pid == 0)
        serve_all(listeners, body);
    for (int i = 0; i < SERVER_HOSTS; i++)
        close(listeners[i].fd);
}

void server_stop(struct bench_server *server)
{
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
}

void server_address(const struct bench_server *server, int host, const char *path,
                    char *text, size_t size)
{
    struct sockaddr_in address = address_of(host, 0);
    char number[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &address.sin_addr, number, sizeof number);
    snprintf(text, size, "http://%s:%d%s", number, server->port, path);
}
