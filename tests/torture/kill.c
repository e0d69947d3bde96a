/* Collectors that are killed: see tests/torture/kill.h. */
#include "tests/torture/kill.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/private.h"
#include "tests/torture/deliver.h"
#include "tests/torture/difference.h"
#include "tests/torture/place.h"
#include "tests/torture/random.h"
#include "tests/torture/warden.h"

enum { REGIONS = 30, ROUND = 5, PRUNE_AT = 4 };

enum deed { DELIVERED = 1, PUBLISHED, PRUNED };

/* What the collector says on the pipe. */
struct said {
    int deed, number;
};

struct collector {
    const char *directory;
    int pipe;
    int start, end; /* deliveries; end 0: for ever */
};

/* What was acknowledged so far. */
struct known {
    int delivered, published, pruned;
};

static int32_t region_at(int k)
{
    return (k % 2 ? 430100 : 440100) + k;
}

static bool deliver(struct store *store, int number, bool *changed, struct error *error)
{
    struct observation rows[REGIONS];
    struct delivery delivery = {.receipt = {.time = WORLD_START + number},
                                .observations = rows,
                                .n_observations = REGIONS};
    for (int k = 0; k < REGIONS; k++)
        rows[k] = (struct observation){.indicator = "NTL-01",
                                       .region = region_at(k),
                                       .period = period_month(2026, 1),
                                       .value = number,
                                       .has_value = true,
                                       .status = 'A'};
    return deliver_rows(store, &delivery, changed, error);
}

static void say(int end, int deed, int number)
{
    struct said said = {.deed = deed, .number = number};
    if (write(end, &said, sizeof said) != (ssize_t)sizeof said)
        _exit(2);
}

static void must(bool ok, const struct error *error)
{
    char text[1000];
    if (ok)
        return;
    error_format(error, NULL, text, sizeof text);
    fprintf(stderr, "# %s: %s\n", error_name(error->code), text);
    _exit(3);
}

/* The collector. Every third delivery by way of a copy. */
static void collect(void *self)
{
    const struct collector *collector = self;
    struct store *store;
    struct error error = {0};
    must(store_open(collector->directory, STORE_REAL, &store, &error), &error);
    uint64_t most = store->pages_most;
    for (int i = collector->start; i != collector->end; i++) {
        struct prune_count count;
        uint32_t number;
        bool changed;
        store->pages_most = i % 3 == 0 ? 0 : most;
        must(deliver(store, i, &changed, &error), &error);
        say(collector->pipe, DELIVERED, i);
        if (i % ROUND == PRUNE_AT) {
            must(store_prune(store, WORLD_START + i - 1, &count, &error), &error);
            say(collector->pipe, PRUNED, i - 1);
        }
        must(store_publish(store, WORLD_START + i, &number, &error), &error);
        say(collector->pipe, PUBLISHED, i);
    }
    store_close(store);
}

static void hear(int fd, struct known *known)
{
    struct said said;
    while (read(fd, &said, sizeof said) == (ssize_t)sizeof said)
        *(said.deed == DELIVERED   ? &known->delivered
          : said.deed == PUBLISHED ? &known->published
                                   : &known->pruned) = said.number;
}

/* The number that all regions show at a time, 0 if none shows any; -1 if they differ.
 */
static int shown(struct snapshot *snapshot, int64_t known_at, struct difference *found)
{
    int32_t regions[REGIONS];
    struct observation items[REGIONS];
    struct error error = {0};
    for (int k = 0; k < REGIONS; k++)
        regions[k] = region_at(k);
    if (!snapshot_section(snapshot, "NTL-01", period_month(2026, 1), regions, REGIONS,
                          known_at, items, &error)) {
        difference_error(found, "snapshot_section", known_at, &error);
        return -1;
    }
    for (int k = 0; k < REGIONS; k++)
        if (items[k].value != items[0].value ||
            (items[0].receipt != 0 && items[k].receipt == 0)) {
            difference_say(found, "half a delivery: %g and %g", items[0].value,
                           items[k].value);
            return -1;
        }
    return items[0].receipt ? (int)items[0].value : 0;
}

