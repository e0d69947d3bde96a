/*
 * The catalogue: the initiative as data.
 *
 * Owns: the opinions' text by clause, tasks, indicators, targets, regions, documents,
 * the published figures, each with its source. Read from the files in catalog/ (which
 * are compiled into the program) or from a directory that replaces some of them.
 * Must never know: the store, the network, pages.
 *
 * Everything is lent by the catalogue's arena and lives until catalog_close.
 */
#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H

#include "catalog/index.h"
#include "core/arena.h"
#include "core/error.h"
#include "core/observation.h"
#include "core/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum language { LANGUAGE_ZH, LANGUAGE_EN };

enum { REGION_NATION = 100000 };

/* One clause, sentence or heading of the document, in the document's order. lead and
 * text of all clauses, one a line where `starts_line`, give the document word for word.
 */
struct clause {
    const char *id;   /* "0", "0.1", "1", "G0", "A1", "A1.1", "B7", "4.1", "C1" .. */
    const char *lead; /* the number before it, "1." or "（七）"; "" if none */
    const char *text; /* word for word, from its first character after the number */
    bool starts_line; /* false: goes on in the line of the clause before */
};

enum task_kind {
    TASK_GOAL,       /* G0 */
    TASK_ACTION,     /* A1 .. A6, groups of tasks */
    TASK_TASK,       /* A1.1 .. A6.2: 17 */
    TASK_CAPABILITY, /* B7 .. B14: 8 */
    TASK_DUTY        /* C1 .. C4: part four */
};

struct task {
    const char *code, *parent; /* parent: "A1" for A1.1, "B" and "C" for theirs, "" */
    enum task_kind kind;
    const char *title_zh, *short_zh, *title_en, *short_en;
    const char *clause;             /* id of its clause: the task's own code */
    const char *lead;               /* unit; "" if none */
    bool lead_published;            /* false: proposed, shown as (建议) */
    const char *const *cooperating; /* NULL-terminated */
    const char *const *documents;   /* codes of follow-up documents, NULL-terminated */
};

/* How far a name is official. */
enum name_status {
    NAME_PUBLISHED,
    NAME_PUBLISHED_NAME,
    NAME_UNVERIFIED,
    NAME_PROPOSED
};

enum aggregation { AGGREGATE_SUM, AGGREGATE_RATIO, AGGREGATE_NONE };

struct indicator {
    char code[CODE_SIZE];
    const char *task; /* code */
    const char *name_zh, *name_en, *unit_zh, *unit_en;
    enum indicator_kind kind;
    enum direction direction;
    enum frequency frequency;
    enum aggregation aggregation;
    enum name_status name_status;
    int decimals;
    const char *lead; /* unit that publishes or is proposed to */
    bool provincial;  /* exists for the provinces' own targets, not one of the 111 */
    const char *note; /* scope and warnings, "" if none */
};

struct region {
    int32_t code, parent; /* parent 0 for the nation */
    int level;            /* 0 nation, 1 province, 2 prefecture, 3 county */
    const char *type, *name_zh, *short_zh, *name_en, *iso;
    const char *flag;  /* "XPCC", "province-administered", "check" or "" */
    int valid_to;      /* year, 0 = still valid */
    int32_t successor; /* 0 = none */
};

/* A figure that a ministry announced. */
struct published {
    struct observation
        observation; /* receipt 0; revised: an earlier day's row differs */
    bool has_change; /* the published change differs from that of the rounded values */
    double change;   /* on the period before, in the indicator's unit */
    const char *issuer;
    int32_t day;      /* of publication; known from the end of that day. Of a date that
                         is a month or a year its last day; without one the period's */
    const char *date; /* publication date as known: "2026-02-05", "2026-03", "" */
    const char *source; /* key into sources, "" if none was given */
    const char *note;
};

struct document {
    const char *code, *title, *date; /* date as printed, "" if unknown */
    int32_t day;                     /* by which it was known; 0 = unknown */
    const char *issuer;              /* all issuers as printed, "" if unknown */
    const char *const *issuers;      /* NULL-terminated */
};

