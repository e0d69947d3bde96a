/*
 * A dashboard with made-up pages, for tests of tui/ on a terminal. Included by test
 * programs, which run themselves as the dashboard: `main` calls dashboard_main when its
 * first argument is DASHBOARD.
 *
 *   overview               rows that open the other pages
 *   list[@REGION], region  500 rows; refreshing puts 3 new ones before them
 *   matrix, coordination   six columns, with heads, every second behind
 *   prose                  text without a row
 *   mixed                  three rows, 60 lines of text, three rows
 *   unsafe                 a row and a detail with control characters
 *   long                   a page that only exists after a refresh
 *   fault                  building it is a fault of the program
 *   find/WORDS  help/PAGE  one row each
 *
 * What is chosen for a page stands behind its conclusion: sort, at, filter, group,
 * column. `r` refreshes (the message is 已更新 N), `R` says what it was asked.
 */
#ifndef TESTS_UNIT_TUI_DASHBOARD_H
#define TESTS_UNIT_TUI_DASHBOARD_H

#include "core/arena.h"
#include "tui/tui.h"
#include "views/page.h"

#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define DASHBOARD "--dashboard"

enum { LIST_ROWS = 500, NEW_ROWS = 3, MATRIX_COLUMNS = 6, MATRIX_ROWS = 40 };

struct dashboard {
    struct tui *tui;
    int generation;
    char since[32]; /* "" = not asked */
};

/* A row of one cell or more; the strings are formats' results in the arena. */
static void put_row(struct arena *arena, struct view_table *table, const char *key,
                    const char *address, const char *detail, const char *text,
                    const char *figure)
{
    struct view_row *rows = (struct view_row *)(void *)table->rows;
    struct view_cell *cells = arena_alloc(arena, 2 * sizeof *cells);
    cells[0] = (struct view_cell){.text = text, .role = ROLE_TEXT};
    cells[1] = (struct view_cell){.text = figure, .role = ROLE_BAD};
    rows = arena_more(arena, rows, table->n_rows, sizeof *rows);
    rows[table->n_rows++] = (struct view_row){
        .key = key, .address = address, .detail = detail, .cells = cells};
    table->rows = rows;
}

static const struct view_column two_columns[] = {
    {.head = "名称", .align = ALIGN_LEFT, .min = 20, .flexible = true},
    {.head = "数值", .align = ALIGN_RIGHT, .min = 8},
};

static void put_table(struct arena *arena, struct view *view, const char *title,
                      struct view_table table)
{
    struct view_block *blocks = (struct view_block *)(void *)view->blocks;
    blocks = arena_more(arena, blocks, view->n_blocks, sizeof *blocks);
    table.columns = two_columns;
    table.n_columns = 2;
    table.empty = "";
    blocks[view->n_blocks++] = (struct view_block){
        .kind = BLOCK_TABLE, .title = title, .text = "", .label = "", .table = table};
    view->blocks = blocks;
}

static void put_text(struct arena *arena, struct view *view, const char *text)
{
    struct view_block *blocks = (struct view_block *)(void *)view->blocks;
    blocks = arena_more(arena, blocks, view->n_blocks, sizeof *blocks);
    blocks[view->n_blocks++] =
        (struct view_block){.kind = BLOCK_TEXT, .title = "", .text = text, .label = ""};
    view->blocks = blocks;
}

static void build_overview(struct arena *arena, struct view *view)
{
    static const char *const links[] = {"list@430000", "matrix", "prose", "unsafe",
                                        "long",        "help",   "list",  "none"};
    struct view_table first = {0}, second = {0};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        put_row(arena, i < 6 ? &first : &second, links[i], links[i], "",
                arena_printf(arena, "页面 %s", links[i]), "1.0");
    put_table(arena, view, "第一部分", first);
    put_table(arena, view, "第二部分", second);
}

static void build_list(const struct dashboard *self, struct arena *arena,
                       struct view *view)
{
    struct view_table table = {0};
    for (int i = -NEW_ROWS * self->generation; i < LIST_ROWS; i++)
        put_row(arena, &table, arena_printf(arena, "row%d", i), "matrix",
                arena_printf(arena, "智能算力规模：第%d行", i),
                arena_printf(arena, "第%d行 智能终端普及率", i),
                arena_printf(arena, "%d.5", 100 + i * 7 % 900));
    put_table(arena, view, "", table);
}

