/* What the tests of pages share: the real catalogue, a made-up cache behind struct
 * query and a plain-text dump of a view. */
#ifndef TESTS_LIB_PAGES_FIXTURE_H
#define TESTS_LIB_PAGES_FIXTURE_H

#include "core/text.h"
#include "views/page.h"

#include <stdbool.h>
#include <stddef.h>

/* One stored value as it was delivered. A later delivery of the same key revises. */
struct fixture_row {
    char indicator[CODE_SIZE];
    int32_t region;
    const char *period;
    double value;
    char status; /* 'L', 'Q', 'M', 'O', 'H': no value; 'w': the key is taken back; 'a':
                    of an older edition, 'o': outranked; neither ever stood */
    uint8_t qualifier;
    uint32_t receipt;
};

struct fixture {
    struct catalog catalog;
    struct arena arena; /* of the rows */
    struct arena page;  /* of the views */
    struct fixture_row *rows;
    size_t n_rows;
    struct item *items; /* versions, those of an item behind one another */
    size_t n_items;
    struct query query;
    struct view_context context, before;
    uint32_t wrong_receipt; /* 0, or one that came while the clock was wrong, */
    const char *wrong_day;  /* on this day by it */
    size_t n_series;        /* how often a whole series was asked for, */
    size_t n_regions;       /* and how often several of a region */
};

/* The catalogue alone: March 2026, the nation. */
void fixture_open(struct fixture *fixture, enum language language);
/* With another text of one of the catalogue's files ("calendar.tsv"); before the rest.
 */
void fixture_catalog(struct fixture *fixture, const char *name, const char *text);
/* With a cache of invented values: 5 November 2026, one of two sources fails. */
void fixture_fill(struct fixture *fixture);
void fixture_put(struct fixture *fixture, struct fixture_row row);

/* A number below n; the same seed draws the same numbers. */
unsigned fixture_draw(unsigned *seed, unsigned n);
/* In place of all values: those of `most` random deliveries in their order, of which
 * those after number `last` stay away. */
void fixture_put_random(struct fixture *fixture, unsigned seed, uint32_t most,
                        uint32_t last);
/* A version of an item; lent. Versions of an item ascend by receipt, items by source
 * and key. */
void fixture_put_item(struct fixture *fixture, struct item item);
/* As of a day ("2026-06-30"). */
void fixture_as_of(struct fixture *fixture, const char *day);
/* Changes are told since the end of a day. Behind fixture_as_of; to the catalogue and
 * the rules of then, `before` can be changed after that. */
void fixture_since(struct fixture *fixture, const char *day);
void fixture_close(struct fixture *fixture);

/* Set-up and tear-down for cmocka; *state is the fixture. Filled in English and in
 * Chinese, and without any data in English. */
int fixture_filled(void **state);
int fixture_chinese(void **state);
int fixture_empty(void **state);
int fixture_closed(void **state);

/* Builds a page; fails the test if it cannot. */
struct view fixture_page(struct fixture *fixture, const char *address);

/* Every string of the view, a line each; lent by fixture->page. */
char *fixture_dump(struct fixture *fixture, const struct view *view);

#endif
