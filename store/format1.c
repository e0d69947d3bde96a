/* Reading format 1: see store/format1.h. */
#include "store/format1.h"

#include <math.h>
#include <string.h>

#include "store/calendar.h"

enum { FORMAT = 1, FIGURE_SIZE = 24 };
enum { FLAG_VALUE = 1, FLAG_REVISED = 2, FLAG_LATE = 4, FLAGS = 7 };

bool format1_meta(struct db *db, struct format1_meta *meta, bool *found,
                  struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    bool there;
    key_meta(&key);
    if (!record_get(db, &key, &reader, &there, error))
        return false;
    if (!there || read_u32(&reader) != FORMAT) {
        *found = false;
        return true;
    }
    struct format1_meta read = {0};
    read.demo = read_u8(&reader) != 0;
    read.last_receipt = read_u32(&reader);
    read.n_series = read_u32(&reader);
    read.n_sources = read_u32(&reader);
    read.snapshot = read_u32(&reader);
    read.published = (int64_t)read_u64(&reader);
    read_string_into(&reader, read.identity, sizeof read.identity);
    if (!record_end(db, &reader, error))
        return false;
    *meta = read;
    *found = true;
    return true;
}

static void key_place(struct record_key *key, char table, const char *indicator,
                      int32_t region)
{
    char code[CODE_SIZE] = {0};
    memcpy(code, indicator, strnlen(indicator, CODE_SIZE - 1));
    key_begin(key, table);
    key_bytes(key, code, sizeof code);
    key_i32(key, region);
}

bool format1_place(const struct record_key *key, char indicator[CODE_SIZE],
                   int32_t *region)
{
    size_t offset = 1 + CODE_SIZE;
    if (key->size != offset + 4 || key->bytes[1] == '\0' ||
        key->bytes[offset - 1] != '\0')
        return false;
    memcpy(indicator, key->bytes + 1, CODE_SIZE);
    *region = key_read_i32(key, &offset);
    return true;
}

/* Is the period the calendar's own, so that its number gives it back? */
static bool period_sound(struct period period)
{
    struct period back;
    if (period.first > period.last)
        return false;
    if (period.freq == FREQ_INTERVAL)
        return true;
    for (const enum frequency *freq = calendar_frequencies; *freq != FREQ_NONE; freq++)
        if (*freq == period.freq)
            return calendar_period(*freq, calendar_number(period), &back) &&
                   period_equal(period, back);
    return false;
}

/* What the figure says, as a code. Format 1 did not insist that status and value agree:
 * there the value was what was shown. */
static uint8_t code_for(struct observation *o)
{
    bool missing = status_missing(o->status) != MISSING_NONE;
    if (o->has_value && missing)
        o->status = 'A';
    if (!o->has_value && !missing)
        o->status = 'O';
    return code_of(o);
}

static bool figure_read(struct record_reader *reader, uint32_t last_receipt,
                        struct format1_figure *figure)
{
    struct observation o = {.period.freq = (enum frequency)read_u8(reader)};
    uint8_t flags = read_u8(reader);
    o.qualifier = read_u8(reader);
    o.status = (char)read_u8(reader);
    o.period.first = (int32_t)read_u32(reader);
    o.period.last = (int32_t)read_u32(reader);
    o.receipt = read_u32(reader);
    o.value = read_f64(reader);
    o.has_value = flags & FLAG_VALUE;
    if (reader->bad || flags > FLAGS || o.qualifier >= QUALIFIER_COUNT ||
        !status_known(o.status) || !isfinite(o.value) || o.receipt == 0 ||
        o.receipt > last_receipt || !period_sound(o.period))
        return false;
    *figure = (struct format1_figure){.period = o.period,
                                      .late = (flags & FLAG_LATE) != 0,
                                      .state = {.value = o.has_value ? o.value : 0,
                                                .receipt = o.receipt,
                                                .code = code_for(&o),
                                                .revised = flags & FLAG_REVISED}};
    return true;
}

/* All that V has of the series, which must be as many as it says. */
static bool earlier_read(struct db *db, const char *indicator, int32_t region,
                         uint32_t last_receipt, struct format1_series *series,
                         struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    size_t n = 0;
    key_place(&walk.prefix, 'V', indicator, region);
    for (bool found = true;;) {
        if (!record_next(db, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        if (n == series->n_earlier ||
            !figure_read(&reader, last_receipt, &series->items[series->n + n]))
            return db_damaged(db, error);
        if (!record_end(db, &reader, error))
            return false;
        n++;
    }
    return n == series->n_earlier || db_damaged(db, error);
}

bool format1_series(struct db *db, const char *indicator, int32_t region,
                    uint32_t last_receipt, struct arena *arena,
                    struct format1_series *series, bool *found, struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    bool there;
    key_place(&key, 'S', indicator, region);
    if (!record_get(db, &key, &reader, &there, error))
        return false;
    struct format1_series read = {0};
    if (there) {
        read.n = read_u32(&reader);
        read.n_earlier = read_u32(&reader);
        /* Each earlier value is a record: there are not more of them than bytes. */
        if (reader.bad || (size_t)(reader.end - reader.at) != read.n * FIGURE_SIZE ||
            read.n_earlier > db_bytes(db) / FIGURE_SIZE)
            return db_damaged(db, error);
        read.items = arena_alloc(arena, (read.n + read.n_earlier) * sizeof *read.items);
        for (size_t i = 0; i < read.n; i++)
            if (!figure_read(&reader, last_receipt, &read.items[i]) ||
                read.items[i].late ||
                (i > 0 &&
                 period_compare(read.items[i - 1].period, read.items[i].period) >= 0))
                return db_damaged(db, error);
        if (!record_end(db, &reader, error) ||
            !earlier_read(db, indicator, region, last_receipt, &read, error))
            return false;
    }
    *series = read;
    *found = there;
    return true;
}

bool format1_source(struct db *db, struct record_reader *reader, struct arena *arena,
                    struct stored_source *source, struct error *error)
{
    struct stored_source read = {0};
    source_state_read(reader, arena, &read.state);
    read.edition = (int64_t)read_u64(reader);
    if (!record_end(db, reader, error))
        return false;
    *source = read;
    return true;
}
