/* A forward proxy: see tests/lib/proxy_server.h. */
#include "tests/lib/proxy_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEAD_SIZE = 8192 };

static int connect_to(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        _exit(0);
    return fd;
}

static void put(int fd, const void *bytes, size_t n)
{
    if (send(fd, bytes, n, MSG_NOSIGNAL) != (ssize_t)n)
        _exit(0);
}

/* Passes bytes both ways until one side has ended. */
static void pass(int a, int b)
{
    struct pollfd fds[] = {{.fd = a, .events = POLLIN}, {.fd = b, .events = POLLIN}};
    char bytes[4096];
    while (poll(fds, 2, -1) > 0) {
        for (int i = 0; i < 2; i++) {
            if (!fds[i].revents)
                continue;
            ssize_t n = recv(fds[i].fd, bytes, sizeof bytes, 0);
            if (n <= 0)
                return;
            put(fds[1 - i].fd, bytes, (size_t)n);
        }
    }
}

static void take(int fd, void *bytes, size_t n)
{
    if (recv(fd, bytes, n, MSG_WAITALL) != (ssize_t)n)
        _exit(0);
}

/* RFC 1928, with a name, and RFC 1929. */
static void socks(int fd, int to, bool closed, struct proxy_log *log)
{
    unsigned char bytes[512];
    char user[256] = "", password[256] = "";
    take(fd, bytes, 2);
    take(fd, bytes + 2, bytes[1]);
    put(fd, closed ? "\5\2" : "\5\0", 2);
    if (closed) {
        take(fd, bytes, 2);
        take(fd, user, bytes[1]);
        take(fd, bytes, 1);
        take(fd, password, bytes[0]);
        put(fd, "\1\0", 2);
        snprintf(log->proof, sizeof log->proof, "%.100s:%.100s", user, password);
    }
    take(fd, bytes, 4);
    if (bytes[3] != 3)
        _exit(0);
    log->names++;
    take(fd, bytes, 1);
    size_t n = bytes[0];
    take(fd, bytes, n + 2);
    bytes[n] = '\0';
    snprintf(log->target, sizeof log->target, "%.250s", (char *)bytes);
    put(fd, "\5\0\0\1\0\0\0\0\0\0", 10);
    pass(fd, connect_to(to));
}

static void note_proof(const char *head, struct proxy_log *log)
{
    const char *proof = strcasestr(head, "\r\nProxy-Authorization: ");
    if (proof)
        snprintf(log->proof, sizeof log->proof, "%.*s",
                 (int)strcspn(proof + 23, "\r\n"), proof + 23);
}

static void http(int fd, int to, bool closed, struct proxy_log *log)
{
    char head[HEAD_SIZE] = "";
    size_t n = 0;
    while (!strstr(head, "\r\n\r\n") && n + 1 < sizeof head) {
        ssize_t got = recv(fd, head + n, sizeof head - 1 - n, 0);
        if (got <= 0)
            return;
        n += (size_t)got;
        head[n] = '\0';
    }
    const char *asked = strchr(head, ' ');
    bool tunnel = strncmp(head, "CONNECT ", 8) == 0;
    snprintf(log->target, sizeof log->target, "%.*s", (int)strcspn(asked + 1, " "),
             asked + 1);
    note_proof(head, log);
    if (closed && !log->proof[0]) {
        const char *no = "HTTP/1.1 407 Give a password\r\nContent-Length: 0\r\n\r\n";
        put(fd, no, strlen(no));
        return;
    }
    int out = connect_to(to);
    if (tunnel) {
        log->tunnels++;
        put(fd, "HTTP/1.1 200 Go on\r\n\r\n", 22);
    } else {
        /* "GET http://host:port/path": the server gets the path alone. */
        const char *path = strchr(strstr(asked, "://") + 3, '/');
        put(out, head, (size_t)(asked + 1 - head));
        put(out, path, n - (size_t)(path - head));
    }
    pass(fd, out);
}

static _Noreturn void serve_all(int listener, int to, bool closed,
                                struct proxy_log *log)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        unsigned char first;
        int fd = accept(listener, NULL, NULL);
        if (fd < 0)
            continue;
        log->connections++;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (recv(fd, &first, 1, MSG_PEEK) == 1 && first == 5)
                socks(fd, to, closed, log);
            else
                http(fd, to, closed, log);
            _exit(0);
        }
        close(fd);
    }
}

bool proxy_server_start(struct proxy_server *server, int to, bool closed)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    server->log = mmap(NULL, sizeof *server->log, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (listener < 0 || server->log == MAP_FAILED ||
        bind(listener, (struct sockaddr *)&address, size) != 0 ||
        listen(listener, 16) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        return false;
    server->port = ntohs(address.sin_port);
    fflush(NULL);
    server->pid = fork();
    if (server->pid == 0)
        serve_all(listener, to, closed, server->log);
    setpgid(server->pid, server->pid);
    close(listener);
    return server->pid > 0;
}

void proxy_server_stop(struct proxy_server *server)
{
    kill(-server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
    munmap(server->log, sizeof *server->log);
}
