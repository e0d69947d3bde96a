/* Number formats: see fetch/xlsx_format.h. */
#include "fetch/xlsx_format.h"

#include "core/period.h"
#include "core/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- codes ---- */

/* What stands in a format's first section, which is that of positive numbers. */
struct marks {
    bool year, month, day, time, digit, percent, comma, scaled;
    bool general; /* General, in Chinese G/通用格式 */
};

static void mark(struct marks *m, char c)
{
    /* A comma behind the last digit divides by a thousand; one between digits groups.
     */
    if (c == '0' || c == '#' || c == '?') {
        m->digit = true;
        m->comma = false;
    }
    m->year |= c == 'y' || c == 'Y' || c == 'e';
    m->month |= c == 'm' || c == 'M';
    m->day |= c == 'd' || c == 'D';
    m->time |= c == 'h' || c == 'H' || c == 's' || c == 'S';
    m->percent |= c == '%';
    m->general |= c == 'G' || c == 'E';
    m->comma |= c == ',' && m->digit;
}

/* A literal point among the digits ("0!.0,") shows a part of the number as if it were
 * one of 万. */
static bool is_literal_point(const char *p)
{
    return (*p == '!' || *p == '\\') && p[1] == '.';
}

static struct marks read_code(const char *code)
{
    struct marks m = {0};
    for (const char *p = code; *p && *p != ';'; p++) {
        if (is_literal_point(p) && m.digit)
            m.scaled = true;
        if (*p == '"' || *p == '[') {
            const char *end = strchr(p + 1, *p == '"' ? '"' : ']');
            /* [h] and [mm] are times, others colours, languages, conditions. */
            if (*p == '[' && strchr("hHmMsS", p[1]) && p[1])
                m.time = true;
            if (!end)
                break;
            p = end;
        } else if (*p == '\\' || *p == '!' || *p == '_' || *p == '*') {
            if (p[1])
                p++;
        } else {
            /* A weekday. One letter alone is of AM or PM. */
            m.day |= strncasecmp(p, "aaa", 3) == 0;
            mark(&m, *p);
        }
    }
    m.scaled |= m.comma;
    return m;
}

enum xlsx_look xlsx_look_of(const char *code)
{
    struct marks m = read_code(code);
    if (m.percent)
        return m.scaled ? LOOK_SCALED : LOOK_PERCENT;
    if (m.general || (m.digit && !m.time))
        return m.scaled ? LOOK_SCALED : LOOK_NUMBER;
    if (m.day || (m.month && !m.year && !m.time))
        return m.time ? LOOK_DATE_TIME : LOOK_DATE;
    if (m.year)
        return m.time ? LOOK_DATE_TIME : m.month ? LOOK_MONTH : LOOK_YEAR;
    return m.time ? LOOK_TIME : LOOK_NUMBER;
}

enum xlsx_look xlsx_look_builtin(long id)
{
    static const struct {
        long first, last;
        enum xlsx_look look;
    } known[] = {
        {9, 10, LOOK_PERCENT},    {14, 16, LOOK_DATE},
        {17, 17, LOOK_MONTH},     {18, 21, LOOK_TIME},
        {22, 22, LOOK_DATE_TIME}, {27, 27, LOOK_MONTH}, /* from here on: as in China */
        {28, 31, LOOK_DATE},      {36, 36, LOOK_MONTH},
        {50, 50, LOOK_MONTH},     {51, 51, LOOK_DATE},
        {52, 52, LOOK_MONTH},     {53, 54, LOOK_DATE},
        {55, 56, LOOK_TIME},      {57, 57, LOOK_MONTH},
        {58, 58, LOOK_DATE},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (id >= known[i].first && id <= known[i].last)
            return known[i].look;
    return LOOK_NUMBER;
}

/* ---- numbers ---- */

/* The shortest that reads back as the same: 0.60499999999999998 is 0.605. */
static void shortest(double value, char text[XLSX_NUMBER_SIZE])
{
    double back;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, XLSX_NUMBER_SIZE, "%.*g", digits, value);
        if (text_number(text, &back, NULL) && back == value)
            return;
    }
}

