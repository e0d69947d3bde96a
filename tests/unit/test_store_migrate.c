/* Migration: what a store of format 1 held is there after it, and a damaged one stays
 * as it is. The old store is written here record by record. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/layout.h"
#include "store/manifest.h"
#include "tests/lib/cache.h"

enum { RECEIPTS = 6, SNAPSHOT = 41 };
static const char identity[] = "0123456789abcdef0123456789abcdef";

/* ---- writing format 1 ---- */

struct old {
    const char *directory;
    struct arena arena;
    struct db *db;
    struct record_writer writer;
    struct error error;
    uint32_t n_series;
};

static void put(struct old *old, const struct record_key *key)
{
    assert_true(record_put(old->db, key, &old->writer, &old->error));
}

static struct old old_begin(const char *directory)
{
    struct old old = {.directory = directory};
    record_writer_init(&old.writer);
    mkdir(cache_path(directory, "store"), 0700);
    assert_true(db_open_store(cache_path(directory, "store/data.mdb"), &old.arena,
                              &old.db, &old.error));
    assert_true(db_begin_write(old.db, &old.error));
    return old;
}

static void old_end(struct old *old)
{
    assert_true(db_commit(old->db, &old->error));
    db_close(old->db);
    record_writer_release(&old->writer);
    arena_release(&old->arena);
}

static void old_meta(struct old *old, uint32_t format, uint32_t n_series,
                     uint32_t n_sources, bool demo)
{
    struct record_key key;
    key_begin(&key, 'M');
    write_u32(&old->writer, format);
    write_u8(&old->writer, demo);
    write_u32(&old->writer, RECEIPTS);
    write_u32(&old->writer, n_series);
    write_u32(&old->writer, n_sources);
    write_u32(&old->writer, SNAPSHOT);
    write_u64(&old->writer, 7000);
    write_string(&old->writer, identity);
    put(old, &key);
}

struct figure {
    struct period period;
    double value; /* NAN: none */
    uint32_t receipt;
    char status;
    uint8_t qualifier;
    bool revised, late;
};

static void write_figure(struct old *old, const struct figure *f)
{
    write_u8(&old->writer, (uint8_t)f->period.freq);
    write_u8(&old->writer, (uint8_t)((isnan(f->value) ? 0 : 1) | (f->revised ? 2 : 0) |
                                     (f->late ? 4 : 0)));
    write_u8(&old->writer, f->qualifier);
    write_u8(&old->writer, (uint8_t)f->status);
    write_u32(&old->writer, (uint32_t)f->period.first);
    write_u32(&old->writer, (uint32_t)f->period.last);
    write_u32(&old->writer, f->receipt);
    double value = isnan(f->value) ? 0 : f->value;
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    write_u64(&old->writer, bits);
}

static struct record_key old_key(char table, const char *indicator, int32_t region)
{
    struct record_key key;
    char code[CODE_SIZE] = {0};
    memcpy(code, indicator, strlen(indicator));
    key_begin(&key, table);
    key_bytes(&key, code, sizeof code);
    key_i32(&key, region);
    return key;
}

static void old_series(struct old *old, const char *indicator, int32_t region,
                       const struct figure *figures, size_t n,
                       const struct figure *earlier, size_t m)
{
    struct record_key key = old_key('S', indicator, region);
    write_u32(&old->writer, (uint32_t)n);
    write_u32(&old->writer, (uint32_t)m);
    for (size_t i = 0; i < n; i++)
        write_figure(old, &figures[i]);
    put(old, &key);
    for (size_t i = 0; i < m; i++) {
        key = old_key('V', indicator, region);
        key_i32(&key, earlier[i].period.last);
        key_i32(&key, earlier[i].period.first);
        key_u8(&key, (uint8_t)earlier[i].period.freq);
        key_u32(&key, earlier[i].receipt);
        write_figure(old, &earlier[i]);
        put(old, &key);
    }
    old->n_series++;
}

