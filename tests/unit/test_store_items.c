/* Items: registers are versioned as figures are, item by item. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "store/private.h"
#include "tests/lib/cache.h"

enum { T0 = 1790000000, DAY = 86400 };

static struct item made(enum item_kind kind, const char *key, const char *goal)
{
    struct item item = {.kind = kind, .key = key};
    for (size_t i = 0; i < ITEM_FIELDS; i++)
        item.fields[i] = "";
    item.fields[0] = key;
    item.fields[item_field_named(kind, "region")] = "430000";
    item.fields[item_field_named(kind, "task")] = "A1.1";
    item.fields[3] = goal; /* or its title */
    return item;
}

static struct item ledger(const char *key, const char *goal)
{
    return made(ITEM_LEDGER, key, goal);
}

static struct item struck(const char *key)
{
    struct item item = ledger(key, "");
    item.withdrawn = true;
    return item;
}

/* Returns what the receipt says of changes; -1 if there was none. */
static int deliver(struct store *store, const char *source, int64_t time,
                   const char *modified, const struct item *items, size_t n)
{
    struct delivery delivery = {.receipt = {.time = time,
                                            .source = source,
                                            .address = "https://example.cn/t",
                                            .format = "json",
                                            .etag = "",
                                            .last_modified = modified,
                                            .rows_seen = (uint32_t)n},
                                .items = items,
                                .n_items = n};
    struct source_state state = cache_state(source, time);
    struct error error = {0};
    bool changed = false;
    state.address = delivery.receipt.address;
    state.last_modified = modified;
    if (!store_ingest(store, &delivery, &state, &changed, &error))
        fail_msg("delivery refused: %s", error_name(error.code));
    return changed ? (int)delivery.receipt.rows_changed : -1;
}

/* "source/key=goal;" of all that stand, as known then. */
static const char *stand(struct snapshot *snapshot, enum item_kind kind, int64_t known)
{
    static char text[1024];
    struct arena arena = {0};
    struct error error = {0};
    struct item *items;
    size_t n, used = 0;
    if (!snapshot_items(snapshot, kind, known, &arena, &items, &n, &error))
        fail_msg("%s", error_name(error.code));
    text[0] = '\0';
    for (size_t i = 0; i < n; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s/%s=%s;",
                                 items[i].source, items[i].key, items[i].fields[3]);
    arena_release(&arena);
    return text;
}

/* "receipt goal[ late][ struck];" of all versions. */
static const char *history(struct snapshot *snapshot, const char *source,
                           const char *key)
{
    static char text[1024];
    struct arena arena = {0};
    struct error error = {0};
    struct item *items;
    size_t n, used = 0;
    assert_true(snapshot_item_history(snapshot, ITEM_LEDGER, source, key, &arena,
                                      &items, &n, &error));
    text[0] = '\0';
    for (size_t i = 0; i < n; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%u %s%s%s;",
                                 (unsigned)items[i].receipt, items[i].fields[3],
                                 items[i].late ? " late" : "",
                                 items[i].withdrawn ? " struck" : "");
    arena_release(&arena);
    return text;
}

static void items_are_versioned(void **state)
{
    struct store *store = cache_store(*state);
    struct item first[] = {ledger("1", "a"), ledger("2", "b")};
    struct item second[] = {ledger("2", "B"), ledger("3", "c")};
    struct item third[] = {struck("1"), struck("9")};
    assert_int_equal(deliver(store, "hunan", T0, "", first, 2), 2);
    assert_int_equal(deliver(store, "hunan", T0 + DAY, "", first, 2), -1);
    assert_int_equal(deliver(store, "hunan", T0 + 2 * DAY, "", second, 2), 2);
    assert_int_equal(deliver(store, "hunan", T0 + 3 * DAY, "", third, 2), 1);
    assert_int_equal(deliver(store, "hunan", T0 + 4 * DAY, "", third, 2), -1);
    cache_publish(store, T0 + 5 * DAY);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_string_equal(stand(snapshot, ITEM_LEDGER, INT64_MAX),
                        "hunan/2=B;hunan/3=c;");
    assert_string_equal(stand(snapshot, ITEM_LEDGER, T0 - 1), "");
    assert_string_equal(stand(snapshot, ITEM_LEDGER, T0), "hunan/1=a;hunan/2=b;");
    assert_string_equal(stand(snapshot, ITEM_LEDGER, T0 + 2 * DAY),
                        "hunan/1=a;hunan/2=B;hunan/3=c;");
    assert_string_equal(stand(snapshot, ITEM_CASE, INT64_MAX), "");
    assert_string_equal(history(snapshot, "hunan", "1"), "1 a;3 a struck;");
    assert_string_equal(history(snapshot, "hunan", "2"), "1 b;2 B;");
    assert_string_equal(history(snapshot, "hunan", "9"), "");
    assert_string_equal(history(snapshot, NULL, NULL), "1 a;3 a struck;1 b;2 B;2 c;");
    snapshot_close(snapshot);
}

