/* Attempts: the state of a source as it was at any time, also after pruning. */
#include "store/attempts.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/lib/database.h"

enum { SHORT_SIZE = 1 + 12 + 8 + 8 + 4 + 4, MOST = 400 };

static const int64_t T = 1780000000;

static struct source_state state_of(const char *name, int64_t time)
{
    return (struct source_state){.name = name,
                                 .title = "A ministry",
                                 .format = "csv",
                                 .address = "https://example.org/feed",
                                 .last_attempt = time,
                                 .last_success = time,
                                 .next_due = 3600,
                                 .receipt = 4,
                                 .rows_seen = 5,
                                 .bytes = 6,
                                 .duration_ms = 7,
                                 .etag = "\"e\"",
                                 .last_modified = "m",
                                 .digest = "d",
                                 .setup = "s"};
}

static void same(const struct source_state *a, const struct source_state *b)
{
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->title, b->title);
    assert_string_equal(a->format, b->format);
    assert_string_equal(a->address, b->address);
    assert_true(a->last_attempt == b->last_attempt);
    assert_true(a->last_success == b->last_success && a->next_due == b->next_due);
    assert_int_equal(a->failures, b->failures);
    assert_memory_equal(&a->last_error, &b->last_error, sizeof(struct error));
    assert_int_equal(a->receipt, b->receipt);
    assert_int_equal(a->rows_seen, b->rows_seen);
    assert_int_equal(a->rows_changed, b->rows_changed);
    assert_int_equal(a->rows_refused, b->rows_refused);
    assert_int_equal(a->warnings, b->warnings);
    assert_int_equal(a->duration_ms, b->duration_ms);
    assert_true(a->bytes == b->bytes);
    assert_string_equal(a->etag, b->etag);
    assert_string_equal(a->last_modified, b->last_modified);
    assert_string_equal(a->digest, b->digest);
    assert_string_equal(a->setup, b->setup);
}

/* One more attempt, of a source that is stored as the collector would. */
static void put(struct database *d, const struct source_state *state)
{
    struct stored_source before, now = {.state = *state};
    bool known;
    assert_true(source_get(d->db, state->name, &d->arena, &before, &known, &d->error));
    assert_true(
        attempt_put(d->db, &now, known ? &before : NULL, &d->writer, &d->error));
    assert_true(source_put(d->db, &now, &d->writer, &d->error));
}

static struct stored_source stored(struct database *d, const char *name)
{
    struct stored_source source;
    bool known;
    assert_true(source_get(d->db, name, &d->arena, &source, &known, &d->error));
    assert_true(known);
    return source;
}

static bool get(struct database *d, const char *name, int64_t known_at,
                struct source_state *state)
{
    bool found;
    assert_true(
        attempt_get(d->db, name, known_at, &d->arena, state, &found, &d->error));
    return found;
}

static struct record_key key_of(const char *name, int64_t time, uint32_t index)
{
    struct record_key key;
    assert_true(key_source(&key, name));
    key.bytes[0] = 'H';
    key_u8(&key, 0);
    key_i64(&key, time);
    key_u32(&key, index);
    return key;
}

static size_t size_of(struct database *d, const char *name, int64_t time,
                      uint32_t index)
{
    struct record_key key = key_of(name, time, index);
    size_t n;
    database_fields(d, &key, &n);
    return n;
}

static void repeats_are_short(void **state)
{
    struct database *d = *state;
    struct source_state s = state_of("miit", T), read;
    put(d, &s);
    for (int i = 1; i <= 3; i++) { /* unchanged again and again */
        s.last_attempt = s.last_success = T + 10 * i;
        s.next_due += 10;
        s.duration_ms++;
        put(d, &s);
        assert_int_equal(size_of(d, "miit", T + 10 * i, (uint32_t)i), SHORT_SIZE);
    }
    assert_true(size_of(d, "miit", T, 0) > SHORT_SIZE);
    error_set(&s.last_error, ERROR_OPEN, "a", "b");
    for (int i = 4; i <= 6; i++) { /* failing */
        s.last_attempt = T + 10 * i;
        s.failures++;
        put(d, &s);
        assert_int_equal(size_of(d, "miit", T + 10 * i, (uint32_t)i) == SHORT_SIZE,
                         i > 4);
    }
    assert_int_equal(stored(d, "miit").attempts, 7);
    assert_int_equal(stored(d, "miit").standing.index, 4);
    database_publish(d);
    assert_true(get(d, "miit", INT64_MAX, &read));
    same(&read, &s);
    assert_true(get(d, "miit", T + 59, &read));
    assert_int_equal(read.failures, 2);
    assert_int_equal(read.last_error.code, ERROR_OPEN);
    assert_true(get(d, "miit", T + 30, &read));
    assert_int_equal(read.failures, 0);
    assert_int_equal(read.duration_ms, 10);
    assert_true(read.last_success == T + 30 && read.next_due == 3630);
    assert_int_equal(read.last_error.code, ERROR_NONE);
    assert_true(get(d, "miit", T, &read));
    assert_false(get(d, "miit", T - 1, &read));
}