/* Receipts of two sources in turn, a minute apart; the second has a refused row. */
static void old_receipts(struct old *old)
{
    struct record_writer *writer = &old->writer;
    for (uint32_t i = 1; i <= RECEIPTS; i++) {
        struct record_key key;
        key_receipt(&key, i);
        write_u64(writer, 1000 + 60 * i);
        write_string(writer, i % 2 ? "odd" : "even");
        write_string(writer, "https://example.org/feed");
        write_string(writer, "csv");
        write_string(writer, "tag");
        write_string(writer, "");  /* Last-Modified */
        write_string(writer, "");  /* digest */
        write_u64(writer, 10 * i); /* bytes */
        write_u32(writer, 9);      /* rows seen */
        write_u32(writer, i);      /* rows changed */
        write_u32(writer, i == 2); /* rows refused */
        write_u32(writer, 0);      /* warnings */
        write_u32(writer, i == 2); /* records of refused rows */
        put(old, &key);
    }
    struct record_key key;
    struct refusal refusal = {.row = 3, .column = 2, .raw = "x"};
    error_set(&refusal.reason, ERROR_PERIOD, "x");
    key_refusal(&key, 2, 0);
    refusal_write(writer, &refusal);
    put(old, &key);
}

static void old_source(struct old *old, const char *name, uint32_t receipt,
                       uint32_t failures)
{
    struct record_key key;
    struct source_state state = cache_state(name, 2000);
    state.receipt = receipt;
    state.failures = failures;
    state.next_due = 9000;
    if (failures > 0)
        error_set(&state.last_error, ERROR_READ, "a", "b");
    assert_true(key_source(&key, name));
    source_state_write(&old->writer, &state);
    write_u64(&old->writer, 555);
    put(old, &key);
}

static const struct figure plain[] = {
    {.period = {FREQ_MONTH, 20089, 20119}, .value = 1.5, .receipt = 1, .status = 'A'}};

/* Of every frequency one period, and what can be said of one. */
static size_t every_kind(struct figure *figures)
{
    const struct period periods[] = {
        period_year(2024),          period_half(2024, 2),
        period_quarter(2025, 1),    period_month(2025, 2),
        period_cumulative(2025, 3), period_day(20200),
        {FREQ_WEEK, 20199, 20205},  period_interval(20000, 20240)};
    static const char statuses[] = "APEOQBMF";
    size_t n = sizeof periods / sizeof *periods;
    for (size_t i = 0; i < n; i++) {
        bool missing = status_missing(statuses[i]) != MISSING_NONE;
        figures[i] = (struct figure){.period = periods[i],
                                     .value = missing ? NAN : 0.1 + 0.2 + (double)i,
                                     .receipt = 1 + (uint32_t)i % 3,
                                     .status = statuses[i],
                                     .qualifier = i == 1 ? QUALIFIER_ABOVE : 0};
    }
    return n;
}

static int by_period(const void *a, const void *b)
{
    return period_compare(((const struct figure *)a)->period,
                          ((const struct figure *)b)->period);
}

