/* Editions: see store/edition.h. */
#include "store/edition.h"

#include <stdio.h>
#include <string.h>

#include "core/period.h"

/* Two digits at p, or -1. */
static int two(const char *p)
{
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return -1;
    return (p[0] - '0') * 10 + (p[1] - '0');
}

int64_t edition_of(const char *last_modified, int64_t accepted)
{
    static const char days[] = "ThuFriSatSunMonTueWed"; /* 1970-01-01 was a Thursday */
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const char *s = last_modified;
    if (strlen(s) != strlen("Sun, 06 Nov 1994 08:49:37 GMT"))
        return 0;
    struct date date = {.day = two(s + 5)};
    while (date.month < 12 && strncmp(s + 8, months + 3 * date.month, 3) != 0)
        date.month++;
    date.month++;
    int century = two(s + 12), year = two(s + 14);
    int hour = two(s + 17), minute = two(s + 20), second = two(s + 23);
    if (date.day < 1 || date.month > 12 || century < 0 || year < 0 || hour < 0 ||
        hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return 0;
    date.year = century * 100 + year;
    int32_t day = day_from_date(date);
    if (day < 0 || date_from_day(day).day != date.day)
        return 0;
    /* Whatever was not read is compared: weekday, spaces, colons, GMT. */
    char text[30];
    snprintf(text, sizeof text, "%.3s, %.2s %.3s %.4s %.2s:%.2s:%.2s GMT",
             days + 3 * (day % 7), s + 5, s + 8, s + 12, s + 17, s + 20, s + 23);
    if (strcmp(text, s) != 0)
        return 0;
    int64_t time = (int64_t)day * 86400 + hour * 3600 + minute * 60 + second;
    return time < accepted ? time : accepted;
}
