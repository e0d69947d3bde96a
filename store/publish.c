/* Publishing: see store_publish in store/store.h.
 *
 * The file is readable for other accounts before it is synced, so that its mode is as
 * durable as its content. Until the manifest has its name nothing is published; a crash
 * at any point leaves files that the next publication removes. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/directory.h"
#include "store/manifest.h"
#include "store/private.h"

enum { KEEP = 3 };

/* Room for the manifest and the transaction before it. */
enum { MARGIN = 1 << 20 };

/* Syncs and closes the new file, and gives it its name. */
static bool place(int fd, const char *from, const char *to, struct error *error)
{
    bool ok = fchmod(fd, 0444) == 0 && fsync(fd) == 0 && rename(from, to) == 0;
    return ok || directory_fail(to, errno, error);
}

static bool data_write(struct store *store, const char *from, const char *to,
                       struct manifest *manifest, struct error *error)
{
    int fd = open(from, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return directory_fail(from, errno, error);
    bool ok = db_copy(store->db, fd, error);
    if (ok) {
        /* The disk writes while the sum is made. Whether it has is asked by fsync. */
        sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
        ok = manifest_hash(fd, from, manifest, error) && place(fd, from, to, error) &&
             manifest_identify(fd, to, manifest, error);
    }
    close(fd);
    return ok;
}

static bool manifest_write(const char *from, const char *to,
                           const struct manifest *manifest, struct error *error)
{
    char text[MANIFEST_SIZE];
    size_t n = manifest_format(manifest, text);
    int fd = open(from, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return directory_fail(from, errno, error);
    errno = ENOSPC; /* what a short write means */
    bool ok = write(fd, text, n) == (ssize_t)n;
    if (!ok)
        directory_fail(from, errno, error);
    ok = ok && place(fd, from, to, error);
    close(fd);
    return ok;
}

/* Removes what no reader can use: files of publications that were cut short, and
 * snapshots beyond the newest three; of these the manifest first. */
static bool tidy(const char *directory, struct error *error)
{
    struct arena arena = {0};
    struct snapshot_file *files;
    size_t n, kept = 0;
    uint32_t sound = 0; /* the manifest seen last that stays */
    bool ok = directory_list(directory, &arena, &files, &n, error);
    for (size_t i = 0; ok && i < n; i++) {
        bool stays = false;
        if (files[i].kind == SNAPSHOT_MANIFEST && kept < KEEP) {
            stays = true;
            sound = files[i].number;
            kept++;
        } else if (files[i].kind == SNAPSHOT_DATA) {
            stays = files[i].number == sound;
        }
        if (!stays && unlink(files[i].path) != 0 && errno != ENOENT)
            ok = directory_fail(files[i].path, errno, error);
    }
    arena_release(&arena);
    return ok;
}

/* One more than every number that was ever given, also by a store that is gone. */
static bool next_number(struct store *store, uint32_t *number, struct error *error)
{
    struct arena arena = {0};
    struct snapshot_file *files;
    size_t n;
    bool ok = directory_list(store->directory, &arena, &files, &n, error);
    uint32_t last = store->meta.snapshot;
    if (ok && n > 0 && files[0].number > last)
        last = files[0].number;
    *number = last + 1;
    arena_release(&arena);
    return ok;
}

/* The number and the time go into the store, so that they are in the copy. */
static bool announce(struct store *store, uint32_t number, int64_t now,
                     struct error *error)
{
    struct meta meta;
    if (!store_begin(store, &meta, error))
        return false;
    meta.snapshot = number;
    meta.published = now;
    return store_finish(store, &meta, true, error);
}

static bool publish(struct store *store, uint32_t number, struct arena *arena,
                    struct error *error)
{
    const char *dir = store->directory;
    const char *folder = directory_snapshots(dir, arena);
    const char *data = directory_file(dir, number, SNAPSHOT_DATA, arena);
    const char *paper = directory_file(dir, number, SNAPSHOT_MANIFEST, arena);
    struct manifest manifest = {
        .number = number,
        .published = (uint64_t)store->meta.published,
        .last_receipt = store->meta.last_receipt,
        .demo = store->meta.demo,
        .head_bytes = (uint32_t)(2 * db_page_size(store->db)),
    };
    memcpy(manifest.identity, store->meta.identity, sizeof manifest.identity);
    return data_write(store, directory_new(dir, SNAPSHOT_DATA, arena), data, &manifest,
                      error) &&
           manifest_write(directory_new(dir, SNAPSHOT_MANIFEST, arena), paper,
                          &manifest, error) &&
           directory_sync(folder, error);
}

bool store_publish(struct store *store, int64_t now, uint32_t *number,
                   struct error *error)
{
    struct arena arena = {0};
    uint32_t given = 0;
    bool ok =
        store_fresh(store, error) &&
        directory_make(directory_snapshots(store->directory, &arena), 0755, error) &&
        tidy(store->directory, error) && next_number(store, &given, error) &&
        directory_space(store->directory, db_bytes(store->db) + MARGIN, error) &&
        announce(store, given, now, error) && publish(store, given, &arena, error);
    /* Either the fourth snapshot goes, or the pieces of one that did not come to be.
     * What cannot be removed now is an error of the next publication, not of this one.
     */
    tidy(store->directory, NULL);
    if (ok)
        *number = given;
    arena_release(&arena);
    return ok;
}
