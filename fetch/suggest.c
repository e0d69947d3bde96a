/* How a suggested mapping is written: see fetch/suggest.h. */
#include "fetch/suggest.h"

#include "core/msgid.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { OUT_CEILING = 256 * 1024, CHOICES = 8 };

struct writing {
    const struct source *source;
    const struct vocabulary *vocabulary;
    const char *(*translate)(const char *);
    const struct tally_dataset *set;
    const struct suggest_found *found;
    struct arena *arena;
    struct buffer *out;
};

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

static const char *say(const struct writing *w, const char *msgid)
{
    return w->translate ? w->translate(msgid) : msgid;
}

static void put(struct writing *w, const char *line)
{
    /* Beyond its ceiling the buffer takes nothing more, and all of it is left out. */
    if (w->out->ceiling &&
        (!buffer_put(w->out, line, strlen(line)) || !buffer_put(w->out, "\n", 1)))
        w->out->ceiling = 0;
}

static void put_comment(struct writing *w, const char *text)
{
    put(w, arena_printf(w->arena, "    # %s", text));
}

static const char *clean(const struct writing *w, const char *text)
{
    return text_clean(w->arena, text, strlen(text));
}

/* A text in quotation marks as aiplus.conf has it; `$` would name a variable of the
 * environment there. */
static const char *quoted(const struct writing *w, const char *text)
{
    char *to = arena_alloc(w->arena, 2 * strlen(text) + 3), *p = to;
    *p++ = '"';
    for (; *text; text++) {
        if (strchr("\"\\$", *text))
            *p++ = '\\';
        *p++ = *text;
    }
    *p++ = '"';
    return to;
}

/* May the text stand in a pair before "=" and behind it? Blanks around it are taken
 * off, and the last "=" parts it. */
static bool fits_pair(const struct writing *w, const char *text)
{
    size_t n = strlen(text);
    return n > 0 && !strchr(" \t", text[0]) && !strchr(" \t", text[n - 1]) &&
           !strchr(text, '=') && strcmp(clean(w, text), text) == 0;
}

/* The category's code, or its label where only that one can be written; NULL if neither
 * can. */
static const char *name_of(const struct writing *w, const struct category *category)
{
    return fits_pair(w, category->code)    ? category->code
           : fits_pair(w, category->label) ? category->label
                                           : NULL;
}

static const char *pair(const struct writing *w, const char *from, const char *to)
{
    return quoted(w, arena_printf(w->arena, "%s = %s", from, to));
}

/* ---- what was looked at ---- */

static void put_text(struct writing *w, const char *setting, const char *value)
{
    if (value && *value && strcmp(clean(w, value), value) == 0)
        put(w, arena_printf(w->arena, "    %s = %s", setting, quoted(w, value)));
}

static void put_allow(struct writing *w)
{
    const char *address = w->source->address;
    bool http = strncasecmp(address, "http:", 5) == 0;
    bool file = strncasecmp(address, "file:", 5) == 0;
    const char *host = strstr(address, "://");
    host = host ? host + 3 : "";
    bool loopback =
        !file && (strncmp(host, "127.", 4) == 0 || strncmp(host, "[::1]", 5) == 0 ||
                  strncasecmp(host, "localhost", 9) == 0);
    if (http || file || loopback)
        put(w,
            arena_printf(w->arena, "    allow = {%s%s%s}",
                         http   ? "\"http\""
                         : file ? "\"file\""
                                : "",
                         http && loopback ? ", " : "", loopback ? "\"loopback\"" : ""));
}

