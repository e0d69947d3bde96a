/* --prune: see app/prune.h. */
#include "app/prune.h"

#include "app/place.h"
#include "core/period.h"
#include "store/snapshot.h"
#include "store/store.h"
#include "views/words.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* The same day so many years earlier; of 29 February the 28th. */
static int32_t years_before(int32_t day, int years)
{
    struct date date = date_from_day(day);
    date.year -= years;
    if (date.month == 2 && date.day == 29)
        date.day = 28;
    return day_from_date(date);
}

static void say_restored(const struct store *store)
{
    char text[1024];
    if (!store_restored(store))
        return;
    error_format(store_restored(store), words_translate, text, sizeof text);
    printf("%s\n", text);
}

static bool prune(struct store *store, int32_t first, int64_t now, struct error *error)
{
    struct prune_count count;
    uint32_t number;
    char day[32];
    say_restored(store);
    if (!store_prune(store, time_of_day_end(first), &count, error) ||
        !store_publish(store, now, &number, error))
        return false;
    period_id(period_day(first), day, sizeof day);
    printf(_("removed: %1$llu earlier values, %2$llu refused rows, %3$llu attempts, "
             "%4$llu documents\n"),
           (unsigned long long)count.revisions, (unsigned long long)count.refusals,
           (unsigned long long)count.attempts, (unsigned long long)count.documents);
    if (count.versions > 0)
        printf(_("removed: %llu earlier versions of registers' items\n"),
               (unsigned long long)count.versions);
    printf(_("the store took %1$.1f MB, it takes %2$.1f MB\n"),
           (double)count.bytes_before / 1e6, (double)count.bytes_after / 1e6);
    printf(_("pages of %1$s and later days are kept; snapshot %2$u published\n"), day,
           (unsigned)number);
    return true;
}

static enum exit_status status_of(const struct error *error)
{
    switch (error->code) {
    case ERROR_SNAPSHOT_NONE:
        return EXIT_NO_DATA;
    case ERROR_WRITE:
    case ERROR_STORE_SPACE:
    case ERROR_STORE_FULL:
    case ERROR_STORE_DEVICE:
        return EXIT_CANNOT_WRITE;
    default:
        return EXIT_ERROR;
    }
}

enum exit_status prune_run(const struct options *options, const struct config *config,
                           const char *cache)
{
    struct arena arena = {0};
    struct error error = {0};
    struct store *store = NULL;
    int64_t now;
    /* Opening would make one where there is no snapshot to restore it from. */
    const char *path = arena_printf(&arena, "%s/store/data.mdb", cache);
    bool ok = place_now(&now, &error);
    /* What this account may not see is for store_open to refuse, which says why. */
    if (ok && access(path, F_OK) != 0 && errno != EACCES && snapshot_newest(cache) == 0)
        ok = error_set(&error, ERROR_SNAPSHOT_NONE, cache);
    ok = ok &&
         store_open(cache, config->demo ? STORE_DEMO : STORE_REAL, &store, &error) &&
         prune(store, years_before(day_from_time(now), options->prune_years), now,
               &error);
    if (store)
        store_close(store);
    arena_release(&arena);
    if (ok)
        return EXIT_FRESH;
    char text[1024];
    error_format(&error, words_translate, text, sizeof text);
    fprintf(stderr, "aiplus: %s\n", text);
    return status_of(&error);
}
