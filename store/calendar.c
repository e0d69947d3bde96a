/* The calendar of tiles: see store/calendar.h. */
#include "store/calendar.h"

enum { FIRST_YEAR = 0, LAST_YEAR = 9999 };
/* Monday of the week of 1970-01-01, a Thursday. */
enum { FIRST_MONDAY = -3, THURSDAY = 3, WEEK = 7 };

const enum frequency calendar_frequencies[] = {
    FREQ_YEAR, FREQ_DAY,  FREQ_INTERVAL,   FREQ_MONTH, FREQ_QUARTER,
    FREQ_HALF, FREQ_WEEK, FREQ_CUMULATIVE, FREQ_NONE,
};

static int32_t floor_div(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

/* In how many periods of the frequency a year is divided; 0: in none. */
static int32_t in_year(enum frequency freq)
{
    switch (freq) {
    case FREQ_YEAR:
        return 1;
    case FREQ_HALF:
        return 2;
    case FREQ_QUARTER:
        return 4;
    case FREQ_MONTH:
    case FREQ_CUMULATIVE:
        return 12;
    default:
        return 0;
    }
}

int32_t calendar_number(struct period period)
{
    if (period.freq == FREQ_DAY)
        return period.first;
    if (period.freq == FREQ_WEEK)
        return floor_div(period.first - FIRST_MONDAY, WEEK);
    int32_t parts = in_year(period.freq);
    struct date last = date_from_day(period.last);
    return last.year * parts + (last.month - 1) * parts / 12;
}

/* Is the day one of the calendar's years? */
static bool day_within(int32_t day)
{
    return day >= day_from_date((struct date){FIRST_YEAR, 1, 1}) &&
           day <= day_from_date((struct date){LAST_YEAR, 12, 31});
}

/* A year's periods: `parts` of them. */
static bool part_of_year(enum frequency freq, int32_t parts, int32_t number,
                         struct period *period)
{
    if (parts == 0 || number < FIRST_YEAR * parts || number >= (LAST_YEAR + 1) * parts)
        return false;
    int year = number / parts, months = 12 / parts, part = number % parts;
    int first = freq == FREQ_CUMULATIVE ? 1 : part * months + 1;
    int next = (part + 1) * months + 1;
    struct date end = {year + (next > 12), next > 12 ? next - 12 : next, 1};
    *period = (struct period){freq, day_from_date((struct date){year, first, 1}),
                              day_from_date(end) - 1};
    return true;
}

bool calendar_period(enum frequency freq, int32_t number, struct period *period)
{
    if (freq == FREQ_DAY) {
        if (!day_within(number))
            return false;
        *period = period_day(number);
        return true;
    }
    if (freq == FREQ_WEEK) {
        const int32_t beyond = (LAST_YEAR + 1) * 53;
        if (number < -beyond || number > beyond)
            return false;
        int32_t monday = number * WEEK + FIRST_MONDAY;
        /* A week belongs to the year of its Thursday (ISO 8601). */
        if (!day_within(monday + THURSDAY))
            return false;
        *period = (struct period){FREQ_WEEK, monday, monday + WEEK - 1};
        return true;
    }
    return part_of_year(freq, in_year(freq), number, period);
}

int32_t calendar_tile(int32_t number)
{
    return floor_div(number, TILE_PERIODS);
}

int calendar_column(int32_t number)
{
    int column = number % TILE_PERIODS;
    return column < 0 ? column + TILE_PERIODS : column;
}

int32_t calendar_first(int32_t tile)
{
    /* No period's tile is near this: what a damaged key claims stays beyond the
     * calendar, and has room for its columns. */
    const int32_t most = INT32_MAX / TILE_PERIODS - 1;
    return (tile > most ? most : tile < -most ? -most : tile) * TILE_PERIODS;
}
