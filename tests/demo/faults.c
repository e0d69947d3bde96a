/* The demo's faults by name: see tests/demo/faults.h. */
#include "tests/demo/faults.h"

#include <string.h>

const struct fault faults[] = {
    {"html", "a login page with status 200", CONDUCT_HTML, TWIST_NONE},
    {"empty", "an empty answer with status 200", CONDUCT_EMPTY, TWIST_NONE},
    {"cut", "the connection ends in the middle", CONDUCT_CUT, TWIST_NONE},
    {"gzip-cut", "a packed body without its end", CONDUCT_GZIP_CUT, TWIST_NONE},
    {"status500", "500 Internal Server Error", CONDUCT_500, TWIST_NONE},
    {"status429", "429, to be asked again in an hour", CONDUCT_429, TWIST_NONE},
    {"slow", "everything, but over some seconds", CONDUCT_SLOW, TWIST_NONE},
    {"stall", "half of it, then silence", CONDUCT_STALL, TWIST_NONE},
    {"shrunk", "half of the regions is gone", CONDUCT_PLAIN, TWIST_SHRUNK},
    {"column", "a column is gone", CONDUCT_PLAIN, TWIST_COLUMN},
    {"units", "other units, figures as before", CONDUCT_PLAIN, TWIST_UNITS},
    {"scope", "something else is counted", CONDUCT_PLAIN, TWIST_SCOPE},
    {"unknown", "a region that nobody knows", CONDUCT_PLAIN, TWIST_UNKNOWN},
    {"type", "words in place of figures", CONDUCT_PLAIN, TWIST_TYPE},
    {NULL, NULL, CONDUCT_PLAIN, TWIST_NONE},
};

static const struct fault *fault_named(const char *name, size_t n)
{
    for (const struct fault *fault = faults; fault->name; fault++)
        if (strlen(fault->name) == n && strncmp(fault->name, name, n) == 0)
            return fault;
    return NULL;
}

static bool plays(const struct ministry *ministry, const struct fault *fault)
{
    return (ministry->twists >> fault->twist & 1u) != 0;
}

bool fault_plan_add(struct fault_plan *plan, const char *word, char *why, size_t size)
{
    size_t n = strcspn(word, "=");
    const char *source = word[n] ? word + n + 1 : NULL;
    bool is_none = n == 4 && strncmp(word, "none", n) == 0;
    const struct fault *fault = is_none ? NULL : fault_named(word, n);
    if (!fault && !is_none) {
        snprintf(why, size, "there is no fault \"%.*s\"; --help lists them", (int)n,
                 word);
        return false;
    }
    bool any = false;
    for (size_t i = 0; ministries[i].name; i++) {
        if (source && strcmp(ministries[i].name, source) != 0)
            continue;
        any = true;
        if (!fault || plays(&ministries[i], fault)) {
            plan->of[i] = fault;
        } else if (source) {
            snprintf(why, size, "%s cannot play \"%s\": its format has no such thing",
                     source, fault->name);
            return false;
        }
    }
    if (!any)
        snprintf(why, size, "there is no source \"%s\"", source);
    return any;
}

void fault_plan_read(struct fault_plan *plan, const char *file)
{
    char word[64], why[256];
    FILE *words = fopen(file, "r");
    if (!words)
        return;
    while (fscanf(words, "%63s", word) == 1)
        if (!fault_plan_add(plan, word, why, sizeof why))
            fprintf(stderr, "aiplus-demo-server: %s: %s\n", file, why);
    fclose(words);
}

/* "column" and "scope" are not for every format. */
static void list_players(FILE *out, const struct fault *fault)
{
    size_t n = 0, all = 0;
    for (; ministries[all].name; all++)
        n += plays(&ministries[all], fault);
    if (n == all)
        return;
    fputs(":", out);
    for (size_t i = 0; i < all; i++)
        if (plays(&ministries[i], fault))
            fprintf(out, " %s", ministries[i].name);
}

void fault_list(FILE *out)
{
    fputs("\nFaults, as NAME=SOURCE, or NAME for all sources that can play it:\n", out);
    for (const struct fault *fault = faults; fault->name; fault++) {
        fprintf(out, "  %-10s %s", fault->name, fault->help);
        list_players(out, fault);
        fputc('\n', out);
    }
    fputs("  none       as it should be\n\nSources:", out);
    for (size_t i = 0; ministries[i].name; i++)
        fprintf(out, " %s", ministries[i].name);
    fputc('\n', out);
}
