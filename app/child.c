/* The collector as a child: see app/child.h. */
#include "app/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIPE_FD = 3 };

bool child_start(struct child *child, const struct options *options, const char *config,
                 const char *cache, const char *language, const char *source,
                 struct error *error)
{
    const char *argv[20];
    int n = 0;
    argv[n++] = "aiplus";
    argv[n++] = "--fetch";
    argv[n++] = "--progress-fd=3";
    argv[n++] = "--cache";
    argv[n++] = cache;
    argv[n++] = "--lang";
    argv[n++] = language;
    if (config) {
        argv[n++] = "--config";
        argv[n++] = config;
    }
    if (*options->catalog) {
        argv[n++] = "--catalog";
        argv[n++] = options->catalog;
    }
    argv[n++] = "--";
    if (*source)
        argv[n++] = source;
    argv[n] = NULL;

    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(error, ERROR_COLLECTOR, strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], PIPE_FD);
    posix_spawnattr_init(&attributes);
    /* Its own group: Ctrl-C at the keyboard is for the dashboard alone. */
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    int failed = posix_spawn(&child->pid, "/proc/self/exe", &actions, &attributes,
                             (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(ends[1]);
    if (failed) {
        close(ends[0]);
        return error_set(error, ERROR_COLLECTOR, strerror(failed));
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    child->fd = ends[0];
    child->used = 0;
    return true;
}

bool child_read(struct child *child, void (*line)(void *self, const char *line),
                void *self)
{
    for (;;) {
        ssize_t n = read(child->fd, child->line + child->used,
                         sizeof child->line - 1 - child->used);
        if (n <= 0)
            return n < 0 && (errno == EAGAIN || errno == EINTR);
        child->used += (size_t)n;
        child->line[child->used] = '\0';
        char *start = child->line;
        for (char *end; (end = strchr(start, '\n')); start = end + 1) {
            *end = '\0';
            line(self, start);
        }
        child->used -= (size_t)(start - child->line);
        memmove(child->line, start, child->used);
        if (child->used == sizeof child->line - 1)
            child->used = 0; /* a line longer than any we write */
    }
}

void child_end(struct child *child, bool stop, int *status)
{
    if (child->fd < 0)
        return;
    if (stop)
        kill(child->pid, SIGTERM);
    close(child->fd);
    child->fd = -1;
    *status = 0;
    /* It answers SIGTERM within its 250 ms tick; a child that does not is killed, and
     * what it has not committed was never acknowledged. */
    for (int tries = 0; tries < 50; tries++) {
        if (waitpid(child->pid, status, stop ? WNOHANG : 0) != 0)
            return;
        usleep(20000);
    }
    kill(child->pid, SIGKILL);
    waitpid(child->pid, status, 0);
}
