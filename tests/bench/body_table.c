/* Bodies that are tables: SDMX-CSV 2.0 and workbooks. See tests/bench/body.h. */
#include "tests/bench/body_write.h"

#include "tests/bench/figure.h"
#include "tests/lib/workbook.h"

#include <stdlib.h>

/* ---- SDMX-CSV ---- */

static void write_lines(FILE *out, const struct body_rows *rows, const char *between)
{
    (void)between;
    for (size_t i = 0; i < rows->batch->n; i++) {
        const struct row_place *place = &rows->batch->places[i];
        const struct observation *row = &rows->batch->rows[i];
        fprintf(out, "dataflow,NDA:AI(1.0),I,%s,%d,",
                rows->workload->codes[place->indicator], (int)row->region);
        body_month(out, place->month);
        fputs(",", out);
        body_number(out, rows, i, "");
        fprintf(out, ",%c\n", row->status);
    }
}

void body_sdmx_csv(FILE *out, const struct workload *workload,
                   const struct workload_part *part)
{
    fputs("STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,"
          "OBS_STATUS\n",
          out);
    body_each(out, workload, part, "", write_lines);
}

/* ---- xlsx ---- */

/* Shared texts: the five heads, statuses, indicators, months. */
enum { HEADS = 5, STATUSES = 3, FIXED = HEADS + STATUSES };

static void write_cells(FILE *out, const struct body_rows *rows, const char *between)
{
    (void)between;
    const struct workload_part *part = rows->part;
    for (size_t i = 0; i < rows->batch->n; i++) {
        const struct row_place *place = &rows->batch->places[i];
        const struct observation *row = &rows->batch->rows[i];
        size_t line = rows->first + i + 2;
        fprintf(out,
                "<row r=\"%zu\"><c r=\"A%zu\"><v>%d</v></c>"
                "<c r=\"B%zu\" t=\"s\"><v>%d</v></c><c r=\"C%zu\" t=\"s\"><v>%d</v></c>"
                "<c r=\"D%zu\" t=\"s\"><v>%d</v></c>",
                line, line, (int)row->region, line,
                FIXED + place->indicator - part->indicator, line,
                FIXED + part->n_indicators + place->month - part->month, line,
                HEADS + (row->status == 'P'   ? 1
                         : row->status == 'M' ? 2
                                              : 0));
        if (row->has_value) {
            fprintf(out, "<c r=\"E%zu\"><v>", line);
            body_number(out, rows, i, "");
            fputs("</v></c>", out);
        }
        fputs("</row>", out);
    }
}

static void write_strings(FILE *out, const struct workload *workload,
                          const struct workload_part *part)
{
    static const char *const fixed[FIXED] = {"地区代码", "指标代码", "报期", "状态",
                                             "值",       "A",        "P",    "M"};
    for (int i = 0; i < FIXED; i++)
        fprintf(out, "<si><t>%s</t></si>", fixed[i]);
    for (int i = 0; i < part->n_indicators; i++)
        fprintf(out, "<si><t>%s</t></si>", workload->codes[part->indicator + i]);
    for (int m = 0; m < part->n_months; m++) {
        fputs("<si><t>", out);
        body_month(out, part->month + m);
        fputs("</t></si>", out);
    }
}

void body_xlsx(FILE *out, const struct workload *workload,
               const struct workload_part *part)
{
    char *rows = NULL, *strings = NULL;
    size_t size = 0;
    FILE *sheet = open_memstream(&rows, &size);
    FILE *shared = open_memstream(&strings, &size);
    if (!sheet || !shared)
        die("out of memory", NULL);
    fputs("<row r=\"1\">", sheet);
    for (int i = 0; i < HEADS; i++)
        fprintf(sheet, "<c r=\"%c1\" t=\"s\"><v>%d</v></c>", 'A' + i, i);
    fputs("</row>", sheet);
    body_each(sheet, workload, part, "", write_cells);
    write_strings(shared, workload, part);
    if (fclose(sheet) != 0 || fclose(shared) != 0)
        die("out of memory", NULL);
    const struct workbook workbook = {.rows = rows, .strings = strings};
    char *bytes = workbook_make(&workbook, &size);
    fwrite(bytes, 1, size, out);
    free(bytes);
    free(rows);
    free(strings);
}