/* Is it so written that shortest() would write the same? Most are. */
static bool is_shortest(const char *raw)
{
    const char *p = raw + (*raw == '-');
    size_t whole = strspn(p, "0123456789"), decimals = 0;
    if (p[whole] == '.')
        decimals = strspn(p + whole + 1, "0123456789");
    size_t n = whole + (decimals ? decimals + 1 : 0);
    return whole > 0 && !p[n] && n <= 15 && (*p != '0' || whole == 1) &&
           (decimals == 0 || (p[n - 1] != '0' && (*p != '0' || p[2] != '0')));
}

/* Moves the decimal point by two, in the text: multiplied, 0.07 would become
 * 7.000000000000001. */
static void of_hundred(char text[XLSX_NUMBER_SIZE])
{
    char moved[XLSX_NUMBER_SIZE + 16];
    int exponent = 0;
    double value;
    char *e = strchr(text, 'e');
    if (e) {
        (void)sscanf(e + 1, "%5d", &exponent);
        *e = '\0';
    }
    snprintf(moved, sizeof moved, "%se%d", text, exponent + 2);
    if (text_number(moved, &value, NULL))
        shortest(value, text);
}

/* Whole minutes in that many days; false if they are no time of the calendar's. */
static bool minutes_of(double number, int64_t *minutes)
{
    if (!(number >= 0) || number >= 2958466)
        return false;
    *minutes = llround(floor(number * 1440 + 0.5 / 60));
    return true;
}

/* The number as a day: of the calendar that begins with 1900, which takes that year for
 * a leap year (day 60 never was), or with 1904. */
static bool day_of(double number, bool since1904, int32_t *day, int *minute)
{
    int64_t minutes;
    if (!minutes_of(number, &minutes))
        return false;
    int32_t serial = (int32_t)(minutes / 1440);
    *minute = (int)(minutes % 1440);
    if (since1904) {
        *day = serial - 24107;
        return true;
    }
    *day = serial > 60 ? serial - 25569 : serial - 25568;
    return serial > 0 && serial != 60;
}

bool xlsx_number_text(const char *raw, enum xlsx_look look, bool since1904,
                      char text[XLSX_NUMBER_SIZE])
{
    double value;
    int64_t minutes;
    int32_t day;
    int minute;
    bool is_plain = look == LOOK_NUMBER || look == LOOK_SCALED;
    if (is_plain && is_shortest(raw)) {
        strcpy(text, raw);
        return true;
    }
    if (!text_number(raw, &value, NULL))
        return false;
    shortest(value, text);
    if (look == LOOK_PERCENT)
        of_hundred(text);
    if (look == LOOK_TIME && minutes_of(value, &minutes))
        snprintf(text, XLSX_NUMBER_SIZE, "%d:%02d", (int)(minutes / 60),
                 (int)(minutes % 60));
    if (is_plain || look == LOOK_TIME || look == LOOK_PERCENT ||
        !day_of(value, since1904, &day, &minute))
        return true;
    struct date date = date_from_day(day);
    if (look == LOOK_YEAR)
        snprintf(text, XLSX_NUMBER_SIZE, "%04d", date.year);
    else if (look == LOOK_MONTH)
        snprintf(text, XLSX_NUMBER_SIZE, "%04d-%02d", date.year, date.month);
    else if (look == LOOK_DATE || minute == 0)
        snprintf(text, XLSX_NUMBER_SIZE, "%04d-%02d-%02d", date.year, date.month,
                 date.day);
    else
        snprintf(text, XLSX_NUMBER_SIZE, "%04d-%02d-%02d %02d:%02d", date.year,
                 date.month, date.day, minute / 60, minute % 60);
    return true;
}
