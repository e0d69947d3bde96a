/* An office's cache: see tests/torture/office.h. */
#include "tests/torture/office.h"

#include <stdio.h>
#include <string.h>

#include "store/store.h"
#include "tests/torture/deliver.h"
#include "tests/torture/random.h"
#include "tests/torture/world.h"

enum { COUNTIES = 90, MONTHS = 30, REFUSED = 60, CHANGES = 8, ITEMS = 40 };

struct office {
    struct store *store;
    int64_t now;
};

static bool deliver(struct office *office, const char *source,
                    const struct observation *rows, size_t n,
                    const struct refusal *refusals, size_t m, struct error *error)
{
    struct delivery delivery = {
        .receipt = {.time = office->now++, .source = source},
        .observations = rows,
        .n_observations = n,
        .refusals = refusals,
        .n_refusals = m,
    };
    bool changed;
    return deliver_rows(office->store, &delivery, &changed, error);
}

static bool tables(struct office *office, int edition, struct error *error)
{
    static struct observation rows[COUNTIES * MONTHS];
    for (int i = 0; i < 3; i++) {
        size_t n = 0;
        for (int r = 0; r < COUNTIES; r++)
            for (int m = 0; m < MONTHS; m++) {
                struct observation row = {.region = 430100 + r,
                                          .period =
                                              period_month(2024 + m / 12, 1 + m % 12),
                                          .value = r * 100 + m + 0.5 * i,
                                          .has_value = true,
                                          .status = 'A'};
                snprintf(row.indicator, sizeof row.indicator, "%s",
                         world_indicators[i]);
                if (i == 2) /* what decimals do not hold */
                    row.value = row.value / 3;
                if ((r * MONTHS + m) % 11 < edition)
                    row.value += edition;
                rows[n++] = row;
            }
        if (!deliver(office, world_sources[i], rows, n, NULL, 0, error))
            return false;
    }
    return true;
}

/* Withdrawals, statuses, qualifiers, every frequency. */
static bool changes(struct office *office, struct error *error)
{
    struct observation rows[WORLD_ROWS];
    for (uint64_t k = 1; k <= CHANGES; k++) {
        size_t n = world_rows(k, rows);
        if (!deliver(office, world_sources[k % WORLD_SOURCES], rows, n, NULL, 0, error))
            return false;
    }
    return true;
}

static bool papers(struct office *office, struct error *error)
{
    struct refusal refusals[REFUSED];
    char text[20000];
    uint64_t seed = 5;
    bool changed;
    for (uint32_t i = 0; i < REFUSED; i++) {
        refusals[i] = (struct refusal){.row = i + 1, .raw = "what was sent"};
        error_set(&refusals[i].reason, ERROR_PERIOD, "never");
    }
    for (size_t i = 0; i < sizeof text; i++) /* which deflates badly */
        text[i] = (char)random_next(&seed);
    const struct document_text documents[] = {{"settings", "a = 1\n", 6},
                                              {"catalog/x.tsv", text, sizeof text}};
    struct source_state state = {.name = "silent",
                                 .title = "A ministry",
                                 .format = "csv",
                                 .address = world_addresses[1],
                                 .last_attempt = office->now++,
                                 .failures = 1,
                                 .etag = "",
                                 .last_modified = ""};
    error_set(&state.last_error, ERROR_OPEN, state.address, "no answer");
    return deliver(office, "refused", NULL, 0, refusals, REFUSED, error) &&
           store_note(office->store, &state, error) &&
           store_archive(office->store, "catalogue", "settings", documents, 2,
                         office->now++, &changed, error);
}

/* A register, short texts and long ones, some of them replaced or struck out. */
static bool ledger(struct office *office, struct error *error)
{
    static struct item items[ITEMS];
    char keys[ITEMS][12], text[3000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < ITEMS; i++) {
            snprintf(keys[i], sizeof keys[i], "%d", i);
            items[i] = (struct item){.kind = ITEM_LEDGER,
                                     .key = keys[i],
                                     .withdrawn = turn > 0 && i % 7 == 0};
            items[i].fields[0] = keys[i];
            items[i].fields[3] = i % 3 < turn ? "another goal" : "a goal";
            items[i].fields[4] = i % 5 == 0 ? text : "";
        }
        struct delivery delivery = {
            .receipt = {.time = office->now++, .source = "register"},
            .items = items,
            .n_items = ITEMS,
        };
        bool changed;
        if (!deliver_rows(office->store, &delivery, &changed, error))
            return false;
    }
    return true;
}

static bool fill(struct office *office, struct error *error)
{
    static struct observation crowd[WORLD_CROWD];
    uint32_t number;
    world_crowd(crowd);
    return tables(office, 0, error) &&
           deliver(office, "crowd", crowd, WORLD_CROWD, NULL, 0, error) &&
           changes(office, error) && papers(office, error) && ledger(office, error) &&
           store_publish(office->store, office->now, &number, error) &&
           tables(office, 2, error) &&
           store_publish(office->store, office->now + 1, &number, error);
}

bool office_make(const char *directory, struct error *error)
{
    struct office office = {.now = WORLD_START};
    if (!store_open(directory, STORE_REAL, &office.store, error))
        return false;
    bool ok = fill(&office, error);
    store_close(office.store);
    return ok;
}

static const char *const indicators[] = {"NTL-01", "LONGEST-CODE-15", "B",
                                         "G0-01",  "CROWD",           "UNKNOWN"};

static const int32_t regions[] = {100000, 110000, 430000, 430100, 430101, 430117,
                                  430163, 430189, 430102, 440300, 510001, 510140,
                                  510256, 510257, 510270, 999999};

/* 2024-01, 2025-06, 2026-06, 2025. */
static const struct period periods[] = {{FREQ_MONTH, 19723, 19753},
                                        {FREQ_MONTH, 20240, 20269},
                                        {FREQ_MONTH, 20605, 20634},
                                        {FREQ_YEAR, 20089, 20453}};

static const int64_t times[] = {INT64_MAX, WORLD_START + 8};

const struct questions office_questions = {
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof *indicators,
    .regions = regions,
    .n_regions = sizeof regions / sizeof *regions,
    .periods = periods,
    .n_periods = sizeof periods / sizeof *periods,
    .times = times,
    .n_times = sizeof times / sizeof *times,
    .n_receipts = 20,
    .document = "catalog/x.tsv",
};
