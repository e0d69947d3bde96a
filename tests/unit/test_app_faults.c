/* Every fault of tests/lib/fault_case.h with the real program: a source delivers well,
 * then wrong. What is said, in English and Chinese, is in tests/fixtures/faults.txt;
 * that the old figure stays, that nothing else is stored, that pages say so, and that
 * it takes little time and memory, is the same for all of them. */
#include <arpa/inet.h>
#include <ctype.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/lib/app_fixture.h"
#include "tests/lib/fault_case.h"
#include "tests/lib/fault_server.h"
#include "tests/lib/faults.h"

enum {
    CASES_MOST = 256,
    AT_A_TIME = 8,
    TEXT = 64 * 1024,
    SECONDS = 4,
    MEMORY_KB = 64 * 1024
};
#define FIXTURE "tests/fixtures/faults.txt"

/* Of all tables, in their order. */
static const struct fault_case *cases[CASES_MOST];
static int n_cases;

static const char *self_path;
static struct app app;
static struct fault_server near_server, far_server;
static char *expected;    /* the fixture */
static bool whole_matrix; /* no case was left out */

/* What the servers' processes must know of. */
static struct {
    int port, full_port, closed_port;
    char far[64];                    /* "192.0.2.2:4711"; "" if there is none */
    atomic_bool armed[CASES_MOST];   /* goes wrong from now on */
    atomic_int requests[CASES_MOST]; /* since then */
} * shared;

/* ---- words with names in them ---- */

static void replace(char *text, size_t size, const char *name, const char *with)
{
    char out[TEXT];
    size_t n = 0, length = strlen(name);
    for (const char *p = text; *p && n + strlen(with) + 1 < sizeof out;) {
        if (strncmp(p, name, length) == 0) {
            n += (size_t)snprintf(out + n, sizeof out - n, "%s", with);
            p += length;
        } else {
            out[n++] = *p++;
        }
    }
    out[n] = '\0';
    snprintf(text, size, "%s", out);
}

static void port_text(char text[16], int port)
{
    snprintf(text, 16, "%d", port);
}

