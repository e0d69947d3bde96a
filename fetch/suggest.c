/* How a suggested mapping is written: see fetch/suggest.h. */
#include "fetch/suggest.h"

#include "core/msgid.h"
#include "fetch/suggest_work.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { OUT_CEILING = 256 * 1024, CHOICES = 8 };

/* The settings of a part, and what to say where the feed has none. */
static const struct {
    const char *setting, *pairs, *sample, *none, *open;
} parts[SUGGEST_PARTS] = {
    {"region", "regions", "CODE",
     N_("No dimension is the region: name it, or give the code that all values are "
        "of."),
     N_("Regions that are not in the register: give their codes, or leave them out.")},
    {"indicator", "indicators", "CODE",
     N_("No dimension is the indicator: name it, or give the code that all values are "
        "of."),
     N_("Indicators that are not in the catalogue: give their codes, or leave them "
        "out.")},
    {"period", "periods", "PERIOD",
     N_("No dimension is the period: name it, or give the one that all values are of."),
     N_("Periods that cannot be read: say what they mean, or leave them out.")},
};

/* Names of the category that is all others together. */
static const char *const totals[] = {
    "_T", "T", "TOTAL", "TOT", "All", "合计", "总计", "全部", "总量", "小计",
};

/* ---- parts ---- */

/* Does the feed itself add it to the catalogue? */
static bool is_added(const struct inspection *inspection,
                     const struct category *category)
{
    for (size_t i = 0; i < inspection->n_added; i++)
        if (strcmp(inspection->added[i], category->code) == 0)
            return true;
    return false;
}

/* Lines "#setting += {"from = to"}", so many that they can be looked through. */
static void put_open(struct suggest_writing *w, enum suggest_part part)
{
    const struct seen *seen = &w->set->seen[w->found->parts[part]];
    size_t shown = 0, open = 0;
    for (size_t i = 0; i < seen->size; i++) {
        const struct category *category = seen->at[i];
        if (!category || suggest_means(w->vocabulary, part, category) ||
            is_added(w->inspection, category))
            continue;
        const char *name = suggest_name(w, category);
        if (open++ == 0)
            suggest_comment(w, suggest_say(w, parts[part].open));
        if (!name || shown == SUGGEST_LINES)
            continue;
        shown++;
        bool labelled = strcmp(category->label, name) != 0;
        suggest_put(w, arena_printf(w->arena, "    #%s += {%s}%s%s", parts[part].pairs,
                                    suggest_pair(w, name, parts[part].sample),
                                    labelled ? "  # " : "",
                                    labelled ? suggest_clean(w, category->label) : ""));
    }
    if (open > shown || seen->more)
        suggest_comment(w, arena_printf(w->arena, "+ %zu%s", open - shown,
                                        seen->more ? " .." : ""));
}

/* Dimensions that tell values apart may be what the feed says of them; a unit is not.
 */
static void put_candidates(struct suggest_writing *w, enum suggest_part part)
{
    enum { SHOWN = 3 };
    size_t n = 0;
    for (size_t i = 0; i < w->set->dataset->n_dimensions && n < SHOWN; i++) {
        const char *id = w->set->dataset->dimensions[i].id;
        enum known_name known;
        int rank;
        if (w->found->uses[i] != SUGGEST_FILTER ||
            (name_known(id, &known, &rank) && known == KNOWN_UNIT) ||
            strcmp(suggest_clean(w, id), id) != 0)
            continue;
        n++;
        suggest_put(w, arena_printf(w->arena, "    #%s = %s", parts[part].setting,
                                    suggest_quoted(w, id)));
    }
}

static void put_parts(struct suggest_writing *w)
{
    for (int part = 0; part < SUGGEST_PARTS; part++) {
        int dimension = w->found->parts[part];
        if (dimension < 0) {
            suggest_comment(w, suggest_say(w, parts[part].none));
            suggest_put(w, arena_printf(w->arena, "    #constant += {%s}",
                                        suggest_pair(w, parts[part].setting,
                                                     parts[part].sample)));
            put_candidates(w, (enum suggest_part)part);
            continue;
        }
        if (w->found->named[part])
            suggest_text(w, parts[part].setting,
                         w->set->dataset->dimensions[dimension].id);
    }
    for (int part = 0; part < SUGGEST_PARTS; part++)
        if (w->found->parts[part] >= 0)
            put_open(w, (enum suggest_part)part);
}

/* ---- other dimensions ---- */

