/* --inspect: see app/inspect.h. */
#include "app/inspect.h"

#include "app/paging.h"
#include "app/place.h"
#include "app/vocabulary.h"
#include "fetch/inspect.h"
#include "fetch/transfer.h"
#include "views/words.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BODY_CEILING = 256 << 20, OUT_CEILING = 64 << 20 };

/* An address that the user typed may be of any kind and lead anywhere: looking is what
 * was asked for. A configured source's name is looked at by its own rules. */
static struct source source_of(const struct options *options,
                               const struct config *config)
{
    const char *asked = options->arguments[0];
    const struct source *configured = config_source(config, asked);
    if (configured)
        return *configured;
    return (struct source){.name = asked,
                           .title = asked,
                           .address = asked,
                           .format = "auto",
                           .allow_http = true,
                           .allow_file = true,
                           .allow_loopback = true,
                           .limits = {.bytes = BODY_CEILING,
                                      .seconds = 60,
                                      .connect_seconds = 10,
                                      .redirects = 3,
                                      .retries = 0,
                                      .deadline = 300,
                                      .pages = 1}};
}

static const char *temporary_directory(void)
{
    const char *set = getenv("TMPDIR");
    return set && *set ? set : "/tmp";
}

/* The body lies in `room`, or in the transfer. */
static bool get_body(const struct options *options, const struct source *source,
                     struct arena *arena, struct bulk *room, struct transfer *transfer,
                     struct body *body, struct error *error)
{
    *body = (struct body){
        .bytes = "", .type = "", .name = source->address, .directory = room->directory};
    struct stat status;
    /* A pipe may never end, a device has no end. */
    if (!strstr(source->address, "://") && stat(source->address, &status) == 0 &&
        !S_ISREG(status.st_mode))
        return error_set(error, ERROR_NOT_FILE, source->address);
    if (!strstr(source->address, "://")) {
        if (!place_load(source->address, BODY_CEILING, room, error))
            return false;
        body->bytes = room->data;
        body->size = room->size - 1;
        return true;
    }
    if (options->offline && strncmp(source->address, "file:", 5) != 0)
        return error_set(error, ERROR_OFFLINE);
    /* Of an address that was typed one page is enough to see what is there. */
    *transfer =
        (struct transfer){.source = source,
                          .etag = "",
                          .last_modified = "",
                          .next = source->limits.pages > 1 ? paging_next : NULL};
    if (!transfer_run(transfer, 1, room->directory, arena, NULL, NULL, error))
        return false;
    if (!transfer->ok) {
        *error = transfer->error;
        return false;
    }
    body->bytes = transfer->bytes;
    body->size = transfer->size;
    body->type = transfer->type;
    return true;
}

/* Files are named by their whole path in aiplus.conf. */
static void name_file(struct source *source, struct arena *arena)
{
    char path[PATH_MAX];
    if (!strstr(source->address, "://") && realpath(source->address, path))
        source->address = arena_printf(arena, "file://%s", path);
}

enum exit_status inspect_run(const struct options *options, const struct config *config,
                             const struct catalog *catalog)
{
    bool json = strcmp(options->format, "json") == 0;
    struct error error = {0};
    if (*options->format && !json && strcmp(options->format, "text") != 0) {
        char text[512];
        error_set(&error, ERROR_FORMAT_UNKNOWN, options->format);
        error_format(&error, words_translate, text, sizeof text);
        fprintf(stderr, "aiplus: %s\n", text);
        return EXIT_USAGE;
    }
    struct arena arena = {.directory = temporary_directory()};
    struct buffer out = {.ceiling = OUT_CEILING};
    struct source source = source_of(options, config);
    struct body body;
    struct bulk room;
    bulk_init(&room, temporary_directory(), (size_t)BODY_CEILING + 1);
    struct transfer transfer = {0};
    enum inspect_format how = json ? INSPECT_JSON : INSPECT_TEXT;
    struct vocabulary vocabulary = vocabulary_of(catalog);
    bool ok = get_body(options, &source, &arena, &room, &transfer, &body, &error);
    if (ok) {
        name_file(&source, &arena);
        ok = inspect_source(&source, &body, &vocabulary, how, words_translate, &arena,
                            &out);
    } else {
        inspect_refused(source.address, &error, how, words_translate, &arena, &out);
    }
    fwrite(out.data, 1, out.size, stdout);
    bool written = fflush(stdout) == 0;
    buffer_release(&out);
    transfer_release(&transfer);
    bulk_release(&room);
    arena_release(&arena);
    if (!written)
        return EXIT_CANNOT_WRITE;
    return ok ? EXIT_FRESH : EXIT_ERROR;
}
