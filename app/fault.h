/* Faults outside the dashboard: a plain sentence before the program dies. A damaged
 * page of a snapshot can end LMDB by a bus error, segmentation fault or assertion; tui/
 * has its own handler, which restores the terminal first. */
#ifndef APP_FAULT_H
#define APP_FAULT_H

/* From here on a fault says so on standard error, in the language chosen. */
void fault_guard(void);

#endif
