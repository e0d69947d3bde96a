/* The real program for tests: see tests/lib/app_fixture.h. */
#include "tests/lib/app_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { ARGUMENTS = 32, OUTPUT_SIZE = 1 << 20 };

/* ---- the directory and the server ---- */

static void spawn_server(struct app *app)
{
    char path[600], file[128], option[160];
    snprintf(path, sizeof path, "%s/aiplus-demo-server", app->build);
    snprintf(file, sizeof file, "%s/port", app->directory);
    snprintf(option, sizeof option, "--port-file=%s", file);
    app->server = fork();
    assert_true(app->server >= 0);
    if (app->server == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        execl(path, path, "--port=0", option, "--with-parent", (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 1000 && app->port == 0; i++) {
        usleep(10000);
        FILE *found = fopen(file, "r");
        if (found && fscanf(found, "%u", &app->port) != 1)
            app->port = 0;
        if (found)
            fclose(found);
    }
    assert_int_not_equal(app->port, 0);
}

static void write_demo(const struct app *app)
{
    FILE *in = fopen("tests/demo/aiplus.conf.in", "r"),
         *out = fopen(app_path(app, "demo.conf"), "w");
    assert_non_null(in);
    assert_non_null(out);
    char line[512];
    while (fgets(line, sizeof line, in)) {
        char *mark = strstr(line, "@PORT@");
        if (mark)
            fprintf(out, "%.*s%u%s", (int)(mark - line), line, app->port, mark + 6);
        else
            fputs(line, out);
    }
    fclose(in);
    fclose(out);
}

void app_open(struct app *app, const char *self, bool server)
{
    *app = (struct app){.directory = "/tmp/aiplus-test-XXXXXX"};
    char *whole = realpath(self, NULL);
    assert_non_null(whole);
    const char *end = strstr(whole, "/tests/unit/");
    assert_non_null(end);
    snprintf(app->build, sizeof app->build, "%.*s", (int)(end - whole), whole);
    free(whole);
    snprintf(app->program, sizeof app->program, "%s/aiplus", app->build);
    assert_non_null(mkdtemp(app->directory));
    chmod(app->directory, 0755);
    if (server) {
        spawn_server(app);
        write_demo(app);
    }
}

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *ftw)
{
    (void)status, (void)type, (void)ftw;
    return remove(path);
}

void app_close(struct app *app)
{
    if (app->server > 0) {
        kill(app->server, SIGTERM);
        waitpid(app->server, NULL, 0);
    }
    chmod(app_path(app, "cache"), 0755);
    nftw(app->directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *app_path(const struct app *app, const char *name)
{
    static char paths[4][256];
    static int next;
    next = (next + 1) % 4;
    snprintf(paths[next], sizeof paths[next], "%s/%s", app->directory, name);
    return paths[next];
}

void app_config(const struct app *app, const char *name, const char *const *paths)
{
    FILE *out = fopen(app_path(app, name), "w");
    assert_non_null(out);
    fprintf(out, "demo = true\n");
    for (int i = 0; paths[i]; i++)
        fprintf(out,
                "source \"s%d\" {\n    title = \"测试%d\"\n"
                "    address = \"http://127.0.0.1:%u%s\"\n"
                "    allow = {\"http\", \"loopback\"}\n    every = \"6h\"\n"
                "    timeout = 20\n    ignore = {\"地区\"}\n}\n",
                i + 1, i + 1, app->port, paths[i]);
    fclose(out);
}

/* ---- the program ---- */

static const char *home(const struct app *app)
{
    static char text[160];
    snprintf(text, sizeof text, "HOME=%s", app->directory);
    return text;
}

void app_spawn(const struct app *app, struct pty *pty, int rows, int columns,
               const char *const *arguments, const char *const *env)
{
    const char *argv[ARGUMENTS] = {app->program};
    const char *vars[ARGUMENTS] = {home(app), "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                                   "AIPLUS_NOW"};
    int n = 1, m = 4;
    for (; arguments && arguments[n - 1]; n++)
        argv[n] = arguments[n - 1];
    for (int i = 0; env && env[i]; i++)
        vars[m++] = env[i];
    assert_true(pty_start(pty, rows, columns, argv, vars));
}

void app_start(const struct app *app, struct pty *pty, int rows, int columns,
               const char *config, const char *const *more)
{
    const char *arguments[ARGUMENTS] = {"--lang", "zh", "--cache",
                                        app_path(app, "cache")};
    int n = 4;
    if (*config) {
        arguments[n++] = "--config";
        arguments[n++] = app_path(app, config);
    }
    for (int i = 0; more && more[i]; i++)
        arguments[n++] = more[i];
    app_spawn(app, pty, rows, columns, arguments, NULL);
    assert_true(pty_wait(pty, ">"));
    assert_true(pty_answered(pty));
}

int app_run(const struct app *app, const char *arguments, char **output)
{
    char command[2048];
    snprintf(command, sizeof command, "HOME=%s LC_ALL=C.UTF-8 %s %s 2>&1 </dev/null",
             app->directory, app->program, arguments);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char *text = malloc(OUTPUT_SIZE);
    assert_non_null(text);
    size_t n = fread(text, 1, OUTPUT_SIZE - 1, pipe);
    text[n] = '\0';
    int status = pclose(pipe);
    if (output)
        *output = text;
    else
        free(text);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int app_fetch(const struct app *app, const char *config)
{
    char arguments[512];
    snprintf(arguments, sizeof arguments, "--config %s --cache %s --fetch",
             app_path(app, config), app_path(app, "cache"));
    return app_run(app, arguments, NULL);
}

/* ---- keys and the screen ---- */

void app_type(struct pty *pty, const char *keys)
{
    pty_type(pty, keys);
    assert_true(pty_answered(pty));
}

static void show(struct pty *pty)
{
    char line[4096];
    for (int row = 0; row < pty->rows; row++)
        print_message("# |%s\n", pty_row(pty, row, line, sizeof line));
}

void app_has(struct pty *pty, const char *text)
{
    if (pty_find(pty, text, NULL) >= 0)
        return;
    show(pty);
    fail_msg("no \"%s\" on the screen", text);
}

void app_wait(struct pty *pty, const char *text)
{
    pty_wait(pty, text);
    pty_answered(pty); /* the rest of the picture */
    app_has(pty, text);
}

void app_lacks(struct pty *pty, const char *text)
{
    if (pty_find(pty, text, NULL) < 0)
        return;
    show(pty);
    fail_msg("\"%s\" is on the screen", text);
}

const char *app_selected(struct pty *pty, char *text, size_t size)
{
    for (int row = 2; row < pty->rows - 2; row++) {
        pty_row(pty, row, text, size);
        if (text[0] == '>') {
            memmove(text, text + 1, strlen(text));
            return text;
        }
    }
    text[0] = '\0';
    return text;
}

pid_t app_child(pid_t parent)
{
    DIR *processes = opendir("/proc");
    assert_non_null(processes);
    pid_t child = 0;
    for (struct dirent *entry; !child && (entry = readdir(processes));) {
        int pid = atoi(entry->d_name), ppid = 0;
        char path[64], line[512] = "";
        snprintf(path, sizeof path, "/proc/%d/stat", pid);
        FILE *file = pid > 0 ? fopen(path, "r") : NULL;
        if (!file)
            continue;
        const char *name = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
        if (name && sscanf(name, ") %*c %d", &ppid) == 1 && ppid == parent)
            child = pid;
        fclose(file);
    }
    closedir(processes);
    return child;
}

void app_ends(struct pty *pty, int limit, int status)
{
    if (!pty_exited(pty, limit)) {
        show(pty);
        fail_msg("still running after %d ms", limit);
    }
    assert_true(WIFEXITED(pty->status));
    assert_int_equal(WEXITSTATUS(pty->status), status);
}
