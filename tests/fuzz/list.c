/* Lists the targets, one a line. */
#include "tests/fuzz/targets.h"

#include <stdio.h>

int main(void)
{
    const char *name;
    for (size_t i = 0; (name = fuzz_name(i)); i++)
        puts(name);
    return 0;
}
