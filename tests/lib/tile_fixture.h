/* Tiles for tests: one tile, what it is written to and read back from. Every function
 * fails the running cmocka test where something goes wrong. */
#ifndef TESTS_LIB_TILE_FIXTURE_H
#define TESTS_LIB_TILE_FIXTURE_H

#include "core/arena.h"
#include "store/tile.h"

#include <stdbool.h>
#include <stdint.h>

enum { RECEIPTS = 20, CEILING = 4 << 20 };

struct tile_fixture {
    struct arena arena;
    struct tile tile, read;
    struct buffer bytes;
    uint64_t seed;
    int64_t times[RECEIPTS]; /* not in order: a clock may have been set back */
};

/* An empty tile of one key. */
struct tile_fixture *tile_fixture_new(void);
void tile_fixture_free(struct tile_fixture *f);

/* The code of a status and a qualifier. */
uint8_t code_for(char status, enum qualifier qualifier);

/* Sets a cell. */
void put_state(struct tile_fixture *f, unsigned slot, int column, struct state state);

/* Sets a cell to a plain value of receipt 1. */
void put_value(struct tile_fixture *f, unsigned slot, int column, double value);

/* The tile into `bytes`. */
void write_tile(struct tile_fixture *f);

/* Fails the test if they differ in anything. */
void states_equal(const struct state *a, const struct state *b);
bool same_state(const struct state *a, const struct state *b);

/* Writes the tile, reads it into `read`, and compares all. */
void reads_back(struct tile_fixture *f);

/* Is what was written of doubles? */
bool is_wide(const struct tile_fixture *f);

/* Any finite one. */
double random_double(void);
struct state random_state(uint32_t receipt, bool wide);

/* A tile in which much was said: up to `most` earlier states a cell. */
void fill(struct tile_fixture *f, unsigned slots, int most, bool wide);

#endif
