/* Tiles where they lie: rows and cells, now and as of a day, agree with a model; damage
 * is noticed. */
#include "store/tile.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "store/tile_layout.h"
#include "tests/lib/tile_fixture.h"

/* ---- random tiles against a model ---- */

/* What stood, told from the tile in memory alone. */
static struct state stood(const struct tile_fixture *f, unsigned slot, int column,
                          int64_t known_at)
{
    struct state best = {0};
    const struct state *now = &f->tile.cells[slot][column];
    if (now->code == CODE_NEVER)
        return best;
    for (size_t i = 0; i < f->tile.n_earlier; i++) {
        const struct earlier *e = &f->tile.earlier[i];
        if (e->cell == slot * 12 + (unsigned)column && !e->late &&
            f->times[e->state.receipt - 1] <= known_at &&
            e->state.receipt >= best.receipt)
            best = e->state;
    }
    return f->times[now->receipt - 1] <= known_at ? *now : best;
}

static void rows_agree(struct tile_fixture *f, const struct tile_time *time,
                       int64_t known_at)
{
    struct tile_view view;
    assert_true(tile_open(&view, f->bytes.data, f->bytes.size, f->seed));
    for (unsigned slot = 0; slot < TILE_SLOTS; slot++) {
        struct state row[TILE_PERIODS], cell;
        bool present, any = false;
        assert_true(tile_row(&view, slot, time, row, &present));
        for (int i = 0; i < TILE_PERIODS; i++) {
            struct state expected = stood(f, slot, i, known_at);
            any = any || f->tile.cells[slot][i].code != CODE_NEVER;
            assert_true(tile_cell(&view, slot, i, time, &cell));
            states_equal(&cell, &expected);
            if (present)
                states_equal(&row[i], &expected);
        }
        assert_int_equal(present, any);
    }
}

static void earlier_agree(struct tile_fixture *f)
{
    struct tile_view view;
    struct earlier *items = NULL;
    size_t n = 0;
    assert_true(tile_open(&view, f->bytes.data, f->bytes.size, f->seed));
    for (unsigned slot = 0; slot < TILE_SLOTS; slot++)
        assert_true(tile_slot_earlier(&view, slot, &f->arena, &items, &n));
    assert_int_equal(n, f->tile.n_earlier);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(items[i].cell, f->tile.earlier[i].cell);
        assert_int_equal(items[i].late, f->tile.earlier[i].late);
        states_equal(&items[i].state, &f->tile.earlier[i].state);
    }
}

static void random_tiles_agree_with_a_model(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
    for (int round = 0; round < 60; round++) {
        static const unsigned slots[] = {1, 2, 16, 64, 128, 256};
        fill(f, slots[round % 6], 3, round % 5 == 0);
        reads_back(f);
        rows_agree(f, NULL, INT64_MAX);
        rows_agree(f, &(struct tile_time){.times = NULL}, INT64_MAX);
        for (int64_t at = 990; at < 1200; at += 15)
            rows_agree(f, &(struct tile_time){f->times, RECEIPTS, at}, at);
        earlier_agree(f);
    }
    tile_fixture_free(f);
}

/* ---- damage ---- */

/* Reads in every way; what is read must be what was written, or be refused. Returns
 * whether anything was. */
static bool refused(struct tile_fixture *f, const void *bytes, size_t size)
{
    static const int64_t zeros[RECEIPTS];
    const struct tile_time past = {zeros, RECEIPTS, -1}; /* before everything */
    struct tile_view view;
    bool bad = false, present;
    if (tile_read(&f->read, bytes, size, f->seed))
        return false;
    assert_int_equal(f->read.n_slots, 0);
    assert_int_equal(f->read.n_earlier, 0);
    if (!tile_open(&view, bytes, size, f->seed))
        return true;
    for (unsigned slot = 0; slot < 34; slot++) {
        struct state row[TILE_PERIODS], cell;
        if (!tile_row(&view, slot, NULL, row, &present))
            bad = true;
        else
            for (size_t i = 0; i < TILE_PERIODS; i++)
                assert_true(same_state(present ? &row[i] : &(struct state){0},
                                       &f->tile.cells[slot][i]));
        for (int i = 0; i < TILE_PERIODS; i++) {
            if (!tile_cell(&view, slot, i, NULL, &cell))
                bad = true;
            else
                assert_true(same_state(&cell, &f->tile.cells[slot][i]));
            if (!tile_cell(&view, slot, i, &past, &cell))
                bad = true;
            else
                assert_int_equal(cell.code, CODE_NEVER);
        }
    }
    struct earlier *items = NULL;
    size_t n = 0;
    struct arena arena = {0};
    for (unsigned slot = 0; slot < 34 && !bad; slot++)
        bad = !tile_slot_earlier(&view, slot, &arena, &items, &n);
    arena_release(&arena);
    return bad;
}

