/* Monthly plans of ledger items, as offices write them in one cell. */
#include "views/ledger.h"

#include "core/period.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 64 /* bytes of one part of a plan, with its NUL */ };

/* What divides parts, and a part's month from its number: all of them, for plans come
 * with full-width signs too. */
static const char *const dividers[] = {";", ",", "\n", "；", "，", "、", "。", NULL};
static const char *const equals[] = {"=", ":", "：", " ", NULL};

/* How many bytes the first of the signs takes that the text begins with; 0 = none. */
static size_t sign_at(const char *text, const char *const *signs)
{
    for (; *signs; signs++)
        if (strncmp(text, *signs, strlen(*signs)) == 0)
            return strlen(*signs);
    return 0;
}

static size_t until(const char *text, const char *const *signs)
{
    size_t n = 0;
    while (text[n] && sign_at(text + n, signs) == 0)
        n++;
    return n;
}

/* The last day of "2026-03", "2026年3月", or "3月" of a year; false if it is neither.
 */
static bool read_month(const char *text, int year, int32_t *day)
{
    struct period period;
    char *end;
    long month = strtol(text, &end, 10);
    if (end > text && strcmp(end, "月") == 0 && month >= 1 && month <= 12 && year > 0)
        period = period_month(year, (int)month);
    else if (!period_parse(text, &period) || period.freq != FREQ_MONTH)
        return false;
    *day = period.last;
    return true;
}

/* "2026-03=30", "3月：30%", "3月30%". */
static bool read_part(char *part, int year, int32_t *day, double *wanted)
{
    size_t n = until(part, equals), gap = 0, sign;
    if (!part[n]) { /* nothing but the month's own sign between them */
        char *month = strstr(part, "月");
        if (!month)
            return false;
        n = (size_t)(month - part) + strlen("月");
    }
    char number[PART];
    while ((sign = sign_at(part + n + gap, equals)) > 0)
        gap += sign;
    snprintf(number, sizeof number, "%s", part + n + gap);
    part[n] = '\0';
    size_t length = strlen(number);
    if (length > 0 && number[length - 1] == '%')
        number[length - 1] = '\0';
    return read_month(part, year, day) && text_number(number, wanted, NULL) &&
           *wanted >= 0 && *wanted <= 1000;
}

bool ledger_plan_by(const char *plan, int32_t start, int32_t deadline, int32_t today,
                    double *wanted, int32_t *day)
{
    int32_t of = start ? start : deadline;
    int year = of ? date_from_day(of).year : 0;
    bool found = false;
    double best = 0;
    int32_t last = 0;
    for (const char *rest = plan; *rest;) {
        char part[PART];
        rest += strspn(rest, " ");
        size_t n = until(rest, dividers), kept = n;
        while (kept > 0 && rest[kept - 1] == ' ')
            kept--;
        if (kept >= sizeof part)
            return false;
        memcpy(part, rest, kept);
        part[kept] = '\0';
        rest += n + sign_at(rest + n, dividers);
        double value;
        int32_t end;
        if (kept == 0)
            continue;
        if (!read_part(part, year, &end, &value))
            return false;
        if (end <= today && (!found || end > last)) {
            found = true;
            last = end;
            best = value;
        }
    }
    if (found) {
        *wanted = best;
        *day = last;
    }
    return found;
}
