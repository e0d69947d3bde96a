/* Output: see app/output.h. */
#include "app/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool replaceable(const char *path, struct error *error)
{
    struct stat status;
    return lstat(path, &status) != 0 || S_ISREG(status.st_mode) ||
           error_set(error, ERROR_SELECT_SPECIAL, path);
}

static FILE *create(char *path)
{
    mode_t mask = umask(0);
    umask(mask);
    int file = mkostemp(path, O_CLOEXEC);
    FILE *stream =
        file >= 0 && fchmod(file, 0666 & ~mask) == 0 ? fdopen(file, "w") : NULL;
    if (file >= 0 && !stream) {
        int wrong = errno;
        close(file);
        unlink(path);
        errno = wrong;
    }
    return stream;
}

bool output_open(struct output *output, const char *path, struct arena *arena,
                 struct error *error)
{
    char *beside = arena_printf(arena, "%s.XXXXXX", path);
    if (!replaceable(path, error))
        return false;
    *output = (struct output){create(beside), path, beside};
    return output->file || error_set(error, ERROR_SELECT_FILE, path, strerror(errno));
}

bool output_close(struct output *output, bool ok, struct error *error)
{
    if (ok && (fflush(output->file) != 0 || fsync(fileno(output->file)) != 0))
        ok = error_set(error, ERROR_SELECT_FILE, output->beside, strerror(errno));
    if (fclose(output->file) != 0 && ok)
        ok = error_set(error, ERROR_SELECT_FILE, output->beside, strerror(errno));
    if (ok && rename(output->beside, output->path) != 0)
        ok = error_set(error, ERROR_SELECT_FILE, output->path, strerror(errno));
    if (!ok)
        unlink(output->beside);
    return ok;
}

bool output_write(const char *path, const void *bytes, size_t n, struct error *error)
{
    struct arena arena = {0};
    struct output output;
    bool ok = output_open(&output, path, &arena, error);
    if (ok) {
        bool written = fwrite(bytes, 1, n, output.file) == n;
        if (!written)
            error_set(error, ERROR_SELECT_FILE, output.beside, strerror(errno));
        ok = output_close(&output, written, error);
    }
    arena_release(&arena);
    return ok;
}
