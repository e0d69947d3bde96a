/* Fields as they are kept: see item_canonical in core/item.h. */
#include "core/item.h"

#include "core/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WORD = 64 /* bytes of a date, number or choice, with its NUL */ };

const char *item_field_shown(const struct item_field *field, struct arena *arena)
{
    int n = (int)strcspn(field->heads, "|");
    return n ? arena_printf(arena, "%s (%.*s)", field->name, n, field->heads)
             : field->name;
}

/* What is quoted in a message: clean, and not long. */
static const char *quoted(struct arena *arena, const char *text)
{
    size_t n = strnlen(text, 100);
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    return text_clean(arena, text, n);
}

static bool refuse(const struct item_field *field, enum error_code code,
                   const char *text, struct arena *arena, struct error *error)
{
    return error_set(error, code, item_field_shown(field, arena), quoted(arena, text));
}

/* ---- blanks ---- */

enum mark { MARK_NONE, MARK_BLANK, MARK_BREAK };

/* What stands at s, and how many bytes it takes. */
static enum mark mark_at(const char *s, size_t n, size_t *length)
{
    uint32_t code;
    *length = text_decode(s, n, &code);
    if (*length == 0) {
        *length = 1;
        return MARK_NONE;
    }
    switch (code) {
    case '\n':
    case '\v':
    case '\f':
    case 0x85:
    case 0x2028:
    case 0x2029:
        return MARK_BREAK;
    case '\r':
        if (n > 1 && s[1] == '\n')
            *length = 2;
        return MARK_BREAK;
    case ' ':
    case '\t':
    case 0xA0:
    case 0x3000:
    case 0x200B: /* come with copied text, at its ends */
    case 0xFEFF:
        return MARK_BLANK;
    default:
        return MARK_NONE;
    }
}

/* Where the text without blanks at its ends begins; *n becomes its bytes. */
static const char *trim(const char *text, size_t *n)
{
    const char *start = text + *n, *end = text;
    size_t length;
    for (size_t i = 0; i < *n; i += length) {
        if (mark_at(text + i, *n - i, &length) != MARK_NONE)
            continue;
        if (start > text + i)
            start = text + i;
        end = text + i + length;
    }
    *n = end > start ? (size_t)(end - start) : 0;
    return start;
}

/* Line breaks, with the blanks around them, become one space. */
static const char *one_line(const char *text, size_t n, struct arena *arena)
{
    char *line = arena_alloc(arena, n + 1), *end = line;
    size_t length,
        kept = 0; /* of the line, up to its last character that is no blank */
    bool broken = false;
    for (size_t i = 0; i < n; i += length) {
        enum mark mark = mark_at(text + i, n - i, &length);
        broken = broken || mark == MARK_BREAK;
        if (broken && mark != MARK_NONE)
            continue;
        if (broken) {
            end = line + kept;
            *end++ = ' ';
            broken = false;
        }
        memcpy(end, text + i, length);
        end += length;
        if (mark == MARK_NONE)
            kept = (size_t)(end - line);
    }
    return text_clean(arena, line, (size_t)(end - line));
}

/* Line by line: no blanks behind a line, and no two empty lines together. NULL if that
 * is more than a field may have. */
static const char *long_text(const char *text, size_t n, struct arena *arena)
{
    struct buffer all = {.ceiling = ITEM_TEXT_MOST};
    struct arena scratch = {0};
    size_t length, empty = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < n; i += length) {
        size_t start = i, end = i;
        enum mark mark = MARK_NONE;
        for (length = 0; i < n && mark != MARK_BREAK; i += length) {
            mark = mark_at(text + i, n - i, &length);
            if (mark == MARK_NONE)
                end = i + length;
        }
        length = 0;
        if (end == start) {
            empty++;
            continue;
        }
        const char *line = text_clean(&scratch, text + start, end - start);
        ok = (all.size == 0 || buffer_put(&all, "\n\n", empty > 0 ? 2 : 1)) &&
             buffer_put(&all, line, strlen(line));
        arena_reset(&scratch);
        empty = 0;
    }
    const char *made = ok ? arena_strdup(arena, all.data ? all.data : "") : NULL;
    arena_release(&scratch);
    buffer_release(&all);
    return made;
}

/* ---- words ---- */

/* The text with plain letters, digits and signs for full-width ones (U+FF01 to U+FF5E);
 * false if it does not fit. */