/* The columns that were named for this look. */
static void put_columns(struct writing *w)
{
    const struct column_mapping *c = &w->source->mapping.columns;
    const struct {
        const char *setting, *value;
    } texts[] = {
        {"delimiter", c->delimiter},
        {"encoding", c->encoding},
        {"sheet", c->sheet},
        {"wide", c->wide},
        {"register", c->register_name},
        {"region", c->region},
        {"indicator", c->indicator},
        {"period", c->period},
        {"value", c->value},
        {"status", c->status},
        {"qualifier", c->qualifier},
        {"unit", c->unit},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(w, texts[i].setting, texts[i].value);
    if (c->decimal && strcmp(c->decimal, ",") == 0)
        put_text(w, "decimal", c->decimal);
    if (c->head > 0)
        put(w, arena_printf(w->arena, "    head = %d", c->head));
    const char *list = "";
    for (size_t i = 0; i < c->n_fields; i++)
        list = arena_printf(w->arena, "%s%s%s", list, i ? ", " : "",
                            pair(w, c->fields[i].from, c->fields[i].to));
    if (c->n_fields > 0)
        put(w, arena_printf(w->arena, "    fields = {%s}", list));
}

/* A name for the source from its address: "monthly" of ".../monthly.csv?a=b". */
static const char *section_name(const struct writing *w, const char *more)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_";
    if (strspn(w->source->name, allowed) == strlen(w->source->name) && !*more)
        return w->source->name;
    const char *start = w->source->name, *scheme = strstr(start, "://");
    start = scheme ? scheme + 3 : start;
    size_t n = strcspn(start, "?#");
    for (size_t i = 0; i < n; i++)
        if (start[i] == '/' && i + 1 < n) {
            start += i + 1;
            n -= i + 1;
            i = (size_t)-1;
        }
    size_t stem = strcspn(start, ".");
    char *name = arena_strndup(w->arena, start, stem > 0 && stem < n ? stem : n);
    name = arena_printf(w->arena, "%s%s%s", name, *more ? "-" : "", more);
    size_t to = 0;
    for (const char *p = name; *p && to < 40; p++)
        if (strchr(allowed, *p))
            name[to++] = *p;
        else if (to > 0 && name[to - 1] != '-')
            name[to++] = '-';
    while (to > 0 && name[to - 1] == '-')
        to--;
    name[to] = '\0';
    return to > 0 ? name : "feed";
}

/* ---- parts ---- */

/* Lines "#setting += {"from = to"}", so many that they can be looked through. */
static void put_open(struct writing *w, enum suggest_part part)
{
    const struct seen *seen = &w->set->seen[w->found->parts[part]];
    size_t shown = 0, open = 0;
    for (size_t i = 0; i < seen->size; i++) {
        const struct category *category = seen->at[i];
        if (!category || suggest_means(w->vocabulary, part, category))
            continue;
        const char *name = name_of(w, category);
        if (open++ == 0)
            put_comment(w, say(w, parts[part].open));
        if (!name || shown == SUGGEST_LINES)
            continue;
        shown++;
        bool labelled = strcmp(category->label, name) != 0;
        put(w, arena_printf(w->arena, "    #%s += {%s}%s%s", parts[part].pairs,
                            pair(w, name, parts[part].sample), labelled ? "  # " : "",
                            labelled ? clean(w, category->label) : ""));
    }
    if (open > shown || seen->more)
        put_comment(w, arena_printf(w->arena, "+ %zu%s", open - shown,
                                    seen->more ? " .." : ""));
}

