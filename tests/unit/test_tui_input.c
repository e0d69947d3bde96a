/* Bytes that become keys, the line they are typed into, and the history. */
#include "core/text.h"
#include "tui/history.h"
#include "tui/input.h"
#include "tui/keys.h"
#include "tui/prompt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_sequences(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bool waited;
        size_t taken;
        uint32_t key;
    } cases[] = {
        {"\x1b[A", false, 3, INPUT_UP},
        {"\x1bOB", false, 3, INPUT_DOWN},
        {"\x1b[6~x", false, 4, INPUT_PAGE_DOWN},
        {"\x1b[7~", false, 4, INPUT_HOME},
        {"\x1bOF", false, 3, INPUT_END},
        {"\x1b[Z", false, 3, INPUT_BACK_TAB},
        {"\x1b[1;5A", false, 6, INPUT_NONE}, /* Ctrl-Up */
        {"\x1b[[A", false, 4, INPUT_NONE},   /* F1 of the Linux console */
        {"\x1b[[", false, 0, 0},
        {"\x1b[200~", false, 6, INPUT_NONE},
        {"\x1b[?62;1c", false, 8, INPUT_NONE},
        {"\x1b[1\x01", false, 3, INPUT_NONE}, /* broken off */
        {"\x1b", false, 0, 0},
        {"\x1b", true, 1, INPUT_ESC},
        {"\x1b[", false, 0, 0},
        {"\x1b[", true, 1, INPUT_ESC},
        {"\x1bO", true, 1, INPUT_ESC},
        {"\x1bj", false, 1, INPUT_ESC},
        {"\x1b\x1b[A", false, 1, INPUT_ESC},
        {"\r", false, 1, INPUT_ENTER},
        {"\n", false, 1, INPUT_ENTER},
        {"\b", false, 1, INPUT_BACKSPACE},
        {"\x7f", false, 1, INPUT_BACKSPACE},
        {"\x03", false, 1, INPUT_CTRL('C')},
        {"\xe7\xae\x97z", false, 3, 0x7B97},
        {"\xe7\xae", false, 0, 0}, /* the rest is on its way */
        {"\xe7\xae", true, 0, 0},
        {"\xe7z", false, 1, INPUT_NONE},
        {"\xff", false, 1, INPUT_NONE},
        {"\xc0\x80", false, 1, INPUT_NONE},
        {"\xed\xa0\x80", false, 1, INPUT_NONE}, /* a surrogate */
        {"\xe2\x80\xae", false, 3, INPUT_NONE}, /* a bidi control */
        {"\xf0\x9f\x98\x80", false, 4, 0x1F600},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t key = 0;
        size_t taken =
            input_take(cases[i].bytes, strlen(cases[i].bytes), cases[i].waited, &key);
        if (taken != cases[i].taken || (taken && key != cases[i].key))
            fail_msg("case %zu: took %zu, key %#x", i, taken, (unsigned)key);
    }
}

/* A sequence without an end is noise, and is left in bounded time. */
static void test_endless_sequence(void **state)
{
    (void)state;
    char bytes[64];
    memset(bytes, '1', sizeof bytes);
    memcpy(bytes, "\x1b[", 2);
    uint32_t key = 1;
    size_t taken = input_take(bytes, sizeof bytes, false, &key);
    assert_in_range(taken, 1, 40);
    assert_int_equal(key, INPUT_NONE);
}

static void test_bindings(void **state)
{
    (void)state;
    assert_int_equal(keys_action('j'), ACTION_DOWN);
    assert_int_equal(keys_action(INPUT_CTRL('C')), ACTION_LEAVE);
    assert_int_equal(keys_action('7'), ACTION_PAGE);
    assert_int_equal(keys_action(INPUT_NONE), ACTION_NONE);
    assert_int_equal(keys_action('z'), ACTION_NONE);
    /* Every action of the help page has a key. */
    bool bound[ACTION_COUNT] = {false};
    for (uint32_t key = 1; key <= INPUT_BACK_TAB; key++)
        bound[keys_action(key)] = true;
    for (const struct key_help *row = key_help; row->keys; row++)
        if (!bound[row->action])
            fail_msg("no key for %s", row->keys);
}

static void type(struct prompt *prompt, const char *text)
{
    while (*text) {
        uint32_t key;
        size_t n = input_take(text, strlen(text), false, &key);
        assert_true(n > 0);
        prompt_key(prompt, key);
        text += n;
    }
}