/* {port} and the others; see tests/lib/fault_case.h. */
static void put_names(char *text, size_t size, int number, const char *self)
{
    char port[16], full[16], closed[16], directory[128];
    port_text(port, shared->port);
    port_text(full, shared->full_port);
    port_text(closed, shared->closed_port);
    snprintf(directory, sizeof directory, "%s/%d", app.directory, number);
    const struct {
        const char *name, *text;
    } names[] = {
        {"{port}", port},
        {"{far}", shared->far},
        {"{full}", full},
        {"{self}", self},
        {"{closed}", closed},
        {"{dir}", directory},
        {"{name}", cases[number]->name},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        replace(text, size, names[i].name, names[i].text);
}

/* libcurl counts milliseconds: "after 12 ms" becomes "after N ms". */
static void blur(char *text)
{
    for (char *p = text; (p = strstr(p, " after ")); p++) {
        size_t n = strspn(p + 7, "0123456789");
        if (n >= 1 && strncmp(p + 7 + n, " m", 2) == 0) {
            memmove(p + 8, p + 7 + n, strlen(p + 7 + n) + 1);
            p[7] = 'N';
        }
    }
}

/* The same the other way round, and what no two runs have in common. */
static void take_names(char *text, size_t size, int number)
{
    char port[32], full[32], closed[32], refused[32], directory[128], far[72];
    snprintf(port, sizeof port, ":%d", shared->port);
    snprintf(full, sizeof full, ":%d", shared->full_port);
    snprintf(closed, sizeof closed, ":%d", shared->closed_port);
    snprintf(refused, sizeof refused, "port %d", shared->closed_port);
    snprintf(directory, sizeof directory, "%s/%d", app.directory, number);
    snprintf(far, sizeof far, "%s", shared->far);
    const struct {
        const char *text, *name;
    } names[] = {
        {far[0] ? far : "\n\n", "{far}"},
        {port, ":{port}"},
        {full, ":{full}"},
        {closed, ":{closed}"},
        {refused, "port {closed}"},
        {directory, "{dir}"},
        /* In Chinese only where the C library's own texts are installed. */
        {"没有那个文件或目录", "No such file or directory"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        replace(text, size, names[i].text, names[i].name);
    blur(text);
}

/* ---- the servers ---- */

/* The case whose name a path begins with, -1 if there is none. */
static int case_of(const char *path)
{
    if (strncmp(path, "http://", 7) == 0) /* to a proxy */
        path = strchr(path + 7, '/');
    size_t n = path && path[0] == '/' ? strcspn(path + 1, "/ ") : 0;
    for (int i = 0; i < n_cases; i++)
        if (strlen(cases[i]->name) == n && memcmp(cases[i]->name, path + 1, n) == 0)
            return i;
    return -1;
}

static void answer(int fd, const struct fault_case *row, int number, const char *path)
{
    char text[TEXT], self[256];
    size_t size = row->size ? row->size : strlen(row->answer);
    snprintf(self, sizeof self, "%.*s", (int)strcspn(path, " "), path);
    if (!row->size && strchr(row->answer, '{')) {
        snprintf(text, sizeof text, "%s", row->answer);
        put_names(text, sizeof text, number, self);
        fault_send(fd, text, strlen(text));
    } else {
        fault_send(fd, row->answer, size);
    }
}

/* "/NAME/feed" is the case's of that name; other addresses are of faults that lead
 * there, and of sources whose address is no case's own. */
static void play(int fd, const char *path, const char *head)
{
    int number = case_of(path);
    if (number < 0) {
        fault_play(fd, path, head);
        return;
    }
    const struct fault_case *row = cases[number];
    struct fault_request request = {fd, 0, path, head};
    if (shared->armed[number])
        request.number = ++shared->requests[number];
    if (request.number == 0)
        fault_deliver(fd, row->headers ? row->headers : "",
                      row->good ? row->good : FAULT_DELIVERY,
                      strlen(row->good ? row->good : FAULT_DELIVERY));
    else if (row->failing && request.number > row->failing)
        fault_deliver(fd, "", FAULT_NEWER, strlen(FAULT_NEWER));
    else if (row->fault)
        fault_play(fd, row->fault, head);
    else if (row->play)
        row->play(&request);
    else if (row->answer)
        answer(fd, row, number, path);
    else
        fault_deliver(fd, "", row->body, row->size ? row->size : strlen(row->body));
}

/* An address of this machine that is not on loopback; "" if it has none. */
static void find_far(char *host, size_t size)
{
    struct ifaddrs *all = NULL;
    host[0] = '\0';
    if (getifaddrs(&all) != 0)
        return;
    for (const struct ifaddrs *one = all; one && !host[0]; one = one->ifa_next) {
        struct sockaddr_in four;
        if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET ||
            one->ifa_flags & IFF_LOOPBACK)
            continue;
        memcpy(&four, one->ifa_addr, sizeof four);
        uint32_t address = ntohl(four.sin_addr.s_addr);
        if (address >> 24 != 127 && address >> 16 != 0xA9FE)
            inet_ntop(AF_INET, &four.sin_addr, host, (socklen_t)size);
    }
    freeifaddrs(all);
}

/* A port of loopback; open: with a queue that is full, so that nobody is let in. */
static int odd_port(bool open)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, size), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
    /* Bound but not listening: connections are refused. */
    if (open)
        assert_int_equal(listen(fd, 0), 0);
    for (int i = 0; open && i < 4; i++) {
        int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        (void)!connect(one, (struct sockaddr *)&at, size);
    }
    return ntohs(at.sin_port);
}

static void start_servers(void)
{
    char host[48];
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    shared->full_port = odd_port(true);
    shared->closed_port = odd_port(false);
    assert_true(fault_server_start_by(&near_server, "127.0.0.1", play));
    shared->port = near_server.port;
    find_far(host, sizeof host);
    if (host[0] && fault_server_start_by(&far_server, host, play))
        snprintf(shared->far, sizeof shared->far, "%s:%d", host, far_server.port);
}

/* ---- the program ---- */

