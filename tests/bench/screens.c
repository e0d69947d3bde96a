/*
 * What a slow line carries: bytes for a screen of rows, for one row down and for a page
 * down, beside readers that show the same Chinese rows.
 *
 * Each reader shows the rows in its own way: newsboat as a feed's articles, tig as the
 * subjects of commits, lnav as the lines of a log. What is not installed is named and
 * left out.
 */
#include "tests/bench/run.h"

#include "tests/lib/pty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 24, COLUMNS = 80, QUIET = 250, STEPS = 10, PAGES = 2, SHELL = 2048 };
enum { SCREEN, DOWN, PAGE, KINDS };

/* DESIGN's budgets, in bytes. */
static const struct budget budgets[KINDS] = {
    [SCREEN] = {.most = 3072}, [DOWN] = {.most = 60}, [PAGE] = {.most = 2048}};

/* `make` is a shell command that makes ready, `show` one that shows the rows; in both
 * $d is the directory with the file "rows". `open` is typed to come to the rows (what
 * it sends is the first screen), else the start is; `sign` is seen when it has started.
 */
struct reader {
    const char *name, *make, *show, *sign, *open, *top, *down, *page;
};

static const struct reader ours = {
    .name = "aiplus", .sign = "A1.1", .top = "g", .down = "j", .page = "\x1b[6~"};

static const struct reader peers[] = {
    {"newsboat",
     "{ printf '<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss "
     "version=\"2.0\"><channel>"
     "<title>aiplus</title>'; n=0; while IFS= read -r row; do n=$((n + 1)); "
     "printf '<item><title>%s</title><guid>%s</guid></item>' "
     "\"$(printf %s \"$row\" | sed 's/&/\\&amp;/g; s/</\\&lt;/g; s/>/\\&gt;/g')\" $n; "
     "done < \"$d/rows\"; printf '</channel></rss>'; } > \"$d/rows.xml\"; "
     "printf 'file://%s/rows.xml\\n' \"$d\" > \"$d/urls\"; : > \"$d/newsboat.conf\"; "
     "newsboat -u \"$d/urls\" -c \"$d/newsboat.db\" -C \"$d/newsboat.conf\" -x reload",
     "exec newsboat -q -u \"$d/urls\" -c \"$d/newsboat.db\" -C \"$d/newsboat.conf\"",
     "aiplus", "\r", "\x1b[H", "\x1b[B", "\x1b[6~"},
    {"tig",
     "rm -rf \"$d/tig\"; git init -q \"$d/tig\"; tac \"$d/rows\" | while IFS= read -r "
     "row; "
     "do git -C \"$d/tig\" -c user.name=a -c user.email=a@b commit -q --allow-empty "
     "-m \"$row\"; done",
     "cd \"$d/tig\" && TIGRC_USER=/dev/null exec tig", "A1.1", NULL, "\x1b[H", "j",
     "\x1b[6~"},
    {"lnav", "mkdir -p \"$d/lnav\"", "HOME=\"$d/lnav\" exec lnav \"$d/rows\"", "C4",
     NULL, "g", "j", " "},
};

/* The rows as the page of tasks has them, without its head and foot. */
static void write_rows(const struct bench *bench)
{
    shell_run("'%s' --lang zh --cache '%s' --print=task --width 78 > '%s/printed'",
              bench->program, bench->cache, bench->directory);
    shell_run("cd '%s' && grep -E '^(G|A|B|C)[0-9]' printed > rows && test $(wc -l < "
              "rows) -gt %d",
              bench->directory, ROWS + STEPS);
}

static void start(const struct bench *bench, const struct reader *reader,
                  struct pty *pty)
{
    char place[SHELL], program[SHELL];
    snprintf(place, sizeof place, "d=%s", bench->directory);
    snprintf(program, sizeof program, "exec '%s' --lang zh --cache '%s' task",
             bench->program, bench->cache);
    const char *const argv[] = {"/bin/sh", "-c", reader->show ? reader->show : program,
                                NULL};
    const char *const env[] = {place, "XDG_CONFIG_HOME=/nonexistent", "AIPLUS_NOW",
                               NULL};
    if (!pty_start(pty, ROWS, COLUMNS, argv, env))
        die(reader->name, NULL);
}

/* The bytes of one key, typed `times`. A reader that never falls silent is read until
 * the wait gives up. */
static double key_bytes(struct pty *pty, const char *key, int times)
{
    pty->bytes = 0;
    for (int i = 0; i < times; i++) {
        pty_type(pty, key);
        pty_settle(pty, QUIET);
    }
    return (double)pty->bytes / times;
}

static void measure(const struct bench *bench, const struct reader *reader,
                    double bytes[KINDS])
{
    struct pty pty;
    start(bench, reader, &pty);
    if (!pty_wait(&pty, reader->sign))
        die("a reader does not show the rows", NULL);
    pty_settle(&pty, 3 * QUIET);
    bytes[SCREEN] = reader->open ? key_bytes(&pty, reader->open, 1) : (double)pty.bytes;
    pty_type(&pty, reader->top);
    if (!pty_wait(&pty, "A1.1"))
        die("a reader does not show the rows", NULL);
    pty_settle(&pty, QUIET);
    bytes[DOWN] = key_bytes(&pty, reader->down, STEPS);
    pty_type(&pty, reader->top);
    pty_settle(&pty, QUIET);
    bytes[PAGE] = key_bytes(&pty, reader->page, PAGES);
    pty_close(&pty);
}

static bool make_ready(const struct bench *bench, const struct reader *peer)
{
    char command[SHELL];
    snprintf(command, sizeof command, "command -v %s > /dev/null", peer->name);
    if (system(command) != 0) {
        printf("# %s is not installed: no figures beside it\n", peer->name);
        return false;
    }
    shell_run("d='%s'; { %s; } > '%s/output' 2>&1", bench->directory, peer->make,
              bench->directory);
    return true;
}

void bench_screens(struct bench *bench)
{
    write_rows(bench);
    for (size_t p = 0; p < sizeof peers / sizeof *peers; p++) {
        struct figure figures[KINDS] = {[SCREEN] = {.name = "screen of rows, 80x24"},
                                        [DOWN] = {.name = "one row down"},
                                        [PAGE] = {.name = "a page down, of two"}};
        if (!make_ready(bench, &peers[p]))
            continue;
        for (int i = 0; i < FIGURE_ROUNDS; i++) {
            double mine[KINDS], theirs[KINDS];
            measure(bench, &ours, mine);
            measure(bench, &peers[p], theirs);
            for (int k = 0; k < KINDS; k++)
                figure_add(&figures[k], mine[k], theirs[k]);
        }
        for (int k = 0; k < KINDS; k++) {
            figures[k].unit = "bytes";
            figures[k].peer_name = peers[p].name;
            figures[k].budget = budgets[k];
            figure_print(&figures[k], bench->judge);
        }
    }
    shell_run(
        "cd '%s' && rm -rf printed rows rows.xml urls newsboat.conf newsboat.db* tig "
        "lnav output",
        bench->directory);
}
