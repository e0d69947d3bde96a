/* The drift guard: see app/guard.h. */
#include "app/guard.h"

#include "app/setup.h"
#include "fetch/shape.h"
#include "views/words.h"

#include <string.h>

static const char *delivery_words(const struct kept_shape *kept, struct arena *arena)
{
    struct date date = date_from_day(day_from_time(kept->time));
    return arena_printf(arena, "%04d-%02d-%02d #%u", date.year, date.month, date.day,
                        (unsigned)kept->receipt);
}

bool guard_check(struct store *store, const struct source *source,
                 struct delivery *delivery, struct arena *arena,
                 struct error **problems, size_t *n, struct error *error)
{
    struct kept_shape kept = {0};
    *n = 0;
    if (!delivery->shape)
        return true;
    if (!store_shape(store, source->name, arena, &kept, error))
        return false;
    char *mapping = arena_alloc(arena, DIGEST_HEX);
    setup_mapping(source, mapping);
    delivery->mapping = mapping;
    if (!kept.text || strcmp(kept.setup, mapping) != 0)
        return true;
    if (!shape_drifted(kept.text, delivery->shape, source->name,
                       delivery_words(&kept, arena), arena, problems, n))
        delivery->shape = shape_extended(kept.text, delivery->shape, arena);
    return true;
}

const char *guard_accepted(const struct error *problem, struct arena *arena)
{
    static const struct {
        enum error_code code;
        const char *words;
    } table[] = {
        {ERROR_DRIFT_FIELD, N_("accepted: no longer there: %s")},
        {ERROR_DRIFT_UNIT, N_("accepted: other units: %s")},
        {ERROR_DRIFT_SCOPE, N_("accepted: another scope note: %s")},
        {ERROR_DRIFT_VALUE, N_("accepted: values that are not known: %s")},
        {ERROR_DRIFT_ROWS, N_("accepted: fewer rows: %s")},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == problem->code)
            return arena_printf(arena, _(table[i].words), problem->arg[1]);
    return "";
}