/* Each field but those that a short record holds makes a whole one. */
static void what_differs_is_whole(void **state)
{
    struct database *d = *state;
    for (int field = 0; field < 14; field++) {
        char name[16];
        snprintf(name, sizeof name, "s%d", field);
        struct source_state s = state_of(name, T), read;
        error_set(&s.last_error, ERROR_OPEN, "a", "b");
        put(d, &s);
        switch (field) {
        case 0:
            s.title = "t";
            break;
        case 1:
            s.format = "json";
            break;
        case 2:
            s.address = "https://example.org/";
            break;
        case 3:
            s.last_error = (struct error){0};
            break;
        case 4:
            strcpy(s.last_error.arg[1], "c");
            break;
        case 5:
            s.receipt++;
            break;
        case 6:
            s.rows_seen++;
            break;
        case 7:
            s.rows_changed++;
            break;
        case 8:
            s.rows_refused++;
            break;
        case 9:
            s.warnings++;
            break;
        case 10:
            s.bytes++;
            break;
        case 11:
            s.etag = "";
            break;
        case 12:
            s.digest[0] = 'D';
            break;
        case 13:
            s.setup[0] = 'S';
            break;
        }
        put(d, &s); /* within the same second, too */
        if (size_of(d, name, T, 1) == SHORT_SIZE)
            fail_msg("field %d is lost", field);
        assert_true(get(d, name, T, &read));
        same(&read, &s);
    }
}

/* Names of which one begins with another, times before 1970, the longest name. */
static void names_and_times_stay_apart(void **state)
{
    struct database *d = *state;
    char name[STORE_NAME_MOST + 2];
    memset(name, 'n', sizeof name);
    name[STORE_NAME_MOST + 1] = '\0';
    struct source_state read;
    assert_false(get(d, name, INT64_MAX, &read));
    assert_false(get(d, "", INT64_MAX, &read));
    name[STORE_NAME_MOST] = '\0';
    const char *const names[] = {"a", "ab", "b", name};
    struct source_state states[4];
    for (int i = 0; i < 4; i++) {
        states[i] = state_of(names[i], i == 2 ? INT64_MIN : i == 3 ? INT64_MAX : -i);
        put(d, &states[i]);
    }
    for (int i = 0; i < 4; i++) {
        assert_true(get(d, names[i], INT64_MAX, &read));
        same(&read, &states[i]);
        assert_int_equal(stored(d, names[i]).attempts, 1);
    }
    /* The last index that there is. */
    struct stored_source before = stored(d, "a"), now = before;
    before.tried = UINT32_MAX;
    now.state.receipt = 99;
    assert_true(attempt_put(d->db, &now, &before, &d->writer, &d->error));
    assert_true(get(d, "a", 0, &read));
    assert_int_equal(read.receipt, 99);
    assert_true(get(d, "b", INT64_MIN, &read));
    assert_false(get(d, "a", -1, &read));
    assert_false(get(d, "aa", INT64_MAX, &read));
    assert_false(get(d, "A", INT64_MAX, &read));
    assert_false(get(d, "z", INT64_MAX, &read));
}

/* What has been put, in that order; the answer by definition. */
struct model {
    struct source_state states[MOST];
    size_t n;
};

static const struct source_state *model_get(const struct model *model, int64_t known_at)
{
    const struct source_state *best = NULL;
    for (size_t i = 0; i < model->n; i++)
        if (model->states[i].last_attempt <= known_at &&
            (!best || model->states[i].last_attempt >= best->last_attempt))
            best = &model->states[i];
    return best;
}

