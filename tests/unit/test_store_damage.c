/*
 * Damage that the manifest cannot see: a snapshot's bytes are changed in place, its
 * size, inode and time are not. Each reading happens in a child. It may end with an
 * error, with the right answers, or (LMDB follows damaged pages) with a signal, which
 * the program turns into a plain message; a wrong answer is never allowed, and a
 * missing one is wrong, too.
 */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/db.h"

static const int64_t T = 1780000000;

enum { REGIONS = 60, MONTHS = 12, WRONG = 3, REFUSED = 4, SOUND = 5 };

static const char settings[] = "region = 430000";

struct file {
    const char *cache, *path;
    unsigned char *bytes;
    size_t size;
    struct stat st;
};

/* Several leaf pages, a branch page, an overflow page, revisions, refused rows,
 * attempts, a document. */
static struct file published(const char *directory)
{
    static struct observation v[REGIONS * MONTHS + 200];
    struct file file = {.cache = directory,
                        .path = cache_path(directory, "snapshots/00000001.mdb")};
    size_t n = 0;
    struct store *store = cache_store(directory);
    for (int r = 0; r < REGIONS; r++)
        for (int m = 0; m < MONTHS; m++)
            v[n++] = cache_value(430000 + r, 2026, 1 + m, r * 100 + m);
    for (int m = 0; m < 200; m++)
        v[n++] = cache_value(110000, 2000 + m / 12, 1 + m % 12, m);
    cache_deliver(store, "s", T, "", v, n);
    for (int r = 0; r < REGIONS; r++)
        v[r * MONTHS].value += 0.5;
    cache_deliver(store, "s", T + 10, "", v, n);
    struct refusal refusals[40];
    for (uint32_t i = 0; i < 40; i++) {
        refusals[i] = (struct refusal){.row = i + 1, .raw = "a row"};
        error_set(&refusals[i].reason, ERROR_NUMBER_EMPTY);
    }
    struct source_state state = cache_state("s", T + 20);
    struct delivery delivery = {.receipt = {.time = T + 20,
                                            .source = "s",
                                            .address = state.address,
                                            .format = "csv",
                                            .etag = "",
                                            .last_modified = ""},
                                .refusals = refusals,
                                .n_refusals = 40};
    bool changed;
    struct error error = {0};
    assert_true(store_ingest(store, &delivery, &state, &changed, &error));
    const struct document_text document = {"settings", settings, sizeof settings - 1};
    assert_true(
        store_archive(store, "settings", "", &document, 1, T + 25, &changed, &error));
    cache_publish(store, T + 30);
    store_close(store);
    assert_int_equal(chmod(file.path, 0644), 0);
    int fd = open(file.path, O_RDONLY);
    assert_true(fd >= 0 && fstat(fd, &file.st) == 0);
    file.size = (size_t)file.st.st_size;
    file.bytes = malloc(file.size);
    assert_int_equal(read(fd, file.bytes, file.size), (ssize_t)file.size);
    close(fd);
    return file;
}

/* Writes n bytes in place and restores the identity. */
static void put(const struct file *file, size_t offset, const void *bytes, size_t n)
{
    int fd = open(file->path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, n, (off_t)offset), (ssize_t)n);
    assert_int_equal(
        futimens(fd, (struct timespec[]){file->st.st_atim, file->st.st_mtim}), 0);
    close(fd);
}

static _Noreturn void wrong(void)
{
    _exit(WRONG);
}

/* One series against what was delivered. Counts errors. */
static void read_series(struct snapshot *snapshot, int32_t region, int64_t known_at,
                        int *refused)
{
    struct arena arena = {0};
    struct observation *o;
    struct error error = {0};
    size_t n;
    bool long_one = region == 110000, first = known_at < T + 10;
    if (!snapshot_series(snapshot, "NTL-01", region, known_at, &arena, &o, &n,
                         &error)) {
        ++*refused;
    } else {
        if (n != (long_one ? 200 : MONTHS))
            wrong();
        for (size_t i = 0; i < n; i++) {
            int m = (int)i;
            bool changed = !long_one && i == 0 && !first;
            double want = long_one ? m : (region - 430000) * 100 + m;
            struct period period = long_one ? period_month(2000 + m / 12, 1 + m % 12)
                                            : period_month(2026, 1 + m);
            if (!period_equal(o[i].period, period) || !o[i].has_value ||
                o[i].value != want + (changed ? 0.5 : 0) ||
                o[i].receipt != (changed ? 2 : 1) || o[i].revised != changed ||
                o[i].status != 'A' || o[i].qualifier != QUALIFIER_EXACT)
                wrong();
        }
    }
    arena_release(&arena);
}