static void test_prompt(void **state)
{
    (void)state;
    struct prompt prompt = {0};
    type(&prompt, "task/智能算力");
    assert_string_equal(prompt.text, "task/智能算力");
    assert_true(prompt_key(&prompt, INPUT_BACKSPACE));
    assert_string_equal(prompt.text, "task/智能算");
    assert_false(prompt_key(&prompt, INPUT_LEFT));
    type(&prompt, "x");
    assert_string_equal(prompt.text, "task/智能x算");
    prompt_key(&prompt, INPUT_LEFT);
    prompt_key(&prompt, INPUT_LEFT);
    assert_true(prompt_key(&prompt, INPUT_DELETE));
    assert_string_equal(prompt.text, "task/智x算");
    prompt_key(&prompt, INPUT_HOME);
    assert_false(prompt_key(&prompt, INPUT_BACKSPACE));
    assert_false(prompt_key(&prompt, INPUT_LEFT));
    prompt_key(&prompt, INPUT_END);
    assert_false(prompt_key(&prompt, INPUT_RIGHT));
    assert_false(prompt_key(&prompt, INPUT_DELETE));
    assert_int_equal(prompt.at, prompt.n);
    assert_false(prompt_key(&prompt, INPUT_NONE));
    assert_false(prompt_key(&prompt, 0x1B));
    assert_false(prompt_key(&prompt, 0x202E));
    assert_true(prompt_key(&prompt, INPUT_CTRL('U')));
    assert_string_equal(prompt.text, "");
    assert_false(prompt_key(&prompt, INPUT_CTRL('U')));
    assert_false(prompt_key(&prompt, INPUT_BACKSPACE));
}

/* A combining mark goes with its character, and does not stand alone. */
static void test_prompt_marks(void **state)
{
    (void)state;
    struct prompt prompt = {0};
    assert_false(prompt_key(&prompt, 0x0301));
    type(&prompt, "ae\xcc\x81");
    assert_int_equal(prompt.n, 4);
    prompt_key(&prompt, INPUT_BACKSPACE);
    assert_string_equal(prompt.text, "a");
}

static void test_prompt_full(void **state)
{
    (void)state;
    struct prompt prompt = {.most = 10};
    type(&prompt, "算算算算");
    assert_string_equal(prompt.text, "算算算");
    type(&prompt, "ab");
    assert_string_equal(prompt.text, "算算算a");
    prompt.most = 0;
    for (int i = 0; i < 200; i++)
        type(&prompt, "力");
    assert_true(prompt.n < PROMPT_SIZE);
    assert_int_equal(text_invalid_at(prompt.text, prompt.n), prompt.n);
    char text[2 * PROMPT_SIZE] = "";
    for (int i = 0; i < 70; i++)
        strcat(text, "规");
    prompt_set(&prompt, text);
    assert_int_equal(prompt.n % 3, 0);
    assert_true(prompt.n > PROMPT_SIZE - 4);
}

static void test_prompt_window(void **state)
{
    (void)state;
    struct prompt prompt = {0};
    int x;
    prompt_set(&prompt, "算力算力算力");
    assert_int_equal(prompt_window(&prompt, 20, 1, &x), 0);
    assert_int_equal(x, 12);
    assert_int_equal(prompt_window(&prompt, 7, 1, &x), 9);
    assert_int_equal(x, 6);
    prompt_key(&prompt, INPUT_HOME);
    assert_int_equal(prompt_window(&prompt, 7, 1, &x), 0);
    assert_int_equal(x, 0);
}

static void test_history(void **state)
{
    (void)state;
    static struct history history;
    assert_null(history_here(&history));
    assert_false(history_move(&history, -1));
    assert_false(history_move(&history, 1));
    history_push(&history, "overview", "");
    history_push(&history, "task", "overview");
    history_here(&history)->top = 7;
    history_push(&history, "region", "task");
    assert_string_equal(history_here(&history)->from, "task");
    assert_true(history_move(&history, -1));
    assert_string_equal(history_here(&history)->address, "task");
    assert_int_equal(history_here(&history)->top, 7);
    assert_string_equal(history_beside(&history, 1)->address, "region");
    history_push(&history, "sources", ""); /* what was ahead is forgotten */
    assert_null(history_beside(&history, 1));
    assert_int_equal(history.n, 3);
    /* The oldest is dropped. */
    char address[32];
    for (int i = 0; i < 200; i++) {
        snprintf(address, sizeof address, "page/%d", i);
        history_push(&history, address, "");
    }
    assert_int_equal(history.n, HISTORY_MOST);
    int steps = 0;
    while (history_move(&history, -1))
        steps++;
    assert_int_equal(steps, HISTORY_MOST - 1);
    assert_string_equal(history_here(&history)->address, "page/136");
}

static void test_place_copy(void **state)
{
    (void)state;
    char text[8];
    place_copy(text, sizeof text, "算力规模");
    assert_string_equal(text, "算力");
    place_copy(text, sizeof text, "1234567");
    assert_string_equal(text, "1234567");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sequences),     cmocka_unit_test(test_endless_sequence),
        cmocka_unit_test(test_bindings),      cmocka_unit_test(test_prompt),
        cmocka_unit_test(test_prompt_marks),  cmocka_unit_test(test_prompt_full),
        cmocka_unit_test(test_prompt_window), cmocka_unit_test(test_history),
        cmocka_unit_test(test_place_copy),
    };
    return cmocka_run_group_tests_name("tui input", tests, NULL, NULL);
}
