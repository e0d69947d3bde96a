/* Every page of a past day uses nothing that came later, and none depends on the order
 * in which a register's items are stored: random deliveries of figures and registers.
 */
#include "tests/lib/examples_fixture.h"
#include "tests/lib/pages_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { HUNAN = 430000, KEYS = 12, SEEDS = 5, DELIVERIES = 5 };

/* The days of the fixture's deliveries. */
static const char *const days[] = {"2026-03-20", "2026-06-20", "2026-10-20",
                                   "2026-10-29", "2026-11-05"};

/* Of every page at least one. */
static const char *const addresses[] = {
    "overview@100000",
    "overview@430000",
    "region/100000",
    "region/430000",
    "region/G0-01@100000",
    "task@430000",
    "task/A2.2@430000",
    "task/C1@430000",
    "coordination@100000",
    "coordination@430000",
    "ledger@100000",
    "ledger@430000",
    "cases@430000",
    "publicity@430000",
    "changes@100000",
    "changes@430000",
    "sources",
    "sources/miit",
    "bulletin@100000",
    "bulletin@430000",
    "indicator/B9-01@430000",
    "indicator/G0-01@330000",
    "find/G0",
    "digest@430000",
    "log",
    "help",
};

/* ---- deliveries; those after number `last` stay away ---- */

static void set(struct item *item, const char *name, const char *text)
{
    if (item_field_named(item->kind, name) >= 0)
        item_set(item, name, text);
}

static struct item random_item(enum item_kind kind, const char *key, uint32_t receipt,
                               unsigned *seed)
{
    static const char *const regions[] = {"430000", "430100", "330000", "999999"};
    static const char *const tasks[] = {"A2.2", "B9", "C1", "C2", "C3"};
    static const char *const dates[] = {"",           "2026-03-01", "2026-06-30",
                                        "2026-10-22", "2026-11-01", "2027-03-31"};
    static const char *const states[] = {"", "open", "closed", "overdue"};
    static const char *const units[] = {"", "省数据局", "省工信厅"};
    static const char *const shares[] = {"", "20", "60.5", "100"};
    struct item item = {.kind = kind,
                        .key = key,
                        .source = "miit",
                        .receipt = receipt,
                        .withdrawn = fixture_draw(seed, 8) == 0,
                        .late = fixture_draw(seed, 8) == 0};
    const char *state = states[fixture_draw(seed, 4)];
    set(&item, "id", key);
    set(&item, "region", regions[fixture_draw(seed, 4)]);
    set(&item, "task", tasks[fixture_draw(seed, 5)]);
    set(&item, "title", fixture_draw(seed, 2) ? "某事项" : "另一事项");
    set(&item, "lead", units[fixture_draw(seed, 3)]);
    set(&item, "unit", units[fixture_draw(seed, 3)]);
    set(&item, "deadline", dates[fixture_draw(seed, 6)]);
    set(&item, "date", dates[fixture_draw(seed, 6)]);
    set(&item, "progress", shares[fixture_draw(seed, 4)]);
    set(&item, "planned", shares[fixture_draw(seed, 4)]);
    if (kind == ITEM_LEDGER)
        set(&item, "state", state);
    return item;
}

/* backwards: the items from the last to the first, the versions of each as ever. */
static void put_items(struct fixture *fixture, unsigned seed, uint32_t last,
                      bool backwards)
{
    static const char *const keys[KEYS] = {"01", "02", "03", "04", "05", "06",
                                           "07", "08", "09", "10", "11", "12"};
    static const enum item_kind kinds[] = {ITEM_LEDGER, ITEM_CASE, ITEM_PUBLICITY};
    fixture->n_items = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (unsigned i = 0; i < KEYS; i++) {
            unsigned at = backwards ? KEYS - 1 - i : i;
            unsigned own = seed * 1000 + (unsigned)k * 100 + at;
            for (uint32_t receipt = 1; receipt <= DELIVERIES; receipt++) {
                bool comes = fixture_draw(&own, 3) == 0;
                struct item item = random_item(kinds[k], keys[at], receipt, &own);
                if (comes && receipt <= last)
                    fixture_put_item(fixture, item);
            }
        }
}

