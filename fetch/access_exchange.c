/* The national data-sharing exchange: see fetch/access.h. */
#include "fetch/access.h"

#include "core/arena.h"
#include "core/text.h"
#include "fetch/json.h"
#include "fetch/json_check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What the exchange's own clients seal and open its secrets with. */
static const char seal_iv[] = "AESCBCPKCS5Paddi";

void access_sign(const struct secrets *secrets, const char *key, int64_t ms,
                 struct exchange_signature *signature)
{
    char text[2 * SECRET_SIZE + sizeof signature->time];
    snprintf(signature->time, sizeof signature->time, "%" PRId64, ms);
    snprintf(text, sizeof text, "%s%s%s", secrets->sid, secrets->rid, signature->time);
    digest_sign(key, text, signature->sign);
    const char *const names[] = {"gjgxjhpt_rid", "gjgxjhpt_sid", "gjgxjhpt_rtime",
                                 "gjgxjhpt_sign"};
    const char *const values[] = {secrets->rid, secrets->sid, signature->time,
                                  signature->sign};
    memcpy(signature->names, names, sizeof names);
    memcpy(signature->values, values, sizeof values);
}

/* Appends the text as a string of JSON; its only characters to be escaped are these
 * two, since secrets hold no control characters. */
static size_t quoted(char *to, size_t size, const char *text)
{
    size_t n = 0;
    for (const char *p = text; *p && n + 3 < size; p++) {
        if (*p == '"' || *p == '\\')
            to[n++] = '\\';
        to[n++] = *p;
    }
    to[n] = '\0';
    return n;
}

bool access_refresh_body(const struct exchange_signature *signature, char *body,
                         size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < EXCHANGE_HEADERS; i++) {
        char value[2 * SECRET_SIZE];
        quoted(value, sizeof value, signature->values[i]);
        int more = snprintf(body + n, size - n, "%s\"%s\":\"%s\"", i ? "," : "{",
                            signature->names[i], value);
        if (more < 0 || (size_t)more >= size - n - 1) {
            body[0] = '\0';
            return false;
        }
        n += (size_t)more;
    }
    body[n] = '}';
    body[n + 1] = '\0';
    return true;
}

/* A number or a text, as a text. */
static void scalar(const struct json *value, char *text, size_t size)
{
    text[0] = '\0';
    if (value && value->type == JSON_TEXT)
        snprintf(text, size, "%s", value->text);
    else if (value && value->type == JSON_NUMBER)
        snprintf(text, size, "%.15g", value->number);
}

static void explain(const char *words, struct arena *arena, char *why, size_t size)
{
    const char *clean = text_clean(arena, words, strlen(words));
    snprintf(why, size, "%.*s", (int)text_fit(clean, 80, 1, NULL), clean);
}

static bool take_answer(const struct secrets *secrets, const struct json *answer,
                        struct arena *arena, char secret[SECRET_SIZE], char *why,
                        size_t size)
{
    char code[32];
    const struct json *data = json_get(answer, "data");
    const struct json *held = json_get_typed(data, "secret", JSON_TEXT);
    scalar(json_get(answer, "code"), code, sizeof code);
    if ((code[0] && strspn(code, "0") != strlen(code)) || !held || !held->text[0]) {
        const char *said = json_get_text(answer, "message");
        explain(arena_printf(arena, "%s%s%s", code, *said ? " " : "", said), arena, why,
                size);
        return false;
    }
    /* Sealed as the exchange does it, or as it is. */
    if (!digest_unseal(secrets->secret, seal_iv, held->text, secret, SECRET_SIZE))
        snprintf(secret, SECRET_SIZE, "%s", held->text);
    explicit_bzero((char *)(uintptr_t)held->text, strlen(held->text));
    return true;
}

bool access_refresh_answer(const struct secrets *secrets, const char *bytes, size_t n,
                           char secret[SECRET_SIZE], char *why, size_t size)
{
    struct arena arena = {0}, scratch = {0};
    struct body body = {.bytes = bytes, .size = n, .type = "", .name = "refresh"};
    struct json_facts facts = {0};
    struct json answer;
    struct error ignored = {0};
    const char *end;
    enum { TREE_MOST = 1 << 20 };
    bool ok = json_check(&body, JSON_STRICT, &arena, &facts, &ignored) &&
              json_parse(bytes + facts.start, n - facts.start, &scratch, &arena,
                         TREE_MOST, &end, &answer) == JSON_PARSED;
    if (ok)
        ok = take_answer(secrets, &answer, &arena, secret, why, size);
    else
        explain(n ? bytes : "", &arena, why, size);
    arena_release(&scratch);
    arena_release(&arena);
    return ok;
}