static void old_store(const char *directory)
{
    struct old old = old_begin(directory);
    struct figure kinds[16];
    size_t n = every_kind(kinds);
    qsort(kinds, n, sizeof *kinds, by_period);
    /* Revised twice, and once passed over by a late one. */
    const struct figure now[] = {
        {period_month(2025, 1), 12.25, 5, 'A', 0, true, false},
        {period_month(2025, 2), 7, 1, 'P', 0, false, false},
        {period_month(2025, 12), 100, 6, 'A', 0, true, false},
        {period_month(2026, 1), -3.5, 6, 'A', QUALIFIER_ABOUT, false, false}};
    const struct figure earlier[] = {
        {period_month(2025, 1), 11, 1, 'P', 0, false, false},
        {period_month(2025, 1), 12, 3, 'P', 0, true, false},
        {period_month(2025, 1), 99, 4, 'A', 0, false, true},
        {period_month(2025, 12), NAN, 3, 'O', 0, false, false}};
    old_series(&old, "NTL-01", 100000, now, 4, earlier, 4);
    old_series(&old, "NTL-01", 430000, plain, 1, NULL, 0);
    old_series(&old, "NTL-01", 430100, plain, 1, NULL, 0);
    old_series(&old, "NTL-02", 430100, kinds, n, NULL, 0);
    /* More regions than a block has slots. */
    for (int32_t region = 440101; region < 440101 + 300; region++) {
        const struct figure one[] = {
            {period_month(2025, 6), region, 2, 'A', 0, false, false}};
        old_series(&old, "NTL-01", region, one, 1, NULL, 0);
    }
    old_receipts(&old);
    old_source(&old, "even", 6, 0);
    old_source(&old, "odd", 5, 2);
    old_meta(&old, 1, old.n_series, 2, false);
    old_end(&old);
}

/* ---- reading what became of it ---- */

static struct snapshot *migrated(const char *directory, uint32_t number)
{
    struct store *store = cache_store(directory);
    assert_int_equal(cache_publish(store, 8000), number);
    store_close(store);
    return cache_snapshot(directory);
}

static struct observation *series(struct snapshot *snapshot, const char *indicator,
                                  int32_t region, int64_t known_at, struct arena *arena,
                                  size_t *n)
{
    struct observation *items;
    struct error error = {0};
    assert_true(snapshot_series(snapshot, indicator, region, known_at, arena, &items, n,
                                &error));
    return items;
}

static void complain(void *self, bool fault, const struct error *finding)
{
    char text[512];
    (void)self;
    error_format(finding, NULL, text, sizeof text);
    if (fault)
        print_error("%s\n", text);
}

static void expect(void *self, bool fault, const struct error *finding)
{
    (void)self;
    assert_true(!fault || finding->code == ERROR_SNAPSHOT_FORMAT);
}

static void figures_are_carried_over(void **state)
{
    const char *directory = *state;
    struct arena arena = {0};
    struct figure kinds[16];
    size_t n, n_kinds = every_kind(kinds);
    old_store(directory);
    struct snapshot *snapshot = migrated(directory, SNAPSHOT + 1);
    qsort(kinds, n_kinds, sizeof *kinds, by_period);
    struct observation *items =
        series(snapshot, "NTL-02", 430100, INT64_MAX, &arena, &n);
    assert_int_equal(n, n_kinds);
    for (size_t i = 0; i < n; i++) {
        assert_true(period_equal(items[i].period, kinds[i].period));
        assert_int_equal(items[i].has_value, !isnan(kinds[i].value));
        assert_true(!items[i].has_value || items[i].value == kinds[i].value);
        assert_int_equal(items[i].status, kinds[i].status);
        assert_int_equal(items[i].qualifier, kinds[i].qualifier);
        assert_int_equal(items[i].receipt, kinds[i].receipt);
    }
    for (int32_t region = 440101; region < 440101 + 300; region++)
        assert_true(cache_known(snapshot, region, 2025, 6, INT64_MAX) == region);
    assert_true(cache_known(snapshot, 430000, 2025, 1, INT64_MAX) == 1.5);
    items = series(snapshot, "NTL-01", 100000, INT64_MAX, &arena, &n);
    assert_int_equal(n, 4);
    assert_true(items[0].revised && !items[1].revised && items[2].revised);
    assert_int_equal(items[3].qualifier, QUALIFIER_ABOUT);
    series(snapshot, "NTL-02", 430000, INT64_MAX, &arena, &n);
    assert_int_equal(n, 0);
    snapshot_close(snapshot);
    assert_int_equal(snapshot_verify(directory, complain, NULL, NULL), 0);
    arena_release(&arena);
}

