/* Tiles for tests: see tests/lib/tile_fixture.h. */
#include "tests/lib/tile_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct tile_key key = {FREQ_MONTH, 2025, 3, 17};

struct tile_fixture *tile_fixture_new(void)
{
    struct tile_fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    tile_init(&f->tile, &f->arena);
    tile_init(&f->read, &f->arena);
    f->bytes.ceiling = CEILING;
    f->seed = tile_seed(&key);
    for (int i = 0; i < RECEIPTS; i++)
        f->times[i] = 1000 + i * 10 - (i % 5 == 4 ? 35 : 0);
    return f;
}

void tile_fixture_free(struct tile_fixture *f)
{
    buffer_release(&f->bytes);
    arena_release(&f->arena);
    free(f);
}

uint8_t code_for(char status, enum qualifier qualifier)
{
    struct observation o = {.status = status,
                            .qualifier = (uint8_t)qualifier,
                            .has_value = status_missing(status) == MISSING_NONE};
    return code_of(&o);
}

void put_state(struct tile_fixture *f, unsigned slot, int column, struct state state)
{
    f->tile.cells[slot][column] = state;
    if (f->tile.n_slots <= slot)
        f->tile.n_slots = slot + 1;
}

void put_value(struct tile_fixture *f, unsigned slot, int column, double value)
{
    put_state(f, slot, column,
              (struct state){.value = value,
                             .receipt = 1,
                             .code = code_for('A', QUALIFIER_EXACT)});
}

void write_tile(struct tile_fixture *f)
{
    f->bytes.size = 0;
    assert_true(tile_write(&f->tile, f->seed, &f->bytes));
}

void states_equal(const struct state *a, const struct state *b)
{
    assert_memory_equal(&a->value, &b->value, sizeof a->value);
    assert_true(a->receipt == b->receipt);
    assert_int_equal(a->code, b->code);
    assert_int_equal(a->revised, b->revised);
}

bool same_state(const struct state *a, const struct state *b)
{
    return memcmp(&a->value, &b->value, sizeof a->value) == 0 &&
           a->receipt == b->receipt && a->code == b->code && a->revised == b->revised;
}

void reads_back(struct tile_fixture *f)
{
    write_tile(f);
    assert_true(tile_read(&f->read, f->bytes.data, f->bytes.size, f->seed));
    for (size_t slot = 0; slot < TILE_SLOTS; slot++)
        for (size_t i = 0; i < TILE_PERIODS; i++)
            states_equal(&f->read.cells[slot][i], &f->tile.cells[slot][i]);
    assert_int_equal(f->read.n_earlier, f->tile.n_earlier);
    for (size_t i = 0; i < f->tile.n_earlier; i++) {
        assert_int_equal(f->read.earlier[i].cell, f->tile.earlier[i].cell);
        assert_int_equal(f->read.earlier[i].late, f->tile.earlier[i].late);
        states_equal(&f->read.earlier[i].state, &f->tile.earlier[i].state);
    }
}

bool is_wide(const struct tile_fixture *f)
{
    return f->bytes.data[0] == 8;
}

double random_double(void)
{
    for (;;) {
        uint64_t bits = 0;
        double value;
        for (int i = 0; i < 8; i++)
            bits = bits << 8 | (uint64_t)(rand() & 255);
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value))
            return value;
    }
}

struct state random_state(uint32_t receipt, bool wide)
{
    static const char statuses[] = "ABDEFGHIJKLMNOPQSUVW";
    char status = statuses[rand() % 20];
    struct state s = {.receipt = receipt, .revised = rand() % 4 == 0};
    s.code = rand() % 10 == 0 ? CODE_WITHDRAWN
                              : code_for(status, (enum qualifier)(rand() % 6));
    if (code_has_value(s.code))
        s.value = wide ? random_double() : (rand() % 100000 - 50000) / 100.0;
    return s;
}

void fill(struct tile_fixture *f, unsigned slots, int most, bool wide)
{
    tile_clear(&f->tile);
    for (unsigned i = 0; i < slots * 8; i++) {
        unsigned slot = (unsigned)rand() % slots * (TILE_SLOTS / slots);
        int column = rand() % 12;
        if (f->tile.cells[slot][column].code != CODE_NEVER)
            continue;
        int n = rand() % 3 == 0 ? rand() % (most + 1) : 0;
        uint32_t receipt = 1 + (uint32_t)rand() % 4;
        for (int k = 0; k < n; k++, receipt += 1 + (uint32_t)rand() % 3) {
            struct earlier e = {.state = random_state(receipt, wide),
                                .cell = (uint16_t)(slot * 12 + (unsigned)column),
                                .late = rand() % 4 == 0};
            tile_add_earlier(&f->tile, &e);
        }
        put_state(f, slot, column, random_state(rand() % 3 ? 16 : receipt, wide));
    }
}
