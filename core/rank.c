/* Ranks: see core/rank.h. */
#include "core/rank.h"

#include <math.h>

double rank_rounded(double value, int decimals)
{
    /* What is binary just below a half is a half in the figure that was printed. */
    double scaled = value * pow(10, decimals);
    double rounded = round(scaled + copysign(1e-9 * fmax(1, fabs(scaled)), scaled));
    return rounded == 0 ? 0 : rounded;
}

int rank_compare(double a, double b, int decimals)
{
    if (isnan(a) || isnan(b))
        return (isnan(a) != 0) - (isnan(b) != 0);
    double x = rank_rounded(a, decimals), y = rank_rounded(b, decimals);
    return (x > y) - (x < y);
}

void rank_places(const double *values, size_t n, int decimals, bool lowest, int *places)
{
    for (size_t i = 0; i < n; i++) {
        places[i] = 0;
        if (isnan(values[i]))
            continue;
        places[i] = 1;
        for (size_t j = 0; j < n; j++) {
            if (isnan(values[j]))
                continue;
            int order = rank_compare(values[j], values[i], decimals);
            places[i] += lowest ? order < 0 : order > 0;
        }
    }
}