/* What a kill leaves behind is no fault of a snapshot. */
static void finding(void *self, bool fault, const struct error *error)
{
    if (fault && error->code != ERROR_SNAPSHOT_LEFTOVER)
        difference_error(self, "snapshot_verify", WORLD_START, error);
}

/* What a viewer sees after the kill: the newest there is, whole, not older than what
 * was said. */
static bool published_stands(const char *directory, const struct known *known,
                             struct difference *found)
{
    struct snapshot *snapshot;
    struct error error = {0};
    if (!snapshot_open(directory, &snapshot, &error))
        return (error.code == ERROR_SNAPSHOT_NONE && known->published == 0) ||
               difference_error(found, "snapshot_open", WORLD_START, &error);
    int seen = shown(snapshot, INT64_MAX, found);
    bool fallback = snapshot_info(snapshot)->fallback;
    snapshot_close(snapshot);
    if (seen < 0)
        return false;
    if (fallback || seen < known->published || seen > known->delivered + 1)
        return difference_say(found, "shown %d%s, published %d, delivered %d", seen,
                              fallback ? " (fallback)" : "", known->published,
                              known->delivered);
    snapshot_verify(directory, finding, found, &error);
    return found->text[0] == '\0';
}

/* Every delivery of the past still stands at its own time. */
static bool past_stands(const char *directory, int last, int pruned,
                        struct difference *found)
{
    struct snapshot *snapshot;
    struct error error = {0};
    bool ok = snapshot_open(directory, &snapshot, &error) ||
              difference_error(found, "snapshot_open", WORLD_START, &error);
    if (!ok)
        return false;
    /* A prune that was not acknowledged may have happened. */
    int64_t kept = snapshot_info(snapshot)->kept_since;
    if (kept < (pruned ? WORLD_START + pruned : 0))
        ok = difference_say(found, "kept since %" PRId64, kept);
    for (int i = last; ok && i > 0 && i > last - 40 && WORLD_START + i >= kept; i--) {
        int seen = shown(snapshot, WORLD_START + i, found);
        ok = seen == i ||
             (seen >= 0 && difference_say(found, "delivery %d shows %d", i, seen));
    }
    snapshot_close(snapshot);
    return ok;
}

/* The next collector: what was said is there, what was in hand is there or not, and a
 * delivery that is repeated changes nothing. */
static bool resume(const char *directory, struct known *known, struct kill_tally *tally,
                   struct difference *found)
{
    struct store *store;
    struct error error = {0};
    bool changed = true;
    uint32_t number;
    if (!store_open(directory, STORE_REAL, &store, &error))
        return difference_error(found, "store_open", WORLD_START, &error);
    int receipts = (int)store->meta.last_receipt;
    bool ok =
        receipts == known->delivered || receipts == known->delivered + 1 ||
        difference_say(found, "%d deliveries, not %d", receipts, known->delivered);
    tally->found_unsaid += receipts > known->delivered;
    known->delivered = receipts;
    for (int k = 0; ok && k < 2 && receipts > 0; k++)
        ok = deliver(store, receipts, &changed, &error)
                 ? !changed || difference_say(found, "delivery %d again", receipts)
                 : difference_error(found, "store_ingest", receipts, &error);
    ok = ok && (store_publish(store, WORLD_START, &number, &error) ||
                difference_error(found, "store_publish", receipts, &error));
    store_close(store);
    if (ok)
        snapshot_verify(directory, finding, found, &error);
    return ok && found->text[0] == '\0' &&
           past_stands(directory, receipts, known->pruned, found);
}

static void count(struct kill_tally *tally, const struct known *known)
{
    tally->kills++;
    bool prunes = known->delivered % ROUND == PRUNE_AT;
    if (known->delivered == known->published)
        tally->during_delivery++;
    else if (prunes && known->pruned < known->delivered - 1)
        tally->during_prune++;
    else
        tally->during_publish++;
}

