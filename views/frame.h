/*
 * Frames: what every page has around its content.
 *
 * Owns: breadcrumb, marks, the as-of and collected texts, what is said about failing
 * sources, and the order in which a page puts its view together.
 * Must never know: any one page, curses, LMDB.
 *
 * A page's build function: frame_open; steps; blocks, with frame_use for every figure
 * that it shows; view.conclusion, .detail and .keys set directly; frame_close. All
 * memory is the context's arena.
 */
#ifndef VIEWS_FRAME_H
#define VIEWS_FRAME_H

#include "catalog/catalog.h"
#include "core/error.h"
#include "views/figure.h"
#include "views/page.h"
#include "views/view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FRAME_PERIODS = 48,
    CONCLUSION_CELLS = 66 /* of line 2 at 80 columns */
};

struct frame {
    const struct view_context *context;
    struct arena *arena;
    struct figures figures;
    struct view view; /* conclusion, detail, keys: set by the page */
    struct view_step *steps;
    size_t n_steps;
    struct view_block *blocks;
    size_t n_blocks;
    const char **notes;
    size_t n_notes;
    /* How many of the page's stored values end on each day. */
    struct {
        int32_t day;
        int count;
    } ends[FRAME_PERIODS];
    size_t n_ends;
    size_t n_stored, n_published; /* values shown */
    int *from_source;             /* values shown, by source; parallel to figures */
    bool tells_sources;           /* the page itself says which sources fail, and why */
    const char *filter; /* that the page goes by, in the reader's words; NULL = none */
};

/* Begins a page with its canonical address and the root step. False only if the data
 * cannot be read. */
bool frame_open(struct frame *frame, const struct view_context *context,
                const char *address, struct error *error);

/* The region that an address means: its own, or the home region. NULL with an error if
 * there is no such region. */
const struct region *frame_region(const struct view_context *context,
                                  const struct address *address, struct error *error);

/* Adds a step of the breadcrumb; the last one is the page itself. */
void frame_step(struct frame *frame, const char *text, const char *address);

/* Adds the steps from the root to a region: province, prefecture, county. */
void frame_place(struct frame *frame, const struct region *region);

/* What the pages of a region outside the opinions say (region_outside). */
const char *outside_text(struct frame *frame, const struct region *region);

/* The filter that the reader put on the page, "" if none: whoever asks goes by it. From
 * then on line 2 says so before the conclusion, and the keys how it is taken off. */
const char *frame_filter(struct frame *frame, const struct page *page);

/* The first wording that fits into the conclusion's cells, else the last; and with the
 * frame's filter before it. */
const char *fullest(const char *const *wordings, size_t n);
const char *frame_fullest(const struct frame *frame, const char *const *wordings,
                          size_t n);

/* Adds a block; absent strings may be NULL. */
void frame_block(struct frame *frame, struct view_block block);
void frame_text(struct frame *frame, const char *label, const char *text,
                enum role role);

/* Adds a note, printed below the page. */
void frame_note(struct frame *frame, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Counts a figure that the page shows: the as-of text, the marks and what failing
 * sources touch follow from these. */
void frame_use(struct frame *frame, const struct figure *figure);

/* Likewise an item of a register: who delivered it, and the day that it says it is of,
 * 0 = it does not say. */
void frame_use_item(struct frame *frame, const char *source, int32_t day);

/* Ends the page and gives its view. */
void frame_close(struct frame *frame, struct view *view);

/* "page/id@region" in the arena; id "" and region 0 are left out. */
const char *link_text(struct arena *arena, const char *page, const char *id,
                      int32_t region);

/* "11-05 06:15" in Asia/Shanghai, "2026-11-05 06:15", and "2026-11-05". */
const char *time_text(struct arena *arena, int64_t time);
/* The first of these; of another year than the present's the last. */
const char *moment_text(struct arena *arena, int64_t time, int64_t now);
const char *stamp_text(struct arena *arena, int64_t time);
const char *day_text(struct arena *arena, int32_t day);

/* The days of a column: "10-30", of another year than that of `today` the whole date,
 * "" = not said. */
const char *day_brief(struct arena *arena, int32_t day, int32_t today);

#endif
