/* Golden files: see tests/lib/golden.h. */
#include "tests/lib/golden.h"

#include "core/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void golden_check(const char *name, const char *text)
{
    struct arena arena = {0};
    const char *path = arena_printf(&arena, "tests/fixtures/%s", name);
    size_t size = strlen(text);
    if (getenv("AIPLUS_REGENERATE")) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_int_equal(fwrite(text, 1, size, file), size);
        fclose(file);
    } else {
        FILE *file = fopen(path, "r");
        if (!file)
            fail_msg("%s is missing: AIPLUS_REGENERATE=1 writes it", path);
        char *expected = arena_alloc(&arena, size * 2 + 4096);
        expected[fread(expected, 1, size * 2 + 4095, file)] = '\0';
        fclose(file);
        if (strcmp(expected, text) != 0)
            fail_msg("%s differs; it is now:\n%s", path, text);
    }
    arena_release(&arena);
}
