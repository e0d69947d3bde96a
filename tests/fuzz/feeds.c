/* Parts of feeds under made-up bytes: see tests/fuzz/targets.h. */
#include "tests/fuzz/targets.h"

#include "core/text.h"
#include "fetch/encoding.h"
#include "fetch/shape.h"
#include "tests/fuzz/decode.h"
#include "tests/fuzz/must.h"
#include "tests/lib/workbook.h"

#include <stdlib.h>
#include <string.h>

/* ---- encodings ---- */

/* The first byte says which one aiplus.conf names. What comes out is UTF-8 wherever
 * something was converted, and ends with a NUL. */
static void encoding(const char *bytes, size_t n)
{
    static const char *const said[] = {"", "utf-8", "gb18030", "utf-16"};
    const char *name = said[n ? (unsigned char)bytes[0] % 4 : 0];
    const struct body body = {
        .bytes = bytes + (n > 0), .size = n - (n > 0), .type = "", .name = "fuzz"};
    struct encoded encoded;
    struct error error = {0};
    if (encoded_open(&body, name, &encoded, &error)) {
        const struct body *made = &encoded.body;
        MUST(made->bytes[made->size] == '\0');
        MUST(made->bytes == body.bytes ||
             text_invalid_at(made->bytes, made->size) == made->size);
        MUST(made->size <= 2 * body.size + 1);
        encoded_release(&encoded);
    } else {
        MUST(error.code != ERROR_NONE);
    }
    static const size_t sizes[] = {8, 64, 8192};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *head = malloc(sizes[i]);
        MUST(head != NULL);
        encoding_head(&body, head, sizes[i]);
        MUST(strnlen(head, sizes[i]) < sizes[i]);
        free(head);
    }
}

/* ---- shapes ---- */

/* Notes a line, "f", "u", "s" or "v", then two texts with a tab between them. */
static void note(struct shape *shape, const char *line)
{
    const char *tab = *line ? strchr(line + 1, '\t') : NULL;
    if (!tab)
        return;
    const char *what = arena_strndup(shape->arena, line + 1, (size_t)(tab - line) - 1);
    void (*const notes[4])(struct shape *, const char *, const char *) = {
        shape_field, shape_unit, shape_scope, shape_value};
    const char *kind = strchr("fusv", *line);
    if (kind)
        notes[kind - "fusv"](shape, what, tab + 1);
}

/* Half of the lines are one delivery, half the other. */
static void shape(const char *bytes, size_t n)
{
    struct arena arena = {0};
    struct shape shapes[2];
    const char *texts[2], *end = bytes + n;
    uint32_t rows[2] = {0};
    size_t lines = 0;
    for (size_t i = 0; i < 2; i++)
        shape_init(&shapes[i], &arena);
    for (const char *p = bytes; p < end; lines++) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        char *line = arena_strndup(&arena, p, (size_t)(stop - p));
        /* A big letter is of the second delivery, a small one of both. */
        bool second = *line >= 'A' && *line <= 'Z';
        rows[second] += (uint32_t)(stop - p);
        *line = *line && second ? (char)(*line - 'A' + 'a') : *line;
        if (!second)
            note(&shapes[0], line);
        note(&shapes[1], line);
        p = stop + (stop < end);
    }
    struct error *problems;
    size_t found;
    for (size_t i = 0; i < 2; i++) {
        texts[i] = shape_text(&shapes[i], rows[0] + (i ? rows[1] : 0), &arena);
        size_t size = strlen(texts[i]);
        MUST(text_invalid_at(texts[i], size) == size);
        MUST(!shape_drifted(texts[i], texts[i], "s", "t", &arena, &problems, &found));
    }
    /* Whoever accepts a shape is not asked again for what was accepted. */
    if (shape_drifted(texts[0], texts[1], "s", "t", &arena, &problems, &found)) {
        MUST(found > 0 && found <= 5);
        for (size_t i = 0; i < found; i++)
            MUST(problems[i].code != ERROR_NONE && *problems[i].arg[1]);
    } else {
        const char *known = shape_extended(texts[0], texts[1], &arena);
        MUST(!shape_drifted(known, texts[1], "s", "t", &arena, &problems, &found));
        MUST(strcmp(shape_extended(known, texts[1], &arena), known) == 0);
    }
    arena_release(&arena);
}

/* Two texts that were kept, divided by an empty line: whatever they hold. */
static void shape_kept(const char *bytes, size_t n)
{
    struct arena arena = {0};
    const char *middle = n ? memmem(bytes, n, "\n\n", 2) : NULL;
    size_t first = middle ? (size_t)(middle - bytes) + 1 : n;
    const char *before = arena_strndup(&arena, bytes, first);
    const char *now =
        arena_strndup(&arena, middle ? middle + 2 : "", middle ? n - first - 1 : 0);
    struct error *problems;
    size_t found;
    bool drifted = shape_drifted(before, now, "s", "t", &arena, &problems, &found);
    MUST(drifted == (found > 0) && found <= 5);
    MUST(strlen(shape_extended(before, now, &arena)) <= n + 1);
    arena_release(&arena);
}

/* ---- parts of workbooks ---- */

/* The whole text of a sheet, then, each behind a form feed, of the shared texts, the
 * styles, the workbook and what it relates to; those that are not there are plain. The
 * first byte says by which mapping it is read. */
static void workbook(const char *bytes, size_t n)
{
    static const char *const names[] = {
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml",
        "xl/workbook.xml", "xl/_rels/workbook.xml.rels"};
    enum { PARTS = sizeof names / sizeof *names };
    struct workbook_part parts[PARTS + 1] = {0};
    size_t k = 0, size, choice = n ? (unsigned char)bytes[0] : 0;
    const char *p = bytes + (n > 0), *end = bytes + n;
    for (size_t i = 0; i < PARTS && p < end; i++) {
        const char *stop = memchr(p, '\f', (size_t)(end - p));
        stop = stop ? stop : end;
        if (stop > p)
            parts[k++] = (struct workbook_part){names[i], p, (size_t)(stop - p)};
        p = stop + (stop < end);
    }
    const struct workbook made = {.others = parts};
    char *zip = workbook_make(&made, &size);
    decode_mapped("xlsx", zip, size, choice);
    free(zip);
}

const struct fuzz_target fuzz_feeds[] = {
    {"encoding", encoding, true},
    {"shape", shape, false},
    {"shape-kept", shape_kept, false},
    {"workbook", workbook, false},
    {NULL, NULL, false},
};