static void build_matrix(struct arena *arena, struct view *view)
{
    static struct view_matrix_column columns[MATRIX_COLUMNS];
    static const char *const keys[] = {"c0", "c1", "c2", "c3", "c4", "c5"};
    static const char *const names[] = {"科学", "产业", "消费", "民生", "治理", "合作"};
    static const char *const groups[MATRIX_COLUMNS] = {"行动", "", "", "", "", ""};
    struct view_matrix_row *rows = arena_alloc(arena, MATRIX_ROWS * sizeof *rows);
    for (int i = 0; i < MATRIX_COLUMNS; i++)
        columns[i] = (struct view_matrix_column){
            .key = keys[i], .head = names[i], .name = names[i], .address = "prose"};
    for (int i = 0; i < MATRIX_ROWS; i++) {
        struct view_matrix_cell *cells =
            arena_alloc(arena, MATRIX_COLUMNS * sizeof *cells);
        for (int j = 0; j < MATRIX_COLUMNS; j++)
            cells[j] = (struct view_matrix_cell){
                .symbol = j % 2 ? "欠" : " .",
                .word = "",
                .detail = arena_printf(arena, "单元%d之%d", i, j),
                .behind = j % 2,
                .address = "prose"};
        rows[i] = (struct view_matrix_row){.key = arena_printf(arena, "r%d", i),
                                           .name = arena_printf(arena, "R%d", i),
                                           .address = "list",
                                           .detail = arena_printf(arena, "R%d全部", i),
                                           .cells = cells};
    }
    struct view_block *block = arena_alloc(arena, sizeof *block);
    *block = (struct view_block){.kind = BLOCK_MATRIX,
                                 .title = "",
                                 .text = "",
                                 .label = "",
                                 .matrix = {.columns = columns,
                                            .n_columns = MATRIX_COLUMNS,
                                            .group_heads = groups,
                                            .rows = rows,
                                            .n_rows = MATRIX_ROWS,
                                            .heads_downwards = true,
                                            .legend = ""}};
    view->blocks = block;
    view->n_blocks = 1;
}

static void build_prose(struct arena *arena, struct view *view)
{
    const char *text = "";
    for (int i = 0; i < 60; i++)
        text = arena_printf(arena, "%s%s段落%d", text, *text ? "\n" : "", i);
    put_text(arena, view, text);
}

static void build_mixed(struct arena *arena, struct view *view)
{
    struct view_table tables[2] = {{0}, {0}};
    for (int i = 0; i < 6; i++)
        put_row(arena, &tables[i / 3], arena_printf(arena, "m%d", i), "matrix", "",
                arena_printf(arena, "项%d", i), "1.0");
    put_table(arena, view, "", tables[0]);
    build_prose(arena, view);
    put_table(arena, view, "", tables[1]);
}

static bool dashboard_build(void *host, const char *address, const char *from,
                            const struct view_options *options, struct arena *arena,
                            struct view *view, struct error *error)
{
    struct dashboard *self = host;
    char *name = arena_strndup(arena, address, strcspn(address, "/@"));
    const char *id = strchr(address, '/') ? strchr(address, '/') + 1 : "";
    struct view made = {
        .address = arena_strdup(arena, address),
        .as_of = *self->since ? arena_printf(arena, "自 %s", self->since)
                              : "数据截至 2026年10月底",
        .conclusion =
            arena_printf(arena, "结论：%s。%s%s%s%s%s%s", address, options->sort,
                         options->at, options->filter, options->group, options->column,
                         options->reversed ? "倒" : ""),
        .collected = "11-05 06:15",
        .detail = "没有选中",
        .keys = "Enter 进入  / 查找  : 前往  ? 帮助"};
    struct view_step *steps = arena_alloc(arena, 2 * sizeof *steps);
    steps[0] = (struct view_step){"人工智能+", "overview"};
    steps[1] = (struct view_step){arena_strdup(arena, name), made.address};
    made.steps = steps;
    made.n_steps = strcmp(name, "overview") == 0 ? 1 : 2;
    if (strcmp(name, "overview") == 0)
        build_overview(arena, &made);
    else if (strcmp(name, "list") == 0 || strcmp(name, "region") == 0)
        build_list(self, arena, &made);
    else if (strcmp(name, "matrix") == 0 || strcmp(name, "coordination") == 0)
        build_matrix(arena, &made);
    else if (strcmp(name, "prose") == 0)
        build_prose(arena, &made);
    else if (strcmp(name, "mixed") == 0)
        build_mixed(arena, &made);
    else if (strcmp(name, "fault") == 0)
        raise(SIGSEGV);
    else if (strcmp(name, "unsafe") == 0 || strcmp(name, "find") == 0 ||
             strcmp(name, "help") == 0 ||
             (strcmp(name, "long") == 0 && self->generation == 1)) {
        struct view_table table = {0};
        bool unsafe = strcmp(name, "unsafe") == 0;
        const char *text = unsafe ? "坏\x1b]0;x\x07\xe2\x80\xae的\xff行"
                                  : arena_printf(arena, "%s 自 %s", id, from);
        put_row(arena, &table, "a", "matrix", unsafe ? "\x1b[31m红" : "命中甲", text,
                "1.5");
        put_row(arena, &table, "b", "list@110000", "命中乙", "乙", "2.5");
        put_table(arena, &made, "", table);
    } else {
        return error_set(error, ERROR_OPEN, address, "没有这个地址");
    }
    *view = made;
    return true;
}

static void dashboard_command(void *host, enum tui_command command, const char *address)
{
    struct dashboard *self = host;
    char text[300];
    if (command == TUI_REFRESH) {
        self->generation++;
        tui_reload(self->tui);
        snprintf(text, sizeof text, "已更新 %d", self->generation);
    } else {
        snprintf(text, sizeof text, "全部 %s", address);
    }
    tui_message(self->tui, text);
}

