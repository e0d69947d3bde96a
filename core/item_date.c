/* Dates as offices write them: see item_date in core/item.h. */
#include "core/item.h"

#include "core/period.h"

#include <stdio.h>
#include <string.h>

static bool take(const char **p, const char *what)
{
    size_t n = strlen(what);
    if (strncmp(*p, what, n) != 0)
        return false;
    *p += n;
    return true;
}

/* A number of `least` to `most` digits, with blanks around it. */
static bool take_digits(const char **p, size_t least, size_t most, int *value)
{
    const char *s = *p + strspn(*p, " ");
    size_t n = strspn(s, "0123456789");
    if (n < least || n > most)
        return false;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value = *value * 10 + (s[i] - '0');
    *p = s + n + strspn(s + n, " ");
    return true;
}

static bool real_day(int year, int month, int day, int32_t *to)
{
    char text[32];
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    return year >= 1900 && year < 2200 && day_parse(text, to);
}

/* Year, month and day with the same signs between. */
static bool take_day(const char **p, int32_t *day)
{
    static const struct {
        const char *year, *month, *day;
    } signs[] = {{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};
    int year, month, last;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const char *s = *p;
        if (take_digits(&s, 4, 4, &year) && take(&s, signs[i].year) &&
            take_digits(&s, 1, 2, &month) && take(&s, signs[i].month) &&
            take_digits(&s, 1, 2, &last) &&
            (take(&s, signs[i].day) || take(&s, "号"))) {
            *p = s;
            return real_day(year, month, last, day);
        }
    }
    const char *s = *p;
    if (!take_digits(&s, 8, 8, &year))
        return false;
    *p = s;
    return real_day(year / 10000, year / 100 % 100, year % 100, day);
}

/* Seconds east of UTC; nothing said is Beijing. */
static bool take_zone(const char **p, int *zone)
{
    int hours, minutes = 0, sign = **p == '-' ? -1 : 1;
    *zone = 8 * 3600;
    if (!**p)
        return true;
    if (take(p, "Z")) {
        *zone = 0;
        return true;
    }
    if (!take(p, "+") && !take(p, "-"))
        return false;
    if (take_digits(p, 4, 4, &hours)) {
        minutes = hours % 100;
        hours /= 100;
    } else if (!take_digits(p, 2, 2, &hours) ||
               (take(p, ":") && !take_digits(p, 2, 2, &minutes))) {
        return false;
    }
    *zone = sign * (hours * 3600 + minutes * 60);
    return hours <= 14 && minutes < 60;
}

/* A time of day behind a date moves it where its zone is another one. */
static bool take_time(const char **p, int32_t *day)
{
    int hour, minute, second = 0, zone;
    if (!**p)
        return true;
    take(p, "T");
    if (!take_digits(p, 1, 2, &hour) || !take(p, ":") ||
        !take_digits(p, 2, 2, &minute) ||
        (take(p, ":") && !take_digits(p, 2, 2, &second)))
        return false;
    if (take(p, "."))
        *p += strspn(*p, "0123456789");
    if (hour > 23 || minute > 59 || second > 60 || !take_zone(p, &zone))
        return false;
    int64_t time = (int64_t)*day * 86400 + hour * 3600 + minute * 60 + second - zone;
    *day = day_from_time(time);
    return true;
}

static bool ends_with(char *word, const char *end)
{
    size_t n = strlen(word), k = strlen(end);
    if (n <= k || strcmp(word + n - k, end) != 0)
        return false;
    word[n - k] = '\0';
    return true;
}

/* The last day of what is named: "2026年底", "2026年三季度末". */
static bool last_day(const char *word, int32_t *day)
{
    struct period period;
    if (!period_parse(word, &period) || period.freq == FREQ_WEEK ||
        period.freq == FREQ_CUMULATIVE || period.freq == FREQ_INTERVAL)
        return false;
    *day = period.last;
    struct date date = date_from_day(*day);
    return date.year >= 1900 && date.year < 2200;
}

static bool is_open_end(const char *word)
{
    static const char *const words[] = {"长期", "长期坚持", "长期推进", "持续推进",
                                        "持续"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

bool item_date(const char *text, bool deadline, struct arena *arena,
               const char **canonical)
{
    char word[64];
    int32_t day;
    if (strlen(text) >= sizeof word)
        return false;
    strcpy(word, text);
    if (deadline && is_open_end(word)) {
        *canonical = "";
        return true;
    }
    if (deadline && !ends_with(word, "之前") && !ends_with(word, "以前"))
        ends_with(word, "前");
    const char *p = word;
    if (!take_day(&p, &day) || !take_time(&p, &day) || *p) {
        bool end = ends_with(word, "底") || ends_with(word, "末");
        if ((!end && !deadline) || !last_day(word, &day))
            return false;
    }
    struct date date = date_from_day(day);
    *canonical = arena_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
    return true;
}
