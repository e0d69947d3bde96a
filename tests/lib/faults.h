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

/* Memory that all processes share, to be had before the first of them starts. */
bool fault_naps_open(void);

#endif
