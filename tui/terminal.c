/* Terminal: see tui/terminal.h. */
#include "tui/terminal.h"

#include "core/text.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

enum { RUN = 128, RESTORE_SIZE = 256, FAREWELL_SIZE = 600, STACK_SIZE = 65536 };

/* Signals that end the program by a fault, with the names that are printed. */
static const struct {
    int number;
    const char *name;
} faults[] = {
    {SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"}, {SIGABRT, "SIGABRT"},
    {SIGILL, "SIGILL"},   {SIGFPE, "SIGFPE"}, {SIGVTALRM, "SIGVTALRM"},
};

enum { FAULTS = sizeof faults / sizeof *faults };

/* Signals that newterm() takes for itself; they belong to the host, and curses' own
 * handlers do what no handler may. */
static const int host_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

enum { HOST_SIGNALS = sizeof host_signals / sizeof *host_signals };

/* Everything is set by terminal_open and read by the handler of faults too, which can
 * have no argument. */
static struct {
    SCREEN *screen; /* NULL = not open */
    int ambiguous;
    bool none; /* nobody sees it: keys are `typed`, lent, and the streams ours */
    const char *typed;
    FILE *streams[2];
    bool colours;
    attr_t attributes[ROLE_COUNT];
    short pairs[ROLE_COUNT];
    bool cursor;                /* shown */
    struct termios found;       /* modes before us */
    char restore[RESTORE_SIZE]; /* what puts the screen back */
    size_t n_restore;
    char farewell[FAREWELL_SIZE];
    struct sigaction before[FAULTS];
    stack_t stack_before;
    char stack[STACK_SIZE]; /* for the handler: the fault may be a full stack */
} terminal;

/* Curses asks wcwidth() for the cells of a character; the C library's answer differs
 * from ours, and where they differ every later cell of the line is wrong. This
 * definition takes the place of the library's, for curses as well. */
int wcwidth(wchar_t code)
{
    if (code == 0)
        return 0;
    if (!text_safe((uint32_t)code))
        return -1;
    return text_code_width((uint32_t)code, terminal.ambiguous == 2 ? 2 : 1);
}

/* ---- faults ---- */

static void put_bytes(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written <= 0)
            return;
        bytes += written;
        n -= (size_t)written;
    }
}

static void say(const char *text)
{
    put_bytes(STDERR_FILENO, text, strlen(text));
}

/* Only calls that a signal handler may make (POSIX.1-2017, 2.4.3). */
static void on_fault(int number)
{
    put_bytes(STDOUT_FILENO, terminal.restore, terminal.n_restore);
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal.found);
    for (int i = 0; i < FAULTS; i++) {
        sigaction(faults[i].number, &terminal.before[i], NULL);
        if (faults[i].number == number) {
            say(faults[i].name);
            say(": ");
        }
    }
    say(terminal.farewell);
    say("\n");
    raise(number); /* once this handler has returned */
}

static void catch_faults(void)
{
    stack_t stack = {.ss_sp = terminal.stack, .ss_size = sizeof terminal.stack};
    sigaltstack(&stack, &terminal.stack_before);
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < FAULTS; i++)
        sigaction(faults[i].number, &action, &terminal.before[i]);
}

static void release_faults(void)
{
    for (int i = 0; i < FAULTS; i++)
        sigaction(faults[i].number, &terminal.before[i], NULL);
    sigaltstack(&terminal.stack_before, NULL);
}

/* Adds a capability to what restores the screen, without its padding ("$<5>"): no
 * terminal that is left needs it. */
static void add_restore(const char *capability)
{
    const char *text = tigetstr(capability);
    if (!text || text == (char *)-1)
        return;
    for (; *text && terminal.n_restore < RESTORE_SIZE; text++) {
        const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (end)
            text = end;
        else
            terminal.restore[terminal.n_restore++] = *text;
    }
}

/* ---- opening and closing ---- */

static short colour_of(const struct theme_style *style)
{
    int foreground = COLORS >= 256 ? style->many : style->foreground;
    if (foreground >= COLORS && foreground >= 8 && foreground < 16)
        foreground -= 8; /* eight colours only: the plain one of the two */
    return foreground < COLORS ? (short)foreground : THEME_DEFAULT;
}

bool terminal_theme(const struct theme *theme)
{
    static const attr_t bits[][2] = {
        {THEME_BOLD, A_BOLD},
        {THEME_DIM, A_DIM},
        {THEME_UNDERLINE, A_UNDERLINE},
        {THEME_REVERSE, A_REVERSE},
    };
    for (int role = 0; role < ROLE_COUNT; role++) {
        const struct theme_style *style = &theme->styles[role];
        unsigned asked = terminal.colours ? style->attributes : style->mono;
        terminal.attributes[role] = A_NORMAL;
        for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
            if (asked & bits[i][0])
                terminal.attributes[role] |= bits[i][1];
        terminal.pairs[role] = 0;
        /* The default colour is pair 0, which costs no byte. */
        short colour = colour_of(style);
        if (terminal.colours && colour != THEME_DEFAULT &&
            init_pair((short)(role + 1), colour, -1) == OK)
            terminal.pairs[role] = (short)(role + 1);
    }
    return terminal.colours;
}

