/* The JSON Schema of the native format against the tables that the decoder reads by. */
#include "fetch/json_part.h"
#include "fetch/native.h"
#include "tests/lib/feed_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct json *schema(struct arena *arena)
{
    size_t size;
    char *bytes = feed_file(arena, "fetch/aiplus-feed.schema.json", &size);
    assert_non_null(bytes);
    const struct body body = {bytes, size, "", "schema", NULL};
    const struct json *root;
    struct error error;
    if (!json_read(&body, arena, &root, &error))
        fail_msg("%s", error_name(error.code));
    return root;
}

static const struct json *properties(const struct json *object)
{
    const struct json *found = json_get_typed(object, "properties", JSON_OBJECT);
    assert_non_null(found);
    return found;
}

/* The elements as one text: "string integer null". */
static const char *words(struct arena *arena, const struct json *list)
{
    const char *all = "";
    for (size_t i = 0; list && i < list->n; i++) {
        const struct json *one = &list->items[i];
        all = arena_printf(arena, "%s%s%s", all, i ? " " : "",
                           one->type == JSON_TEXT ? one->text : "null");
    }
    return all;
}

static const struct json *definition(const struct json *root, enum item_kind kind,
                                     struct arena *arena)
{
    const struct item_register *reg = &item_registers[kind];
    const char *name =
        arena_printf(arena, "%s%s", reg->catalog ? "catalog." : "", reg->name);
    const struct json *found =
        json_get_typed(json_get(root, "$defs"), name, JSON_OBJECT);
    if (!found)
        fail_msg("no %s", name);
    return found;
}

/* "open 正常 推进中 .. null": each code, then its words. */
static const char *choices(struct arena *arena, const char *said)
{
    char *text = arena_strdup(arena, said);
    for (char *p = text; *p; p++)
        if (strchr("=|;", *p))
            *p = ' ';
    return arena_printf(arena, "%s null", text);
}

static void check_type(const struct item_register *reg, const struct item_field *field,
                       const struct json *property, struct arena *arena)
{
    bool must = field->key || (field->required && !field->otherwise);
    if (field->type == ITEM_CHOICE) {
        assert_string_equal(words(arena, json_get(property, "enum")),
                            choices(arena, field->choices));
        return;
    }
    const char *number = "";
    if (reg->catalog || field->type == ITEM_NUMBER || field->type == ITEM_PERCENT)
        number = " number";
    else if (field->type == ITEM_CODE || field->type == ITEM_PLACE)
        number = " integer";
    assert_string_equal(words(arena, json_get(property, "type")),
                        arena_printf(arena, "string%s%s", number, must ? "" : " null"));
    const struct json *most = json_get_typed(property, "maxLength", JSON_NUMBER);
    assert_non_null(most);
    assert_int_equal((int)most->number,
                     field->type == ITEM_CODE ? ITEM_CODE_MOST : ITEM_TEXT_MOST);
    assert_int_equal(json_get(property, "minLength") != NULL, must);
}

/* Which members a row needs, by the schema's way of saying it. */
static void check_required(const struct item_field *fields, const struct json *one,
                           struct arena *arena)
{
    const char *keys = "", *needed = "", *either = "";
    for (int i = 0; fields[i].name; i++) {
        const char *name = fields[i].name;
        if (fields[i].key)
            keys = arena_printf(arena, "%s%s%s", keys, *keys ? " " : "", name);
        else if (fields[i].required && fields[i].otherwise)
            either = arena_printf(arena, "%s %s", name, fields[i].otherwise);
        else if (fields[i].required)
            needed = arena_printf(arena, "%s %s", needed, name);
    }
    const struct json *otherwise = json_get(one, "else");
    assert_string_equal(words(arena, json_get(json_get(one, "then"), "required")),
                        keys);
    assert_string_equal(words(arena, json_get(otherwise, "required")),
                        arena_printf(arena, "%s%s", keys, needed));
    const struct json *any = json_get(otherwise, "anyOf");
    const char *found = "";
    for (size_t i = 0; any && i < any->n; i++)
        found = arena_printf(arena, "%s%s%s", found, i ? " " : "",
                             words(arena, json_get(&any->items[i], "required")));
    assert_string_equal(found, either);
}

static void registers(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct json *root = schema(&arena);
    for (int kind = 0; kind < ITEM_KINDS; kind++) {
        const struct item_register *reg = &item_registers[kind];
        const struct json *one = definition(root, (enum item_kind)kind, &arena);
        const struct json *all = properties(one);
        size_t n = item_field_count((enum item_kind)kind);
        assert_int_equal(all->n, n + 1);
        for (size_t i = 0; i < n; i++) {
            assert_string_equal(all->items[i].key, reg->fields[i].name);
            check_type(reg, &reg->fields[i], &all->items[i], &arena);
            assert_non_null(strstr(json_get_text(&all->items[i], "description"),
                                   reg->fields[i].title));
        }
        assert_string_equal(all->items[n].key, "withdrawn");
        check_required(reg->fields, one, &arena);
        /* The list itself, where it is looked for. */
        const struct json *at = properties(root);
        if (reg->catalog)
            at = properties(json_get(at, "catalog"));
        assert_non_null(json_get(at, reg->name));
    }
    arena_release(&arena);
}

static void check_names(const struct json *root, const char *name,
                        const char *const *names)
{
    const struct json *all = properties(json_get(json_get(root, "$defs"), name));
    assert_int_equal(all->n, NATIVE_MEMBERS);
    for (size_t i = 0; i < NATIVE_MEMBERS; i++)
        if (!json_get(all, names[i]))
            fail_msg("%s: no %s", name, names[i]);
}

static void figures(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct json *root = schema(&arena);
    check_names(root, "observation", native_observation_names);
    check_names(root, "series", native_series_names);
    const struct json *signs = json_get(
        properties(json_get(json_get(root, "$defs"), "observation")), "qualifier");
    signs = json_get(signs, "enum");
    for (size_t i = 0; i < signs->n; i++) {
        const char *sign =
            signs->items[i].type == JSON_TEXT ? signs->items[i].text : "";
        qualifier_parse(&sign);
        assert_string_equal(sign, "");
    }
    arena_release(&arena);
}

/* No member of the schema is unknown to the decoder, and it has all that that knows. */
static void top_level(void **state)
{
    (void)state;
    static const char *const known[] = {
        "$schema",      "aiplus", "publisher", "published", "title",     "indicators",
        "observations", "series", "ledger",    "cases",     "publicity", "catalog"};
    struct arena arena = {0};
    const struct json *all = properties(schema(&arena));
    const char *body = "{\"aiplus\":1";
    assert_int_equal(all->n, sizeof known / sizeof *known);
    for (size_t i = 0; i < all->n; i++) {
        assert_string_equal(all->items[i].key, known[i]);
        if (strcmp(known[i], "aiplus") != 0)
            body = arena_printf(&arena, "%s,\"%s\":null", body, known[i]);
    }
    body = arena_printf(&arena, "%s}", body);
    struct feed_record r;
    feed_record_read(&r, "aiplus", body, strlen(body), NULL);
    assert_true(r.ok);
    assert_int_equal(r.n_refusals, 0);
    feed_record_release(&r);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registers),
        cmocka_unit_test(figures),
        cmocka_unit_test(top_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
