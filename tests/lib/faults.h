/*
 * The faults themselves: what tests/lib/fault_server.h lists, one function each.
 * Owns: the bytes of every wrong answer. Must never know: how connections are made.
 */
#ifndef TESTS_LIB_FAULTS_H
#define TESTS_LIB_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

enum { REQUEST_SIZE = 8192 };

/* Answers on the socket as the path asks; `head` is the request as it came. */
void fault_play(int fd, const char *path, const char *head);

/* Sends all of it; ends the process where the client has gone. */
void fault_send(int fd, const void *bytes, size_t n);

/* Compresses into `out`, window_bits as zlib knows them (31: gzip, 15: zlib). Returns
 * how many bytes it takes. */
size_t fault_compress(const void *bytes, size_t n, int window_bits, unsigned char *out,
                      size_t size);

/* Memory that all processes share, to be had before the first of them starts. */
bool fault_naps_open(void);

#endif
