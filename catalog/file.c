/* The catalogue's files: see catalog/file.h. */
#include "catalog/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/table.h"
#include "core/embedded.h"

static const struct embedded_file *built_in(const char *name)
{
    const struct embedded_file *file = embedded_files;
    while (file->name && strcmp(file->name, name) != 0)
        file++;
    return file->name ? file : NULL;
}

static bool not_opened(struct loader *loader, const char *path, int reason)
{
    return error_set(loader_problem(loader, path, 0), ERROR_OPEN, path,
                     strerror(reason));
}

/* Reads at most `size` bytes; false with errno set. */
static bool read_all(int fd, char *bytes, size_t *size)
{
    size_t n = 0;
    while (n < *size) {
        ssize_t got = read(fd, bytes + n, *size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    *size = n;
    return true;
}

/* Takes the open file whole. */
static bool take(struct catalog_file *file, struct loader *loader, int fd)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return not_opened(loader, file->path, errno);
    if (!S_ISREG(about.st_mode))
        return not_opened(loader, file->path, S_ISDIR(about.st_mode) ? EISDIR : EINVAL);
    if (about.st_size > CATALOG_FILE_MAX) {
        char most[12];
        snprintf(most, sizeof most, "%d", CATALOG_FILE_MAX);
        return error_set(loader_problem(loader, file->path, 0), ERROR_TOO_LARGE,
                         file->path, most);
    }
    file->size = (size_t)about.st_size;
    file->text = arena_alloc(&loader->catalog->arena, file->size + 1);
    if (!read_all(fd, file->text, &file->size))
        return error_set(loader_problem(loader, file->path, 0), ERROR_READ, file->path,
                         strerror(errno));
    return true;
}

static bool take_given(struct catalog_file *file, struct loader *loader)
{
    const struct catalog_texts *given = loader->given;
    for (size_t i = 0; i < given->n; i++)
        if (strcmp(given->items[i].name, file->path) == 0) {
            file->text = arena_strndup(&loader->catalog->arena, given->items[i].bytes,
                                       given->items[i].n);
            file->size = given->items[i].n;
            return true;
        }
    return not_opened(loader, file->path, ENOENT);
}

bool catalog_file_read(struct catalog_file *file, struct loader *loader,
                       const char *name)
{
    struct arena *arena = &loader->catalog->arena;
    *file = (struct catalog_file){.path = name};
    if (loader->given)
        return take_given(file, loader);
    if (loader->directory) {
        const char *path = arena_printf(arena, "%s/%s", loader->directory, name);
        /* Not blocking: a pipe of that name must not hold the program up. */
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (fd < 0 && errno != ENOENT)
            return not_opened(loader, path, errno);
        if (fd >= 0) {
            file->path = path;
            bool taken = take(file, loader, fd);
            close(fd);
            return taken;
        }
    }
    const struct embedded_file *built = built_in(name);
    if (!built)
        return not_opened(loader, name, ENOENT);
    file->text = arena_strndup(arena, built->data, built->size);
    file->size = built->size;
    file->built_in = true;
    return true;
}

void catalog_files_check(struct loader *loader)
{
    DIR *directory = opendir(loader->directory);
    if (!directory) {
        not_opened(loader, loader->directory, errno);
        return;
    }
    struct arena *arena = &loader->catalog->arena;
    const char *names = "";
    for (const struct embedded_file *file = embedded_files; file->name; file++)
        names = arena_printf(arena, "%s%s%s", names, *names ? ", " : "", file->name);
    const struct dirent *entry;
    while ((entry = readdir(directory))) {
        const char *end = strrchr(entry->d_name, '.');
        if (!end || strcmp(end, ".tsv") != 0 || built_in(entry->d_name))
            continue;
        const char *path =
            arena_printf(arena, "%s/%s", loader->directory, entry->d_name);
        error_set(loader_problem(loader, path, 0), ERROR_CATALOG_FILE, path, names);
    }
    closedir(directory);
}
