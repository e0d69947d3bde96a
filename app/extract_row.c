/* Sheets: see app/extract_row.h. */
#include "app/extract_row.h"

#include "report/csv.h"
#include "views/words.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_SIZE = 1 << 16, CELL_SIZE = 1 << 12 };

struct sheet_receipt {
    int64_t time;
    const char *source; /* NULL: not looked up yet */
};

/* ---- cells ---- */

static void put(struct buffer *out, const char *text)
{
    buffer_put(out, text, strlen(text));
}

/* Text as a cell, and a comma behind it. */
static void put_cell(struct buffer *out, const char *text)
{
    csv_text(out, text);
    put(out, ",");
}

/* A decimal number with as few digits behind the point as give back the same double;
 * false if more than six would be needed, or it is large. */
static bool put_decimal(struct buffer *out, double value)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    if (!(fabs(value) < 1e9))
        return false;
    for (int k = 0; k <= 6; k++) {
        long long scaled = llround(value * powers[k]);
        if ((double)scaled / powers[k] != value)
            continue;
        char text[40];
        long long whole = llabs(scaled) / (long long)powers[k];
        long long part = llabs(scaled) % (long long)powers[k];
        int n =
            k == 0 ? snprintf(text, sizeof text, "%s%lld", scaled < 0 ? "-" : "", whole)
                   : snprintf(text, sizeof text, "%s%lld.%0*lld", scaled < 0 ? "-" : "",
                              whole, k, part);
        return buffer_put(out, text, (size_t)n);
    }
    return false;
}

static void put_number(struct buffer *out, double value)
{
    char text[40] = "";
    if (put_decimal(out, value))
        return;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    put(out, text);
}

/* ---- receipts ---- */

static bool find_receipt(struct sheet *sheet, uint32_t number,
                         const struct sheet_receipt **found, struct error *error)
{
    uint32_t last = snapshot_info(sheet->snapshot)->last_receipt;
    if (!sheet->receipts)
        sheet->receipts =
            arena_alloc(&sheet->arena, ((size_t)last + 1) * sizeof *sheet->receipts);
    struct sheet_receipt *known = &sheet->receipts[number <= last ? number : 0];
    if (!known->source) {
        struct arena scratch = {0};
        struct receipt receipt;
        bool ok = snapshot_receipt(sheet->snapshot, number, &scratch, &receipt, error);
        if (ok) {
            known->time = receipt.time;
            known->source = arena_strdup(&sheet->arena, receipt.source);
        }
        arena_release(&scratch);
        if (!ok)
            return false;
    }
    *found = known;
    return true;
}

bool sheet_time(struct sheet *sheet, uint32_t receipt, int64_t *time,
                struct error *error)
{
    const struct sheet_receipt *found;
    if (!find_receipt(sheet, receipt, &found, error))
        return false;
    *time = found->time;
    return true;
}

/* ---- rows ---- */

void sheet_open(struct sheet *sheet, const struct view_context *context,
                struct snapshot *snapshot, bool history)
{
    *sheet = (struct sheet){.context = context,
                            .snapshot = snapshot,
                            .history = history,
                            .out = {.ceiling = 2 * OUT_SIZE},
                            .before = {.ceiling = CELL_SIZE},
                            .unit = {.ceiling = CELL_SIZE}};
}

void sheet_close(struct sheet *sheet)
{
    buffer_release(&sheet->out);
    buffer_release(&sheet->before);
    buffer_release(&sheet->unit);
    arena_release(&sheet->arena);
}

void sheet_series(struct sheet *sheet, const char *indicator, int32_t region)
{
    const struct catalog *catalog = sheet->context->catalog;
    enum language language = sheet->context->language;
    const struct indicator *known = catalog_indicator(catalog, indicator);
    const struct region *place = catalog_region(catalog, region);
    char code[16];
    snprintf(code, sizeof code, "%06d,", (int)region);
    sheet->before.size = sheet->unit.size = 0;
    put(&sheet->before, indicator); /* letters, digits, dots and dashes */
    put(&sheet->before, ",");
    put_cell(&sheet->before, known ? indicator_name(known, language) : "");
    put(&sheet->before, code);
    put_cell(&sheet->before, place ? region_name(place, language) : "");
    /* As feeds name it, whatever the language. */
    put_cell(&sheet->unit, known ? known->unit_zh : "");
}

