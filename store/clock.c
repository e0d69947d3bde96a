/* The clock: see store/clock.h. */
#include "store/clock.h"

#include "store/check.h"

enum { TIME_SIZE = 8 };

static void key_clock(struct record_key *key, uint32_t chunk)
{
    key_begin(key, 'C');
    key_u32(key, chunk);
}

/* The times that a chunk has; none where there is no such chunk. */
static bool chunk_get(struct db *db, const struct record_key *key,
                      const unsigned char **times, uint32_t *n, struct error *error)
{
    struct record_reader reader = {0};
    bool found;
    if (!record_get(db, key, &reader, &found, error))
        return false;
    size_t size = found ? (size_t)(reader.end - reader.at) : 0;
    if (size % TIME_SIZE != 0 || size > (size_t)CLOCK_TIMES * TIME_SIZE)
        return db_damaged(db, error);
    *times = reader.at;
    *n = (uint32_t)(size / TIME_SIZE);
    return true;
}

bool clock_put(struct db *db, uint32_t number, int64_t time,
               struct record_writer *writer, struct error *error)
{
    uint32_t chunk = (number - 1) / CLOCK_TIMES, at = (number - 1) % CLOCK_TIMES, n;
    const unsigned char *times;
    struct record_key key;
    key_clock(&key, chunk);
    if (!chunk_get(db, &key, &times, &n, error))
        return false;
    if (at > n)
        return db_damaged(db, error);
    if (at < n && (int64_t)field_u64(times + (size_t)at * TIME_SIZE) == time)
        return true;
    if (n > 0)
        write_bytes(writer, times, (size_t)at * TIME_SIZE);
    write_u64(writer, (uint64_t)time);
    if (at + 1 < n)
        write_bytes(writer, times + (size_t)(at + 1) * TIME_SIZE,
                    (size_t)(n - at - 1) * TIME_SIZE);
    return record_put(db, &key, writer, error);
}

bool clock_get(struct db *db, uint32_t n, struct arena *arena, int64_t **times,
               struct error *error)
{
    int64_t *made = arena_alloc(arena, n * sizeof *made);
    for (uint32_t i = 0; i < n;) {
        struct record_key key;
        const unsigned char *at;
        uint32_t there, wanted = n - i < CLOCK_TIMES ? n - i : CLOCK_TIMES;
        key_clock(&key, i / CLOCK_TIMES);
        if (!chunk_get(db, &key, &at, &there, error))
            return false;
        if (there != wanted)
            return db_damaged(db, error);
        for (uint32_t k = 0; k < there; k++)
            made[i++] = (int64_t)field_u64(at + (size_t)k * TIME_SIZE);
    }
    *times = made;
    return true;
}