static void the_past_is_carried_over(void **state)
{
    const char *directory = *state;
    struct arena arena = {0};
    struct observation *items;
    struct error error = {0};
    size_t n;
    old_store(directory);
    struct snapshot *snapshot = migrated(directory, SNAPSHOT + 1);
    static const double expected[] = {NAN, 11, 11, 12, 12, 12.25, 12.25};
    for (int i = 0; i <= RECEIPTS; i++) {
        double value = cache_known(snapshot, 100000, 2025, 1, 1000 + 60 * i);
        assert_true(isnan(expected[i]) ? isnan(value) : value == expected[i]);
    }
    items = series(snapshot, "NTL-01", 100000, 1000 + 60 * 3, &arena, &n);
    assert_int_equal(n, 3);
    assert_true(items[0].revised && items[0].status == 'P');
    assert_true(!items[2].has_value && items[2].status == 'O');
    assert_true(
        snapshot_revisions(snapshot, "NTL-01", 100000, &arena, &items, &n, &error));
    assert_int_equal(n, 4);
    assert_true(items[0].late && items[0].value == 99 && items[0].receipt == 4);
    assert_true(items[3].value == 11 && items[3].receipt == 1 && !items[3].late);
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void papers_are_carried_over(void **state)
{
    const char *directory = *state;
    struct arena arena = {0};
    struct receipt *receipts;
    struct refusal *refusals;
    struct source_state *sources;
    struct error error = {0};
    size_t n;
    old_store(directory);
    struct snapshot *snapshot = migrated(directory, SNAPSHOT + 1);
    assert_int_equal(snapshot_info(snapshot)->last_receipt, RECEIPTS);
    assert_false(snapshot_info(snapshot)->demo);
    assert_true(
        snapshot_receipts(snapshot, INT64_MAX, 99, &arena, &receipts, &n, &error));
    assert_int_equal(n, RECEIPTS);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(receipts[i].number, RECEIPTS - i);
        assert_int_equal(receipts[i].rows_changed, RECEIPTS - i);
        assert_string_equal(receipts[i].etag, "tag");
    }
    assert_true(snapshot_refusals(snapshot, 2, &arena, &refusals, &n, &error));
    assert_int_equal(n, 1);
    assert_int_equal(refusals[0].reason.code, ERROR_PERIOD);
    assert_string_equal(refusals[0].raw, "x");
    assert_true(snapshot_sources(snapshot, INT64_MAX, &arena, &sources, &n, &error));
    assert_int_equal(n, 2);
    assert_string_equal(sources[0].name, "even");
    assert_int_equal(sources[1].failures, 2);
    assert_int_equal(sources[1].last_error.code, ERROR_READ);
    assert_int_equal(sources[1].next_due, 9000);
    /* As after the third delivery. */
    assert_true(snapshot_sources(snapshot, 1180, &arena, &sources, &n, &error));
    assert_int_equal(n, 2);
    assert_int_equal(sources[0].receipt, 2);
    assert_int_equal(sources[0].rows_refused, 1);
    assert_int_equal(sources[1].receipt, 3);
    assert_int_equal(sources[1].failures, 0);
    snapshot_close(snapshot);
    arena_release(&arena);
}

/* It is a store like any other: what it holds changes nothing when it comes again, an
 * older edition is one, receipts go on. */
static void collecting_goes_on(void **state)
{
    const char *directory = *state;
    old_store(directory);
    struct store *store = cache_store(directory);
    struct observation same = cache_value(430000, 2025, 1, 1.5);
    assert_false(cache_deliver(store, "odd", 3000, "", &same, 1));
    struct observation other = cache_value(100000, 2025, 1, 13);
    assert_true(cache_deliver(store, "odd", 3060, "", &other, 1));
    /* Before the edition that was accepted last (555 s). */
    other.value = 14;
    assert_true(
        cache_deliver(store, "odd", 3120, "Thu, 01 Jan 1970 00:08:00 GMT", &other, 1));
    cache_publish(store, 8000);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(directory);
    assert_int_equal(snapshot_info(snapshot)->last_receipt, RECEIPTS + 2);
    assert_true(cache_known(snapshot, 100000, 2025, 1, INT64_MAX) == 13);
    assert_true(cache_known(snapshot, 100000, 2025, 1, 2999) == 12.25);
    snapshot_close(snapshot);
    assert_int_equal(snapshot_verify(directory, complain, NULL, NULL), 0);
}

