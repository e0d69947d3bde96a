/* Watches: see tests/bench/watch.h. A process of its own looks, so that the one that
 * types at a dashboard need not. */
#include "tests/bench/watch.h"

#include "tests/bench/figure.h"

#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* KiB; -1 if the process has ended. */
static long own_memory(pid_t process)
{
    char path[64], line[256];
    long found = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)process);
    FILE *file = fopen(path, "r");
    while (file && found < 0 && fgets(line, sizeof line, file))
        if (sscanf(line, "RssAnon: %ld", &found) != 1)
            found = -1;
    if (file)
        fclose(file);
    return found;
}

static bool runs_this_program(pid_t process)
{
    char path[64], theirs[512] = "", ours[512] = "";
    snprintf(path, sizeof path, "/proc/%d/exe", (int)process);
    if (readlink(path, theirs, sizeof theirs - 1) < 0 ||
        readlink("/proc/self/exe", ours, sizeof ours - 1) < 0)
        return false;
    return strcmp(theirs, ours) == 0;
}

/* Until the other end of the pipe is closed or written to. */
static long look(pid_t process, int pipe)
{
    struct pollfd end = {.fd = pipe, .events = POLLIN};
    long most = 0, now;
    while (runs_this_program(process))
        usleep(100);
    while ((now = own_memory(process)) >= 0) {
        most = now > most ? now : most;
        if (poll(&end, 1, 1) > 0)
            break;
    }
    return most;
}

void watch_begin(struct watch *watch, pid_t process)
{
    int asks[2], answers[2];
    if (pipe(asks) != 0 || pipe(answers) != 0)
        die("pipe", NULL);
    fflush(stdout);
    watch->pid = fork();
    if (watch->pid < 0)
        die("fork", NULL);
    if (watch->pid == 0) {
        close(asks[1]);
        close(answers[0]);
        long most = look(process, asks[0]);
        _exit(write(answers[1], &most, sizeof most) != sizeof most);
    }
    close(asks[0]);
    close(answers[1]);
    watch->ask = asks[1];
    watch->answer = answers[0];
}

double watch_end(struct watch *watch)
{
    long most;
    close(watch->ask);
    if (read(watch->answer, &most, sizeof most) != sizeof most)
        die("the memory was not seen", NULL);
    close(watch->answer);
    waitpid(watch->pid, NULL, 0);
    return (double)most * 1024 / 1e6;
}
