/* The database: see store/db.h. */
#include "store/db.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lmdb.h>

#include "store/directory.h"

struct db {
    const char *path;
    bool snapshot;  /* finished */
    unsigned flags; /* of LMDB */
    size_t page;    /* the system's, which need not be the file's */
    MDB_env *env;
    MDB_txn *txn;
    MDB_cursor *cursor;
    MDB_dbi table;
    uintptr_t map; /* where a finished file is mapped; 0 = not known */
    uint64_t size; /* of its pages */
};

/* The map's size in address space, not on disk: far more than any store needs. Halved
 * until the system grants it; what emulates a system may say EINVAL to a large one. */
static const uint64_t MAP_MOST = UINT64_C(64) << 30;
static const uint64_t MAP_LEAST = UINT64_C(64) << 20;

/* A disk with less room than this is full. */
static const uint64_t NEARLY_FULL = UINT64_C(1) << 20;

const char *db_path(const struct db *db)
{
    return db->path;
}

bool db_is_snapshot(const struct db *db)
{
    return db->snapshot;
}

bool db_damaged(const struct db *db, struct error *error)
{
    return error_set(error, db->snapshot ? ERROR_SNAPSHOT_RECORD : ERROR_STORE_DAMAGED,
                     db->path);
}

static bool read_only(const struct db *db)
{
    return (db->flags & MDB_RDONLY) != 0;
}

/* The sentence for a code of LMDB or errno. Always false. */
static bool fail(const struct db *db, int code, struct error *error)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: /* a limit of the account */
        return error_set(error, ERROR_STORE_FULL, db->path);
    case EIO: /* LMDB says so too when a full disk takes only part of a write */
        return error_set(error,
                         directory_space(db->path, NEARLY_FULL, NULL)
                             ? ERROR_STORE_DEVICE
                             : ERROR_STORE_FULL,
                         db->path);
    case ENOMEM:
        return error_set(error, ERROR_STORE_MAP, db->path);
    case MDB_MAP_FULL:
        return error_set(error, ERROR_STORE_MAP_FULL, db->path);
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
        if (!db->snapshot)
            return error_set(error, ERROR_STORE_FOREIGN, db->path);
        return db_damaged(db, error);
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_CURSOR_FULL:
    case MDB_INCOMPATIBLE:
        return db_damaged(db, error);
    case MDB_BAD_TXN: /* damage that this transaction has met before */
        if (read_only(db))
            return db_damaged(db, error);
        break;
    default:
        break;
    }
    if (code > 0)
        return error_set(error, read_only(db) ? ERROR_READ : ERROR_WRITE, db->path,
                         strerror(code));
    return error_set(error, ERROR_STORE_LIBRARY, db->path, mdb_strerror(code));
}

static MDB_val val(struct bytes bytes)
{
    return (MDB_val){.mv_size = bytes.size, .mv_data = (void *)bytes.data};
}

/* Lends what LMDB found. On a damaged page it takes any place for a value: of a
 * finished file what does not lie in its map is damage. */
static bool lend(struct db *db, MDB_val value, struct bytes *bytes, struct error *error)
{
    uintptr_t at = (uintptr_t)value.mv_data;
    uint64_t most = db->map ? db_bytes(db) : 0;
    if (db->map &&
        (at < db->map || at - db->map > most || value.mv_size > most - (at - db->map)))
        return db_damaged(db, error);
    *bytes = (struct bytes){.data = value.mv_data, .size = value.mv_size};
    return true;
}

/* One attempt with one map size; a failed environment cannot be used again. */
static int env_open(struct db *db, uint64_t map, unsigned flags)
{
    if ((size_t)map != map) /* more than addresses of 32 bits reach */
        return ENOMEM;
    int code = mdb_env_create(&db->env);
    if (code != 0)
        return code;
    code = mdb_env_set_mapsize(db->env, (size_t)map);
    if (code == 0)
        code = mdb_env_open(db->env, db->path, MDB_NOSUBDIR | flags, 0600);
    if (code != 0) {
        mdb_env_close(db->env);
        db->env = NULL;
    }
    return code;
}

/* LMDB maps the file and dies on a page that is not there: a file shorter than its own
 * page count is refused before any page is touched. */
static bool whole(struct db *db, struct error *error)
{
    struct stat st;
    if (stat(db->path, &st) != 0)
        return fail(db, errno, error);
    if ((uint64_t)st.st_size < db_bytes(db))
        return db_damaged(db, error);
    return true;
}

static struct db *db_new(const char *path, unsigned flags, struct arena *arena)
{
    struct db *db = arena_alloc(arena, sizeof *db);
    db->path = arena_strdup(arena, path);
    db->flags = flags;
    db->page = (size_t)sysconf(_SC_PAGESIZE);
    return db;
}

static int store_open_env(struct db *db)
{
    uint64_t map = MAP_MOST;
    while (map > SIZE_MAX / 2)
        map /= 2;
    int code = env_open(db, map, db->flags);
    while ((code == ENOMEM || code == EINVAL) && map > MAP_LEAST) {
        map /= 2;
        code = env_open(db, map, db->flags);
    }
    return code;
}

