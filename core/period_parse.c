/*
 * Reading periods as statistics offices write them: see core/period.h.
 *
 * One table of patterns. In a pattern Y is four digits of a year (1000 to 2999), N one
 * or two digits, D exactly two digits, anything else stands for itself; the numbers
 * found go to the row's maker in order.
 */
#include "core/period.h"

#include <string.h>

enum { NUMBERS = 6 };

typedef bool (*maker)(const int *n, struct period *period);

static bool make_year(const int *n, struct period *period)
{
    *period = period_year(n[0]);
    return true;
}

static bool make_half(const int *n, struct period *period)
{
    if (n[1] < 1 || n[1] > 2)
        return false;
    *period = period_half(n[0], n[1]);
    return true;
}

static bool make_quarter(const int *n, struct period *period)
{
    if (n[1] < 1 || n[1] > 4)
        return false;
    *period = period_quarter(n[0], n[1]);
    return true;
}

static bool make_quarter_first(const int *n, struct period *period)
{
    return make_quarter((const int[NUMBERS]){n[1], n[0]}, period);
}

static bool make_month(const int *n, struct period *period)
{
    if (n[1] < 1 || n[1] > 12)
        return false;
    *period = period_month(n[0], n[1]);
    return true;
}

static bool make_week(const int *n, struct period *period)
{
    /* ISO 8601: week 1 has 4 January in it; weeks begin on Monday (1970-01-05 is one).
     */
    int32_t fourth = day_from_date((struct date){n[0], 1, 4});
    int32_t monday = fourth - ((fourth - 4) % 7 + 7) % 7;
    struct period week = {FREQ_WEEK, monday + (n[1] - 1) * 7, monday + n[1] * 7 - 1};
    if (n[1] < 1 || n[1] > 53 || date_from_day(week.first + 3).year != n[0])
        return false;
    *period = week;
    return true;
}

static bool day_of(const int *n, int32_t *day)
{
    struct date date = {n[0], n[1], n[2]};
    if (date.month < 1 || date.month > 12 || date.day < 1)
        return false;
    int32_t made = day_from_date(date);
    struct date back = date_from_day(made);
    if (back.month != date.month || back.day != date.day)
        return false;
    *day = made;
    return true;
}

static bool make_day(const int *n, struct period *period)
{
    int32_t day;
    if (!day_of(n, &day))
        return false;
    *period = period_day(day);
    return true;
}

static bool make_midnight(const int *n, struct period *period)
{
    return n[3] == 0 && n[4] == 0 && n[5] == 0 && make_day(n, period);
}

static bool make_months(const int *n, struct period *period)
{
    struct period a, b;
    if (!make_month(n, &a) || !make_month(n + 2, &b) || a.first > b.first)
        return false;
    if (n[0] == n[2] && n[1] == 1)
        *period = period_cumulative(n[0], n[3]);
    else if (n[0] == n[2] && n[1] == n[3])
        *period = a;
    else
        *period = period_interval(a.first, b.last);
    return true;
}

static bool make_months_of_year(const int *n, struct period *period)
{
    return make_months((const int[NUMBERS]){n[0], n[1], n[0], n[2]}, period);
}

static bool make_quarters_of_year(const int *n, struct period *period)
{
    if (n[1] < 1 || n[1] > n[2] || n[2] > 4)
        return false;
    return make_months((const int[NUMBERS]){n[0], n[1] * 3 - 2, n[0], n[2] * 3},
                       period);
}

static bool make_quarters(const int *n, struct period *period)
{
    return n[0] == n[2] &&
           make_quarters_of_year((const int[NUMBERS]){n[0], n[1], n[3]}, period);
}

/* Whole months are the same period as their months name: one period has one key. */
static bool make_months_from_january(const int *n, struct period *period)
{
    return make_months_of_year((const int[NUMBERS]){n[0], 1, n[1]}, period);
}

static bool make_three_quarters(const int *n, struct period *period)
{
    return make_quarters_of_year((const int[NUMBERS]){n[0], 1, 3}, period);
}

static bool make_days(const int *n, struct period *period)
{
    int32_t first, last;
    if (!day_of(n, &first) || !day_of(n + 3, &last) || first > last)
        return false;
    if (n[2] == 1 && date_from_day(last + 1).day == 1)
        return make_months((const int[NUMBERS]){n[0], n[1], n[3], n[4]}, period);
    *period = first == last ? period_day(first) : period_interval(first, last);
    return true;
}

static bool make_first_half(const int *n, struct period *period)
{
    return make_half((const int[NUMBERS]){n[0], 1}, period);
}

