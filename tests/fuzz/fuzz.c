/* libFuzzer's side: AIPLUS_FUZZ names the target (tests/fuzz/targets.h). */
#include "tests/fuzz/targets.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const char *name = getenv("AIPLUS_FUZZ");
    if (!name || !fuzz_run(name, n ? (const char *)bytes : "", n)) {
        fprintf(stderr, "AIPLUS_FUZZ names no target\n");
        abort();
    }
    return 0;
}
