/* Figures: see tests/bench/figure.h. */
#include "tests/bench/figure.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void die(const char *what, const struct error *error)
{
    char text[1024] = "";
    if (error)
        error_format(error, NULL, text, sizeof text);
    fflush(stdout);
    fprintf(stderr, "bench: %s%s%s\n", what, error ? ": " : "", text);
    exit(1);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, compare);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

void figure_add(struct figure *figure, double ours, double peer)
{
    if (figure->n == FIGURE_ROUNDS)
        die("too many rounds", NULL);
    figure->ours[figure->n] = ours;
    figure->peer[figure->n++] = peer;
}

static bool kept(const struct budget *budget, double ours, double peer)
{
    return (budget->faster <= 0 || peer >= budget->faster * ours) &&
           (budget->share <= 0 || ours <= budget->share * peer) &&
           (budget->most <= 0 || ours <= budget->most) &&
           (budget->least <= 0 || ours >= budget->least);
}

static void name_budget(const struct budget *budget, const char *unit)
{
    const char *between = "";
    if (budget->faster > 0)
        between = printf(">= %gx faster", budget->faster) > 0 ? ", " : "";
    if (budget->share > 0)
        between = printf("%s<= %gx", between, budget->share) > 0 ? ", " : "";
    if (budget->most > 0)
        between = printf("%s<= %g %s", between, budget->most, unit) > 0 ? ", " : "";
    if (budget->least > 0)
        printf("%s>= %g %s", between, budget->least, unit);
}

/* Three digits, and no exponent. */
static void print_number(double value)
{
    printf(value < 1000 ? "%.3g\t" : "%.0f\t", value);
}

void figure_print(struct figure *figure, bool judge)
{
    if (figure->n == 0)
        die("a figure without a round", NULL);
    double ours = median(figure->ours, figure->n);
    double peer = median(figure->peer, figure->n);
    const struct budget *budget = &figure->budget;
    printf("%s\t", figure->name);
    print_number(ours);
    printf("%s\t", figure->unit);
    if (figure->alone) {
        printf("-\t-\t-\t");
    } else {
        if (figure->peer_name)
            printf("%s\t", figure->peer_name);
        else
            printf("sqlite %s\t", sqlite3_libversion());
        print_number(peer);
        print_number(ours / peer);
    }
    if (judge && (budget->faster > 0 || budget->share > 0 || budget->most > 0 ||
                  budget->least > 0)) {
        name_budget(budget, figure->unit);
        puts(kept(budget, ours, peer) ? "\tok" : "\tshort");
    } else {
        puts("-\t-");
    }
    fflush(stdout);
    figure->n = 0;
}

void figure_alone(const char *name, double ours, const char *unit, struct budget budget,
                  bool judge)
{
    struct figure figure = {
        .name = name, .unit = unit, .budget = budget, .alone = true};
    figure_add(&figure, ours, 0);
    figure_print(&figure, judge);
}
