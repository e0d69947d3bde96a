/*
 * Paper: the overview printed, and ten pages of every province in one run, beside a
 * python script that prints overviews from the peer's file (tests/bench/overview.py:
 * fewer lines, no targets, nothing of the catalogue).
 */
#include "tests/bench/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROVINCES = 34, PAGES = 10, ALL = PROVINCES * PAGES, ADDRESS_SIZE = 64 };

static const char script[] = "tests/bench/overview.py", python[] = "/usr/bin/python3";

/* Of each province, but those that ask for an indicator. */
static const char *const pages[PAGES] = {
    "overview", "region/", "task",    "task/A2.2", "coordination",
    "ledger",   "cases",   "changes", "bulletin",  "indicator/%s",
};

static double run_ms_of(const struct bench *bench, const char *const *argv)
{
    double start = now_ms();
    int status = program_run(bench, argv, NULL);
    if (status != 0 && status != 4)
        die(argv[0], NULL);
    return now_ms() - start;
}

static double peer_ms(const struct bench *bench, const char *n)
{
    const char *const argv[] = {python, script, bench->peer, n, NULL};
    return run_ms_of(bench, argv);
}

/* The codes of all provinces: regions of the first level. */
static size_t provinces(const struct bench *bench, int32_t codes[PROVINCES])
{
    size_t n = 0;
    for (size_t i = 0; i < bench->workload.catalog.n_regions && n < PROVINCES; i++)
        if (bench->workload.catalog.regions[i].level == 1 &&
            bench->workload.catalog.regions[i].valid_to == 0)
            codes[n++] = bench->workload.catalog.regions[i].code;
    return n;
}

static void name_page(const struct bench *bench, const char *page, int32_t code,
                      char text[ADDRESS_SIZE])
{
    const char *place = strstr(page, "%s");
    if (page[strlen(page) - 1] == '/')
        snprintf(text, ADDRESS_SIZE, "--print=%s%06d", page, (int)code);
    else
        snprintf(text, ADDRESS_SIZE, "--print=%.*s%s@%06d",
                 place ? (int)(place - page) : (int)strlen(page), page,
                 place ? bench->workload.codes[0] : "", (int)code);
}

void bench_paper(struct bench *bench)
{
    static char texts[ALL][ADDRESS_SIZE];
    static const char *argv[ALL + 4];
    int32_t codes[PROVINCES];
    size_t n = 0, n_codes = provinces(bench, codes);
    const char *const one[] = {bench->program, "--cache", bench->cache,
                               "--print=overview@100000", NULL};
    argv[0] = bench->program;
    argv[1] = "--cache";
    argv[2] = bench->cache;
    for (size_t i = 0; i < n_codes; i++)
        for (int p = 0; p < PAGES; p++, n++) {
            name_page(bench, pages[p], codes[i], texts[n]);
            argv[3 + n] = texts[n];
        }
    const char *const bare[] = {bench->program, "--cache",
                                bench->cache,   "--print=overview@100000",
                                "--bare",       NULL};
    struct figure overview = {.name = "the overview printed, with its digest",
                              .unit = "ms",
                              .peer_name = "python, sqlite3",
                              .budget = {.most = 30}},
                  alone = {.name = "the overview printed, alone",
                           .unit = "ms",
                           .peer_name = "python, sqlite3",
                           .budget = {.most = 30}},
                  all = {.name = "ten pages of every province",
                         .unit = "ms",
                         .peer_name = "python, sqlite3",
                         .budget = {.most = 3000}};
    char number[16];
    snprintf(number, sizeof number, "%zu", n);
    for (int i = 0; i < FIGURE_ROUNDS; i++) {
        figure_add(&alone, run_ms_of(bench, bare), peer_ms(bench, "1"));
        figure_add(&overview, run_ms_of(bench, one), peer_ms(bench, "1"));
        figure_add(&all, run_ms_of(bench, argv), peer_ms(bench, number));
    }
    double memory;
    program_run(bench, one, &memory);
    figure_print(&alone, bench->judge);
    figure_print(&overview, bench->judge);
    figure_print(&all, bench->judge);
    figure_alone("the overview printed: memory", memory, "MB",
                 (struct budget){.most = 14}, bench->judge);
}
