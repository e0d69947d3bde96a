/* A session: see app/session.h. */
#include "app/session.h"

#include "app/place.h"

#include <string.h>

/* ---- the query table: thin, so that views/ stays free of store/ ---- */

static bool series(void *self, const char *indicator, int32_t region, int64_t known_at,
                   struct arena *arena, struct observation **items, size_t *n,
                   struct error *error)
{
    return snapshot_series(self, indicator, region, known_at, arena, items, n, error);
}

static bool revisions(void *self, const char *indicator, int32_t region,
                      struct arena *arena, struct observation **items, size_t *n,
                      struct error *error)
{
    return snapshot_revisions(self, indicator, region, arena, items, n, error);
}

static bool receipt(void *self, uint32_t number, struct arena *arena,
                    struct receipt *found, struct error *error)
{
    return snapshot_receipt(self, number, arena, found, error);
}

static bool receipts(void *self, int64_t known_at, size_t most, struct arena *arena,
                     struct receipt **items, size_t *n, struct error *error)
{
    return snapshot_receipts(self, known_at, most, arena, items, n, error);
}

static bool sources(void *self, struct arena *arena, struct source_state **items,
                    size_t *n, struct error *error)
{
    return snapshot_sources(self, arena, items, n, error);
}

static bool refusals(void *self, uint32_t number, struct arena *arena,
                     struct refusal **items, size_t *n, struct error *error)
{
    return snapshot_refusals(self, number, arena, items, n, error);
}

/* ---- the state of the data as a whole ---- */

static int64_t oldest_due(struct session *session)
{
    struct arena arena = {0};
    struct source_state *items;
    size_t n;
    int64_t due = 0;
    if (snapshot_sources(session->snapshot, &arena, &items, &n, NULL))
        for (size_t i = 0; i < n; i++)
            if (items[i].next_due && (due == 0 || items[i].next_due < due))
                due = items[i].next_due;
    arena_release(&arena);
    return due;
}

static void take_snapshot(struct session *session, struct snapshot *snapshot)
{
    if (session->snapshot)
        snapshot_close(session->snapshot);
    session->snapshot = snapshot;
    const struct snapshot_info *info = snapshot_info(snapshot);
    session->query = (struct query){.self = snapshot,
                                    .series = series,
                                    .revisions = revisions,
                                    .receipt = receipt,
                                    .receipts = receipts,
                                    .sources = sources,
                                    .refusals = refusals};
    session->context.query = &session->query;
    session->context.data = (struct data_state){
        .have_snapshot = true,
        .demo = info->demo,
        .fallback = info->fallback,
        .offline = session->options->offline,
        .number = info->number,
        .published = info->published,
        .bytes = info->bytes,
        .oldest_due = oldest_due(session),
        .problem = info->fallback ? info->damage : (struct error){0},
    };
}

static bool differs(const struct snapshot_info *a, const struct snapshot_info *b)
{
    return a->number != b->number || a->fallback != b->fallback;
}

bool session_renew(struct session *session)
{
    uint32_t newest = snapshot_newest(session->cache);
    /* Once for each: a damaged one is read whole before it is passed over. */
    if (newest != 0 && newest == session->looked)
        return false;
    bool lost = session->looked == 0; /* another directory has taken its place */
    session->looked = newest;
    struct snapshot *snapshot;
    struct error error = {0};
    if (!snapshot_open(session->cache, &snapshot, &error)) {
        /* What is open stays open: a snapshot never changes. */
        if (!session->snapshot && error.code != ERROR_SNAPSHOT_NONE)
            session->context.data.problem = error;
        return false;
    }
    bool other = !session->snapshot || lost ||
                 differs(snapshot_info(snapshot), snapshot_info(session->snapshot));
    if (other)
        take_snapshot(session, snapshot);
    else
        snapshot_close(snapshot);
    return other;
}

static bool home_region(const struct session *session, int32_t *code,
                        struct error *error)
{
    const char *asked =
        *session->options->region ? session->options->region : session->config->region;
    *code = REGION_NATION;
    if (!*asked)
        return true;
    const struct region *region = catalog_region_typed(session->catalog, asked);
    if (!region)
        return error_set(error, ERROR_REGION_UNKNOWN, asked);
    *code = region->code;
    return true;
}

bool session_open(struct session *session, const struct options *options,
                  const struct config *config, const struct catalog *catalog,
                  const char *cache, enum language language, struct error *error)
{
    *session = (struct session){
        .options = options, .config = config, .catalog = catalog, .cache = cache};
    struct view_context *context = &session->context;
    *context = (struct view_context){
        .catalog = catalog,
        .language = language,
        .known_at = INT64_MAX,
        .as_of = options->as_of,
        .rules = config->rules,
        .data = {.offline = options->offline},
        .from = "",
    };
    if (!place_now(&context->now, error) ||
        !home_region(session, &context->home, error))
        return false;
    if (options->as_of) {
        context->known_at = time_of_day_end(options->as_of);
        context->now = context->known_at;
    }
    session_renew(session);
    return true;
}

void session_close(struct session *session)
{
    if (session->snapshot)
        snapshot_close(session->snapshot);
    arena_release(&session->arena);
}
