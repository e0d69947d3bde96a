/* Cache directories for tests: see tests/lib/cache.h. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void succeed(bool ok, const struct error *error)
{
    char text[1024];
    if (ok)
        return;
    error_format(error, NULL, text, sizeof text);
    fail_msg("%s: %s", error_name(error->code), text);
}

int cache_setup(void **state)
{
    const char *tmp = getenv("TMPDIR");
    char *path;
    if (asprintf(&path, "%s/aiplus-store-XXXXXX", tmp ? tmp : "/tmp") < 0 ||
        !mkdtemp(path))
        return -1;
    *state = path;
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

int cache_teardown(void **state)
{
    int result = nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return result;
}

const char *cache_path(const char *directory, const char *name)
{
    static struct arena arena;
    return arena_printf(&arena, "%s/%s", directory, name);
}

struct store *cache_store(const char *directory)
{
    struct store *store = NULL;
    struct error error = {0};
    succeed(store_open(directory, STORE_REAL, &store, &error), &error);
    return store;
}

struct snapshot *cache_snapshot(const char *directory)
{
    struct snapshot *snapshot = NULL;
    struct error error = {0};
    succeed(snapshot_open(directory, &snapshot, &error), &error);
    return snapshot;
}

struct observation cache_value(int32_t region, int year, int month, double value)
{
    return (struct observation){.indicator = "NTL-01",
                                .region = region,
                                .period = period_month(year, month),
                                .value = value,
                                .has_value = true,
                                .status = 'A'};
}

struct source_state cache_state(const char *source, int64_t time)
{
    return (struct source_state){.name = source,
                                 .title = "A ministry",
                                 .format = "csv",
                                 .address = "https://example.org/feed",
                                 .last_attempt = time,
                                 .last_success = time,
                                 .etag = "",
                                 .last_modified = ""};
}

bool cache_deliver_after(struct store *store, const char *source,
                         const char *const *before, int64_t time,
                         const char *last_modified, const struct observation *values,
                         size_t n)
{
    struct source_state state = cache_state(source, time);
    struct delivery delivery = {.receipt = {.time = time,
                                            .source = source,
                                            .address = state.address,
                                            .format = state.format,
                                            .etag = "",
                                            .last_modified = last_modified,
                                            .rows_seen = (uint32_t)n},
                                .observations = values,
                                .n_observations = n,
                                .before = before};
    struct error error = {0};
    bool changed = false;
    while (before && before[delivery.n_before])
        delivery.n_before++;
    succeed(store_ingest(store, &delivery, &state, &changed, &error), &error);
    return changed;
}

bool cache_deliver(struct store *store, const char *source, int64_t time,
                   const char *last_modified, const struct observation *values,
                   size_t n)
{
    return cache_deliver_after(store, source, NULL, time, last_modified, values, n);
}

uint32_t cache_publish(struct store *store, int64_t now)
{
    uint32_t number = 0;
    struct error error = {0};
    succeed(store_publish(store, now, &number, &error), &error);
    return number;
}

double cache_known(struct snapshot *snapshot, int32_t region, int year, int month,
                   int64_t known_at)
{
    struct arena arena = {0};
    struct observation *items;
    struct error error = {0};
    size_t n;
    double value = NAN;
    succeed(snapshot_series(snapshot, "NTL-01", region, known_at, &arena, &items, &n,
                            &error),
            &error);
    for (size_t i = 0; i < n; i++)
        if (period_equal(items[i].period, period_month(year, month)))
            value = items[i].value;
    arena_release(&arena);
    return value;
}

int cache_child(void (*body)(void *), void *self)
{
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        static const int deadly[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE};
        for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
            signal(deadly[i], SIG_DFL);
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        body(self);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

void cache_copy(const char *from, const char *to)
{
    struct stat st;
    char chunk[4096];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(in >= 0 && out >= 0 && fstat(in, &st) == 0);
    for (ssize_t n; (n = read(in, chunk, sizeof chunk)) > 0;)
        assert_int_equal(write(out, chunk, (size_t)n), n);
    assert_int_equal(fchmod(out, st.st_mode & 0777), 0);
    assert_int_equal(futimens(out, (struct timespec[]){st.st_atim, st.st_mtim}), 0);
    close(in);
    close(out);
}
