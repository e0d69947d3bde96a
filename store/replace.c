/* Replacing: see store/replace.h. */
#include "store/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/directory.h"

static const char NEW_NAME[] = "data.mdb.new";

static bool file_remove(const char *path, struct error *error)
{
    if (unlink(path) == 0 || errno == ENOENT)
        return true;
    return directory_fail(path, errno, error);
}

bool replace_tidy(const char *inner, struct error *error)
{
    struct arena arena = {0};
    bool ok = file_remove(arena_printf(&arena, "%s/%s", inner, NEW_NAME), error);
    arena_release(&arena);
    return ok;
}

static bool copy_make(struct store *store, const char *path, struct error *error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return directory_fail(path, errno, error);
    bool ok = db_copy(store->db, fd, error);
    close(fd);
    return ok;
}

bool replace_begin(struct store *store, bool full, struct replacement *replacement,
                   struct error *error)
{
    struct replacement made = {.store = store};
    made.path = arena_printf(&made.arena, "%s/%s", store->inner, NEW_NAME);
    if (replace_tidy(store->inner, error) &&
        (!full || copy_make(store, made.path, error)) &&
        db_open_scratch(made.path, &made.arena, &made.db, error)) {
        *replacement = made;
        return true;
    }
    file_remove(made.path, NULL);
    arena_release(&made.arena);
    return false;
}

bool replace_step(struct replacement *replacement, struct error *error)
{
    if (replacement->dirty < replacement->store->pages_step)
        return true;
    replacement->dirty = 0;
    return db_commit(replacement->db, error) && db_begin_write(replacement->db, error);
}

/* From the rename on the new file is the store, whatever fails afterwards. */
static bool place(struct replacement *replacement, struct error *error)
{
    struct store *store = replacement->store;
    const char *to = db_path(store->db);
    if (rename(replacement->path, to) != 0)
        return directory_fail(to, errno, error);
    bool ok = directory_sync(store->inner, error);
    return db_reopen(store->db, ok ? error : NULL) && ok;
}

bool replace_finish(struct replacement *replacement, bool ok, struct error *error)
{
    ok = ok && db_sync(replacement->db, error);
    db_close(replacement->db);
    ok = ok && place(replacement, error);
    if (!ok)
        file_remove(replacement->path, NULL);
    replacement->store->stale = true;
    /* What cannot be read now is tried again before it is used. */
    store_fresh(replacement->store, NULL);
    arena_release(&replacement->arena);
    return ok;
}
