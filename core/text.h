/*
 * Text: UTF-8, what may be shown, how wide it is, where it may be broken.
 *
 * Owns: the one width function of the program, the sanitiser's rule for a safe string,
 * and growing buffers with a ceiling.
 * Must never know: the locale, the terminal, the language.
 *
 * Widths count terminal cells. Characters that Unicode calls ambiguous (EastAsianWidth
 * A) take `ambiguous` cells, 1 or 2; the caller knows which, this file does not.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Decodes one character of strict UTF-8 (no overlong form, no surrogate, at most
 * U+10FFFF). Returns its length in bytes, or 0 if the bytes are not one; n > 0. */
size_t text_decode(const char *s, size_t n, uint32_t *code);

/* Writes a character as UTF-8; returns its length (1 to 4). */
size_t text_encode(uint32_t code, char bytes[4]);

/* The offset of the first byte that is not valid UTF-8, or n. */
size_t text_invalid_at(const char *s, size_t n);

/* May the character reach a terminal, a page or a file as it is? No C0 or C1 controls,
 * no bidirectional or zero-width controls, no private, unassigned or format characters.
 */
bool text_safe(uint32_t code);

/* Cells of one character: 0 (combining), 1 or 2. */
int text_code_width(uint32_t code, int ambiguous);

/* A copy in which every unsafe character reads <U+001B>, every byte that is not UTF-8
 * reads <FF>, a run of more than four combining marks is cut to four, and tab and
 * newline are spaces. Valid input without any of these comes back byte for byte. */
char *text_clean(struct arena *arena, const char *s, size_t n);

/* Cells that the string takes. */
int text_width(const char *s, int ambiguous);

/* How many bytes of the string fit into `width` cells, whole characters with their
 * combining marks; *used (may be NULL) receives the cells taken. */
size_t text_fit(const char *s, int width, int ambiguous, int *used);

/* The string cut to `width` cells; a cut one ends in "..". */
char *text_cut(struct arena *arena, const char *s, int width, int ambiguous);

/* Bytes of the next line when s is wrapped at `width` cells. Chinese breaks between any
 * two characters, but no line starts with ，。、；：？！）》」』】〕”’ or ends with
 * （《「『【〔“‘; Latin words stay whole where they fit. Spaces at the break are not
 * part of the line: *next receives the bytes to skip to the next line's start. s not
 * empty. */
size_t text_wrap(const char *s, int width, int ambiguous, size_t *next);

/* The string with every character whose width terminals dispute replaced by plain ones:
 * “”‘’ by " and ', — by -, … by .., · by ., × by x, ≥ ≤ ≈ by >= <= ~, Roman and circled
 * numerals by ASCII ones. Anything ambiguous that is left becomes '?'. */
char *text_plain(struct arena *arena, const char *s);

/* Compares without regard to ASCII case; true if `part` occurs in s ("" always does).
 */
bool text_contains(const char *s, const char *part);

/* Parses a decimal number, the whole string: optional sign, digits, optional '.' and
 * digits, optional exponent. No spaces, separators, hex, inf or nan. On failure false,
 * *bad (may be NULL) receives the offset of the first byte that does not belong. */
bool text_number(const char *s, double *value, size_t *bad);

/* A growing byte buffer with a ceiling. A zeroed struct with a ceiling is valid. */
struct buffer {
    char *data; /* size bytes and a NUL; NULL while empty */
    size_t size, capacity, ceiling;
};

/* Appends; false, and nothing appended, if it would pass the ceiling. */
bool buffer_put(struct buffer *buffer, const void *bytes, size_t n);
void buffer_release(struct buffer *buffer);

#endif
