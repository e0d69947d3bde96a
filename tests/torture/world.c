/* Deliveries that are made up: see tests/torture/world.h. */
#include "tests/torture/world.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/torture/random.h"

const char *const world_indicators[] = {"NTL-01", "LONGEST-CODE-15", "B", "G0-01"};
/* The nation, provinces, two blocks of counties, the crowd's first and last. */
const int32_t world_regions[] = {100000, 110000, 430000, 430100,
                                 430102, 440300, 510001, 510000 + WORLD_CROWD};
const char *const world_sources[] = {"nda", "miit", "a source with a longer name"};
const char *const world_addresses[] = {"https://example.org/feed",
                                       "https://example.org/other"};

const char *const world_documents[] = {"settings", "catalog/targets.tsv"};
const char *const world_texts[] = {"", "a = 1\n", "a = 2\nb = 3\n"};

static struct period week(int32_t monday)
{
    return (struct period){.freq = FREQ_WEEK, .first = monday, .last = monday + 6};
}

static struct period period_made(int number)
{
    static const int years[] = {0, 1900, 2015, 2016, 2024, 2025, 9999};
    static const int32_t mondays[] = {-3, 4, 4 + 7 * 11, 20451, 20458};
    static const int32_t days[] = {-1, 0, 11, 12, 20454};
    static const int32_t intervals[][2] = {
        {-500, 20000}, {20089, 20453}, {20089, 20300}, {20454, 20454}};
    int n = number;
    if (n < 7)
        return period_year(years[n]);
    if ((n -= 7) < 3)
        return period_half(2025 + n / 2, 1 + n % 2);
    if ((n -= 3) < 4)
        return period_quarter(2025 + (n + 2) / 4, 1 + (n + 2) % 4);
    if ((n -= 4) < 5)
        return period_month(2025 + (n + 9) / 12, 1 + (n + 9) % 12);
    if ((n -= 5) < 5)
        return n < 2 ? period_cumulative(2025, 10 + n) : period_cumulative(2026, n - 1);
    if ((n -= 5) < 5)
        return week(mondays[n]);
    if ((n -= 5) < 5)
        return period_day(days[n]);
    n -= 5;
    return period_interval(intervals[n][0], intervals[n][1]);
}

struct period world_period(int number)
{
    static struct period made[WORLD_PERIODS]; /* it is asked for all the time */
    if (made[number].freq == FREQ_NONE)
        made[number] = period_made(number);
    return made[number];
}

static double wild_value(uint64_t *seed)
{
    static const double odd[] = {0.1 + 0.2,         1.0 / 3,      1e300,
                                 -1e-300,           DBL_MAX,      -DBL_MAX,
                                 DBL_MIN,           5e-324,       2147483647,
                                 2147483648.,       -2147483648., 4294967296.5,
                                 9007199254740993., 1e22,         1e23,
                                 123456.789012345,  -0.0,         1e-22};
    double value;
    if (random_chance(seed, 60))
        return odd[random_below(seed, sizeof odd / sizeof *odd)];
    do {
        uint64_t bits = random_next(seed);
        memcpy(&value, &bits, sizeof value);
    } while (!isfinite(value));
    return value;
}

static double plain_value(uint64_t *seed)
{
    static const double powers[] = {1, 10, 100, 1000, 1e6};
    int32_t mantissa = (int32_t)random_below(seed, 6) * 1237 - 1000;
    /* As reading the decimal number gives it: the nearest double. */
    return mantissa / powers[random_below(seed, 5)];
}

struct observation world_row(uint64_t *seed, bool wild)
{
    static const char valued[] = "ABDEFGIJKNPSUVW", missing[] = "HLMOQ";
    struct observation row = {.status = 'A'};
    snprintf(row.indicator, sizeof row.indicator, "%s",
             world_indicators[random_below(seed, WORLD_INDICATORS)]);
    row.region = world_regions[random_below(seed, WORLD_REGIONS)];
    row.period = world_period((int)random_below(seed, WORLD_PERIODS));
    uint32_t kind = random_below(seed, 100);
    if (kind < 10) {
        row.withdrawn = true;
        row.status = kind < 5 ? 'A' : 'M';
        return row;
    }
    if (kind < 40)
        row.qualifier = (uint8_t)random_below(seed, QUALIFIER_COUNT);
    if (kind < 20) {
        row.status = missing[random_below(seed, sizeof missing - 1)];
        return row;
    }
    if (kind < 50)
        row.status = valued[random_below(seed, sizeof valued - 1)];
    row.has_value = true;
    row.value = wild && random_chance(seed, 30) ? wild_value(seed) : plain_value(seed);
    return row;
}

size_t world_rows(uint64_t seed, struct observation rows[WORLD_ROWS])
{
    bool wild = random_chance(&seed, 25);
    size_t n = random_below(&seed, WORLD_ROWS);
    for (size_t i = 0; i < n; i++) {
        rows[i] = world_row(&seed, wild);
        if (i == 0 || random_chance(&seed, 60))
            continue;
        /* Beside the one before, as in a table, or a second word about it. */
        memcpy(rows[i].indicator, rows[i - 1].indicator, CODE_SIZE);
        rows[i].period = rows[i - 1].period;
        if (random_chance(&seed, 10))
            rows[i].region = rows[i - 1].region;
    }
    return n;
}

void world_crowd(struct observation rows[WORLD_CROWD])
{
    for (int i = 0; i < WORLD_CROWD; i++) {
        rows[i] = (struct observation){.indicator = "CROWD",
                                       .region = 510001 + i,
                                       .period = period_year(2025),
                                       .value = i,
                                       .has_value = true,
                                       .status = 'A'};
    }
}
