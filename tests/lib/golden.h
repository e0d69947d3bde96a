/* Golden files: tests/fixtures/NAME holds what a text should be. AIPLUS_REGENERATE=1
 * writes the file instead of comparing. */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

/* Fails the running cmocka test where the text differs from the file. */
void golden_check(const char *name, const char *text);

#endif
