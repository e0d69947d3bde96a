/* What all decoders share: numbers in text, marks, well-known names. See fetch/feed.h.
 */
#include "fetch/feed.h"

#include "core/text.h"

#include <string.h>
#include <strings.h>

/* Marks for "no figure", and the SDMX status of those that say why. */
static const struct {
    const char *text;
    char status;
} marks[] = {
    {"", 0},         {"NaN", 0},      {"#N/A", 0},   {"#NA", 0},      {"N/A", 0},
    {"NA", 0},       {"null", 0},     {":", 0},      {".", 0},        {"..", 0},
    {"...", 0},      {"…", 0},        {"……", 0},     {"-", 0},        {"--", 0},
    {"—", 0},        {"——", 0},       {"无", 'O'},   {"未公布", 'O'}, {"暂未公布", 'O'},
    {"不适用", 'M'}, {"未报送", 'L'}, {"未报", 'L'}, {"保密", 'Q'},   {"不公开", 'Q'},
};

/* Names of dimensions and columns that mean the same everywhere, surer ones first:
 * a column of codes is surer than one of names. */
static const struct {
    const char *name;
    enum known_name known;
} names[] = {
    {"TIME_PERIOD", KNOWN_PERIOD},
    {"time", KNOWN_PERIOD},
    {"period", KNOWN_PERIOD},
    {"Tid", KNOWN_PERIOD},
    {"date", KNOWN_PERIOD},
    {"year", KNOWN_PERIOD},
    {"quarter", KNOWN_PERIOD},
    {"month", KNOWN_PERIOD},
    {"week", KNOWN_PERIOD},
    {"Vuosi", KNOWN_PERIOD},
    {"Vuosineljännes", KNOWN_PERIOD},
    {"Kuukausi", KNOWN_PERIOD},
    {"aar", KNOWN_PERIOD},
    {"år", KNOWN_PERIOD},
    {"报期", KNOWN_PERIOD},
    {"时间", KNOWN_PERIOD},
    {"期别", KNOWN_PERIOD},
    {"报告期", KNOWN_PERIOD},
    {"统计时间", KNOWN_PERIOD},
    {"年份", KNOWN_PERIOD},
    {"年度", KNOWN_PERIOD},
    {"季度", KNOWN_PERIOD},
    {"月份", KNOWN_PERIOD},
    {"REF_AREA", KNOWN_REGION},
    {"geo", KNOWN_REGION},
    {"GEO_PICT", KNOWN_REGION},
    {"region_code", KNOWN_REGION},
    {"地区代码", KNOWN_REGION},
    {"行政区划代码", KNOWN_REGION},
    {"区划代码", KNOWN_REGION},
    {"region", KNOWN_REGION},
    {"area", KNOWN_REGION},
    {"country", KNOWN_REGION},
    {"state", KNOWN_REGION},
    {"county", KNOWN_REGION},
    {"地区", KNOWN_REGION},
    {"行政区划", KNOWN_REGION},
    {"地区名称", KNOWN_REGION},
    {"省份", KNOWN_REGION},
    {"indicator_code", KNOWN_INDICATOR},
    {"指标代码", KNOWN_INDICATOR},
    {"indicator", KNOWN_INDICATOR},
    {"ContentsCode", KNOWN_INDICATOR},
    {"Statistic", KNOWN_INDICATOR},
    {"metric", KNOWN_INDICATOR},
    {"指标", KNOWN_INDICATOR},
    {"指标名称", KNOWN_INDICATOR},
    {"OBS_VALUE", KNOWN_VALUE},
    {"value", KNOWN_VALUE},
    {"值", KNOWN_VALUE},
    {"数值", KNOWN_VALUE},
    {"指标值", KNOWN_VALUE},
    {"OBS_STATUS", KNOWN_STATUS},
    {"OBS_FLAG", KNOWN_STATUS},
    {"status", KNOWN_STATUS},
    {"状态", KNOWN_STATUS},
    {"UNIT_MEASURE", KNOWN_UNIT},
    {"unit", KNOWN_UNIT},
    {"单位", KNOWN_UNIT},
    {"计量单位", KNOWN_UNIT},
    {"qualifier", KNOWN_QUALIFIER},
    {"限定", KNOWN_QUALIFIER},
};

void cell_read_text(struct cell *cell, const char *text)
{
    cell->raw = text;
    cell->qualifier = QUALIFIER_EXACT;
    cell->kind = CELL_TEXT;
    const char *number = text;
    enum qualifier qualifier = qualifier_parse(&number);
    if (number != text)
        number += strspn(number, " ");
    if (text_number(number, &cell->value, NULL)) {
        cell->kind = CELL_VALUE;
        cell->qualifier = qualifier;
        return;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcasecmp(text, marks[i].text) == 0)
            cell->kind = CELL_MISSING;
}

bool cell_is_fault(const char *text)
{
    size_t n = strlen(text);
    return n > 3 && n < 16 && text[0] == '#' &&
           (text[n - 1] == '!' || text[n - 1] == '?');
}

bool cell_read_comma(struct cell *cell, const char *text)
{
    char point[64];
    const char *comma = strchr(text, ',');
    if (!comma || strchr(text, '.') || strlen(text) >= sizeof point)
        return false;
    strcpy(point, text);
    point[comma - text] = '.';
    struct cell read = *cell;
    cell_read_text(&read, point);
    if (read.kind != CELL_VALUE)
        return false;
    *cell = read;
    cell->raw = text;
    return true;
}

void cell_text_error(struct arena *arena, const char *raw, struct error *error)
{
    const char *number = raw;
    qualifier_parse(&number);
    if (number != raw)
        number += strspn(number, " ");
    double value;
    size_t bad = 0;
    const char *shown = feed_excerpt(arena, raw);
    if (cell_is_fault(raw)) {
        error_set(error, ERROR_TABLE_FAULT, shown);
        return;
    }
    if (*number == '\0' || text_number(number, &value, &bad)) {
        error_set(error, ERROR_NUMBER_EMPTY);
        return;
    }
    /* Nothing wrong up to the end: too large, or a last character too many. */
    if (number[bad] == '\0') {
        if (number[bad - 1] >= '0' && number[bad - 1] <= '9') {
            error_set(error, ERROR_NUMBER_RANGE, shown);
            return;
        }
        bad--;
    }
    size_t place = 1;
    for (const char *p = raw; p < number + bad; p++)
        place += ((unsigned char)*p & 0xC0) != 0x80;
    uint32_t code;
    size_t n = text_decode(number + bad, strlen(number + bad), &code);
    const char *character =
        arena_printf(arena, "%zu (%s)", place, text_clean(arena, number + bad, n));
    error_set(error, ERROR_NUMBER, shown, character);
}

char missing_mark_status(const char *text)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(text, marks[i].text) == 0)
            return marks[i].status;
    return 0;
}

bool name_known(const char *name, enum known_name *known, int *rank)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(name, names[i].name) == 0) {
            *known = names[i].known;
            *rank = (int)i;
            return true;
        }
    }
    return false;
}

bool name_aside(const char *name)
{
    static const char *const asides[] = {"序号", "备注",   "说明", "注",
                                         "No.",  "remark", "note"};
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++)
        if (strcasecmp(name, asides[i]) == 0)
            return true;
    return false;
}

const char *feed_excerpt(struct arena *arena, const char *text)
{
    size_t n = strnlen(text, 201);
    if (n > 200)
        for (n = 200; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;)
            n--;
    return text_clean(arena, text, n);
}