static void check_from(struct database *d, const struct model *model, int64_t since)
{
    for (int64_t at = since; at < T + 2 * MOST; at++) {
        struct arena arena = {0};
        struct source_state read;
        bool found;
        const struct source_state *is = model_get(model, at);
        assert_true(attempt_get(d->db, "miit", at, &arena, &read, &found, &d->error));
        assert_int_equal(found, is != NULL);
        if (is)
            same(&read, is);
        arena_release(&arena);
    }
}

static unsigned draw(uint32_t *seed, unsigned n)
{
    *seed = *seed * 1103515245 + 12345;
    return (*seed >> 16) % n;
}

static void go_on(struct database *d, struct model *model, uint32_t *seed, size_t n)
{
    struct source_state s =
        model->n ? model->states[model->n - 1] : state_of("miit", T);
    for (; n > 0 && model->n < MOST; n--) {
        /* Mostly onwards, some within a second, some back. */
        s.last_attempt += draw(seed, 8) == 0 ? -(int64_t)draw(seed, 9) : draw(seed, 4);
        s.next_due = s.last_attempt + draw(seed, 9);
        switch (draw(seed, 6)) {
        case 0:
            s.receipt++;
            s.failures = 0;
            s.last_error = (struct error){0};
            break;
        case 1:
        case 2:
            s.failures++;
            s.last_error = (struct error){0};
            error_set(&s.last_error, ERROR_OPEN, "a", draw(seed, 3) ? "b" : "c");
            break;
        }
        put(d, &s);
        model->states[model->n++] = s;
    }
}

static void every_time_has_its_state(void **state)
{
    struct database *d = *state;
    static struct model model;
    uint32_t seed = 7, n;
    model.n = 0;
    go_on(d, &model, &seed, MOST);
    assert_int_equal(model.n, MOST);
    check_from(d, &model, T - 2 * MOST);
    assert_true(attempts_count(d->db, "miit", &n, &d->error));
    assert_int_equal(n, MOST);
    assert_int_equal(stored(d, "miit").attempts, MOST);
    assert_true(attempts_count(d->db, "mii", &n, &d->error));
    assert_int_equal(n, 0);
}

static void pruning_changes_no_later_day(void **state)
{
    struct database *d = *state;
    static struct model model;
    uint32_t seed = 11, n, removed;
    model.n = 0;
    for (int round = 0; round < 8; round++) {
        go_on(d, &model, &seed, MOST / 8);
        struct stored_source source = stored(d, "miit");
        uint32_t before = source.attempts;
        int64_t since = model.states[model.n - 1].last_attempt - 20;
        assert_true(attempts_prune(d->db, &source, since, &removed, &d->error));
        assert_int_equal(source.attempts, before - removed);
        assert_true(round == 0 || removed > 0);
        assert_true(source_put(d->db, &source, &d->writer, &d->error));
        assert_true(attempts_count(d->db, "miit", &n, &d->error));
        assert_int_equal(n, source.attempts);
        check_from(d, &model, since);
        /* Again, and for an earlier day: nothing more goes. */
        assert_true(attempts_prune(d->db, &source, since, &removed, &d->error));
        assert_int_equal(removed, 0);
        assert_true(attempts_prune(d->db, &source, T - 9999, &removed, &d->error));
        assert_int_equal(source.attempts, n);
    }
    struct stored_source source = stored(d, "miit");
    assert_true(attempts_prune(d->db, &source, INT64_MAX, &removed, &d->error));
    assert_true(source.attempts <= 3); /* the latest, its whole one, and the next's */
    check_from(d, &model, T + MOST);
}

static void forget(struct database *d, const char *name, int64_t now)
{
    struct stored_source source = stored(d, name);
    assert_true(attempts_forget(d->db, &source, now, &d->writer, &d->error));
    assert_true(source.forgotten == now);
    assert_true(source_put(d->db, &source, &d->writer, &d->error));
}

