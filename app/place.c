/* Places: see app/place.h. */
#include "app/place.h"

#include "core/period.h"
#include "core/text.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static bool site_only;

void place_of_site_only(void)
{
    site_only = true;
}

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

/* An XDG base directory; only an absolute path counts (XDG Base Directory 0.8). */
static const char *base(const char *variable, const char *below_home,
                        struct arena *arena)
{
    const char *set = getenv(variable);
    if (set && set[0] == '/')
        return set;
    const char *home = getenv("HOME");
    if (!home || home[0] != '/') {
        const struct passwd *user = getpwuid(getuid());
        home = user ? user->pw_dir : "/";
    }
    return arena_printf(arena, "%s/%s", home, below_home);
}

const char *place_own_config(struct arena *arena)
{
    return arena_printf(arena, "%s/aiplus/aiplus.conf",
                        base("XDG_CONFIG_HOME", ".config", arena));
}

const char *place_config(const char *asked, struct arena *arena)
{
    const char *site = "/etc/aiplus/aiplus.conf";
    if (!site_only) {
        if (*asked)
            return asked;
        const char *own = place_own_config(arena);
        if (exists(own))
            return own;
    }
    return exists(site) ? site : NULL;
}

const char *place_cache(const char *asked, const char *configured, struct arena *arena)
{
    const char *site = "/var/lib/aiplus";
    if (*asked && !site_only)
        return asked;
    if (*configured)
        return configured;
    if (site_only)
        return site;
    const char *own =
        arena_printf(arena, "%s/aiplus", base("XDG_DATA_HOME", ".local/share", arena));
    return exists(own) || !exists(site) ? own : site;
}

const char *place_state(const char *name, struct arena *arena)
{
    if (site_only)
        return NULL;
    char *directory =
        arena_printf(arena, "%s/aiplus", base("XDG_STATE_HOME", ".local/state", arena));
    for (char *p = directory + 1; (p = strchr(p, '/')); p++) {
        *p = '\0';
        mkdir(directory, 0700);
        *p = '/';
    }
    mkdir(directory, 0700);
    return exists(directory) ? arena_printf(arena, "%s/%s", directory, name) : NULL;
}

/* "2026-11-05", "2026-11-05T06:15:00+08:00", "1793830500". */
static bool parse_time(const char *text, int64_t *time)
{
    int32_t day;
    size_t n = strlen(text);
    if (n == 10 && day_parse(text, &day)) {
        *time = time_of_day_end(day);
        return true;
    }
    int hour, minute, second, end = 0;
    char date[11] = "";
    if (n == 25) {
        memcpy(date, text, 10);
        if (day_parse(date, &day) &&
            sscanf(text + 10, "T%2d:%2d:%2d+08:00%n", &hour, &minute, &second, &end) ==
                3 &&
            end == 15) {
            *time = time_of_day_end(day - 1) + 1 + hour * 3600 + minute * 60 + second;
            return true;
        }
    }
    char *rest;
    long long seconds = strtoll(text, &rest, 10);
    if (rest == text || *rest || n < 6)
        return false;
    *time = seconds;
    return true;
}

bool place_now(int64_t *now, struct error *error)
{
    const char *fixed = getenv("AIPLUS_NOW");
    if (!fixed || !*fixed) {
        *now = time(NULL);
        return true;
    }
    return parse_time(fixed, now) || error_set(error, ERROR_NOW, fixed);
}

static bool load_all(int file, const char *path, size_t ceiling, struct bulk *bulk,
                     struct error *error)
{
    char part[65536];
    for (ssize_t n = 1; n > 0;) {
        n = read(file, part, sizeof part);
        if (n < 0)
            return error_set(error, ERROR_READ, path, strerror(errno));
        if ((size_t)n > ceiling - bulk->size) {
            char most[24];
            snprintf(most, sizeof most, "%zu", ceiling);
            return error_set(error, ERROR_TOO_LARGE, path, most);
        }
        if (!bulk_put(bulk, part, (size_t)n, error))
            return false;
    }
    return bulk_put(bulk, "", 1, error);
}

bool place_load(const char *path, size_t ceiling, struct bulk *bulk,
                struct error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) {
        error_set(error, ERROR_OPEN, path, strerror(errno));
        if (file >= 0)
            close(file);
        return false;
    }
    bool ok = load_all(file, path, ceiling, bulk, error);
    close(file);
    return ok;
}

bool place_read(const char *path, size_t ceiling, struct arena *arena,
                const char **bytes, size_t *size, struct error *error)
{
    struct bulk bulk;
    bulk_init(&bulk, NULL, ceiling + 1);
    bool ok = place_load(path, ceiling, &bulk, error);
    if (ok) {
        *bytes = arena_strndup(arena, bulk.data, bulk.size - 1);
        *size = bulk.size - 1;
    }
    bulk_release(&bulk);
    return ok;
}
