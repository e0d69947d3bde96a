/* Verifying the store for --check: see store_verify in store/store.h.
 *
 * Nothing vouches for the file as a whole, as a manifest does for a snapshot's: LMDB
 * may crash on a damaged page of it, or search it for ever. So a child reads it, and
 * what becomes of the child is an answer too. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/audit.h"
#include "store/directory.h"
#include "store/manifest.h"
#include "store/migrate.h"
#include "store/private.h"
#include "store/restore.h"

struct verify {
    const char *directory, *path;
    void (*say)(void *self, bool fault, const struct error *finding);
    void *self;
    int faults;
};

/* What the child has found, in one piece through a pipe. */
struct outcome {
    bool sound, old, empty;
    struct error error; /* of one that is not sound */
    uint64_t values;
    uint32_t receipts;
};

enum { FIGURE_SIZE = 24 };

static void note(struct verify *verify, enum error_code code, const char *what)
{
    struct error finding;
    error_set(&finding, code, verify->path, what);
    verify->say(verify->self, false, &finding);
}

static void fault(struct verify *verify, enum error_code code, const char *what)
{
    struct error finding;
    error_set(&finding, code, verify->path, what);
    verify->faults++;
    verify->say(verify->self, true, &finding);
}

/* ---- the child ---- */

static bool audit_meta(struct snapshot *store, struct outcome *outcome, bool *found,
                       struct error *error)
{
    struct bytes key, value, start = {.data = "", .size = 1};
    bool any, demo;
    *found = false;
    if (!migrate_look(store->db, &outcome->old, &demo, error))
        return false;
    if (outcome->old)
        return true;
    if (!meta_get(store->db, &store->meta, found, error) ||
        !db_seek(store->db, start, &key, &value, &any, error))
        return false;
    outcome->empty = !any;
    return *found || !any || error_set(error, ERROR_STORE_FOREIGN, db_path(store->db));
}

/* The store is read as a snapshot is, but for its errors. */
static bool audit_store(const char *path, struct outcome *outcome, struct error *error)
{
    struct arena arena = {0};
    struct audit audit = {0};
    struct snapshot *store = arena_alloc(&arena, sizeof *store);
    bool found;
    store->arena = arena;
    bool ok = db_open_reading(path, &store->arena, &store->db, error) &&
              db_begin_read(store->db, error) &&
              audit_meta(store, outcome, &found, error);
    if (ok && found)
        ok = registers_load(store->db, &store->meta, &store->registers, error) &&
             audit_snapshot(store, &audit, error);
    outcome->values = audit.values;
    outcome->receipts = store->meta.last_receipt;
    snapshot_close(store);
    return ok;
}

/* It dies without a word, a file of its memory, or an end to its search. */
static void child_limit(const char *path)
{
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE};
    const struct rlimit none = {0, 0};
    struct stat st = {0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        signal(numbers[i], SIG_DFL);
    setrlimit(RLIMIT_CORE, &none);
    if (stat(path, &st) == 0) {
        rlim_t seconds = 60 + (rlim_t)(st.st_size >> 20);
        setrlimit(RLIMIT_CPU, &(struct rlimit){seconds, seconds});
    }
    int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (fd >= 0)
        dup2(fd, STDERR_FILENO); /* LMDB prints its assertions */
}

static _Noreturn void child_run(const char *path, int fd)
{
    struct outcome outcome = {0};
    child_limit(path);
    outcome.sound = audit_store(path, &outcome, &outcome.error);
    _exit(write(fd, &outcome, sizeof outcome) != sizeof outcome);
}

/* ---- the parent ---- */

/* False with errno if no child could be had. */
static bool child_ask(const char *path, struct outcome *outcome)
{
    struct outcome got;
    int ends[2], status = 0;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    pid_t pid = fork();
    if (pid == 0)
        child_run(path, ends[1]);
    int why = errno;
    close(ends[1]);
    ssize_t n = 0;
    if (pid > 0) {
        while ((n = read(ends[0], &got, sizeof got)) < 0 && errno == EINTR)
            ;
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
    }
    close(ends[0]);
    errno = why;
    if (pid < 0)
        return false;
    if (n == (ssize_t)sizeof got && WIFEXITED(status)) {
        *outcome = got;
    } else {
        /* SIGKILL is the system's, where memory ran out. */
        bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
        *outcome = (struct outcome){0};
        error_set(&outcome->error, killed ? ERROR_STORE_MAP : ERROR_STORE_DAMAGED,
                  path);
    }
    return true;
}

