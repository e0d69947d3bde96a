/*
 * Guides: what each page is for and how to read it, in plain words, for somebody who
 * has never used a terminal program.
 *
 * Owns: the texts, a table. Shown by the help page.
 */
#ifndef VIEWS_GUIDES_H
#define VIEWS_GUIDES_H

struct guide_part {
    const char *label, *text; /* msgids */
};

/* The parts of a page's guide, ending with a label of NULL; NULL for a page without. ""
 * = the first steps, for help in general. */
const struct guide_part *guide_of(const char *page);

#endif
