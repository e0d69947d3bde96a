/* Text as UTF-8: see fetch/encoding.h. */
#include "fetch/encoding.h"

#include "core/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

enum {
    PIECE = 64 * 1024, /* bytes that are converted at once */
    /* So many characters of three bytes (Chinese ones) to each fault make a text broken
     * UTF-8. In GB18030 three bytes seldom happen to look like one. */
    FAULTS_APART = 4
};

static size_t mark_of_utf8(const struct body *body)
{
    return body->size >= 3 && memcmp(body->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

bool encoding_is_utf16(const struct body *body)
{
    return body->size >= 2 && (memcmp(body->bytes, "\xFF\xFE", 2) == 0 ||
                               memcmp(body->bytes, "\xFE\xFF", 2) == 0);
}

/* iconv's name of the UTF-16 that the body is in. Without a mark the zeros tell, which
 * plain digits and separators have in their upper byte. */
static const char *which_utf16(const struct body *body)
{
    size_t zeros[2] = {0};
    if (encoding_is_utf16(body))
        return body->bytes[0] == '\xFE' ? "UTF-16BE" : "UTF-16LE";
    for (size_t i = 0; i < body->size && i < 4096; i++)
        zeros[i % 2] += body->bytes[i] == '\0';
    return zeros[0] > zeros[1] ? "UTF-16BE" : "UTF-16LE";
}

/* Valid but for a few bytes, and surely not in an encoding of two bytes? */
static bool is_broken_utf8(const char *p, size_t n)
{
    size_t three = 0, faults = 0;
    for (size_t i = 0; i < n;) {
        uint32_t code;
        size_t k = (unsigned char)p[i] < 0x80 ? 1 : text_decode(p + i, n - i, &code);
        three += k == 3;
        faults += k == 0;
        i += k ? k : 1;
    }
    return three > FAULTS_APART * faults;
}

/* The name that iconv has for what the body is in; NULL if it is, or should be, UTF-8.
 */
static const char *find_out(const struct body *body, const char *said, bool *guessed)
{
    *guessed = false;
    if (mark_of_utf8(body))
        return NULL;
    if (encoding_is_utf16(body) || strcmp(said, "utf-16") == 0)
        return which_utf16(body);
    if (strcmp(said, "gb18030") == 0)
        return "GB18030";
    if (strcmp(said, "utf-8") == 0 ||
        text_invalid_at(body->bytes, body->size) == body->size ||
        is_broken_utf8(body->bytes, body->size))
        return NULL;
    *guessed = true;
    return "GB18030";
}

static size_t count_lines(const struct bulk *room)
{
    size_t lines = 1;
    for (size_t i = 0; i < room->size; i++)
        lines += room->data[i] == '\n' ||
                 (room->data[i] == '\r' &&
                  (i + 1 == room->size || room->data[i + 1] != '\n'));
    return lines;
}

/* Converts from `at` to the end into `room`. False without an error: the bytes behind
 * what is in room are not of that encoding. */
static bool convert(iconv_t door, const struct body *body, size_t at, struct bulk *room,
                    struct error *error)
{
    char piece[PIECE];
    char *from = (char *)body->bytes + at;
    size_t left = body->size - at;
    for (bool more = true; more;) {
        char *to = piece;
        size_t free_bytes = sizeof piece;
        size_t done = iconv(door, &from, &left, &to, &free_bytes);
        more = done == (size_t)-1 && errno == E2BIG;
        if (!bulk_put(room, piece, sizeof piece - free_bytes, error))
            return false;
        if (done == (size_t)-1 && !more)
            return false;
    }
    return true;
}

static bool refuse(const struct body *body, const char *name, bool guessed,
                   const struct bulk *room, struct error *error)
{
    char line[24];
    snprintf(line, sizeof line, "%zu", count_lines(room));
    if (guessed)
        return error_set(error, ERROR_ENCODING_NONE, body->name, line);
    return error_set(error, ERROR_ENCODING, body->name,
                     strncmp(name, "UTF-16", 6) == 0 ? "UTF-16" : name, line);
}

bool encoded_open(const struct body *body, const char *said, struct encoded *encoded,
                  struct error *error)
{
    bool guessed;
    const char *name = find_out(body, said ? said : "", &guessed);
    struct encoded made = {.body = *body, .guessed = guessed};
    if (!name) {
        *encoded = made;
        return true;
    }
    iconv_t door = iconv_open("UTF-8", name);
    if (door == (iconv_t)-1)
        return error_set(error, ERROR_ENCODING_UNKNOWN, body->name, name);
    /* Two bytes make three at most, four make four. */
    bulk_init(&made.room, body->directory, body->size * 2 + 1);
    struct error found = {0};
    bool ok = convert(door, body, encoding_is_utf16(body) ? 2 : 0, &made.room, &found);
    iconv_close(door);
    if (!ok && !found.code)
        refuse(body, name, guessed, &made.room, &found);
    if (ok)
        ok = bulk_put(&made.room, "", 1, &found);
    if (!ok) {
        if (error)
            *error = found;
        bulk_release(&made.room);
        return false;
    }
    made.body.bytes = made.room.data;
    made.body.size = made.room.size - 1;
    *encoded = made;
    return true;
}

void encoded_release(struct encoded *encoded)
{
    bulk_release(&encoded->room);
}

/* The beginning, whose last character may be cut. */
static bool begins_as_utf8(const struct body *body, size_t looked)
{
    size_t bad = text_invalid_at(body->bytes, looked);
    return bad == looked || (looked < body->size && bad + 4 > looked);
}

void encoding_head(const struct body *body, char *text, size_t size)
{
    size_t looked = body->size < size - 1 ? body->size : size - 1;
    size_t mark = mark_of_utf8(body), n = looked - mark;
    bool utf16 = encoding_is_utf16(body);
    iconv_t door = (iconv_t)-1;
    if (utf16 || (!mark && !begins_as_utf8(body, looked)))
        door = iconv_open("UTF-8", utf16 ? which_utf16(body) : "GB18030");
    if (door == (iconv_t)-1) {
        memcpy(text, body->bytes + mark, n);
    } else {
        char *from = (char *)body->bytes + (utf16 ? 2 : 0), *to = text;
        size_t left = body->size - (utf16 ? 2 : 0), free_bytes = size - 1;
        iconv(door, &from, &left, &to, &free_bytes);
        iconv_close(door);
        n = size - 1 - free_bytes;
    }
    text[n] = '\0';
}
