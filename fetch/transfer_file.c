/* Bodies from files: see fetch/transfer_file.h. */
#include "fetch/transfer_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_CHUNK = 32 * 1024 };

static bool fail(enum error_code reason, enum error_code *code, int *number)
{
    *code = reason;
    *number = errno;
    return false;
}

static bool read_all(int fd, struct bulk *body, enum error_code *code, int *number,
                     struct error *full)
{
    char chunk[READ_CHUNK];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n == 0)
            return true;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(ERROR_TRANSFER_FILE_READ, code, number);
        errno = 0;
        if (!bulk_put(body, chunk, (size_t)n, full))
            return fail(full->code == ERROR_BULK_CEILING ? ERROR_TRANSFER_TOO_LARGE
                                                         : ERROR_BULK_FULL,
                        code, number);
    }
}

bool transfer_file_read(const char *path, struct bulk *body, enum error_code *code,
                        int *number, struct error *full)
{
    struct stat info;
    bool ok = false;
    /* O_NONBLOCK: a pipe without a writer must not hold up everything. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return fail(errno == ENOENT || errno == ENOTDIR ? ERROR_TRANSFER_FILE_MISSING
                                                        : ERROR_TRANSFER_FILE_READ,
                    code, number);
    if (fstat(fd, &info) != 0)
        fail(ERROR_TRANSFER_FILE_READ, code, number);
    else if (!S_ISREG(info.st_mode))
        fail(ERROR_TRANSFER_FILE_KIND, code, number);
    else
        ok = read_all(fd, body, code, number, full);
    close(fd);
    return ok;
}
