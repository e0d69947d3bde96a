/* How --inspect writes what it found: see fetch/inspect.h. */
#include "fetch/inspect.h"

#include "core/msgid.h"
#include "fetch/inspect_tally.h"
#include "fetch/json.h"
#include "fetch/suggest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct writing {
    const char *name;              /* of the body */
    const struct decoder *decoder; /* NULL if none was found */
    const struct inspection *found;
    const struct error *error; /* NULL if the body was read */
    const char *mapping;       /* that is suggested, or NULL */
    const char *(*translate)(const char *);
    struct arena *arena;
    struct buffer *out;
};

static const char *const role_names[] = {
    [DIMENSION_PLAIN] = "",
    [DIMENSION_TIME] = "time",
    [DIMENSION_GEO] = "geo",
    [DIMENSION_METRIC] = "metric",
};

static const char *say(const struct writing *w, const char *msgid)
{
    return w->translate && *msgid ? w->translate(msgid) : msgid;
}

static const char *clean(const struct writing *w, const char *text)
{
    return text ? text_clean(w->arena, text, strlen(text)) : NULL;
}

static const char *sentence(const struct writing *w, const struct error *error)
{
    char text[2048];
    error_format(error, w->translate, text, sizeof text);
    return text_clean(w->arena, text, strlen(text));
}

/* ---- JSON ---- */

static void put_tally(const struct writing *w, struct json_node *to,
                      const struct tally *tally)
{
    json_put_number(to, "n_series", (double)tally->n_series);
    json_put_number(to, "n_obs", (double)tally->n_obs);
    json_put_number(to, "n_missing", (double)tally->n_missing);
    json_put_number(to, "sum", compensated_value(tally->sum));
    json_put_text(to, "min_period", clean(w, span_min(&tally->span)));
    json_put_text(to, "max_period", clean(w, span_max(&tally->span)));
}

static void put_dimensions(const struct writing *w, struct json_node *to,
                           const struct dataset *dataset)
{
    struct json_node *list = json_put_array(to, "dimensions");
    for (size_t i = 0; dataset && i < dataset->n_dimensions; i++) {
        const struct dimension *dimension = &dataset->dimensions[i];
        struct json_node *one = json_put_object(list, NULL);
        const char *role = role_names[dimension->role];
        json_put_text(one, "id", clean(w, dimension->id));
        json_put_text(one, "label", clean(w, dimension->label));
        json_put_text(one, "role", *role ? role : NULL);
        if (dimension->categories)
            json_put_number(one, "size", (double)dimension->n_categories);
        else
            json_put_text(one, "size", NULL);
    }
}

static void put_problems(const struct writing *w, struct json_node *to)
{
    struct json_node *list = json_put_array(to, "problems");
    for (size_t i = 0; i < w->found->n_problems; i++) {
        const struct refusal *problem = &w->found->problems[i];
        struct json_node *one = json_put_object(list, NULL);
        json_put_number(one, "row", problem->row);
        json_put_number(one, "column", problem->column);
        json_put_bool(one, "warning", problem->warning);
        json_put_text(one, "raw", problem->raw);
        json_put_text(one, "reason", sentence(w, &problem->reason));
    }
}

static void put_items(const struct writing *w, struct json_node *to)
{
    struct json_node *items = json_put_object(to, "items");
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        if (w->found->n_items[kind] > 0)
            json_put_number(items, item_registers[kind].name,
                            (double)w->found->n_items[kind]);
}

static bool write_json(const struct writing *w)
{
    const struct inspection *found = w->found;
    struct json_node *root = json_root();
    json_put_text(root, "file", clean(w, w->name));
    json_put_text(root, "format", w->decoder ? w->decoder->name : NULL);
    json_put_bool(root, "ok", !w->error);
    json_put_text(root, "error", w->error ? sentence(w, w->error) : NULL);
    put_dimensions(w, root, found->n_datasets ? found->datasets[0].dataset : NULL);
    put_tally(w, root, &found->total);
    json_put_number(root, "refused", (double)found->n_refused);
    json_put_number(root, "warnings", (double)found->n_warnings);
    struct json_node *list = json_put_array(root, "datasets");
    for (size_t i = 0; i < found->n_datasets; i++) {
        const struct dataset *dataset = found->datasets[i].dataset;
        struct json_node *one = json_put_object(list, NULL);
        json_put_text(one, "id", clean(w, dataset->id));
        json_put_text(one, "label", clean(w, dataset->label));
        put_dimensions(w, one, dataset);
        put_tally(w, one, &found->datasets[i].tally);
    }
    put_problems(w, root);
    put_items(w, root);
    json_put_text(root, "mapping", w->mapping);
    return json_write(root, w->out);
}