/* The category that is the sum of the others, by its usual names; NULL if none is. */
static const struct category *total_of(const struct seen *seen)
{
    for (size_t k = 0; k < sizeof totals / sizeof *totals; k++)
        for (size_t i = 0; i < seen->size; i++)
            if (seen->at[i] && (strcasecmp(seen->at[i]->code, totals[k]) == 0 ||
                                strcasecmp(seen->at[i]->label, totals[k]) == 0))
                return seen->at[i];
    return NULL;
}

static const char *choices(const struct suggest_writing *w, const struct seen *seen)
{
    const char *list = "";
    size_t n = 0;
    for (size_t i = 0; i < seen->size && n < CHOICES; i++)
        if (seen->at[i])
            list = arena_printf(w->arena, "%s%s%s", list, n++ ? ", " : "",
                                suggest_clean(w, seen->at[i]->code));
    return arena_printf(w->arena, "%s%s", list, seen->n > n ? ", .." : "");
}

static void put_filter(struct suggest_writing *w, size_t i)
{
    const char *id = w->set->dataset->dimensions[i].id;
    const struct seen *seen = &w->set->seen[i];
    const struct category *total = total_of(seen);
    const char *name = total ? suggest_name(w, total) : NULL;
    suggest_comment(
        w,
        arena_printf(w->arena, suggest_say(w, N_("%s tells values apart; one of: %s")),
                     suggest_clean(w, id), choices(w, seen)));
    if (name && suggest_fits(w, id)) {
        suggest_put(
            w, arena_printf(w->arena, "    filter += {%s}", suggest_pair(w, id, name)));
        return;
    }
    for (size_t k = 0; k < seen->size && !name; k++)
        name = seen->at[k] ? suggest_name(w, seen->at[k]) : NULL;
    if (name && suggest_fits(w, id))
        suggest_put(w, arena_printf(w->arena, "    #filter += {%s}",
                                    suggest_pair(w, id, name)));
}

static void put_uses(struct suggest_writing *w)
{
    const char *ignored = "";
    for (size_t i = 0; i < w->set->dataset->n_dimensions; i++) {
        const char *id = w->set->dataset->dimensions[i].id;
        if (w->found->uses[i] == SUGGEST_FILTER)
            put_filter(w, i);
        else if (w->found->uses[i] == SUGGEST_IGNORE &&
                 strcmp(suggest_clean(w, id), id) == 0)
            ignored = arena_printf(w->arena, "%s%s%s", ignored, *ignored ? ", " : "",
                                   suggest_quoted(w, id));
    }
    if (*ignored)
        suggest_put(w, arena_printf(w->arena, "    ignore = {%s}", ignored));
}

/* ---- units ---- */

struct trial {
    struct source source;
    struct name_pair *filters;
    const char **ignored;
};

/* The source as it is suggested, as far as it is certain. */
static void prepare(const struct suggest_writing *w, const struct decoder *decoder,
                    struct trial *trial)
{
    size_t n = w->set->dataset->n_dimensions;
    trial->source = *w->source;
    struct mapping *m = &trial->source.mapping;
    const char **names[SUGGEST_PARTS] = {&m->columns.region, &m->columns.indicator,
                                         &m->columns.period};
    trial->filters = arena_alloc(w->arena, n * sizeof *trial->filters);
    trial->ignored = arena_alloc(w->arena, n * sizeof *trial->ignored);
    *m = (struct mapping){
        .columns = m->columns, .filters = trial->filters, .ignored = trial->ignored};
    trial->source.format = decoder->name;
    for (int part = 0; part < SUGGEST_PARTS; part++)
        if (w->found->named[part])
            *names[part] = w->set->dataset->dimensions[w->found->parts[part]].id;
    for (size_t i = 0; i < n; i++) {
        const char *id = w->set->dataset->dimensions[i].id;
        const struct category *total =
            w->found->uses[i] == SUGGEST_FILTER ? total_of(&w->set->seen[i]) : NULL;
        if (total)
            trial->filters[m->n_filters++] = (struct name_pair){id, total->code};
        else if (w->found->uses[i] != SUGGEST_NOTHING)
            trial->ignored[m->n_ignored++] = id;
    }
}

