/* Names by the first letters of their pinyin. */
#include "core/initials.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_match(void **state)
{
    (void)state;
    static const struct {
        const char *name, *letters;
        enum initials expected;
    } cases[] = {
        {"智能算力规模", "znslgm", INITIALS_WHOLE},
        {"智能算力规模", "ZNSL", INITIALS_PART},
        {"智能算力规模", "slgm", INITIALS_PART},
        {"智能算力规模", "zngm", INITIALS_NONE}, /* not beside each other */
        {"智能算力规模", "znslgmx", INITIALS_NONE},
        {"“人工智能+”科学技术", "rgznkxjs", INITIALS_WHOLE},
        {"AI素养", "aisy", INITIALS_WHOLE},
        {"12项任务", "12xrw", INITIALS_WHOLE},
        /* Characters with several readings. */
        {"重庆", "cq", INITIALS_WHOLE},
        {"重庆", "zq", INITIALS_WHOLE},
        {"长沙市", "cs", INITIALS_PART},
        {"厦门", "xm", INITIALS_WHOLE},
        {"安徽省", "ahs", INITIALS_WHOLE},
        {"鄂尔多斯", "eeds", INITIALS_WHOLE},
        /* The first and the last of the table, and what lies outside. */
        {"一龥", "yy", INITIALS_WHOLE},
        {"一㐀二", "ye", INITIALS_WHOLE},
        {"\xff重\xe5庆", "cq", INITIALS_WHOLE},
        /* Too short, or no letters. */
        {"重庆", "c", INITIALS_NONE},
        {"重庆", "", INITIALS_NONE},
        {"重庆", "c q", INITIALS_NONE},
        {"重庆", "重庆", INITIALS_NONE},
        {"", "cq", INITIALS_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (initials_match(cases[i].name, cases[i].letters) != cases[i].expected)
            fail_msg("%s by %s", cases[i].name, cases[i].letters);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_match)};
    return cmocka_run_group_tests_name("core_initials", tests, NULL, NULL);
}