static const char *page_of_day(struct fixture *fixture, unsigned seed, uint32_t known,
                               bool backwards, const char *day, const char *address)
{
    fixture_put_random(fixture, seed, DELIVERIES, known);
    put_items(fixture, seed, known, backwards);
    fixture->context.known_at = INT64_MAX;
    fixture_as_of(fixture, day);
    fixture->context.now = fixture->context.known_at;
    fixture_since(fixture, "2026-03-31");
    struct view view = fixture_page(fixture, address);
    return fixture_dump(fixture, &view);
}

enum { ADDRESSES = sizeof addresses / sizeof *addresses };

/* The first line that differs of two texts. */
static void fail_at(const char *what, unsigned seed, const char *address,
                    const char *day, const char *got, const char *want)
{
    size_t at = 0, line = 0;
    for (; got[at] && got[at] == want[at]; at++)
        if (got[at] == '\n')
            line = at + 1;
    fail_msg("%s: seed %u, %s as of %s:\n  got  %.*s\n  want %.*s", what, seed, address,
             day, (int)strcspn(got + line, "\n"), got + line,
             (int)strcspn(want + line, "\n"), want + line);
}

static void test_every_page_is_tried(void **state)
{
    (void)state;
    for (size_t p = 0; pages[p]; p++) {
        size_t n = strlen(pages[p]->name);
        bool tried = false;
        for (size_t i = 0; i < ADDRESSES; i++)
            tried = tried || (strncmp(addresses[i], pages[p]->name, n) == 0 &&
                              strchr("/@", addresses[i][n]) != NULL);
        if (!tried)
            fail_msg("%s is not among the addresses", pages[p]->name);
    }
}

static void test_no_later_knowledge(void **state)
{
    struct fixture *fixture = *state;
    size_t differing[ADDRESSES] = {0};
    for (unsigned seed = 1; seed <= SEEDS; seed++)
        for (uint32_t known = 2; known < DELIVERIES; known++)
            for (size_t i = 0; i < ADDRESSES; i++) {
                const char *day = days[known - 1], *address = addresses[i];
                const char *all =
                    page_of_day(fixture, seed, DELIVERIES, false, day, address);
                const char *until =
                    page_of_day(fixture, seed, known, false, day, address);
                const char *earlier =
                    page_of_day(fixture, seed, known - 1, false, day, address);
                if (strcmp(all, until) != 0)
                    fail_at("later knowledge", seed, address, day, all, until);
                differing[i] += strcmp(all, earlier) != 0;
                arena_release(&fixture->page);
            }
    /* The deliveries do show, wherever a page shows what was delivered. */
    for (size_t i = 0; i < ADDRESSES; i++) {
        const char *address = addresses[i];
        bool shows = strncmp(address, "sources", 7) != 0 &&
                     strncmp(address, "find", 4) != 0 && strcmp(address, "help") != 0 &&
                     strcmp(address, "log") != 0;
        if (shows && differing[i] == 0)
            fail_msg("%s never shows a delivery", address);
    }
}

static void test_order_of_items(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= SEEDS; seed++)
        for (size_t i = 0; i < ADDRESSES; i++) {
            const char *address = addresses[i];
            /* What changed is found by merging: that needs the store's order. */
            if (strncmp(address, "changes", 7) == 0 ||
                strncmp(address, "digest", 6) == 0 ||
                strncmp(address, "bulletin", 8) == 0)
                continue;
            const char *forth = page_of_day(fixture, seed, DELIVERIES, false,
                                            days[DELIVERIES - 1], address);
            const char *back = page_of_day(fixture, seed, DELIVERIES, true,
                                           days[DELIVERIES - 1], address);
            if (strcmp(forth, back) != 0)
                fail_at("order", seed, address, days[DELIVERIES - 1], back, forth);
            arena_release(&fixture->page);
        }
}

#define FILLED(test)                                                                   \
    cmocka_unit_test_setup_teardown(test, fixture_filled, fixture_closed)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_page_is_tried),
        FILLED(test_no_later_knowledge),
        FILLED(test_order_of_items),
    };
    return cmocka_run_group_tests_name("pages_as_of", tests, NULL, NULL);
}