static struct tile_fixture *small_tile(bool wide)
{
    struct tile_fixture *f = tile_fixture_new();
    srand(7);
    for (unsigned slot = 0; slot < 34; slot += 11)
        for (int column = 0; column < 12; column += 5) {
            struct earlier e = {.state = random_state(2, wide),
                                .cell = (uint16_t)(slot * 12 + (unsigned)column)};
            put_state(f, slot, column, random_state(column == 0 ? 3 : 5, wide));
            tile_add_earlier(&f->tile, &e);
        }
    put_value(f, 33, 7, 3.25);
    reads_back(f);
    assert_int_equal(is_wide(f), wide);
    return f;
}

static void each_flipped_bit_is_noticed(void **state)
{
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        struct tile_fixture *f = small_tile(wide);
        for (size_t bit = 0; bit < f->bytes.size * 8; bit++) {
            f->bytes.data[bit / 8] ^= (char)(1 << bit % 8);
            assert_true(refused(f, f->bytes.data, f->bytes.size));
            f->bytes.data[bit / 8] ^= (char)(1 << bit % 8);
        }
        tile_fixture_free(f);
    }
}

static void each_cut_is_noticed(void **state)
{
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        struct tile_fixture *f = small_tile(wide);
        for (size_t size = 0; size < f->bytes.size; size++) {
            /* Of the very size, so that a read beyond it is seen. */
            char *cut = malloc(size + 1);
            assert_non_null(cut);
            memcpy(cut + 1, f->bytes.data, size);
            assert_true(refused(f, cut + 1, size));
            free(cut);
        }
        char more[8] = {0};
        size_t size = f->bytes.size;
        assert_true(buffer_put(&f->bytes, more, sizeof more));
        for (size_t i = 1; i <= sizeof more; i++)
            assert_true(refused(f, f->bytes.data, size + i));
        tile_fixture_free(f);
    }
}

static void zeroed_ranges_are_noticed(void **state)
{
    (void)state;
    struct tile_fixture *f = small_tile(false);
    char *copy = malloc(f->bytes.size);
    assert_non_null(copy);
    for (size_t n = 1; n <= f->bytes.size; n = n * 2 + 1)
        for (size_t at = 0; at + n <= f->bytes.size; at++) {
            memcpy(copy, f->bytes.data, f->bytes.size);
            memset(copy + at, 0, n);
            if (memcmp(copy, f->bytes.data, f->bytes.size) != 0)
                assert_true(refused(f, copy, f->bytes.size));
        }
    free(copy);
    tile_fixture_free(f);
}

/* Sound rows, in the place of others or from another state of the same tile. */
static void rows_in_the_wrong_place_are_noticed(void **state)
{
    (void)state;
    struct tile_fixture *f = small_tile(false);
    char old[64];
    memcpy(old, f->bytes.data + 104, 64);
    memcpy(f->bytes.data + 104, f->bytes.data + 168, 64);
    memcpy(f->bytes.data + 168, old, 64);
    assert_true(refused(f, f->bytes.data, f->bytes.size));
    put_value(f, 33, 9, 1);
    write_tile(f);
    memcpy(f->bytes.data + 104, old, 64);
    assert_true(refused(f, f->bytes.data, f->bytes.size));
    tile_fixture_free(f);
}

static void another_keys_tile_is_refused(void **state)
{
    (void)state;
    struct tile_fixture *f = small_tile(false);
    struct tile_view view;
    const struct tile_key others[] = {{FREQ_CUMULATIVE, 2025, 3, 17},
                                      {FREQ_MONTH, 2024, 3, 17},
                                      {FREQ_MONTH, 2025, 17, 3},
                                      {FREQ_MONTH, 2025, 3, 16},
                                      {FREQ_MONTH, 2025, 4, 17}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        uint64_t seed = tile_seed(&others[i]);
        assert_true(seed != f->seed);
        assert_false(tile_open(&view, f->bytes.data, f->bytes.size, seed));
        assert_false(tile_read(&f->read, f->bytes.data, f->bytes.size, seed));
    }
    tile_fixture_free(f);
}

