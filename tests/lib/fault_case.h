/*
 * The matrix of faults: what may go wrong between a ministry's server and the store,
 * one row each. tests/unit/test_app_faults.c plays every row with the real program;
 * tests/fixtures/faults.txt says what it must answer.
 *
 * Owns: the rows, and the bytes that their servers send.
 * Must never know: how the program is run and judged.
 *
 * A source first delivers well (`good`), then wrong. What is wrong is named by one of
 * `fault` (tests/lib/fault_server.h), `answer` (all that the server sends), `body` (an
 * answer with 200, the type of JSON and a right length) and `play`; by `address` alone
 * where the fault is that of another server.
 *
 * In address, settings and answer {port} is the port of the server on loopback, {far}
 * the address of the one that is not on loopback, {full} the port of one that accepts
 * nothing, {closed} a port where nobody listens, {dir} the case's own directory, {self}
 * the path that was asked for, {name} the case's name.
 */
#ifndef TESTS_LIB_FAULT_CASE_H
#define TESTS_LIB_FAULT_CASE_H

#include <stddef.h>

enum fault_end {
    FAULT_FAILS,     /* the source fails, the old figure stays */
    FAULT_ATTENTION, /* it needs attention, the old figure stays */
    FAULT_SAME,      /* it is taken, and changes nothing */
    FAULT_TAKEN      /* it is taken, and has a new figure */
};

struct fault_request {
    int fd;
    int number;       /* since the source delivered well, from 1 */
    const char *path; /* what was asked for, with what follows it in the line */
    const char *head; /* all of it */
};

struct fault_case {
    const char *name;
    const char *fault, *answer, *body;
    size_t size; /* of answer or body where they hold a NUL, else 0 */
    void (*play)(const struct fault_request *request);
    const char *address; /* NULL: the case's own */
    const char *good;    /* body of the good delivery; NULL: FAULT_DELIVERY */
    const char *headers; /* of the good delivery, each with its line end; may be NULL */
    const char *settings;
    const char *now; /* the clock when it goes wrong; NULL: an hour later */
    int failing;     /* after so many requests the server recovers: FAULT_NEWER */
    int seconds;     /* it may take; and its source allows; 0: 4, and 2 */
    enum fault_end end;
};

/* Six figures of five provinces, Hunan's of the second quarter 3.52; and the same with
 * 3.86 instead. */
extern const char FAULT_DELIVERY[], FAULT_NEWER[];

#define FAULT_NOW "2026-11-05T08:00:00+08:00"
#define FAULT_LATER "2026-11-05T09:00:00+08:00"

/* Tables, each with a row without a name at its end. */
extern const struct fault_case fault_cases_wire[];    /* what is no answer at all */
extern const struct fault_case fault_cases_answer[];  /* status, headers, redirects */
extern const struct fault_case fault_cases_content[]; /* bodies that are no good feed */

/* Sends an answer with 200 and a right length. */
void fault_deliver(int fd, const char *headers, const char *body, size_t size);

#endif
