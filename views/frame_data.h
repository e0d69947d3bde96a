/*
 * What a page says of its data: which day it is of, when that was collected, what
 * fails, and with what else it was made.
 *
 * Owns: the as-of and collected texts, the notes about them.
 * Must never know: any one page.
 */
#ifndef VIEWS_FRAME_DATA_H
#define VIEWS_FRAME_DATA_H

#include "views/frame.h"

/* Sets as_of and collected of the frame's view, adds its notes; the detail too, where
 * the page has none. After all figures have been counted. */
void frame_data(struct frame *frame);

#endif
