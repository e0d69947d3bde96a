/*
 * Figures: one indicator in one region, as known at a time.
 *
 * Owns: how stored observations and the catalogue's published ones become one series,
 * which targets apply, the judgement, why there is no number, and how all of these are
 * written.
 * Must never know: pages, curses, LMDB.
 *
 * Nothing is computed that nobody published but differences, completion and schedule:
 * no sums over regions, no averages.
 */
#ifndef VIEWS_FIGURE_H
#define VIEWS_FIGURE_H

#include "catalog/catalog.h"
#include "core/assess.h"
#include "core/error.h"
#include "core/receipt.h"
#include "views/page.h"
#include "views/query.h"
#include "views/states.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One period of a series. */
struct figure_point {
    const struct observation *value;   /* what counts */
    const struct published *announced; /* the catalogue's of the same key, or NULL */
    bool differs; /* stored and announced are not the same number */
};

/* What the reporting calendar asks of a figure. */
struct figure_due {
    const struct duty_to_report *duty; /* NULL: nobody said that it must be reported */
    struct period last; /* the last one whose due day is over; FREQ_NONE: none yet */
    struct period next; /* the first one whose due day is not */
    int32_t last_day, next_day; /* by which they are due */
    bool late;                  /* nothing is there for `last` or later */
};

/* Invariants: 1. points ascend by period. 2. latest is the last point with a value;
 * NULL exactly if missing is not MISSING_NONE. 3. target is one of targets, or NULL. */
struct figure {
    const struct indicator *indicator;
    const struct region *region;
    const struct figure_point *points;
    size_t n_points;
    const struct observation *series; /* the points' values, as progress reads them */
    const struct figure_point *latest;
    enum missing missing;
    const struct target *const *targets; /* that apply, one a year, ascending */
    size_t n_targets;
    const struct target *target; /* the next one: it decides; else the last there was */
    bool own_target;             /* the region's own, not the nation's */
    bool past;                   /* the target's year is over */
    struct progress progress;    /* of the method that decides */
    /* Against `target`; progress is its `decided`. The trend counts only with
     * figures->whole or where it decides: a row leaves points out. */
    struct assessment assessment;
    enum assess_method method; /* that decides */
    bool stale;                /* two further periods of its frequency have ended */
    int64_t
        failed_from; /* its source fails since then (last success); 0 = it does not */
    bool held;       /* it does because its data needs attention */
    struct figure_due due;
    const char *source; /* title of the source of `latest`, or that delivers it; "" */
    const struct state_row *states; /* of progress, in the office's colours */
};

/* What a page asks for many figures: sources and who reports, read once. */
struct figures {
    const struct view_context *context;
    struct arena *arena;
    int64_t now; /* the present, or the end of the as-of day */
    struct source_state *sources;
    size_t n_sources;
    struct figure_receipt *receipts; /* looked up so far */
    size_t n_receipts;
    struct figure_reports *reports; /* who reports, by parent */
    size_t n_reports;
    struct figure_index *index; /* parallel to the catalogue's indicators */
    bool whole; /* figure_get gives every period, not only those that a row needs */
    struct figures_ahead {
        const struct region *region;     /* NULL: nothing is read ahead */
        const struct query_list **lists; /* by indicator, NULL where it was not asked */
        int32_t from;
    } ahead;
};

/* Where an indicator's figures and targets begin in the catalogue. */
struct figure_index {
    const struct published *published; /* NULL = none */
    const struct target *targets;      /* first that is about it; NULL = none */
};

bool figures_open(struct figures *figures, const struct view_context *context,
                  struct error *error);

/* Reads the stored series of the `wanted` indicators (parallel to the catalogue's,
 * NULL: all) in a region at once, for the figures that are asked for next. They lie in
 * the arena: figures_forget before it is released. */
bool figures_read(struct figures *figures, const struct region *region,
                  const bool *wanted, struct arena *arena, struct error *error);
void figures_forget(struct figures *figures);

/* The figure; its memory is `arena`'s (which may be shorter-lived than the page's).
 * Unless figures->whole, points that neither the latest value, the one before it nor
 * any judgement depends on may be left out. */
bool figure_get(struct figures *figures, const struct indicator *indicator,
                const struct region *region, struct arena *arena, struct figure *figure,
                struct error *error);

/* The figures of all of the catalogue's indicators in a region, parallel to them; NULL
 * with an error if they cannot be read. */
struct figure *figure_all(struct figures *figures, const struct region *region,
                          struct arena *arena, struct error *error);

/* The targets that a region set itself, as known: one a year (the newest document's),
 * ascending. */
const struct target *const *figure_targets(const struct figures *figures,
                                           const struct indicator *indicator,
                                           int32_t region, struct arena *arena,
                                           size_t *n);

/* Fills a figure's targets, the next of them and the judgement from its points. */
void figure_set_target(const struct figures *figures, struct figure *figure,
                       struct arena *arena);

/* Is the target's year over? */
bool target_past(const struct figures *figures, const struct target *target);

/* The figure with `target` in the place of the deciding one, and all three methods
 * against it. Of a target whose year is over in the data no method disagrees, and
 * nothing is needed any more. */
struct figure figure_against(const struct figures *figures, const struct figure *figure,
                             const struct target *target);

/* Does a national target of the indicator hold for every region too? */
bool target_of_everyone(const struct indicator *indicator);

/* Judges the figure against any target (NULL: none). What came after the target's year
 * does not count: a past target was reached by its year's end or missed. */
