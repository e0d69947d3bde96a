/* Decoders under made-up bytes: each one, then the mapper and --inspect behind it. */
#ifndef TESTS_FUZZ_DECODE_H
#define TESTS_FUZZ_DECODE_H

#include <stdbool.h>
#include <stddef.h>

/* The i-th format; NULL behind the last. */
const char *decode_name(size_t i);

/* Decodes the bytes as that format, by a mapping that the last byte chooses, and checks
 * what the sink is told. False if there is no such format. */
bool decode_run(const char *format, const char *bytes, size_t n);

#endif
