/* Texts under made-up bytes: see tests/fuzz/targets.h. */
#include "tests/fuzz/targets.h"

#include "core/item.h"
#include "core/period.h"
#include "core/text.h"
#include "core/unit.h"
#include "fetch/json_names.h"
#include "fetch/json_part.h"
#include "fetch/json_skip.h"
#include "tests/fuzz/must.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- JSON ---- */

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

enum { NAMES_MOST = 64, FILLERS = JSON_NAMES + 100 };

/* Names of one object, as sent and without their escapes. */
struct names {
    struct json_name sent[NAMES_MOST], meant[NAMES_MOST];
    size_t n;
    bool full; /* there were more */
};

/* {"LINE":0,"LINE":1,"LINE":0 ..}, each line one name as it stands between quotes;
 * with many others around them, where `filled`. */
static const char *object_of(const char *bytes, size_t n, bool filled,
                             struct names *names, struct buffer *out)
{
    struct arena arena = {0};
    buffer_put(out, "{", 1);
    for (int i = 0; filled && i < FILLERS; i++) {
        const char *member = arena_printf(&arena, "\"#%05d\":%d,", FILLERS - i, i);
        buffer_put(out, member, strlen(member));
    }
    for (const char *p = bytes, *end = bytes + n; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        size_t size = (size_t)((stop ? stop : end) - p);
        names->full |= names->n == NAMES_MOST;
        if (names->full)
            break;
        names->sent[names->n] = (struct json_name){p, size, false};
        buffer_put(out, "\"", 1);
        buffer_put(out, p, size);
        buffer_put(out, names->n % 2 ? "\":1," : "\":0,", 4);
        names->n++;
        p += size + (stop != NULL);
    }
    buffer_put(out, "\"~\":{}}", 7);
    buffer_put(out, "", 1);
    arena_release(&arena);
    return out->data;
}

/* Two names that are the same, whose values (0 and 1 in turn) are or are not. */
static bool has_twice(const struct names *names, bool agreeing)
{
    for (size_t i = 0; i < names->n; i++)
        for (size_t k = 0; k < i; k++)
            if (names->meant[i].n == names->meant[k].n &&
                memcmp(names->meant[i].text, names->meant[k].text, names->meant[i].n) ==
                    0 &&
                ((i - k) % 2 == 0) == agreeing)
                return true;
    return false;
}

/* May the line stand between quotes as one name? */
static bool is_name(const struct json_name *line)
{
    return line->n == 0 ||
           (!memchr(line->text, '"', line->n) && line->text[line->n - 1] != '\\');
}

/* Resolves escapes; false where a name is one of those that are there already. */
static bool resolve(struct names *names, struct arena *arena)
{
    for (size_t i = 0; i < names->n; i++) {
        char *meant = arena_alloc(arena, names->sent[i].n + 1);
        names->meant[i].n = json_unescape(names->sent[i].text, names->sent[i].n, meant);
        names->meant[i].text = meant;
        if (names->meant[i].n > 0 && (*meant == '#' || *meant == '~'))
            return false;
    }
    return true;
}

/* The first byte says whether there are many names. Compared with each against each. */
static void json_names(const char *bytes, size_t n)
{
    struct arena arena = {0};
    struct buffer out = {.ceiling = 4 << 20};
    struct names names = {0};
    struct json_facts facts;
    struct error error = {0};
    const char *text = object_of(bytes, n, n > 0 && bytes[0] % 16 == 1, &names, &out);
    const struct body body = {text, out.size - 1, "", "fuzz", NULL};
    bool plain = !names.full;
    for (size_t i = 0; i < names.n; i++)
        plain = plain && is_name(&names.sent[i]);
    bool ok = json_check(&body, JSON_STRICT, &arena, &facts, &error);
    if (plain && (ok || error.code == ERROR_JSON_DUPLICATE) &&
        resolve(&names, &arena)) {
        bool agree = has_twice(&names, true), differ = has_twice(&names, false);
        MUST(!ok || (!differ && (facts.repeated != NULL) == agree));
        MUST(ok || agree || differ);
    }
    buffer_release(&out);
    arena_release(&arena);
}

/* ---- characters ---- */

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
    /* Lines are as wide as they may be, unless one character alone is wider. */
    for (const char *p = clean; *p;) {
        size_t next, length = text_wrap(p, 7, 2, &next);
        MUST(next > 0 && length <= next);
        MUST(text_width(arena_strndup(&arena, p, length), 2) <= 7);
        p += next;
    }
    arena_release(&arena);
}

/* What is read is written, and read back as the same. */
static void period(const char *bytes, size_t n)
{
    struct period first, second;
    char id[64], label[64];
    (void)n;
    if (!period_parse(bytes, &first))
        return;
    period_id(first, id, sizeof id);
    period_label(first, label, sizeof label);
    MUST(period_parse(id, &second));
    MUST(period_equal(first, second));
    MUST(strlen(id) < 32);
    MUST(text_width(label, 1) <= 18);
}

static void number(const char *bytes, size_t n)
{
    double value = 0;
    size_t bad = 0;
    (void)n;
    if (text_number(bytes, &value, &bad)) {
        char *end;
        MUST(isfinite(value));
        MUST(value == strtod(bytes, &end) && *end == '\0');
    } else {
        MUST(bad <= strlen(bytes));
    }
}

/* ---- units ---- */

/* Three lines: a unit, another one, a number. What goes there comes back. */
static void unit(const char *bytes, size_t n)
{
    struct arena arena = {0};
    const char *end = bytes + n, *lines[3] = {"", "", ""};
    for (size_t i = 0; i < 3 && bytes < end; i++) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
        stop = stop ? stop : end;
        lines[i] = arena_strndup(&arena, bytes, (size_t)(stop - bytes));
        bytes = stop + (stop < end);
    }
    int shift, back, none;
    double value, moved;
    bool converts = unit_shift(lines[0], 0, lines[1], &shift);
    MUST(unit_shift(lines[1], 0, lines[0], &back) == converts);
    MUST(!converts || back == -shift);
    if (unit_shift(lines[0], 3, lines[0], &none))
        MUST(none == 3);
    if (converts && text_number(lines[2], &value, NULL)) {
        moved = value;
        if (unit_scale(&moved, lines[2], shift)) {
            MUST(isfinite(moved) && signbit(moved) == signbit(value));
            MUST((moved == 0) == (value == 0));
            double again = moved;
            /* The smallest doubles have few digits. */
            if (fabs(moved) > 1e-290 && fabs(value) > 1e-290 &&
                unit_scale(&again, NULL, -shift))
                MUST(fabs(again - value) <= 1e-14 * fabs(value));
        } else {
            MUST(moved == value);
        }
    }
    arena_release(&arena);
}

/* ---- fields of items ---- */

/* One field for each type: what is canonical stays as it is. */
static void item(const char *bytes, size_t n)
{
    struct arena arena = {0};
    (void)n;
    for (int kind = 0; kind < ITEM_KINDS; kind++) {
        const struct item_field *fields = item_registers[kind].fields;
        for (size_t i = 0; i < item_field_count((enum item_kind)kind); i++) {
            struct error error = {0};
            const char *once, *twice;
            if (!item_canonical(&fields[i], bytes, &arena, &once, &error)) {
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

const struct fuzz_target fuzz_texts[] = {
    {"json", json, true},     {"json-names", json_names, false},
    {"text", text, false},    {"period", period, true},
    {"number", number, true}, {"unit", unit, false},
    {"item", item, true},     {NULL, NULL, false},
};
