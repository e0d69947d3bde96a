/* What is fuzzed: see tests/fuzz/targets.h. */
#include "tests/fuzz/targets.h"

#include "app/config.h"
#include "catalog/catalog.h"
#include "core/item.h"
#include "core/period.h"
#include "core/text.h"
#include "fetch/json_part.h"
#include "fetch/transfer_answer.h"
#include "tests/fuzz/decode.h"
#include "tests/fuzz/must.h"
#include "views/page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What the strict check lets through, cJSON must be able to read. */
static void json(const char *bytes, size_t n)
{
    struct arena arena = {0};
    struct json_facts facts;
    struct error error = {0}, strict = {0};
    const struct body body = {.bytes = bytes, .size = n, .type = "", .name = "fuzz"};
    bool grammar = json_check(&body, JSON_GRAMMAR, &arena, &facts, &error);
    bool sure = json_check(&body, JSON_STRICT, &arena, &facts, &strict);
    MUST(grammar || error.code != ERROR_NONE);
    MUST(sure || strict.code != ERROR_NONE);
    MUST(grammar || !sure);
    const struct json *root;
    struct error read = {0};
    if (sure && !json_read(&body, &arena, &root, &read))
        MUST(read.code == ERROR_JSON_PART);
    arena_release(&arena);
}

/* Nothing but what may be shown comes out, and cleaning it again changes nothing. */
static void text(const char *bytes, size_t n)
{
    struct arena arena = {0};
    const char *clean = text_clean(&arena, bytes, n);
    size_t size = strlen(clean), marks = 0;
    MUST(text_invalid_at(clean, size) == size);
    for (size_t at = 0; at < size;) {
        uint32_t code;
        at += text_decode(clean + at, size - at, &code);
        MUST(text_safe(code));
        marks = text_code_width(code, 1) == 0 ? marks + 1 : 0;
        MUST(marks <= 4);
    }
    MUST(strcmp(text_clean(&arena, clean, size), clean) == 0);
    MUST(text_width(text_cut(&arena, clean, 9, 2), 2) <= 9);
    const char *plain = text_plain(&arena, clean);
    MUST(text_width(plain, 1) == text_width(plain, 2));
    arena_release(&arena);
}

/* What is read is written, and read back as the same. */
static void period(const char *bytes, size_t n)
{
    struct arena arena = {0};
    struct period first, second;
    char id[64], label[64];
    if (period_parse(arena_strndup(&arena, bytes, n), &first)) {
        period_id(first, id, sizeof id);
        period_label(first, label, sizeof label);
        MUST(period_parse(id, &second));
        MUST(period_equal(first, second));
        MUST(strlen(id) < 32);
        MUST(text_width(label, 1) <= 18);
    }
    arena_release(&arena);
}

static void number(const char *bytes, size_t n)
{
    struct arena arena = {0};
    const char *sent = arena_strndup(&arena, bytes, n);
    double value = 0;
    size_t bad = 0;
    if (text_number(sent, &value, &bad)) {
        char *end;
        MUST(isfinite(value));
        MUST(value == strtod(sent, &end) && *end == '\0');
    } else {
        MUST(bad <= strlen(sent));
    }
    arena_release(&arena);
}

