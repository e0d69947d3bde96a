/* Snapshots made of tiles directly: see tests/lib/tiles.h. */
#include "tests/lib/tiles.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/directory.h"
#include "store/latest.h"
#include "store/manifest.h"
#include "store/register.h"

static const char identity[] = "00112233445566778899aabbccddeeff";

struct made {
    struct arena arena;
    struct db *db;
    struct meta meta;
    struct registers registers;
    struct record_writer writer;
    struct error error;
};

/* One word with its place. */
struct word {
    struct tile_key key;
    uint16_t cell;
    const struct observation *said;
};

static int word_order(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    int order = (x->key.freq > y->key.freq) - (x->key.freq < y->key.freq);
    if (order == 0)
        order = (x->key.tile > y->key.tile) - (x->key.tile < y->key.tile);
    if (order == 0)
        order = x->key.block - y->key.block;
    if (order == 0)
        order = x->key.indicator - y->key.indicator;
    if (order == 0)
        order = x->cell - y->cell;
    if (order == 0)
        order = (x->said->receipt > y->said->receipt) -
                (x->said->receipt < y->said->receipt);
    return order;
}

static bool key_equal(const struct tile_key *a, const struct tile_key *b)
{
    return a->freq == b->freq && a->tile == b->tile && a->block == b->block &&
           a->indicator == b->indicator;
}

static struct word place(struct made *made, const struct observation *o)
{
    struct word word = {.said = o, .key.freq = o->period.freq};
    struct place place;
    int32_t number;
    assert_true(register_add_indicator(&made->registers, o->indicator,
                                       &word.key.indicator, &made->error));
    assert_true(register_add_region(&made->registers, o->region, &place, &made->error));
    assert_true(
        register_add_period(&made->registers, o->period, &number, &made->error));
    word.key.block = place.block;
    word.key.tile = calendar_tile(number);
    word.cell = (uint16_t)(place.slot * TILE_PERIODS + calendar_column(number));
    return word;
}

/* All words of one cell, by receipt: the last one that is not late stands. */
static void cell_fill(struct tile *tile, const struct word *words, size_t n)
{
    size_t slot = words[0].cell / TILE_PERIODS, standing = n;
    bool before = false;
    for (size_t i = 0; i < n; i++)
        if (!words[i].said->late)
            standing = i;
    assert_true(standing < n); /* nobody's word stands: no test wants that */
    for (size_t i = 0; i < n; i++) {
        const struct observation *o = words[i].said;
        struct earlier e = {.cell = words[i].cell, .late = o->late};
        e.state = (struct state){.value = o->has_value ? o->value : 0,
                                 .receipt = o->receipt,
                                 .code = code_of(o),
                                 .revised = before && !o->late};
        if (i == standing)
            tile->cells[slot][words[i].cell % TILE_PERIODS] = e.state;
        else
            tile_add_earlier(tile, &e);
        before = before || !o->late;
    }
    if (slot >= tile->n_slots)
        tile->n_slots = slot + 1;
}

static void tile_put(struct made *made, struct tile *tile, const struct word *words,
                     size_t n)
{
    struct buffer buffer = {.ceiling = 1 << 24};
    struct record_key key;
    tile_clear(tile);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && words[end].cell == words[i].cell; end++)
            ;
        cell_fill(tile, words + i, end - i);
    }
    assert_true(tile_write(tile, tile_seed(&words[0].key), &buffer));
    key_tile(&key, &words[0].key);
    assert_true(db_put(made->db, (struct bytes){key.bytes, key.size},
                       (struct bytes){buffer.data, buffer.size}, &made->error));
    register_add_tile(&made->registers, &words[0].key);
    buffer_release(&buffer);
}

static void tiles_put(struct made *made, const struct tiles_said *said)
{
    struct word *words = arena_alloc(&made->arena, said->n * sizeof *words);
    struct tile *tile = arena_alloc(&made->arena, sizeof *tile);
    tile_init(tile, &made->arena);
    for (size_t i = 0; i < said->n; i++)
        words[i] = place(made, &said->items[i]);
    qsort(words, said->n, sizeof *words, word_order);
    for (size_t i = 0, end; i < said->n; i = end) {
        for (end = i; end < said->n && key_equal(&words[end].key, &words[i].key); end++)
            ;
        tile_put(made, tile, words + i, end - i);
    }
    for (size_t b = 0; b < made->registers.n_blocks; b++)
        for (size_t i = 0; i < made->registers.n_indicators; i++)
            if (latest_has(&made->registers.blocks[b], (uint16_t)i))
                assert_true(latest_put(
                    made->db, &made->registers,
                    &(struct tile_key){.block = (uint16_t)b, .indicator = (uint16_t)i},
                    NULL, &made->writer, &made->error));
}

static void papers_put(struct made *made, const struct tiles_said *said)
{
    for (uint32_t i = 0; i < said->n_times; i++) {
        struct stored_receipt stored = {.receipt = {.number = i + 1,
                                                    .time = said->times[i],
                                                    .source = "s",
                                                    .address = "",
                                                    .format = "csv",
                                                    .etag = "",
                                                    .last_modified = ""}};
        assert_true(receipt_put(made->db, &stored, &made->writer, &made->error));
    }
    made->meta.last_receipt = said->n_times;
    made->meta.kept_since = said->kept_since;
    made->meta.snapshot = 1;
    memcpy(made->meta.identity, identity, sizeof made->meta.identity);
    assert_true(registers_save(made->db, &made->registers, &made->meta, &made->writer,
                               &made->error));
    assert_true(meta_put(made->db, &made->meta, &made->writer, &made->error));
}

/* The compact copy with its manifest. */
static void copy_out(struct made *made, const char *directory)
{
    const char *path = directory_file(directory, 1, SNAPSHOT_DATA, &made->arena);
    const char *paper = directory_file(directory, 1, SNAPSHOT_MANIFEST, &made->arena);
    struct manifest manifest = {.number = 1, .last_receipt = made->meta.last_receipt};
    char text[MANIFEST_SIZE];
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0 && db_copy(made->db, fd, &made->error));
    manifest.head_bytes = (uint32_t)(2 * db_page_size(made->db));
    memcpy(manifest.identity, identity, sizeof manifest.identity);
    assert_true(manifest_identify(fd, path, &manifest, &made->error) &&
                manifest_hash(fd, path, &manifest, &made->error));
    close(fd);
    size_t n = manifest_format(&manifest, text);
    fd = open(paper, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_int_equal(write(fd, text, n), (ssize_t)n);
    close(fd);
}

void tiles_publish(const char *directory, const struct tiles_said *said)
{
    struct made made = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/made.mdb", directory);
    unlink(path);
    record_writer_init(&made.writer);
    assert_true(
        directory_make(directory_snapshots(directory, &made.arena), 0755, &made.error));
    assert_true(db_open_store(path, &made.arena, &made.db, &made.error) &&
                db_begin_write(made.db, &made.error));
    tiles_put(&made, said);
    papers_put(&made, said);
    assert_true(db_commit(made.db, &made.error));
    copy_out(&made, directory);
    db_close(made.db);
    registers_release(&made.registers);
    record_writer_release(&made.writer);
    arena_release(&made.arena);
}