/* The last receipt that viewers know of. *any: there are files of snapshots. */
static uint32_t last_published(const char *directory, bool *any)
{
    struct arena arena = {0};
    struct snapshot_file *files;
    struct manifest manifest = {0};
    size_t n;
    bool absent, read = false;
    *any = false;
    if (directory_list(directory, &arena, &files, &n, NULL))
        for (size_t i = 0; i < n && !read; i++) {
            *any = *any || files[i].kind != SNAPSHOT_LEFTOVER;
            read = files[i].kind == SNAPSHOT_MANIFEST &&
                   manifest_read(files[i].path, &manifest, &absent, NULL);
        }
    arena_release(&arena);
    return read ? manifest.last_receipt : 0;
}

static void say_sound(struct verify *verify, const struct outcome *outcome,
                      uint32_t published)
{
    struct error finding;
    char values[FIGURE_SIZE], receipts[FIGURE_SIZE], waiting[FIGURE_SIZE];
    char bytes[FIGURE_SIZE];
    struct stat st = {0};
    stat(verify->path, &st);
    snprintf(values, sizeof values, "%" PRIu64, outcome->values);
    snprintf(receipts, sizeof receipts, "%" PRIu32, outcome->receipts);
    snprintf(bytes, sizeof bytes, "%" PRIu64, (uint64_t)st.st_size);
    snprintf(waiting, sizeof waiting, "%" PRIu32,
             outcome->receipts > published ? outcome->receipts - published : 0);
    error_set(&finding, ERROR_STORE_SOUND, values, receipts, bytes, waiting);
    verify->say(verify->self, false, &finding);
}

static void check_content(struct verify *verify)
{
    struct outcome outcome;
    bool any;
    uint32_t published = last_published(verify->directory, &any);
    if (!child_ask(verify->path, &outcome)) {
        fault(verify, ERROR_READ, strerror(errno));
    } else if (!outcome.sound) {
        verify->faults++;
        verify->say(verify->self, true, &outcome.error);
    } else if (outcome.old) {
        note(verify, ERROR_STORE_OLD, NULL);
    } else if (outcome.empty && any) {
        fault(verify, ERROR_STORE_DAMAGED, NULL);
    } else {
        say_sound(verify, &outcome, published);
    }
}

static void check_gone(struct verify *verify)
{
    struct arena arena = {0};
    struct restorable from = {0};
    struct error error;
    char number[FIGURE_SIZE];
    if (!restore_find(verify->directory, &arena, &from, &error)) {
        verify->faults++;
        verify->say(verify->self, true, &error);
    } else if (from.path) {
        snprintf(number, sizeof number, "%08" PRIu32, from.manifest.number);
        note(verify, ERROR_STORE_MISSING, number);
    } else if (from.any) {
        fault(verify, ERROR_STORE_LOST, directory_snapshots(verify->directory, &arena));
    }
    arena_release(&arena);
}

/* Nothing is said where there is no cache. */
static void check_file(struct verify *verify)
{
    if (restore_gone(verify->path)) {
        check_gone(verify);
        return;
    }
    int fd = open(verify->path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        close(fd);
        check_content(verify);
    } else if (errno == EACCES) {
        note(verify, ERROR_STORE_UNREADABLE, NULL);
    } else if (errno != ENOTDIR) {
        fault(verify, ERROR_READ, strerror(errno));
    }
}

int store_verify(const char *directory,
                 void (*say)(void *self, bool fault, const struct error *finding),
                 void *self)
{
    struct arena arena = {0};
    struct verify verify = {.directory = directory, .say = say, .self = self};
    const char *lock = arena_printf(&arena, "%s/lock", directory);
    verify.path = arena_printf(&arena, "%s/store/data.mdb", directory);
    /* A collector that comes meanwhile is told to wait. */
    int fd = open(lock, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == EACCES)
        note(&verify, ERROR_STORE_UNREADABLE, NULL);
    else if (fd < 0 || flock(fd, LOCK_SH | LOCK_NB) == 0)
        check_file(&verify);
    else if (errno == EWOULDBLOCK)
        note(&verify, ERROR_STORE_AT_WORK, NULL);
    else
        fault(&verify, ERROR_READ, strerror(errno));
    if (fd >= 0)
        close(fd);
    arena_release(&arena);
    return verify.faults;
}