/* ---- files ---- */

static char *contents(const char *path, size_t *n)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    *n = (size_t)st.st_size;
    char *bytes = malloc(*n + 1);
    assert_non_null(bytes);
    assert_int_equal(read(fd, bytes, *n), (ssize_t)*n);
    close(fd);
    return bytes;
}

static void same_file(const char *path, const char *before, size_t n)
{
    size_t m;
    char *after = contents(path, &m);
    assert_int_equal(m, n);
    assert_memory_equal(after, before, n);
    free(after);
}

/* --check leaves it to the collection that carries it over. */
static void hear_old(void *self, bool fault, const struct error *finding)
{
    assert_int_equal(++*(int *)self, 1);
    assert_false(fault);
    assert_string_equal(error_name(finding->code), "ERROR_STORE_OLD");
}

static void the_old_file_is_kept(void **state)
{
    const char *directory = *state;
    size_t n;
    old_store(directory);
    char *before = contents(cache_path(directory, "store/data.mdb"), &n);
    assert_int_equal(store_verify(directory, hear_old, &(int){0}), 0);
    snapshot_close(migrated(directory, SNAPSHOT + 1));
    same_file(cache_path(directory, "store/data.format1.mdb"), before, n);
    free(before);
    /* The second time there is nothing to do. */
    snapshot_close(migrated(directory, SNAPSHOT + 2));
}

/* A file system without second names, as long as it is set. */
static int no_links;

int link(const char *from, const char *to)
{
    if (no_links) {
        errno = no_links;
        return -1;
    }
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* Where there are no second names a copy is kept, from which it can be done again. */
static void a_copy_is_kept_where_there_are_no_links(void **state)
{
    const char *directory = *state;
    old_store(directory);
    const char *kept = cache_path(directory, "store/data.format1.mdb");
    no_links = EPERM;
    struct snapshot *snapshot = migrated(directory, SNAPSHOT + 1);
    no_links = 0;
    assert_true(cache_known(snapshot, 430000, 2025, 1, INT64_MAX) == 1.5);
    snapshot_close(snapshot);
    assert_int_equal(rename(kept, cache_path(directory, "store/data.mdb")), 0);
    snapshot = migrated(directory, SNAPSHOT + 2);
    assert_true(cache_known(snapshot, 430000, 2025, 1, INT64_MAX) == 1.5);
    assert_true(cache_known(snapshot, 440400, 2025, 6, INT64_MAX) == 440400);
    snapshot_close(snapshot);
    assert_int_equal(access(kept, F_OK), 0);
}

/* What a migration that was cut short leaves does not matter to the next one. */
static void leftovers_do_not_matter(void **state)
{
    const char *directory = *state;
    old_store(directory);
    const char *made = cache_path(directory, "store/data.mdb.new");
    int fd = open(made, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0 && write(fd, "half", 4) == 4);
    close(fd);
    assert_int_equal(link(cache_path(directory, "store/data.mdb"),
                          cache_path(directory, "store/data.format1.mdb")),
                     0);
    struct snapshot *snapshot = migrated(directory, SNAPSHOT + 1);
    assert_true(cache_known(snapshot, 430000, 2025, 1, INT64_MAX) == 1.5);
    snapshot_close(snapshot);
    assert_int_not_equal(access(made, F_OK), 0);
}

static void open_and_die(void *directory)
{
    struct store *store;
    store_open(directory, STORE_REAL, &store, NULL);
    raise(SIGKILL);
}

/* Killed at many times while it migrates: afterwards it is one or the other, whole. */
static void a_killed_migration_can_be_repeated(void **state)
{
    const char *directory = *state;
    old_store(directory);
    size_t n;
    char *before = contents(cache_path(directory, "store/data.mdb"), &n);
    for (useconds_t wait = 0; wait < 20000; wait += 500) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            open_and_die((void *)(uintptr_t)directory);
            _exit(0);
        }
        usleep(wait);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
    }
    struct snapshot *snapshot = migrated(directory, SNAPSHOT + 1);
    assert_true(cache_known(snapshot, 100000, 2025, 1, INT64_MAX) == 12.25);
    assert_true(cache_known(snapshot, 440400, 2025, 6, INT64_MAX) == 440400);
    snapshot_close(snapshot);
    same_file(cache_path(directory, "store/data.format1.mdb"), before, n);
    free(before);
    assert_int_equal(snapshot_verify(directory, complain, NULL, NULL), 0);
}

