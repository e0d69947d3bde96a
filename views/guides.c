/* Guides: see views/guides.h. */
#include "views/guides.h"

#include "core/msgid.h"

#include <stddef.h>
#include <string.h>

enum { PARTS_MOST = 5 };

static const struct {
    const char *page;
    struct guide_part parts[PARTS_MOST];
} guides[] = {
    {"",
     {{N_("First"),
       N_("Move with the arrow keys, open what stands behind > with Enter, go back "
          "with "
          "Esc. The digits 1 to 9 and 0 open the pages listed below. q leaves.")},
      {N_("Search"), N_("Press / and type a name, a code or a word of the opinions; "
                        "Enter opens what is "
                        "chosen. : goes straight to a page, a region or a code.")},
      {N_("Lines"), N_("The second line answers the page's question. The last but one "
                       "explains the row "
                       "behind >. A number that is missing has a name: the table of "
                       "signs below tells "
                       "which.")}}},
    {"overview",
     {{N_("Answers"), N_("Are we on schedule, what is late, what has changed?")},
      {N_("Read"),
       N_("Above, the goals: the bar is what is done, the upright stroke where the "
          "schedule "
          "is today; a bar that ends before it is behind. Below, each action and "
          "capability with its indicators counted: ahead, on track, behind, not "
          "judged.")},
      {N_("Go on"), N_("Enter on a goal opens its indicator, on an area its tasks, on "
                       "a late item its "
                       "page in the ledger.")}}},
    {"region",
     {{N_("Answers"), N_("Who is behind, where, and by how much?")},
      {N_("Read"), N_("The nation: each province where it lies, with its sign and "
                      "value; it is no map. "
                      "m changes to the list with ranks, s to another order. One "
                      "region: its targets, "
                      "its tasks, and the regions in it. Ranks go by the distance to "
                      "the schedule.")},
      {N_("Go on"),
       N_("Enter opens the region; Space marks regions, c compares them. Type "
          ":region/B9-01 for another indicator.")}}},
    {"task",
     {{N_("Answers"), N_("What does the document ask for, who leads, how far is it?")},
      {N_("Read"),
       N_("All tasks in the document's order; a task alone with its clause word for "
          "word, "
          "its units, its indicators with target and state, and the regions by rank.")},
      {N_("Go on"), N_("Enter on an indicator or a region opens it; S sorts by any "
                       "column; t shows an "
                       "earlier day.")}}},
    {"coordination",
     {{N_("Answers"), N_("Which region has trouble with which task?")},
      {N_("Read"),
       N_("A row is a region, a column a task. Only what needs attention is a "
          "character or "
          "a double sign; the line below the table tells the signs. The totals count "
          "tasks.")},
      {N_("Go on"),
       N_("! jumps to the next cell behind; s sorts by the row or the column at hand; "
          "F "
          "shows only some regions; Enter opens the task in that region.")}}},
    {"ledger",
     {{N_("Answers"), N_("Which items of work are late, and who answers for them?")},
      {N_("Read"), N_("Items of the task ledger with unit, deadline and progress, the "
                      "longest overdue "
                      "first. ! is overdue, : due soon, # closed.")},
      {N_("Go on"), N_("s sorts, S by any column, F filters by state or unit, u groups "
                       "by unit, region or task; Enter opens the item with its "
                       "measures and problems.")}}},
    {"cases",
     {{N_("Answers"), N_("Which examples were chosen, and where can they be copied?")},
      {N_("Read"), N_("The register of typical cases by region, field and year.")},
      {N_("Go on"),
       N_("Enter opens a case with its whole text; s and F as elsewhere.")}}},
    {"publicity",
     {{N_("Answers"), N_("What was made public, when and where?")},
      {N_("Read"), N_("The register of publicity by day, medium and task.")},
      {N_("Go on"), N_("Enter opens the item; s and F as elsewhere.")}}},
    {"changes",
     {{N_("Answers"), N_("What is different since a day, and why?")},
      {N_("Read"), N_("New periods, revisions, targets, scopes, items and states, each "
                      "with its cause. "
                      "A state may change because of new data, another target or "
                      "another rule; which "
                      "of them it was stands beside it.")},
      {N_("Go on"),
       N_("d sets the day to compare with; Enter opens what has changed.")}}},
    {"sources",
     {{N_("Answers"), N_("Which sources deliver, which do not, and since when?")},
      {N_("Read"),
       N_("A row is a source with its last success, its rows and when it is next due. "
          "What "
          "failed is explained below in a sentence; old figures stay in use.")},
      {N_("Go on"), N_("r collects, x stops it, L shows what was said meanwhile; Enter "
                       "opens the source "
                       "with its deliveries and the rows that were refused.")}}},
    {"bulletin",
     {{N_("Answers"), N_("What can be read out in the meeting?")},
      {N_("Read"), N_("Seven numbered paragraphs in the offices' form, from the same "
                      "figures as the "
                      "pages. A paragraph without data says so; none is left out.")},
      {N_("Go on"), N_("Enter lists the items that a paragraph counts; e writes the "
                       "page to a file.")}}},
    {"indicator",
     {{N_("Answers"), N_("How does one figure develop against its target?")},
      {N_("Read"), N_("The chart shows published values, the path to the target and "
                      "the last points "
                      "carried on; what was not published stays a gap. Below it the "
                      "methods side by "
                      "side, every value with its source, and what was revised.")},
      {N_("Go on"),
       N_("Enter on a source opens it; t shows what was known on an earlier day.")}}},
    {"find",
     {{N_("Answers"), N_("Where does a word occur?")},
      {N_("Read"), N_("Pages, tasks, indicators, targets, regions, clauses and "
                      "registers that contain "
                      "it: exact codes first, then names, then texts. Chinese names "
                      "may be typed by the first letters of their pinyin.")},
      {N_("Go on"), N_("Enter opens; Esc returns to where you were.")}}},
    {"digest",
     {{N_("Answers"),
       N_("What must a leader know first, whatever else is in the report?")},
      {N_("Read"),
       N_("Changes since the day that 8 counts from, those that somebody must "
          "see first; who is behind; what is overdue; which sources fail.")},
      {N_("Go on"), N_("Every printed report ends with it; :digest shows it here.")}}},
    {"log",
     {{N_("Answers"), N_("What has been said while collecting?")},
      {N_("Read"),
       N_("The newest line first; what needs attention has another colour.")},
      {N_("Go on"), N_("Enter opens the source.")}}},
};

const struct guide_part *guide_of(const char *page)
{
    for (size_t i = 0; i < sizeof guides / sizeof *guides; i++)
        if (strcmp(guides[i].page, page) == 0)
            return guides[i].parts;
    return NULL;
}