/* Forgotten at T + 10, tried again at T + 20, forgotten at T + 30. */
static void forgotten_from_a_time_on(void **state)
{
    struct database *d = *state;
    struct source_state s = state_of("s", T), read;
    struct record_key mark = key_of("s", T + 30, 3);
    uint32_t removed, n;
    put(d, &s);
    forget(d, "s", T + 10);
    s.last_attempt = T + 20;
    put(d, &s);
    assert_true(stored(d, "s").forgotten == 0);
    assert_int_equal(size_of(d, "s", T + 20, 2), SHORT_SIZE);
    forget(d, "s", T + 30);
    static const struct {
        int64_t at;
        bool there;
    } cases[] = {{-1, false}, {0, true},  {9, true},   {10, false}, {19, false},
                 {20, true},  {29, true}, {30, false}, {999, false}};
    struct stored_source source = stored(d, "s");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(get(d, "s", T + cases[i].at, &read), cases[i].there);
        assert_true(attempts_prove(d->db, &source, T + cases[i].at, &d->error));
    }
    assert_true(attempts_count(d->db, "s", &n, &d->error));
    assert_int_equal(n, 4);
    assert_int_equal(source.attempts, 4);
    /* Before its end nothing goes that days until then need; then all of it. */
    assert_true(attempts_prune(d->db, &source, T + 29, &removed, &d->error));
    assert_true(get(d, "s", T + 29, &read));
    assert_true(attempts_prune(d->db, &source, T + 30, &removed, &d->error));
    assert_int_equal(source.attempts, 0);
    assert_true(attempts_count(d->db, "s", &n, &d->error));
    assert_int_equal(n, 0);
    /* A mark says nothing else. */
    database_put(d, &mark, "\2x", 2);
    assert_false(attempts_count(d->db, "s", &n, &d->error));
    assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
}

/* By a clock that was set back: then what was said later, by its time, stays. */
static void forgotten_before_the_last_attempt(void **state)
{
    struct database *d = *state;
    struct source_state s = state_of("s", T + 50), read;
    uint32_t removed;
    put(d, &s);
    forget(d, "s", T);
    assert_false(get(d, "s", T + 49, &read));
    assert_true(get(d, "s", T + 50, &read));
    struct stored_source source = stored(d, "s");
    assert_true(attempts_prune(d->db, &source, T + 99, &removed, &d->error));
    assert_int_equal(removed, 1); /* the mark */
    assert_true(get(d, "s", T + 99, &read));
}

/* Exactly what no day from `since` on needs goes. */
static void pruning_keeps_no_more(void **state)
{
    struct database *d = *state;
    struct source_state s = state_of("s", T), read;
    uint32_t removed;
    for (int i = 0; i < 5; i++) { /* each of its own: T, T + 10, .. */
        s.last_attempt = T + 10 * i;
        s.receipt++;
        put(d, &s);
    }
    struct stored_source source = stored(d, "s");
    assert_true(attempts_prune(d->db, &source, T + 9, &removed, &d->error));
    assert_int_equal(removed, 0);
    assert_true(attempts_prune(d->db, &source, T + 10, &removed, &d->error));
    assert_int_equal(removed, 1);
    assert_false(get(d, "s", T + 9, &read));
    assert_true(get(d, "s", T + 10, &read));
    assert_true(attempts_prune(d->db, &source, T + 39, &removed, &d->error));
    assert_int_equal(removed, 2);
    assert_int_equal(source.attempts, 2);
}

/* The latest attempt may stand before others: the next one may refer to it. */
static void pruning_keeps_what_the_next_refers_to(void **state)
{
    struct database *d = *state;
    struct source_state s = state_of("s", T + 100), read;
    uint32_t removed;
    put(d, &s);
    s.last_attempt = T; /* the clock is set back */
    s.receipt++;
    put(d, &s);
    struct stored_source source = stored(d, "s");
    assert_true(attempts_prune(d->db, &source, T + 100, &removed, &d->error));
    assert_int_equal(removed, 0);
    s.last_attempt = T + 101;
    put(d, &s);
    assert_int_equal(size_of(d, "s", T + 101, 2), SHORT_SIZE);
    assert_true(get(d, "s", T + 101, &read));
    same(&read, &s);
}

static void refused(struct database *d, int64_t known_at)
{
    struct source_state read;
    bool found = false;
    d->error = (struct error){0};
    assert_false(
        attempt_get(d->db, "s", known_at, &d->arena, &read, &found, &d->error));
    assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
}

