/* The workload: see tests/bench/workload.h. */
#include "tests/bench/workload.h"

#include "tests/bench/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OFFICE_PROVINCE = 330000, COUNTIES = 2844, LAST_PROVINCE = 650000 };

/* splitmix64: every place gets numbers of its own. */
static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

unsigned workload_draw(uint64_t *seed, unsigned n)
{
    *seed += 1;
    return (unsigned)(mix(*seed) % n);
}

static double unit_of(uint64_t x)
{
    return (double)(x >> 11) / 9007199254740992.0;
}

/* ---- who and what ---- */

static int32_t group(const struct region *region)
{
    return region->level <= 1 ? 0 : region->code / 10000;
}

static int compare_regions(const void *a, const void *b)
{
    const struct region *x = *(const struct region *const *)a;
    const struct region *y = *(const struct region *const *)b;
    if (group(x) != group(y))
        return group(x) < group(y) ? -1 : 1;
    return x->code < y->code ? -1 : 1;
}

static bool belongs(const struct workload *workload, const struct region *region)
{
    if (region->valid_to ||
        (region->level > 0 && region->code >= LAST_PROVINCE + 10000))
        return false;
    return workload->scale == SCALE_NATIONAL || region->level == 0 ||
           region->code / 10000 == OFFICE_PROVINCE / 10000;
}

static void choose_regions(struct workload *workload)
{
    size_t counties = 0;
    for (size_t i = 0; i < workload->catalog.n_regions; i++) {
        const struct region *region = &workload->catalog.regions[i];
        if (!belongs(workload, region) || (region->level == 3 && ++counties > COUNTIES))
            continue;
        if (workload->n_regions == WORKLOAD_REGIONS)
            die("the catalogue has more regions than the workload", NULL);
        workload->regions[workload->n_regions++] = region;
    }
    qsort(workload->regions, workload->n_regions, sizeof *workload->regions,
          compare_regions);
    if (workload->scale == SCALE_NATIONAL && workload->n_regions != WORKLOAD_REGIONS)
        die("the catalogue has fewer regions than the workload", NULL);
}

static void add(struct region_list *list, size_t number, int32_t code)
{
    list->numbers[list->n] = (uint16_t)number;
    list->codes[list->n++] = code;
}

static void make_lists(struct workload *workload)
{
    int top = workload->scale == SCALE_NATIONAL ? 1 : 2;
    for (size_t i = 0; i < workload->n_regions; i++) {
        const struct region *region = workload->regions[i];
        if (region->level == top)
            add(&workload->top, i, region->code);
        if (region->level == 3)
            add(&workload->counties, i, region->code);
        if (region->level == 3 && region->code / 10000 == OFFICE_PROVINCE / 10000)
            add(&workload->province, i, region->code);
    }
    if (workload->top.n > WORKLOAD_TOP)
        die("a matrix of too many regions", NULL);
}

void workload_open(struct workload *workload, enum workload_scale scale)
{
    *workload = (struct workload){.scale = scale};
    struct error error = {0};
    if (!catalog_open(&workload->catalog, NULL, NULL, &error))
        die("the catalogue", &error);
    if (workload->catalog.n_indicators < WORKLOAD_INDICATORS)
        die("the catalogue has fewer indicators than the workload", NULL);
    for (int i = 0; i < WORKLOAD_INDICATORS; i++) {
        workload->indicators[i] = &workload->catalog.indicators[i];
        workload->codes[i] = workload->indicators[i]->code;
    }
    choose_regions(workload);
    make_lists(workload);
}

void workload_close(struct workload *workload)
{
    catalog_close(&workload->catalog);
}

struct period workload_period(int month)
{
    return period_month(WORKLOAD_YEAR + month / 12, month % 12 + 1);
}

/* ---- values ---- */

static uint64_t place_hash(int indicator, size_t region, int month, int edition)
{
    return mix(((uint64_t)indicator << 40) ^ ((uint64_t)region << 20) ^
               ((uint64_t)month << 8) ^ (uint64_t)edition);
}

