/*
 * The real program at this scale: what memory its two roles take, and how soon the
 * dashboard shows its first page.
 */
#include "tests/bench/run.h"

#include "tests/bench/body.h"
#include "tests/bench/watch.h"
#include "tests/lib/pty.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 40, COLUMNS = 120, BIG = 10, PRINT_ROUNDS = 5 };
/* DESIGN's budgets: MB of memory, ms and bytes of the first frame. */
enum { COLLECTOR_MOST = 64, VIEWER_MOST = 14, START_MOST = 50, FRAME_MOST = 6144 };

/* ---- the collector ---- */

static void write_feeds(const struct bench *bench)
{
    const struct workload *workload = &bench->workload;
    FILE *out = file_create(bench, "month.json");
    body_jsonstat(out, workload,
                  &(struct workload_part){0, WORKLOAD_INDICATORS, bench->months, 1, 0},
                  false);
    file_finish(out);
    /* Ten indicators' history with other values, all of it revisions. */
    out = file_create(bench, "history.json");
    body_jsonstat(out, workload, &(struct workload_part){0, BIG, 0, WORKLOAD_MONTHS, 2},
                  false);
    file_finish(out);
    out = file_create(bench, "history.csv");
    body_csv(out, workload, &(struct workload_part){BIG, BIG, 0, WORKLOAD_MONTHS, 2});
    file_finish(out);
    out = file_create(bench, "aiplus.conf");
    static const char *const names[] = {"month.json", "history.json", "history.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[PATH_SIZE];
        fprintf(out,
                "source \"%s\" {\n  address = \"file://%s\"\n  allow = {\"file\"}\n}\n",
                names[i], path_of(bench, names[i], path));
    }
    file_finish(out);
}

static void collect(const struct bench *bench, const char *source, const char *name)
{
    char config[PATH_SIZE];
    const char *const argv[] = {bench->program,
                                "--cache",
                                bench->cache,
                                "--config",
                                path_of(bench, "aiplus.conf", config),
                                "--fetch",
                                source,
                                NULL};
    double memory, start = now_ms();
    int status = program_run(bench, argv, &memory);
    double took = now_ms() - start;
    if (status != 0) {
        fprintf(stderr, "bench: see %s/output\n", bench->directory);
        die("the collector has failed", NULL);
    }
    figure_alone(name, memory, "MB", (struct budget){.most = COLLECTOR_MOST},
                 bench->judge);
    printf("# %s: %.3g s, published too\n", source, took / 1e3);
}

void bench_collector(struct bench *bench)
{
    /* Into a copy: the peer does not get these rows. */
    struct bench_copy copy;
    bench_copy_make(bench, false, &copy);
    write_feeds(bench);
    collect(&copy.bench, "month.json",
            "collector's memory, one month of all as JSON-stat");
    collect(&copy.bench, "history.json",
            "collector's memory, ten indicators' history as JSON-stat");
    collect(&copy.bench, "history.csv",
            "collector's memory, ten indicators' history as CSV");
    bench_copy_remove(&copy);
    shell_run("cd '%s' && rm month.json history.json history.csv", bench->directory);
}

/* ---- the viewer ---- */

/* Every page, and those that ask for most. */
static const char *const addresses[] = {
    "overview@100000",
    "overview@330000",
    "region/100000",
    "region/330000",
    "region/330100",
    "task",
    "task/A1.1",
    "task/A1.1@330000",
    "coordination",
    "indicator/%s@100000",
    "indicator/%s@330000",
    "indicator/%s@330102",
    "sources",
    "sources/bench",
    "overview@100000",
};

enum { ADDRESSES = sizeof addresses / sizeof *addresses };

/* The address with the first indicator's code in it. */
static void name_page(const struct bench *bench, size_t i, char *text, size_t size)
{
    const char *place = strstr(addresses[i], "%s");
    snprintf(text, size, "%.*s%s%s", place ? (int)(place - addresses[i]) : 0,
             addresses[i], place ? bench->workload.codes[0] : "",
             place ? place + 2 : addresses[i]);
}

/* Every page is there: a dashboard that refuses an address takes no memory for it. */
static void print_all(const struct bench *bench)
{
    char texts[ADDRESSES][64];
    const char *argv[ADDRESSES + 5] = {bench->program, "--cache", bench->cache};
    for (size_t i = 0; i < ADDRESSES; i++) {
        snprintf(texts[i], sizeof texts[i], "--print=");
        name_page(bench, i, texts[i] + strlen(texts[i]), sizeof texts[i] - 8);
        argv[3 + i] = texts[i];
    }
    if (program_run(bench, argv, NULL) != 0)
        die("a page cannot be printed", NULL);
}

static void start(const struct bench *bench, struct pty *pty, const char *day)
{
    const char *const argv[] = {
        bench->program,         "--lang", "zh", "--cache", bench->cache,
        day ? "--as-of" : NULL, day,      NULL};
    static const char *const env[] = {"XDG_CONFIG_HOME=/nonexistent", "AIPLUS_NOW",
                                      NULL};
    if (!pty_start(pty, ROWS, COLUMNS, argv, env) || !pty_answered(pty))
        die("the dashboard does not start", NULL);
}

static void leave(struct pty *pty)
{
    for (int i = 0; i < 50 && !pty_exited(pty, 50); i++)
        pty_type(pty, "q");
    if (pty->pid > 0 || !WIFEXITED(pty->status) || WEXITSTATUS(pty->status) != 0)
        die("the dashboard does not end as it should", NULL);
    pty_close(pty);
}

static double look_at_all(const struct bench *bench, const char *day)
{
    struct pty pty;
    struct watch watch;
    start(bench, &pty, day);
    watch_begin(&watch, pty.pid);
    for (size_t i = 0; i < ADDRESSES; i++) {
        char page[64], typed[72];
        name_page(bench, i, page, sizeof page);
        snprintf(typed, sizeof typed, ":%s\r", page);
        pty_type(&pty, typed);
        if (!pty_answered(&pty))
            die("the dashboard does not answer", NULL);
    }
    double memory = watch_end(&watch);
    leave(&pty);
    return memory;
}

void bench_viewer(struct bench *bench)
{
    struct figure first = {.name = "dashboard, start to first page",
                           .unit = "ms",
                           .budget = {.most = START_MOST},
                           .alone = true};
    struct figure print = {.name = "--print, whole", .unit = "ms", .alone = true};
    size_t bytes = 0;
    if (access(bench->program, X_OK) != 0)
        die(bench->program, NULL);
    print_all(bench);
    for (int i = 0; i < PRINT_ROUNDS; i++) {
        struct pty pty;
        double begin = now_ms();
        start(bench, &pty, NULL);
        figure_add(&first, now_ms() - begin, 0);
        bytes = pty.bytes;
        leave(&pty);
        const char *const argv[] = {bench->program, "--cache", bench->cache, "--print",
                                    NULL};
        begin = now_ms();
        program_run(bench, argv, NULL);
        figure_add(&print, now_ms() - begin, 0);
    }
    figure_print(&first, bench->judge);
    figure_alone("first frame, 120x40", (double)bytes, "bytes",
                 (struct budget){.most = FRAME_MOST}, bench->judge);
    figure_print(&print, bench->judge);
    figure_alone("viewer's memory, all pages", look_at_all(bench, NULL), "MB",
                 (struct budget){.most = VIEWER_MOST}, bench->judge);
    figure_alone("viewer's memory, all pages as of", look_at_all(bench, "2026-01-10"),
                 "MB", (struct budget){.most = VIEWER_MOST}, bench->judge);
}
