/* The store: opening, the lock, and its transactions; see store/store.h. Deliveries are
 * in store/ingest.c, the states of sources in store/sources.c, publishing in
 * store/publish.c. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#include "store/directory.h"
#include "store/manifest.h"
#include "store/migrate.h"
#include "store/private.h"
#include "store/replace.h"
#include "store/restore.h"

/* The number in the lock file is only for the message: the lock itself is the kernel's,
 * and gone with its process. */
static bool lock_busy(const char *directory, int fd, struct error *error)
{
    char pid[16];
    if (flock(fd, LOCK_SH | LOCK_NB) == 0) /* as store_verify does */
        return error_set(error, ERROR_STORE_CHECKED, directory);
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    pid[n > 0 ? n : 0] = '\0';
    pid[strspn(pid, "0123456789")] = '\0';
    return error_set(error, ERROR_STORE_BUSY, pid[0] ? pid : "?", directory);
}

static bool lock_take(struct store *store, struct error *error)
{
    const char *path = arena_printf(&store->arena, "%s/lock", store->directory);
    /* Whoever may open the file may lock it, and hold the collector up for ever. */
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return directory_fail(path, errno, error);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            lock_busy(store->directory, fd, error);
        else
            directory_fail(path, errno, error);
        close(fd);
        return false;
    }
    char pid[16];
    int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    bool ok = ftruncate(fd, 0) == 0 && pwrite(fd, pid, (size_t)n, 0) == n;
    if (!ok && errno != ENOSPC) {
        directory_fail(path, errno, error);
        close(fd);
        return false;
    }
    store->lock = fd;
    return true;
}

static bool kind_fits(const char *directory, bool holds_demo, enum store_kind kind,
                      struct error *error)
{
    if (holds_demo == (kind == STORE_DEMO))
        return true;
    return error_set(error, holds_demo ? ERROR_STORE_KIND_DEMO : ERROR_STORE_KIND_REAL,
                     directory);
}

/* Snapshots decide the kind, too. *any: there are files of some. */
static bool snapshots_fit(const char *directory, enum store_kind kind, bool *any,
                          struct error *error)
{
    struct arena arena = {0};
    struct snapshot_file *files;
    size_t n;
    bool ok = directory_list(directory, &arena, &files, &n, error);
    *any = false;
    for (size_t i = 0; ok && i < n; i++) {
        struct manifest manifest;
        bool absent;
        *any = *any || files[i].kind != SNAPSHOT_LEFTOVER;
        if (files[i].kind == SNAPSHOT_MANIFEST &&
            manifest_read(files[i].path, &manifest, &absent, NULL))
            ok = kind_fits(directory, manifest.demo, kind, error);
    }
    arena_release(&arena);
    return ok;
}

static void identity_make(char identity[IDENTITY_HEX])
{
    unsigned char bytes[(IDENTITY_HEX - 1) / 2] = {0};
    /* Up to 256 bytes never fail and are never cut once the pool is ready. */
    ssize_t n = getrandom(bytes, sizeof bytes, 0);
    (void)n;
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(identity + 2 * i, 3, "%02x", bytes[i]);
}

/* Writes the first meta record; an LMDB file with other things in it is not ours.
 * Beside snapshots one that holds nothing has lost what they were made of. */
static bool initialise(struct store *store, enum store_kind kind, struct error *error)
{
    struct bytes key, value, start = {.data = "", .size = 1};
    bool any, published;
    store->meta = (struct meta){.demo = kind == STORE_DEMO};
    identity_make(store->meta.identity);
    if (!snapshots_fit(store->directory, kind, &published, error) ||
        !db_begin_write(store->db, error))
        return false;
    bool ok = db_seek(store->db, start, &key, &value, &any, error);
    if (ok && any)
        ok = error_set(error, ERROR_STORE_FOREIGN, db_path(store->db));
    if (ok && published)
        ok = db_damaged(store->db, error);
    if (ok)
        ok = meta_put(store->db, &store->meta, &store->writer, error);
    if (!ok) {
        db_abort(store->db);
        return false;
    }
    return db_commit(store->db, error);
}