/* What is right for a region and month at a time. */
static void check_figure(const struct observation *o, int32_t region, int m, bool first)
{
    bool changed = m == 0 && !first;
    if (o->region != region || !period_equal(o->period, period_month(2026, 1 + m)) ||
        !o->has_value ||
        o->value != (region - 430000) * 100 + m + (changed ? 0.5 : 0) ||
        o->receipt != (changed ? 2 : 1) || o->revised != changed)
        wrong();
}

/* Cross-sections, a matrix and a region's page. */
static void read_pages(struct snapshot *snapshot, int64_t known_at, int *refused)
{
    static const char *const indicators[] = {"NTL-01", "NTL-09"};
    static struct observation items[REGIONS];
    static struct snapshot_figure figures[2 * REGIONS];
    struct arena arena = {0};
    struct snapshot_list lists[2];
    struct error error = {0};
    int32_t regions[REGIONS];
    bool first = known_at < T + 10;
    for (int r = 0; r < REGIONS; r++)
        regions[r] = 430000 + r;
    for (int m = 0; m < MONTHS; m++)
        if (!snapshot_section(snapshot, "NTL-01", period_month(2026, 1 + m), regions,
                              REGIONS, known_at, items, &error))
            ++*refused;
        else
            for (int r = 0; r < REGIONS; r++)
                check_figure(&items[r], 430000 + r, m, first);
    if (!snapshot_latest(snapshot, indicators, 2, regions, REGIONS, known_at, figures,
                         &error))
        ++*refused;
    else
        for (int r = 0; r < REGIONS; r++) {
            check_figure(&figures[r].latest, 430000 + r, MONTHS - 1, first);
            if (!figures[r].has_previous ||
                figures[r].previous != r * 100 + MONTHS - 2 ||
                figures[REGIONS + r].latest.receipt != 0)
                wrong();
        }
    if (!snapshot_region(snapshot, 430007, indicators, 2, INT32_MIN, known_at, &arena,
                         lists, &error))
        ++*refused;
    else if (lists[0].n != MONTHS || lists[1].n != 0)
        wrong();
    else
        for (int m = 0; m < MONTHS; m++)
            check_figure(&lists[0].items[m], 430007, m, first);
    arena_release(&arena);
}

static void read_sources(struct snapshot *snapshot, int64_t known_at, uint32_t receipt,
                         struct arena *arena, int *refused)
{
    struct source_state *sources;
    struct error error = {0};
    size_t n;
    if (!snapshot_sources(snapshot, known_at, arena, &sources, &n, &error))
        ++*refused;
    else if (n != (receipt != 0) || (n == 1 && (strcmp(sources[0].name, "s") != 0 ||
                                                sources[0].receipt != receipt)))
        wrong();
}

/* However many questions have met the damage before, it is said to be one. */
static void refuse(const struct error *error, int *refused)
{
    if (error->code != ERROR_SNAPSHOT_RECORD)
        wrong();
    ++*refused;
}

static void read_revisions(struct snapshot *snapshot, struct arena *arena, int *refused)
{
    struct error error = {0};
    struct observation *o;
    size_t n;
    for (int r = 0; r < REGIONS; r++) {
        if (!snapshot_revisions(snapshot, "NTL-01", 430000 + r, arena, &o, &n, &error))
            refuse(&error, refused);
        else if (n != 1 || o[0].value != r * 100 || o[0].receipt != 1)
            wrong();
    }
    if (!snapshot_revisions(snapshot, "NTL-01", 120000, arena, &o, &n, &error))
        ++*refused;
    else if (n != 0)
        wrong();
}

