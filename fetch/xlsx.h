/*
 * Excel workbooks (xlsx): one sheet as a table (fetch/tabular.h).
 *
 * Owns: which sheet is read, and telling a workbook from what looks like one.
 * Must never know: regions, indicators, the store.
 *
 * In files: the archive (xlsx_zip.c), its XML (xlsx_xml.c), the workbook's parts
 * (xlsx_book.c, xlsx_parts.c), number formats (xlsx_format.c), rows (xlsx_sheet.c) and
 * what covers them (xlsx_merge.c). Everything is read from memory and in pieces; no
 * more of the file is unpacked than is in hand.
 */
#ifndef FETCH_XLSX_H
#define FETCH_XLSX_H

#include "fetch/feed.h"

/* Does the body begin as a zip archive, or as what older programs write (OLE)? */
bool xlsx_is_zip(const struct body *body);

/* What such a body is, if it is no workbook that can be read: false with the sentence
 * for .xls, passwords, other documents, other archives. True for anything else. */
bool xlsx_check(const struct body *body, struct error *error);

extern const struct decoder decoder_xlsx;

#endif
