/* The cache directory: see store/directory.h. */
#include "store/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define NEW_PREFIX ".new-"

static const char *const suffix[] = {
    [SNAPSHOT_DATA] = ".mdb",
    [SNAPSHOT_MANIFEST] = ".manifest",
};

const char *directory_snapshots(const char *directory, struct arena *arena)
{
    return arena_printf(arena, "%s/snapshots", directory);
}

const char *directory_file(const char *directory, uint32_t number,
                           enum snapshot_file_kind kind, struct arena *arena)
{
    return arena_printf(arena, "%s/snapshots/%08" PRIu32 "%s", directory, number,
                        suffix[kind]);
}

const char *directory_new(const char *directory, enum snapshot_file_kind kind,
                          struct arena *arena)
{
    return arena_printf(arena, "%s/snapshots/" NEW_PREFIX "%ld%s", directory,
                        (long)getpid(), suffix[kind]);
}

/* Is it one of ours? Fills kind and number. Only the spelling that directory_file
 * gives counts, so that a number has one name. */
static bool classify(const char *name, struct snapshot_file *file)
{
    if (strncmp(name, NEW_PREFIX, strlen(NEW_PREFIX)) == 0) {
        file->kind = SNAPSHOT_LEFTOVER;
        return true;
    }
    size_t digits = strspn(name, "0123456789");
    if (digits < 8 || digits > 10 || (digits > 8 && name[0] == '0'))
        return false;
    uint64_t number = strtoull(name, NULL, 10);
    if (number == 0 || number > UINT32_MAX)
        return false;
    file->number = (uint32_t)number;
    file->kind = SNAPSHOT_MANIFEST;
    if (strcmp(name + digits, suffix[SNAPSHOT_DATA]) == 0)
        file->kind = SNAPSHOT_DATA;
    else if (strcmp(name + digits, suffix[SNAPSHOT_MANIFEST]) != 0)
        return false;
    return true;
}

static int by_number(const void *a, const void *b)
{
    const struct snapshot_file *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? 1 : -1;
    return (x->kind < y->kind) - (x->kind > y->kind);
}

bool directory_list(const char *directory, struct arena *arena,
                    struct snapshot_file **items, size_t *n, struct error *error)
{
    struct snapshot_file *files = NULL;
    size_t count = 0;
    const char *path = directory_snapshots(directory, arena);
    DIR *dir = opendir(path);
    if (!dir && errno != ENOENT)
        return error_set(error, ERROR_OPEN, path, strerror(errno));
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        struct snapshot_file file = {0};
        if (!classify(entry->d_name, &file))
            continue;
        file.path = arena_printf(arena, "%s/%s", path, entry->d_name);
        files = arena_more(arena, files, count, sizeof *files);
        files[count++] = file;
    }
    if (dir)
        closedir(dir);
    if (count > 1)
        qsort(files, count, sizeof *files, by_number);
    *items = files;
    *n = count;
    return true;
}

bool directory_fail(const char *path, int code, struct error *error)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: /* a limit of the account */
        return error_set(error, ERROR_STORE_FULL, path);
    case EIO:
        return error_set(error, ERROR_STORE_DEVICE, path);
    default:
        return error_set(error, ERROR_WRITE, path, strerror(code));
    }
}

/* The directory that holds the path. */
static const char *above_of(const char *path, struct arena *arena)
{
    const char *end = strrchr(path, '/');
    if (!end)
        return ".";
    return end == path ? "/" : arena_strndup(arena, path, (size_t)(end - path));
}

/* mkdir for one level; *made tells whether it was missing. A new name is made to last
 * at once: what is acknowledged later in there must not vanish with its directory. */
static bool make_one(const char *path, mode_t mode, bool *made, struct arena *arena,
                     struct error *error)
{
    struct stat st;
    *made = mkdir(path, mode) == 0;
    if (*made)
        return directory_sync(above_of(path, arena), error);
    int why = errno;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    if (why == EEXIST || why == ENOTDIR)
        return error_set(error, ERROR_STORE_NOT_DIRECTORY, path);
    return directory_fail(path, why, error);
}

bool directory_make(const char *path, mode_t mode, struct error *error)
{
    struct arena arena = {0};
    char *above = arena_strdup(&arena, path);
    bool made = false, ok = true;
    for (char *p = above + 1; ok && *above && (p = strchr(p, '/')); p++) {
        *p = '\0';
        ok = make_one(above, 0755, &made, &arena, error);
        *p = '/';
    }
    ok = ok && make_one(path, mode, &made, &arena, error);
    arena_release(&arena);
    if (!ok)
        return false;
    /* The umask may have taken bits that other accounts need. */
    if (made && chmod(path, mode) != 0)
        return directory_fail(path, errno, error);
    return true;
}

bool directory_sync(const char *path, struct error *error)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return directory_fail(path, errno, error);
    bool ok = fsync(fd) == 0;
    if (!ok)
        directory_fail(path, errno, error);
    close(fd);
    return ok;
}

bool directory_space(const char *path, uint64_t needed, struct error *error)
{
    struct statvfs fs;
    if (statvfs(path, &fs) != 0)
        return directory_fail(path, errno, error);
    uint64_t available = (uint64_t)fs.f_bavail * fs.f_frsize;
    if (available >= needed)
        return true;
    char text[2][24];
    snprintf(text[0], sizeof text[0], "%" PRIu64, (needed >> 20) + 1);
    snprintf(text[1], sizeof text[1], "%" PRIu64, available >> 20);
    return error_set(error, ERROR_STORE_SPACE, path, text[0], text[1]);
}
