/*
 * A workbook but for its sheets' cells: which sheets there are, the texts that cells
 * share, the looks of numbers.
 *
 * Owns: the relationships between parts, workbook.xml, sharedStrings.xml, styles.xml
 * (ECMA-376 part 1, 18.2, 18.4 and 18.8), and the ceilings of shared texts.
 * Must never know: rows, columns, tables.
 */
#ifndef FETCH_XLSX_BOOK_H
#define FETCH_XLSX_BOOK_H

#include "core/bulk.h"
#include "fetch/xlsx_format.h"
#include "fetch/xlsx_xml.h"

enum {
    BOOK_SHEETS = 1000,
    BOOK_FORMATS = 65536,         /* of cells */
    BOOK_CODES = 2000,            /* of numbers */
    BOOK_STRINGS = 1000000,       /* shared texts */
    BOOK_STRING_BYTES = 64 << 20, /* of all of them */
};

struct xlsx_sheet_name {
    const char *name, *relation, *part; /* part "" where it is no sheet of cells */
    bool hidden;
};

struct xlsx_book {
    struct xlsx_zip *zip;
    const struct body *body;
    struct arena *arena;
    const char *part, *strings_part, *styles_part; /* "" where there is none */
    struct xlsx_sheet_name *sheets;                /* in the workbook's order */
    size_t n_sheets;
    bool since1904;
    bool percent;   /* a format of cells shows percentages */
    uint8_t *looks; /* enum xlsx_look of each cell format */
    size_t n_looks;
    struct bulk strings; /* each with its NUL */
    struct bulk starts;  /* size_t each: where in strings */
    size_t n_strings;
};

/* Reads everything. xlsx_book_close also after false. */
bool xlsx_book_open(struct xlsx_book *book, const struct body *body,
                    struct arena *arena, struct error *error);
void xlsx_book_close(struct xlsx_book *book);

/* The sheet of that name; of "" or NULL the first one that is not hidden. */
bool xlsx_book_sheet(const struct xlsx_book *book, const char *name,
                     const struct xlsx_sheet_name **sheet, struct error *error);

/* The other sheets that can be seen, in one line; "" if none. */
const char *xlsx_book_others(const struct xlsx_book *book,
                             const struct xlsx_sheet_name *sheet);

/* The shared text of that number; NULL if there is none. */
const char *xlsx_book_string(const struct xlsx_book *book, size_t i);

/* Reads sharedStrings.xml and styles.xml (xlsx_parts.c). */
bool xlsx_book_read_strings(struct xlsx_book *book, struct error *error);
bool xlsx_book_read_styles(struct xlsx_book *book, struct error *error);

/* Replaces _x000D_ and its like by the characters that they stand for, in place. */
void xlsx_unescape(char *text);

#endif
