/*
 * What is fuzzed: everything that reads bytes from outside.
 *
 * Owns: one function for each reader, which also checks what must hold of any answer;
 * what it finds wrong ends the program with abort(). Must never know: who makes the
 * bytes up (tests/fuzz/fuzz.c: libFuzzer; tests/unit/test_fuzz_seeds.c: the seeds).
 */
#ifndef TESTS_FUZZ_TARGETS_H
#define TESTS_FUZZ_TARGETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fuzz_target {
    const char *name;
    /* A NUL stands behind the bytes only where `ended`: a reader that is not promised
     * one must not look there. */
    void (*run)(const char *bytes, size_t n);
    bool ended;
};

/* Readers that are not decoders of feeds; each list ends with a NULL name. */
extern const struct fuzz_target fuzz_texts[]; /* texts.c: JSON, UTF-8, words, numbers */
extern const struct fuzz_target fuzz_files[]; /* files.c: what lies on the disk */
extern const struct fuzz_target fuzz_wire[];  /* wire.c: what a server says */
extern const struct fuzz_target fuzz_feeds[]; /* feeds.c: parts of feeds, shapes */

/* Runs the target of that name; a decoder's is "decode-" and the format. False if there
 * is none. */
bool fuzz_run(const char *name, const char *bytes, size_t n);

/* The i-th name, decoders behind the others; NULL behind the last. In a buffer of its
 * own until the next call. */
const char *fuzz_name(size_t i);

#endif