static int finished_open_env(struct db *db)
{
    struct stat st;
    if (stat(db->path, &st) != 0)
        return errno;
    return env_open(db, (uint64_t)st.st_size, db->flags);
}

/* On a damaged page LMDB takes any place for a key, too: whoever reads there may be
 * ended by a signal (app/fault.h), but not by a sanitizer, which does not look into
 * LMDB's own comparison either. */
#define ANYWHERE __attribute__((no_sanitize_address, no_sanitize("undefined")))

ANYWHERE static uint64_t big(const unsigned char *p)
{
    return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 |
           (uint64_t)p[3] << 32 | (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
           (uint64_t)p[6] << 8 | p[7];
}

/* LMDB's own order (bytes, then length), without its calls into the C library: a search
 * compares some sixteen keys, which share their first bytes. */
ANYWHERE static int key_order(const MDB_val *a, const MDB_val *b)
{
    const unsigned char *x = a->mv_data, *y = b->mv_data;
    size_t n = a->mv_size < b->mv_size ? a->mv_size : b->mv_size, i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t p = big(x + i), q = big(y + i);
        if (p != q)
            return p < q ? -1 : 1;
    }
    for (; i < n; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return (a->mv_size > b->mv_size) - (a->mv_size < b->mv_size);
}

/* LMDB does not say where its map is. A page begins with its number: from the first
 * key's page the map's start follows. Where pages are larger than this machine's their
 * places cannot be told from addresses. */
ANYWHERE static void map_find(struct db *db)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    size_t page = db_page_size(db), number;
    db->map = 0;
    if (page > (size_t)sysconf(_SC_PAGESIZE) ||
        mdb_cursor_open(db->txn, db->table, &cursor) != 0)
        return;
    if (mdb_cursor_get(cursor, &key, &value, MDB_FIRST) == 0) {
        uintptr_t start = (uintptr_t)key.mv_data / page * page;
        memcpy(&number, (const void *)start, sizeof number);
        db->map = start - number * page;
        db->size = db_bytes(db);
    }
    mdb_cursor_close(cursor);
}

static bool table_open(struct db *db, struct error *error)
{
    if (!db_begin_read(db, error))
        return false;
    int code = mdb_dbi_open(db->txn, NULL, 0, &db->table);
    if (code == 0)
        code = mdb_set_compare(db->txn, db->table, key_order);
    if (code == 0 && read_only(db))
        map_find(db);
    db_abort(db);
    return code == 0 || fail(db, code, error);
}

bool db_reopen(struct db *db, struct error *error)
{
    db_close(db);
    int code = read_only(db) ? finished_open_env(db) : store_open_env(db);
    if (code != 0)
        return fail(db, code, error);
    if (whole(db, error) && table_open(db, error))
        return true;
    db_close(db);
    return false;
}

static bool opened(struct db *made, struct db **db, struct error *error)
{
    if (!db_reopen(made, error))
        return false;
    *db = made;
    return true;
}

/* No lock file: one collector at a time has the store (store/store.c), with one
 * transaction at a time, and of a page that is mapped but not yet on a full disk the
 * first write is a bus error. */
bool db_open_store(const char *path, struct arena *arena, struct db **db,
                   struct error *error)
{
    struct stat st;
    bool fresh = stat(path, &st) != 0 && errno == ENOENT;
    if (opened(db_new(path, MDB_NOLOCK, arena), db, error))
        return true;
    if (fresh) /* half of a first page is no store, and would be taken for another's */
        unlink(path);
    return false;
}

bool db_open_scratch(const char *path, struct arena *arena, struct db **db,
                     struct error *error)
{
    return opened(db_new(path, MDB_NOLOCK | MDB_NOSYNC, arena), db, error);
}

bool db_open_reading(const char *path, struct arena *arena, struct db **db,
                     struct error *error)
{
    return opened(db_new(path, MDB_RDONLY | MDB_NOLOCK, arena), db, error);
}

bool db_open_snapshot(const char *path, struct arena *arena, struct db **db,
                      struct error *error)
{
    struct db *made = db_new(path, MDB_RDONLY | MDB_NOLOCK | MDB_NORDAHEAD, arena);
    made->snapshot = true;
    return opened(made, db, error);
}

void db_close(struct db *db)
{
    if (!db || !db->env)
        return;
    db_abort(db);
    mdb_env_close(db->env);
    db->env = NULL;
}

bool db_begin_read(struct db *db, struct error *error)
{
    if (!db->env && !db_reopen(db, error))
        return false;
    int code = mdb_txn_begin(db->env, NULL, MDB_RDONLY, &db->txn);
    return code == 0 || fail(db, code, error);
}

bool db_begin_write(struct db *db, struct error *error)
{
    if (!db->env && !db_reopen(db, error))
        return false;
    int code = mdb_txn_begin(db->env, NULL, 0, &db->txn);
    return code == 0 || fail(db, code, error);
}

