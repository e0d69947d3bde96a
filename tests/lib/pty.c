/* Pty: see tests/lib/pty.h. */
#include "tests/lib/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT = 10000, CHUNK = 65536 };

static const char *const disturbing[] = {
    "LINES",    "COLUMNS",  "NO_COLOR", "COLORTERM",   "TMUX",
    "LANGUAGE", "LC_CTYPE", "LANG",     "LC_MESSAGES", "ESCDELAY",
};

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

static void set_environment(const char *const *env)
{
    for (size_t i = 0; i < sizeof disturbing / sizeof *disturbing; i++)
        unsetenv(disturbing[i]);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    for (; env && *env; env++) {
        const char *equals = strchr(*env, '=');
        if (!equals) {
            unsetenv(*env);
            continue;
        }
        char *name = strndup(*env, (size_t)(equals - *env));
        setenv(name, equals + 1, 1);
        free(name);
    }
}

static int on_move(VTermPos now, VTermPos before, int visible, void *user)
{
    (void)before, (void)visible;
    struct pty *pty = user;
    pty->cursor_row = now.row;
    pty->cursor_column = now.col;
    return 1;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct pty *pty = user;
    if (property == VTERM_PROP_CURSORVISIBLE)
        pty->cursor_visible = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.movecursor = on_move,
                                               .settermprop = on_property};

bool pty_start(struct pty *pty, int rows, int columns, const char *const *argv,
               const char *const *env)
{
    *pty = (struct pty){
        .master = -1, .rows = rows, .columns = columns, .cursor_visible = true};
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};
    pid_t pid = forkpty(&pty->master, NULL, NULL, &size);
    if (pid < 0)
        return false;
    if (pid == 0) {
        set_environment(env);
        execv(argv[0], (char *const *)(const void *)argv);
        _exit(127);
    }
    pty->pid = pid;
    fcntl(pty->master, F_SETFL, O_NONBLOCK);
    fcntl(pty->master, F_SETFD, FD_CLOEXEC);
    pty->vterm = vterm_new(rows, columns);
    vterm_set_utf8(pty->vterm, 1);
    pty->screen = vterm_obtain_screen(pty->vterm);
    vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_reset(pty->screen, 1);
    return true;
}

/* Feeds what comes within `limit` ms. True if anything came. */
static bool feed(struct pty *pty, int limit)
{
    if (pty->master < 0 || pty->ended)
        return false;
    struct pollfd fd = {.fd = pty->master, .events = POLLIN};
    if (poll(&fd, 1, limit) <= 0)
        return false;
    static char bytes[CHUNK];
    ssize_t n = read(pty->master, bytes, sizeof bytes);
    if (n <= 0) {
        pty->ended = n == 0 || (errno != EAGAIN && errno != EINTR);
        return false;
    }
    pty->bytes += (size_t)n;
    vterm_input_write(pty->vterm, bytes, (size_t)n);
    return true;
}

/* The process's state ('S' = it waits), and how often it has begun to wait. */
static bool read_state(pid_t pid, char *state, long *sleeps)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    int found = 0;
    while (file && fgets(line, sizeof line, file))
        found += sscanf(line, "State: %c", state) == 1 ||
                 sscanf(line, "voluntary_ctxt_switches: %ld", sleeps) == 1;
    if (file)
        fclose(file);
    return found == 2;
}

long pty_sleeps(const struct pty *pty)
{
    char state;
    long sleeps = 0;
    read_state(pty->pid, &state, &sleeps);
    return sleeps;
}

void pty_send(struct pty *pty, const void *bytes, size_t n)
{
    const char *p = bytes;
    pty->sleeps = pty_sleeps(pty);
    long end = now_ms() + LIMIT;
    while (n > 0 && pty->master >= 0 && !pty->ended && now_ms() < end) {
        ssize_t written = write(pty->master, p, n);
        if (written > 0) {
            p += written;
            n -= (size_t)written;
        } else if (errno == EAGAIN) {
            feed(pty, 5); /* it may wait for us to read */
        } else {
            return;
        }
    }
}

void pty_type(struct pty *pty, const char *text)
{
    pty_send(pty, text, strlen(text));
}

bool pty_settle(struct pty *pty, int quiet)
{
    long end = now_ms() + LIMIT;
    while (feed(pty, quiet))
        if (now_ms() > end)
            return false;
    return true;
}

