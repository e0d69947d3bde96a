/* Regions: by code, by name, and their children. */
#include "catalog/catalog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct catalog catalog;

static int open_built_in(void **state)
{
    (void)state;
    struct error error = {0};
    return catalog_open(&catalog, NULL, NULL, &error) ? 0 : -1;
}

static int close_it(void **state)
{
    (void)state;
    catalog_close(&catalog);
    return 0;
}

static void by_code(void **state)
{
    (void)state;
    assert_ptr_equal(catalog_region(&catalog, REGION_NATION), catalog.regions);
    for (size_t i = 0; i < catalog.n_regions; i++)
        assert_ptr_equal(catalog_region(&catalog, catalog.regions[i].code),
                         &catalog.regions[i]);
    static const int32_t none[] = {0, -1, 99999, 100001, 430199, 999999};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(catalog_region(&catalog, none[i]));
}

static void by_name(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t code; /* 0 = none */
    } cases[] = {
        {"430000", 430000},
        {"湖南省", 430000},
        {"湖南", 430000},
        {"Hunan", 430000},
        {"CN-HN", 430000},
        {"全国", 100000},
        {"CN", 100000},
        {"内蒙古", 150000},
        {"张家界", 430800},
        {"石河子", 659001},
        {"两江新区", 500157},
        {"吉林省", 220000},
        {"吉林市", 220200},
        {"吉林", 0},        /* the province and its city */
        {"海南", 0},        /* the province and a prefecture of Qinghai */
        {"朝阳区", 0},      /* several cities */
        {"江北区", 330205}, /* Chongqing's is history, Ningbo's is not */
        {"500105", 500105}, /* history is found by code */
        {"", 0},
        {"430199", 0},
        {"43000", 0},
        {"湖", 0},
        {"湖南 ", 0},
        {"hunan", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct region *region = catalog_region_named(&catalog, cases[i].name);
        if ((region ? region->code : 0) != cases[i].code)
            fail_msg("\"%s\" gives %d", cases[i].name, region ? (int)region->code : 0);
    }
}

/* Shared names are told apart from unknown ones. */
static void by_shared_name(void **state)
{
    (void)state;
    assert_true(catalog_region_shared(&catalog, "吉林"));
    assert_true(catalog_region_shared(&catalog, "朝阳区"));
    assert_false(catalog_region_shared(&catalog, "湖南"));
    assert_false(catalog_region_shared(&catalog, "江北区")); /* one of two is history */
    assert_false(catalog_region_shared(&catalog, "无此地"));
    assert_false(catalog_region_shared(&catalog, ""));
}

/* A person who types a name means the highest region that alone bears it. */
static void by_typed_name(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t code;
    } cases[] = {
        {"吉林", 220000}, {"海南", 460000},   {"长沙", 430100},   {"hn", 430000},
        {"GD", 440000},   {"hunan", 430000},  {"朝阳区", 0},      {"", 0},
        {"湖", 0},        {"500105", 500105}, {"江北区", 330205},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct region *region = catalog_region_typed(&catalog, cases[i].name);
        if ((region ? region->code : 0) != cases[i].code)
            fail_msg("\"%s\" gives %d", cases[i].name, region ? (int)region->code : 0);
    }
}

/* Every full name of a province, prefecture or county gives that region or nothing. */
static void by_every_name(void **state)
{
    (void)state;
    size_t found = 0;
    for (size_t i = 0; i < catalog.n_regions; i++) {
        const struct region *region = &catalog.regions[i];
        const struct region *named = catalog_region_named(&catalog, region->name_zh);
        if (!region->valid_to && named) {
            assert_ptr_equal(named, region);
            found++;
        }
        if (region->level <= 1)
            assert_ptr_equal(named, region);
    }
    assert_in_range(found, 2500, catalog.n_regions);
}

static void history(void **state)
{
    (void)state;
    const struct region *region = catalog_region(&catalog, 500112);
    assert_int_equal(region->valid_to, 2026);
    assert_int_equal(region->successor, 500157);
    assert_string_equal(catalog_region(&catalog, 659001)->flag, "XPCC");
    assert_string_equal(catalog_region(&catalog, 429004)->flag,
                        "province-administered");
}

static void children(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t n;
    const struct region **provinces =
        catalog_children(&catalog, REGION_NATION, &arena, &n);
    assert_int_equal(n, 34);
    assert_int_equal(provinces[0]->code, 110000);
    for (size_t i = 1; i < n; i++)
        assert_true(provinces[i - 1]->code < provinces[i]->code);
    catalog_children(&catalog, 430000, &arena, &n);
    assert_int_equal(n, 14);
    /* Two of Chongqing's 39 rows are history. */
    const struct region **districts = catalog_children(&catalog, 500000, &arena, &n);
    assert_int_equal(n, 37);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(districts[i]->valid_to, 0);
    catalog_children(&catalog, 430102, &arena, &n);
    assert_int_equal(n, 0);
    catalog_children(&catalog, 999999, &arena, &n);
    assert_int_equal(n, 0);
    arena_release(&arena);
}

static void names(void **state)
{
    (void)state;
    const struct region *region = catalog_region(&catalog, 430000);
    assert_string_equal(region_name(region, LANGUAGE_ZH), "湖南省");
    assert_string_equal(region_short(region, LANGUAGE_ZH), "湖南");
    assert_string_equal(region_name(region, LANGUAGE_EN), "Hunan");
    assert_string_equal(region_short(region, LANGUAGE_EN), "Hunan");
    region = catalog_region(&catalog, 430102);
    assert_string_equal(region_name(region, LANGUAGE_EN), "Furong Qu");
}

/* A feed of 100,000 rows looks up each name; a scan would take minutes. */
static void many_names(void **state)
{
    (void)state;
    clock_t start = clock();
    size_t found = 0;
    for (int i = 0; i < 100000; i++)
        found += catalog_region_named(
                     &catalog,
                     catalog.regions[(size_t)i % catalog.n_regions].name_zh) != NULL;
    assert_true(found > 80000);
    assert_true(clock() - start < CLOCKS_PER_SEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_code),        cmocka_unit_test(by_name),
        cmocka_unit_test(by_shared_name), cmocka_unit_test(by_typed_name),
        cmocka_unit_test(by_every_name),  cmocka_unit_test(history),
        cmocka_unit_test(children),       cmocka_unit_test(names),
        cmocka_unit_test(many_names),
    };
    return cmocka_run_group_tests(tests, open_built_in, close_it);
}