/* The bytes as a file without a name. */
static void config(const char *bytes, size_t n)
{
    int fd = memfd_create("aiplus.conf", 0);
    MUST(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    struct arena arena = {0};
    struct error error = {0};
    struct config found;
    const char *path = arena_printf(&arena, "/proc/self/fd/%d", fd);
    if (!config_read(path, &arena, &found, &error))
        MUST(error.code != ERROR_NONE && error.arg[0][0]);
    close(fd);
    arena_release(&arena);
}

/* Header lines up to an empty one, then a body. */
static void answer(const char *bytes, size_t n)
{
    struct arena arena = {0};
    struct answer got = {.arena = &arena};
    const char *p = bytes, *end = bytes + n;
    bool ok = true;
    bulk_init(&got.body, NULL, 1 << 20);
    while (ok && p < end && *p != '\n') {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *next = newline ? newline + 1 : end;
        ok = answer_header(&got, p, (size_t)(next - p));
        p = next;
    }
    p += p < end;
    /* In two pieces, as a network may bring them. */
    size_t half = (size_t)(end - p) / 2;
    ok = ok && answer_body(&got, p, half) &&
         answer_body(&got, p + half, (size_t)(end - p) - half) && answer_end(&got);
    MUST(!got.etag[0] || answer_validator_usable(got.etag, false));
    MUST(!got.last_modified[0] || answer_validator_usable(got.last_modified, true));
    MUST(got.body.size <= 1 << 20);
    MUST(strlen(got.phrase) < sizeof got.phrase);
    answer_release(&got);
    arena_release(&arena);
}

/* One field for each type: what is canonical stays as it is. */
static void item(const char *bytes, size_t n)
{
    struct arena arena = {0};
    const char *sent = arena_strndup(&arena, bytes, n);
    for (int kind = 0; kind < ITEM_KINDS; kind++) {
        const struct item_field *fields = item_registers[kind].fields;
        for (size_t i = 0; i < item_field_count((enum item_kind)kind); i++) {
            struct error error = {0};
            const char *once, *twice;
            if (!item_canonical(&fields[i], sent, &arena, &once, &error)) {
                MUST(error.code != ERROR_NONE);
                continue;
            }
            MUST(text_invalid_at(once, strlen(once)) == strlen(once));
            MUST(item_canonical(&fields[i], once, &arena, &twice, &error));
            MUST(strcmp(once, twice) == 0);
        }
    }
    arena_release(&arena);
}

/* The first byte says which of the catalogue's files the rest takes the place of. */
static void catalog(const char *bytes, size_t n)
{
    static struct arena kept;
    static struct catalog_texts built_in;
    struct error error = {0};
    if (built_in.n == 0 && !catalog_texts(NULL, &kept, &built_in, &error))
        abort();
    if (n == 0)
        return;
    struct catalog_text items[16];
    struct catalog_texts texts = {items, built_in.n};
    MUST(built_in.n <= 16);
    memcpy(items, built_in.items, built_in.n * sizeof *items);
    size_t which = (unsigned char)bytes[0] % built_in.n;
    items[which].bytes = bytes + 1;
    items[which].n = n - 1;
    struct catalog opened = {0};
    struct catalog_problems problems = {0};
    bool ok = catalog_open_texts(&opened, &texts, &problems, &error);
    MUST(ok == (problems.n == 0));
    catalog_close(&opened);
}

static void address(const char *bytes, size_t n)
{
    static struct catalog built_in;
    struct error error = {0};
    if (built_in.n_tasks == 0 && !catalog_open(&built_in, NULL, NULL, &error))
        abort();
    struct arena arena = {0};
    struct address read, again;
    const char *sent = arena_strndup(&arena, bytes, n);
    if (address_parse(&built_in, sent, &read, &error)) {
        const char *written = address_text(&arena, &read);
        MUST(address_parse(&built_in, written, &again, &error));
        MUST(strcmp(address_text(&arena, &again), written) == 0);
    }
    arena_release(&arena);
}

const struct fuzz_target fuzz_targets[] = {
    {"json", json},       {"text", text},     {"period", period}, {"number", number},
    {"config", config},   {"answer", answer}, {"item", item},     {"catalog", catalog},
    {"address", address}, {NULL, NULL},
};

static size_t count(void)
{
    return sizeof fuzz_targets / sizeof *fuzz_targets - 1;
}

const char *fuzz_name(size_t i)
{
    static char name[64];
    if (i < count())
        return fuzz_targets[i].name;
    const char *format = decode_name(i - count());
    snprintf(name, sizeof name, "decode-%s", format ? format : "");
    return format ? name : NULL;
}

bool fuzz_run(const char *name, const char *bytes, size_t n)
{
    for (size_t i = 0; i < count(); i++) {
        if (strcmp(fuzz_targets[i].name, name) == 0) {
            fuzz_targets[i].run(bytes, n);
            return true;
        }
    }
    return strncmp(name, "decode-", 7) == 0 && decode_run(name + 7, bytes, n);
}
