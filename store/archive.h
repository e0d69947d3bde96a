/*
 * The archive: the documents that pages are made of besides figures, as they were at
 * any time.
 *
 * Owns: the list of what was kept under which name from which receipt on, and the bytes
 * of each document, once. The only door to zlib's deflate.
 * Must never know: what a document says.
 *
 *   A            n u32 | n x (name string | receipt u32 | digest[32])
 *   D digest     size u32 | bytes, deflated (RFC 1950)
 *
 * Invariants: 1. The list ascends by receipt. 2. Every digest in it has its document.
 */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "store/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ARCHIVE_DIGEST = 32 }; /* bytes of a SHA-256 */

/* One document as it stood from a receipt on. */
struct archived {
    const char *name; /* "catalog/targets.tsv", "settings" */
    uint32_t receipt;
    unsigned char digest[ARCHIVE_DIGEST]; /* of its bytes */
};

/* The digest by which documents are known. */
void archive_digest(const void *bytes, size_t n, unsigned char digest[ARCHIVE_DIGEST]);

void key_document(struct record_key *key, const unsigned char digest[ARCHIVE_DIGEST]);

/* The list, in the arena; n = 0 if there is none. */
bool archive_get(struct db *db, struct arena *arena, struct archived **items, size_t *n,
                 struct error *error);
/* Replaces the list; receipts ascending. */
bool archive_put(struct db *db, const struct archived *items, size_t n,
                 struct record_writer *writer, struct error *error);

/* A document's bytes in the arena, inflated, with a NUL behind them; checked against
 * the digest. One that is not there is damage. */
bool document_get(struct db *db, const unsigned char digest[ARCHIVE_DIGEST],
                  struct arena *arena, const char **bytes, size_t *n,
                  struct error *error);
/* Stores it where it is not there yet; fills the digest. */
bool document_put(struct db *db, const char *bytes, size_t n,
                  unsigned char digest[ARCHIVE_DIGEST], struct record_writer *writer,
                  struct error *error);

#endif
