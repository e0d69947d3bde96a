/* See tests/fuzz/file.h. */
#include "tests/fuzz/file.h"

#include "tests/fuzz/must.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const char *fuzz_file(const char *bytes, size_t n, struct arena *arena, int *fd)
{
    *fd = memfd_create("aiplus", 0);
    MUST(*fd >= 0 && fchmod(*fd, 0600) == 0);
    MUST(write(*fd, bytes, n) == (ssize_t)n);
    return arena_printf(arena, "/proc/self/fd/%d", *fd);
}

void fuzz_file_close(int fd)
{
    close(fd);
}
