/* Faults outside the dashboard: a plain sentence before the program dies. A damaged
 * page of a snapshot can end LMDB by a bus error, segmentation fault or assertion; tui/
 * has its own handler, which restores the terminal first. */
#ifndef APP_FAULT_H
#define APP_FAULT_H

/* From here on a fault says so on standard error, in the language chosen. */
void fault_guard(void);

/* From here on the program may use so many seconds of the processor, 0: as many as it
 * likes. More is a fault, SIGVTALRM: a damaged page of a snapshot can keep LMDB
 * searching for ever. Waiting costs nothing, so it is enough to say it anew for each
 * page. */
enum { FAULT_PAGE_SECONDS = 20 };
void fault_limit(unsigned seconds);

#endif