static size_t dashboard_complete(void *host, const char *typed, const char *address,
                                 struct arena *arena, struct completion *found,
                                 size_t most)
{
    static const char *const known[] = {"matrix", "list@430000", "list@110000",
                                        "prose"};
    size_t n = 0;
    (void)host, (void)address;
    for (size_t i = 0; i < sizeof known / sizeof *known && n < most; i++)
        if (strstr(known[i], typed))
            found[n++] =
                (struct completion){known[i], arena_printf(arena, "页面 %s", known[i])};
    return n;
}

/* Any day but one. */
static bool dashboard_since(void *host, const char *typed, struct error *error)
{
    struct dashboard *self = host;
    if (strcmp(typed, "2099-01-01") == 0)
        return error_set(error, ERROR_SINCE, typed, "2026-11-05");
    snprintf(self->since, sizeof self->since, "%s", *typed ? typed : "default");
    return true;
}

static bool dashboard_as_of(void *host, const char *typed, struct error *error)
{
    if (strcmp(typed, "2099-01-01") == 0)
        return error_set(error, ERROR_AS_OF, typed, "2026-11-05");
    return dashboard_since(host, typed, error);
}

static const char *dashboard_export_name(void *host, const char *address,
                                         struct arena *arena)
{
    (void)host;
    return arena_printf(arena, "%s.csv", address);
}

/* Every name but the one that is there. */
static bool dashboard_export(void *host, const char *address, const char *from,
                             const struct view_options *options, const char *typed,
                             bool replace, struct error *error)
{
    (void)host, (void)address, (void)from, (void)options;
    return strcmp(typed, "there.csv") != 0 || replace ||
           error_set(error, ERROR_EXPORT_THERE, typed);
}

static const char *dashboard_compare(void *host, const char *address,
                                     const int32_t *regions, size_t n,
                                     struct arena *arena)
{
    (void)host, (void)regions;
    if (strncmp(address, "list", 4) != 0)
        return NULL;
    return n < 2 ? arena_strdup(arena, address) : "matrix";
}

static void dashboard_answered(void *host, int cells, int *ambiguous,
                               enum glyph_tier *glyphs)
{
    (void)host;
    *ambiguous = cells ? cells : 2;
    *glyphs = cells == 1 ? GLYPH_BLOCK : GLYPH_ASCII;
}

static int dashboard_run(const char *theme, bool mono, const char *start)
{
    struct dashboard self = {0};
    struct tui_host host = {&self,
                            dashboard_build,
                            dashboard_command,
                            dashboard_complete,
                            dashboard_since,
                            dashboard_as_of,
                            dashboard_export_name,
                            dashboard_export,
                            dashboard_compare,
                            dashboard_answered};
    struct tui_options options = {
        .theme = theme, .mono = mono, .ambiguous = 1, .start = start};
    struct error error = {0};
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGWINCH);
    sigaddset(&signals, SIGCONT);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    int fd = signalfd(-1, &signals, SFD_CLOEXEC);
    if (!tui_open(&options, &host, &self.tui, &error)) {
        char text[1000];
        error_format(&error, NULL, text, sizeof text);
        printf("%s: %s\n", error_name(error.code), text);
        return 1;
    }
    for (bool on = true; on;) {
        struct pollfd fds[] = {{.fd = 0, .events = POLLIN},
                               {.fd = fd, .events = POLLIN}};
        poll(fds, 2, tui_timeout(self.tui));
        struct signalfd_siginfo info;
        if (fds[1].revents && read(fd, &info, sizeof info) == sizeof info) {
            if (info.ssi_signo == SIGWINCH)
                tui_resized(self.tui);
            else if (info.ssi_signo == SIGCONT)
                tui_resumed(self.tui);
            else
                break;
        } else {
            on = tui_keys(self.tui);
        }
    }
    tui_close(self.tui);
    close(fd);
    printf("bye\n");
    return 0;
}

/* Runs the dashboard as a shell's job and waits as a shell does: says when it is
 * stopped, and continues it at the next key. */
static int dashboard_job(const char *theme, bool mono, const char *start)
{
    signal(SIGTTOU, SIG_IGN);
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        tcsetpgrp(0, getpid());
        signal(SIGTTOU, SIG_DFL);
        exit(dashboard_run(theme, mono, start));
    }
    int status;
    while (waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status)) {
        tcsetpgrp(0, getpgrp());
        printf("stopped by %d\n", WSTOPSIG(status));
        fflush(stdout);
        getchar();
        tcsetpgrp(0, pid);
        kill(pid, SIGCONT);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* argv: DASHBOARD START [mono|job|theme=NAME] */
static int dashboard_main(int argc, char **argv)
{
    const char *mode = argc > 3 ? argv[3] : "";
    const char *theme = strncmp(mode, "theme=", 6) == 0 ? mode + 6 : "";
    bool mono = strcmp(mode, "mono") == 0;
    setlocale(LC_CTYPE, "C.UTF-8");
    return strcmp(mode, "job") == 0 ? dashboard_job(theme, mono, argv[2])
                                    : dashboard_run(theme, mono, argv[2]);
}

#endif
