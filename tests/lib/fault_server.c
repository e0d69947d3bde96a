/* A server that is wrong on purpose: see tests/lib/fault_server.h. */
#include "tests/lib/fault_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/faults.h"

/* Bytes of the body that the request announces. */
static size_t announced(const char *head)
{
    const char *length = strcasestr(head, "\r\nContent-Length:");
    return length ? strtoul(length + 17, NULL, 10) : 0;
}

/* Is all of it there, with its body? */
static bool is_whole(const char *head, size_t n)
{
    const char *end = strstr(head, "\r\n\r\n");
    return end && n >= (size_t)(end + 4 - head) + announced(head);
}

static void serve(int fd, const char *always, fault_player play)
{
    char head[REQUEST_SIZE] = "";
    size_t n = 0;
    ssize_t got = 1;
    while (got > 0 && !is_whole(head, n) && n + 1 < sizeof head) {
        got = recv(fd, head + n, sizeof head - 1 - n, 0);
        n += got > 0 ? (size_t)got : 0;
        head[n] = '\0';
        if (always)
            break;
    }
    const char *path = always ? always : strchr(head, ' ');
    if (path)
        play(fd, path + (*path == ' '), head);
    close(fd);
}

static _Noreturn void serve_all(int listener, const char *always, fault_player play)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0)
            continue;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(listener);
            serve(fd, always, play);
            _exit(0);
        }
        close(fd);
    }
}

static int listen_at(const char *host, int *port)
{
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    struct sockaddr_in four = {.sin_family = AF_INET};
    bool is_six = inet_pton(AF_INET6, host, &six.sin6_addr) == 1;
    if (!is_six && inet_pton(AF_INET, host, &four.sin_addr) != 1)
        return -1;
    struct sockaddr *address =
        is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
    socklen_t size = is_six ? sizeof six : sizeof four;
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, address, size) != 0 || listen(fd, 64) != 0 ||
        getsockname(fd, address, &size) != 0) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    *port = ntohs(is_six ? six.sin6_port : four.sin_port);
    return fd;
}

static bool start(struct fault_server *server, const char *host, const char *always,
                  fault_player play)
{
    int listener = listen_at(host, &server->port);
    if (listener < 0 || !fault_naps_open())
        return false;
    fflush(NULL); /* or the child would print what is still in the buffers */
    server->pid = fork();
    if (server->pid == 0)
        serve_all(listener, always, play);
    setpgid(server->pid, server->pid);
    close(listener);
    return server->pid > 0;
}

bool fault_server_start(struct fault_server *server, const char *host,
                        const char *always)
{
    return start(server, host, always, fault_play);
}

bool fault_server_start_by(struct fault_server *server, const char *host,
                           fault_player play)
{
    return start(server, host, NULL, play);
}

void fault_server_stop(struct fault_server *server)
{
    kill(-server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
}
