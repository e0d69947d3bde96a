/* The head line of SDMX-CSV: see fetch/sdmx_csv.h. */
#include "fetch/sdmx_csv.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { NO_COLUMN = -1 };

struct reading {
    const struct body *body;
    const struct column_mapping *mapping;
    struct arena *arena;
    struct sdmx_csv_head *head;
    int period;
    bool named; /* each column of ids may have one of names behind it */
};

/* Columns that say something of values whatever stands left of them (SDMX
 * cross-domain concepts), and those that say something of the file alone. */
static const struct {
    const char *id;
    enum sdmx_csv_kind kind;
} known[] = {
    {"OBS_STATUS", SDMX_CSV_ATTRIBUTE},  {"OBS_FLAG", SDMX_CSV_ATTRIBUTE},
    {"OBS_CONF", SDMX_CSV_ATTRIBUTE},    {"CONF_STATUS", SDMX_CSV_ATTRIBUTE},
    {"OBS_COMMENT", SDMX_CSV_ATTRIBUTE}, {"OBS_PRE_BREAK", SDMX_CSV_ATTRIBUTE},
    {"UNIT_MULT", SDMX_CSV_ATTRIBUTE},   {"POWERCODE", SDMX_CSV_ATTRIBUTE},
    {"DECIMALS", SDMX_CSV_ATTRIBUTE},    {"TIME_FORMAT", SDMX_CSV_ATTRIBUTE},
    {"COLLECTION", SDMX_CSV_ATTRIBUTE},  {"TITLE", SDMX_CSV_ATTRIBUTE},
    {"UPDATED", SDMX_CSV_CUSTOM},        {"LAST_UPDATE", SDMX_CSV_CUSTOM},
    {"PREPARED", SDMX_CSV_CUSTOM},       {"SENDER", SDMX_CSV_CUSTOM},
    {"STRUCTURE", SDMX_CSV_SKIPPED},     {"ACTION", SDMX_CSV_SKIPPED},
    {"SERIES_KEY", SDMX_CSV_SKIPPED},    {"OBS_KEY", SDMX_CSV_SKIPPED},
    {"SERIESKEY", SDMX_CSV_SKIPPED},     {"STRUCTURE_NAME", SDMX_CSV_SKIPPED},
    {"KEY", SDMX_CSV_SKIPPED},
};

static enum sdmx_csv_kind known_kind(const char *id, enum sdmx_csv_kind otherwise)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(id, known[i].id) == 0)
            return known[i].kind;
    /* No SDMX id has a blank in it: Eurostat's LAST UPDATE. */
    return strchr(id, ' ') ? SDMX_CSV_CUSTOM : otherwise;
}

static const char *list_heads(const struct reading *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->head->n && strlen(list) < 400; i++)
        list = arena_printf(r->arena, "%s%s%s", list, i ? ", " : "",
                            feed_excerpt(r->arena, r->head->columns[i].id));
    return list;
}

static bool is_id(const char *text, size_t n)
{
    return n > 0 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                 "0123456789_@$-") >= n;
}

/* Where the label begins that shares the head with its id: field guides put a blank
 * behind the colon, registries of the Fusion family none ("FREQ:Frequency"). */
static const char *find_label(const char *text)
{
    const char *colon = strchr(text, ':');
    if (!colon || !is_id(text, (size_t)(colon - text)))
        colon = strstr(text, ": ");
    return colon;
}

/* "DIM_1: Dimension 1", "DIM_1:Dimension 1", "ATTR_1[en;fr]", "STRUCTURE[;]". */
static void read_column(struct reading *r, size_t i, const char *text)
{
    struct sdmx_csv_column *column = &r->head->columns[i];
    const char *colon = find_label(text);
    const char *label = colon ? colon + 1 + (colon[1] == ' ') : "";
    char *id = colon ? arena_strndup(r->arena, text, (size_t)(colon - text))
                     : arena_strdup(r->arena, text);
    size_t n = strlen(id);
    char *bracket = strrchr(id, '[');
    if (bracket && bracket != id && id[n - 1] == ']')
        *bracket = '\0';
    if (n == 0)
        id = arena_printf(r->arena, "#%zu", i + 1);
    *column = (struct sdmx_csv_column){
        .id = id,
        .label = *label ? arena_strdup(r->arena, label) : id,
        .both = colon != NULL,
        .names = NO_COLUMN,
    };
    r->head->both = r->head->both || column->both;
}

