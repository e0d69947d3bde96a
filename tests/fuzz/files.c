/* Files under made-up bytes: see tests/fuzz/targets.h. */
#include "tests/fuzz/targets.h"

#include "app/config.h"
#include "catalog/catalog.h"
#include "core/text.h"
#include "fetch/access.h"
#include "tests/fuzz/file.h"
#include "tests/fuzz/must.h"
#include "tui/theme.h"
#include "views/page.h"

#include <stdlib.h>
#include <string.h>

static void config(const char *bytes, size_t n)
{
    struct arena arena = {0};
    struct error error = {0};
    struct config found;
    int fd;
    const char *path = fuzz_file(bytes, n, &arena, &fd);
    if (!config_read(path, &arena, &found, &error))
        MUST(error.code != ERROR_NONE && error.arg[0][0]);
    fuzz_file_close(fd);
    arena_release(&arena);
}

/* Every secret fits, and holds nothing that could end a header. */
static void check_secret(const char *secret)
{
    size_t n = strnlen(secret, SECRET_SIZE);
    MUST(n < SECRET_SIZE);
    for (size_t i = 0; i < n; i++)
        MUST((unsigned char)secret[i] >= 0x20 && secret[i] != 0x7F);
}

static void credentials(const char *bytes, size_t n)
{
    static const char *const methods[] = {"none", "basic", "bearer", "exchange"};
    struct arena arena = {0};
    int fd;
    const char *path = fuzz_file(bytes, n, &arena, &fd);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        const struct source source = {
            .name = "fuzz", .access = {.method = methods[i], .credentials = path}};
        struct secrets secrets = {.token = "before"};
        struct error error = {0};
        if (!access_read(&source, &secrets, &error)) {
            MUST(error.code != ERROR_NONE && strcmp(secrets.token, "before") == 0);
            continue;
        }
        const char *const all[] = {
            secrets.user,         secrets.password,   secrets.token,
            secrets.rid,          secrets.sid,        secrets.secret,
            secrets.key_password, secrets.proxy_user, secrets.proxy_password};
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            check_secret(all[k]);
        MUST(i != 1 || (*secrets.user && *secrets.password));
        MUST(i != 2 || *secrets.token);
        MUST(i != 3 || (*secrets.rid && *secrets.sid && *secrets.secret));
    }
    fuzz_file_close(fd);
    arena_release(&arena);
}

static void theme(const char *bytes, size_t n)
{
    struct theme theme = {0};
    struct error error = {0};
    if (!theme_parse(bytes, n, "fuzz", &theme, &error)) {
        MUST(error.code != ERROR_NONE);
        return;
    }
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        MUST(theme.styles[i].foreground >= THEME_DEFAULT &&
             theme.styles[i].foreground <= 255);
        MUST(theme.styles[i].attributes < 16 && theme.styles[i].mono < 16);
    }
}

/* The first byte says which of the catalogue's files the rest takes the place of. */
static void catalog(const char *bytes, size_t n)
{
    static struct arena kept;
    static struct catalog_texts built_in;
    struct error error = {0};
    if (built_in.n == 0 && !catalog_texts(NULL, &kept, &built_in, &error))
        abort();
    if (n == 0)
        return;
    struct catalog_text items[16];
    struct catalog_texts texts = {items, built_in.n};
    MUST(built_in.n <= 16);
    memcpy(items, built_in.items, built_in.n * sizeof *items);
    size_t which = (unsigned char)bytes[0] % built_in.n;
    items[which].bytes = bytes + 1;
    items[which].n = n - 1;
    struct catalog opened = {0};
    struct catalog_problems problems = {0};
    bool ok = catalog_open_texts(&opened, &texts, &problems, &error);
    MUST(ok == (problems.n == 0));
    catalog_close(&opened);
}

static void address(const char *bytes, size_t n)
{
    static struct catalog built_in;
    struct error error = {0};
    (void)n;
    if (built_in.n_tasks == 0 && !catalog_open(&built_in, NULL, NULL, &error))
        abort();
    struct arena arena = {0};
    struct address read, again;
    if (address_parse(&built_in, bytes, &read, &error)) {
        const char *written = address_text(&arena, &read);
        MUST(address_parse(&built_in, written, &again, &error));
        MUST(strcmp(address_text(&arena, &again), written) == 0);
    }
    arena_release(&arena);
}

const struct fuzz_target fuzz_files[] = {
    {"config", config, false},  {"credentials", credentials, false},
    {"theme", theme, false},    {"catalog", catalog, false},
    {"address", address, true}, {NULL, NULL, false},
};
