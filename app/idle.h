/*
 * Idle sessions: closing the dashboard when nobody has touched a key for a while.
 *
 * Owns: when to warn and when to close; in between the program sleeps.
 */
#ifndef APP_IDLE_H
#define APP_IDLE_H

#include <stdbool.h>
#include <stdint.h>

struct idle {
    int64_t limit, warning; /* milliseconds without a key; limit 0 = never */
    int64_t since;          /* the last key, by the clock that never jumps */
    bool warned;
};

/* What is due now. */
enum idle_due { IDLE_NOTHING, IDLE_WARN, IDLE_CLOSE };

/* A minute before the end, or at half of a shorter time, there is a warning. */
void idle_open(struct idle *idle, int seconds, int64_t now);

/* A key was typed. True if a warning stands that is to be taken away. */
bool idle_key(struct idle *idle, int64_t now);

/* Milliseconds until something is due, -1 = never. */
int idle_wait(const struct idle *idle, int64_t now);

/* Each is said once. */
enum idle_due idle_look(struct idle *idle, int64_t now);

/* Milliseconds of the clock that never jumps and goes on while the machine sleeps. */
int64_t idle_now(void);

#endif
