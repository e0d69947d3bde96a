/* How a body of SDMX-CSV begins: see fetch/sdmx_csv.h. */
#include "fetch/sdmx_csv.h"

#include "fetch/encoding.h"

#include <string.h>

static const char *skip_mark(const struct body *body)
{
    bool mark = body->size >= 3 && memcmp(body->bytes, "\xEF\xBB\xBF", 3) == 0;
    const char *p = body->bytes + (mark ? 3 : 0);
    return p + strspn(p, "\r\n");
}

/* What follows the term at the beginning, with its squared brackets and quotation
 * marks; NULL if the body does not begin with it. */
static const char *after_term(const char *p, const char *term)
{
    bool quoted = *p == '"';
    p += quoted;
    if (strncmp(p, term, strlen(term)) != 0)
        return NULL;
    p += strlen(term);
    if (*p == '[')
        p += 1 + strcspn(p + 1, "]\r\n");
    if (*p == ']')
        p++;
    return p + (quoted && *p == '"');
}

static char find_delimiter(const struct body *body)
{
    const char *p = skip_mark(body);
    const char *after = after_term(p, "DATAFLOW");
    if (!after)
        after = after_term(p, "STRUCTURE");
    const char *said = after && *after ? strchr(",;\t|", *after) : NULL;
    if (said)
        return *said;
    char found = csv_delimiter(body);
    return found ? found : ',';
}

bool sdmx_csv_delimiter(const struct body *body, const char *said, char *delimiter,
                        struct error *error)
{
    if (!said || !*said)
        *delimiter = find_delimiter(body);
    else if (strcmp(said, "tab") == 0 || strcmp(said, "\\t") == 0)
        *delimiter = '\t';
    else if (said[1] || strchr("\"\r\n", *said) || *said < ' ')
        return error_set(error, ERROR_CSV_DELIMITER, said);
    else
        *delimiter = *said;
    return true;
}

/* Is the text one of the head line's fields? */
static bool has_head(const char *line, const char *id)
{
    size_t n = strlen(id), end = strcspn(line, "\r\n");
    for (const char *p = line; (p = strstr(p, id)) && p < line + end; p += n)
        if ((p == line || strchr(",;\t|\"", p[-1])) && strchr(",;\t|\"\r\n", p[n]))
            return true;
    return false;
}

int sdmx_csv_sniff(const struct body *body)
{
    char text[8192];
    struct body look = *body;
    /* As spreadsheet programs save "Unicode text". */
    if (encoding_is_utf16(body)) {
        encoding_head(body, text, sizeof text);
        look.bytes = text;
        look.size = strlen(text);
    }
    const char *p = skip_mark(&look);
    const char *after = after_term(p, "DATAFLOW");
    if (after && *after && strchr(",;\t|:", *after))
        return 95;
    after = after_term(p, "STRUCTURE");
    if (after && *after &&
        strncmp(after + 1 + (after[1] == '"'), "STRUCTURE_ID", 12) == 0)
        return 95;
    /* What is left of SDMX-CSV where somebody took the first columns away. */
    return has_head(p, "FREQ") && has_head(p, "TIME_PERIOD") && has_head(p, "OBS_VALUE")
               ? 85
               : 0;
}
