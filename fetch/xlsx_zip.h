/*
 * The parts of a workbook's file, which is a zip archive: libzip's only door is
 * xlsx_zip.c.
 *
 * Owns: the archive, in memory where it came; the ceilings of what is unpacked.
 * Must never know: what a part means.
 */
#ifndef FETCH_XLSX_ZIP_H
#define FETCH_XLSX_ZIP_H

#include "fetch/feed.h"

enum {
    ZIP_ENTRIES = 10000,
    /* Bytes that one part may have for each byte of the file, so that a small file
     * cannot keep the collector busy for hours; sheets pack to a fifth, seldom to a
     * hundredth. Parts below ZIP_SMALL need not ask. */
    ZIP_RATIO = 300,
    ZIP_SMALL = 16 << 20,
    /* The same of shared texts, counted for each cell: a remark may stand in every row,
     * in a few bytes of the file. */
    ZIP_SHARED_RATIO = 1200,
    ZIP_SHARED_SMALL = 64 << 20
};

#define ZIP_PART_BYTES ((uint64_t)2 << 30)   /* unpacked, of one part */
#define ZIP_SHARED_BYTES ((uint64_t)8 << 30) /* of shared texts in all cells */

struct xlsx_zip;

/* The body is lent as long. NULL with its error if it is no archive that can be read,
 * or needs a password. */
struct xlsx_zip *xlsx_zip_open(const struct body *body, struct arena *arena,
                               struct error *error);
void xlsx_zip_close(struct xlsx_zip *zip);

/* Is there a part of that name ("xl/workbook.xml")? */
bool xlsx_zip_has(const struct xlsx_zip *zip, const char *part);

/* Cells that share texts hold far more of them than so large a file may say? A text
 * stands in it once and is read for every cell that refers to it. */
bool xlsx_zip_repeats(const struct body *body, uint64_t bytes);

/* Opens a part for reading from its start, the one before being closed. */
bool xlsx_zip_part(struct xlsx_zip *zip, const char *part, struct error *error);

/* The next bytes of the open part, at most `size`; *n is 0 at its end, where its
 * checksum has been found right. */
bool xlsx_zip_read(struct xlsx_zip *zip, char *bytes, size_t size, size_t *n,
                   struct error *error);

/* Does the part say the word (ASCII, short), or is it written so that bytes cannot
 * tell? Much cheaper than reading its XML. */
bool xlsx_zip_mentions(struct xlsx_zip *zip, const char *part, const char *word,
                       bool *found, struct error *error);

#endif