static void put_unit(struct suggest_writing *w, const struct error *reason, size_t *n)
{
    const char *sent = reason->arg[0], *unit = reason->arg[1];
    if (reason->code != ERROR_MAP_UNIT || *n == SUGGEST_LINES ||
        !suggest_fits(w, sent) || !suggest_fits(w, unit))
        return;
    const char *line =
        arena_printf(w->arena, "    #units += {%s}", suggest_pair(w, sent, unit));
    if (memmem(w->out->data, w->out->size, line, strlen(line)))
        return;
    if ((*n)++ == 0)
        suggest_comment(
            w, suggest_say(w, N_("Units of the feed that are not the indicator's: if "
                                 "they are the same under another name, say so.")));
    suggest_put(w, line);
}

/* The mapper itself says which units do not fit. */
static void put_units(struct suggest_writing *w, const struct body *body,
                      const struct decoder *decoder)
{
    for (int part = 0; part < SUGGEST_PARTS; part++)
        if (w->found->parts[part] < 0)
            return;
    struct trial trial;
    prepare(w, decoder, &trial);
    struct arena arena = {.directory = body->directory};
    struct bulk observations;
    struct delivery delivery = {0};
    struct error error = {0};
    size_t n = 0;
    bulk_init(&observations, body->directory, SIZE_MAX);
    if (mapper_read(&trial.source, body, w->vocabulary, &arena, &observations,
                    &delivery, &error)) {
        for (size_t i = 0; i < delivery.n_refusals; i++)
            put_unit(w, &delivery.refusals[i].reason, &n);
    } else {
        put_unit(w, &error, &n);
    }
    bulk_release(&observations);
    arena_release(&arena);
}

/* ---- sections ---- */

/* Do all data sets have the dimensions of the first? Then they are one feed. */
static bool all_alike(const struct inspection *found)
{
    const struct dataset *first = found->datasets[0].dataset;
    for (size_t i = 1; i < found->n_datasets; i++) {
        const struct dataset *other = found->datasets[i].dataset;
        if (other->n_dimensions != first->n_dimensions)
            return false;
        for (size_t k = 0; k < first->n_dimensions; k++)
            if (strcmp(first->dimensions[k].id, other->dimensions[k].id) != 0)
                return false;
    }
    return true;
}

static void put_section(struct suggest_writing *w, const struct body *body,
                        const struct decoder *decoder, const char *dataset)
{
    suggest_open(w, decoder, dataset);
    put_parts(w);
    if (*dataset && suggest_fits(w, dataset))
        suggest_put(w, arena_printf(w->arena, "    filter += {%s}",
                                    suggest_pair(w, "dataset", dataset)));
    put_uses(w);
    if (!*dataset)
        put_units(w, body, decoder);
    suggest_put(w, "}");
}

/* Of a register's table whose items name no region. */
static void put_place(struct suggest_writing *w, const struct inspection *inspection)
{
    const char *said = w->source->mapping.constant_region;
    if (inspection->n_placeless == 0)
        return;
    if (said && *said) {
        suggest_put(w, arena_printf(w->arena, "    constant = {%s}",
                                    suggest_pair(w, "region", said)));
        return;
    }
    suggest_comment(w, suggest_say(w, N_("No item names its region: give the code that "
                                         "all are of, or name the column (fields).")));
    suggest_put(w, arena_printf(w->arena, "    #constant += {%s}",
                                suggest_pair(w, "region", "CODE")));
}

const char *suggest_mapping(const struct source *source, const struct body *body,
                            const struct decoder *decoder,
                            const struct inspection *inspection,
                            const struct vocabulary *vocabulary,
                            const char *(*translate)(const char *), struct arena *arena)
{
    struct buffer out = {.ceiling = OUT_CEILING};
    struct suggest_writing w = {source, vocabulary, translate, inspection,
                                NULL,   NULL,       arena,     &out};
    bool one = inspection->n_datasets > 0 && all_alike(inspection), items = false;
    size_t n = 0;
    for (size_t i = 0; i < inspection->n_datasets && n < SUGGEST_SECTIONS; i++) {
        struct suggest_found found;
        w.set = &inspection->datasets[i];
        w.found = &found;
        if (w.set->tally.n_obs == 0 || !suggest_find(source, body, decoder, inspection,
                                                     i, vocabulary, arena, &found))
            continue;
        if (n++ > 0)
            suggest_put(&w, "");
        put_section(&w, body, decoder, one ? "" : w.set->dataset->id);
        if (one)
            break;
    }
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        items = items || inspection->n_items[kind] > 0;
    if (n == 0 && items) {
        suggest_open(&w, decoder, "");
        put_place(&w, inspection);
        suggest_put(&w, "}");
    }
    const char *text =
        out.ceiling && out.size ? arena_strndup(arena, out.data, out.size) : NULL;
    buffer_release(&out);
    return text;
}