struct result {
    char text[TEXT];
    int status;
    double seconds;
    long kb; /* most anonymous memory that was seen */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long anonymous_kb(pid_t pid)
{
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "RssAnon: %ld", &kb) == 1)
            break;
    if (file)
        fclose(file);
    return kb;
}

/* Runs the program in a case's directory with these arguments, words between blanks. */
static void run(int number, const char *clock, const char *arguments,
                struct result *result)
{
    char directory[128], out[160], words[1024], *argv[24] = {app.program};
    int argc = 1;
    snprintf(directory, sizeof directory, "%s/%d", app.directory, number);
    snprintf(out, sizeof out, "%s/out", directory);
    snprintf(words, sizeof words, "--cache %s/cache --config %s/aiplus.conf %s",
             directory, directory, arguments);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    double begun = now();
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        setenv("HOME", directory, 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        setenv("AIPLUS_NOW", clock, 1);
        execv(app.program, argv);
        _exit(127);
    }
    int status = -1;
    result->kb = 0;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        long kb = anonymous_kb(pid);
        result->kb = kb > result->kb ? kb : result->kb;
        usleep(2000);
    }
    result->seconds = now() - begun;
    result->status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
    FILE *file = fopen(out, "r");
    size_t n = file ? fread(result->text, 1, sizeof result->text - 1, file) : 0;
    result->text[n] = '\0';
    if (file)
        fclose(file);
}

static void write_secrets(int number, const char *name, mode_t mode)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%d/%s", app.directory, number, name);
    int fd = open(path, O_WRONLY | O_CREAT, mode);
    if (fd >= 0) {
        dprintf(fd, "user = li\npassword = geheim-77\n");
        fchmod(fd, mode);
        close(fd);
    }
}

static void configure(int number, const char *address, const char *settings)
{
    int timeout = cases[number]->seconds ? cases[number]->seconds : 2;
    char text[2048], path[160];
    snprintf(text, sizeof text,
             "source \"s\" {\n    title = \"测试源\"\n    address = \"%s\"\n"
             "    timeout = %d\n    connect_timeout = 1\n    %s\n    %s\n    %s\n}\n",
             address, timeout,
             strstr(settings, "allow") ? "" : "allow = {\"http\", \"loopback\"}",
             strstr(settings, "retries") ? "" : "retries = 0", settings);
    put_names(text, sizeof text, number, "");
    snprintf(path, sizeof path, "%s/%d/aiplus.conf", app.directory, number);
    FILE *file = fopen(path, "w");
    if (!file)
        _exit(1);
    fputs(text, file);
    fclose(file);
}

/* ---- one case, in a process of its own ---- */

/* What it found, for the test: lines "problem: ..", then what is compared with the
 * fixture. */
struct report {
    FILE *file;
    int problems;
};

static void expect(struct report *report, bool fine, const char *what,
                   const char *detail)
{
    if (fine)
        return;
    fprintf(report->file, "problem: %s:\n%s\n", what, detail);
    report->problems++;
}

/* The collector's lines of the source, without their times, and rests without their
 * lengths. */
static void put_said(FILE *file, const char *language, char *text, int number)
{
    take_names(text, TEXT, number);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        bool stamped = strlen(line) > 21 && line[4] == '-' && line[13] == ':';
        char *rest = strstr(line, "asked again in ");
        char *rest_zh = strstr(line, " 秒后重试：");
        if (stamped)
            line += 21;
        if (stamped && strncmp(line, "aiplus: ", 8) == 0)
            continue;
        if (rest)
            fprintf(file, "%s: s: asked again in ..%s\n", language,
                    strstr(rest, " s: ") ? strstr(rest, " s: ") + 2 : rest);
        else if (rest_zh)
            fprintf(file, "%s: s: ..%s\n", language, rest_zh);
        else
            fprintf(file, "%s: %s\n", language, line);
    }
}

static bool is_clean(const char *text)
{
    for (const char *p = text; *p; p++)
        if (((unsigned char)*p < 0x20 && *p != '\n') || *p == 0x7f)
            return false;
    return true;
}

