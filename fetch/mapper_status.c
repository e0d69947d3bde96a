/* Statuses as offices send them, in SDMX codes. See fetch/mapper_work.h. */
#include "fetch/mapper_work.h"

#include <string.h>

/* Eurostat's flags (Eurostat, Statistical flags) and the words of Chinese offices. */
static const struct {
    const char *text;
    char status;
} words[] = {
    {"b", 'B'},      {"c", 'Q'},      {"d", 'D'},        {"e", 'E'},
    {"f", 'F'},      {"i", 'I'},      {"n", 'N'},        {"p", 'P'},
    {"s", 'E'},      {"u", 'U'},      {"z", 'M'},        {":", 'O'},
    {"初步", 'P'},   {"初步数", 'P'}, {"初步核算", 'P'}, {"初步核算数", 'P'},
    {"快报", 'P'},   {"快报数", 'P'}, {"估计", 'E'},     {"估算", 'E'},
    {"预计", 'F'},   {"预测", 'F'},   {"断点", 'B'},     {"口径调整", 'B'},
    {"未公布", 'O'}, {"不适用", 'M'}, {"保密", 'Q'},     {"未报送", 'L'},
};

static char look_up(const struct mapping *mapping, const char *text, size_t n)
{
    for (size_t i = 0; i < mapping->n_statuses; i++)
        if (strlen(mapping->statuses[i].from) == n &&
            memcmp(mapping->statuses[i].from, text, n) == 0)
            return *mapping->statuses[i].to;
    if (n == 1 && status_known(*text))
        return *text;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].text) == n && memcmp(words[i].text, text, n) == 0)
            return words[i].status;
    return 0;
}

/* Several at once, "B; E" or "bp": the first that is known. */
char mapper_status(const struct mapping *mapping, const char *text)
{
    char status = look_up(mapping, text, strlen(text));
    if (status)
        return status;
    bool together = strlen(text) == 2;
    while (*text) {
        size_t n = together ? 1 : strcspn(text, ";, ");
        status = look_up(mapping, text, n);
        if (status)
            return status;
        text += n;
        text += strspn(text, ";, ");
    }
    return 'A';
}
