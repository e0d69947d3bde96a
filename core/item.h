/*
 * Items: what is delivered besides figures. The registers of part four (the task ledger
 * 台账, demonstration cases, publicity items), and additions to the catalogue.
 *
 * Owns: which kinds there are, the fields of each, how a field is written canonically.
 * Must never know: formats, the store, pages.
 *
 * An item is texts by field. Fields of the registers are canonical (item_canonical):
 * codes of regions and tasks, dates as YYYY-MM-DD, numbers in plain digits, choices by
 * their code. Fields of a catalogue's kind are the columns of its file, and it is the
 * catalogue's reader that judges them.
 */
#ifndef CORE_ITEM_H
#define CORE_ITEM_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stored by number: further kinds go behind the last. */
enum item_kind {
    ITEM_LEDGER,
    ITEM_CASE,
    ITEM_PUBLICITY,
    /* additions to the catalogue's files */
    ITEM_DOCUMENT,
    ITEM_INDICATOR,
    ITEM_REGION,
    ITEM_TARGET,
    ITEM_PUBLISHED,
    ITEM_TASK,
    ITEM_SCOPE,
    ITEM_UNIT,
    ITEM_CALENDAR,
    ITEM_KINDS
};

enum item_type {
    ITEM_TEXT,      /* one line */
    ITEM_LONG_TEXT, /* may have several lines */
    ITEM_CODE,      /* of the item itself: any text without blanks at its ends */
    ITEM_PLACE,     /* a region's code */
    ITEM_TASK_CODE,
    ITEM_DATE,
    ITEM_DEADLINE, /* a month, quarter, half or year stands for its last day; "长期": ""
                    */
    ITEM_NUMBER,
    ITEM_PERCENT, /* 0 to 1000 (a goal may be passed), "%" may follow */
    ITEM_CHOICE
};

enum {
    ITEM_FIELDS = 24,
    ITEM_TEXT_MOST = 16 * 1024, /* bytes of one field */
    ITEM_CODE_MOST = 160        /* bytes of an ITEM_CODE */
};

struct item_field {
    const char *name;  /* in JSON and as a column's head: "deadline" */
    const char *title; /* translatable: "Deadline" */
    const char *heads; /* other column heads, "|" between: "完成时限|办结时限" */
    enum item_type type;
    bool key;      /* part of what makes the item the one it is */
    bool required; /* keys are */
    const char
        *choices; /* "closed=已办结|办结|销号;overdue=逾期": code, then its words */
    const char *otherwise; /* the field that stands in where this one is empty */
    bool later; /* a column that files of the catalogue of before do not have */
};

struct item_register {
    const char *name;  /* "ledger"; for a catalogue's kind its file's: "targets" */
    const char *title; /* translatable */
    bool catalog;      /* an addition to the catalogue */
    struct item_field fields[ITEM_FIELDS]; /* ends with a NULL name */
};

extern const struct item_register item_registers[ITEM_KINDS];

/* One item, or one version of it. Texts are lent by whoever filled it. */
struct item {
    enum item_kind kind;
    const char *key;    /* its key fields' texts, "/" between */
    const char *source; /* who delivered it, "" where that goes without saying */
    uint32_t receipt;
    uint32_t row;   /* of the body it came in, while it is delivered; 0 = unknown */
    bool withdrawn; /* struck out; its fields are as they were */
    bool late;      /* a version of an older edition that came later: it never stood */
    const char *fields[ITEM_FIELDS]; /* "" where nothing was said; by the kind's list */
};

/* The kind of that name ("ledger"); false if there is none. */
bool item_kind_named(const char *name, enum item_kind *kind);

/* How many fields the kind has; the one of that name or head, -1 if none. */
size_t item_field_count(enum item_kind kind);
int item_field_named(enum item_kind kind, const char *name);

/* The field's text, "" if the kind has no field of that name. */
const char *item_field(const struct item *item, const char *name);

/* "deadline (完成时限)": the field for a message; in the arena, or lent. */
const char *item_field_shown(const struct item_field *field, struct arena *arena);

/* Writes a text as sent as the field holds it: in the arena, or lent. False, with the
 * reason, if it cannot be what the field's type says. Places and tasks are only
 * trimmed: their codes are a matter of the catalogue. A text that is empty, or nothing
 * but blanks, is "" whatever the type.
 *
 * Dates: 2026-11-05, 2026/11/5, 2026.11.5, 20261105, 2026年11月5日, 2026年11月底,
 * 2026年底; a time of day may follow, and one with a zone counts as Beijing's day. The
 * serial numbers of spreadsheets are none, since two calendars count them. Full-width
 * digits and signs are read as plain ones. */
bool item_canonical(const struct item_field *field, const char *text,
                    struct arena *arena, const char **canonical, struct error *error);

/* The date that a text says, as YYYY-MM-DD, or as a deadline (ITEM_DEADLINE); false if
 * it says none. The text is trimmed and without full-width characters. */
bool item_date(const char *text, bool deadline, struct arena *arena,
               const char **canonical);

/* Would a spreadsheet take the text for a formula, or a reader of ours for one that was
 * kept from being one? Written into a table it gets an apostrophe before it; numbers
 * need none. item_unguarded gives what was meant by a cell: lent. */
bool item_guarded(const char *text);
const char *item_unguarded(const char *cell);

/* The key of an item with these fields, in the arena. */
const char *item_key(enum item_kind kind, const char *const *fields,
                     struct arena *arena);

#endif