static void read_papers(struct snapshot *snapshot, int *refused)
{
    struct arena arena = {0};
    struct error error = {0};
    struct receipt *receipts;
    struct refusal *refusals;
    const char *text;
    size_t n;
    uint32_t receipt;
    bool found;
    if (!snapshot_receipts(snapshot, INT64_MAX, 100, &arena, &receipts, &n, &error))
        ++*refused;
    else if (n != 4 || receipts[0].number != 4 || receipts[3].time != T ||
             receipts[2].rows_changed != REGIONS)
        wrong();
    if (!snapshot_refusals(snapshot, 3, &arena, &refusals, &n, &error))
        ++*refused;
    else if (n != 40 || refusals[39].row != 40 || strcmp(refusals[7].raw, "a row") != 0)
        wrong();
    if (!snapshot_document(snapshot, "settings", INT64_MAX, &arena, &text, &n, &receipt,
                           &found, &error))
        ++*refused;
    else if (!found || receipt != 4 || n != sizeof settings - 1 ||
             memcmp(text, settings, n) != 0)
        wrong();
    if (!snapshot_document(snapshot, "settings", T + 24, &arena, &text, &n, &receipt,
                           &found, &error))
        ++*refused;
    else if (found)
        wrong();
    read_sources(snapshot, INT64_MAX, 3, &arena, refused);
    read_sources(snapshot, T + 15, 2, &arena, refused);
    read_sources(snapshot, T + 5, 1, &arena, refused);
    read_sources(snapshot, T - 1, 0, &arena, refused);
    read_revisions(snapshot, &arena, refused);
    arena_release(&arena);
}

/* Reads everything; exits with SOUND, REFUSED or WRONG. */
static void read_all(void *self)
{
    const struct file *file = self;
    struct snapshot *snapshot;
    struct error error = {0};
    int refused = 0;
    alarm(20); /* an endless walk is a failure */
    if (!snapshot_open(file->cache, &snapshot, &error))
        _exit(REFUSED);
    if (snapshot_info(snapshot)->last_receipt != 4 ||
        snapshot_info(snapshot)->published != T + 30)
        wrong();
    for (int r = -1; r < REGIONS; r++) {
        int32_t region = r < 0 ? 110000 : 430000 + r;
        read_series(snapshot, region, INT64_MAX, &refused);
        read_series(snapshot, region, T + 5, &refused);
    }
    read_pages(snapshot, INT64_MAX, &refused);
    read_pages(snapshot, T + 5, &refused);
    read_papers(snapshot, &refused);
    _exit(refused ? REFUSED : SOUND);
}

struct tally {
    int sound, refused, died;
};

static void look(const struct file *file, struct tally *tally, const char *what,
                 size_t where)
{
    int status = cache_child(read_all, (void *)file);
    if (WIFSIGNALED(status) && WTERMSIG(status) != SIGALRM)
        tally->died++;
    else if (WIFEXITED(status) && WEXITSTATUS(status) == SOUND)
        tally->sound++;
    else if (WIFEXITED(status) && WEXITSTATUS(status) != WRONG &&
             WEXITSTATUS(status) != 0)
        tally
            ->refused++; /* a sanitizer's own exit status counts as a death, here too */
    else
        fail_msg("%s at %zu: status %d", what, where, status);
}

static void say(const char *what, const struct tally *tally)
{
    print_message("# %s: %d sound, %d refused, %d ended by a signal, 0 wrong\n", what,
                  tally->sound, tally->refused, tally->died);
}

/* SplitMix64 (public domain, S. Vigna): the same positions in every run. */
static uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static void undamaged_is_sound(void **state)
{
    struct file file = published(*state);
    struct tally tally = {0};
    look(&file, &tally, "nothing", 0);
    assert_int_equal(tally.sound, 1);
    free(file.bytes);
}

static void flipped_bits_never_show_wrong_values(void **state)
{
    enum { FLIPS = 1200 };
    struct file file = published(*state);
    struct tally tally = {0};
    uint64_t seed = 20250826;
    for (int i = 0; i < FLIPS; i++) {
        /* Half of them where LMDB's page headers and node tables are. */
        size_t at = random_next(&seed) % file.size;
        if (i % 2)
            at = at / 4096 * 4096 + random_next(&seed) % 64;
        if (at >= file.size)
            at = file.size - 1;
        unsigned char byte =
            file.bytes[at] ^ (unsigned char)(1 << random_next(&seed) % 8);
        put(&file, at, &byte, 1);
        look(&file, &tally, "flipped bit", at);
        put(&file, at, &file.bytes[at], 1);
    }
    look(&file, &tally, "restored", 0);
    say("flipped bits", &tally);
    assert_true(tally.refused > FLIPS / 8);
    free(file.bytes);
}