/* ---- text ---- */

enum { LABEL_WIDTH = 14 };

/* One line: the label in its column, the value behind it. */
static bool put_line(const struct writing *w, const char *label, const char *value)
{
    const char *said = say(w, label);
    int pad = LABEL_WIDTH - text_width(said, 1);
    const char *line =
        arena_printf(w->arena, "%s%*s%s\n", said, pad > 1 ? pad : 1, "", value);
    return buffer_put(w->out, line, strlen(line));
}

static const char *number_text(const struct writing *w, uint64_t n)
{
    return arena_printf(w->arena, "%" PRIu64, n);
}

/* " (110000 北京市, 330000 浙江省, ..)": what a mapping can name. */
static const char *first_categories(const struct writing *w,
                                    const struct dimension *dimension,
                                    const struct seen *seen)
{
    enum { SHOWN = 3, LONG = 48 };
    const char *list = "";
    size_t total = dimension->categories ? dimension->n_categories : seen->n, n = 0;
    for (size_t i = 0; n < SHOWN && n < total; i++) {
        const struct category *category =
            dimension->categories ? &dimension->categories[i] : seen->at[i];
        if (!category)
            continue;
        const char *label = clean(w, category->label);
        bool both = strcmp(category->code, category->label) != 0 &&
                    text_width(label, 1) <= LONG;
        const char *code = *category->code
                               ? text_cut(w->arena, clean(w, category->code), LONG, 1)
                               : "\"\"";
        list = arena_printf(w->arena, "%s%s%s%s%s", list, n++ ? ", " : "", code,
                            both ? " " : "", both ? label : "");
    }
    if (!*list)
        return arena_printf(w->arena, "%zu", total);
    return arena_printf(w->arena, "%zu%s (%s%s)", total, seen->more ? "+" : "", list,
                        total > SHOWN ? ", .." : "");
}

static bool put_dimension_line(const struct writing *w,
                               const struct dimension *dimension,
                               const struct seen *seen)
{
    static const char *const roles[] = {
        [DIMENSION_PLAIN] = "",
        [DIMENSION_TIME] = N_("period"),
        [DIMENSION_GEO] = N_("region"),
        [DIMENSION_METRIC] = N_("indicator"),
    };
    const char *role = say(w, roles[dimension->role]);
    const char *text = clean(w, dimension->id);
    if (strcmp(dimension->id, dimension->label) != 0)
        text = arena_printf(w->arena, "%s \"%s\"", text, clean(w, dimension->label));
    if (*role)
        text = arena_printf(w->arena, "%s, %s", text, role);
    if (dimension->categories || seen->n > 0)
        text = arena_printf(w->arena, "%s, %s", text,
                            first_categories(w, dimension, seen));
    return put_line(w, dimension->attribute ? N_("Attribute") : N_("Dimension"), text);
}

static bool put_tally_lines(const struct writing *w, const struct tally *tally)
{
    const char *min = clean(w, span_min(&tally->span));
    const char *max = clean(w, span_max(&tally->span));
    return put_line(w, N_("Series"), number_text(w, tally->n_series)) &&
           put_line(w, N_("Values"), number_text(w, tally->n_obs)) &&
           put_line(w, N_("Missing"), number_text(w, tally->n_missing)) &&
           put_line(w, N_("Sum"),
                    arena_printf(w->arena, "%.15g", compensated_value(tally->sum))) &&
           (!min ||
            put_line(w, N_("Periods"), arena_printf(w->arena, "%s .. %s", min, max)));
}

static bool put_dataset_lines(const struct writing *w, const struct tally_dataset *one)
{
    const struct dataset *dataset = one->dataset;
    const char *id = clean(w, dataset->id), *label = clean(w, dataset->label);
    const char *name = *id && *label ? arena_printf(w->arena, "%s %s", id, label)
                       : *id         ? id
                                     : label;
    if (!buffer_put(w->out, "\n", 1) ||
        (strcmp(name, "") != 0 && !put_line(w, N_("Data set"), name)))
        return false;
    for (size_t i = 0; i < dataset->n_dimensions; i++)
        if (!put_dimension_line(w, &dataset->dimensions[i], &one->seen[i]))
            return false;
    return put_tally_lines(w, &one->tally);
}

static bool put_problem_line(const struct writing *w, const struct refusal *problem)
{
    const char *text = sentence(w, &problem->reason);
    if (problem->row && problem->column)
        text = arena_printf(w->arena, "%" PRIu32 ":%" PRIu32 " %s", problem->row,
                            problem->column, text);
    else if (problem->row)
        text = arena_printf(w->arena, "%" PRIu32 " %s", problem->row, text);
    return put_line(w, problem->warning ? N_("Warning") : N_("Refused row"), text);
}

