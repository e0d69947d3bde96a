/* Records of a CSV body, by libcsv: see fetch/csv.h. */
#include "fetch/csv.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

/* A body while it is read. libcsv says nothing about lines, so it is fed one line at a
 * time: a record starts in the line that is fed while none is open. */
struct reading {
    const struct body *body;
    csv_take take;
    void *self;
    struct error *error;
    bool failed;
    struct buffer text;         /* the fields of the open record, NULs between */
    size_t starts[CSV_COLUMNS]; /* where each field starts in it */
    const char *fields[CSV_COLUMNS];
    size_t n_fields;
    uint32_t row;      /* where the open record started */
    uint32_t line;     /* that is being fed */
    uint32_t too_long; /* the open record's first field that is too long, from 1 */
    bool open;
};

static bool fail(struct reading *r, enum error_code code, const char *limit)
{
    char row[16];
    snprintf(row, sizeof row, "%u", r->row);
    r->failed = true;
    return error_set(r->error, code, r->body->name, row, limit);
}

static void end_field(void *bytes, size_t n, void *self)
{
    struct reading *r = self;
    if (r->failed)
        return;
    if (r->n_fields == CSV_COLUMNS) {
        fail(r, ERROR_CSV_COLUMNS, "256");
    } else if (n > CSV_FIELD && r->line != r->row) {
        /* Over several lines it is more likely a quotation mark that is missing, and
         * then nobody knows which rows it has swallowed. */
        fail(r, ERROR_CSV_FIELD, "65536");
    } else {
        if (n > CSV_FIELD) {
            if (!r->too_long)
                r->too_long = (uint32_t)r->n_fields + 1;
            n = 0;
        }
        r->starts[r->n_fields++] = r->text.size;
        /* 256 fields of 64 KiB are below the buffer's ceiling. */
        buffer_put(&r->text, bytes, n);
        buffer_put(&r->text, "", 1);
    }
}

static void end_record(int terminator, void *self)
{
    (void)terminator;
    struct reading *r = self;
    r->open = false;
    if (r->failed)
        return;
    for (size_t i = 0; i < r->n_fields; i++)
        r->fields[i] = r->text.data + r->starts[i];
    struct csv_record record = {r->row, r->fields, r->n_fields, r->too_long};
    if (r->too_long)
        record.n_fields = 0;
    r->failed = !r->take(r->self, &record, r->error);
    r->n_fields = 0;
    r->too_long = 0;
    r->text.size = 0;
}

static size_t bom(const struct body *body)
{
    return body->size >= 3 && memcmp(body->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* Bytes of the line at p with its end: LF, CRLF or CR. */
static size_t line_length(const char *p, const char *end)
{
    const char *q = p;
    while (q < end && *q != '\n' && *q != '\r')
        q++;
    if (q < end)
        q += *q == '\r' && q + 1 < end && q[1] == '\n' ? 2 : 1;
    return (size_t)(q - p);
}

static bool is_blank(const char *p, size_t n, char delimiter)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] == delimiter || !strchr(" \t\r\n", p[i]))
            return false;
    return true;
}

static bool check_text(const struct body *body, struct error *error)
{
    size_t bad = text_invalid_at(body->bytes, body->size);
    const char *zero = memchr(body->bytes, '\0', body->size);
    size_t at =
        zero && (size_t)(zero - body->bytes) < bad ? (size_t)(zero - body->bytes) : bad;
    if (at == body->size)
        return true;
    size_t row = 1;
    for (const char *p = body->bytes; p < body->bytes + at;) {
        size_t n = line_length(p, body->bytes + at);
        p += n;
        if (p[-1] == '\n' || p[-1] == '\r')
            row++;
    }
    char text[24];
    snprintf(text, sizeof text, "%zu", row);
    return error_set(error, at == bad ? ERROR_CSV_UTF8 : ERROR_CSV_ZERO, body->name,
                     text);
}

/* One line, by pieces: libcsv keeps a field whole however long it is. */
static void feed_line(struct reading *r, struct csv_parser *parser, const char *p,
                      size_t n)
{
    for (size_t k; n > 0 && !r->failed; p += k, n -= k) {
        k = n < CSV_FIELD ? n : CSV_FIELD;
        if (csv_parse(parser, p, k, end_field, end_record, r) != k && !r->failed)
            fail(r,
                 csv_error(parser) == CSV_EPARSE ? ERROR_CSV_QUOTE : ERROR_CSV_MEMORY,
                 "");
        else if (parser->entry_pos > CSV_FIELD_MOST && !r->failed)
            fail(r, ERROR_CSV_FIELD, "1048576");
    }
}

static void feed_lines(struct reading *r, struct csv_parser *parser, char delimiter)
{
    const char *p = r->body->bytes + bom(r->body),
               *end = r->body->bytes + r->body->size;
    for (r->line = 1; p < end && !r->failed; r->line++) {
        size_t n = line_length(p, end);
        if (!r->open && !is_blank(p, n, delimiter)) {
            r->open = true;
            r->row = r->line;
        }
        feed_line(r, parser, p, n);
        p += n;
    }
    if (!r->failed && csv_fini(parser, end_field, end_record, r) != 0 && !r->failed)
        fail(r, csv_error(parser) == CSV_EPARSE ? ERROR_CSV_OPEN : ERROR_CSV_MEMORY,
             "");
}

bool csv_read(const struct body *body, char delimiter, csv_take take, void *self,
              struct error *error)
{
    if (!check_text(body, error))
        return false;
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return error_set(error, ERROR_CSV_MEMORY, body->name, "1");
    csv_set_delim(&parser, (unsigned char)delimiter);
    struct reading r = {
        .body = body,
        .take = take,
        .self = self,
        .error = error,
        .text.ceiling = (size_t)CSV_COLUMNS * (CSV_FIELD + 1),
    };
    feed_lines(&r, &parser, delimiter);
    csv_free(&parser);
    buffer_release(&r.text);
    return !r.failed;
}

/* Counts the delimiters of the line at p outside quotes; returns its end. */
static const char *count_delimiters(const char *p, const char *end, char *delimiter)
{
    static const char candidates[] = ",;\t|";
    size_t counts[sizeof candidates - 1] = {0};
    bool quoted = false;
    for (; p < end && *p && (quoted || (*p != '\n' && *p != '\r')); p++) {
        const char *found = strchr(candidates, *p);
        if (*p == '"')
            quoted = !quoted;
        else if (found && !quoted)
            counts[found - candidates]++;
    }
    size_t best = 0;
    for (size_t i = 1; i < sizeof counts / sizeof *counts; i++)
        if (counts[i] > counts[best])
            best = i;
    *delimiter = counts[best] > 0 ? candidates[best] : '\0';
    return p;
}

char csv_delimiter(const struct body *body)
{
    const char *p = body->bytes + bom(body), *end = body->bytes + body->size;
    char delimiter = '\0';
    for (int line = 0; line < CSV_LOOKED && p < end && !delimiter; line++) {
        p += strspn(p, "\r\n");
        p = count_delimiters(p, end, &delimiter);
    }
    return delimiter;
}
