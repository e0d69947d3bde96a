/* Roll-ups: see core/rollup.h. */
#include "core/rollup.h"

int rollup_judged(const struct rollup *rollup)
{
    return rollup->ahead + rollup->done + rollup->on + rollup->behind;
}

int rollup_due(const struct rollup *rollup)
{
    return rollup->total - rollup->not_applicable - rollup->not_due -
           rollup->unpublished;
}

bool rollup_covered(int k, int of, double coverage)
{
    const double slack = 1e-9; /* 0.7 of 10 is 7, whatever the product says */
    return k + slack >= of * coverage;
}

enum rollup_state rollup_state(const struct rollup *rollup, double coverage)
{
    int judged = rollup_judged(rollup);
    if (rollup->total == 0)
        return ROLLUP_NOTHING;
    if (rollup->total == rollup->not_applicable)
        return ROLLUP_NOT_APPLICABLE;
    if (rollup_due(rollup) == 0)
        return rollup->not_due > 0 ? ROLLUP_NOT_DUE : ROLLUP_NOTHING;
    if (!rollup_covered(rollup->with_value, rollup_due(rollup), coverage))
        return rollup->failed > 0 ? ROLLUP_FAILED : ROLLUP_LACKING;
    if (judged == 0)
        return rollup->qualitative > 0 ? ROLLUP_QUALITATIVE : ROLLUP_NOT_COMPUTABLE;
    if (rollup->behind * 2 >= judged)
        return ROLLUP_HALF;
    if (rollup->behind > 0)
        return ROLLUP_BEHIND;
    if (rollup->on > 0)
        return ROLLUP_ON;
    return rollup->ahead > 0 ? ROLLUP_AHEAD : ROLLUP_DONE;
}

int share_tenths(int part, int whole)
{
    if (whole <= 0)
        return 0;
    return (int)((2000LL * part + whole) / (2LL * whole));
}