bool pty_answered(struct pty *pty)
{
    char name[64];
    if (pty->master < 0 || ptsname_r(pty->master, name, sizeof name) != 0)
        return false;
    int slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC), left = 1;
    long end = now_ms() + LIMIT;
    bool done = false;
    while (slave >= 0 && !done && !pty->ended && now_ms() < end) {
        while (feed(pty, 0))
            ;
        /* In this order: what it reads now it may only wait after. */
        char state;
        long sleeps;
        done = ioctl(slave, FIONREAD, &left) == 0 && left == 0 &&
               read_state(pty->pid, &state, &sleeps) && state == 'S' &&
               sleeps > pty->sleeps && !feed(pty, 0);
        if (!done)
            usleep(200);
    }
    if (slave >= 0)
        close(slave);
    return done;
}

bool pty_wait(struct pty *pty, const char *text)
{
    long end = now_ms() + LIMIT;
    while (pty_find(pty, text, NULL) < 0) {
        if (pty->ended || now_ms() > end)
            return false;
        feed(pty, 20);
    }
    return true;
}

static size_t put_code(uint32_t code, char bytes[4])
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3F));
    bytes[0] = (char)((0xF00 >> n) | code);
    return n;
}

/* One cell's characters; a blank for an empty one. Returns the cells it takes. */
static int cell_text(struct pty *pty, int row, int column, char *text, size_t *n)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(pty->screen, (VTermPos){.row = row, .col = column}, &cell);
    *n = 0;
    if (cell.chars[0] == 0 || cell.chars[0] == (uint32_t)-1)
        text[(*n)++] = ' ';
    else
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            *n += put_code(cell.chars[i], text + *n);
    return cell.width > 0 ? cell.width : 1;
}

const char *pty_row(struct pty *pty, int row, char *text, size_t size)
{
    size_t n = 0;
    for (int column = 0; column < pty->columns;) {
        char cell[4 * VTERM_MAX_CHARS_PER_CELL];
        size_t length;
        column += cell_text(pty, row, column, cell, &length);
        if (n + length >= size)
            break;
        memcpy(text + n, cell, length);
        n += length;
    }
    while (n > 0 && text[n - 1] == ' ')
        n--;
    text[n] = '\0';
    return text;
}

int pty_find(struct pty *pty, const char *text, int *column)
{
    char line[4096];
    for (int row = 0; row < pty->rows; row++) {
        const char *hit = strstr(pty_row(pty, row, line, sizeof line), text);
        if (!hit)
            continue;
        size_t n = 0;
        int cells = 0;
        while (column && n < (size_t)(hit - line)) {
            char cell[4 * VTERM_MAX_CHARS_PER_CELL];
            size_t length;
            cells += cell_text(pty, row, cells, cell, &length);
            n += length;
        }
        if (column)
            *column = cells;
        return row;
    }
    return -1;
}

VTermScreenCellAttrs pty_attrs(struct pty *pty, int row, int column)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(pty->screen, (VTermPos){.row = row, .col = column}, &cell);
    return cell.attrs;
}

void pty_resize(struct pty *pty, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};
    pty->rows = rows;
    pty->columns = columns;
    vterm_set_size(pty->vterm, rows, columns);
    ioctl(pty->master, TIOCSWINSZ, &size);
}

void pty_hang_up(struct pty *pty)
{
    if (pty->master >= 0)
        close(pty->master);
    pty->master = -1;
}

bool pty_exited(struct pty *pty, int limit)
{
    long end = now_ms() + limit;
    while (pty->pid > 0) {
        if (waitpid(pty->pid, &pty->status, WNOHANG) == pty->pid) {
            pty->pid = 0;
            while (feed(pty, 0))
                ;
            break;
        }
        if (now_ms() > end)
            return false;
        if (!feed(pty, 5))
            usleep(2000);
    }
    return true;
}

void pty_close(struct pty *pty)
{
    pty_hang_up(pty);
    if (pty->pid > 0 && !pty_exited(pty, 100)) {
        kill(pty->pid, SIGKILL);
        waitpid(pty->pid, &pty->status, 0);
        pty->pid = 0;
    }
    if (pty->vterm)
        vterm_free(pty->vterm);
    pty->vterm = NULL;
}