static bool database_open(struct store *store, enum store_kind kind,
                          struct error *error)
{
    const char *inner = store->inner;
    const char *path = arena_printf(&store->arena, "%s/data.mdb", inner);
    bool found, published, gone = restore_gone(path);
    if (!replace_tidy(inner, error) ||
        (gone && (!snapshots_fit(store->directory, kind, &published, error) ||
                  !restore_store(store, path, error))) ||
        !db_open_store(path, &store->arena, &store->db, error) ||
        !db_begin_read(store->db, error))
        return false;
    bool old = false, demo = false;
    bool ok = migrate_look(store->db, &old, &demo, error);
    if (ok && !old)
        ok = meta_get(store->db, &store->meta, &found, error);
    db_abort(store->db);
    if (!ok)
        return false;
    if (old)
        return kind_fits(store->directory, demo, kind, error) &&
               migrate_store(store, error) && store_fresh(store, error);
    if (found && !kind_fits(store->directory, store->meta.demo, kind, error))
        return false;
    if (!found && (!initialise(store, kind, error) || !directory_sync(inner, error) ||
                   !directory_sync(store->directory, error)))
        return false;
    store->stale = true;
    return store_fresh(store, error);
}

bool store_open(const char *directory, enum store_kind kind, struct store **store,
                struct error *error)
{
    struct arena arena = {0};
    struct store *made = arena_alloc(&arena, sizeof *made);
    made->arena = arena;
    made->lock = -1;
    made->directory = arena_strdup(&made->arena, directory);
    made->inner = arena_printf(&made->arena, "%s/store", directory);
    made->pages_most = STORE_PAGES_MOST;
    made->pages_step = STORE_PAGES_STEP;
    record_writer_init(&made->writer);
    rows_init(&made->rows, made->inner);
    const char *outer = directory_snapshots(directory, &made->arena);
    if (!directory_make(directory, 0755, error) || !lock_take(made, error) ||
        !directory_make(made->inner, 0700, error) ||
        !directory_make(outer, 0755, error) || !database_open(made, kind, error)) {
        store_close(made);
        return false;
    }
    *store = made;
    return true;
}

const struct error *store_restored(const struct store *store)
{
    return store->restored.code != ERROR_NONE ? &store->restored : NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    struct meta meta;
    if (store->n_notes > 0 && store_begin(store, &meta, NULL))
        store_finish(store, &meta, true, NULL);
    db_close(store->db);
    registers_release(&store->registers);
    record_writer_release(&store->writer);
    rows_release(&store->rows);
    arena_release(&store->notes_arena);
    if (store->lock >= 0)
        close(store->lock);
    struct arena arena = store->arena;
    arena_release(&arena);
}

bool store_fresh(struct store *store, struct error *error)
{
    struct meta meta;
    struct registers registers = {0};
    bool found = false;
    if (!store->stale)
        return true;
    if (!db_begin_read(store->db, error))
        return false;
    bool ok = meta_get(store->db, &meta, &found, error);
    if (ok && !found)
        ok = db_damaged(store->db, error);
    ok = ok && registers_load(store->db, &meta, &registers, error);
    db_abort(store->db);
    if (!ok)
        return false;
    registers_release(&store->registers);
    store->registers = registers;
    store->meta = meta;
    store->stale = false;
    return true;
}

bool store_begin(struct store *store, struct meta *meta, struct error *error)
{
    struct meta worked;
    if (!store_fresh(store, error) || !db_begin_write(store->db, error))
        return false;
    worked = store->meta;
    if (!notes_write(store, store->db, &worked, error)) {
        db_abort(store->db);
        return false;
    }
    *meta = worked;
    return true;
}

bool store_finish(struct store *store, const struct meta *meta, bool ok,
                  struct error *error)
{
    store->stale = true;
    if (!ok || !meta_put(store->db, meta, &store->writer, error)) {
        db_abort(store->db);
        return false;
    }
    if (!db_commit(store->db, error))
        return false;
    store->meta = *meta;
    store->stale = false;
    notes_clear(store);
    return true;
}