static bool make_second_half(const int *n, struct period *period)
{
    return make_half((const int[NUMBERS]){n[0], 2}, period);
}

#define QUARTER_MAKER(number)                                                          \
    static bool make_quarter_##number(const int *n, struct period *period)             \
    {                                                                                  \
        return make_quarter((const int[NUMBERS]){n[0], number}, period);               \
    }
QUARTER_MAKER(1)
QUARTER_MAKER(2)
QUARTER_MAKER(3)
QUARTER_MAKER(4)
#undef QUARTER_MAKER

/* clang-format off */
static const struct {
    const char *pattern;
    maker make;
} patterns[] = {
    {"Y", make_year}, {"YA", make_year}, {"Y-A1", make_year}, {"YA1", make_year}, {"Y年", make_year},
    {"YHN", make_half}, {"Y-HN", make_half}, {"YSN", make_half}, {"Y-SN", make_half},
    {"Y年上半年", make_first_half}, {"Y年下半年", make_second_half},
    {"YQN", make_quarter}, {"Y-QN", make_quarter}, {"YKN", make_quarter}, {"Y-KN", make_quarter},
    {"Y Q N", make_quarter}, {"Y QN", make_quarter}, {"QN-Y", make_quarter_first}, {"QN Y", make_quarter_first},
    {"Y年N季度", make_quarter}, {"Y年第N季度", make_quarter},
    {"Y年一季度", make_quarter_1}, {"Y年二季度", make_quarter_2},
    {"Y年三季度", make_quarter_3}, {"Y年四季度", make_quarter_4},
    {"Y年第一季度", make_quarter_1}, {"Y年第二季度", make_quarter_2},
    {"Y年第三季度", make_quarter_3}, {"Y年第四季度", make_quarter_4},
    {"Y-D", make_month}, {"YMD", make_month}, {"Y-MD", make_month}, {"YD", make_month},
    {"Y年N月", make_month}, {"Y.D", make_month}, {"Y/D", make_month},
    {"Y-WD", make_week}, {"YWD", make_week},
    {"Y-D-D", make_day}, {"YDD", make_day}, {"Y/D/D", make_day}, {"Y年N月N日", make_day},
    {"Y-D-DTD:D:D", make_midnight}, {"Y-D-DTD:D:DZ", make_midnight}, {"Y-D-D D:D:D", make_midnight},
    {"Y-D/Y-D", make_months}, {"Y年N月-Y年N月", make_months},
    {"Y-MN-MN", make_months_of_year}, {"Y年N-N月", make_months_of_year}, {"YMD-MD", make_months_of_year},
    {"Y年N—N月", make_months_of_year}, {"Y年N–N月", make_months_of_year}, {"Y年N～N月", make_months_of_year},
    {"Y年N至N月", make_months_of_year}, {"Y年前N个月", make_months_from_january},
    {"Y年前三季度", make_three_quarters}, {"YTN", make_quarter}, {"YUD", make_week}, {"YVD", make_week}, {"Y/N/N", make_day},
    {"YQN-QN", make_quarters_of_year},
    {"Y-QN/Y-QN", make_quarters},
    {"Y-D-D/Y-D-D", make_days},
};
/* clang-format on */

static bool take_digits(const char **text, size_t least, size_t most, int *number)
{
    size_t n = 0;
    int value = 0;
    while (n < most && (*text)[n] >= '0' && (*text)[n] <= '9')
        value = value * 10 + ((*text)[n++] - '0');
    if (n < least)
        return false;
    *text += n;
    *number = value;
    return true;
}

static bool match(const char *pattern, const char *text, int numbers[NUMBERS])
{
    size_t n = 0;
    for (; *pattern; pattern++) {
        switch (*pattern) {
        case 'Y':
            if (!take_digits(&text, 4, 4, &numbers[n]) || numbers[n] < 1000 ||
                numbers[n] > 2999)
                return false;
            n++;
            break;
        case 'N':
            if (!take_digits(&text, 1, 2, &numbers[n]))
                return false;
            n++;
            break;
        case 'D':
            if (!take_digits(&text, 2, 2, &numbers[n]))
                return false;
            n++;
            break;
        default:
            if (*text++ != *pattern)
                return false;
        }
    }
    return *text == '\0';
}

bool period_parse(const char *text, struct period *period)
{
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        int numbers[NUMBERS] = {0};
        if (match(patterns[i].pattern, text, numbers))
            return patterns[i].make(numbers, period);
    }
    return false;
}

bool day_parse(const char *text, int32_t *day)
{
    int numbers[NUMBERS] = {0};
    return match("Y-D-D", text, numbers) && day_of(numbers, day);
}
