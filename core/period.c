/* Periods and days: see core/period.h. Reading is in core/period_parse.c. */
#include "core/period.h"

#include <stdio.h>

enum { SECONDS_A_DAY = 86400, UTC8 = 8 * 3600 };

/* Days from civil and back: Howard Hinnant's algorithm for the proleptic Gregorian
 * calendar, eras of 400 years that begin on 1 March. */
int32_t day_from_date(struct date date)
{
    int32_t year = date.month <= 2 ? date.year - 1 : date.year;
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t of_era = year - era * 400;
    int32_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int32_t of_year = (153 * month + 2) / 5 + date.day - 1;
    int32_t day = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * 146097 + day - 719468;
}

struct date date_from_day(int32_t day)
{
    day += 719468;
    int32_t era = (day >= 0 ? day : day - 146096) / 146097;
    int32_t of_era = day - era * 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t month = (5 * of_year + 2) / 153;
    struct date date = {.year = year + era * 400,
                        .month = month < 10 ? month + 3 : month - 9,
                        .day = of_year - (153 * month + 2) / 5 + 1};
    date.year += date.month <= 2;
    return date;
}

int32_t day_from_time(int64_t time)
{
    int64_t local = time + UTC8;
    return (int32_t)((local >= 0 ? local : local - SECONDS_A_DAY + 1) / SECONDS_A_DAY);
}

int64_t time_of_day_end(int32_t day)
{
    return ((int64_t)day + 1) * SECONDS_A_DAY - UTC8 - 1;
}

static int32_t first_of_month(int year, int month)
{
    return day_from_date(
        (struct date){year + (month - 1) / 12, (month - 1) % 12 + 1, 1});
}

static struct period months(enum frequency freq, int year, int first, int last)
{
    return (struct period){freq, first_of_month(year, first),
                           first_of_month(year, last + 1) - 1};
}

struct period period_year(int year)
{
    return months(FREQ_YEAR, year, 1, 12);
}

struct period period_half(int year, int half)
{
    return months(FREQ_HALF, year, half * 6 - 5, half * 6);
}

struct period period_quarter(int year, int quarter)
{
    return months(FREQ_QUARTER, year, quarter * 3 - 2, quarter * 3);
}

struct period period_month(int year, int month)
{
    return months(FREQ_MONTH, year, month, month);
}

struct period period_cumulative(int year, int last_month)
{
    return months(last_month == 12 ? FREQ_YEAR : FREQ_CUMULATIVE, year, 1, last_month);
}

struct period period_day(int32_t day)
{
    return (struct period){FREQ_DAY, day, day};
}

struct period period_interval(int32_t first, int32_t last)
{
    return (struct period){FREQ_INTERVAL, first, last};
}

/* ISO 8601 week of a period of seven days: the year of its Thursday. */
static void week_of(struct period period, int *year, int *week)
{
    int32_t thursday = period.first + 3;
    *year = date_from_day(thursday).year;
    *week = (thursday - day_from_date((struct date){*year, 1, 1})) / 7 + 1;
}

static bool whole_months(struct period period)
{
    return date_from_day(period.first).day == 1 &&
           date_from_day(period.last + 1).day == 1;
}

void period_id(struct period period, char *text, size_t size)
{
    struct date a = date_from_day(period.first), b = date_from_day(period.last);
    int year, week;
    switch (period.freq) {
    case FREQ_YEAR:
        snprintf(text, size, "%04d", a.year);
        return;
    case FREQ_HALF:
        snprintf(text, size, "%04d-S%d", a.year, a.month / 6 + 1);
        return;
    case FREQ_QUARTER:
        snprintf(text, size, "%04d-Q%d", a.year, a.month / 3 + 1);
        return;
    case FREQ_MONTH:
        snprintf(text, size, "%04d-%02d", a.year, a.month);
        return;
    case FREQ_WEEK:
        week_of(period, &year, &week);
        snprintf(text, size, "%04d-W%02d", year, week);
        return;
    case FREQ_DAY:
        snprintf(text, size, "%04d-%02d-%02d", a.year, a.month, a.day);
        return;
    case FREQ_CUMULATIVE:
    case FREQ_INTERVAL:
        if (whole_months(period))
            snprintf(text, size, "%04d-%02d/%04d-%02d", a.year, a.month, b.year,
                     b.month);
        else
            snprintf(text, size, "%04d-%02d-%02d/%04d-%02d-%02d", a.year, a.month,
                     a.day, b.year, b.month, b.day);
        return;
    case FREQ_NONE:
        break;
    }
    snprintf(text, size, "-");
}

void period_label(struct period period, char *text, size_t size)
{
    struct date a = date_from_day(period.first), b = date_from_day(period.last);
    switch (period.freq) {
    case FREQ_HALF:
        snprintf(text, size, "%04dH%d", a.year, a.month / 6 + 1);
        return;
    case FREQ_QUARTER:
        snprintf(text, size, "%04dQ%d", a.year, a.month / 3 + 1);
        return;
    case FREQ_WEEK: {
        int year, week;
        week_of(period, &year, &week);
        snprintf(text, size, "%04dW%02d", year, week);
        return;
    }
    case FREQ_CUMULATIVE:
        snprintf(text, size, "%04d-%02d..%02d", a.year, a.month, b.month);
        return;
    case FREQ_INTERVAL:
        if (whole_months(period))
            snprintf(text, size, "%04d-%02d..%04d-%02d", a.year, a.month, b.year,
                     b.month);
        else
            snprintf(text, size, "%02d%02d%02d..%02d%02d%02d", a.year % 100, a.month,
                     a.day, b.year % 100, b.month, b.day);
        return;
    default:
        period_id(period, text, size);
    }
}

int period_compare(struct period a, struct period b)
{
    if (a.last != b.last)
        return a.last < b.last ? -1 : 1;
    if (a.first != b.first)
        return a.first < b.first ? -1 : 1;
    return (a.freq > b.freq) - (a.freq < b.freq);
}

bool period_equal(struct period a, struct period b)
{
    return period_compare(a, b) == 0;
}

int period_year_of(struct period period)
{
    return date_from_day(period.last).year;
}

int32_t months_complete(int32_t day)
{
    struct date next = date_from_day(day + 1);
    return next.year * 12 + next.month - 1;
}

double months_passed(int32_t day)
{
    struct date next = date_from_day(day + 1);
    struct period month = period_month(next.year, next.month);
    return next.year * 12 + next.month - 1 +
           (next.day - 1) / (double)(month.last - month.first + 1);
}
