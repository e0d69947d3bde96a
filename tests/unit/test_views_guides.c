/* Every page has a guide, in both languages, and help shows it. */
#include "tests/lib/pages_fixture.h"
#include "views/guides.h"
#include "views/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static bool says(const struct view *view, const char *text)
{
    for (size_t i = 0; i < view->n_blocks; i++)
        if (strcmp(view->blocks[i].text, text) == 0)
            return true;
    return false;
}

static void test_every_page(void **state)
{
    struct fixture *fixture = *state;
    bool chinese = fixture->context.language == LANGUAGE_ZH;
    for (size_t p = 0; pages[p]; p++) {
        if (pages[p] == &page_help)
            continue;
        const struct guide_part *parts = guide_of(pages[p]->name);
        if (!parts)
            fail_msg("%s has no guide", pages[p]->name);
        char address[64];
        snprintf(address, sizeof address, "help/%s", pages[p]->name);
        struct view view = fixture_page(fixture, address);
        size_t n = 0;
        for (; parts[n].label; n++) {
            assert_true(says(&view, _(parts[n].text)));
            assert_int_equal(strcmp(_(parts[n].text), parts[n].text) != 0, chinese);
        }
        assert_true(n >= 3);
        assert_true(says(&view, _(guide_of("")[0].text)));
    }
    struct view view = fixture_page(fixture, "help");
    assert_true(says(&view, _(guide_of("")[0].text)));
    assert_null(guide_of("none"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_page, fixture_filled,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_every_page, fixture_chinese,
                                        fixture_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