/* Looks before newterm(), which would say its reasons on the terminal. */
static bool usable(void)
{
    const char *name = getenv("TERM");
    int status;
    if (!name || !*name || setupterm(name, STDOUT_FILENO, &status) != OK)
        return false;
    const char *cup = tigetstr("cup");
    bool places = cup && cup != (char *)-1;
    del_curterm(cur_term);
    return places;
}

static SCREEN *start_curses(void)
{
    struct sigaction before[HOST_SIGNALS];
    for (int i = 0; i < HOST_SIGNALS; i++)
        sigaction(host_signals[i], NULL, &before[i]);
    SCREEN *screen = newterm(NULL, stdout, stdin);
    for (int i = 0; i < HOST_SIGNALS; i++)
        sigaction(host_signals[i], &before[i], NULL);
    return screen;
}

static void close_streams(void)
{
    for (int i = 0; i < 2; i++) {
        if (terminal.streams[i])
            fclose(terminal.streams[i]);
        terminal.streams[i] = NULL;
    }
    terminal.none = false;
}

bool terminal_open(const struct theme *theme, bool mono, int ambiguous,
                   const char *farewell, struct error *error)
{
    struct termios found;
    const char *name = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(error, ERROR_NO_TERMINAL);
    if (!usable() || tcgetattr(STDIN_FILENO, &found) != 0)
        return error_set(error, ERROR_TERMINAL, name ? name : "");
    terminal.ambiguous = ambiguous;
    terminal.screen = start_curses();
    if (!terminal.screen)
        return error_set(error, ERROR_TERMINAL, name);
    terminal.found = found;
    terminal.n_restore = 0;
    add_restore("sgr0");
    add_restore("cnorm");
    add_restore("rmcup");
    snprintf(terminal.farewell, sizeof terminal.farewell, "%s", farewell);
    raw(); /* Ctrl-C, Ctrl-Z and Ctrl-S are keys, not accidents */
    noecho();
    nonl();
    typeahead(-1);       /* a picture is sent whole, whatever has been typed */
    idlok(stdscr, TRUE); /* let the terminal scroll the lines it has */
    leaveok(stdscr, TRUE);
    curs_set(0);
    terminal.cursor = false;
    terminal.colours =
        !mono && has_colors() && start_color() == OK && use_default_colors() == OK;
    terminal_theme(theme);
    catch_faults();
    return true;
}

bool terminal_open_none(const struct theme *theme, int ambiguous, int height, int width,
                        struct error *error)
{
    /* Described wherever curses is. */
    static char name[] = "xterm";
    terminal.ambiguous = ambiguous;
    terminal.none = true;
    terminal.typed = "";
    terminal.streams[0] = fopen("/dev/null", "r");
    terminal.streams[1] = fopen("/dev/null", "w");
    if (terminal.streams[0] && terminal.streams[1])
        terminal.screen = newterm(name, terminal.streams[1], terminal.streams[0]);
    if (!terminal.screen) {
        close_streams();
        return error_set(error, ERROR_TERMINAL, name);
    }
    terminal.colours = false;
    terminal_theme(theme);
    resize_term(height, width);
    return true;
}

void terminal_resize_none(int height, int width)
{
    resize_term(height, width);
}

void terminal_type(const char *text)
{
    terminal.typed = text;
}

bool terminal_typed(void)
{
    return *terminal.typed;
}

const char *terminal_row(int row, struct arena *arena)
{
    const char *text = "";
    size_t used = 0;
    for (int x = 0; x < COLS;) {
        cchar_t cell;
        wchar_t characters[CCHARW_MAX + 1] = {0};
        attr_t attributes;
        short pair;
        mvwin_wch(curscr, row, x, &cell);
        getcchar(&cell, characters, &attributes, &pair, NULL);
        int width = 1;
        for (int i = 0; i < CCHARW_MAX && characters[i]; i++) {
            char bytes[4];
            size_t n = text_encode((uint32_t)characters[i], bytes);
            text = arena_printf(arena, "%s%.*s", text, (int)n, bytes);
            if (i == 0)
                width = wcwidth(characters[0]) == 2 ? 2 : 1;
        }
        x += width;
        if (characters[0] != L' ')
            used = strlen(text);
    }
    return arena_strndup(arena, text, used);
}

void terminal_ask(void)
{
    static const char question[] = "\r\xe2\x96\xb2\x1b[6n\r  \r";
    put_bytes(STDOUT_FILENO, question, sizeof question - 1);
}

