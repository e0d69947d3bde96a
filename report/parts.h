/* What the formats share: a page's head and foot in words, and writing to the document.
 * Owns: how they are said, the last cleaning of every text. */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "report/report.h"

#include <stdbool.h>
#include <stddef.h>

/* The text as it may be shown: itself, or a copy of text_clean; a NULL is "". */
const char *report_safe(struct arena *arena, const char *text);

/* Appends as it is. */
void report_put(struct report *report, const char *text);
void report_put_bytes(struct report *report, const char *bytes, size_t n);

/* "AI+ > Hunan > Overview"; the page's own name. */
const char *report_steps(const struct view *view, struct arena *arena);
const char *report_title(const struct view *view);

/* What stands beside the title: classification, demo data, the day, when collected. */
enum { REPORT_MARKS = VIEW_MARKS + 2 };
size_t report_marks(const struct view *view, const char *marks[REPORT_MARKS]);

/* Where it comes from, and how to print it again: lines with their labels. */
enum { REPORT_FOOT = 6 };
size_t report_foot(const struct view *view, const struct report_rules *rules,
                   struct arena *arena, const char *lines[REPORT_FOOT]);

/* The command that prints the page again. */
const char *report_again(const struct view *view, const struct report_rules *rules,
                         struct arena *arena);

/* Does a table's column belong on paper: it is no picture of other columns. */
bool report_shows(const struct view_table *table, size_t column);

/* Has any column of it a head? */
bool report_has_heads(const struct view_table *table);

/* Is the row a group's name, that runs on over the empty cells behind it? *text
 * receives it. */
bool report_is_group(const struct view_table *table, const struct view_row *row,
                     const char **text);

/* A plain decimal number of any size: "-3.7", "+0.34", not "007", "1e5", "".*/
bool report_is_number(const char *text, double *number);

/* The text without blanks at its ends. */
const char *report_trim(struct arena *arena, const char *text);

/* The shortest decimal text that reads as the same number. */
const char *report_number(struct arena *arena, double number);

/* The mark of a chart in words: "official", "target". */
const char *report_mark(char mark);

#endif
