/* Runs the real program in the bench's directory. */
#ifndef TESTS_BENCH_RUN_H
#define TESTS_BENCH_RUN_H

#include "tests/bench/bench.h"

#include <stdio.h>

enum { PATH_SIZE = 512 };

/* A file of the bench's directory. */
const char *path_of(const struct bench *bench, const char *name, char path[PATH_SIZE]);
FILE *file_create(const struct bench *bench, const char *name);
void file_finish(FILE *out);

/* Runs argv, its output into the file "output"; its exit status. *memory (NULL: not
 * asked): the most RssAnon it took, in MB. */
int program_run(const struct bench *bench, const char *const *argv, double *memory);

/* Ends the bench if `sh -c` of the command, which the format makes, fails. */
void shell_run(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