/* What was struck out comes back when it is delivered again. */
static void a_struck_item_comes_back(void **state)
{
    struct store *store = cache_store(*state);
    struct item item = ledger("1", "a"), gone = struck("1");
    deliver(store, "hunan", T0, "", &item, 1);
    deliver(store, "hunan", T0 + 1, "", &gone, 1);
    assert_int_equal(deliver(store, "hunan", T0 + 2, "", &item, 1), 1);
    cache_publish(store, T0 + 3);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_string_equal(history(snapshot, "hunan", "1"), "1 a;2 a struck;3 a;");
    assert_string_equal(stand(snapshot, ITEM_LEDGER, T0 + 1), "");
    assert_string_equal(stand(snapshot, ITEM_LEDGER, INT64_MAX), "hunan/1=a;");
    snapshot_close(snapshot);
}

/* Sources and kinds have their own items under the same keys. */
static void items_are_their_sources_own(void **state)
{
    struct store *store = cache_store(*state);
    struct item one = ledger("1", "a"), two = ledger("1", "b");
    struct item example = made(ITEM_CASE, "1", "c");
    deliver(store, "hunan", T0, "", &one, 1);
    deliver(store, "anhui", T0, "", &two, 1);
    deliver(store, "hunan", T0, "", &example, 1);
    cache_publish(store, T0);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_string_equal(stand(snapshot, ITEM_LEDGER, INT64_MAX),
                        "anhui/1=b;hunan/1=a;");
    assert_string_equal(stand(snapshot, ITEM_CASE, INT64_MAX), "hunan/1=c;");
    snapshot_close(snapshot);
}

/* Of one second the later receipt stands; of one delivery the last word. */
static void the_last_word_stands(void **state)
{
    struct store *store = cache_store(*state);
    struct item items[] = {ledger("1", "a"), ledger("1", "b")};
    struct item later = ledger("1", "c");
    assert_int_equal(deliver(store, "hunan", T0, "", items, 2), 1);
    assert_int_equal(deliver(store, "hunan", T0, "", &later, 1), 1);
    cache_publish(store, T0);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_string_equal(history(snapshot, "hunan", "1"), "1 b;2 c;");
    assert_string_equal(stand(snapshot, ITEM_LEDGER, T0), "hunan/1=c;");
    snapshot_close(snapshot);
}

/* An older edition brings what is not there and replaces nothing. */
static void an_older_edition_replaces_nothing(void **state)
{
    static const char newer[] = "Tue, 22 Sep 2026 00:00:00 GMT";
    static const char older[] = "Mon, 21 Sep 2026 00:00:00 GMT";
    struct store *store = cache_store(*state);
    struct item now = ledger("1", "now");
    struct item then[] = {ledger("1", "then"), ledger("2", "new")};
    int64_t at = 1790121600 + DAY;
    assert_int_equal(deliver(store, "hunan", at, newer, &now, 1), 1);
    assert_int_equal(deliver(store, "hunan", at + 1, older, then, 2), 2);
    assert_int_equal(deliver(store, "hunan", at + 2, older, then, 2), -1);
    cache_publish(store, at + 3);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_string_equal(stand(snapshot, ITEM_LEDGER, INT64_MAX),
                        "hunan/1=now;hunan/2=new;");
    assert_string_equal(history(snapshot, "hunan", "1"), "1 now;2 then late;");
    snapshot_close(snapshot);
}

/* The same where the delivery is worked into a copy of the store. */
static void items_are_taken_in_a_copy_too(void **state)
{
    struct store *store = cache_store(*state);
    struct item first[] = {ledger("1", "a"), ledger("2", "b")};
    struct item second[] = {ledger("1", "A"), struck("2")};
    store->pages_most = store->pages_step = 1;
    assert_int_equal(deliver(store, "hunan", T0, "", first, 2), 2);
    assert_int_equal(deliver(store, "hunan", T0 + DAY, "", second, 2), 2);
    assert_int_equal(deliver(store, "hunan", T0 + DAY, "", second, 2), -1);
    cache_publish(store, T0 + DAY);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_string_equal(history(snapshot, NULL, NULL), "1 a;2 A;1 b;2 b struck;");
    snapshot_close(snapshot);
}

static void pruning_keeps_what_later_pages_need(void **state)
{
    struct store *store = cache_store(*state);
    struct item a = ledger("1", "a"), b = ledger("1", "b"), c = ledger("1", "c");
    struct item other = ledger("2", "x"), gone = struck("2");
    struct prune_count count;
    struct error error;
    deliver(store, "hunan", T0, "", &a, 1);
    deliver(store, "hunan", T0, "", &other, 1);
    deliver(store, "hunan", T0 + DAY, "", &b, 1);
    deliver(store, "hunan", T0 + DAY, "", &gone, 1);
    deliver(store, "hunan", T0 + 3 * DAY, "", &c, 1);
    assert_true(store_prune(store, T0 + 2 * DAY, &count, &error));
    assert_int_equal(count.versions, 2);
    assert_int_equal(deliver(store, "hunan", T0 + 4 * DAY, "", &other, 1), 1);
    cache_publish(store, T0 + 4 * DAY);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_string_equal(history(snapshot, NULL, NULL), "3 b;5 c;4 x struck;6 x;");
    assert_string_equal(stand(snapshot, ITEM_LEDGER, T0 + 2 * DAY), "hunan/1=b;");
    assert_string_equal(stand(snapshot, ITEM_LEDGER, INT64_MAX),
                        "hunan/1=c;hunan/2=x;");
    snapshot_close(snapshot);
}

