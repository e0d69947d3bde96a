/*
 * Sources: one section of aiplus.conf each.
 *
 * Owns: what the collector must know of an endpoint, and how its feed's dimensions or
 * columns become regions, indicators and periods.
 * Must never know: how the configuration file is read (app/config.c does it).
 */
#ifndef FETCH_SOURCE_H
#define FETCH_SOURCE_H

#include "fetch/feed.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a feed becomes observations. region, indicator, period, status, unit and value
 * name a dimension (by id or label) or a column (by its head, or #N for the N-th).
 * Where one is "", a constant is taken if there is one, else the dimension with that
 * role: time -> period, geo -> region, metric -> indicator. A constant also stands in
 * for a named dimension that a data set does not have.
 *
 * A dimension that is none of these must have one category, or a filter with the
 * category to take (code or label), or be ignored because it tells no values apart. A
 * filter "dataset" takes one data set of a bundle or collection by its id. */
struct mapping {
    struct column_mapping columns;
    const char *constant_region, *constant_indicator, *constant_period; /* "" if none */
    const struct name_pair *regions; /* code or label as sent -> GB/T 2260 */
    size_t n_regions;
    const struct name_pair *indicators; /* code or label as sent -> indicator code */
    size_t n_indicators;
    const struct name_pair *periods; /* code or label as sent -> a period */
    size_t n_periods;
    const struct name_pair *units; /* code or label as sent -> the indicator's unit */
    size_t n_units;
    const struct name_pair *statuses; /* as sent -> a code of SDMX CL_OBS_STATUS */
    size_t n_statuses;
    const struct name_pair *filters; /* dimension -> the only category to take */
    size_t n_filters;
    const char *const *ignored; /* dimensions that tell no values apart */
    size_t n_ignored;
};

struct limits {
    uint64_t bytes;      /* decoded bytes of a body; default 256 MiB, most 4 GiB */
    int seconds;         /* the whole transfer; default 60 */
    int connect_seconds; /* default 10 */
    int redirects;       /* default 3 */
    int retries;         /* after a failure that may pass; default 3 */
    int deadline;        /* seconds for all pages and retries together; default 300 */
    int pages;           /* of a feed that comes in pages; default 1000 */
    int retry_ms; /* before the first retry; default 1000; no setting: for tests */
};

/* How the collector reaches the server and says who it is. "" or NULL: not said. No
 * secret stands here: they are read from the credentials file when they are needed. */
struct access {
    const char *method;      /* "none", "basic", "bearer", "exchange" */
    const char *credentials; /* file, readable by its owner alone */
    const char *refresh;     /* "exchange": address that gives the secret in force */
    const char *ca;          /* file of certificates that are trusted besides */
    const char *certificate, *key; /* the client's own, PEM */
    const char *proxy;             /* http://host:port or socks5h://host:port */
    const char *post;              /* body of the request; then it is a POST */
    const char *const *headers;    /* "Name: value" */
    size_t n_headers;
};

struct source {
    const char *name, *title;
    const char *address;
    const char *format; /* a decoder's name, or "auto" */
    bool allow_http;    /* https is always allowed */
    bool allow_file;
    bool allow_loopback; /* addresses of this machine, for tests and the demo */
    int every_minutes;   /* schedule; 0 = only when asked */
    struct mapping mapping;
    struct access access;
    struct limits limits;
};

#endif
