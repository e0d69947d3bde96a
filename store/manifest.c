/* Manifests: see store/manifest.h. */
#include "store/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, HEAD_MOST = 1 << 20 };

static size_t end_line(char *text, size_t n)
{
    uint32_t sum = checksum_of(text, n);
    return n +
           (size_t)snprintf(text + n, MANIFEST_SIZE - n, "end %08" PRIx32 "\n", sum);
}

size_t manifest_format(const struct manifest *m, char text[MANIFEST_SIZE])
{
    int n = snprintf(text, MANIFEST_SIZE,
                     "aiplus-snapshot 1\n"
                     "number %" PRIu32 "\n"
                     "bytes %" PRIu64 "\n"
                     "inode %" PRIu64 "\n"
                     "mtime %" PRIu64 "\n"
                     "head %" PRIu32 " %08" PRIx32 "\n"
                     "sha256 %s\n"
                     "published %" PRIu64 "\n"
                     "receipt %" PRIu32 "\n"
                     "kind %s\n"
                     "cache %s\n",
                     m->number, m->bytes, m->inode, m->mtime, m->head_bytes,
                     m->head_sum, m->sha256, m->published, m->last_receipt,
                     m->demo ? "demo" : "real", m->identity);
    return end_line(text, (size_t)n);
}

bool manifest_parse(const char *text, size_t n, struct manifest *manifest)
{
    char copy[MANIFEST_SIZE], kind[5];
    struct manifest m = {0};
    if (n >= sizeof copy || memchr(text, '\0', n))
        return false;
    memcpy(copy, text, n);
    copy[n] = '\0';
    int fields = sscanf(
        copy,
        "aiplus-snapshot 1 number %" SCNu32 " bytes %" SCNu64 " inode %" SCNu64
        " mtime %" SCNu64 " head %" SCNu32 " %" SCNx32 " sha256 %64s published %" SCNu64
        " receipt %" SCNu32 " kind %4s cache %32s",
        &m.number, &m.bytes, &m.inode, &m.mtime, &m.head_bytes, &m.head_sum, m.sha256,
        &m.published, &m.last_receipt, kind, m.identity);
    if (fields != 11 || m.head_bytes > HEAD_MOST)
        return false;
    m.demo = strcmp(kind, "demo") == 0;
    /* sscanf forgives what must not be forgiven: only the one spelling is right. */
    if (manifest_format(&m, copy) != n || memcmp(copy, text, n) != 0)
        return false;
    *manifest = m;
    return true;
}

bool manifest_read(const char *path, struct manifest *manifest, bool *absent,
                   struct error *error)
{
    char text[MANIFEST_SIZE];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *absent = fd < 0 && errno == ENOENT;
    if (fd < 0)
        return error_set(error, ERROR_OPEN, path, strerror(errno));
    ssize_t n = read(fd, text, sizeof text);
    int why = errno;
    close(fd);
    if (n < 0)
        return error_set(error, ERROR_READ, path, strerror(why));
    if (!manifest_parse(text, (size_t)n, manifest))
        return error_set(error, ERROR_SNAPSHOT_MANIFEST, path);
    return true;
}

bool manifest_identify(int fd, const char *path, struct manifest *manifest,
                       struct error *error)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return error_set(error, ERROR_READ, path, strerror(errno));
    manifest->bytes = (uint64_t)st.st_size;
    manifest->inode = (uint64_t)st.st_ino;
    manifest->mtime = (uint64_t)st.st_mtim.tv_sec * UINT64_C(1000000000) +
                      (uint64_t)st.st_mtim.tv_nsec;
    return true;
}

/* The first manifest->head_bytes of the file. */
static bool head_sum(int fd, const char *path, struct manifest *manifest,
                     struct error *error)
{
    struct arena arena = {0};
    unsigned char *head = arena_alloc(&arena, manifest->head_bytes);
    ssize_t n = pread(fd, head, manifest->head_bytes, 0);
    if (n >= 0)
        manifest->head_sum = checksum_of(head, (size_t)n);
    else
        error_set(error, ERROR_READ, path, strerror(errno));
    arena_release(&arena);
    return n >= 0;
}

bool manifest_hash(int fd, const char *path, struct manifest *manifest,
                   struct error *error)
{
    unsigned char chunk[CHUNK];
    struct digest *digest = digest_begin();
    off_t at = 0;
    ssize_t n;
    while ((n = pread(fd, chunk, sizeof chunk, at)) > 0) {
        digest_add(digest, chunk, (size_t)n);
        at += n;
    }
    int why = errno;
    digest_end(digest, n < 0 ? NULL : manifest->sha256);
    if (n < 0)
        return error_set(error, ERROR_READ, path, strerror(why));
    return head_sum(fd, path, manifest, error);
}

bool manifest_check(const struct manifest *manifest, int fd, const char *path,
                    bool thorough, struct error *error)
{
    struct manifest found = {.head_bytes = manifest->head_bytes};
    if (manifest->head_bytes > manifest->bytes)
        return error_set(error, ERROR_SNAPSHOT_CONTENT, path);
    if (!manifest_identify(fd, path, &found, error))
        return false;
    bool same = found.bytes == manifest->bytes;
    if (same && !thorough && found.inode == manifest->inode &&
        found.mtime == manifest->mtime) {
        if (!head_sum(fd, path, &found, error))
            return false;
        if (found.head_sum == manifest->head_sum)
            return true;
        same = false;
    }
    if (same && !manifest_hash(fd, path, &found, error))
        return false;
    if (!same || strcmp(found.sha256, manifest->sha256) != 0)
        return error_set(error, ERROR_SNAPSHOT_CONTENT, path);
    return true;
}
