/* Snapshots: finding and opening one; see store/snapshot.h. Reading is in
 * store/query*.c. */
#include "store/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "store/directory.h"
#include "store/manifest.h"
#include "store/private.h"

static bool meta_fits(struct snapshot *snapshot, const struct manifest *manifest,
                      struct error *error)
{
    struct meta *meta = &snapshot->meta;
    bool found;
    if (!meta_get(snapshot->db, meta, &found, error))
        return false;
    if (!found || meta->snapshot != manifest->number ||
        meta->published != (int64_t)manifest->published ||
        meta->last_receipt != manifest->last_receipt || meta->demo != manifest->demo ||
        strcmp(meta->identity, manifest->identity) != 0)
        return db_damaged(snapshot->db, error);
    return true;
}

bool snapshot_load(const char *path, const struct manifest *manifest,
                   struct snapshot **snapshot, struct error *error)
{
    struct arena arena = {0};
    struct snapshot *made = arena_alloc(&arena, sizeof *made);
    made->arena = arena;
    if (!db_open_snapshot(path, &made->arena, &made->db, error) ||
        !db_begin_read(made->db, error) || !meta_fits(made, manifest, error) ||
        !registers_load(made->db, &made->meta, &made->registers, error)) {
        snapshot_close(made);
        return false;
    }
    made->info = (struct snapshot_info){
        .number = manifest->number,
        .published = (int64_t)manifest->published,
        .bytes = manifest->bytes,
        .last_receipt = manifest->last_receipt,
        .demo = manifest->demo,
        .kept_since = made->meta.kept_since,
    };
    *snapshot = made;
    return true;
}

/* The collector may remove an old snapshot, its manifest first, while it is looked at:
 * that is no damage. */
static bool gone(const char *manifest_path)
{
    return access(manifest_path, F_OK) != 0 && errno == ENOENT;
}

bool snapshot_open_file(const char *directory, const struct snapshot_file *file,
                        bool thorough, struct snapshot **snapshot, bool *absent,
                        struct error *error)
{
    struct arena arena = {0};
    struct manifest manifest;
    const char *path = directory_file(directory, file->number, SNAPSHOT_DATA, &arena);
    bool ok = manifest_read(file->path, &manifest, absent, error);
    if (ok && manifest.number != file->number)
        ok = error_set(error, ERROR_SNAPSHOT_MANIFEST, file->path);
    if (ok) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            ok = error_set(error, ERROR_SNAPSHOT_FILE, path, strerror(errno));
        } else {
            ok = manifest_check(&manifest, fd, path, thorough, error) &&
                 snapshot_load(path, &manifest, snapshot, error);
            close(fd);
        }
        *absent = !ok && gone(file->path);
    }
    arena_release(&arena);
    return ok;
}

/* The newest good one of a listing. *damage is of the newest that is not, *manifests
 * counts those that are there. */
static bool open_newest(const char *directory, struct snapshot **snapshot,
                        struct error *damage, size_t *manifests, struct error *error)
{
    struct arena arena = {0};
    struct snapshot_file *files;
    size_t n;
    bool opened = false;
    *manifests = 0;
    *damage = (struct error){0};
    bool listed = directory_list(directory, &arena, &files, &n, error);
    for (size_t i = 0; listed && !opened && i < n; i++) {
        struct error why = {0};
        bool absent = false;
        if (files[i].kind != SNAPSHOT_MANIFEST)
            continue;
        opened =
            snapshot_open_file(directory, &files[i], false, snapshot, &absent, &why);
        if (absent)
            continue;
        ++*manifests;
        if (!opened && damage->code == ERROR_NONE)
            *damage = why;
    }
    arena_release(&arena);
    return listed;
}

bool snapshot_open(const char *directory, struct snapshot **snapshot,
                   struct error *error)
{
    struct snapshot *opened = NULL;
    struct error damage;
    size_t manifests;
    /* Again if all that was listed has been replaced meanwhile. */
    for (int attempt = 0; attempt < 3; attempt++) {
        if (!open_newest(directory, &opened, &damage, &manifests, error))
            return false;
        if (opened || manifests > 0)
            break;
    }
    if (!opened && manifests == 0)
        return error_set(error, ERROR_SNAPSHOT_NONE, directory);
    /* Of another version is not damaged: the next collection publishes a new one. */
    if (!opened && damage.code == ERROR_SNAPSHOT_FORMAT) {
        if (error)
            *error = damage;
        return false;
    }
    if (!opened)
        return error_set(error, ERROR_SNAPSHOT_DAMAGED, directory);
    opened->info.fallback = damage.code != ERROR_NONE;
    opened->info.damage = damage;
    *snapshot = opened;
    return true;
}

void snapshot_close(struct snapshot *snapshot)
{
    if (!snapshot)
        return;
    db_close(snapshot->db);
    registers_release(&snapshot->registers);
    struct arena arena = snapshot->arena;
    arena_release(&arena);
}

const struct snapshot_info *snapshot_info(const struct snapshot *snapshot)
{
    return &snapshot->info;
}

uint32_t snapshot_newest(const char *directory)
{
    struct arena arena = {0};
    struct snapshot_file *files;
    size_t n;
    uint32_t newest = 0;
    if (directory_list(directory, &arena, &files, &n, NULL))
        for (size_t i = 0; newest == 0 && i < n; i++)
            if (files[i].kind == SNAPSHOT_MANIFEST)
                newest = files[i].number;
    arena_release(&arena);
    return newest;
}

const char *snapshot_directory(const char *directory, struct arena *arena)
{
    return directory_snapshots(directory, arena);
}
