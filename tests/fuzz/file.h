/* Bytes as a file without a name, for readers that want a path. */
#ifndef TESTS_FUZZ_FILE_H
#define TESTS_FUZZ_FILE_H

#include "core/arena.h"

#include <stddef.h>

/* The path, in the arena, good until fuzz_file_close. Only the owner may read it. */
const char *fuzz_file(const char *bytes, size_t n, struct arena *arena, int *fd);
void fuzz_file_close(int fd);

#endif
