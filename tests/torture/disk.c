/* Full disks: see tests/torture/disk.h. */
#include "tests/torture/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/private.h"
#include "tests/torture/deliver.h"
#include "tests/torture/difference.h"
#include "tests/torture/place.h"
#include "tests/torture/warden.h"

enum { REGIONS = 60, MONTHS = 12, DOCUMENT = 6000 };

/* Exit statuses of a child. */
enum { DONE = 10, REFUSED = 11, BROKEN = 12, NOT_MOUNTED = 13 };

struct task {
    const char *directory;
    enum disk_deed deed;
    unsigned room; /* small: kilobytes that are left */
    bool limited;  /* small: by a limit of the account, not by a file system */
    struct store *store;
};

/* ---- in the child ---- */

static void broken(const char *what, const struct error *error)
{
    struct difference found = {""};
    difference_error(&found, what, 0, error);
    fprintf(stderr, "# %s\n", found.text);
    _exit(BROKEN);
}

static void must(bool ok, const char *what, const struct error *error)
{
    if (!ok)
        broken(what, error);
}

static bool opened(struct task *task, struct error *error)
{
    return task->store || store_open(task->directory, STORE_REAL, &task->store, error);
}

static bool deliver(struct task *task, int number, struct error *error)
{
    static struct observation rows[REGIONS * MONTHS];
    size_t n = 0;
    for (int r = 0; r < REGIONS; r++)
        for (int m = 1; m <= MONTHS; m++)
            rows[n++] = (struct observation){.indicator = "NTL-01",
                                             .region = 430100 + r,
                                             .period = period_month(2026, m),
                                             .value = number,
                                             .has_value = true,
                                             .status = 'A'};
    struct delivery delivery = {.receipt = {.time = WORLD_START + number},
                                .observations = rows,
                                .n_observations = n};
    bool changed;
    return deliver_rows(task->store, &delivery, &changed, error);
}

static bool publish(struct task *task, struct error *error)
{
    uint32_t number;
    return store_publish(task->store, WORLD_START, &number, error);
}

static bool archive(struct task *task, struct error *error)
{
    static char text[DOCUMENT];
    bool changed;
    for (size_t i = 0; i < DOCUMENT; i++)
        text[i] = (char)(i * i * 31 + i / 7);
    const struct document_text document = {"settings", text, DOCUMENT};
    return store_archive(task->store, "catalogue", "settings", &document, 1,
                         WORLD_START + 9, &changed, error);
}

static bool perform(struct task *task, struct error *error)
{
    uint64_t most = task->store ? task->store->pages_most : 0;
    struct prune_count count;
    bool ok;
    switch (task->deed) {
    case DISK_OPEN:
        return opened(task, error);
    case DISK_DELIVER:
        return deliver(task, 3, error);
    case DISK_LARGE:
        task->store->pages_most = 0;
        ok = deliver(task, 3, error);
        task->store->pages_most = most;
        return ok;
    case DISK_ARCHIVE:
        return archive(task, error);
    case DISK_PRUNE:
        return store_prune(task->store, WORLD_START + 2, &count, error);
    default:
        return publish(task, error);
    }
}

/* Delivery 1 is published; 2 is stored. */
static void prepare(struct task *task)
{
    struct error error = {0};
    if (task->deed == DISK_OPEN)
        return;
    must(opened(task, &error) && deliver(task, 1, &error) && publish(task, &error) &&
             deliver(task, 2, &error),
         "before", &error);
}

/* The one number of all values in the newest snapshot. */
static int shown(const struct task *task)
{
    struct snapshot *snapshot;
    struct error error = {0};
    int number = 0;
    must(snapshot_open(task->directory, &snapshot, &error), "snapshot_open", &error);
    for (int r = 0; r < REGIONS; r++) {
        struct arena arena = {0};
        struct observation *items;
        size_t n;
        must(snapshot_series(snapshot, "NTL-01", 430100 + r, INT64_MAX, &arena, &items,
                             &n, &error),
             "snapshot_series", &error);
        for (size_t i = 0; i < n; i++) {
            if (number != 0 && items[i].value != number)
                broken("half a delivery", &error);
            number = (int)items[i].value;
        }
        arena_release(&arena);
    }
    snapshot_close(snapshot);
    return number;
}

static void fault(void *self, bool is_fault, const struct error *finding)
{
    (void)self;
    if (is_fault)
        broken("snapshot_verify", finding);
}

/* LMDB says "device" where a limit of the account cut a write short. */
static bool is_full(const struct task *task, const struct error *error)
{
    return (task->limited && error->code == ERROR_STORE_DEVICE) ||
           error->code == ERROR_STORE_FULL || error->code == ERROR_STORE_SPACE ||
           error->code == ERROR_BULK_FULL;
}

/* With room again: the deed is done, and what was stored is there. */
static void recover(struct task *task)
{
    struct error error = {0};
    struct difference found = {""};
    if (task->deed != DISK_OPEN && shown(task) < 1)
        difference_say(&found, "what was published is gone");
    must(perform(task, &error) && deliver(task, 3, &error) && publish(task, &error),
         "with room again", &error);
    if (shown(task) != 3)
        broken("not the last delivery", &error);
    store_close(task->store);
    task->store = NULL;
    must(opened(task, &error) && publish(task, &error), "opened again", &error);
    store_close(task->store);
    if (shown(task) != 3)
        broken("not the last delivery", &error);
    must(snapshot_verify(task->directory, fault, NULL, &error) == 0, "verify", &error);
}