static bool flush(struct sheet *sheet, struct error *error)
{
    size_t n = sheet->out.size;
    sheet->out.size = 0;
    if (n == 0 || fwrite(sheet->out.data, 1, n, sheet->file) == n)
        return true;
    return sheet->name
               ? error_set(error, ERROR_SELECT_FILE, sheet->name, strerror(errno))
               : error_set(error, ERROR_OUTPUT, strerror(errno));
}

static void put_head(struct sheet *sheet)
{
    const struct item_field *field = sheet->items ? sheet->items->fields : NULL;
    if (!field)
        put(&sheet->out, "indicator_code,indicator,region_code,region,TIME_PERIOD,"
                         "OBS_VALUE,qualifier,OBS_STATUS,unit");
    for (int i = 0; field && field[i].name; i++) {
        put(&sheet->out, i ? "," : "");
        put(&sheet->out, field[i].name);
    }
    if (sheet->context->data.demo)
        put(&sheet->out, ",demo");
    if (sheet->history)
        put(&sheet->out, ",receipt,accepted,source,fate");
    put(&sheet->out, "\n");
}

static bool put_history(struct sheet *sheet, uint32_t number, const char *fate,
                        struct error *error)
{
    const struct sheet_receipt *receipt;
    char text[64];
    if (!find_receipt(sheet, number, &receipt, error))
        return false;
    struct date date = date_from_day(day_from_time(receipt->time));
    int second = (int)(((receipt->time + 8 * 3600) % 86400 + 86400) % 86400);
    snprintf(text, sizeof text, "%u,%04d-%02d-%02dT%02d:%02d:%02d+08:00,",
             (unsigned)number, date.year, date.month, date.day, second / 3600,
             second / 60 % 60, second % 60);
    put(&sheet->out, text);
    put_cell(&sheet->out, receipt->source);
    put(&sheet->out, fate);
    put(&sheet->out, ",");
    return true;
}

bool sheet_row(struct sheet *sheet, const struct observation *value, const char *fate,
               struct error *error)
{
    struct buffer *out = &sheet->out;
    char text[40];
    if (sheet->n_rows++ == 0)
        put_head(sheet);
    buffer_put(out, sheet->before.data, sheet->before.size);
    period_id(value->period, text, sizeof text);
    put(out, text);
    put(out, ",");
    if (value->has_value)
        put_number(out, value->value);
    put(out, ",");
    put(out, value->has_value ? qualifier_sign(value->qualifier) : "");
    /* What was taken back has no status of its own. */
    char status[] = {',', value->status, ',', '\0'};
    put(out, value->withdrawn ? ",," : status);
    buffer_put(out, sheet->unit.data, sheet->unit.size);
    if (sheet->context->data.demo)
        put_cell(out, _("DEMO DATA"));
    if (sheet->history && !put_history(sheet, value->receipt, fate, error))
        return false;
    out->data[out->size - 1] = '\n'; /* in the last comma's place */
    return out->size < OUT_SIZE || flush(sheet, error);
}

/* A text as it is, but no formula. */
static void put_text(struct buffer *out, const char *text)
{
    put(out, item_guarded(text) ? "\"'" : "\"");
    for (const char *p = text; *p; p++)
        buffer_put(out, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
    put(out, "\",");
}

bool sheet_item(struct sheet *sheet, const struct item *item, const char *fate,
                struct error *error)
{
    struct buffer *out = &sheet->out;
    if (sheet->n_rows++ == 0)
        put_head(sheet);
    for (size_t i = 0; sheet->items->fields[i].name; i++) {
        if (out->size >= OUT_SIZE && !flush(sheet, error))
            return false;
        if (*item->fields[i])
            put_text(out, item->fields[i]);
        else
            put(out, ",");
    }
    if (sheet->context->data.demo)
        put_cell(out, _("DEMO DATA"));
    if (sheet->history && !put_history(sheet, item->receipt, fate, error))
        return false;
    out->data[out->size - 1] = '\n'; /* in the last comma's place */
    return out->size < OUT_SIZE || flush(sheet, error);
}

bool sheet_end(struct sheet *sheet, struct error *error)
{
    if (!flush(sheet, error))
        return false;
    if (fflush(sheet->file) == 0)
        return true;
    return sheet->name
               ? error_set(error, ERROR_SELECT_FILE, sheet->name, strerror(errno))
               : error_set(error, ERROR_OUTPUT, strerror(errno));
}
