/* Places: see tests/torture/place.h. */
#include "tests/torture/place.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

char *place_make(void)
{
    const char *tmp = getenv("TMPDIR");
    char *path;
    if (access("/dev/shm", W_OK | X_OK) == 0)
        tmp = "/dev/shm";
    if (asprintf(&path, "%s/aiplus-torture-XXXXXX", tmp ? tmp : "/tmp") < 0)
        return NULL;
    if (mkdtemp(path))
        return path;
    free(path);
    return NULL;
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void place_remove(char *directory)
{
    nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(directory);
}
