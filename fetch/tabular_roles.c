/* Which column is what. See fetch/tabular_work.h. */
#include "fetch/tabular_work.h"

#include "core/unit.h"

#include <stdio.h>
#include <string.h>

const char *tabular_heads(const struct tabular *t)
{
    const char *list = "";
    for (size_t i = 0; i < t->n_columns && strlen(list) < 400; i++)
        list = arena_printf(t->arena, "%s%s%s", list, i ? ", " : "",
                            feed_excerpt(t->arena, t->heads[i]));
    return list;
}

/* A head without spaces at its ends; a line break within it, which offices put there to
 * make a column narrow, is nothing between Chinese characters and else a space. */
static const char *clean_head(struct arena *arena, const char *text)
{
    char *head = arena_strdup(arena, text + strspn(text, " \t\r\n"));
    size_t n = strlen(head), k = 0;
    while (n > 0 && strchr(" \t\r\n", head[n - 1]))
        n--;
    for (size_t i = 0; i < n; i++) {
        size_t blank = 0;
        while (strchr("\r\n", head[i + blank]) && i + blank < n)
            blank++;
        if (blank == 0) {
            head[k++] = head[i];
            continue;
        }
        i += blank - 1;
        if (!((unsigned char)head[i + 1] & 0x80) || (k > 0 && !(head[k - 1] & 0x80)))
            head[k++] = ' ';
    }
    head[k] = '\0';
    return head;
}

void tabular_set_heads(struct tabular *t, const struct tabular_record *record)
{
    t->n_columns = record->n_fields;
    while (t->setup.positioned && t->n_columns > 0 &&
           !*tabular_key(record, (int)t->n_columns - 1))
        t->n_columns--;
    t->heads = arena_alloc(t->arena, t->n_columns * sizeof *t->heads);
    t->headless = arena_alloc(t->arena, t->n_columns * sizeof *t->headless);
    for (size_t i = 0; i < t->n_columns; i++) {
        const char *head = clean_head(t->arena, tabular_key(record, (int)i));
        t->headless[i] = !*head;
        t->heads[i] = *head ? head : arena_printf(t->arena, "#%zu", i + 1);
    }
}

bool tabular_find_column(const struct tabular *t, const char *name, int *column,
                         struct error *error)
{
    int found = NO_COLUMN;
    for (size_t i = 0; i < t->n_columns; i++) {
        char number[24];
        snprintf(number, sizeof number, "#%zu", i + 1);
        if (strcmp(name, number) == 0) {
            *column = (int)i;
            return true;
        }
        if (strcmp(name, t->heads[i]) != 0)
            continue;
        if (found != NO_COLUMN)
            return error_set(error, ERROR_CSV_TWICE, t->body->name, name);
        found = (int)i;
    }
    if (found == NO_COLUMN)
        return error_set(error, ERROR_CSV_COLUMN, t->body->name, name,
                         tabular_heads(t));
    *column = found;
    return true;
}

static bool is_taken(const struct tabular *t, int column)
{
    for (int role = 0; role < KNOWN_COUNT; role++)
        if (t->roles[role] == column || t->labels[role] == column)
            return true;
    return false;
}

/* What aiplus.conf names for each role. */
static const char *mapped(const struct tabular *t, int role)
{
    const struct column_mapping *m = t->mapping;
    const char *const names[KNOWN_COUNT] = {
        [KNOWN_PERIOD] = m->period,       [KNOWN_REGION] = m->region,
        [KNOWN_INDICATOR] = m->indicator, [KNOWN_VALUE] = m->value,
        [KNOWN_STATUS] = m->status,       [KNOWN_UNIT] = m->unit,
        [KNOWN_QUALIFIER] = m->qualifier,
    };
    return names[role] ? names[role] : "";
}

static bool find_mapped(struct tabular *t, struct error *error)
{
    for (int role = 0; role < KNOWN_COUNT; role++)
        if (*mapped(t, role) &&
            !tabular_find_column(t, mapped(t, role), &t->roles[role], error))
            return false;
    return true;
}

bool tabular_bracket(const char *head, size_t *stem, const char **inside, size_t *n)
{
    static const struct {
        const char *open, *close;
    } kinds[] = {{"（", "）"}, {"(", ")"}};
    size_t size = strlen(head);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t open = strlen(kinds[i].open), close = strlen(kinds[i].close);
        const char *at = strstr(head, kinds[i].open);
        if (!at || at == head || size < close ||
            strcmp(head + size - close, kinds[i].close) != 0 ||
            (size_t)(at - head) + open + close >= size)
            continue;
        *inside = at + open;
        *n = size - (size_t)(*inside - head) - close;
        while (at > head + 1 && at[-1] == ' ')
            at--;
        *stem = (size_t)(at - head);
        return true;
    }
    return false;
}

/* Is it a well-known name, or for the values one with their unit behind it? */
static bool head_known(const char *head, enum known_name *known, int *rank)
{
    size_t stem, n;
    const char *inside;
    char name[32];
    if (name_known(head, known, rank))
        return true;
    if (!tabular_bracket(head, &stem, &inside, &n) || stem >= sizeof name)
        return false;
    memcpy(name, head, stem);
    name[stem] = '\0';
    return name_known(name, known, rank) && *known == KNOWN_VALUE;
}

/* Units in the heads of columns with values. Behind a well-known name for values all
 * that can stand is their unit. Behind any other head it may be anything, so it counts
 * where it is a multiple of something, without which the figure would be another. */
