/* The list of what is fuzzed: see tests/fuzz/targets.h. */
#include "tests/fuzz/targets.h"

#include "tests/fuzz/decode.h"
#include "tests/fuzz/must.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct fuzz_target *const lists[] = {fuzz_texts, fuzz_files, fuzz_wire,
                                                  fuzz_feeds};

enum { LISTS = sizeof lists / sizeof *lists };

const char *fuzz_name(size_t i)
{
    static char name[64];
    for (size_t k = 0; k < LISTS; k++)
        for (const struct fuzz_target *target = lists[k]; target->name; target++)
            if (i-- == 0)
                return target->name;
    const char *format = decode_name(i);
    snprintf(name, sizeof name, "decode-%s", format ? format : "");
    return format ? name : NULL;
}

/* Exactly as large as they are, so that a sanitizer sees a step beyond them. */
static void run(const struct fuzz_target *target, const char *bytes, size_t n)
{
    char *copy = malloc(n + target->ended);
    MUST(copy != NULL || n == 0);
    if (n > 0)
        memcpy(copy, bytes, n);
    if (target->ended)
        copy[n] = '\0';
    target->run(copy, n);
    free(copy);
}

bool fuzz_run(const char *name, const char *bytes, size_t n)
{
    for (size_t k = 0; k < LISTS; k++) {
        for (const struct fuzz_target *target = lists[k]; target->name; target++) {
            if (strcmp(target->name, name) != 0)
                continue;
            run(target, bytes, n);
            return true;
        }
    }
    return strncmp(name, "decode-", 7) == 0 && decode_run(name + 7, bytes, n);
}