static int find_id(const struct reading *r, const char *id)
{
    for (size_t i = 0; i < r->head->n; i++)
        if (strcasecmp(r->head->columns[i].id, id) == 0)
            return (int)i;
    return NO_COLUMN;
}

static bool is_column(const struct reading *r, size_t i, const char *id)
{
    return i < r->head->n && strcmp(r->head->columns[i].id, id) == 0;
}

/* UNICEF's id for the multiplier, which the mapper knows by its usual one. */
static void name_multiplier(const struct reading *r)
{
    int found = find_id(r, "UNIT_MULTIPLIER");
    if (found != NO_COLUMN && find_id(r, "UNIT_MULT") == NO_COLUMN)
        r->head->columns[found].id = "UNIT_MULT";
}

/* The structure's column, and where those of components begin. */
static bool find_structure(struct reading *r, struct error *error)
{
    struct sdmx_csv_head *head = r->head;
    bool first = is_column(r, 0, "DATAFLOW");
    if (!first && !(is_column(r, 0, "STRUCTURE") && is_column(r, 1, "STRUCTURE_ID"))) {
        head->bare = true;
        return (!is_column(r, 0, "STRUCTURE") && find_id(r, "OBS_VALUE") >= 0) ||
               error_set(error, ERROR_SDMX_CSV_HEAD, r->body->name,
                         feed_excerpt(r->arena, head->columns[0].id));
    }
    struct sdmx_csv_column *structure = &head->columns[first ? 0 : 1];
    structure->kind = SDMX_CSV_DIMENSION;
    structure->both = head->both;
    if (!first && is_column(r, 2, "STRUCTURE_NAME")) {
        r->named = true;
        structure->names = 2;
    }
    return true;
}

/* Is the head written as ids are, in capitals? Then it is no name: a file may have
 * STRUCTURE_NAME and no other names, and a dimension must not be taken for one. */
static bool is_plain_id(const char *head)
{
    return is_id(head, strlen(head)) && !strpbrk(head, "abcdefghijklmnopqrstuvwxyz");
}

/* Is the second column the names of the first? Ids that are well known are none. */
static bool has_names(const struct reading *r, size_t i)
{
    static const char *const components[] = {
        "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "OBS_FLAG",     "CONF_STATUS",
        "OBS_CONF",    "UNIT_MULT", "DECIMALS",   "UNIT_MEASURE", "REF_AREA",
    };
    if (i + 1 >= r->head->n)
        return false;
    const char *id = r->head->columns[i].id, *name = r->head->columns[i + 1].id;
    for (size_t k = 0; k < sizeof components / sizeof *components; k++)
        if (strcmp(name, components[k]) == 0)
            return strcmp(id, name) == 0;
    return !is_plain_id(name) || strcmp(id, name) == 0;
}

/* labels=name: each column of ids is followed by one of names. */
static void pair_names(struct reading *r)
{
    for (size_t i = 3; r->named && i < r->head->n; i++) {
        struct sdmx_csv_column *column = &r->head->columns[i];
        enum sdmx_csv_kind kind = known_kind(column->id, SDMX_CSV_DIMENSION);
        if (kind == SDMX_CSV_SKIPPED || kind == SDMX_CSV_CUSTOM || !has_names(r, i))
            continue;
        column->names = (int)i + 1;
        if (!(column[1].id[0] == '#'))
            column->label = column[1].id;
        /* Not found by any name any more, but by its number. */
        column[1].kind = SDMX_CSV_SKIPPED;
        column[1].id = arena_printf(r->arena, "#%zu", i + 2);
        i++;
    }
}

