/* Prompt: see tui/prompt.h. */
#include "tui/prompt.h"

#include "core/text.h"
#include "tui/history.h"
#include "tui/input.h"

#include <string.h>

/* The end of the character (with its combining marks) that begins at `at`. */
static size_t after(const struct prompt *prompt, size_t at)
{
    uint32_t code;
    at += text_decode(prompt->text + at, prompt->n - at, &code);
    while (at < prompt->n) {
        size_t n = text_decode(prompt->text + at, prompt->n - at, &code);
        if (text_code_width(code, 1) > 0)
            break;
        at += n;
    }
    return at;
}

/* The beginning of the character that ends at `at`. */
static size_t before(const struct prompt *prompt, size_t at)
{
    size_t start = 0;
    for (size_t next = 0; next < at; next = after(prompt, next))
        start = next;
    return start;
}

static bool take_out(struct prompt *prompt, size_t from, size_t to)
{
    if (from == to)
        return false;
    memmove(prompt->text + from, prompt->text + to, prompt->n - to + 1);
    prompt->n -= to - from;
    prompt->at = from;
    return true;
}

static bool put_in(struct prompt *prompt, uint32_t code)
{
    char bytes[4];
    size_t n = text_encode(code, bytes);
    size_t most =
        prompt->most && prompt->most < PROMPT_SIZE ? prompt->most : PROMPT_SIZE - 1;
    if (prompt->n + n > most)
        return false;
    /* A mark needs a character to stand on. */
    if (prompt->at == 0 && text_code_width(code, 1) == 0)
        return false;
    memmove(prompt->text + prompt->at + n, prompt->text + prompt->at,
            prompt->n - prompt->at + 1);
    memcpy(prompt->text + prompt->at, bytes, n);
    prompt->n += n;
    prompt->at += n;
    return true;
}

void prompt_set(struct prompt *prompt, const char *text)
{
    place_copy(prompt->text, sizeof prompt->text, text);
    prompt->n = prompt->at = strlen(prompt->text);
}

bool prompt_key(struct prompt *prompt, uint32_t key)
{
    switch (key) {
    case INPUT_BACKSPACE:
        return take_out(prompt, before(prompt, prompt->at), prompt->at);
    case INPUT_DELETE:
        return prompt->at < prompt->n &&
               take_out(prompt, prompt->at, after(prompt, prompt->at));
    case INPUT_CTRL('U'):
        return take_out(prompt, 0, prompt->n);
    case INPUT_LEFT:
        prompt->at = before(prompt, prompt->at);
        return false;
    case INPUT_RIGHT:
        if (prompt->at < prompt->n)
            prompt->at = after(prompt, prompt->at);
        return false;
    case INPUT_HOME:
        prompt->at = 0;
        return false;
    case INPUT_END:
        prompt->at = prompt->n;
        return false;
    default:
        return key < INPUT_UP && text_safe(key) && put_in(prompt, key);
    }
}

size_t prompt_window(const struct prompt *prompt, int width, int ambiguous, int *x)
{
    char head[PROMPT_SIZE];
    memcpy(head, prompt->text, prompt->at);
    head[prompt->at] = '\0';
    size_t from = 0;
    while (from < prompt->at && text_width(head + from, ambiguous) > width)
        from = after(prompt, from);
    *x = text_width(head + from, ambiguous);
    return from;
}
