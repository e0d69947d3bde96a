/* Many viewers: see tests/torture/viewers.h. */
#include "tests/torture/viewers.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"
#include "tests/torture/deliver.h"
#include "tests/torture/difference.h"
#include "tests/torture/place.h"

enum { REGIONS = 40, MONTHS = 6, PATIENCE = 300 };

static const char *const indicators[] = {"NTL-01", "G0-01"};

/* Of two provinces, so of two blocks. */
static void regions_of(int32_t regions[REGIONS])
{
    for (int k = 0; k < REGIONS; k++)
        regions[k] = (k % 2 ? 430100 : 440100) + k;
}

/* ---- a viewer ---- */

/* What one viewer says when it ends. */
struct report {
    int readings, newest;
};

struct look {
    struct snapshot *snapshot;
    struct arena arena;
    double number; /* that everything must show */
    struct difference *found;
};

static bool all_equal(struct look *look, const char *page,
                      const struct observation *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (items[i].value != look->number || items[i].receipt != look->number)
            return difference_say(
                look->found, "%s: %g of receipt %u beside delivery %g", page,
                items[i].value, (unsigned)items[i].receipt, look->number);
    return true;
}

static bool look_across(struct look *look, struct error *error)
{
    struct observation items[REGIONS];
    struct snapshot_figure figures[2 * REGIONS];
    int32_t regions[REGIONS];
    regions_of(regions);
    for (int m = 1; m <= MONTHS; m++)
        if (!snapshot_section(look->snapshot, indicators[m % 2], period_month(2026, m),
                              regions, REGIONS, INT64_MAX, items, error) ||
            !all_equal(look, "section", items, REGIONS))
            return false;
    if (!snapshot_latest(look->snapshot, indicators, 2, regions, REGIONS, INT64_MAX,
                         figures, error))
        return false;
    for (int i = 0; i < 2 * REGIONS; i++)
        if (!all_equal(look, "latest", &figures[i].latest, 1) ||
            figures[i].previous != look->number)
            return false;
    return true;
}

static bool look_along(struct look *look, struct error *error)
{
    int32_t regions[REGIONS];
    struct snapshot_list lists[2];
    struct observation *items;
    size_t n;
    regions_of(regions);
    for (int k = 0; k < REGIONS; k++) {
        if (!snapshot_series(look->snapshot, indicators[k % 2], regions[k], INT64_MAX,
                             &look->arena, &items, &n, error) ||
            !all_equal(look, "series", items, n) ||
            !snapshot_region(look->snapshot, regions[k], indicators, 2, INT32_MIN,
                             INT64_MAX, &look->arena, lists, error) ||
            !all_equal(look, "region", lists[0].items, lists[0].n) ||
            !all_equal(look, "region", lists[1].items, lists[1].n))
            return false;
        if (n != MONTHS || lists[0].n != MONTHS || lists[1].n != MONTHS)
            return difference_say(look->found, "a series of %zu", n);
    }
    return true;
}

static bool look_once(const char *directory, struct report *report,
                      struct difference *found)
{
    struct error error = {0};
    struct look look = {.found = found};
    if (!snapshot_open(directory, &look.snapshot, &error))
        return difference_error(found, "snapshot_open", 0, &error);
    const struct snapshot_info *info = snapshot_info(look.snapshot);
    look.number = info->last_receipt;
    bool ok = !info->fallback && (int)info->last_receipt >= report->newest;
    if (!ok)
        difference_say(found, "delivery %u after %d%s", (unsigned)info->last_receipt,
                       report->newest, info->fallback ? " (fallback)" : "");
    report->newest = (int)info->last_receipt;
    ok = ok && look_across(&look, &error) && look_along(&look, &error);
    if (!ok && error.code != ERROR_NONE)
        difference_error(found, "a page", 0, &error);
    snapshot_close(look.snapshot);
    arena_release(&look.arena);
    report->readings++;
    return ok;
}

/* Reads until the last publication was seen. */
static void view(const char *directory, int last, int end)
{
    struct report report = {0};
    struct difference found = {""};
    alarm(PATIENCE);
    if (nice(19) < 0) /* hundreds must not keep the collector from its work */
        _exit(2);
    while (report.newest < last) {
        if (!look_once(directory, &report, &found)) {
            fprintf(stderr, "# viewer: %s\n", found.text);
            _exit(1);
        }
        nanosleep(&(struct timespec){.tv_nsec = 40000000}, NULL);
    }
    _exit(write(end, &report, sizeof report) == (ssize_t)sizeof report ? 0 : 2);
}

/* ---- the collector ---- */

static bool publish(struct store *store, int number, struct error *error)
{
    static struct observation rows[2 * REGIONS * MONTHS];
    int32_t regions[REGIONS];
    size_t n = 0;
    regions_of(regions);
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < REGIONS; k++)
            for (int m = 1; m <= MONTHS; m++) {
                rows[n] = (struct observation){.region = regions[k],
                                               .period = period_month(2026, m),
                                               .value = number,
                                               .has_value = true,
                                               .status = 'A'};
                snprintf(rows[n++].indicator, CODE_SIZE, "%s", indicators[i]);
            }
    struct delivery delivery = {.receipt = {.time = WORLD_START + number},
                                .observations = rows,
                                .n_observations = n};
    bool changed;
    uint32_t snapshot;
    return deliver_rows(store, &delivery, &changed, error) &&
           store_publish(store, WORLD_START + number, &snapshot, error);
}

/* ---- all of them ---- */

static bool gather(int end, int viewers, int publications, struct viewers_tally *tally)
{
    bool ok = true;
    int status;
    for (int i = 0; i < viewers; i++)
        ok = wait(&status) > 0 && status == 0 && ok;
    struct report report;
    *tally = (struct viewers_tally){.fewest = 1 << 30};
    while (read(end, &report, sizeof report) == (ssize_t)sizeof report) {
        tally->readings += (uint64_t)report.readings;
        tally->newest_seen_by += report.newest == publications;
        if (report.readings < tally->fewest)
            tally->fewest = report.readings;
        if (report.readings > tally->most)
            tally->most = report.readings;
    }
    return ok;
}

static bool collect(struct store *store, int publications, struct difference *found)
{
    struct error error = {0};
    for (int i = 2; i <= publications; i++) {
        if (!publish(store, i, &error))
            return difference_error(found, "the collector", 0, &error);
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    return true;
}

bool viewers_run(int viewers, int publications, struct viewers_tally *tally,
                 struct difference *found)
{
    struct store *store;
    struct error error = {0};
    int ends[2];
    char *directory = place_make();
    if (!directory || pipe(ends) != 0 ||
        !store_open(directory, STORE_REAL, &store, &error) ||
        !publish(store, 1, &error))
        return difference_error(found, "the collector", 0, &error);
    pid_t *pids = calloc((size_t)viewers, sizeof *pids);
    fflush(NULL);
    for (int i = 0; i < viewers; i++) {
        pids[i] = fork();
        if (pids[i] == 0)
            view(directory, publications, ends[1]);
    }
    close(ends[1]);
    bool ok = collect(store, publications, found);
    for (int i = 0; i < viewers && !ok; i++)
        kill(pids[i], SIGKILL);
    bool agreed = gather(ends[0], viewers, publications, tally);
    if (ok && !agreed)
        difference_say(found, "a viewer saw what it should not, or nothing new");
    store_close(store);
    free(pids);
    close(ends[0]);
    place_remove(directory);
    return ok && agreed;
}
