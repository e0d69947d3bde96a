/* Places: cache directories that are made for one test and removed after it. */
#ifndef TESTS_TORTURE_PLACE_H
#define TESTS_TORTURE_PLACE_H

/* A fresh directory, in memory where there is such a file system: these tests count
 * steps, not writes to a disk. NULL if none can be made. */
char *place_make(void);

/* Removes it with all that is in it, and frees the name. */
void place_remove(char *directory);

#endif
