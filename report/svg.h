/*
 * SVG 1.1: charts and the provinces' tiles, as a document of their own or inside HTML.
 *
 * Owns: how a chart and the tiles are drawn as a picture. Like on a screen nothing is
 * drawn between two points.
 */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include "report/report.h"

/* One picture, `title` for those who cannot see it. */
void svg_chart(struct report *report, const struct view_chart *chart,
               const char *title);
void svg_map(struct report *report, const struct view_map *map, const char *title);

/* A sparkline of one line's height. */
void svg_course(struct report *report, const struct view_picture *picture,
                const char *title);

/* Appends a text with &, <, >, " and ' written as character references. */
void svg_text(struct report *report, const char *text);

/* The colour of a role on white paper: "#cf222e". */
const char *svg_colour(enum role role);

extern const struct report_format report_svg;

#endif
