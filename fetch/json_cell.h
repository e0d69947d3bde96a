/*
 * A value of JSON as a cell.
 *
 * Owns: what each type is: a number, a text with what it says, nothing, or something
 * that is no figure. Must never know: formats.
 */
#ifndef FETCH_JSON_CELL_H
#define FETCH_JSON_CELL_H

#include "fetch/feed.h"
#include "fetch/json.h"

/* Fills in kind, value, qualifier and raw. NULL and null are missing. */
void json_cell(struct cell *cell, const struct json *value);

#endif
