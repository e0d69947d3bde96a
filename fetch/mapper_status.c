/* Statuses as offices send them, in SDMX codes. See fetch/mapper_work.h. */
#include "fetch/mapper_work.h"

#include <string.h>

/* Eurostat's flags (Eurostat, Statistical flags) and the words of Chinese offices. */
static const struct {
    const char *text;
    char status;
} words[] = {
    {"a", 'A'},          {"b", 'B'},      {"c", 'Q'},      {"d", 'D'},
    {"e", 'E'},          {"f", 'F'},      {"i", 'I'},      {"n", 'N'},
    {"p", 'P'},          {"s", 'E'},      {"u", 'U'},      {"z", 'M'},
    {":", 'O'},          {"初步", 'P'},   {"初步数", 'P'}, {"初步核算", 'P'},
    {"初步核算数", 'P'}, {"快报", 'P'},   {"快报数", 'P'}, {"估计", 'E'},
    {"估算", 'E'},       {"预计", 'F'},   {"预测", 'F'},   {"断点", 'B'},
    {"口径调整", 'B'},   {"未公布", 'O'}, {"不适用", 'M'}, {"保密", 'Q'},
    {"未报送", 'L'},
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
    if (!text[strspn(text, ";, ")])
        return 'A';
    bool together = strlen(text) == 2;
    while (*text) {
        size_t n = together ? 1 : strcspn(text, ";, ");
        status = look_up(mapping, text, n);
        if (status)
            return status;
        text += n;
        text += strspn(text, ";, ");
    }
    return 0;
}

char mapper_understood(struct mapper *m, const char *text)
{
    enum { NOT_UNDERSTOOD = 1 };
    size_t n = strlen(text);
    if (n <= 1) {
        char *known = &m->statuses[(unsigned char)*text];
        if (!*known) {
            char status = mapper_status(&m->source->mapping, text);
            *known = status ? status : NOT_UNDERSTOOD;
        }
        return *known == NOT_UNDERSTOOD ? '\0' : *known;
    }
    if (strcmp(text, m->status_text) == 0)
        return m->status_code;
    char status = mapper_status(&m->source->mapping, text);
    if (n < sizeof m->status_text) {
        memcpy(m->status_text, text, n + 1);
        m->status_code = status;
    }
    return status;
}

static bool same_text(const void *items, uint32_t item, const void *key)
{
    const char *const *texts = items;
    return strcmp(texts[item], key) == 0;
}

void mapper_odd_status(struct mapper *m, const struct cell *cell, uint32_t column,
                       const char *text)
{
    size_t size = strlen(text) + 1;
    uint64_t hash = hash_of(&m->odd_index, text, size);
    uint32_t item;
    if (hash_find(&m->odd_index, hash, same_text, m->odd, text, &item))
        return;
    m->odd = arena_more(m->scratch, m->odd, m->n_odd, sizeof *m->odd);
    m->odd[m->n_odd] = memcpy(arena_alloc(m->scratch, size), text, size);
    hash_add(&m->odd_index, hash, (uint32_t)m->n_odd++);
    struct refusal warning = {
        .row = cell->row, .column = column, .raw = text, .warning = true};
    error_set(&warning.reason, ERROR_MAP_STATUS_ODD, feed_excerpt(&m->words, text));
    mapper_refuse(m, &warning);
}
