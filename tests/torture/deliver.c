/* Deliveries: see tests/torture/deliver.h. */
#include "tests/torture/deliver.h"

#include "tests/torture/world.h"

bool deliver_rows(struct store *store, struct delivery *delivery, bool *changed,
                  struct error *error)
{
    struct receipt *receipt = &delivery->receipt;
    if (!receipt->source)
        receipt->source = "s";
    receipt->address = world_addresses[0];
    receipt->format = "csv";
    receipt->etag = receipt->last_modified = "";
    receipt->rows_seen = (uint32_t)delivery->n_observations;
    const struct source_state state = {.name = receipt->source,
                                       .title = "A ministry",
                                       .format = receipt->format,
                                       .address = receipt->address,
                                       .last_attempt = receipt->time,
                                       .last_success = receipt->time,
                                       .etag = "",
                                       .last_modified = ""};
    return store_ingest(store, delivery, &state, changed, error);
}