/* One version of an indicator's scope 口径. Values of periods that end on its first day
 * or later are of another scope than those before: a break. */
struct scope {
    char indicator[CODE_SIZE];
    int32_t region; /* whose figures, and those of the regions in it; 0 = everybody's.
                       The nation: its own figures alone */
    const char *version; /* "2" */
    int32_t from;        /* first day it holds for; 0 = from the beginning */
    const char *text;
    const char *document; /* code, "" if none */
    int32_t day;          /* by which it was known, else the document's; 0 = unknown */
    const char *source;   /* key into sources, "" if none was given */
    const char *note;
};

/* A reporting unit that is a list of regions: the five cities with independent planning
 * status, the XPCC. */
struct reporting_unit {
    const char *code, *name_zh, *name_en;
    const int32_t *regions; /* ends with 0 */
    const char *note;
};

/* Who must report an indicator, and by when. */
struct duty_to_report {
    char indicator[CODE_SIZE]; /* "" = every indicator of `task` */
    const char *task;          /* code, "" if an indicator is named */
    int32_t region;            /* whose ... ; 0 = those of `unit` */
    int level;        /* ... parts of this level report (2: the counties that a province
                         administers itself too); 0 = the region itself does */
    const char *unit; /* code of a reporting unit: each of its regions, "" = none */
    enum frequency frequency; /* of the reports; FREQ_NONE = the indicator's own */
    int days;                 /* after the period's end by which it is due */
    const char *reporter;     /* the office that reports, "" if not said */
    const char *note;
};

struct figure_source {
    const char *key, *text;
};

struct catalog {
    struct arena arena;
    const struct clause *clauses;
    size_t n_clauses;
    const struct task *tasks; /* document order: G0, A1, A1.1 .. C4 */
    size_t n_tasks;
    const struct indicator *indicators; /* catalogue order; provincial ones last */
    size_t n_indicators;
    const struct target *targets; /* national first */
    size_t n_targets;
    const struct region *regions; /* by code; the nation first */
    size_t n_regions;
    const struct published *published; /* by indicator (catalogue order),
                                           region, period, day */
    size_t n_published;
    const struct document *documents;
    size_t n_documents;
    const struct figure_source *sources;
    size_t n_sources;
    const struct scope *scopes; /* by indicator (catalogue order), region, from */
    size_t n_scopes;
    const struct reporting_unit *units;
    size_t n_units;
    const struct duty_to_report *calendar; /* 报送日历; in the file's order */
    size_t n_calendar;
    /* private: rows by id, code and name */
    struct catalog_index clause_ids, task_codes, indicator_codes, document_codes,
        source_keys, region_names, unit_codes, unit_names;
};

/* Something wrong in a catalogue file, for --check. */
struct catalog_problem {
    const char *file;
    int line; /* 0 = the whole file */
    struct error error;
};

struct catalog_problems {
    struct catalog_problem *items; /* in the arena that catalog_open was given */
    size_t n;
};

/* One of the catalogue's files as it stands: "targets.tsv" and its bytes. */
struct catalog_text {
    const char *name, *bytes;
    size_t n;
};

struct catalog_texts {
    const struct catalog_text *items;
    size_t n;
};

/* The files in effect, each from `directory` (may be NULL) where that has it, else the
 * compiled one, in the arena. */
bool catalog_texts(const char *directory, struct arena *arena,
                   struct catalog_texts *texts, struct error *error);

/* Opens a catalogue of given texts alone, for one that was kept earlier; otherwise as
 * catalog_open. A file that is not among them is a problem, but for those that came
 * later (scopes.tsv, units.tsv, calendar.tsv): then there are none. */
bool catalog_open_texts(struct catalog *catalog, const struct catalog_texts *texts,
                        struct catalog_problems *problems, struct error *error);

/* Opens the catalogue: each file from `directory` where that has it, else the compiled
 * one. directory may be NULL. Every problem of every file is listed in `problems` (may
 * be NULL; its memory is the catalogue's). Returns false with the first problem in
 * `error` when there is any; the catalogue is then empty but `problems` stays readable
 * until catalog_close. */
