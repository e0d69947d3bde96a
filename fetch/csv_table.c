/* CSV as a table: its encoding, its delimiter, its records. See fetch/csv.h. */
#include "fetch/csv.h"

#include "fetch/encoding.h"
#include "fetch/tabular.h"

#include <string.h>

static bool take(void *self, const struct csv_record *record, struct error *error)
{
    const struct tabular_record row = {
        .row = record->row,
        .fields = record->fields,
        .n_fields = record->n_fields,
        .too_long = record->too_long,
    };
    return tabular_take(self, &row, error);
}

/* The configuration's delimiter, or the head line's. */
static bool choose_delimiter(const struct body *body, const char *said, char *delimiter,
                             struct error *error)
{
    if (said && (strcmp(said, "tab") == 0 || strcmp(said, "\\t") == 0))
        said = "\t";
    if (!said || !*said) {
        *delimiter = csv_delimiter(body);
        /* One column alone: any delimiter that is not in it will do. */
        if (!*delimiter)
            *delimiter = ',';
        return true;
    }
    if (said[1] || (unsigned char)said[0] >= 0x80 || strchr("\"\r\n", said[0]))
        return error_set(error, ERROR_CSV_DELIMITER, said);
    *delimiter = said[0];
    return true;
}

void csv_warn_guessed(const struct body *body, const struct feed_sink *sink)
{
    struct refusal warning = {.warning = true, .raw = ""};
    error_set(&warning.reason, ERROR_ENCODING_GUESSED, body->name);
    sink->refused(sink->self, &warning);
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    struct encoded encoded;
    char delimiter = '\0';
    if (!encoded_open(body, columns ? columns->encoding : "", &encoded, error))
        return false;
    if (encoded.guessed)
        csv_warn_guessed(body, sink);
    const struct tabular_setup setup = {
        .body = body,
        .mapping = columns,
        .arena = arena,
        .sink = sink,
        .label = "",
    };
    struct tabular *table = tabular_open(&setup);
    bool ok = choose_delimiter(&encoded.body, columns ? columns->delimiter : "",
                               &delimiter, error) &&
              csv_read(&encoded.body, delimiter, take, table, error) &&
              tabular_close(table, error);
    encoded_release(&encoded);
    return ok;
}

/* Does a line have a field with a well-known name? Quotes are not asked about. */
static bool has_known_name(char *line, char delimiter)
{
    const char delimiters[] = {delimiter, '"', '\0'};
    enum known_name known;
    int rank;
    for (char *rest = line, *field; (field = strtok_r(rest, delimiters, &rest));)
        if (name_known(field, &known, &rank))
            return true;
    return false;
}

/* A delimiter in the first line, or below some titles a line of heads. */
static int sniff(const struct body *body)
{
    char text[8192];
    encoding_head(body, text, sizeof text);
    struct body look = {.bytes = text, .size = strlen(text)};
    char *p = text + strspn(text, " \t\r\n");
    if (*p == '{' || *p == '[')
        return 0;
    char delimiter = csv_delimiter(&look);
    if (!delimiter)
        return 0;
    size_t first = strcspn(p, "\r\n");
    bool known = memchr(p, delimiter, first) != NULL;
    for (char *rest = p, *line; !known && (line = strtok_r(rest, "\r\n", &rest));)
        known = strchr(line, delimiter) && has_known_name(line, delimiter);
    return !known ? 0 : strstr(body->type, "csv") ? 80 : 50;
}

const struct decoder decoder_csv = {
    .name = "csv",
    .title = "CSV",
    .sniff = sniff,
    .decode = decode,
};
