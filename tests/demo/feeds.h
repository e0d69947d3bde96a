/*
 * The two demo ministries' feeds as bytes: JSON-stat 2.0 and CSV.
 * Owns: their formats. Must never know: HTTP.
 */
#ifndef TESTS_DEMO_FEEDS_H
#define TESTS_DEMO_FEEDS_H

#include <stdbool.h>
#include <stddef.h>

/* A growing text; freed by its owner. */
struct text {
    char *data;
    size_t size, capacity;
};

void text_put(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Both feeds before and after the scheduled change. */
void miit_write(struct text *text, bool changed);
void nda_write(struct text *text, bool changed);

#endif
