/*
 * Periods: what a figure is about, and days.
 *
 * Owns: the calendar (proleptic Gregorian, Asia/Shanghai = UTC+8 without daylight
 * time) and the spellings of periods that statistics offices use.
 * Must never know: today.
 *
 * A day is a number: days since 1970-01-01. A time is Unix seconds.
 */
#ifndef CORE_PERIOD_H
#define CORE_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Codes follow SDMX CL_FREQ where it has one: D W M Q S A; Y = cumulative months from
 * January (1–8月), I = an interval between two dates. */
enum frequency {
    FREQ_NONE = 0,
    FREQ_DAY = 'D',
    FREQ_WEEK = 'W',
    FREQ_MONTH = 'M',
    FREQ_QUARTER = 'Q',
    FREQ_HALF = 'S',
    FREQ_YEAR = 'A',
    FREQ_CUMULATIVE = 'Y',
    FREQ_INTERVAL = 'I',
};

/* Invariants: 1. first <= last. 2. For D W M Q S A both ends are the calendar unit's
 * own; for Y first is 1 January and last a month's end. */
struct period {
    enum frequency freq;
    int32_t first, last; /* days, inclusive */
};

struct date {
    int year, month, day; /* month 1..12, day 1..31 */
};

/* There and back; the date must be one of the calendar. */
int32_t day_from_date(struct date date);
struct date date_from_day(int32_t day);

/* The day in Asia/Shanghai of a Unix time, and the last second of that day. */
int32_t day_from_time(int64_t time);
int64_t time_of_day_end(int32_t day);

/* "2026-06-30", strictly. */
bool day_parse(const char *text, int32_t *day);

/* Constructors; month 1..12, quarter 1..4, half 1..2. */
struct period period_year(int year);
struct period period_half(int year, int half);
struct period period_quarter(int year, int quarter);
struct period period_month(int year, int month);
struct period period_cumulative(int year, int last_month);
struct period period_day(int32_t day);
struct period period_interval(int32_t first, int32_t last);

/* Reads a period as statistics offices write it: 2024, 2024A, 2024-A1, 2024年;
 * 2024H1, 2024-H1, 2024S1, 2024-S1, 2024年上半年; 2024Q1, 2024-Q1, Q1-2024, 2024K1,
 * 2024T1, 2024年一季度; 2024-03, 2024M03, 2024-M03, 202403, 2024年3月; 2024-W05,
 * 2024W05; 2024-03-31, 20240331, 2024-03-31T00:00:00; cumulative 2024-01/2024-08,
 * 2024-M1-M8, 2024年1-8月 (with any dash, or 至), 2024年前8个月, 2024Q1-Q3,
 * 2024年前三季度; interval 2023-04/2024-03, 2024-03-01/2024-05-15. A cumulative form
 * that starts in January ends as Y, but 12 months as A. False if it is none. */
bool period_parse(const char *text, struct period *period);

/* The canonical id (SDMX 3.0 time formats where they exist): 2025, 2025-S1, 2025-Q3,
 * 2025-10, 2025-W05, 2025-10-30, 2025-01/2025-08, 2025-03-01/2025-05-15. period_parse
 * reads each back to the same period. Cut to `size`; 32 is enough. */
void period_id(struct period period, char *text, size_t size);

/* As shown in tables: 2025, 2025H1, 2025Q3, 2025-10, 2025W05, 2025-10-30, 2025-01..08,
 * 2024-08..2025-08. At most 18 cells. */
void period_label(struct period period, char *text, size_t size);

/* By last day, then by first: the later period compares greater. */
int period_compare(struct period a, struct period b);
bool period_equal(struct period a, struct period b);

/* The calendar year in which the period ends. */
int period_year_of(struct period period);

/* Whole calendar months that are over by the end of `day`, counted from 1 January of
 * year 0: for 2025-10-31 it is 2025 * 12 + 10, for 2025-10-30 it is 2025 * 12 + 9. */
int32_t months_complete(int32_t day);

/* The same with the days of a month that is not over as a fraction of it. */
double months_passed(int32_t day);

#endif
