/* Restoring: see store/restore.h. */
#include "store/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/directory.h"
#include "store/replace.h"

/* Room for the first transaction after it. */
enum { MARGIN = 1 << 20, CHUNK = 1 << 16 };

bool restore_gone(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return errno == ENOENT;
    return S_ISREG(st.st_mode) && st.st_size == 0;
}

/* ---- finding ---- */

bool restore_find(const char *directory, struct arena *arena,
                  struct restorable *restorable, struct error *error)
{
    struct restorable found = {0};
    struct snapshot_file *files;
    struct error why = {0};
    size_t n;
    if (!directory_list(directory, arena, &files, &n, error))
        return false;
    for (size_t i = 0; i < n && !found.path && why.code != ERROR_SNAPSHOT_FORMAT; i++) {
        struct snapshot *snapshot = NULL;
        bool absent;
        found.any = found.any || files[i].kind != SNAPSHOT_LEFTOVER;
        if (files[i].kind != SNAPSHOT_MANIFEST)
            continue;
        if (snapshot_open_file(directory, &files[i], true, &snapshot, &absent, &why) &&
            manifest_read(files[i].path, &found.manifest, &absent, &why))
            found.path =
                directory_file(directory, files[i].number, SNAPSHOT_DATA, arena);
        else
            found.older = true;
        snapshot_close(snapshot);
    }
    *restorable = found;
    return true;
}

/* ---- putting in place ---- */

static bool copy_bytes(int from, const char *source, int to, const char *path,
                       struct error *error)
{
    char chunk[CHUNK];
    ssize_t n;
    while ((n = read(from, chunk, sizeof chunk)) > 0)
        for (ssize_t done = 0; done < n;) {
            errno = ENOSPC; /* what writing nothing means */
            ssize_t written = write(to, chunk + done, (size_t)(n - done));
            if (written <= 0)
                return directory_fail(path, errno, error);
            done += written;
        }
    return n == 0 || error_set(error, ERROR_READ, source, strerror(errno));
}

static bool copy_make(const struct restorable *from, const char *path,
                      struct error *error)
{
    int source = open(from->path, O_RDONLY | O_CLOEXEC);
    if (source < 0)
        return error_set(error, ERROR_SNAPSHOT_FILE, from->path, strerror(errno));
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = fd >= 0 || directory_fail(path, errno, error);
    ok = ok && copy_bytes(source, from->path, fd, path, error) &&
         (fsync(fd) == 0 || directory_fail(path, errno, error)) &&
         manifest_check(&from->manifest, fd, from->path, true, error);
    if (fd >= 0)
        close(fd);
    close(source);
    return ok;
}

static void say_restored(struct store *store, const struct restorable *from)
{
    char number[12], receipt[12];
    snprintf(number, sizeof number, "%08" PRIu32, from->manifest.number);
    snprintf(receipt, sizeof receipt, "%" PRIu32, from->manifest.last_receipt);
    error_set(&store->restored,
              from->older ? ERROR_STORE_RESTORED_OLDER : ERROR_STORE_RESTORED,
              store->inner, number, receipt);
}

static bool place(struct store *store, const struct restorable *from, const char *path,
                  struct error *error)
{
    const char *made = arena_printf(&store->arena, "%s.new", path);
    if (!directory_space(store->directory, from->manifest.bytes + MARGIN, error))
        return false;
    if (!copy_make(from, made, error)) {
        replace_tidy(store->inner, NULL);
        return false;
    }
    if (rename(made, path) != 0)
        return directory_fail(path, errno, error);
    return directory_sync(store->inner, error);
}

bool restore_store(struct store *store, const char *path, struct error *error)
{
    struct arena arena = {0};
    struct restorable from;
    bool ok = restore_find(store->directory, &arena, &from, error);
    if (ok && from.any) {
        if (from.path)
            ok = place(store, &from, path, error);
        else
            ok = error_set(error, ERROR_STORE_LOST, path,
                           directory_snapshots(store->directory, &arena));
        if (ok)
            say_restored(store, &from);
    }
    arena_release(&arena);
    return ok;
}
