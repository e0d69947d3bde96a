/* Bodies in JSON: SDMX-JSON 2.0, the native format, World Bank v2. See
 * tests/bench/body.h. */
#include "tests/bench/body_write.h"

#include "core/observation.h"

#include <string.h>

/* What the statuses of the workload are, by their place in a list. */
static const char statuses[] = "APM";

static int status_number(const struct observation *row)
{
    const char *found = strchr(statuses, row->status);
    return found && *found ? (int)(found - statuses) : 0;
}

/* ---- SDMX-JSON ---- */

static void write_series(FILE *out, const struct body_rows *rows, const char *between)
{
    const size_t months = (size_t)rows->part->n_months;
    const size_t regions = rows->batch->n / months;
    for (size_t r = 0; r < regions; r++) {
        size_t series = rows->first / months + r;
        fprintf(out, "%s\"%zu:%zu\":{\"observations\":{", series ? between : "",
                series / regions, series % regions);
        for (size_t m = 0; m < months; m++) {
            size_t i = r * months + m;
            fprintf(out, "%s\"%zu\":[", m ? "," : "", m);
            body_number(out, rows, i, "null");
            fprintf(out, ",%d]", status_number(&rows->batch->rows[i]));
        }
        fputs("}}", out);
    }
}

void body_sdmx_json(FILE *out, const struct workload *workload,
                    const struct workload_part *part)
{
    fputs("{\"meta\":{\"id\":\"bench\"},\"data\":{\"dataSets\":[{\"structure\":0,"
          "\"action\":\"Replace\",\"series\":{",
          out);
    body_each(out, workload, part, ",", write_series);
    fputs("}}],\"structures\":[{\"dimensions\":{\"series\":[{\"id\":\"INDICATOR\","
          "\"values\":[",
          out);
    for (int i = 0; i < part->n_indicators; i++)
        fprintf(out, "%s{\"id\":\"%s\"}", i ? "," : "",
                workload->codes[part->indicator + i]);
    fputs("]},{\"id\":\"REF_AREA\",\"values\":[", out);
    for (size_t r = 0; r < workload->n_regions; r++)
        fprintf(out, "%s{\"id\":\"%d\"}", r ? "," : "",
                (int)workload->regions[r]->code);
    fputs("]}],\"observation\":[{\"id\":\"TIME_PERIOD\",\"values\":[", out);
    for (int m = 0; m < part->n_months; m++) {
        fputs(m ? ",{\"id\":\"" : "{\"id\":\"", out);
        body_month(out, part->month + m);
        fputs("\"}", out);
    }
    fputs("]}]},\"attributes\":{\"observation\":[{\"id\":\"OBS_STATUS\",\"values\":[",
          out);
    for (size_t s = 0; statuses[s]; s++)
        fprintf(out, "%s{\"id\":\"%c\"}", s ? "," : "", statuses[s]);
    fputs("]}]}}]}}", out);
}

/* ---- native ---- */

static void write_rows(FILE *out, const struct body_rows *rows, const char *between)
{
    for (size_t i = 0; i < rows->batch->n; i++) {
        const struct row_place *place = &rows->batch->places[i];
        const struct observation *row = &rows->batch->rows[i];
        fprintf(out, "%s{\"indicator\":\"%s\",\"region\":\"%d\",\"period\":\"",
                rows->first + i ? between : "", rows->workload->codes[place->indicator],
                (int)row->region);
        body_month(out, place->month);
        fputs("\",\"value\":", out);
        body_number(out, rows, i, "null");
        if (row->status != 'A')
            fprintf(out, ",\"status\":\"%c\"", row->status);
        fputs("}", out);
    }
}

void body_native_rows(FILE *out, const struct workload *workload,
                      const struct workload_part *part)
{
    fputs("{\"aiplus\":1,\"observations\":[\n", out);
    body_each(out, workload, part, ",\n", write_rows);
    fputs("\n]}", out);
}

static void write_native_series(FILE *out, const struct body_rows *rows,
                                const char *between)
{
    const size_t months = (size_t)rows->part->n_months;
    for (size_t i = 0; i < rows->batch->n; i += months) {
        fprintf(out, "%s{\"indicator\":\"%s\",\"region\":\"%d\",\"periods\":[",
                rows->first + i ? between : "",
                rows->workload->codes[rows->batch->places[i].indicator],
                (int)rows->batch->rows[i].region);
        for (size_t m = 0; m < months; m++) {
            fputs(m ? ",\"" : "\"", out);
            body_month(out, rows->part->month + (int)m);
            fputs("\"", out);
        }
        fputs("],\"values\":[", out);
        for (size_t m = 0; m < months; m++) {
            fputs(m ? "," : "", out);
            body_number(out, rows, i + m, "null");
        }
        fputs("],\"statuses\":[", out);
        for (size_t m = 0; m < months; m++)
            fprintf(out, "%s\"%c\"", m ? "," : "", rows->batch->rows[i + m].status);
        fputs("]}", out);
    }
}

void body_native_series(FILE *out, const struct workload *workload,
                        const struct workload_part *part)
{
    fputs("{\"aiplus\":1,\"series\":[\n", out);
    body_each(out, workload, part, ",\n", write_native_series);
    fputs("\n]}", out);
}

/* ---- World Bank ---- */

static void write_objects(FILE *out, const struct body_rows *rows, const char *between)
{
    for (size_t i = 0; i < rows->batch->n; i++) {
        const struct row_place *place = &rows->batch->places[i];
        const struct observation *row = &rows->batch->rows[i];
        const struct indicator *indicator =
            rows->workload->indicators[place->indicator];
        fprintf(out,
                "%s{\"indicator\":{\"id\":\"%s\",\"value\":\"%s\"},\"country\":"
                "{\"id\":\"%d\",\"value\":\"\"},\"countryiso3code\":\"\","
                "\"date\":\"%dM%02d\",\"value\":",
                rows->first + i ? between : "", rows->workload->codes[place->indicator],
                indicator->name_zh, (int)row->region, WORKLOAD_YEAR + place->month / 12,
                place->month % 12 + 1);
        body_number(out, rows, i, "null");
        fprintf(out, ",\"unit\":\"\",\"obs_status\":\"%c\",\"decimal\":%d}",
                row->status, indicator->decimals);
    }
}

void body_worldbank(FILE *out, const struct workload *workload,
                    const struct workload_part *part)
{
    size_t total =
        workload->n_regions * (size_t)part->n_indicators * (size_t)part->n_months;
    fprintf(out,
            "[{\"page\":1,\"pages\":1,\"per_page\":%zu,\"total\":%zu,"
            "\"sourceid\":\"2\",\"lastupdated\":\"2026-01-01\"},[",
            total, total);
    body_each(out, workload, part, ",", write_objects);
    fputs("]]", out);
}