static void damage_is_noticed(void **state)
{
    struct database *d = *state;
    struct source_state s = state_of("s", T), other = state_of("t", T), read;
    struct record_key whole = key_of("s", T, 0), little = key_of("s", T + 1, 1);
    struct stored_source source;
    size_t n, m;
    uint32_t count;
    put(d, &s);
    s.last_attempt++;
    put(d, &s);
    put(d, &other);
    source = stored(d, "s");
    unsigned char *a = database_fields(d, &whole, &n);
    unsigned char *b = database_fields(d, &little, &m);

    /* Each cut, longer, of another kind. */
    database_put(d, &whole, a, n - 1);
    refused(d, T);
    refused(d, T + 1);
    database_put(d, &whole, a, n + 1);
    refused(d, T + 1);
    database_put(d, &whole, b, m);
    refused(d, T);
    refused(d, T + 1);
    database_put(d, &whole, "\3", 1);
    refused(d, T);
    database_put(d, &whole, "", 0);
    refused(d, T);
    database_put(d, &whole, a, n);
    database_put(d, &little, b, m - 1);
    refused(d, T + 1);
    assert_false(attempts_count(d->db, "s", &count, &d->error));
    database_put(d, &little, b, 5);
    assert_false(attempts_prune(d->db, &source, T, &count, &d->error));
    /* A whole one of another time, or source. */
    database_put(d, &little, a, n);
    refused(d, T + 1);
    struct record_key theirs = key_of("t", T, 0);
    unsigned char *c = database_fields(d, &theirs, &m);
    database_put(d, &whole, c, m);
    refused(d, T);
    /* The whole one is gone. */
    database_put(d, &little, b, SHORT_SIZE);
    database_put(d, &whole, a, n);
    assert_true(get(d, "s", T + 1, &read));
    database_delete(d, &whole);
    refused(d, T + 1);
    assert_false(attempts_count(d->db, "s", &count, &d->error));
    assert_false(attempts_prune(d->db, &source, T, &count, &d->error));
    assert_int_equal(source.attempts, 2);
    database_put(d, &whole, a, n);
    /* A key that is none of a source's. */
    little.size--;
    database_put(d, &little, b, SHORT_SIZE);
    assert_false(attempts_count(d->db, "s", &count, &d->error));
}

static bool proven(struct database *d, int64_t known_at)
{
    struct stored_source source = stored(d, "s");
    d->error = (struct error){0};
    return attempts_prove(d->db, &source, known_at, &d->error);
}

static void lost_ones_are_noticed(void **state)
{
    struct database *d = *state;
    struct source_state s = state_of("s", T), next = state_of("t", T);
    struct record_key lost;
    size_t n;
    for (int i = 0; i < 5; i++) {
        s.last_attempt = T + 10 * i;
        put(d, &s);
    }
    put(d, &next);
    for (int i = -1; i < 6; i++)
        assert_true(proven(d, T + 10 * i + 5));
    for (int i = 0; i < 5; i++) {
        lost = key_of("s", T + 10 * i, (uint32_t)i);
        unsigned char *bytes = database_fields(d, &lost, &n);
        database_delete(d, &lost);
        assert_false(proven(d, T + 10 * i + 5)); /* it was the last one then */
        assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
        database_put(d, &lost, bytes, n);
    }
    /* A clock that was set back: out of order, but all there. */
    s.last_attempt = T + 15;
    put(d, &s);
    for (int i = -1; i < 6; i++)
        assert_true(proven(d, T + 10 * i + 6));
    lost = key_of("s", T + 10, 1);
    database_delete(d, &lost);
    assert_false(proven(d, T + 16));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, database_setup, database_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(repeats_are_short),
        TEST(what_differs_is_whole),
        TEST(names_and_times_stay_apart),
        TEST(every_time_has_its_state),
        TEST(pruning_changes_no_later_day),
        TEST(pruning_keeps_no_more),
        TEST(forgotten_from_a_time_on),
        TEST(forgotten_before_the_last_attempt),
        TEST(pruning_keeps_what_the_next_refers_to),
        TEST(damage_is_noticed),
        TEST(lost_ones_are_noticed),
    };
    return cmocka_run_group_tests_name("store: attempts", tests, NULL, NULL);
}
