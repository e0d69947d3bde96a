/* The report of --check: see app/check_report.h. */
#include "app/check_report.h"

#include "core/text.h"
#include "views/words.h"

#include <stdio.h>
#include <string.h>

enum { LABEL_WIDTH = 10, MARK_WIDTH = 7 };

/* What the figures of a snapshot are about. */
static const struct {
    enum error_code code;
    const char *label;
} labels[] = {
    {ERROR_SNAPSHOT_PERIODS, N_("Periods")},
    {ERROR_SNAPSHOT_DELIVERIES, N_("Accepted")},
    {ERROR_SNAPSHOT_SINCE, N_("Pages")},
    {ERROR_SNAPSHOT_KEEPS, N_("Past")},
    {ERROR_SNAPSHOT_PAPERS, N_("Records")},
    {ERROR_SNAPSHOT_ITEMS, N_("Registers")},
    {ERROR_SNAPSHOT_TILES, N_("Tiles")},
    {ERROR_SNAPSHOT_BYTES, N_("Bytes")},
};

static const char *label_of(enum error_code code)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (labels[i].code == code)
            return _(labels[i].label);
    return NULL;
}

static const char *padded(struct arena *arena, const char *text, int width)
{
    int used = text_width(text, 1);
    return arena_printf(arena, "%s%*s", text, used < width ? width - used : 1, "");
}

/* Numbers of five and more digits in groups of three; a snapshot's own number begins
 * with 0 and stays as it is. */
static const char *grouped(struct arena *arena, const char *text)
{
    char *made = arena_alloc(arena, 2 * strlen(text) + 1), *to = made;
    while (*text) {
        size_t n = strspn(text, "0123456789");
        for (size_t i = 0; i < n; i++) {
            if (i > 0 && n > 4 && *text != '0' && (n - i) % 3 == 0)
                *to++ = ',';
            *to++ = text[i];
        }
        text += n;
        if (n == 0)
            *to++ = *text++;
    }
    return made;
}

/* A file's name may hold figures that are none. */
static bool names_no_file(enum error_code code)
{
    return code == ERROR_SNAPSHOT_SOUND || code == ERROR_STORE_SOUND;
}

static void add(struct check_report *report, struct check_line line)
{
    report->lines = arena_more(&report->arena, report->lines, report->n, sizeof line);
    report->lines[report->n++] = line;
    report->n_faults += line.fault;
}

void check_say(struct check_report *report, bool fault, const char *text)
{
    add(report, (struct check_line){.fault = fault,
                                    .text = arena_strdup(&report->arena, text)});
}

void check_find(struct check_report *report, bool fault, const char *what,
                const struct error *finding)
{
    struct arena *arena = &report->arena;
    const char *label = label_of(finding->code);
    char text[1024];
    error_format(finding, words_translate, text, sizeof text);
    struct check_line line = {.fault = fault, .figure = label != NULL};
    if (label)
        line.text = arena_printf(arena, "%s%s", padded(arena, label, LABEL_WIDTH),
                                 grouped(arena, text));
    else
        line.text =
            arena_printf(arena, "%s%s%s", what, *what ? ": " : "",
                         names_no_file(finding->code) ? grouped(arena, text) : text);
    add(report, line);
}

static void print_lines(struct check_report *report, bool faults)
{
    const char *mark =
        padded(&report->arena, faults ? _("WRONG") : _("ok"), MARK_WIDTH);
    for (size_t i = 0; i < report->n; i++)
        if (report->lines[i].fault == faults)
            printf("%s%s\n",
                   report->lines[i].figure ? padded(&report->arena, "", 2 * MARK_WIDTH)
                                           : mark,
                   report->lines[i].text);
}

void check_print(struct check_report *report)
{
    if (report->n_faults > 0) {
        printf(_("Not in order: %zu"), report->n_faults);
        puts("\n");
        print_lines(report, true);
        printf("\n%s\n\n", _("In order:"));
    } else {
        printf("%s\n\n", _("Everything that was looked at is in order."));
    }
    print_lines(report, false);
    arena_release(&report->arena);
    *report = (struct check_report){0};
}