/* One run that is killed before its call number `at`, or, if 0, not at all. */
static bool killed_at(unsigned at, struct kill_tally *tally, bool *possible,
                      struct difference *found)
{
    struct warden warden = {.deed = at ? WARDEN_KILL : WARDEN_WATCH, .at = at};
    struct known known = {0};
    int ends[2];
    char *directory = place_make();
    if (!directory || pipe(ends) != 0)
        return difference_say(found, "no place to run");
    struct collector collector = {directory, ends[1], 1, 8};
    *possible = warden_run(&warden, collect, &collector);
    close(ends[1]);
    hear(ends[0], &known);
    close(ends[0]);
    bool ok = true;
    if (*possible && WIFEXITED(warden.status) && WEXITSTATUS(warden.status) != 0)
        ok = difference_say(found, "the collector gave up: %d",
                            WEXITSTATUS(warden.status));
    if (*possible && ok) {
        if (at)
            count(tally, &known);
        else
            tally->calls = warden.calls;
        ok = published_stands(directory, &known, found) &&
             resume(directory, &known, tally, found);
    }
    place_remove(directory);
    return ok;
}

bool kill_at_calls(int most, struct kill_tally *tally, bool *possible,
                   struct difference *found)
{
    if (!killed_at(0, tally, possible, found) || !*possible)
        return !*possible;
    unsigned step = tally->calls / (unsigned)most + 1;
    for (unsigned at = 1; at <= tally->calls; at += step) {
        struct difference what = {""};
        if (!killed_at(at, tally, possible, &what))
            return difference_say(found, "before call %u: %s", at, what.text);
    }
    return true;
}

/* A viewer that opens and reads all the time; ends with 1 at the first half snapshot.
 */
static void view(const char *directory)
{
    for (;;) {
        struct difference found = {""};
        struct snapshot *snapshot;
        struct error error = {0};
        if (!snapshot_open(directory, &snapshot, &error)) {
            if (error.code == ERROR_SNAPSHOT_NONE)
                continue;
            difference_error(&found, "snapshot_open", WORLD_START, &error);
        } else {
            if (shown(snapshot, INT64_MAX, &found) >= 0 &&
                snapshot_info(snapshot)->fallback)
                difference_say(&found, "a snapshot was passed over");
            snapshot_close(snapshot);
        }
        if (found.text[0]) {
            fprintf(stderr, "# viewer: %s\n", found.text);
            _exit(1);
        }
    }
}

static bool killed_after(const char *directory, long nanoseconds, struct known *known,
                         struct kill_tally *tally, struct difference *found)
{
    int ends[2], status;
    if (pipe(ends) != 0)
        return difference_say(found, "no pipe");
    struct collector collector = {directory, ends[1], known->delivered + 1, 0};
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        collect(&collector);
        _exit(0);
    }
    close(ends[1]);
    nanosleep(&(struct timespec){.tv_nsec = nanoseconds}, NULL);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    hear(ends[0], known);
    close(ends[0]);
    if (!WIFSIGNALED(status))
        return difference_say(found, "the collector gave up: %d", WEXITSTATUS(status));
    count(tally, known);
    return published_stands(directory, known, found) &&
           resume(directory, known, tally, found);
}

bool kill_at_times(int times, uint64_t seed, struct kill_tally *tally,
                   struct difference *found)
{
    struct known known = {0};
    int status;
    char *directory = place_make();
    if (!directory)
        return difference_say(found, "no place to run");
    fflush(NULL);
    pid_t viewer = fork();
    if (viewer == 0)
        view(directory);
    bool ok = true;
    for (int i = 0; ok && i < times; i++)
        ok = killed_after(directory, 1000 * (long)random_below(&seed, 30000), &known,
                          tally, found);
    kill(viewer, SIGKILL);
    waitpid(viewer, &status, 0);
    if (ok && !WIFSIGNALED(status))
        ok = difference_say(found, "the viewer saw something half done");
    place_remove(directory);
    return ok;
}
