/* Units and their multiples: see core/unit.h. */
#include "core/unit.h"

#include "core/text.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Units with a name of their own, before any multiple is looked for in them: 百分点 is
 * no hundred of anything, and is no %: it says how far two percentages are apart.
 * Offices write P for PFLOPS, and mean powers of ten by TB. */
static const struct {
    const char *name, *base;
    int power;
} names[] = {
    {"%", "1", -2},     {"％", "1", -2},         {"‰", "1", -3},
    {"比例", "1", 0},   {"小数", "1", 0},        {"fraction", "1", 0},
    {"P", "FLOPS", 15}, {"百分点", "百分点", 0}, {"个百分点", "百分点", 0},
    {"KB", "B", 3},     {"MB", "B", 6},          {"GB", "B", 9},
    {"TB", "B", 12},    {"PB", "B", 15},         {"EB", "B", 18},
    {"ZB", "B", 21},
};

/* The longer ones first: 万亿 is more than 万. */
static const struct {
    const char *word;
    int power;
} multiples[] = {
    {"万亿", 12}, {"千亿", 11}, {"百亿", 10}, {"十亿", 9}, {"千万", 7}, {"百万", 6},
    {"十万", 5},  {"亿", 8},    {"万", 4},    {"千", 3},   {"百", 2},   {"十", 1},
};

static const struct {
    const char *word;
    int power;
} english[] = {
    {"hundred", 2}, {"thousand", 3}, {"million", 6}, {"billion", 9}, {"trillion", 12},
};

enum { N_ENGLISH = sizeof english / sizeof *english };

static void trim(struct unit *unit)
{
    while (unit->n > 0 && strchr(" \t", unit->base[0]))
        unit->base++, unit->n--;
    while (unit->n > 0 && strchr(" \t", unit->base[unit->n - 1]))
        unit->n--;
}

static bool is(const struct unit *unit, const char *name)
{
    return strlen(name) == unit->n && memcmp(unit->base, name, unit->n) == 0;
}

static bool read_name(struct unit *unit)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!is(unit, names[i].name))
            continue;
        unit->power += names[i].power;
        unit->base = names[i].base;
        unit->n = strlen(unit->base);
        return true;
    }
    return false;
}

/* PFLOPS, EFlops, FLOPS. */
static bool read_flops(struct unit *unit)
{
    static const char letters[] = "KMGTPEZ";
    if (unit->n < 5 || unit->n > 6 ||
        strncasecmp(unit->base + unit->n - 5, "FLOPS", 5) != 0)
        return false;
    const char *letter = unit->n == 6 ? strchr(letters, *unit->base) : NULL;
    if (unit->n == 6 && (!letter || !*letter))
        return false;
    unit->power += letter ? 3 * (int)(letter - letters + 1) : 0;
    unit->base = "FLOPS";
    unit->n = 5;
    return true;
}

static bool read_multiple(struct unit *unit)
{
    for (size_t i = 0; i < sizeof multiples / sizeof *multiples; i++) {
        size_t n = strlen(multiples[i].word);
        if (unit->n < n || memcmp(unit->base, multiples[i].word, n) != 0)
            continue;
        unit->power += multiples[i].power;
        unit->base += n;
        unit->n -= n;
        return true;
    }
    return false;
}

/* "million", "Millions": how many bytes of the text's start; 0 if none. */
static size_t english_at(const char *text, size_t n, int *power)
{
    for (size_t i = 0; i < N_ENGLISH; i++) {
        size_t length = strlen(english[i].word);
        if (n < length || strncasecmp(text, english[i].word, length) != 0)
            continue;
        *power = english[i].power;
        if (length < n && (text[length] == 's' || text[length] == 'S'))
            length++;
        if (length == n || text[length] == ' ')
            return length;
    }
    return 0;
}

/* "Million persons", "thousands of tonnes"; "US$ million". */
static bool read_english(struct unit *unit)
{
    int power;
    size_t n = english_at(unit->base, unit->n, &power);
    if (n > 0) {
        unit->base += n;
        unit->n -= n;
        trim(unit);
        if (unit->n > 3 && strncasecmp(unit->base, "of ", 3) == 0)
            unit->base += 3, unit->n -= 3;
        unit->power += power;
        return true;
    }
    size_t at = unit->n;
    while (at > 0 && unit->base[at - 1] != ' ')
        at--;
    if (at == 0 || english_at(unit->base + at, unit->n - at, &power) != unit->n - at)
        return false;
    unit->n = at;
    unit->power += power;
    return true;
}

void unit_read(const char *text, struct unit *unit)
{
    struct unit read = {text, strlen(text), 0};
    trim(&read);
    /* 万千瓦时: one after the other. Each shortens the text. */
    while (!read_name(&read) && !read_flops(&read) &&
           (read_multiple(&read) || read_english(&read)))
        trim(&read);
    *unit = read;
}

bool unit_shift(const char *from, int power, const char *to, int *shift)
{
    struct unit a, b;
    if (!from[strspn(from, " \t")] || !to[strspn(to, " \t")])
        return false;
    unit_read(from, &a);
    unit_read(to, &b);
    if (a.n != b.n || memcmp(a.base, b.base, a.n) != 0)
        return false;
    *shift = a.power + power - b.power;
    return true;
}

/* ---- values ---- */

/* Powers of ten up to 22 are doubles, and so are whole numbers up to 2^53: the product
 * or quotient of two exact numbers is rounded once. */
static bool scale_whole(double *value, int shift)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (shift < -22 || shift > 22 || fabs(*value) > 999999999999999.0 ||
        *value != trunc(*value))
        return false;
    *value = shift < 0 ? *value / powers[-shift] : *value * powers[shift];
    return true;
}

/* The decimal number with its exponent moved; false if it takes more room. */
static bool move(const char *decimal, int shift, char *text, size_t size)
{
    size_t n = strcspn(decimal, "eE");
    long exponent = decimal[n] ? strtol(decimal + n + 1, NULL, 10) : 0;
    if (exponent < -100000 || exponent > 100000)
        return false;
    int written = snprintf(text, size, "%.*se%ld", (int)n, decimal, exponent + shift);
    return written > 0 && (size_t)written < size;
}

static const char *shortest(double value, char *text, size_t size)
{
    for (int digits = DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(text, size, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return text;
}

bool unit_scale(double *value, const char *decimal, int shift)
{
    char plain[40], text[512];
    double sent, scaled = *value;
    if (shift == 0 || *value == 0)
        return true;
    bool told = decimal && *decimal && text_number(decimal, &sent, NULL) &&
                sent == *value && move(decimal, shift, text, sizeof text);
    /* A text may have more digits than its double holds. */
    if (!told && scale_whole(&scaled, shift)) {
        *value = scaled;
        return true;
    }
    if (!told && !move(shortest(*value, plain, sizeof plain), shift, text, sizeof text))
        return false;
    scaled = strtod(text, NULL);
    if (!isfinite(scaled) || scaled == 0)
        return false;
    *value = scaled;
    return true;
}
