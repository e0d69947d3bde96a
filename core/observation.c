/* Observations: see core/observation.h. */
#include "core/observation.h"

#include "core/msgid.h"

#include <stddef.h>
#include <string.h>

/* SDMX cross-domain code list CL_OBS_STATUS 2.2. */
static const struct {
    char code;
    enum missing missing;
    const char *name;
} statuses[] = {
    {'A', MISSING_NONE, N_("Normal value")},
    {'B', MISSING_NONE, N_("Time series break")},
    {'D', MISSING_NONE, N_("Definition differs")},
    {'E', MISSING_NONE, N_("Estimated value")},
    {'F', MISSING_NONE, N_("Forecast value")},
    {'G', MISSING_NONE, N_("Experimental value")},
    {'H', MISSING_NOT_APPLICABLE, N_("Missing: holiday or weekend")},
    {'I', MISSING_NONE, N_("Imputed value")},
    {'J', MISSING_NONE, N_("Derogation")},
    {'K', MISSING_NONE, N_("Included in another category")},
    {'L', MISSING_NOT_REPORTED, N_("Missing: exists but was not collected")},
    {'M', MISSING_NOT_APPLICABLE, N_("Missing: cannot exist")},
    {'N', MISSING_NONE, N_("Not significant")},
    {'O', MISSING_UNPUBLISHED, N_("Missing value")},
    {'P', MISSING_NONE, N_("Provisional value")},
    {'Q', MISSING_SUPPRESSED, N_("Missing: suppressed")},
    {'S', MISSING_NONE, N_("Strike or other special event")},
    {'U', MISSING_NONE, N_("Low reliability")},
    {'V', MISSING_NONE, N_("Unvalidated value")},
    {'W', MISSING_NONE, N_("Includes another category")},
};

static int find(char status)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i].code == status)
            return (int)i;
    return -1;
}

bool status_known(char status)
{
    return find(status) >= 0;
}

enum missing status_missing(char status)
{
    int i = find(status);
    return i < 0 ? MISSING_NONE : statuses[i].missing;
}

const char *status_name(char status)
{
    int i = find(status);
    return i < 0 ? NULL : statuses[i].name;
}

enum qualifier qualifier_parse(const char **text)
{
    static const struct {
        const char *sign;
        enum qualifier qualifier;
    } signs[] = {
        /* longer ones first: ">=" before ">" */
        {">=", QUALIFIER_AT_LEAST}, {"<=", QUALIFIER_AT_MOST},
        {"≥", QUALIFIER_AT_LEAST},  {"≤", QUALIFIER_AT_MOST},
        {">", QUALIFIER_ABOVE},     {"<", QUALIFIER_BELOW},
        {"＞", QUALIFIER_ABOVE},    {"＜", QUALIFIER_BELOW},
        {"~", QUALIFIER_ABOUT},     {"≈", QUALIFIER_ABOUT},
        {"约", QUALIFIER_ABOUT},    {"=", QUALIFIER_EXACT},
    };
    /* Every value is asked, and begins with a digit: all signs stand behind those. */
    if ((unsigned char)**text < '<')
        return QUALIFIER_EXACT;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i].sign);
        if (strncmp(*text, signs[i].sign, n) == 0) {
            *text += n;
            return signs[i].qualifier;
        }
    }
    return QUALIFIER_EXACT;
}

const char *qualifier_sign(enum qualifier qualifier)
{
    static const char *const signs[QUALIFIER_COUNT] = {
        [QUALIFIER_EXACT] = "",      [QUALIFIER_ABOVE] = ">",
        [QUALIFIER_AT_LEAST] = ">=", [QUALIFIER_BELOW] = "<",
        [QUALIFIER_AT_MOST] = "<=",  [QUALIFIER_ABOUT] = "~",
    };
    return signs[qualifier];
}

bool qualifier_is_bound(enum qualifier qualifier)
{
    return qualifier != QUALIFIER_EXACT && qualifier != QUALIFIER_ABOUT;
}