/* ---- snapshots of format 1 ---- */

/* Publishes the old store as it is, as format 1 did. */
static void old_snapshot(const char *directory)
{
    struct error error = {0};
    struct manifest manifest = {.number = SNAPSHOT,
                                .published = 7000,
                                .last_receipt = RECEIPTS,
                                .head_bytes = 8192};
    char text[MANIFEST_SIZE];
    memcpy(manifest.identity, identity, sizeof identity);
    mkdir(cache_path(directory, "snapshots"), 0755);
    const char *path = cache_path(directory, "snapshots/00000041.mdb");
    cache_copy(cache_path(directory, "store/data.mdb"), path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(manifest_identify(fd, path, &manifest, &error));
    assert_true(manifest_hash(fd, path, &manifest, &error));
    close(fd);
    size_t n = manifest_format(&manifest, text);
    fd = open(cache_path(directory, "snapshots/00000041.manifest"),
              O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    assert_true(fd >= 0 && write(fd, text, n) == (ssize_t)n);
    close(fd);
}

/* A viewer says what to do; afterwards it reads the new one, and the old one is no
 * fault. */
static void an_old_snapshot_gives_way_to_the_next_collection(void **state)
{
    const char *directory = *state;
    struct snapshot *snapshot = NULL;
    struct error error = {0};
    char text[1024];
    old_store(directory);
    old_snapshot(directory);
    assert_false(snapshot_open(directory, &snapshot, &error));
    assert_int_equal(error.code, ERROR_SNAPSHOT_FORMAT);
    error_format(&error, NULL, text, sizeof text);
    assert_non_null(strstr(text, "aiplus --fetch"));
    assert_int_equal(snapshot_verify(directory, expect, NULL, &error), 1);
    snapshot = migrated(directory, SNAPSHOT + 1);
    assert_int_equal(snapshot_info(snapshot)->number, SNAPSHOT + 1);
    assert_false(snapshot_info(snapshot)->fallback);
    snapshot_close(snapshot);
    assert_int_equal(snapshot_verify(directory, complain, NULL, &error), 0);
}

/* ---- what is refused ---- */

static void refused(const char *directory, enum error_code code, enum store_kind kind)
{
    struct store *store = NULL;
    struct error error = {0};
    size_t n;
    char *before = contents(cache_path(directory, "store/data.mdb"), &n);
    assert_false(store_open(directory, kind, &store, &error));
    if (error.code != code)
        fail_msg("%s", error_name(error.code));
    same_file(cache_path(directory, "store/data.mdb"), before, n);
    assert_int_not_equal(access(cache_path(directory, "store/data.mdb.new"), F_OK), 0);
    assert_int_not_equal(access(cache_path(directory, "store/data.format1.mdb"), F_OK),
                         0);
    free(before);
}

static void drop(struct old *old, const struct record_key *key)
{
    assert_true(db_delete(
        old->db, (struct bytes){.data = key->bytes, .size = key->size}, &old->error));
}

/* One mistake each, in a store that is sound otherwise. */
static void lose_receipt(struct old *old)
{
    struct record_key key;
    key_receipt(&key, 3);
    drop(old, &key);
}

static void lose_refusal(struct old *old)
{
    struct record_key key;
    key_refusal(&key, 2, 0);
    drop(old, &key);
}

static void lose_series(struct old *old)
{
    struct record_key key = old_key('S', "NTL-01", 430000);
    drop(old, &key);
}

static void lose_source(struct old *old)
{
    struct record_key key;
    assert_true(key_source(&key, "odd"));
    drop(old, &key);
}

static void lose_revision(struct old *old)
{
    struct record_key key = old_key('V', "NTL-01", 100000);
    struct period period = period_month(2025, 1);
    key_i32(&key, period.last);
    key_i32(&key, period.first);
    key_u8(&key, (uint8_t)period.freq);
    key_u32(&key, 3);
    drop(old, &key);
}

/* A byte of a record is another: its checksum does not fit. */
static void flip_figure(struct old *old)
{
    struct record_key key = old_key('S', "NTL-01", 430100);
    struct bytes at = {.data = key.bytes, .size = key.size}, value;
    unsigned char copy[64];
    bool found;
    assert_true(db_get(old->db, at, &value, &found, &old->error) && found);
    assert_true(value.size <= sizeof copy);
    memcpy(copy, value.data, value.size);
    copy[value.size - 12] ^= 1;
    assert_true(db_put(old->db, at, (struct bytes){copy, value.size}, &old->error));
}

static void change_figure(struct old *old, struct figure figure)
{
    old_series(old, "NTL-01", 430100, &figure, 1, NULL, 0);
    old->n_series--;
}

static void odd_period(struct old *old)
{
    struct figure figure = plain[0];
    figure.period.first++;
    change_figure(old, figure);
}

static void odd_frequency(struct old *old)
{
    struct figure figure = plain[0];
    figure.period.freq = 'Z';
    change_figure(old, figure);
}

static void odd_status(struct old *old)
{
    struct figure figure = plain[0];
    figure.status = 'Z';
    change_figure(old, figure);
}

static void unknown_receipt(struct old *old)
{
    struct figure figure = plain[0];
    figure.receipt = RECEIPTS + 1;
    change_figure(old, figure);
}

static void infinite(struct old *old)
{
    struct figure figure = plain[0];
    figure.value = INFINITY;
    change_figure(old, figure);
}

static void a_damaged_store_stays(void **state)
{
    static void (*const mistakes[])(struct old *) = {
        lose_receipt,  lose_refusal,    lose_series, lose_source,
        lose_revision, flip_figure,     odd_period,  odd_frequency,
        odd_status,    unknown_receipt, infinite};
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const char *directory = cache_path(*state, (char[]){(char)('a' + i), '\0'});
        mkdir(directory, 0755);
        old_store(directory);
        struct old old = old_begin(directory);
        mistakes[i](&old);
        old_end(&old);
        refused(directory, ERROR_STORE_FORMAT1, STORE_REAL);
    }
}

static void other_stores_are_refused(void **state)
{
    const char *directory = *state;
    old_store(directory);
    refused(directory, ERROR_STORE_KIND_REAL, STORE_DEMO);
    struct old old = old_begin(directory);
    old_meta(&old, 9, 1, 1, false);
    old_end(&old);
    refused(directory, ERROR_STORE_FORMAT, STORE_REAL);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)
    const struct CMUnitTest tests[] = {
        TEST(figures_are_carried_over),
        TEST(the_past_is_carried_over),
        TEST(papers_are_carried_over),
        TEST(collecting_goes_on),
        TEST(the_old_file_is_kept),
        TEST(a_copy_is_kept_where_there_are_no_links),
        TEST(leftovers_do_not_matter),
        TEST(a_killed_migration_can_be_repeated),
        TEST(an_old_snapshot_gives_way_to_the_next_collection),
        TEST(a_damaged_store_stays),
        TEST(other_stores_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
