/* Watches: how much memory of its own (RssAnon) another process takes at most. */
#ifndef TESTS_BENCH_WATCH_H
#define TESTS_BENCH_WATCH_H

#include <sys/types.h>

struct watch {
    pid_t pid; /* that looks, every millisecond */
    int ask, answer;
};

/* From the moment when the process runs another program than this one. */
void watch_begin(struct watch *watch, pid_t process);

/* The most that was seen, in MB, when the process has ended or at once. */
double watch_end(struct watch *watch);

#endif