static void without_room(void *self)
{
    struct task *task = self;
    struct error error = {0};
    prepare(task);
    warden_begin();
    bool ok = perform(task, &error);
    warden_relent();
    if (!ok && !is_full(task, &error))
        broken(disk_deed_name(task->deed), &error);
    recover(task);
    _exit(ok ? DONE : REFUSED);
}

/* ---- call by call ---- */

static bool count(int status, struct disk_tally *tally, struct difference *found)
{
    bool ok = WIFEXITED(status) &&
              (WEXITSTATUS(status) == DONE || WEXITSTATUS(status) == REFUSED);
    if (!ok)
        return difference_say(found, "status %d", status);
    tally->done += WEXITSTATUS(status) == DONE;
    tally->refused += WEXITSTATUS(status) == REFUSED;
    return true;
}

static bool full_at(enum disk_deed deed, unsigned at, struct disk_tally *tally,
                    bool *possible, struct difference *found)
{
    struct warden warden = {.deed = WARDEN_FAIL, .at = at, .error = ENOSPC};
    struct task task = {.directory = place_make(), .deed = deed};
    if (!task.directory)
        return difference_say(found, "no place to run");
    *possible = warden_run(&warden, without_room, &task);
    place_remove((char *)task.directory);
    tally->calls = warden.calls;
    return !*possible || count(warden.status, tally, found);
}

bool disk_full_at_calls(enum disk_deed deed, int most, struct disk_tally *tally,
                        bool *possible, struct difference *found)
{
    /* Nothing fails: how many calls there are. */
    if (!full_at(deed, UINT32_MAX, tally, possible, found) || !*possible)
        return !*possible;
    unsigned calls = tally->calls, step = calls / (unsigned)most + 1;
    for (unsigned at = 1; at <= calls; at += step) {
        struct difference what = {""};
        if (!full_at(deed, at, tally, possible, &what))
            return difference_say(found, "%s, call %u of %u: %s", disk_deed_name(deed),
                                  at, calls, what.text);
    }
    tally->calls = calls;
    return true;
}

const char *disk_deed_name(enum disk_deed deed)
{
    static const char *const names[DISK_DEEDS] = {
        "open", "deliver", "large delivery", "archive", "prune", "publish"};
    return names[deed];
}

/* ---- a small file system ---- */

static bool tell(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Root in a name space of its own, where one may mount. */
static bool mount_small(const char *directory)
{
    char users[32], groups[32];
    snprintf(users, sizeof users, "0 %u 1", (unsigned)getuid());
    snprintf(groups, sizeof groups, "0 %u 1", (unsigned)getgid());
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
           tell("/proc/self/setgroups", "deny") && tell("/proc/self/uid_map", users) &&
           tell("/proc/self/gid_map", groups) &&
           mount("small", directory, "tmpfs", 0, "size=2m") == 0;
}

static const char *ballast_path(const struct task *task)
{
    static struct arena arena;
    return arena_printf(&arena, "%s/ballast", task->directory);
}

/* Takes all room but `task->room`, or forbids files to grow beyond what there is. */
static void room_take(const struct task *task)
{
    struct stat st;
    char chunk[1024] = "x";
    if (task->limited) {
        char path[512];
        snprintf(path, sizeof path, "%s/store/data.mdb", task->directory);
        rlim_t size = stat(path, &st) == 0 ? (rlim_t)st.st_size : 0;
        struct rlimit limit = {size + task->room * 1024, RLIM_INFINITY};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        return;
    }
    int fd = open(ballast_path(task), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    off_t size = 0;
    for (ssize_t n; (n = write(fd, chunk, sizeof chunk)) > 0;)
        size += n;
    size -= (off_t)task->room * 1024;
    if (ftruncate(fd, size > 0 ? size : 0) != 0)
        _exit(BROKEN);
    close(fd);
}

static void room_give(const struct task *task)
{
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY});
    unlink(ballast_path(task));
}

static void small_child(struct task *task, bool mounted)
{
    struct error error = {0};
    task->limited = !mounted;
    if (mounted && !mount_small(task->directory))
        _exit(NOT_MOUNTED);
    prepare(task);
    room_take(task);
    bool ok = perform(task, &error);
    if (!ok && !is_full(task, &error))
        broken(disk_deed_name(task->deed), &error);
    if (task->deed != DISK_OPEN && shown(task) < 1)
        broken("what was published is gone", &error);
    room_give(task);
    recover(task);
    _exit(ok ? DONE : REFUSED);
}

static int small_run(struct task *task, bool mounted)
{
    int status;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        small_child(task, mounted);
    waitpid(pid, &status, 0);
    return status;
}

bool disk_small(int times, struct disk_tally *tally, bool *mounted,
                struct difference *found)
{
    *mounted = true;
    for (int i = 0; i < times; i++) {
        struct difference what = {""};
        struct task task = {.directory = place_make(),
                            .deed = (enum disk_deed)(i % DISK_DEEDS),
                            .room = (unsigned)(i / DISK_DEEDS * 4)};
        int status = small_run(&task, *mounted);
        if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_MOUNTED) {
            *mounted = false;
            status = small_run(&task, false);
        }
        place_remove((char *)task.directory);
        if (!count(status, tally, &what))
            return difference_say(found, "%s with %u KB left: %s",
                                  disk_deed_name(task.deed), task.room, what.text);
    }
    return true;
}