static void put_parts(struct writing *w)
{
    for (int part = 0; part < SUGGEST_PARTS; part++) {
        int dimension = w->found->parts[part];
        if (dimension < 0) {
            put_comment(w, say(w, parts[part].none));
            put(w, arena_printf(w->arena, "    #constant += {%s}",
                                pair(w, parts[part].setting, parts[part].sample)));
            continue;
        }
        if (w->found->named[part])
            put_text(w, parts[part].setting, w->set->dataset->dimensions[dimension].id);
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

static const char *choices(const struct writing *w, const struct seen *seen)
{
    const char *list = "";
    size_t n = 0;
    for (size_t i = 0; i < seen->size && n < CHOICES; i++)
        if (seen->at[i])
            list = arena_printf(w->arena, "%s%s%s", list, n++ ? ", " : "",
                                clean(w, seen->at[i]->code));
    return arena_printf(w->arena, "%s%s", list, seen->n > n ? ", .." : "");
}

static void put_filter(struct writing *w, size_t i)
{
    const char *id = w->set->dataset->dimensions[i].id;
    const struct seen *seen = &w->set->seen[i];
    const struct category *total = total_of(seen);
    const char *name = total ? name_of(w, total) : NULL;
    put_comment(w,
                arena_printf(w->arena, say(w, N_("%s tells values apart; one of: %s")),
                             clean(w, id), choices(w, seen)));
    if (name && fits_pair(w, id)) {
        put(w, arena_printf(w->arena, "    filter += {%s}", pair(w, id, name)));
        return;
    }
    for (size_t k = 0; k < seen->size && !name; k++)
        name = seen->at[k] ? name_of(w, seen->at[k]) : NULL;
    if (name && fits_pair(w, id))
        put(w, arena_printf(w->arena, "    #filter += {%s}", pair(w, id, name)));
}

static void put_uses(struct writing *w)
{
    const char *ignored = "";
    for (size_t i = 0; i < w->set->dataset->n_dimensions; i++) {
        const char *id = w->set->dataset->dimensions[i].id;
        if (w->found->uses[i] == SUGGEST_FILTER)
            put_filter(w, i);
        else if (w->found->uses[i] == SUGGEST_IGNORE && strcmp(clean(w, id), id) == 0)
            ignored = arena_printf(w->arena, "%s%s%s", ignored, *ignored ? ", " : "",
                                   quoted(w, id));
    }
    if (*ignored)
        put(w, arena_printf(w->arena, "    ignore = {%s}", ignored));
}

/* ---- units ---- */

struct trial {
    struct source source;
    struct name_pair *filters;
    const char **ignored;
};

/* The source as it is suggested, as far as it is certain. */
static void prepare(const struct writing *w, const struct decoder *decoder,
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

static void put_unit(struct writing *w, const struct error *reason, size_t *n)
{
    const char *sent = reason->arg[0], *unit = reason->arg[1];
    if (reason->code != ERROR_MAP_UNIT || *n == SUGGEST_LINES || !fits_pair(w, sent) ||
        !fits_pair(w, unit))
        return;
    const char *line =
        arena_printf(w->arena, "    #units += {%s}", pair(w, sent, unit));
    if (memmem(w->out->data, w->out->size, line, strlen(line)))
        return;
    if ((*n)++ == 0)
        put_comment(w, say(w, N_("Units of the feed that are not the indicator's: if "
                                 "they are the same under another name, say so.")));
    put(w, line);
}

/* The mapper itself says which units do not fit. */
static void put_units(struct writing *w, const struct body *body,
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

static void open_section(struct writing *w, const struct decoder *decoder,
                         const char *more)
{
    put(w, arena_printf(w->arena, "source %s {", quoted(w, section_name(w, more))));
    put_text(w, "address", w->source->address);
    put_allow(w);
    put_text(w, "format", decoder->name);
    put_columns(w);
}

static void put_section(struct writing *w, const struct body *body,
                        const struct decoder *decoder, const char *dataset)
{
    open_section(w, decoder, dataset);
    put_parts(w);
    if (*dataset && fits_pair(w, dataset))
        put(w,
            arena_printf(w->arena, "    filter += {%s}", pair(w, "dataset", dataset)));
    put_uses(w);
    if (!*dataset)
        put_units(w, body, decoder);
    put(w, "}");
}

const char *suggest_mapping(const struct source *source, const struct body *body,
                            const struct decoder *decoder,
                            const struct inspection *inspection,
                            const struct vocabulary *vocabulary,
                            const char *(*translate)(const char *), struct arena *arena)
{
    struct buffer out = {.ceiling = OUT_CEILING};
    struct writing w = {source, vocabulary, translate, NULL, NULL, arena, &out};
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
            put(&w, "");
        put_section(&w, body, decoder, one ? "" : w.set->dataset->id);
        if (one)
            break;
    }
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        items = items || inspection->n_items[kind] > 0;
    if (n == 0 && items) {
        open_section(&w, decoder, "");
        put(&w, "}");
    }
    const char *text =
        out.ceiling && out.size ? arena_strndup(arena, out.data, out.size) : NULL;
    buffer_release(&out);
    return text;
}
