/* Hash sets with open addressing: see fetch/hash.h. */
#include "fetch/hash.h"

#include <string.h>
#include <sys/random.h>

void hash_init(struct hash *hash, struct arena *arena)
{
    *hash = (struct hash){.arena = arena};
    /* Where the kernel has no random bytes yet the address must do. */
    if (getrandom(&hash->seed, sizeof hash->seed, GRND_NONBLOCK) != sizeof hash->seed)
        hash->seed = (uintptr_t)&hash;
}

/* Both halves of the 128-bit product: every bit of the input reaches every bit. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t hash_of(const struct hash *hash, const void *bytes, size_t n)
{
    const uint64_t odd = 0x9E3779B97F4A7C15; /* 2^64 / golden ratio */
    uint64_t code = hash->seed ^ mix(n ^ odd, hash->seed | 1);
    const unsigned char *p = bytes;
    for (; n > 0;) {
        uint64_t word = 0;
        size_t step = n < sizeof word ? n : sizeof word;
        memcpy(&word, p, step);
        code = mix(code ^ word, odd ^ hash->seed) + odd;
        p += step;
        n -= step;
    }
    return mix(code, odd);
}

bool hash_find(const struct hash *hash, uint64_t code, hash_same same,
               const void *items, const void *key, uint32_t *item)
{
    for (size_t i = 0; i < hash->capacity; i++) {
        const struct hash_slot *slot = &hash->slots[(code + i) & (hash->capacity - 1)];
        if (slot->item == 0)
            return false;
        if (slot->hash == code && same(items, slot->item - 1, key)) {
            *item = slot->item - 1;
            return true;
        }
    }
    return false;
}

static void place(struct hash *hash, uint64_t code, uint32_t item)
{
    size_t i = code & (hash->capacity - 1);
    while (hash->slots[i].item != 0)
        i = (i + 1) & (hash->capacity - 1);
    hash->slots[i] = (struct hash_slot){code, item};
}

/* So many slots, a power of two, and what was there in them. */
static void resize(struct hash *hash, size_t capacity)
{
    struct hash_slot *old = hash->slots;
    size_t n_old = hash->capacity;
    hash->capacity = capacity;
    hash->slots = arena_alloc(hash->arena, capacity * sizeof *hash->slots);
    for (size_t i = 0; i < n_old; i++)
        if (old[i].item != 0)
            place(hash, old[i].hash, old[i].item);
}

/* Never more than half full. */
void hash_reserve(struct hash *hash, size_t n)
{
    size_t capacity = hash->capacity ? hash->capacity : 64;
    while (capacity < 2 * (hash->n + n))
        capacity *= 2;
    if (capacity > hash->capacity)
        resize(hash, capacity);
}

void hash_add(struct hash *hash, uint64_t code, uint32_t item)
{
    hash_reserve(hash, 1);
    place(hash, code, item + 1);
    hash->n++;
}
