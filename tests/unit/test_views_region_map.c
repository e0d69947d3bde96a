/* The provinces as tiles: all 34 on places of their own, drawn on their cells at every
 * width, and each within reach of the arrows. */
#include "tests/lib/pages_fixture.h"
#include "tui/cursor.h"
#include "views/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct view_map *map_of(const struct view *view)
{
    for (size_t i = 0; i < view->n_blocks; i++)
        if (view->blocks[i].kind == BLOCK_MAP)
            return &view->blocks[i].map;
    return NULL;
}

static void test_tiles(void **state)
{
    struct fixture *fixture = *state;
    struct view view = fixture_page(fixture, "region/100000");
    const struct view_map *map = map_of(&view);
    assert_non_null(map);
    assert_int_equal(map->n, 34);
    for (size_t i = 0; i < map->n; i++) {
        const struct view_tile *tile = &map->tiles[i];
        assert_in_range(text_width(tile->name, 2), 2, 4);
        assert_true(*tile->symbol && *tile->value && *tile->detail);
        for (size_t k = 0; k < i; k++) {
            const struct view_tile *before = &map->tiles[k];
            assert_true(before->row < tile->row ||
                        (before->row == tile->row && before->column < tile->column));
            assert_string_not_equal(before->key, tile->key);
            assert_string_not_equal(before->name, tile->name);
        }
    }
    /* The counts in the corners are of all. */
    int total = 0;
    const struct view_map_lines *lines[] = {&map->head, &map->foot};
    for (int l = 0; l < 2; l++)
        for (size_t i = l == 0 ? 2 : 0; i < lines[l]->n; i++)
            for (const char *p = lines[l]->texts[i]; *p;) {
                p += strcspn(p, "0123456789");
                total += (int)strtol(p, (char **)&p, 10);
            }
    assert_int_equal(total, 34);
}

/* Paper, a list that is asked for, and a province have no tiles. */
static void test_lists(void **state)
{
    struct fixture *fixture = *state;
    struct view view = fixture_page(fixture, "region/430000");
    assert_null(map_of(&view));
    fixture->context.options.group = "list";
    view = fixture_page(fixture, "region/B9-01@100000");
    assert_null(map_of(&view));
    fixture->context.options.group = "";
    view = fixture_page(fixture, "region/B9-01@100000");
    assert_non_null(map_of(&view));
    /* On paper both: some formats draw the tiles, all have the list. */
    size_t n = view.n_blocks;
    fixture->context.paper = true;
    view = fixture_page(fixture, "region/B9-01@100000");
    assert_non_null(map_of(&view));
    assert_in_range(view.n_blocks, n + 2, n + 2);
}

static void test_places(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        int width, ambiguous, first, step;
    } cases[] = {{80, 1, 5, 8}, {80, 2, 5, 8}, {120, 1, 5, 11}, {200, 1, 5, 11}};
    struct view view = fixture_page(fixture, "region/100000");
    const struct view_map *map = map_of(&view);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const struct layout_rules rules = {.width = cases[c].width,
                                           .ambiguous = cases[c].ambiguous,
                                           .plain = cases[c].ambiguous == 2};
        struct arena arena = {0};
        struct sheet sheet;
        layout_sheet(&view, &rules, &arena, &sheet);
        bool reached[34] = {false};
        size_t at = 0;
        for (size_t i = 0; i < 34; i++) {
            const struct sheet_item *item = &sheet.items[i];
            const struct view_tile *tile = &map->tiles[i];
            assert_string_equal(item->key, tile->key);
            assert_int_equal(item->marker,
                             cases[c].first + (tile->column - 1) * cases[c].step);
            assert_int_equal(item->closes, item->marker + 5);
            /* Nothing is drawn where the brackets go. */
            const struct sheet_line *line = &sheet.lines[item->line];
            for (size_t s = 0; s < line->n; s++) {
                const struct sheet_span *span = &line->spans[s];
                assert_true(item->marker < span->x ||
                            item->marker >= span->x + span->width);
                assert_true(item->closes < span->x ||
                            item->closes >= span->x + span->width);
            }
        }
        /* Down every row from the top, and right along it. */
        for (size_t down = 0; down < 8; down++) {
            for (size_t left = at, next; left != NO_ITEM; left = next) {
                next = cursor_left(&sheet, left);
                reached[left] = true;
                if (next == left)
                    break;
            }
            for (size_t right = at, next;; right = next) {
                next = cursor_right(&sheet, right);
                reached[right] = true;
                if (next == right)
                    break;
                assert_int_equal(cursor_left(&sheet, next), right);
            }
            at = cursor_down(&sheet, at);
        }
        for (size_t i = 0; i < 34; i++)
            assert_true(reached[i]);
        arena_release(&arena);
    }
}

/* Values that take all of a tile but one cell are there, apart from their neighbours';
 * a longer one is left out, not cut. */
static void test_values(void **state)
{
    (void)state;
    static const struct view_tile tiles[] = {
        {"1", "", "", "内蒙", "?", "27.28初", ROLE_TEXT, 1, 1},
        {"2", "", "", "北京", "?", "49.65初", ROLE_TEXT, 1, 2},
        {"3", "", "", "河北", "?", "144.76初", ROLE_TEXT, 1, 3},
    };
    const struct view_block block = {
        .kind = BLOCK_MAP, .title = "", .map = {.tiles = tiles, .n = 3}};
    const struct view view = {.blocks = &block, .n_blocks = 1};
    const struct layout_rules rules = {.width = 80, .ambiguous = 1};
    struct arena arena = {0};
    struct sheet sheet;
    layout_sheet(&view, &rules, &arena, &sheet);
    const char *text = "";
    int end = 0;
    for (size_t i = 0; i < sheet.n_lines; i++)
        for (size_t s = 0; s < sheet.lines[i].n; s++) {
            const struct sheet_span *span = &sheet.lines[i].spans[s];
            if (i == 1)
                assert_true(s == 0 || span->x > end);
            end = span->x + span->width;
            text = arena_printf(&arena, "%s %s", text, span->text);
        }
    assert_non_null(strstr(text, " 27.28初 49.65初"));
    assert_null(strstr(text, "144"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test_setup_teardown(test_tiles, fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_tiles, fixture_chinese, fixture_closed),
        cmocka_unit_test_setup_teardown(test_lists, fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_places, fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_places, fixture_chinese, fixture_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