static char found[2048];

static void hear(void *self, bool fault, const struct error *finding)
{
    char text[512];
    size_t used = strlen(found);
    (void)self;
    error_format(finding, NULL, text, sizeof text);
    snprintf(found + used, sizeof found - used, "%s%s\n", fault ? "WRONG " : "", text);
}

static int check(const char *directory)
{
    struct error error;
    found[0] = '\0';
    return snapshot_verify(directory, hear, NULL, &error) +
           store_verify(directory, hear, NULL);
}

static void the_check_counts_items(void **state)
{
    struct store *store = cache_store(*state);
    struct item items[] = {ledger("1", "a"), ledger("2", "b")}, gone = struck("2");
    deliver(store, "hunan", T0, "", items, 2);
    deliver(store, "hunan", T0 + 1, "", &gone, 1);
    cache_publish(store, T0 + 2);
    store_close(store);
    assert_int_equal(check(*state), 0);
    assert_non_null(
        strstr(found, "1 items of registers and catalogue stand, 3 versions"));
}

/* Changes one version's record behind the store's back. */
static void tamper(struct store *store, bool remove)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    struct error error;
    bool any;
    key_table(&walk.prefix, 'I');
    assert_true(db_begin_write(store->db, &error));
    assert_true(record_next(store->db, &walk, &reader, &any, &error) && any);
    struct bytes key = {walk.key.bytes, walk.key.size};
    struct record_writer writer = {0};
    record_writer_init(&writer);
    if (remove) {
        assert_true(db_delete(store->db, key, &error));
    } else {
        write_u32(&writer, 1);
        write_u8(&writer, 0);
        write_string(&writer, "hunan");
        write_string(&writer, "another"); /* not what the digest says */
        write_u8(&writer, 0);
        assert_true(record_put(store->db, &walk.key, &writer, &error));
    }
    record_writer_release(&writer);
    assert_true(db_commit(store->db, &error));
}

static void damage_is_noticed(const char *directory, bool remove)
{
    struct store *store = cache_store(directory);
    struct item items[] = {ledger("1", "a"), ledger("2", "b")};
    struct arena arena = {0};
    struct error error = {0};
    struct item *read;
    size_t n;
    deliver(store, "hunan", T0, "", items, 2);
    tamper(store, remove);
    assert_false(store_items(store, ITEM_LEDGER, &arena, &read, &n, &error));
    assert_int_equal(error.code, ERROR_STORE_DAMAGED);
    cache_publish(store, T0);
    store_close(store);
    assert_true(check(directory) > 0);
    struct snapshot *snapshot = cache_snapshot(directory);
    assert_false(
        snapshot_items(snapshot, ITEM_LEDGER, INT64_MAX, &arena, &read, &n, &error));
    assert_int_equal(error.code, ERROR_SNAPSHOT_RECORD);
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void a_lost_version_is_damage(void **state)
{
    damage_is_noticed(*state, true);
}

static void another_items_version_is_damage(void **state)
{
    damage_is_noticed(*state, false);
}

/* The first field of meta is the format: the version before reads 2 alone. */
static uint32_t format_of(struct store *store)
{
    struct record_key key;
    struct record_reader reader;
    struct error error;
    bool any;
    key_meta(&key);
    assert_true(db_begin_read(store->db, &error));
    assert_true(record_get(store->db, &key, &reader, &any, &error) && any);
    uint32_t format = read_u32(&reader);
    db_abort(store->db);
    return format;
}

static void only_items_need_the_new_format(void **state)
{
    struct store *store = cache_store(*state);
    struct observation value = cache_value(430000, 2026, 5, 1);
    struct item item = ledger("1", "a");
    cache_deliver(store, "miit", T0, "", &value, 1);
    assert_int_equal(format_of(store), 2);
    deliver(store, "hunan", T0, "", &item, 1);
    assert_int_equal(format_of(store), 3);
    store_close(store);
    store = cache_store(*state);
    assert_int_equal(deliver(store, "hunan", T0 + 1, "", &item, 1), -1);
    store_close(store);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)
    const struct CMUnitTest tests[] = {
        TEST(items_are_versioned),
        TEST(a_struck_item_comes_back),
        TEST(items_are_their_sources_own),
        TEST(the_last_word_stands),
        TEST(an_older_edition_replaces_nothing),
        TEST(items_are_taken_in_a_copy_too),
        TEST(pruning_keeps_what_later_pages_need),
        TEST(the_check_counts_items),
        TEST(a_lost_version_is_damage),
        TEST(another_items_version_is_damage),
        TEST(only_items_need_the_new_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