bool catalog_open(struct catalog *catalog, const char *directory,
                  struct catalog_problems *problems, struct error *error);
void catalog_close(struct catalog *catalog);

/* Lookups; NULL if there is none. */
const struct clause *catalog_clause(const struct catalog *catalog, const char *id);
const struct task *catalog_task(const struct catalog *catalog, const char *code);
const struct indicator *catalog_indicator(const struct catalog *catalog,
                                          const char *code);
const struct region *catalog_region(const struct catalog *catalog, int32_t code);
const struct document *catalog_document(const struct catalog *catalog,
                                        const char *code);
/* By code, ISO 3166-2, full or short Chinese name, or English name; a name that several
 * regions bear gives NULL. Historical regions are found by code only. */
const struct region *catalog_region_named(const struct catalog *catalog,
                                          const char *name);

/* The region that a person means by a name typed: as above, but of several that bear it
 * the one of the highest level, if that has only one (吉林 is the province, 长沙 the
 * city), and a province's letters of ISO 3166-2 in either case (hn). Not for feeds. */
const struct region *catalog_region_typed(const struct catalog *catalog,
                                          const char *name);

/* Do several of today's regions bear the name, as a feed writes it? Then
 * catalog_region_named finds none. */
bool catalog_region_shared(const struct catalog *catalog, const char *name);

/* The children of a region that are still valid, as a slice of pointers in the arena.
 */
const struct region **catalog_children(const struct catalog *catalog, int32_t parent,
                                       struct arena *arena, size_t *n);

/* The full text of a task's clause: for an action the clause texts of its tasks are not
 * included, only its heading. Lent. */
const char *catalog_task_text(const struct catalog *catalog, const struct task *task);

/* The scopes of an indicator in a region, ascending by `from`: the region's own where
 * it has any, else those of the nearest region it lies in (but not the nation's, which
 * are about the nation's own figures), else everybody's. In the arena. */
const struct scope *const *catalog_scopes(const struct catalog *catalog,
                                          const struct indicator *indicator,
                                          int32_t region, struct arena *arena,
                                          size_t *n);

/* The reporting unit of that code or name; NULL if there is none, or several bear the
 * name. */
const struct reporting_unit *catalog_unit(const struct catalog *catalog,
                                          const char *name);

/* What the calendar says of a region's report of an indicator: the row that names the
 * indicator goes before one that names its task, that before one of the task's action;
 * then the region itself goes before a unit of which it is one, and that before the
 * parts of a region or unit, the smallest first. NULL: nobody said that it must report.
 * Regions that ended do not report, nor those whom the opinions do not address
 * (catalog_outside). */
const struct duty_to_report *catalog_due(const struct catalog *catalog,
                                         const struct indicator *indicator,
                                         const struct region *region);

/* Regions that ended and whose successor this one is: their history goes on here. In
 * the arena. */
const struct region **catalog_predecessors(const struct catalog *catalog,
                                           int32_t region, struct arena *arena,
                                           size_t *n);

/* Is `task` the code `whole`, or of a task that `whole` heads (A2 heads A2.1)? A code
 * that the catalogue does not know is itself alone. */
bool catalog_task_in(const struct catalog *catalog, const char *task,
                     const char *whole);

/* Does `region` lie within `whole` (or is it the same)? The nation holds all. A region
 * that ended lies where its successor lies, and in it. */
bool catalog_within(const struct catalog *catalog, int32_t region, int32_t whole);

/* Is the region outside the opinions' addressees (Hong Kong, Macao, Taiwan)? */
bool catalog_outside(int32_t region);

/* Names in a language. A prefecture or county without an English name gives the
 * romanised one. */
const char *task_title(const struct task *task, enum language language);
const char *task_short(const struct task *task, enum language language);
const char *indicator_name(const struct indicator *indicator, enum language language);
const char *indicator_unit(const struct indicator *indicator, enum language language);
const char *region_name(const struct region *region, enum language language);
const char *region_short(const struct region *region, enum language language);

#endif
