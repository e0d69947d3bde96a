/*
 * Damaged snapshots: read whole in a child, which may give the truth, or an error, or
 * end with the program's farewell; never anything else.
 *
 * Owns: an office's cache whose newest file is changed in place and mended again; ways
 * to damage a file.
 */
#ifndef TESTS_TORTURE_DAMAGE_H
#define TESTS_TORTURE_DAMAGE_H

#include "tests/torture/answers.h"
#include "tests/torture/compare.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

/* How a reading ended. */
enum damage_end {
    DAMAGE_SOUND,    /* everything is true */
    DAMAGE_REFUSED,  /* some of it is an error, the rest is true */
    DAMAGE_FALLBACK, /* the older snapshot, true, and said so */
    DAMAGE_CLOSED,   /* nothing can be opened */
    DAMAGE_FAREWELL, /* the sentence of app/fault.h, and a signal */
    DAMAGE_ENDS,
    DAMAGE_WRONG /* a failure: see `found` */
};

enum damage_kind {
    DAMAGE_BITS,    /* one to eight flipped, half of them where pages begin */
    DAMAGE_ZEROS,   /* a page */
    DAMAGE_SWAP,    /* two pages in each other's place */
    DAMAGE_COPY,    /* a page in another's place */
    DAMAGE_HOLE,    /* zeros up to the end */
    DAMAGE_GARBAGE, /* noise up to the end */
    DAMAGE_FOREIGN, /* text, noise, another snapshot */
    DAMAGE_CUT,     /* shorter; changes the identity */
    DAMAGE_TAIL,    /* longer; likewise */
    DAMAGE_EMPTY,   /* likewise */
    DAMAGE_KINDS
};

struct damage {
    char *directory;
    const char *path;               /* of the newest snapshot */
    unsigned char *bytes, *changed; /* as published; as damaged */
    size_t size, changed_size, room;
    struct stat st;
    struct answers truth[2]; /* of snapshots 1 and 2 */
};

/* False, with `found`, if the cache cannot be made or is not sound. */
bool damage_open(struct damage *damage, struct difference *found);
void damage_close(struct damage *damage);

/* Damages the file in the way that the seed says, reads it, mends it. keep: with size,
 * inode and time as they were, where the kind allows that. */
enum damage_end damage_try(struct damage *damage, enum damage_kind kind, bool keep,
                           uint64_t seed, struct difference *found);

/* Does the kind leave the size as it was? */
bool damage_keeps_size(enum damage_kind kind);

const char *damage_name(enum damage_kind kind);

#endif