static void destroyed_pages_never_show_wrong_values(void **state)
{
    struct file file = published(*state);
    struct tally tally = {0};
    static const unsigned char zeros[4096];
    for (size_t at = 0; at + 4096 <= file.size; at += 4096) {
        put(&file, at, zeros, 4096);
        look(&file, &tally, "zeroed page", at);
        put(&file, at, file.bytes + at, 4096);
        /* A page in another's place: every record in it is sound. */
        for (size_t k = 1; k <= 5; k++) {
            size_t from = (at + k * 4096) % (file.size / 4096 * 4096);
            put(&file, at, file.bytes + from, 4096);
            look(&file, &tally, "page from elsewhere", at);
        }
        put(&file, at, file.bytes + at, 4096);
    }
    say("destroyed pages", &tally);
    assert_int_equal(tally.sound, 0);
    free(file.bytes);
}

static void cut_files_are_refused(void **state)
{
    struct file file = published(*state);
    struct tally tally = {0};
    for (size_t size = 0; size < file.size; size += size < 9000 ? 997 : 5003) {
        assert_int_equal(truncate(file.path, (off_t)size), 0);
        put(&file, 0, "", 0);
        look(&file, &tally, "cut", size);
    }
    /* As long as it was, but for a hole. */
    assert_int_equal(truncate(file.path, (off_t)file.size), 0);
    put(&file, 0, "", 0);
    look(&file, &tally, "hole", 0);
    say("cut files", &tally);
    assert_int_equal(tally.sound + tally.died, 0);
    free(file.bytes);
}

static void foreign_files_are_refused(void **state)
{
    struct file file = published(*state);
    struct tally tally = {0};
    memset(file.bytes, 'x', file.size);
    put(&file, 0, file.bytes, file.size);
    look(&file, &tally, "text", 0);
    uint64_t seed = 7;
    for (size_t i = 0; i < file.size; i++)
        file.bytes[i] = (unsigned char)random_next(&seed);
    put(&file, 0, file.bytes, file.size);
    look(&file, &tally, "noise", 0);
    assert_int_equal(tally.refused, 2);
    free(file.bytes);
}

struct verdict {
    int faults;
};

static void count(void *self, bool fault, const struct error *finding)
{
    (void)finding;
    ((struct verdict *)self)->faults += fault;
}

/* Each kind of record taken out of the store, with all pages and checksums in order:
 * what is missing is noticed, and never read as "there was none". */
static void lost_records_are_noticed(void **state)
{
    static const char tables[] = "TLRCXOHAD";
    for (size_t i = 0; tables[i]; i++) {
        struct arena arena = {0};
        struct error error = {0};
        struct db *db;
        struct bytes key, value;
        bool found;
        char name[] = {'c', tables[i], '\0'};
        struct file file = published(cache_path(*state, name));
        assert_true(db_open_store(cache_path(file.cache, "store/data.mdb"), &arena, &db,
                                  &error));
        assert_true(db_begin_write(db, &error));
        assert_true(
            db_seek(db, (struct bytes){&tables[i], 1}, &key, &value, &found, &error));
        assert_true(found && *(const char *)key.data == tables[i]);
        struct bytes copy = {arena_strndup(&arena, key.data, key.size), key.size};
        assert_true(db_delete(db, copy, &error) && db_commit(db, &error));
        db_close(db);
        struct store *store = cache_store(file.cache);
        cache_publish(store, T + 30);
        store_close(store);
        struct tally tally = {0};
        look(&file, &tally, "lost record", i);
        assert_int_equal(tally.refused, 1);
        struct verdict verdict = {0};
        assert_int_equal(snapshot_verify(file.cache, count, &verdict, &error), 1);
        assert_int_equal(verdict.faults, 1);
        free(file.bytes);
        arena_release(&arena);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(undamaged_is_sound),
        TEST(flipped_bits_never_show_wrong_values),
        TEST(destroyed_pages_never_show_wrong_values),
        TEST(lost_records_are_noticed),
        TEST(cut_files_are_refused),
        TEST(foreign_files_are_refused),
    };
    return cmocka_run_group_tests_name("store: damage", tests, NULL, NULL);
}
