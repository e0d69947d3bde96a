/* Verifying a cache for --check: see snapshot_verify in store/snapshot.h. Each file is
 * hashed whole before LMDB touches it, so that damage is reported, not run into. */
#include "store/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/directory.h"
#include "store/manifest.h"
#include "store/private.h"

struct verify {
    const char *directory;
    void (*say)(void *self, bool fault, const struct error *finding);
    void *self;
    int faults;
};

struct counts {
    uint64_t values, revisions, refusals;
};

static void fault(struct verify *verify, const struct error *finding)
{
    verify->faults++;
    verify->say(verify->self, true, finding);
}

/* Every series; counts its values and the revisions that it should have. */
static bool check_series(struct snapshot *snapshot, struct counts *counts,
                         struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    uint64_t n = 0;
    bool ok = true;
    key_table(&walk.prefix, 'S');
    for (bool found = true; ok;) {
        struct arena arena = {0};
        struct series series;
        ok = record_next(snapshot->db, &walk, &reader, &found, error);
        if (!ok || !found)
            break;
        ok = series_read(snapshot->db, &walk.key, &reader, &arena, &series, error);
        if (ok) {
            counts->values += series.n;
            counts->revisions += series.n_revisions;
            n++;
        }
        arena_release(&arena);
    }
    return ok && (n == snapshot->meta.n_series || db_damaged(snapshot->db, error));
}

static bool check_revisions(struct snapshot *snapshot, uint64_t expected,
                            struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    uint64_t n = 0;
    key_table(&walk.prefix, 'V');
    for (bool found = true;;) {
        struct observation observation;
        bool late;
        if (!record_next(snapshot->db, &walk, &reader, &found, error))
            return false;
        if (!found)
            return n == expected || db_damaged(snapshot->db, error);
        if (!revision_read(snapshot->db, &walk.key, &reader, &observation, &late,
                           error))
            return false;
        n++;
    }
}

static bool check_papers(struct snapshot *snapshot, struct counts *counts,
                         struct error *error)
{
    bool ok = true;
    struct source_state *sources;
    size_t n;
    for (uint32_t i = 1; ok && i <= snapshot->meta.last_receipt; i++) {
        struct arena arena = {0};
        struct refusal *refusals;
        ok = snapshot_refusals(snapshot, i, &arena, &refusals, &n, error);
        counts->refusals += ok ? n : 0;
        arena_release(&arena);
    }
    struct arena arena = {0};
    ok = ok && snapshot_sources(snapshot, &arena, &sources, &n, error);
    arena_release(&arena);
    return ok;
}

static void say_sound(struct verify *verify, const struct snapshot *snapshot,
                      const struct counts *counts)
{
    const struct meta *meta = &snapshot->meta;
    char number[12], text[6][24];
    const uint64_t figures[] = {meta->n_series,    counts->values,   meta->last_receipt,
                                counts->revisions, counts->refusals, meta->n_sources};
    struct error finding;
    snprintf(number, sizeof number, "%08" PRIu32, snapshot->info.number);
    for (int i = 0; i < 6; i++)
        snprintf(text[i], sizeof text[i], "%" PRIu64, figures[i]);
    error_set(&finding, ERROR_SNAPSHOT_SOUND, number, text[0], text[1], text[2]);
    verify->say(verify->self, false, &finding);
    error_set(&finding, ERROR_SNAPSHOT_KEEPS, number, text[3], text[4], text[5]);
    verify->say(verify->self, false, &finding);
}

/* One manifest and its file, read to the last record. */
static bool check_one(struct verify *verify, const struct snapshot_file *file,
                      struct error *error)
{
    struct arena arena = {0};
    struct manifest manifest;
    struct snapshot *snapshot = NULL;
    struct counts counts = {0};
    bool absent;
    const char *path =
        directory_file(verify->directory, file->number, SNAPSHOT_DATA, &arena);
    bool ok = manifest_read(file->path, &manifest, &absent, error);
    if (ok && manifest.number != file->number)
        ok = error_set(error, ERROR_SNAPSHOT_MANIFEST, file->path);
    int fd = ok ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (ok && fd < 0)
        ok = error_set(error, ERROR_SNAPSHOT_FILE, path, strerror(errno));
    ok = ok && manifest_check(&manifest, fd, path, true, error) &&
         snapshot_load(path, &manifest, &snapshot, error) &&
         check_series(snapshot, &counts, error) &&
         check_revisions(snapshot, counts.revisions, error) &&
         check_papers(snapshot, &counts, error);
    if (ok)
        say_sound(verify, snapshot, &counts);
    snapshot_close(snapshot);
    if (fd >= 0)
        close(fd);
    arena_release(&arena);
    return ok;
}

int snapshot_verify(const char *directory,
                    void (*say)(void *self, bool fault, const struct error *finding),
                    void *self, struct error *error)
{
    struct verify verify = {.directory = directory, .say = say, .self = self};
    struct arena arena = {0};
    struct snapshot_file *files;
    size_t n, manifests = 0;
    uint32_t listed = 0; /* number of the manifest seen last */
    if (!directory_list(directory, &arena, &files, &n, error)) {
        arena_release(&arena);
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        struct error finding = {0};
        if (files[i].kind == SNAPSHOT_MANIFEST) {
            manifests++;
            listed = files[i].number;
            if (!check_one(&verify, &files[i], &finding))
                fault(&verify, &finding);
        } else if (files[i].kind == SNAPSHOT_LEFTOVER || files[i].number != listed) {
            error_set(&finding, ERROR_SNAPSHOT_LEFTOVER, files[i].path);
            say(self, false, &finding);
        }
    }
    arena_release(&arena);
    if (manifests == 0) {
        error_set(error, ERROR_SNAPSHOT_NONE, directory);
        return -1;
    }
    return verify.faults;
}
