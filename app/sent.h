/*
 * Receipts of sent reports: who got which, so that nobody gets one twice.
 *
 * Owns: a text file for each report and day, NAME-2026-11-05.receipt, with a line for
 * each recipient, and the lock that lets one process at a time send a report.
 *
 *     report <TAB> NAME <TAB> DAY <TAB> MESSAGE-ID
 *     sent <TAB> ADDRESS <TAB> TIME <TAB> the server's answer
 *     sending, failed: likewise
 *
 * A line reads "sending" before the message leaves, and what came of it afterwards.
 * What is found as "sending" when nobody holds the lock was cut short: nobody knows.
 */
#ifndef APP_SENT_H
#define APP_SENT_H

#include "app/config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sent_state { SENT_NOT, SENT_SENDING, SENT_DONE, SENT_FAILED };

struct sent_line {
    enum sent_state state;
    const char *address, *answer;
    int64_t time;
};

struct sent {
    struct arena arena;
    const char *name, *path, *message_id; /* "" = none yet */
    int32_t day;
    int lock; /* descriptor, -1 = none */
    struct sent_line *lines;
    size_t n;
};

/* Takes the lock and reads what was noted. False if another process has it, the file
 * cannot be understood or the directory not be made. */
bool sent_open(const struct config *config, const char *name, int32_t day,
               struct sent *sent, struct error *error);
void sent_close(struct sent *sent);

enum sent_state sent_state(const struct sent *sent, const char *address);

/* Notes it, durably. */
bool sent_note(struct sent *sent, const char *address, enum sent_state state,
               int64_t time, const char *answer, struct error *error);

/* The day before the last one before `day` on which the report was sent to anybody:
 * what came on that day after it was sent counts for the next one. 0 = it never was. */
bool sent_last(const struct config *config, const char *name, int32_t day,
               int32_t *since, struct error *error);

#endif