static bool fold(const char *text, size_t n, char word[WORD])
{
    size_t at = 0, length;
    for (size_t i = 0; i < n; i += length) {
        uint32_t code;
        length = text_decode(text + i, n - i, &code);
        if (length == 0 || at + length >= WORD)
            return false;
        if (code == 0x3000 || code == 0xA0)
            code = ' ';
        if (code >= 0xFF01 && code <= 0xFF5E)
            code -= 0xFF01 - '!';
        at += text_encode(code, word + at);
    }
    word[at] = '\0';
    return true;
}

/* ---- dates, numbers, choices ---- */

static bool read_date(const struct item_field *field, const char *text, size_t n,
                      struct arena *arena, const char **canonical)
{
    char word[WORD];
    return fold(text, n, word) &&
           item_date(word, field->type == ITEM_DEADLINE, arena, canonical);
}

static bool read_number(const struct item_field *field, const char *text, size_t n,
                        struct arena *arena, const char **canonical)
{
    char word[WORD], plain[WORD];
    double value;
    if (!fold(text, n, word))
        return false;
    bool percent = field->type == ITEM_PERCENT;
    n = strlen(word);
    if (percent && n > 0 && word[n - 1] == '%')
        n--;
    while (n > 0 && word[n - 1] == ' ')
        n--;
    word[n] = '\0';
    if (!text_number(word, &value, NULL) || !isfinite(value) ||
        (percent && !(value >= 0 && value <= 1000)))
        return false;
    snprintf(plain, sizeof plain, "%.15g", value == 0 ? 0.0 : value);
    if (strchr(plain, 'e'))
        return false;
    *canonical = arena_strdup(arena, plain);
    return true;
}

/* Each code, then its words: see struct item_field. */
static bool read_choice(const struct item_field *field, const char *text, size_t n,
                        struct arena *arena, const char **canonical)
{
    char word[WORD];
    if (!fold(text, n, word))
        return false;
    const char *code = field->choices;
    size_t code_size = 0;
    for (const char *p = field->choices; *p; p += *p != '\0') {
        size_t k = strcspn(p, "=|;");
        if (p[k] == '=') {
            code = p;
            code_size = k;
        }
        if (strlen(word) == k && strncasecmp(word, p, k) == 0) {
            *canonical = arena_strndup(arena, code, code_size);
            return true;
        }
        p += k;
    }
    return false;
}

/* "正常, 临期, ..": the first word of each choice. */
static const char *list_choices(const struct item_field *field, struct arena *arena)
{
    const char *list = "";
    for (const char *p = strchr(field->choices, '='); p; p = strchr(p, '=')) {
        p++;
        list = arena_printf(arena, "%s%s%.*s", list, *list ? ", " : "",
                            (int)strcspn(p, "|;"), p);
    }
    return list;
}

bool item_canonical(const struct item_field *field, const char *text,
                    struct arena *arena, const char **canonical, struct error *error)
{
    size_t n = strlen(text);
    const char *start = trim(text, &n);
    size_t most = field->type == ITEM_CODE ? ITEM_CODE_MOST : ITEM_TEXT_MOST;
    const char *made = "";
    if (n > 0 && n <= most) {
        switch (field->type) {
        case ITEM_TEXT:
        case ITEM_CODE:
        case ITEM_PLACE:
        case ITEM_TASK_CODE:
            made = one_line(start, n, arena);
            break;
        case ITEM_LONG_TEXT:
            made = long_text(start, n, arena);
            break;
        case ITEM_DATE:
        case ITEM_DEADLINE:
            if (!read_date(field, start, n, arena, &made))
                return refuse(field, ERROR_ITEM_DATE, start, arena, error);
            break;
        case ITEM_NUMBER:
            if (!read_number(field, start, n, arena, &made))
                return refuse(field, ERROR_ITEM_NUMBER, start, arena, error);
            break;
        case ITEM_PERCENT:
            if (!read_number(field, start, n, arena, &made))
                return refuse(field, ERROR_ITEM_PERCENT, start, arena, error);
            break;
        case ITEM_CHOICE:
            if (!read_choice(field, start, n, arena, &made))
                return error_set(error, ERROR_ITEM_CHOICE,
                                 item_field_shown(field, arena), quoted(arena, start),
                                 list_choices(field, arena));
            break;
        }
    }
    if (n > most || !made || strlen(made) > most) {
        char limit[24];
        snprintf(limit, sizeof limit, "%zu", most);
        return error_set(error, ERROR_ITEM_LONG, item_field_shown(field, arena), limit);
    }
    *canonical = made;
    return true;
}
