/* Where an answer ends: what says so, and what a body must look like that nothing but
 * the connection's end ends. */
#include "fetch/transfer_answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static bool ends(const char *line, const char *field, const char *body, size_t n)
{
    struct arena arena = {0};
    struct answer answer = {.arena = &arena};
    bulk_init(&answer.body, NULL, 1000);
    assert_true(answer_header(&answer, line, strlen(line)));
    if (*field)
        assert_true(answer_header(&answer, field, strlen(field)));
    assert_true(answer_header(&answer, "\r\n", 2));
    assert_true(answer_body(&answer, body, n));
    bool whole = answer_end(&answer);
    assert_int_equal(answer.error, whole ? ERROR_NONE : ERROR_TRANSFER_CUT);
    answer_release(&answer);
    arena_release(&arena);
    return whole;
}

#define ENDS(line, field, body) ends(line, field, body, sizeof(body) - 1)

static void where_an_answer_ends(void **state)
{
    (void)state;
    static const char one[] = "HTTP/1.1 200 OK\r\n", two[] = "HTTP/2 200\r\n";
    /* A last figure might lack digits. */
    assert_false(ENDS(one, "", "region,value\n430000,12"));
    assert_false(ENDS("HTTP/1.0 200 OK\r\n", "", "region,value\n430000,12"));
    assert_false(ENDS(one, "Transfer-Encoding: identity\r\n", "a,b\n1,2"));
    assert_false(ENDS(one, "", "1\0002\0"));
    assert_true(ENDS(one, "", "region,value\n430000,12\n"));
    assert_true(ENDS(one, "", "region,value\r\n430000,12\r\n"));
    assert_true(ENDS(one, "", "1\0\n\0"));
    assert_true(ENDS(one, "", "{\"a\":[1]}"));
    assert_true(ENDS(one, "", "PK\003\004 and so on"));
    assert_true(ENDS(one, "", ""));
    /* It says so itself. */
    assert_true(ENDS(one, "Content-Length: 7\r\n", "a,b\n1,2"));
    assert_true(ENDS(one, "Transfer-Encoding: chunked\r\n", "a,b\n1,2"));
    assert_true(ENDS(two, "", "a,b\n1,2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_an_answer_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