/* The column of that id, label or number; *twice if its id is not the only one. */
static int find_named(const struct reading *r, const char *name, bool *twice)
{
    char number[24];
    int found = NO_COLUMN;
    *twice = false;
    if (!name || !*name)
        return NO_COLUMN;
    for (size_t i = 0; i < r->head->n; i++) {
        snprintf(number, sizeof number, "#%zu", i + 1);
        if (strcmp(name, number) == 0) {
            *twice = false;
            return (int)i;
        }
        if (strcmp(name, r->head->columns[i].id) != 0)
            continue;
        *twice = found != NO_COLUMN;
        if (found == NO_COLUMN)
            found = (int)i;
    }
    for (size_t i = 0; found == NO_COLUMN && i < r->head->n; i++)
        if (strcmp(name, r->head->columns[i].label) == 0)
            found = (int)i;
    return found;
}

/* The one that aiplus.conf names, or else the usual one. */
static bool find_cell(const struct reading *r, const char *name, const char *usual,
                      int *column, struct error *error)
{
    bool twice, said = name && *name;
    *column = find_named(r, said ? name : usual, &twice);
    if (twice)
        return error_set(error, ERROR_CSV_TWICE, r->body->name, said ? name : usual);
    return *column >= 0 || !said ||
           error_set(error, ERROR_CSV_COLUMN, r->body->name, name, list_heads(r));
}

/* The value and what goes with it. */
static bool find_cells(struct reading *r, struct error *error)
{
    struct sdmx_csv_head *head = r->head;
    if (!find_cell(r, r->mapping->value, "OBS_VALUE", &head->value, error) ||
        !find_cell(r, r->mapping->status, "OBS_STATUS", &head->status, error))
        return false;
    if (head->value == NO_COLUMN)
        return error_set(error, ERROR_SDMX_CSV_MEASURE, r->body->name, list_heads(r));
    if (head->status == NO_COLUMN)
        head->status = find_id(r, "OBS_FLAG");
    head->confidentiality = find_id(r, "CONF_STATUS");
    if (head->confidentiality == NO_COLUMN)
        head->confidentiality = find_id(r, "OBS_CONF");
    head->action =
        head->bare || is_column(r, 0, "DATAFLOW") ? NO_COLUMN : find_id(r, "ACTION");
    return true;
}

/* The surest well-known name for the role among columns of the kind. */
static int find_known(const struct reading *r, enum known_name role,
                      enum sdmx_csv_kind kind)
{
    int best = NO_COLUMN, best_rank = 0;
    for (size_t i = 0; i < r->head->n; i++) {
        enum known_name found;
        int rank;
        if (r->head->columns[i].kind == kind &&
            r->head->columns[i].role == DIMENSION_PLAIN &&
            name_known(r->head->columns[i].id, &found, &rank) && found == role &&
            (best == NO_COLUMN || rank < best_rank)) {
            best = (int)i;
            best_rank = rank;
        }
    }
    return best;
}

/* Does a dimension stand left of the period, besides the structure? */
static bool has_outer(const struct reading *r)
{
    for (int i = 0; i < r->period; i++) {
        const struct sdmx_csv_column *column = &r->head->columns[i];
        bool name = i > 0 && column[-1].names == i;
        if (!name && column->kind != SDMX_CSV_DIMENSION &&
            known_kind(column->id, SDMX_CSV_DIMENSION) == SDMX_CSV_DIMENSION)
            return true;
    }
    return false;
}