void terminal_width(int ambiguous, bool disputed)
{
    terminal.ambiguous = ambiguous;
    if (disputed)
        clearok(curscr, TRUE);
}

void terminal_close(void)
{
    if (!terminal.screen)
        return;
    endwin();
    if (!terminal.none)
        release_faults();
    delscreen(terminal.screen);
    terminal.screen = NULL;
    close_streams();
}

/* ---- size, suspension, keys ---- */

/* <term.h> has macros named like the parameters in our header. */
void terminal_size(int *height, int *width)
{
    *height = LINES;
    *width = COLS;
}

bool terminal_resize(void)
{
    struct winsize size;
    if (terminal.none || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
        size.ws_row == 0 || size.ws_col == 0 ||
        (size.ws_row == LINES && size.ws_col == COLS))
        return false;
    /* What a terminal keeps of the old picture is its own affair. */
    if (resize_term(size.ws_row, size.ws_col) == OK)
        clearok(curscr, TRUE);
    return true;
}

void terminal_suspend(void)
{
    if (terminal.none)
        return;
    endwin();
    /* Where nobody could continue us (a login without a shell) this does nothing. */
    raise(SIGTSTP);
    terminal_renew();
}

void terminal_renew(void)
{
    reset_prog_mode();
    clearok(curscr, TRUE);
}

ssize_t terminal_read(char *bytes, size_t n)
{
    struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
    if (terminal.none) {
        size_t given = strnlen(terminal.typed, n);
        memcpy(bytes, terminal.typed, given);
        terminal.typed += given;
        return (ssize_t)given;
    }
    if (poll(&fd, 1, 0) <= 0)
        return 0;
    if (!(fd.revents & POLLIN))
        return -1;
    ssize_t got = read(STDIN_FILENO, bytes, n);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return 0;
    return got > 0 ? got : -1;
}

/* ---- drawing ---- */

int terminal_put(int row, int x, const char *text, enum role role)
{
    if (row < 0 || row >= LINES || x < 0 || x >= COLS - 1)
        return x;
    wchar_t run[RUN];
    int n = 0, start = x;
    attr_set(terminal.attributes[role], terminal.pairs[role], NULL);
    move(row, x);
    for (size_t left = strlen(text); left > 0;) {
        uint32_t code;
        size_t taken = text_decode(text, left, &code);
        if (taken == 0 || !text_safe(code)) {
            code = '?';
            taken += taken == 0;
        }
        text += taken;
        left -= taken;
        int width = text_code_width(code, terminal.ambiguous);
        if (x + width > COLS - 1)
            break;
        if (width == 0 && x == start)
            continue; /* would fall on a cell that is not ours */
        run[n++] = (wchar_t)code;
        x += width;
        if (n == RUN) {
            addnwstr(run, n);
            n = 0;
        }
    }
    addnwstr(run, n);
    attr_set(A_NORMAL, 0, NULL);
    return x;
}

/* Blanks between two spans of one role take its style where it does not show on them:
 * then a row of single dim signs is one run and not a change of style for each. */
static void bridge(int row, int from, int to, enum role role)
{
    static const char blanks[] = "    ";
    int gap = to - from, most = (int)sizeof blanks - 1;
    if (gap > 0 && gap <= most &&
        !(terminal.attributes[role] & (A_UNDERLINE | A_REVERSE)))
        terminal_put(row, from, blanks + most - gap, role);
}

void terminal_line(int row, const struct sheet_line *line)
{
    if (row < 0 || row >= LINES)
        return;
    /* In the picture only: equal cells cost nothing when it is sent. */
    move(row, 0);
    clrtoeol();
    int end = 0;
    for (size_t i = 0; line && i < line->n; i++) {
        const struct sheet_span *span = &line->spans[i];
        if (i > 0 && span->role == span[-1].role)
            bridge(row, end, span->x, span->role);
        end = terminal_put(row, span->x, span->text, span->role);
    }
}

void terminal_set_off(int row, int x, int width, enum role role,
                      enum terminal_look look)
{
    if (row < 0 || row >= LINES || x < 0 || x >= COLS - 1)
        return;
    if (width > COLS - 1 - x)
        width = COLS - 1 - x;
    attr_t extra = look == LOOK_REVERSE ? A_REVERSE : A_UNDERLINE;
    mvchgat(row, x, width, terminal.attributes[role] | extra, terminal.pairs[role],
            NULL);
}

void terminal_show_cursor(int row, int x)
{
    if (!terminal.cursor) {
        curs_set(1);
        leaveok(stdscr, FALSE);
        terminal.cursor = true;
    }
    move(row, x);
}

void terminal_hide_cursor(void)
{
    if (!terminal.cursor)
        return;
    curs_set(0);
    leaveok(stdscr, TRUE);
    terminal.cursor = false;
}

void terminal_flush(void)
{
    refresh();
}
