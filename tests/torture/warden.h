/*
 * The warden: watches over a child's calls that change files, and stops one of them.
 *
 * The child is stopped by the kernel before each such call (seccomp, user notification;
 * Linux 5.5), so every moment between two of them can be tried, one after another, and
 * is the same moment in every run.
 */
#ifndef TESTS_TORTURE_WARDEN_H
#define TESTS_TORTURE_WARDEN_H

#include <stdbool.h>

enum warden_deed {
    WARDEN_WATCH, /* only count */
    WARDEN_KILL,  /* SIGKILL in place of the call */
    WARDEN_FAIL   /* the call and all after it fail, but for those that need no room;
                     counted from warden_begin, until warden_relent */
};

struct warden {
    enum warden_deed deed;
    unsigned at; /* at this call, from 1 */
    int error;   /* FAIL: an errno */
    /* filled when the child has ended */
    int status; /* as of waitpid */
    unsigned calls;
};

/* Runs body in a child. False if this kernel or account has no such thing. */
bool warden_run(struct warden *warden, void (*body)(void *self), void *self);

/* In the child: from here on calls are counted, and fail; from here on none does. */
void warden_begin(void);
void warden_relent(void);

#endif
