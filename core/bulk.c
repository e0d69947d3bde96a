/* Bulk: see core/bulk.h. */
#include "core/bulk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, NAME_SIZE = 4096 };

/* It doubles until then, and grows by this much at a time afterwards: what is reserved
 * and not used is disk space that others miss. */
#define BULK_STEP ((size_t)64 << 20)

static bool full(const struct bulk *bulk, size_t capacity, struct error *error)
{
    char size[24];
    snprintf(size, sizeof size, "%zu", (capacity >> 20) + 1);
    return error_set(error, ERROR_BULK_FULL, bulk->file ? bulk->directory : "RAM",
                     size);
}

/* A file system without O_TMPFILE gets a name that is taken away again at once. */
static int open_unnamed(const char *directory)
{
    int file = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0)
        return file;
    char name[NAME_SIZE];
    if ((size_t)snprintf(name, sizeof name, "%s/.bulk.XXXXXX", directory) >=
        sizeof name)
        return -1;
    file = mkostemp(name, O_CLOEXEC);
    if (file >= 0)
        unlink(name);
    return file;
}

static bool reserve(int file, size_t capacity)
{
    int wrong;
    do
        wrong = posix_fallocate(file, 0, (off_t)capacity);
    while (wrong == EINTR);
    return wrong == 0;
}

/* From memory to the file: the content is copied once, and it is small still. */
static bool move_to_file(struct bulk *bulk, size_t capacity)
{
    int file = bulk->file - 1;
    if (!reserve(file, capacity))
        return false;
    char *data = mmap(NULL, capacity, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (data == MAP_FAILED)
        return false;
    if (bulk->data) {
        memcpy(data, bulk->data, bulk->used);
        munmap(bulk->data, bulk->capacity);
    }
    bulk->data = data;
    bulk->capacity = capacity;
    bulk->in_file = true;
    return true;
}

static bool grow(struct bulk *bulk, size_t capacity)
{
    if (bulk->directory && !bulk->file && capacity > BULK_SMALL) {
        int file = open_unnamed(bulk->directory);
        if (file < 0)
            bulk->directory = NULL;
        else
            bulk->file = file + 1;
    }
    if (bulk->file && !bulk->in_file)
        return move_to_file(bulk, capacity);
    if (bulk->file && !reserve(bulk->file - 1, capacity))
        return false;
    char *data = bulk->data
                     ? mremap(bulk->data, bulk->capacity, capacity, MREMAP_MAYMOVE)
                     : mmap(NULL, capacity, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED)
        return false;
    bulk->data = data;
    bulk->capacity = capacity;
    return true;
}

void bulk_init(struct bulk *bulk, const char *directory, size_t ceiling)
{
    *bulk = (struct bulk){.ceiling = ceiling, .directory = directory};
}

void *bulk_more(struct bulk *bulk, size_t n, struct error *error)
{
    if (n > bulk->ceiling - bulk->size) {
        char size[24];
        snprintf(size, sizeof size, "%zu", bulk->ceiling >> 20);
        error_set(error, ERROR_BULK_CEILING, size);
        return NULL;
    }
    size_t need = bulk->size + n;
    if (need > bulk->capacity || !bulk->data) {
        size_t more = bulk->capacity < BULK_STEP ? bulk->capacity : BULK_STEP;
        size_t capacity = bulk->capacity + more > need ? bulk->capacity + more : need;
        if (capacity > SIZE_MAX - PAGE || capacity >= (size_t)INT64_MAX - PAGE) {
            full(bulk, need, error);
            return NULL;
        }
        capacity = capacity ? (capacity + PAGE - 1) / PAGE * PAGE : PAGE;
        if (!grow(bulk, capacity)) {
            full(bulk, capacity, error);
            return NULL;
        }
    }
    char *room = bulk->data + bulk->size;
    /* What was never used is zero already; touching it would only cost memory. */
    if (bulk->size < bulk->used)
        memset(room, 0, n < bulk->used - bulk->size ? n : bulk->used - bulk->size);
    bulk->size = need;
    if (bulk->used < need)
        bulk->used = need;
    return room;
}

bool bulk_put(struct bulk *bulk, const void *bytes, size_t n, struct error *error)
{
    void *room = bulk_more(bulk, n, error);
    if (!room)
        return false;
    if (n)
        memcpy(room, bytes, n);
    return true;
}

void bulk_reset(struct bulk *bulk)
{
    bulk->size = 0;
}

void bulk_release(struct bulk *bulk)
{
    if (bulk->data)
        munmap(bulk->data, bulk->capacity);
    if (bulk->file)
        close(bulk->file - 1);
    bulk_init(bulk, bulk->directory, bulk->ceiling);
}
