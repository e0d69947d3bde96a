/* Bodies: see tests/bench/body.h. What all formats share, and the two simplest. */
#include "tests/bench/body_write.h"

void body_each(FILE *out, const struct workload *workload,
               const struct workload_part *part, const char *between,
               void (*write)(FILE *out, const struct body_rows *rows,
                             const char *between))
{
    struct batch batch = {0};
    struct body_rows rows = {workload, part, &batch, 0};
    for (int i = 0; i < part->n_indicators; i++, rows.first += batch.n) {
        struct workload_part one = *part;
        one.indicator += i;
        one.n_indicators = 1;
        workload_fill(workload, &one, &batch);
        write(out, &rows, between);
    }
    batch_release(&batch);
}

void body_number(FILE *out, const struct body_rows *rows, size_t i, const char *none)
{
    const struct batch *batch = rows->batch;
    if (batch->rows[i].has_value)
        fprintf(out, "%.*f",
                rows->workload->indicators[batch->places[i].indicator]->decimals,
                batch->rows[i].value);
    else
        fputs(none, out);
}

void body_month(FILE *out, int month)
{
    fprintf(out, "%d-%02d", WORKLOAD_YEAR + month / 12, month % 12 + 1);
}

/* ---- JSON-stat ---- */

static void write_dimensions(FILE *out, const struct workload *workload,
                             const struct workload_part *part)
{
    fprintf(out,
            "{\"version\":\"2.0\",\"class\":\"dataset\",\"label\":\"bench\","
            "\"id\":[\"indicator\",\"region\",\"period\"],\"size\":[%d,%zu,%d],"
            "\"role\":{\"metric\":[\"indicator\"],\"geo\":[\"region\"],"
            "\"time\":[\"period\"]},\"dimension\":{\"indicator\":{\"category\":"
            "{\"index\":[",
            part->n_indicators, workload->n_regions, part->n_months);
    for (int i = 0; i < part->n_indicators; i++)
        fprintf(out, "%s\"%s\"", i ? "," : "", workload->codes[part->indicator + i]);
    fputs("]}},\"region\":{\"category\":{\"index\":[", out);
    for (size_t r = 0; r < workload->n_regions; r++)
        fprintf(out, "%s\"%d\"", r ? "," : "", (int)workload->regions[r]->code);
    fputs("]}},\"period\":{\"category\":{\"index\":[", out);
    for (int m = 0; m < part->n_months; m++) {
        fputs(m ? ",\"" : "\"", out);
        body_month(out, part->month + m);
        fputs("\"", out);
    }
    fputs("]}}}", out);
}

static void write_values(FILE *out, const struct body_rows *rows, const char *between)
{
    for (size_t i = 0; i < rows->batch->n; i++) {
        fputs(rows->first + i ? between : "", out);
        body_number(out, rows, i, "null");
    }
}

/* Of those that are not normal, by position. The first is said in any case, to have
 * something to put commas behind. */
static void write_statuses(FILE *out, const struct body_rows *rows, const char *between)
{
    for (size_t i = 0; i < rows->batch->n; i++) {
        size_t at = rows->first + i;
        char status = rows->batch->rows[i].status;
        if (at == 0 || status != 'A')
            fprintf(out, "%s\"%zu\":\"%c\"", at ? between : "", at, status);
    }
}

void body_jsonstat(FILE *out, const struct workload *workload,
                   const struct workload_part *part, bool spaced)
{
    const char *between = spaced ? ", " : ",";
    write_dimensions(out, workload, part);
    fputs(",\"value\":[", out);
    body_each(out, workload, part, between, write_values);
    fputs("],\"status\":{", out);
    body_each(out, workload, part, between, write_statuses);
    fputs("}}", out);
}

static void jsonstat(FILE *out, const struct workload *workload,
                     const struct workload_part *part)
{
    body_jsonstat(out, workload, part, false);
}

/* ---- CSV ---- */

static void write_rows(FILE *out, const struct body_rows *rows, const char *between)
{
    for (size_t i = 0; i < rows->batch->n; i++) {
        const struct row_place *place = &rows->batch->places[i];
        const struct observation *row = &rows->batch->rows[i];
        fprintf(out, "%d%s%s%s", (int)row->region, between,
                rows->workload->codes[place->indicator], between);
        body_month(out, place->month);
        fprintf(out, "%s%c%s", between, row->status, between);
        body_number(out, rows, i, "");
        fputs("\n", out);
    }
}

void body_csv(FILE *out, const struct workload *workload,
              const struct workload_part *part)
{
    fputs("地区代码,指标代码,报期,状态,值\n", out);
    body_each(out, workload, part, ",", write_rows);
}

const struct body_format body_formats[] = {
    {"JSON-stat", true, jsonstat},
    {"CSV", false, body_csv},
    {"SDMX-JSON", true, body_sdmx_json},
    {"SDMX-CSV", false, body_sdmx_csv},
    {"native, rows", true, body_native_rows},
    {"native, series", true, body_native_series},
    {"World Bank", true, body_worldbank},
    {"xlsx", false, body_xlsx},
    {NULL, false, NULL},
};