/* Sums a tile anew, as far as its counts fit its size. */
static void sum_again(unsigned char *bytes, size_t size, uint64_t seed)
{
    size_t width = bytes[AT_WIDTH];
    size_t row = row_size(width), rank = 0;
    size_t marks = HEAD_SIZE + field_u16(bytes + AT_ROWS) * row;
    size_t earlier = marks + (size_t)field_u16(bytes + AT_MARKS) * MARK_SIZE;
    if (earlier > size)
        return;
    field_put_u32(
        bytes + AT_MARKS_CHECK,
        (uint32_t)check_sum(bytes + marks, earlier - marks, marks_seed(seed)));
    field_put_u32(
        bytes + AT_EARLIER_CHECK,
        (uint32_t)check_sum(bytes + earlier, size - earlier, earlier_seed(seed)));
    uint32_t head = (uint32_t)check_sum(bytes, AT_HEAD_CHECK, seed);
    field_put_u32(bytes + AT_HEAD_CHECK, head);
    for (unsigned slot = 0; slot < TILE_SLOTS; slot++) {
        unsigned char *at = bytes + HEAD_SIZE + rank * row;
        if (!(bytes[AT_SLOTS + slot / 8] >> slot % 8 & 1) || at + row > bytes + marks)
            continue;
        uint64_t sum = check_sum(at, row - CHECK_SIZE, row_seed(seed, head, slot));
        field_put_u32(at + row - CHECK_SIZE, (uint32_t)sum);
        rank++;
    }
}

static void reads_only_what_there_is(struct tile_fixture *f, const void *bytes,
                                     size_t size)
{
    struct tile_view view;
    struct earlier *items = NULL;
    struct arena arena = {0};
    size_t n = 0;
    const struct tile_time past = {f->times, RECEIPTS, 1050};
    if (!tile_open(&view, bytes, size, f->seed))
        return;
    for (unsigned slot = 0; slot < TILE_SLOTS; slot++) {
        struct state row[TILE_PERIODS], cell;
        bool present;
        tile_row(&view, slot, NULL, row, &present);
        tile_row(&view, slot, &past, row, &present);
        for (int i = 0; i < TILE_PERIODS; i++)
            tile_cell(&view, slot, i, &past, &cell);
        tile_slot_earlier(&view, slot, &arena, &items, &n);
    }
    arena_release(&arena);
}

/* Mistakes with sums that fit them: whatever is read, it is within the tile; and what
 * tile_read takes can be written and read again. */
static void mistakes_with_fitting_sums_do_no_harm(void **state)
{
    (void)state;
    int taken = 0;
    for (int round = 0; round < 4000; round++) {
        struct tile_fixture *f = small_tile(round % 2);
        size_t size = f->bytes.size;
        unsigned char *copy = malloc(size);
        assert_non_null(copy);
        memcpy(copy, f->bytes.data, size);
        srand((unsigned)round);
        for (int i = rand() % 3; i >= 0; i--)
            copy[(unsigned)rand() % (i == 0 ? size : HEAD_SIZE)] =
                (unsigned char)(rand() % 4 == 0 ? rand() : rand() % 3);
        sum_again(copy, size, f->seed);
        reads_only_what_there_is(f, copy, size);
        if (tile_read(&f->tile, copy, size, f->seed)) {
            reads_back(f);
            taken++;
        }
        free(copy);
        tile_fixture_free(f);
    }
    assert_true(taken > 100 && taken < 3900);
}

/* A receipt that there is not is damage, and not a guess. */
static void unknown_receipts_are_refused(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
    struct tile_view view;
    struct state cell;
    put_value(f, 0, 0, 1);
    f->tile.cells[0][0].receipt = 4;
    write_tile(f);
    assert_true(tile_open(&view, f->bytes.data, f->bytes.size, f->seed));
    assert_true(tile_cell(&view, 0, 0, &(struct tile_time){f->times, 4, 0}, &cell));
    assert_false(tile_cell(&view, 0, 0, &(struct tile_time){f->times, 3, 0}, &cell));
    tile_fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_tiles_agree_with_a_model),
        cmocka_unit_test(each_flipped_bit_is_noticed),
        cmocka_unit_test(each_cut_is_noticed),
        cmocka_unit_test(zeroed_ranges_are_noticed),
        cmocka_unit_test(rows_in_the_wrong_place_are_noticed),
        cmocka_unit_test(another_keys_tile_is_refused),
        cmocka_unit_test(mistakes_with_fitting_sums_do_no_harm),
        cmocka_unit_test(unknown_receipts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
