/*
 * The demo's figures: made up, but smooth, plausible and the same on every run.
 *
 * Owns: the regions, the indicators with the catalogue's units and decimals, the value
 * of each at each month, what is missing, what is revised by the scheduled change.
 * Must never know: formats, HTTP.
 *
 * A month is a number: 0 is 2024-12, 21 is 2026-09.
 */
#ifndef TESTS_DEMO_FIGURES_H
#define TESTS_DEMO_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

struct region {
    int code; /* GB/T 2260 */
    const char *name;
    double weight; /* its part of the sum that its neighbours under one parent share */
};

/* 31 provinces, then the prefectures of Zhejiang and Hunan. */
extern const struct region regions[];
extern const size_t n_regions;

struct indicator {
    const char *code, *name, *unit;
    int decimals;
    bool is_rate;
    double low,
        high;   /* a rate in 2024-12; of a count: the sum of all provinces, twice */
    double aim; /* a rate in 2027-12; of a count: its growth in a year */
    bool provinces_alone; /* prefectures have no figures of it, and no status */
};

/* Why a figure is what it is; which edition of the feed it stands in. */
struct figure {
    bool has_value;
    bool at_least; /* to be written as ">" */
    double value;
    char status; /* SDMX CL_OBS_STATUS */
};

/* 31 provinces come first. */
enum { PROVINCES = 31 };

/* `first`: figures from this month on are provisional. `changed`: after the scheduled
 * change, which makes a few of them final. */
struct figure figure_at(const struct indicator *indicator, const struct region *region,
                        int month, int first, bool changed);

int month_year(int month);
int month_of_year(int month); /* 1 .. 12 */

#endif
