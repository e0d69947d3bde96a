/* The real program, and copies of what it works on: see tests/bench/run.h. */
#include "tests/bench/run.h"

#include "tests/bench/watch.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

const char *path_of(const struct bench *bench, const char *name, char path[PATH_SIZE])
{
    snprintf(path, PATH_SIZE, "%s/%s", bench->directory, name);
    return path;
}

FILE *file_create(const struct bench *bench, const char *name)
{
    char path[PATH_SIZE];
    FILE *out = fopen(path_of(bench, name, path), "w");
    if (!out)
        die(path, NULL);
    return out;
}

void file_finish(FILE *out)
{
    if (ferror(out) || fclose(out) != 0)
        die("a file cannot be written", NULL);
}

int program_run(const struct bench *bench, const char *const *argv, double *memory)
{
    char path[PATH_SIZE];
    int status, out = open(path_of(bench, "output", path),
                           O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    struct watch watch;
    fflush(stdout);
    pid_t pid = fork();
    if (out < 0 || pid < 0)
        die("the program cannot be run", NULL);
    if (pid == 0) {
        dup2(out, 1);
        dup2(out, 2);
        execv(argv[0], (char *const *)(const void *)argv);
        _exit(127);
    }
    close(out);
    if (memory)
        watch_begin(&watch, pid);
    if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        die("the program has crashed", NULL);
    if (memory)
        *memory = watch_end(&watch);
    return WEXITSTATUS(status);
}

void shell_run(const char *format, ...)
{
    char command[8 * PATH_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    if (n < 0 || (size_t)n >= sizeof command || system(command) != 0)
        die(command, NULL);
}

void bench_copy_make(const struct bench *bench, bool peer, struct bench_copy *copy)
{
    copy->bench = *bench;
    copy->bench.cache = copy->cache;
    copy->bench.peer = copy->peer;
    snprintf(copy->cache, sizeof copy->cache, "%s/copy", bench->directory);
    snprintf(copy->peer, sizeof copy->peer, "%s/copy.db", bench->directory);
    bench_copy_remove(copy);
    shell_run("cp -r '%s' '%s'", bench->cache, copy->cache);
    if (peer)
        shell_run("cp '%s' '%s'", bench->peer, copy->peer);
}

void bench_copy_remove(const struct bench_copy *copy)
{
    shell_run("rm -rf '%s' '%s'*", copy->cache, copy->peer);
}
