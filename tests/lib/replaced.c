/* A directory that replaces files of the catalogue: see tests/lib/replaced.h. */
#include "tests/lib/replaced.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

char replaced_directory[64];

int replaced_make(void **state)
{
    (void)state;
    strcpy(replaced_directory, "/tmp/aiplus-catalog-XXXXXX");
    return mkdtemp(replaced_directory) ? 0 : -1;
}

const char *replaced_path(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", replaced_directory, name);
    return path;
}

int replaced_remove(void **state)
{
    (void)state;
    return rmdir(replaced_directory);
}

void replaced_put(const char *name, const void *bytes, size_t n)
{
    FILE *file = fopen(replaced_path(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

const struct embedded_file *replaced_built_in(const char *name)
{
    const struct embedded_file *file = embedded_files;
    while (strcmp(file->name, name) != 0)
        file++;
    return file;
}

int replaced_edit(const char *name, const char *from, const char *to)
{
    const char *whole = replaced_built_in(name)->data;
    if (!from) {
        replaced_put(name, to, strlen(to));
        return 1;
    }
    const char *at = strstr(whole, from);
    if (!at)
        fail_msg("%s has no \"%s\"", name, from);
    size_t before = (size_t)(at - whole), after = strlen(at) - strlen(from);
    char *text = malloc(before + strlen(to) + after);
    assert_non_null(text);
    memcpy(text, whole, before);
    memcpy(text + before, to, strlen(to));
    memcpy(text + before + strlen(to), at + strlen(from), after);
    replaced_put(name, text, before + strlen(to) + after);
    free(text);
    int line = 1;
    for (size_t i = 0; i < before; i++)
        line += whole[i] == '\n';
    return line;
}

void replaced_show(const struct catalog_problems *problems)
{
    for (size_t i = 0; i < problems->n && i < 5; i++) {
        char text[1200];
        error_format(&problems->items[i].error, NULL, text, sizeof text);
        printf("# %d: %s\n", problems->items[i].line, text);
    }
}
