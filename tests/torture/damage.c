/* Damaged snapshots: see tests/torture/damage.h. */
#include "tests/torture/damage.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/fault.h"
#include "tests/torture/difference.h"
#include "tests/torture/office.h"
#include "tests/torture/place.h"
#include "tests/torture/random.h"

enum { PAGE = 4096, TAIL = 3 * PAGE };

/* What the child says by its exit status. */
enum { SAID = 40, WRONG = 90, TOO_LONG = 20 };

/* ---- reading ---- */

static bool true_answers(const struct damage *damage, struct snapshot *snapshot,
                         struct answers *answers, size_t *n_refused)
{
    uint32_t number = snapshot_info(snapshot)->number;
    if (number < 1 || number > 2)
        return false;
    const struct answers *truth = &damage->truth[number - 1];
    *n_refused = 0;
    answers_read(snapshot, &office_questions, answers);
    for (size_t i = 0; i < answers->n; i++) {
        *n_refused += answers->refused[i];
        if (!answers->refused[i] && answers->sums[i] != truth->sums[i]) {
            fprintf(stderr, "question %zu of snapshot %u\n", i, (unsigned)number);
            return false;
        }
    }
    return true;
}

static int read_all(const struct damage *damage)
{
    static struct answers answers;
    struct snapshot *snapshot;
    struct error error = {0};
    size_t n_refused;
    if (!snapshot_open(damage->directory, &snapshot, &error))
        return error.code == ERROR_SNAPSHOT_DAMAGED ? SAID + DAMAGE_CLOSED : WRONG;
    if (!true_answers(damage, snapshot, &answers, &n_refused))
        return WRONG;
    const struct snapshot_info *info = snapshot_info(snapshot);
    if (info->fallback != (info->number == 1))
        return WRONG;
    if (info->fallback)
        return n_refused ? WRONG : SAID + DAMAGE_FALLBACK;
    return SAID + (n_refused ? DAMAGE_REFUSED : DAMAGE_SOUND);
}

static void child(const struct damage *damage, int end)
{
    static const int deadly[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
        signal(deadly[i], SIG_DFL); /* the sanitizer's own must not answer */
    setrlimit(RLIMIT_CORE, &(struct rlimit){0});
    dup2(end, STDOUT_FILENO);
    dup2(end, STDERR_FILENO);
    alarm(TOO_LONG);
    fault_guard();
    fault_limit(TOO_LONG / 2);
    _exit(read_all(damage));
}

static enum damage_end judge(int status, const char *text, struct difference *found)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) >= SAID &&
        WEXITSTATUS(status) < SAID + DAMAGE_ENDS)
        return (enum damage_end)(WEXITSTATUS(status) - SAID);
    if (WIFSIGNALED(status) && strstr(text, "aiplus: a fault in the program"))
        return DAMAGE_FAREWELL;
    difference_say(found, "status %d, said: %s", status, text);
    return DAMAGE_WRONG;
}

static enum damage_end look(const struct damage *damage, struct difference *found)
{
    int ends[2], status;
    char text[600];
    size_t n = 0;
    if (pipe(ends) != 0)
        return DAMAGE_WRONG;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        child(damage, ends[1]);
    close(ends[1]);
    for (ssize_t got; (got = read(ends[0], text + n, sizeof text - 1 - n)) > 0;)
        n += (size_t)got;
    text[n] = '\0';
    close(ends[0]); /* one that says more dies of it, and is judged by that */
    waitpid(pid, &status, 0);
    return judge(status, text, found);
}

/* ---- writing ---- */

