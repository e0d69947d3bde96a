/*
 * The view model: one page, plain, before anybody knows where it is drawn.
 *
 * Owns: what a page says, in the reader's language: head, conclusion, blocks, rows with
 * their addresses and detail texts. Screen, paper and later formats all draw this.
 * Must never know: curses, widths of a screen, the store's files.
 *
 * All strings are clean UTF-8 in the arena of the view_context that built the page.
 */
#ifndef VIEWS_VIEW_H
#define VIEWS_VIEW_H

#include "views/role.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum align { ALIGN_LEFT, ALIGN_RIGHT };

/* What a cell's text stands for, for readers who compute with it. */
struct view_exact {
    double number;                /* as it was delivered, in `unit` */
    bool has_number;              /* false: a named absence */
    const char *unit, *qualifier; /* "" = none; "" = exact, ">", ">=", "<", "<=", "~" */
    char status;                  /* SDMX CL_OBS_STATUS; 0 = none: a target */
    const char *indicator,
        *period; /* codes: "B9-01", "2026-Q3", of a target its year */
    int32_t region;
    const char *source; /* title, of a target its document; "" = not known */
};

/* What a cell's text draws: a bar with shares of 1 done and due, or, with n > 0, values
 * one after the other. */
struct view_picture {
    double done, due;
    const double *values;
    size_t n;
};

/* One cell of a table. text "" is an empty cell. */
struct view_cell {
    const char *text;
    enum role role;
    const struct view_exact *exact;     /* NULL: the text says all there is */
    const struct view_picture *picture; /* NULL: it draws nothing */
};

/* One column. Rules of layout: numbers are never cut, names are. A flexible column
 * takes extra width up to its longest text and may be cut down to `min` cells; where
 * that does not do, columns are left out by `drop`: 1 first, 2 next; 0 stays. The `min`
 * of another column is kept free for it even where its texts are shorter. */
struct view_column {
    const char *head;
    enum align align;
    int min; /* least cells; 0 = as wide as its longest text */
    int drop;
    bool flexible;
    bool picture; /* drawn from the other columns: left out on paper, and where no row
                     has one */
    bool spare;   /* on a screen left out, in its turn of `drop`, so that two tables
                     still fit beside each other (view_table.split) */
};

/* One row. A row with an address can be opened; every row but a group head can be
 * selected. */
struct view_row {
    const char *key;     /* identity, for the cursor to follow; unique in the view */
    const char *address; /* "" = nothing to open */
    const char *detail;  /* the detail line in words, "" = none */
    const struct view_cell *cells; /* one for each column */
    bool head;                     /* a group's head or an unselectable line */
};

struct view_table {
    const struct view_column *columns;
    size_t n_columns;
    const struct view_row *rows;
    size_t n_rows;
    /* Rows from here on stand beside the first ones where two tables fit into the
     * width (overview); 0 = one table. */
    size_t split;
    size_t
        sorted; /* 1 + the column that the reader has ordered the rows by; 0 = none */
    bool reversed;     /* and that the other way round */
    const char *empty; /* said in place of rows when there are none */
};

/* The regions x tasks matrix: heads written downwards, two cells a column. */
struct view_matrix_column {
    const char *key;     /* "A2.2": with the row's the key of a cell, ROW/COLUMN */
    const char *head;    /* a short Chinese name, a character a line; or a code */
    const char *name;    /* in full, for the detail line and for paper */
    const char *address; /* opened by Enter on the head */
    const char *detail;  /* of the head, in words */
    bool group_start;    /* a blank cell before it */
};

struct view_matrix_cell {
    const char *symbol; /* one or two cells wide */
    enum role role;
    const char *word; /* the state in words, for paper: "欠进度" */
    const char *detail;
    const char *address;
    bool exception; /* worth listing on paper */
    bool behind;    /* somebody must act: the cursor looks for these */
};

