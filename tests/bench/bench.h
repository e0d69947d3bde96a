/* What the measurements share: the clock, the data, the peer, a line of the table. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include "core/receipt.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stddef.h>

enum { REGIONS = 31, INDICATORS = 111, MONTHS = 24, RUNS = 5 };
enum { ROWS = REGIONS * INDICATORS * MONTHS };

/* ROWS of them by indicator, region, month; make_rows fills them from a seed. */
extern struct observation *rows;
void make_rows(unsigned seed);

extern const struct source_state bench_state;

/* The peer's database with its table `obs`; sql ends the program if a statement fails.
 */
extern sqlite3 *db;
void sql(const char *text);

double now_ms(void);
double median(double *values, size_t n);
void die(const char *what, const struct error *error);
/* One line of the table, see tests/bench/bench.c. */
void line(const char *name, double ours, const char *unit, double peer,
          const char *budget, int ok);

/* A feed's bytes to what is durably stored. */
void bench_feed(struct store *store);

#endif