static void find_head_units(struct tabular *t)
{
    t->head_units = arena_alloc(t->arena, t->n_columns * sizeof *t->head_units);
    for (size_t i = 0; i < t->n_columns; i++) {
        size_t stem, n;
        const char *inside;
        enum known_name known;
        int rank;
        struct unit unit;
        t->head_units[i] = "";
        bool values = (int)i == t->roles[KNOWN_VALUE] ||
                      (t->wide >= 0 && t->spread && t->spread[i]);
        if (!values || !tabular_bracket(t->heads[i], &stem, &inside, &n))
            continue;
        const char *said = arena_strndup(t->arena, inside, n);
        unit_read(said, &unit);
        if ((unit.power != 0 && unit.n > 0) || head_known(t->heads[i], &known, &rank))
            t->head_units[i] = said;
    }
}

/* The column with the surest well-known name for the role that nobody has taken. */
static int guess_column(const struct tabular *t, enum known_name role)
{
    int best = NO_COLUMN, best_rank = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        enum known_name known;
        int rank;
        if (!is_taken(t, (int)i) && head_known(t->heads[i], &known, &rank) &&
            known == role && (best == NO_COLUMN || rank < best_rank)) {
            best = (int)i;
            best_rank = rank;
        }
    }
    return best;
}

static int find_wide(const struct tabular *t)
{
    static const struct {
        const char *word;
        enum known_name known;
    } words[] = {
        {"indicator", KNOWN_INDICATOR},
        {"period", KNOWN_PERIOD},
        {"region", KNOWN_REGION},
    };
    const char *said = t->mapping->wide ? t->mapping->wide : "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(said, words[i].word) == 0)
            return (int)words[i].known;
    return -1;
}

/* The columns whose heads are categories. Two of the same head are two figures of one
 * place. */
static bool find_spread(struct tabular *t, struct error *error)
{
    size_t n = 0;
    static const struct category nothing;
    t->spread = arena_alloc(t->arena, t->n_columns * sizeof *t->spread);
    for (size_t i = 0; i < t->n_columns; i++) {
        if (is_taken(t, (int)i) || t->headless[i] || name_aside(t->heads[i]))
            continue;
        for (size_t k = 0; k < i; k++)
            if (t->spread[k] && strcmp(t->heads[k], t->heads[i]) == 0)
                return error_set(error, ERROR_TABLE_WIDE_TWICE, t->body->name,
                                 t->heads[i]);
        t->spread[i] = &nothing;
        n++;
    }
    return n > 0 ||
           error_set(error, ERROR_TABLE_WIDE_NONE, t->body->name, tabular_heads(t));
}

/* No column has values: the table is one of items, or its column must be named. */
static bool refuse_valueless(const struct tabular *t, struct error *error)
{
    enum item_kind kind;
    if (tabular_like_register(t, &kind))
        return error_set(error, ERROR_TABLE_LIKE_REGISTER, t->body->name,
                         item_registers[kind].name);
    return error_set(error, ERROR_CSV_NO_VALUE, t->body->name, tabular_heads(t));
}

static bool find_roles(struct tabular *t, struct error *error)
{
    for (int role = 0; role < KNOWN_COUNT; role++)
        t->roles[role] = t->labels[role] = NO_COLUMN;
    t->wide = find_wide(t);
    if (t->wide >= 0 && (*mapped(t, t->wide) || *mapped(t, KNOWN_VALUE)))
        return error_set(error, ERROR_TABLE_WIDE_BOTH,
                         *mapped(t, t->wide) ? t->mapping->wide : "value",
                         t->mapping->wide);
    if (!find_mapped(t, error))
        return false;
    for (int role = 0; role < KNOWN_COUNT; role++)
        if (t->roles[role] == NO_COLUMN && role != t->wide &&
            (t->wide < 0 || role != KNOWN_VALUE))
            t->roles[role] = guess_column(t, (enum known_name)role);
    if (t->wide != KNOWN_REGION)
        t->labels[KNOWN_REGION] = guess_column(t, KNOWN_REGION);
    if (t->wide != KNOWN_INDICATOR)
        t->labels[KNOWN_INDICATOR] = guess_column(t, KNOWN_INDICATOR);
    if (t->wide >= 0)
        return find_spread(t, error);
    return t->roles[KNOWN_VALUE] != NO_COLUMN || refuse_valueless(t, error);
}

bool tabular_find_roles(struct tabular *t, struct error *error)
{
    if (!find_roles(t, error))
        return false;
    find_head_units(t);
    return true;
}

/* A column that is named by its number has something in every line long enough: a
 * head there must at least say something. */
static bool has_heads(const struct tabular *t)
{
    int n = 0;
    for (int role = 0; role < KNOWN_COUNT; role++) {
        if (t->roles[role] == NO_COLUMN)
            continue;
        n++;
        if (t->headless[t->roles[role]])
            return false;
    }
    return n > 0;
}

bool tabular_suits(const struct tabular *t, const struct tabular_record *record)
{
    struct arena scratch = {0};
    struct tabular trial = *t;
    trial.arena = &scratch;
    tabular_set_heads(&trial, record);
    bool suits = t->is_register ? tabular_find_fields(&trial, NULL)
                                : tabular_find_roles(&trial, NULL) && has_heads(&trial);
    arena_release(&scratch);
    return suits;
}