static bool is_revised(int indicator, size_t region, int month)
{
    return place_hash(indicator, region, month, 250) % 20 == 0;
}

/* What all months of a series have in common. */
struct series_shape {
    double base, growth, scale; /* scale: 10^decimals */
};

static struct series_shape shape_of(const struct workload *workload, int indicator,
                                    size_t region)
{
    const struct indicator *what = workload->indicators[indicator];
    double own = unit_of(place_hash(indicator, region, 0, 251));
    double size = unit_of(place_hash(indicator, 0, 0, 252));
    bool share = what->kind == KIND_RATE || what->kind == KIND_GROWTH;
    int level = workload->regions[region]->level;
    return (struct series_shape){
        .base =
            share ? 5 + 80 * own : pow(10, 3 + 3 * size - 0.7 * level) * (0.3 + own),
        .growth = share ? 0.001 : 0.01 * own,
        .scale = pow(10, what->decimals),
    };
}

/* Exactly the double nearest to the decimal number, as if it had been read. */
static double value_of(const struct series_shape *shape, uint64_t hash, int month)
{
    double value =
        shape->base * (1 + shape->growth * month) * (0.97 + 0.06 * unit_of(hash));
    return round(value * shape->scale) / shape->scale;
}

static void put_row(struct batch *batch, const struct workload *workload,
                    const struct series_shape *shape, struct row_place place,
                    int edition)
{
    if (batch->n == batch->room) {
        batch->room = batch->room ? 2 * batch->room : 4096;
        batch->rows = realloc(batch->rows, batch->room * sizeof *batch->rows);
        batch->places = realloc(batch->places, batch->room * sizeof *batch->places);
        if (!batch->rows || !batch->places)
            die("out of memory", NULL);
    }
    uint64_t first = place_hash(place.indicator, place.region, place.month, 0);
    uint64_t hash =
        edition ? place_hash(place.indicator, place.region, place.month, edition)
                : first;
    struct observation *row = &batch->rows[batch->n];
    *row = (struct observation){.region = workload->regions[place.region]->code,
                                .period = workload_period(place.month),
                                .status = first % 100 == 1 ? 'P' : 'A'};
    memcpy(row->indicator, workload->codes[place.indicator],
           strlen(workload->codes[place.indicator]));
    if (first % 200 == 0 && edition == 0)
        row->status = 'M';
    row->has_value = row->status != 'M';
    if (row->has_value)
        row->value = value_of(shape, hash, place.month);
    if (edition && row->value == value_of(shape, first, place.month))
        row->value = (round(row->value * shape->scale) + 1) / shape->scale;
    batch->places[batch->n++] = place;
}

void batch_release(struct batch *batch)
{
    free(batch->rows);
    free(batch->places);
    *batch = (struct batch){0};
}

void workload_fill(const struct workload *workload, const struct workload_part *part,
                   struct batch *batch)
{
    batch->n = 0;
    for (int i = part->indicator; i < part->indicator + part->n_indicators; i++)
        for (size_t r = 0; r < workload->n_regions; r++) {
            struct series_shape shape = shape_of(workload, i, r);
            for (int m = part->month; m < part->month + part->n_months; m++)
                put_row(batch, workload, &shape,
                        (struct row_place){(uint16_t)i, (uint16_t)r, (uint16_t)m},
                        part->edition);
        }
}

void workload_correction(const struct workload *workload, int indicator,
                         struct batch *batch)
{
    batch->n = 0;
    for (size_t r = 0; r < workload->n_regions; r++) {
        struct series_shape shape = shape_of(workload, indicator, r);
        for (int m = 0; m < WORKLOAD_MONTHS; m++)
            if (is_revised(indicator, r, m))
                put_row(
                    batch, workload, &shape,
                    (struct row_place){(uint16_t)indicator, (uint16_t)r, (uint16_t)m},
                    1);
    }
}
