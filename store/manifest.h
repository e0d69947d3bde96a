/*
 * Manifests: what a published snapshot must look like.
 *
 * Owns: the file NNNNNNNN.manifest, and the check of a snapshot's file against it.
 * Must never know: LMDB, records.
 *
 * Text, one field a line, in this order:
 *   aiplus-snapshot 1       format version
 *   number 12               of the snapshot
 *   bytes 40960             identity: size,
 *   inode 1234567             inode,
 *   mtime 1762300000123456789 and modification time in nanoseconds
 *   head 8192 1b2c3d4e      bytes and CRC-32 of the file's head (LMDB's meta pages)
 *   sha256 9f86...          of the whole file
 *   published 1762300000    Unix seconds
 *   receipt 42              the last one in it
 *   kind real               or demo
 *   cache 0123...           identity of the cache, 32 hex digits
 *   end 5e6f7a8b            CRC-32 of all lines before this one
 */
#ifndef STORE_MANIFEST_H
#define STORE_MANIFEST_H

#include "core/digest.h"
#include "core/error.h"
#include "store/layout.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct manifest {
    uint32_t number;
    uint64_t bytes, inode, mtime;
    uint32_t head_bytes, head_sum;
    char sha256[DIGEST_HEX];
    uint64_t published;
    uint32_t last_receipt;
    bool demo;
    char identity[IDENTITY_HEX];
};

enum { MANIFEST_SIZE = 1024 }; /* no manifest is longer */

/* Writes the text, NUL-terminated; returns its length. */
size_t manifest_format(const struct manifest *manifest, char text[MANIFEST_SIZE]);

/* Reads exactly what manifest_format writes; false for anything else. */
bool manifest_parse(const char *text, size_t n, struct manifest *manifest);

/* Reads and parses a file; *absent tells that there is none (with false). */
bool manifest_read(const char *path, struct manifest *manifest, bool *absent,
                   struct error *error);

/* Fills size, inode and mtime / the hash and head of an open file. head_bytes is set by
 * the caller. */
bool manifest_identify(int fd, const char *path, struct manifest *manifest,
                       struct error *error);
bool manifest_hash(int fd, const char *path, struct manifest *manifest,
                   struct error *error);

/* Is this the file that was published? Equal identity and head are enough; otherwise,
 * or if `thorough`, the whole file is hashed. ERROR_SNAPSHOT_CONTENT if it is not. */
bool manifest_check(const struct manifest *manifest, int fd, const char *path,
                    bool thorough, struct error *error);

#endif
