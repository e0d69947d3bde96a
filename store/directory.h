/*
 * The cache directory: names of files, and what has to be done to them durably.
 *
 * Owns: how snapshots and manifests are called, listing them, making directories.
 * Must never know: what is in the files.
 */
#ifndef STORE_DIRECTORY_H
#define STORE_DIRECTORY_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum snapshot_file_kind { SNAPSHOT_DATA, SNAPSHOT_MANIFEST, SNAPSHOT_LEFTOVER };

struct snapshot_file {
    enum snapshot_file_kind kind;
    uint32_t number; /* 0 for a leftover */
    const char *path;
};

/* DIRECTORY/snapshots, and the file of a number in there. */
const char *directory_snapshots(const char *directory, struct arena *arena);
const char *directory_file(const char *directory, uint32_t number,
                           enum snapshot_file_kind kind, struct arena *arena);
/* A name for a file that is being written; a leftover to anybody else. */
const char *directory_new(const char *directory, enum snapshot_file_kind kind,
                          struct arena *arena);

/* Our files among what is in DIRECTORY/snapshots, by number descending, a manifest
 * before its data; other people's files are left out. No such directory: n = 0. */
bool directory_list(const char *directory, struct arena *arena,
                    struct snapshot_file **items, size_t *n, struct error *error);

/* Makes the directory with exactly this mode, and what is missing above it, and makes
 * their names last. One that is there keeps its mode. */
bool directory_make(const char *path, mode_t mode, struct error *error);

/* Makes what was created, renamed or removed in the directory last. */
bool directory_sync(const char *path, struct error *error);

/* The sentence for what the system said when a file in the cache could not be made,
 * written, renamed or removed: a full disk, its error, or its own word. Always false.
 */
bool directory_fail(const char *path, int code, struct error *error);

/* ERROR_STORE_SPACE if the disk has less than `needed` bytes for this account. */
bool directory_space(const char *path, uint64_t needed, struct error *error);

#endif
