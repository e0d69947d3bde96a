/*
 * Encodings: a body of text as UTF-8, whatever an office wrote it in.
 *
 * Owns: finding the encoding out, and iconv, whose only door encoding.c is.
 * Must never know: what the text means.
 *
 * Excel in China writes GB18030 (or GBK, which is part of it) as "CSV", UTF-8 with a
 * byte order mark as "CSV UTF-8", and UTF-16 with one as "Unicode text".
 */
#ifndef FETCH_ENCODING_H
#define FETCH_ENCODING_H

#include "core/bulk.h"
#include "fetch/feed.h"

/* A body whose text is UTF-8: the one that was given, or a copy in `room`. */
struct encoded {
    struct body body; /* lent by the body given, or by room */
    struct bulk room;
    bool guessed; /* nothing said that it is GB18030, but all of it can be read so */
};

/* `said` is "utf-8", "gb18030", "utf-16", or "" or "auto" to find it out: a byte order
 * mark decides, whatever was said; else UTF-8 where all of it is valid, else GB18030
 * where all of it is. A text that is UTF-8 but for a few bytes is not taken for
 * GB18030: its errors are left in it, to be found with their lines by whoever reads it.
 * False if it is not in the encoding it should be in, or there is no room for a copy.
 * encoded_release is only needed after true. */
bool encoded_open(const struct body *body, const char *said, struct encoded *encoded,
                  struct error *error);
void encoded_release(struct encoded *encoded);

/* The body begins with the byte order mark of UTF-16. */
bool encoding_is_utf16(const struct body *body);

/* As much of the body's beginning as fits, as UTF-8 without byte order mark and with a
 * NUL: for a look. Ends early at what cannot be read. */
void encoding_head(const struct body *body, char *text, size_t size);

#endif
