/* Decoders under made-up bytes: see tests/fuzz/decode.h. */
#include "tests/fuzz/decode.h"

#include "app/config.h"
#include "core/bulk.h"
#include "core/text.h"
#include "fetch/inspect.h"
#include "fetch/mapper.h"
#include "fetch/shape.h"
#include "fetch/suggest.h"
#include "tests/fuzz/file.h"
#include "tests/fuzz/must.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what a decoder may say ---- */

struct watch {
    const struct dataset *dataset;
    uint64_t cells;
};

static bool on_dataset(void *self, const struct dataset *dataset, struct error *error)
{
    (void)error;
    struct watch *watch = self;
    watch->dataset = dataset;
    MUST(dataset->id && dataset->label && dataset->source && dataset->updated);
    for (size_t i = 0; i < dataset->n_dimensions; i++)
        MUST(dataset->dimensions[i].id && dataset->dimensions[i].label);
    return true;
}

static bool on_cell(void *self, const struct cell *cell, struct error *error)
{
    (void)error;
    struct watch *watch = self;
    MUST(watch->dataset && cell->status && cell->row > 0);
    MUST(cell->kind != CELL_VALUE || isfinite(cell->value));
    MUST(cell->kind != CELL_TEXT || cell->raw);
    MUST(!cell->withdrawn || cell->kind == CELL_MISSING);
    for (size_t i = 0; i < watch->dataset->n_dimensions; i++) {
        const struct category *category = cell->at[i];
        MUST(category && category->code && category->label && category->unit);
    }
    watch->cells++;
    return true;
}

static bool on_item(void *self, const struct feed_item *item, struct error *error)
{
    (void)self, (void)error;
    MUST(item->kind < ITEM_KINDS && item->row > 0);
    const struct item_field *fields = item_registers[item->kind].fields;
    for (size_t i = 0; fields[i].name; i++)
        MUST(!fields[i].key || item->fields[i] != NULL);
    return true;
}

static void on_refused(void *self, const struct refusal *refusal)
{
    (void)self;
    MUST(refusal->raw && refusal->reason.code != ERROR_NONE);
}

/* ---- a vocabulary that knows a little of everything ---- */

static bool region(const void *self, const char *text, int32_t *code)
{
    (void)self;
    *code = 110000 + (int32_t)(strlen(text) % 50) * 100;
    return strlen(text) < 20;
}

static bool indicator(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit)
{
    (void)self;
    snprintf(code, CODE_SIZE, "T-%zu", strlen(text) % 7);
    *unit = strlen(text) % 2 ? "%" : "";
    return strlen(text) < 30;
}

static bool several_regions(const void *self, const char *text)
{
    (void)self;
    return strlen(text) % 5 == 0;
}

static bool task(const void *self, const char *text, char code[CODE_SIZE])
{
    (void)self;
    snprintf(code, CODE_SIZE, "A%zu", strlen(text) % 6 + 1);
    return *text != '\0';
}

static const struct vocabulary vocabulary = {NULL, region, indicator, several_regions,
                                             task};

static const struct column_mapping mappings[] = {
    {0},
    {.region = "#1", .period = "#2", .value = "#3", .decimal = ","},
    {.wide = "indicator", .head = 2},
    {.register_name = "ledger"},
    {.wide = "period", .encoding = "gb18030"},
    {.delimiter = ";", .indicator = "#2", .status = "#4"},
};

/* ---- one run ---- */

/* A source with what follows from no setting left empty. */
static struct source source_of(const char *format, const struct column_mapping *columns)
{
    return (struct source){
        .name = "fuzz",
        .title = "fuzz",
        .address = "https://example.org/",
        .format = format,
        .mapping = {.columns = *columns,
                    .constant_region = "",
                    .constant_indicator = "",
                    .constant_period = ""},
    };
}

static void check_delivery(const struct delivery *delivery, struct arena *arena)
{
    struct error *problems;
    size_t n;
    for (size_t i = 0; i < delivery->n_observations; i++) {
        const struct observation *o = &delivery->observations[i];
        MUST(isfinite(o->value) && status_known(o->status));
        MUST(o->qualifier < QUALIFIER_COUNT);
        MUST(o->withdrawn ||
             o->has_value == (status_missing(o->status) == MISSING_NONE));
    }
    MUST(delivery->n_observations + delivery->n_items > 0);
    /* The same again is no other shape. */
    MUST(!delivery->shape || !shape_drifted(delivery->shape, delivery->shape, "fuzz",
                                            "#1", arena, &problems, &n));
}