struct view_matrix_row {
    const char *key, *name, *address, *detail;
    const char *brief; /* the name where a whole one has no room: two to six cells, like
                          no other row's; "" = none */
    const char *judged; /* how many cells could be judged, for paper: "judged 3/25" */
    const char *quiet;  /* said on paper where no cell is an exception */
    const struct view_matrix_cell *cells; /* one for each column */
    const char *const *totals;            /* one for each total head */
};

struct view_matrix {
    const struct view_matrix_column *columns;
    size_t n_columns;
    const char *const *group_heads; /* parallel to columns: the group's name at its
                                       first column, "" elsewhere */
    const char *const *total_heads;
    size_t n_totals;
    const struct view_matrix_row *rows;
    size_t n_rows;
    bool heads_downwards;     /* Chinese: one character a line */
    const char *legend;       /* one line */
    const char *brief_legend; /* what the rows' brief names are, "" = plain to see */
};

/* A simple line chart: points over days. Nothing is drawn between points. */
struct view_point {
    int32_t day;
    double value;
    char mark;         /* '@' official, '^' lower bound, 'v' upper bound, '*' about, 'o'
                          provisional, 'T' target, '.' path, 'x' projection; '|' a
                          break on that day, from top to bottom: it has no value; 'A' to
                          'F' regions that are compared */
    const char *label; /* beside the point, "" = none */
};

struct view_chart {
    const struct view_point *points; /* ascending by day */
    size_t n_points;
    const char *unit;
    const char *legend;
    int decimals;
};

/* Tiles on places of a grid, and what is said in its corners. Printed as text, paper
 * has the list. */
struct view_tile {
    const char *key, *address, *detail;
    const char *name; /* at most four cells */
    const char *symbol, *value;
    enum role role;  /* of the symbol */
    int row, column; /* from 1; tiles ascend by row, then by column */
};

struct view_map_lines {
    const char **texts;
    size_t n;
};

struct view_map {
    const struct view_tile *tiles;
    size_t n;
    struct view_map_lines head, foot; /* left of the upper and of the lower tiles */
};

enum block_kind { BLOCK_TEXT, BLOCK_TABLE, BLOCK_MATRIX, BLOCK_CHART, BLOCK_MAP };

/* A part of the page, drawn in order, one empty line between two of them unless `tight`
 * joins it to the one before. */
struct view_block {
    enum block_kind kind;
    const char *title; /* section word in column 1, "" = none */
    bool tight;
    bool verbatim;     /* BLOCK_TEXT: keep the original characters (clause texts) */
    const char *text;  /* BLOCK_TEXT: paragraphs divided by newlines; wrapped */
    const char *label; /* BLOCK_TEXT: word in column 1, the text hangs right of it */
    enum role role;    /* BLOCK_TEXT */
    /* BLOCK_TEXT: a paragraph that the cursor can stand on; NULL = it cannot. */
    const struct view_row *row; /* its key, address and detail; no cells */
    struct view_table table;
    struct view_matrix matrix;
    struct view_chart chart;
    struct view_map map;
};

struct view_step {
    const char *text, *address;
};

struct view_mark {
    const char *text;
    enum role role;
};

enum { VIEW_MARKS = 3 };

struct view {
    const char *address;           /* canonical, "task/A2.2@430000" */
    const struct view_step *steps; /* breadcrumb from the root, this page last */
    size_t n_steps;
    /* Right side of line 1: the office's classification, and at most two of demo data,
     * published figures, offline. */
    struct view_mark marks[VIEW_MARKS];
    size_t n_marks;
    const char *as_of; /* "数据截至 2026年10月底", "" if there is no data */
    enum role as_of_role;
    const char *conclusion;         /* the page's question answered in one sentence */
    const char *collected;          /* right side of line 2 */
    const char *collected_brief[2]; /* the same, shorter and shortest, where the
                                       conclusion needs the room; NULL = no shorter */
    enum role collected_role;
    const char *detail; /* the detail line while nothing is selected */
    const struct view_block *blocks;
    size_t n_blocks;
    const char *keys;         /* this page's keys for the status line */
    const char *const *notes; /* printed below: scope, sources, what is wrong */
    size_t n_notes;
    bool wrong; /* something needs attention; see enum freshness for paper */
};

#endif