/* The bytes in place of the file's, with its time as it was, or as it comes. */
static bool put(const struct damage *damage, const unsigned char *bytes, size_t size,
                bool keep)
{
    const struct timespec times[] = {damage->st.st_atim, damage->st.st_mtim};
    const struct timespec later[] = {damage->st.st_atim,
                                     {.tv_sec = damage->st.st_mtim.tv_sec + 1}};
    int fd = open(damage->path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && ftruncate(fd, (off_t)size) == 0 &&
              pwrite(fd, bytes, size, 0) == (ssize_t)size &&
              futimens(fd, keep ? times : later) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

static unsigned char *page(const struct damage *damage, uint64_t *seed)
{
    return damage->changed +
           (size_t)PAGE * random_below(seed, (uint32_t)(damage->size / PAGE));
}

static void flip_bits(struct damage *damage, uint64_t *seed)
{
    for (uint32_t n = 1 + random_below(seed, 8); n > 0; n--) {
        unsigned char *at = page(damage, seed);
        bool head = random_chance(seed, 50);
        at[random_below(seed, head ? 64 : PAGE)] ^=
            (unsigned char)(1 << random_below(seed, 8));
    }
}

static void swap_pages(struct damage *damage, uint64_t *seed, bool both)
{
    unsigned char keep[PAGE], *a = page(damage, seed), *b = page(damage, seed);
    memcpy(keep, a, PAGE);
    memmove(a, b, PAGE);
    if (both)
        memcpy(b, keep, PAGE);
}

static void noise(unsigned char *at, const unsigned char *end, uint64_t *seed)
{
    while (at < end)
        *at++ = (unsigned char)random_next(seed);
}

static void foreign(struct damage *damage, uint64_t *seed)
{
    unsigned char *bytes = damage->changed;
    if (random_chance(seed, 30)) {
        memset(bytes, 'x', damage->size);
        memcpy(bytes, "SQLite format 3", 16);
    } else if (random_chance(seed, 50)) {
        noise(bytes, bytes + damage->size, seed);
    } else { /* one half of it under the head of this one */
        size_t head = 2 * PAGE, half = (damage->size - head) / 2;
        memmove(bytes + head, bytes + head + half, half);
    }
}

static void change(struct damage *damage, enum damage_kind kind, uint64_t *seed)
{
    unsigned char *bytes = damage->changed;
    size_t size = damage->size, at = random_below(seed, (uint32_t)size);
    memcpy(bytes, damage->bytes, size);
    damage->changed_size = size;
    if (kind == DAMAGE_BITS) {
        flip_bits(damage, seed);
    } else if (kind == DAMAGE_ZEROS) {
        memset(page(damage, seed), 0, PAGE);
    } else if (kind == DAMAGE_SWAP || kind == DAMAGE_COPY) {
        swap_pages(damage, seed, kind == DAMAGE_SWAP);
    } else if (kind == DAMAGE_HOLE) {
        memset(bytes + at, 0, size - at);
    } else if (kind == DAMAGE_GARBAGE) {
        noise(bytes + at, bytes + size, seed);
    } else if (kind == DAMAGE_FOREIGN) {
        foreign(damage, seed);
    } else if (kind == DAMAGE_CUT) {
        damage->changed_size = at;
    } else if (kind == DAMAGE_TAIL) {
        damage->changed_size = size + 1 + random_below(seed, TAIL - 1);
        noise(bytes + size, bytes + damage->changed_size, seed);
    } else {
        damage->changed_size = 0;
    }
}

enum damage_end damage_try(struct damage *damage, enum damage_kind kind, bool keep,
                           uint64_t seed, struct difference *found)
{
    do
        change(damage, kind, &seed);
    while (damage->changed_size == damage->size &&
           memcmp(damage->changed, damage->bytes, damage->size) == 0);
    if (!put(damage, damage->changed, damage->changed_size, keep)) {
        difference_say(found, "the file cannot be written");
        return DAMAGE_WRONG;
    }
    enum damage_end end = look(damage, found);
    if (!put(damage, damage->bytes, damage->size, true)) {
        difference_say(found, "the file cannot be mended");
        return DAMAGE_WRONG;
    }
    return end;
}

bool damage_keeps_size(enum damage_kind kind)
{
    return kind < DAMAGE_CUT;
}

const char *damage_name(enum damage_kind kind)
{
    static const char *const names[DAMAGE_KINDS] = {[DAMAGE_BITS] = "flipped bits",
                                                    [DAMAGE_ZEROS] = "zeroed pages",
                                                    [DAMAGE_SWAP] = "swapped pages",
                                                    [DAMAGE_COPY] = "copied pages",
                                                    [DAMAGE_HOLE] = "holes",
                                                    [DAMAGE_GARBAGE] = "garbage",
                                                    [DAMAGE_FOREIGN] = "foreign files",
                                                    [DAMAGE_CUT] = "cut files",
                                                    [DAMAGE_TAIL] = "longer files",
                                                    [DAMAGE_EMPTY] = "empty files"};
    return names[kind];
}

/* ---- the office ---- */

static bool file_read(struct damage *damage)
{
    int fd = open(damage->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &damage->st) != 0 || fchmod(fd, 0644) != 0)
        return false;
    damage->size = (size_t)damage->st.st_size;
    damage->bytes = malloc(damage->size);
    damage->changed = malloc(damage->size + TAIL);
    bool ok = read(fd, damage->bytes, damage->size) == (ssize_t)damage->size;
    close(fd);
    return ok;
}

/* The truth as the sound files tell it. */
static bool truth_read(struct damage *damage, uint32_t number, struct difference *found)
{
    struct answers *truth = &damage->truth[number - 1];
    struct snapshot *snapshot;
    struct error error = {0};
    if (!snapshot_open(damage->directory, &snapshot, &error))
        return difference_error(found, "snapshot_open", 0, &error);
    answers_read(snapshot, &office_questions, truth);
    bool ok = snapshot_info(snapshot)->number == number;
    for (size_t i = 0; i < truth->n; i++)
        ok = ok && !truth->refused[i];
    snapshot_close(snapshot);
    return ok || difference_say(found, "snapshot %u is not sound", (unsigned)number);
}

bool damage_open(struct damage *damage, struct difference *found)
{
    struct error error = {0};
    char *path;
    *damage = (struct damage){.directory = place_make()};
    if (!damage->directory || !office_make(damage->directory, &error))
        return difference_error(found, "an office", 0, &error);
    if (asprintf(&path, "%s/snapshots/00000002.mdb", damage->directory) < 0)
        return false;
    damage->path = path;
    if (!file_read(damage) || !truth_read(damage, 2, found))
        return false;
    return put(damage, damage->bytes, 0, false) && truth_read(damage, 1, found) &&
           put(damage, damage->bytes, damage->size, true);
}

void damage_close(struct damage *damage)
{
    place_remove(damage->directory);
    free((char *)damage->path);
    free(damage->bytes);
    free(damage->changed);
}
