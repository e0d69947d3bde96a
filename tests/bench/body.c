/* Bodies: see tests/bench/body.h. */
#include "tests/bench/body.h"

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
    for (int m = 0; m < part->n_months; m++)
        fprintf(out, "%s\"%d-%02d\"", m ? "," : "",
                WORKLOAD_YEAR + (part->month + m) / 12, (part->month + m) % 12 + 1);
    fputs("]}}}", out);
}

static void write_number(FILE *out, const struct workload *workload,
                         const struct batch *batch, size_t i)
{
    fprintf(out, "%.*f", workload->indicators[batch->places[i].indicator]->decimals,
            batch->rows[i].value);
}

/* One indicator after the other, so that a big body takes no more memory than a small
 * one. */
static void each_indicator(FILE *out, const struct workload *workload,
                           const struct workload_part *part, const char *between,
                           void (*write)(FILE *, const struct workload *,
                                         const struct batch *, size_t first,
                                         const char *between))
{
    struct batch batch = {0};
    size_t first = 0;
    for (int i = 0; i < part->n_indicators; i++, first += batch.n) {
        struct workload_part one = *part;
        one.indicator += i;
        one.n_indicators = 1;
        workload_fill(workload, &one, &batch);
        write(out, workload, &batch, first, between);
    }
    batch_release(&batch);
}

static void write_values(FILE *out, const struct workload *workload,
                         const struct batch *batch, size_t first, const char *between)
{
    for (size_t i = 0; i < batch->n; i++) {
        fputs(first + i ? between : "", out);
        if (batch->rows[i].has_value)
            write_number(out, workload, batch, i);
        else
            fputs("null", out);
    }
}

/* Of those that are not normal, by position. The first is said in any case, to have
 * something to put commas behind. */
static void write_statuses(FILE *out, const struct workload *workload,
                           const struct batch *batch, size_t first, const char *between)
{
    (void)workload;
    for (size_t i = 0; i < batch->n; i++)
        if (first + i == 0 || batch->rows[i].status != 'A')
            fprintf(out, "%s\"%zu\":\"%c\"", first + i ? between : "", first + i,
                    batch->rows[i].status);
}

void body_jsonstat(FILE *out, const struct workload *workload,
                   const struct workload_part *part, bool spaced)
{
    const char *between = spaced ? ", " : ",";
    write_dimensions(out, workload, part);
    fputs(",\"value\":[", out);
    each_indicator(out, workload, part, between, write_values);
    fputs("],\"status\":{", out);
    each_indicator(out, workload, part, between, write_statuses);
    fputs("}}", out);
}

static void write_rows(FILE *out, const struct workload *workload,
                       const struct batch *batch, size_t first, const char *between)
{
    (void)first;
    for (size_t i = 0; i < batch->n; i++) {
        const struct row_place *place = &batch->places[i];
        fprintf(out, "%d%s%s%s%d-%02d%s%c%s", (int)batch->rows[i].region, between,
                workload->codes[place->indicator], between,
                WORKLOAD_YEAR + place->month / 12, place->month % 12 + 1, between,
                batch->rows[i].status, between);
        if (batch->rows[i].has_value)
            write_number(out, workload, batch, i);
        fputs("\n", out);
    }
}

void body_csv(FILE *out, const struct workload *workload,
              const struct workload_part *part)
{
    fputs("地区代码,指标代码,报期,状态,值\n", out);
    each_indicator(out, workload, part, ",", write_rows);
}
