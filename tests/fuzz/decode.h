/* Decoders under made-up bytes: each one, then the mapper and --inspect behind it. */
#ifndef TESTS_FUZZ_DECODE_H
#define TESTS_FUZZ_DECODE_H

#include <stdbool.h>
#include <stddef.h>

/* The i-th format; NULL behind the last. */
const char *decode_name(size_t i);

/* Decodes the bytes as that format, by a mapping that the last byte chooses, and checks
 * what the sink is told, the delivery, what --inspect says and the mapping that it
 * suggests. False if there is no such format. */
bool decode_run(const char *format, const char *bytes, size_t n);

/* The same by the mapping of that number. */
bool decode_mapped(const char *format, const char *bytes, size_t n, size_t choice);

#endif