/* The sentence that the collector said of the source. */
static void sentence_of(const char *text, char *sentence, size_t size)
{
    const char *begin = strstr(text, "  s: ");
    for (const char *next = begin; next; next = strstr(next + 1, "  s: "))
        begin = next;
    snprintf(sentence, size, "%.*s", begin ? (int)strcspn(begin + 5, "\n") : 0,
             begin ? begin + 5 : "");
}

static void judge_pages(struct report *report, int number, const char *clock,
                        const struct fault_case *row, const char *sentence)
{
    static const char *const rows[] = {
        [FAULT_FAILS] = "failures in a row: 1",
        [FAULT_ATTENTION] = "needing attention in a row: 1",
        [FAULT_SAME] = "failures in a row: 0",
        [FAULT_TAKEN] = "failures in a row: 0",
    };
    static struct result page;
    bool wrong = row->end == FAULT_FAILS || row->end == FAULT_ATTENTION;
    run(number, clock, "--lang en --width 400 --print=sources/s", &page);
    expect(report, page.status == (wrong ? 4 : 0), "exit status of --print", page.text);
    expect(report, strstr(page.text, rows[row->end]), rows[row->end], page.text);
    expect(report, !wrong || strstr(page.text, sentence), "the source's page",
           page.text);
    run(number, clock, "--lang en --print=indicator/B9-01@430000", &page);
    expect(report,
           strstr(page.text, row->end == FAULT_TAKEN ? "\n3.86r EFLOPS (2026Q2"
                                                     : "\n3.52 EFLOPS (2026Q2"),
           "the figure", page.text);
}

static void judge_cost(struct report *report, const struct fault_case *row,
                       const struct result *result)
{
    char text[64];
    bool slow = strstr(app.build, "asan");
    double most = row->seconds ? row->seconds : SECONDS;
    snprintf(text, sizeof text, "%.1f s", result->seconds);
    expect(report, result->seconds < most * (slow ? 5 : 1), "time", text);
    snprintf(text, sizeof text, "%ld KB", result->kb);
    expect(report, slow || result->kb < MEMORY_KB, "memory", text);
}

static void play_case(int number, struct report *report)
{
    static struct result result, before, after;
    static char sentence[2048];
    const struct fault_case *row = cases[number];
    const char *settings = row->settings ? row->settings : "";
    const char *clock = row->now ? row->now : FAULT_LATER;
    char own[128];
    snprintf(own, sizeof own, "http://127.0.0.1:{port}/%s/feed", row->name);
    configure(number, own, "");
    write_secrets(number, "secrets", 0600);
    write_secrets(number, "open", 0644);
    run(number, FAULT_NOW, "--lang en --fetch", &result);
    expect(report, result.status == 0, "the good delivery", result.text);
    run(number, FAULT_NOW, "--lang en --csv B9-01 --history", &before);
    expect(report, strstr(before.text, "2026-Q2,3.52,"), "stored", before.text);

    shared->armed[number] = true;
    configure(number, row->address ? row->address : own, settings);
    run(number, clock, "--lang en --fetch", &result);
    bool wrong = row->end == FAULT_FAILS || row->end == FAULT_ATTENTION;
    expect(report, result.status == (wrong ? 4 : 0), "exit status", result.text);
    expect(report, is_clean(result.text), "no control character", result.text);
    judge_cost(report, row, &result);
    run(number, clock, "--lang en --csv B9-01 --history", &after);
    expect(report,
           row->end == FAULT_TAKEN || row->end == FAULT_SAME ||
               strcmp(before.text, after.text) == 0,
           "nothing is stored", after.text);
    sentence_of(result.text, sentence, sizeof sentence);
    judge_pages(report, number, clock, row, sentence);
    put_said(report->file, "en", result.text, number);
    if (!wrong)
        return;
    shared->requests[number] = 0;
    run(number, clock, "--lang zh --fetch", &result);
    expect(report, result.status == 4, "exit status, again", result.text);
    put_said(report->file, "zh", result.text, number);
}

static void report_path(char path[160], int number)
{
    snprintf(path, 160, "%s/%d/report", app.directory, number);
}

static bool needs_far(const struct fault_case *row)
{
    return (row->address && strstr(row->address, "{far}")) ||
           (row->answer && strstr(row->answer, "{far}"));
}

