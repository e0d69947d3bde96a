/* Verifying a cache for --check: see snapshot_verify in store/snapshot.h. Each file is
 * hashed whole before LMDB touches it, so that damage is reported, not run into. */
#include "store/snapshot.h"

#include <inttypes.h>
#include <stdio.h>

#include "store/audit.h"
#include "store/directory.h"
#include "store/private.h"

struct verify {
    const char *directory;
    void (*say)(void *self, bool fault, const struct error *finding);
    void *self;
    int faults;
};

static void fault(struct verify *verify, const struct error *finding)
{
    verify->faults++;
    verify->say(verify->self, true, finding);
}

/* ---- what a sound one holds ---- */

enum { FIGURE_SIZE = 24 };

static void figure(uint64_t value, char text[FIGURE_SIZE])
{
    snprintf(text, FIGURE_SIZE, "%" PRIu64, value);
}

static void note(struct verify *verify, const struct error *finding)
{
    verify->say(verify->self, false, finding);
}

/* A line of three figures. */
static void say_figures(struct verify *verify, enum error_code code, uint64_t a,
                        uint64_t b, uint64_t c)
{
    struct error finding;
    char text[3][FIGURE_SIZE];
    figure(a, text[0]);
    figure(b, text[1]);
    figure(c, text[2]);
    error_set(&finding, code, text[0], text[1], text[2]);
    note(verify, &finding);
}

/* When a receipt was accepted, as a day. */
static bool receipt_day(struct snapshot *snapshot, uint32_t number, char text[32],
                        struct error *error)
{
    struct arena arena = {0};
    struct receipt receipt;
    bool ok = snapshot_receipt(snapshot, number, &arena, &receipt, error);
    if (ok)
        period_id(period_day(day_from_time(receipt.time)), text, 32);
    arena_release(&arena);
    return ok;
}

static bool say_span(struct verify *verify, struct snapshot *snapshot,
                     const struct audit *audit, struct error *error)
{
    struct error finding;
    char text[2][32];
    uint32_t last = snapshot->meta.last_receipt;
    if (audit->first.freq != FREQ_NONE) {
        period_id(audit->first, text[0], sizeof text[0]);
        period_id(audit->last, text[1], sizeof text[1]);
        error_set(&finding, ERROR_SNAPSHOT_PERIODS, text[0], text[1]);
        note(verify, &finding);
    }
    if (last != 0) {
        if (!receipt_day(snapshot, 1, text[0], error) ||
            !receipt_day(snapshot, last, text[1], error))
            return false;
        error_set(&finding, ERROR_SNAPSHOT_DELIVERIES, text[0], text[1]);
        note(verify, &finding);
    }
    if (snapshot->meta.kept_since != 0) {
        period_id(period_day(day_from_time(snapshot->meta.kept_since)), text[0],
                  sizeof text[0]);
        error_set(&finding, ERROR_SNAPSHOT_SINCE, text[0]);
        note(verify, &finding);
    }
    return true;
}

/* "A 12, M 3200": tiles by the letter of their frequency. */
static void say_tiles(struct verify *verify, const struct audit *audit)
{
    struct error finding;
    char all[FIGURE_SIZE], wide[FIGURE_SIZE], list[160] = "";
    size_t used = 0;
    for (size_t i = 0; calendar_frequencies[i] != FREQ_NONE; i++) {
        unsigned char letter = (unsigned char)calendar_frequencies[i];
        if (audit->tiles[letter] != 0)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%c %" PRIu64,
                                     used ? ", " : "", letter, audit->tiles[letter]);
    }
    if (used == 0)
        return;
    figure(audit->records['T'], all);
    figure(audit->wide, wide);
    error_set(&finding, ERROR_SNAPSHOT_TILES, all, list, wide);
    note(verify, &finding);
}

/* The newest one, whose figures are shown. */
static bool say_newest(struct verify *verify, struct snapshot *snapshot,
                       const struct audit *audit, struct error *error)
{
    uint64_t rest = 0;
    for (size_t i = 0; i < sizeof audit->bytes / sizeof *audit->bytes; i++)
        if (i != 'T' && i != 'L')
            rest += audit->bytes[i];
    if (!say_span(verify, snapshot, audit, error))
        return false;
    say_figures(verify, ERROR_SNAPSHOT_PAPERS, audit->withdrawn, audit->attempts,
                audit->documents);
    if (audit->versions > 0) {
        struct error finding;
        char text[2][FIGURE_SIZE];
        figure(audit->items, text[0]);
        figure(audit->versions, text[1]);
        error_set(&finding, ERROR_SNAPSHOT_ITEMS, text[0], text[1]);
        note(verify, &finding);
    }
    say_tiles(verify, audit);
    say_figures(verify, ERROR_SNAPSHOT_BYTES, audit->bytes['T'], audit->bytes['L'],
                rest);
    return true;
}

static bool say_sound(struct verify *verify, struct snapshot *snapshot,
                      const struct audit *audit, bool newest, struct error *error)
{
    const struct meta *meta = &snapshot->meta;
    char name[12], text[3][FIGURE_SIZE];
    struct error finding;
    snprintf(name, sizeof name, "%08" PRIu32, snapshot->info.number);
    figure(audit->series, text[0]);
    figure(audit->values, text[1]);
    figure(meta->last_receipt, text[2]);
    error_set(&finding, ERROR_SNAPSHOT_SOUND, name, text[0], text[1], text[2]);
    note(verify, &finding);
    say_figures(verify, ERROR_SNAPSHOT_KEEPS, audit->earlier, audit->refusals,
                meta->n_sources);
    return !newest || say_newest(verify, snapshot, audit, error);
}

/* One manifest and its file, read to the last record. */
static bool check_one(struct verify *verify, const struct snapshot_file *file,
                      bool newest, struct error *error)
{
    struct snapshot *snapshot = NULL;
    struct audit audit;
    bool absent;
    bool ok =
        snapshot_open_file(verify->directory, file, true, &snapshot, &absent, error) &&
        audit_snapshot(snapshot, &audit, error) &&
        say_sound(verify, snapshot, &audit, newest, error);
    snapshot_close(snapshot);
    return ok;
}

int snapshot_verify(const char *directory,
                    void (*say)(void *self, bool fault, const struct error *finding),
                    void *self, struct error *error)
{
    struct verify verify = {.directory = directory, .say = say, .self = self};
    struct arena arena = {0};
    struct snapshot_file *files;
    size_t n, manifests = 0;
    uint32_t listed = 0; /* number of the manifest seen last */
    if (!directory_list(directory, &arena, &files, &n, error)) {
        arena_release(&arena);
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        struct error finding = {0};
        if (files[i].kind == SNAPSHOT_MANIFEST) {
            manifests++;
            listed = files[i].number;
            bool sound = check_one(&verify, &files[i], manifests == 1, &finding);
            /* An earlier version's is out of use once there is one of this. */
            if (!sound && finding.code == ERROR_SNAPSHOT_FORMAT && manifests > 1)
                note(&verify, &finding);
            else if (!sound)
                fault(&verify, &finding);
        } else if (files[i].kind == SNAPSHOT_LEFTOVER || files[i].number != listed) {
            error_set(&finding, ERROR_SNAPSHOT_LEFTOVER, files[i].path);
            say(self, false, &finding);
        }
    }
    arena_release(&arena);
    if (manifests == 0) {
        error_set(error, ERROR_SNAPSHOT_NONE, directory);
        return -1;
    }
    return verify.faults;
}
