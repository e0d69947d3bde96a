/* Keys of attempts: see store/attempt_key.h. */
#include "store/attempt_key.h"

#include <string.h>

enum { PLACE_SIZE = 8 + 4 }; /* time and index in a key */

bool attempt_prefix(struct record_key *key, const char *name)
{
    if (!key_source(key, name))
        return false;
    key->bytes[0] = 'H';
    key_u8(key, 0);
    return true;
}

void attempt_key_put(struct record_key *key, const struct record_key *prefix,
                     const struct attempt_key *place)
{
    *key = *prefix;
    key_i64(key, place->time);
    key_u32(key, place->index);
}

bool attempt_under(const struct record_key *prefix, const struct record_key *key)
{
    return key->size >= prefix->size &&
           memcmp(key->bytes, prefix->bytes, prefix->size) == 0;
}

bool attempt_place(const struct record_key *prefix, const struct record_key *key,
                   struct attempt_key *place)
{
    size_t offset = prefix->size;
    if (!attempt_under(prefix, key) || key->size != offset + PLACE_SIZE)
        return false;
    place->time = key_read_i64(key, &offset);
    place->index = key_read_u32(key, &offset);
    return true;
}

void attempt_place_write(struct record_writer *writer, const struct attempt_key *place)
{
    write_u64(writer, (uint64_t)place->time);
    write_u32(writer, place->index);
}

struct attempt_key attempt_place_read(struct record_reader *reader)
{
    struct attempt_key place = {.time = (int64_t)read_u64(reader)};
    place.index = read_u32(reader);
    return place;
}
