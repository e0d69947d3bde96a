/*
 * The demo ministries' feeds as bytes, one format each.
 * Owns: the ministries, their formats, and what may be wrong with what they say.
 * Must never know: HTTP.
 */
#ifndef TESTS_DEMO_FEEDS_H
#define TESTS_DEMO_FEEDS_H

#include "tests/demo/figures.h"

#include <stdbool.h>
#include <stddef.h>

/* A growing text; freed by its owner. */
struct text {
    char *data;
    size_t size, capacity;
};

void text_put(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void text_bytes(struct text *text, const void *bytes, size_t size);

/* What a ministry does to its feed without saying so. */
enum twist {
    TWIST_NONE,
    TWIST_SHRUNK,  /* half of the regions is gone */
    TWIST_COLUMN,  /* a column, or an attribute, is gone */
    TWIST_UNITS,   /* other units, with the figures as they were */
    TWIST_SCOPE,   /* something else is counted, and only the note says so */
    TWIST_UNKNOWN, /* a region that nobody knows */
    TWIST_TYPE     /* words where figures should be */
};

/* In which edition a feed is written: after the scheduled change?, and how twisted. */
struct manner {
    bool changed;
    enum twist twist;
};

struct ministry {
    const char *name;    /* in --fault and in aiplus.conf */
    const char *path;    /* of its address */
    const char *type;    /* media type */
    const char *asked;   /* what the body of a POST must name; NULL: it is a GET */
    const char *refusal; /* the body for one that does not */
    void (*write)(struct text *text, const struct manner *manner);
    const char *dates[2]; /* Last-Modified before and after the change */
    unsigned twists;      /* 1 << twist, of those that its format can show */
};

extern const struct ministry ministries[]; /* ends with a NULL name */

/* What all formats have in common when they are twisted. */
size_t regions_sent(const struct manner *manner);
struct region region_sent(const struct manner *manner, size_t i);
/* Lent; `room` is where one that is made lies. */
enum { UNIT_ROOM = 64 };
const char *unit_sent(const struct manner *manner, const char *unit,
                      char room[UNIT_ROOM]);
/* Words in place of a figure, NULL where figures are sent. */
const char *words_sent(const struct manner *manner);

void miit_write(struct text *text, const struct manner *manner);
void nda_write(struct text *text, const struct manner *manner);
void ndrc_write(struct text *text, const struct manner *manner);
void most_write(struct text *text, const struct manner *manner);
void nbs_write(struct text *text, const struct manner *manner);
void moe_write(struct text *text, const struct manner *manner);

/* NDRC's registers and additions to the catalogue: members of its object, each with a
 * comma before it. */
void ndrc_put_ledger(struct text *text, const struct manner *manner);
void ndrc_put_cases(struct text *text, const struct manner *manner);
void ndrc_put_publicity(struct text *text);
void ndrc_put_catalog(struct text *text);

#endif