struct progress figure_judge(const struct figures *figures, const struct figure *figure,
                             const struct target *target);

/* As it stood when point `at` was the last one. */
struct progress figure_judge_at(const struct figures *figures,
                                const struct figure *figure, size_t at,
                                const struct target *target);

/* The point of the period just before (of the same frequency), or a year before; NULL
 * if it has no value, or if a break or a change of scope lies between. Days are
 * published irregularly: there the point before counts. */
const struct figure_point *figure_previous(const struct figure *figure, size_t at);
const struct figure_point *figure_year_before(const struct figure *figure, size_t at);

/* 1 if the figure is behind and was not at the period before (figure_previous), -1 if
 * it was and is no more, against the target that decides now; 0 where either period
 * cannot be judged. */
int figure_behind_change(const struct figures *figures, const struct figure *figure);

/* Does any child of `parent` have a stored value of the indicator? */
bool figure_reported(struct figures *figures, const struct indicator *indicator,
                     int32_t parent, bool *reported, struct error *error);

/* What the calendar asks on the page's day; `late` is left false. Nothing is owed for
 * periods that ended before the opinions were issued. */
struct figure_due figure_due(const struct figures *figures,
                             const struct indicator *indicator,
                             const struct region *region);

/* Is the observation a report on that period or a later one? A named absence is, unless
 * it only says that there is nothing; a forecast is not. */
bool figure_answers(const struct observation *observation, struct period period);

/* The place in figures->sources of the source that brought the value, or -1. */
int figure_source(struct figures *figures, const struct observation *value);

/* Is the source failing: nothing of its last attempt was taken? */
bool source_fails(const struct source_state *source);

/* Because its data is not what was accepted, so that somebody must see to it? */
bool source_held(const struct source_state *source);

/* What the source is called on a page: its title, or its name if it has none. */
const char *source_title(const struct source_state *source);

/* Is the region outside the opinions' addressees (Hong Kong, Macao, Taiwan)? */
bool region_outside(const struct region *region);

/* ---- how figures are written, in the reader's language ---- */

/* "> 1590", "3.86p": qualifier, digits, flag. */
const char *value_text(const struct indicator *indicator,
                       const struct observation *value, struct arena *arena);

/* The same as cells, with what they are exactly: the flag has two cells always, behind
 * a missing word too. source: who said it, "" = not known. */
struct view_cell value_cell(const struct figure *figure, enum language language,
                            struct arena *arena);
struct view_cell point_cell(const struct indicator *indicator,
                            const struct observation *value, const char *source,
                            enum language language, struct arena *arena);

/* A target as a cell in which it is written as `text`. */
struct view_cell target_cell(const struct indicator *indicator,
                             const struct target *target, const char *text,
                             enum language language, struct arena *arena);

/* With its unit, alone: "> 1.2万亿元", "42.8%". In sentences 超1.2万亿元. */
const char *lone_text(const struct indicator *indicator,
                      const struct observation *value, enum language language,
                      struct arena *arena);
const char *said_text(const struct indicator *indicator,
                      const struct observation *value, enum language language,
                      struct arena *arena);

/* "2026Q3", with the mark of a stale value. */
const char *period_text(const struct figure *figure, struct arena *arena);
const char *period_plain(struct period period, struct arena *arena);

/* A target's year: "2027", with a word where it is past. */
const char *target_year(const struct target *target, bool past, struct arena *arena);

/* A target: ">70", or its own words. Its owner in a word: the nation, a province. */
const char *target_text(const struct target *target, struct arena *arena);
const char *target_owner(const struct catalog *catalog, const struct target *target);
/* As said in a sentence, with the unit. */
const char *target_said(const struct indicator *indicator, const struct target *target,
                        enum language language, struct arena *arena);

/* "+6.1", "" if there is no gap, or none that could be said for sure. */
const char *gap_text(const struct progress *progress, struct arena *arena);

/* A gap by itself, as the office's rules round it: "-3.7". */
const char *points_text(double gap, const struct progress_rules *rules,
                        struct arena *arena);

/* The completion in per cent, with what stands before the value that it is of: "45.5",
 * "> 12.7". */
const char *completion_text(const struct figure *figure,
                            const struct progress *progress, struct arena *arena);

/* From `before` to `value`, signed: "+0.34"; "> +144" where one is a bound; "" where
 * there is no difference (both bounds, a break, another scope, no value). */
const char *change_text(const struct indicator *indicator,
                        const struct observation *value,
                        const struct observation *before, struct arena *arena);

/* The change of point `at` on the period before: the published one where there is one,
 * since it beats a difference of rounded values. */
const char *figure_change(const struct figure *figure, size_t at, struct arena *arena);

/* The last values, each of the period just before the next (figure_previous), as a
 * sparkline: three to eight cells, or an empty cell where there are fewer. Wants
 * figures->whole. */
struct view_cell figure_spark(const struct figure *figure, enum glyph_tier tier,
                              struct arena *arena);

/* That its source fails, and since when, in words. */
const char *figure_failure(const struct figure *figure, struct arena *arena);

/* The state: of a figure with a value its progress, else the kind of missing value. */
const struct state_row *figure_state(const struct figure *figure);

/* A sentence about the figure for the detail line: name, value, period, target,
 * completion and schedule, or why not, and what would change it. */
const char *figure_detail(const struct figure *figure, enum language language,
                          struct arena *arena);

#endif