static void play_all(void)
{
    int running = 0;
    for (int i = 0; i < n_cases; i++) {
        char path[160];
        snprintf(path, sizeof path, "%s/%d", app.directory, i);
        mkdir(path, 0700);
        if (needs_far(cases[i]) && !shared->far[0])
            continue;
        if (running == AT_A_TIME)
            wait(NULL), running--;
        if (fork() == 0) {
            struct report report = {0};
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            report_path(path, i);
            report.file = fopen(path, "w");
            play_case(i, &report);
            fclose(report.file);
            _exit(0);
        }
        running++;
    }
    while (running-- > 0)
        wait(NULL);
}

/* ---- what the fixture says ---- */

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 8 * TEXT);
    assert_non_null(text);
    if (file) {
        text[fread(text, 1, 8 * TEXT - 1, file)] = '\0';
        fclose(file);
    }
    return text;
}

/* What a case said, without the problems. */
static char *said_by(int number)
{
    char path[160];
    report_path(path, number);
    char *text = read_text(path), *said = strstr(text, "en: ");
    while (said && said != text && said[-1] != '\n')
        said = strstr(said + 1, "en: ");
    memmove(text, said ? said : "", strlen(said ? said : "") + 1);
    return text;
}

static void write_fixture(void)
{
    FILE *file = fopen(FIXTURE, "w");
    assert_non_null(file);
    for (int i = 0; i < n_cases; i++) {
        char *said = said_by(i);
        fprintf(file, "%s== %s\n%s", i ? "\n" : "", cases[i]->name, said);
        free(said);
    }
    fclose(file);
}

/* The fixture's section of a case; NULL if it has none. */
static char *section_of(const char *name)
{
    char head[128];
    snprintf(head, sizeof head, "== %s\n", name);
    const char *begin = strstr(expected, head);
    if (!begin)
        return NULL;
    begin += strlen(head);
    const char *end = strstr(begin, "\n==");
    return strndup(begin, end ? (size_t)(end - begin) : strlen(begin));
}

static void test_case(void **state)
{
    int number = *(int *)*state;
    char path[160];
    if (needs_far(cases[number]) && !shared->far[0])
        skip(); /* this machine has no address but those of loopback */
    report_path(path, number);
    char *report = read_text(path), *said = said_by(number);
    char *section = section_of(cases[number]->name);
    if (strncmp(report, "en: ", 4) != 0)
        fail_msg("%s", report);
    if (!section || strcmp(section, said) != 0)
        fail_msg("%s has for it:\n%sit says:\n%s", FIXTURE, section ? section : "",
                 said);
    free(report);
    free(said);
    free(section);
}

/* ---- all of them ---- */

static int open_all(void **state)
{
    (void)state;
    app_open(&app, self_path, false);
    start_servers();
    play_all();
    if (getenv("AIPLUS_REGENERATE") && whole_matrix)
        write_fixture();
    expected = read_text(FIXTURE);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    fault_server_stop(&near_server);
    if (shared->far[0])
        fault_server_stop(&far_server);
    app_close(&app);
    free(expected);
    return 0;
}

static void take_table(const struct fault_case *rows, const char *only)
{
    for (; rows->name && n_cases < CASES_MOST; rows++)
        if (!only || strstr(rows->name, only))
            cases[n_cases++] = rows;
}

/* test_app_faults [PART OF A NAME]: those cases alone. */
int main(int argc, char **argv)
{
    static struct CMUnitTest tests[CASES_MOST];
    static int numbers[CASES_MOST];
    const char *only = argc > 1 ? argv[1] : NULL;
    whole_matrix = !only;
    self_path = argv[0];
    take_table(fault_cases_wire, only);
    take_table(fault_cases_answer, only);
    take_table(fault_cases_content, only);
    for (int i = 0; i < n_cases; i++) {
        numbers[i] = i;
        tests[i] = (struct CMUnitTest){.name = cases[i]->name,
                                       .test_func = test_case,
                                       .initial_state = &numbers[i]};
    }
    return _cmocka_run_group_tests("faults", tests, (size_t)n_cases, open_all,
                                   close_all);
}