static bool put_item_lines(const struct writing *w)
{
    bool first = true, ok = true;
    for (int kind = 0; ok && kind < ITEM_KINDS; kind++) {
        uint64_t n = w->found->n_items[kind];
        if (n == 0)
            continue;
        ok = (!first || buffer_put(w->out, "\n", 1)) &&
             put_line(w, item_registers[kind].title, number_text(w, n));
        first = false;
    }
    return ok;
}

static bool has_items(const struct inspection *found)
{
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        if (found->n_items[kind] > 0)
            return true;
    return false;
}

static bool put_mapping(const struct writing *w)
{
    const char *heading = say(w, N_("Suggested for aiplus.conf:"));
    return !w->mapping || (buffer_put(w->out, "\n", 1) &&
                           buffer_put(w->out, heading, strlen(heading)) &&
                           buffer_put(w->out, "\n\n", 2) &&
                           buffer_put(w->out, w->mapping, strlen(w->mapping)));
}

static bool put_problems_lines(const struct writing *w)
{
    const struct inspection *found = w->found;
    if (found->n_refused + found->n_warnings == 0)
        return true;
    if (!buffer_put(w->out, "\n", 1) ||
        !put_line(w, N_("Refused rows"), number_text(w, found->n_refused)) ||
        !put_line(w, N_("Warnings"), number_text(w, found->n_warnings)))
        return false;
    for (size_t i = 0; i < found->n_problems; i++)
        if (!put_problem_line(w, &found->problems[i]))
            return false;
    return true;
}

static bool write_text(const struct writing *w)
{
    const struct inspection *found = w->found;
    if (!put_line(w, N_("File"), clean(w, w->name)) ||
        (w->decoder && !put_line(w, N_("Format"), w->decoder->title)))
        return false;
    if (w->error)
        return put_line(w, N_("Refused"), sentence(w, w->error));
    for (size_t i = 0; i < found->n_datasets; i++)
        if (!put_dataset_lines(w, &found->datasets[i]))
            return false;
    if (found->n_datasets != 1 && (found->n_datasets > 0 || !has_items(found)) &&
        (!buffer_put(w->out, "\n", 1) ||
         !put_line(w, N_("Data sets"), number_text(w, found->n_datasets)) ||
         !put_tally_lines(w, &found->total)))
        return false;
    return put_item_lines(w) && put_problems_lines(w) && put_mapping(w);
}

static bool write_as(const struct writing *w, enum inspect_format how)
{
    return how == INSPECT_JSON ? write_json(w) : write_text(w);
}

bool inspect_source(const struct source *source, const struct body *body,
                    const struct vocabulary *vocabulary, enum inspect_format how,
                    const char *(*translate)(const char *), struct arena *arena,
                    struct buffer *out)
{
    struct error error = {0};
    struct inspection found = {0};
    const struct decoder *decoder = decoder_find(source->format, body, &error);
    struct source tried = *source;
    bool ok = decoder && inspect_count(decoder, body, &tried.mapping.columns, arena,
                                       &found, &error);
    if (decoder && error.code == ERROR_TABLE_LIKE_REGISTER && vocabulary) {
        tried.mapping.columns.register_name = arena_strdup(arena, error.arg[1]);
        tried.mapping.columns.has_region = true;
        ok =
            inspect_count(decoder, body, &tried.mapping.columns, arena, &found, &error);
    }
    if (ok && vocabulary && found.n_datasets == 0 && has_items(&found))
        inspect_items(&tried, body, vocabulary, &found);
    struct writing writing = {
        .name = body->name,
        .decoder = decoder,
        .found = &found,
        .error = ok ? NULL : &error,
        .translate = translate,
        .arena = arena,
        .out = out,
    };
    if (ok && vocabulary)
        writing.mapping = suggest_mapping(&tried, body, decoder, &found, vocabulary,
                                          translate, arena);
    return write_as(&writing, how) && ok;
}

bool inspect_write(const struct body *body, const char *format,
                   const struct column_mapping *columns, enum inspect_format how,
                   const char *(*translate)(const char *), struct arena *arena,
                   struct buffer *out)
{
    struct source source = {
        .name = body->name, .address = body->name, .format = format};
    if (columns)
        source.mapping.columns = *columns;
    return inspect_source(&source, body, NULL, how, translate, arena, out);
}

bool inspect_refused(const char *name, const struct error *error,
                     enum inspect_format how, const char *(*translate)(const char *),
                     struct arena *arena, struct buffer *out)
{
    const struct inspection nothing = {0};
    struct writing writing = {
        .name = name,
        .found = &nothing,
        .error = error,
        .translate = translate,
        .arena = arena,
        .out = out,
    };
    return write_as(&writing, how);
}