static void map(const struct body *body, const struct source *source)
{
    struct arena arena = {0};
    struct bulk observations;
    struct delivery delivery;
    struct error error = {0};
    bulk_init(&observations, NULL, SIZE_MAX);
    if (mapper_read(source, body, &vocabulary, &arena, &observations, &delivery,
                    &error))
        check_delivery(&delivery, &arena);
    else
        MUST(error.code != ERROR_NONE);
    bulk_release(&observations);
    arena_release(&arena);
}

static void inspect(const struct body *body, const struct source *source)
{
    struct arena arena = {0};
    struct buffer out = {.ceiling = 16 << 20};
    inspect_source(source, body, NULL, INSPECT_JSON, NULL, &arena, &out);
    MUST(out.size == 0 || text_invalid_at(out.data, out.size) == out.size);
    buffer_release(&out);
    arena_release(&arena);
}

/* What is suggested can be read as a configuration, whatever the feed calls things. */
static void suggest(const struct body *body, const struct decoder *decoder,
                    const struct source *source)
{
    struct arena arena = {0};
    struct inspection found = {0};
    struct error error = {0};
    const char *text = NULL;
    if (inspect_count(decoder, body, &source->mapping.columns, &arena, &found, &error))
        text =
            suggest_mapping(source, body, decoder, &found, &vocabulary, NULL, &arena);
    if (text) {
        int fd;
        struct config config;
        const char *path = fuzz_file(text, strlen(text), &arena, &fd);
        if (!config_read(path, &arena, &config, &error)) {
            fprintf(stderr, "%s: %s %s %s\n%s", error_name(error.code), error.arg[0],
                    error.arg[1], error.arg[2], text);
            abort();
        }
        MUST(config.n_sources > 0);
        fuzz_file_close(fd);
    }
    arena_release(&arena);
}

const char *decode_name(size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!decoders[k])
            return NULL;
    return decoders[i] ? decoders[i]->name : NULL;
}

static const struct decoder *decoder_of(const char *format)
{
    for (size_t i = 0; decoders[i]; i++)
        if (strcmp(decoders[i]->name, format) == 0)
            return decoders[i];
    return NULL;
}

static void run(const struct decoder *decoder, const struct body *body,
                const struct column_mapping *columns)
{
    struct arena arena = {0};
    struct error error = {0};
    struct watch watch = {0};
    const struct feed_sink sink = {&watch, on_dataset, on_cell, on_item, on_refused};
    const struct source source = source_of(decoder->name, columns);
    int sure = decoder->sniff(body);
    MUST(sure >= 0 && sure <= 100);
    if (decoder_find(decoder->name, body, &error)) {
        if (!decoder->decode(body, columns, &arena, &sink, &error))
            MUST(error.code != ERROR_NONE);
        map(body, &source);
        inspect(body, &source);
        suggest(body, decoder, &source);
    } else {
        MUST(error.code != ERROR_NONE);
    }
    char query[512];
    if (decoder->next && decoder->next(body, query, sizeof query))
        MUST(strlen(query) < sizeof query && *query);
    arena_release(&arena);
}

bool decode_mapped(const char *format, const char *bytes, size_t n, size_t choice)
{
    const struct decoder *decoder = decoder_of(format);
    if (!decoder)
        return false;
    /* Exactly as large as it is, so that a sanitizer sees a step beyond it. */
    char *copy = malloc(n + 1);
    MUST(copy != NULL);
    memcpy(copy, bytes, n);
    copy[n] = '\0';
    const struct body body = {.bytes = copy, .size = n, .type = "", .name = "fuzz"};
    run(decoder, &body, &mappings[choice % (sizeof mappings / sizeof *mappings)]);
    free(copy);
    return true;
}

bool decode_run(const char *format, const char *bytes, size_t n)
{
    return decode_mapped(format, bytes, n, n ? (unsigned char)bytes[n - 1] : 0);
}