static void cursor_close(struct db *db)
{
    if (db->cursor)
        mdb_cursor_close(db->cursor);
    db->cursor = NULL;
}

bool db_commit(struct db *db, struct error *error)
{
    cursor_close(db);
    int code = mdb_txn_commit(db->txn);
    db->txn = NULL;
    if (code == 0)
        return true;
    fail(db, code, error);
    /* After a meta page that could not be written LMDB refuses everything, for ever:
     * the next transaction opens the file anew. */
    db_close(db);
    return false;
}

void db_abort(struct db *db)
{
    cursor_close(db);
    if (db->txn)
        mdb_txn_abort(db->txn);
    db->txn = NULL;
}

bool db_get(struct db *db, struct bytes key, struct bytes *value, bool *found,
            struct error *error)
{
    MDB_val k = val(key), v;
    int code = mdb_get(db->txn, db->table, &k, &v);
    if (code != 0 && code != MDB_NOTFOUND)
        return fail(db, code, error);
    *found = code == 0;
    return !*found || lend(db, v, value, error);
}

bool db_put(struct db *db, struct bytes key, struct bytes value, struct error *error)
{
    MDB_val k = val(key), v = val(value);
    int code = mdb_put(db->txn, db->table, &k, &v, 0);
    return code == 0 || fail(db, code, error);
}

bool db_append(struct db *db, struct bytes key, struct bytes value, struct error *error)
{
    MDB_val k = val(key), v = val(value);
    int code = mdb_put(db->txn, db->table, &k, &v, MDB_APPEND);
    /* Only a damaged file gives its keys in another order. */
    return code == 0 ||
           (code == MDB_KEYEXIST ? db_damaged(db, error) : fail(db, code, error));
}

bool db_delete(struct db *db, struct bytes key, struct error *error)
{
    MDB_val k = val(key);
    int code = mdb_del(db->txn, db->table, &k, NULL);
    return code == 0 || fail(db, code, error);
}

/* key: NULL where it is not asked for. */
static bool cursor_move(struct db *db, MDB_cursor_op op, MDB_val from,
                        struct bytes *key, struct bytes *value, bool *found,
                        struct error *error)
{
    MDB_val v;
    int code = mdb_cursor_get(db->cursor, &from, &v, op);
    if (code != 0 && code != MDB_NOTFOUND)
        return fail(db, code, error);
    *found = code == 0;
    return !*found ||
           ((!key || lend(db, from, key, error)) && lend(db, v, value, error));
}

static bool cursor_open(struct db *db, struct error *error)
{
    if (db->cursor)
        return true;
    int code = mdb_cursor_open(db->txn, db->table, &db->cursor);
    return code == 0 || fail(db, code, error);
}

bool db_find(struct db *db, struct bytes key, struct bytes *value, bool *found,
             struct error *error)
{
    return cursor_open(db, error) &&
           cursor_move(db, MDB_SET, val(key), NULL, value, found, error);
}

bool db_seek(struct db *db, struct bytes from, struct bytes *key, struct bytes *value,
             bool *found, struct error *error)
{
    return cursor_open(db, error) &&
           cursor_move(db, MDB_SET_RANGE, val(from), key, value, found, error);
}

bool db_seek_before(struct db *db, struct bytes from, struct bytes *key,
                    struct bytes *value, bool *found, struct error *error)
{
    bool above;
    return db_seek(db, from, key, value, &above, error) &&
           cursor_move(db, above ? MDB_PREV : MDB_LAST, (MDB_val){0}, key, value, found,
                       error);
}

bool db_next(struct db *db, struct bytes *key, struct bytes *value, bool *found,
             struct error *error)
{
    return cursor_move(db, MDB_NEXT, (MDB_val){0}, key, value, found, error);
}

void db_want(struct db *db, struct bytes value)
{
    size_t into = (uintptr_t)value.data % db->page;
    posix_madvise((char *)value.data - into, value.size + into, POSIX_MADV_WILLNEED);
}

void db_want_range(struct db *db, struct bytes first, struct bytes last)
{
    const size_t most = (size_t)4 << 20;
    uintptr_t from = (uintptr_t)first.data, to = (uintptr_t)last.data + last.size;
    if (to > from && to - from <= most)
        db_want(db, (struct bytes){.data = first.data, .size = to - from});
}

size_t db_page_size(struct db *db)
{
    MDB_stat stat_;
    mdb_env_stat(db->env, &stat_);
    return stat_.ms_psize;
}

uint64_t db_bytes(struct db *db)
{
    MDB_envinfo info;
    mdb_env_info(db->env, &info);
    return ((uint64_t)info.me_last_pgno + 1) * db_page_size(db);
}

bool db_copy(struct db *db, int fd, struct error *error)
{
    int code = mdb_env_copyfd2(db->env, fd, MDB_CP_COMPACT);
    return code == 0 || fail(db, code, error);
}

bool db_sync(struct db *db, struct error *error)
{
    int code = mdb_env_sync(db->env, 1);
    return code == 0 || fail(db, code, error);
}