/* Dimension or attribute, by the order of the columns. */
static void sort_columns(struct reading *r)
{
    struct sdmx_csv_head *head = r->head;
    bool ordered = r->period < head->value;
    /* Where the period comes first, the other dimensions stand between it and the
     * value. */
    int last = r->period >= 0 && has_outer(r) ? r->period : head->value;
    int first = r->period >= 0 ? r->period : head->value;
    for (int i = 0; i < (int)head->n; i++) {
        struct sdmx_csv_column *column = &head->columns[i];
        bool name = column->id[0] == '#' && column->kind == SDMX_CSV_SKIPPED && i > 0 &&
                    head->columns[i - 1].names == i;
        if (name || column->kind == SDMX_CSV_DIMENSION)
            continue;
        column->kind = known_kind(column->id, SDMX_CSV_DIMENSION);
        if (ordered && i > last && column->kind == SDMX_CSV_DIMENSION)
            column->kind = SDMX_CSV_ATTRIBUTE;
        if (ordered && i < first && column->kind == SDMX_CSV_ATTRIBUTE)
            column->kind = SDMX_CSV_DIMENSION;
    }
    head->columns[head->value].kind = SDMX_CSV_VALUE;
    if (head->status >= 0)
        head->columns[head->status].kind = SDMX_CSV_STATUS;
}

/* Region and indicator: as aiplus.conf says, else by well-known names, of dimensions
 * before others. */
static void find_roles(struct reading *r)
{
    const struct {
        const char *name;
        enum known_name known;
        enum dimension_role role;
    } roles[] = {
        {r->mapping->region, KNOWN_REGION, DIMENSION_GEO},
        {r->mapping->indicator, KNOWN_INDICATOR, DIMENSION_METRIC},
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        bool twice;
        int found = find_named(r, roles[i].name, &twice);
        if (found == NO_COLUMN)
            found = find_known(r, roles[i].known, SDMX_CSV_DIMENSION);
        if (found == NO_COLUMN)
            found = find_known(r, roles[i].known, SDMX_CSV_ATTRIBUTE);
        if (found == NO_COLUMN || found == r->head->value)
            continue;
        r->head->columns[found].role = roles[i].role;
        r->head->columns[found].kind = SDMX_CSV_DIMENSION;
    }
}

static void keep_all(struct reading *r)
{
    bool twice;
    int unit = find_named(r, r->mapping->unit, &twice);
    for (int i = 0; i < (int)r->head->n; i++) {
        struct sdmx_csv_column *column = &r->head->columns[i];
        enum known_name found;
        int rank;
        column->all = column->kind == SDMX_CSV_DIMENSION || i == unit ||
                      strcasecmp(column->id, "UNIT_MULT") == 0 ||
                      strcasecmp(column->id, "POWERCODE") == 0 ||
                      (name_known(column->id, &found, &rank) && found == KNOWN_UNIT);
    }
}

bool sdmx_csv_head_read(const struct body *body, const struct csv_record *record,
                        const struct column_mapping *mapping, struct arena *arena,
                        struct sdmx_csv_head *head, struct error *error)
{
    struct reading r = {body, mapping, arena, head, NO_COLUMN, false};
    *head = (struct sdmx_csv_head){.n = record->n_fields};
    head->columns = arena_alloc(arena, head->n * sizeof *head->columns);
    for (size_t i = 0; i < head->n; i++)
        read_column(&r, i, record->fields[i]);
    name_multiplier(&r);
    if (!find_structure(&r, error))
        return false;
    pair_names(&r);
    if (!find_cells(&r, error))
        return false;
    bool twice;
    r.period = find_named(&r, mapping->period, &twice);
    if (r.period == NO_COLUMN)
        r.period = find_id(&r, "TIME_PERIOD");
    if (r.period == head->value)
        r.period = NO_COLUMN;
    sort_columns(&r);
    if (r.period == NO_COLUMN)
        r.period = find_known(&r, KNOWN_PERIOD, SDMX_CSV_DIMENSION);
    if (r.period >= 0) {
        head->columns[r.period].role = DIMENSION_TIME;
        head->columns[r.period].kind = SDMX_CSV_DIMENSION;
    }
    find_roles(&r);
    keep_all(&r);
    return true;
}
