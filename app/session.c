/* A session: see app/session.h. */
#include "app/session.h"

#include "app/past.h"
#include "app/place.h"

#include <string.h>

/* ---- the query table: thin, so that views/ stays free of store/ ---- */

static bool series(void *self, const char *indicator, int32_t region, int64_t known_at,
                   struct arena *arena, struct observation **items, size_t *n,
                   struct error *error)
{
    return snapshot_series(self, indicator, region, known_at, arena, items, n, error);
}

static bool region(void *self, int32_t code, const char *const *indicators, size_t n,
                   int32_t from, int64_t known_at, struct arena *arena,
                   struct query_list *lists, struct error *error)
{
    struct snapshot_list *found = arena_alloc(arena, n * sizeof *found);
    if (!snapshot_region(self, code, indicators, n, from, known_at, arena, found,
                         error))
        return false;
    for (size_t i = 0; i < n; i++)
        lists[i] = (struct query_list){found[i].items, found[i].n};
    return true;
}

static bool latest(void *self, const char *const *indicators, size_t n,
                   const int32_t *regions, size_t m, int64_t known_at,
                   struct query_figure *items, struct error *error)
{
    struct arena scratch = {0};
    struct snapshot_figure *found = arena_alloc(&scratch, n * m * sizeof *found);
    bool ok = snapshot_latest(self, indicators, n, regions, m, known_at, found, error);
    for (size_t i = 0; ok && i < n * m; i++)
        items[i] = (struct query_figure){found[i].latest, found[i].previous,
                                         found[i].has_previous};
    arena_release(&scratch);
    return ok;
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

static bool sources(void *self, int64_t known_at, struct arena *arena,
                    struct source_state **items, size_t *n, struct error *error)
{
    return snapshot_sources(self, known_at, arena, items, n, error);
}

static bool held(void *self, const char *source, int64_t time, struct arena *arena,
                 struct error **problems, size_t *n, struct error *error)
{
    return snapshot_held(self, source, time, arena, problems, n, error);
}

static bool differing(void *self, const char *source, int64_t known_at, uint64_t *n,
                      struct error *error)
{
    return snapshot_differing(self, source, known_at, n, error);
}

static bool refusals(void *self, uint32_t number, struct arena *arena,
                     struct refusal **items, size_t *n, struct error *error)
{
    return snapshot_refusals(self, number, arena, items, n, error);
}

static bool items(void *self, enum item_kind kind, int64_t known_at,
                  struct arena *arena, struct item **found, size_t *n,
                  struct error *error)
{
    return snapshot_items(self, kind, known_at, arena, found, n, error);
}

static bool item_history(void *self, enum item_kind kind, const char *source,
                         const char *key, struct arena *arena, struct item **found,
                         size_t *n, struct error *error)
{
    return snapshot_item_history(self, kind, source, key, arena, found, n, error);
}

/* ---- the state of the data as a whole ---- */

static int64_t oldest_due(struct session *session)
{
    struct arena arena = {0};
    struct source_state *items;
    size_t n;
    int64_t due = 0;
    if (snapshot_sources(session->snapshot, session->context.known_at, &arena, &items,
                         &n, NULL))
        for (size_t i = 0; i < n; i++)
            if (items[i].next_due && (due == 0 || items[i].next_due < due))
                due = items[i].next_due;
    arena_release(&arena);
    return due;
}

/* ---- what sources added to the catalogue ---- */

static bool read_items(void *self, enum item_kind kind, struct arena *arena,
                       struct item **found, size_t *n, struct error *error)
{
    return snapshot_items(self, kind, INT64_MAX, arena, found, n, error);
}

/* What cannot be read or opened is said, and pages are made with the files alone. */
static void take_additions(struct session *session)
{
    const struct effect_reader reader = {session->snapshot, read_items};
    const char *directory = *session->options->catalog ? session->options->catalog
                                                       : session->config->catalog;
    char digest[DIGEST_HEX];
    struct error *problem = &session->context.data.problem, error = {0};
    session->context.catalog = session->catalog;
    if (!effect_digest(&reader, digest, &error)) {
        if (problem->code == ERROR_NONE)
            *problem = error;
        return;
    }
    if (!*digest)
        return;
    if (session->n_effects == 0 || strcmp(digest, session->additions) != 0) {
        struct effect *effect = arena_alloc(&session->arena, sizeof *effect);
        if (!effect_open(effect, directory, &reader, &error)) {
            if (problem->code == ERROR_NONE)
                *problem = error;
            return;
        }
        session->effects = arena_more(&session->arena, session->effects,
                                      session->n_effects, sizeof *session->effects);
        session->effects[session->n_effects++] = effect;
        memcpy(session->additions, digest, sizeof digest);
    }
    session->context.catalog = &session->effects[session->n_effects - 1]->catalog;
}

/* The catalogue and the rules of the context's time. */
static void take_papers(struct session *session)
{
    struct view_context *context = &session->context;
    session->before_taken = false;
    if (context->as_of) {
        past_papers(session, context, session->catalog);
        return;
    }
    context->rules = session->config->rules;
    context->data.catalog = context->data.settings = PAPERS_OF_THEN;
    context->catalog = session->catalog;
    if (session->snapshot)
        take_additions(session);
}

bool session_as_of(struct session *session, int32_t day, struct error *error)
{
    struct view_context *context = &session->context;
    int64_t now;
    if (!place_now(&now, error))
        return false;
    if (day > day_from_time(now)) {
        char asked[32], last[32];
        period_id(period_day(day), asked, sizeof asked);
        period_id(period_day(day_from_time(now)), last, sizeof last);
        return error_set(error, ERROR_AS_OF, asked, last);
    }
    context->as_of = day;
    context->known_at = day ? time_of_day_end(day) : INT64_MAX;
    context->now = day ? context->known_at : now;
    context->data.oldest_due = session->snapshot ? oldest_due(session) : 0;
    take_papers(session);
    return true;
}

static void take_snapshot(struct session *session, struct snapshot *snapshot)
{
    if (session->snapshot)
        snapshot_close(session->snapshot);
    session->snapshot = snapshot;
    const struct snapshot_info *info = snapshot_info(snapshot);
    session->query = (struct query){.self = snapshot,
                                    .series = series,
                                    .region = region,
                                    .latest = latest,
                                    .revisions = revisions,
                                    .receipt = receipt,
                                    .receipts = receipts,
                                    .sources = sources,
                                    .held = held,
                                    .differing = differing,
                                    .refusals = refusals,
                                    .items = items,
                                    .item_history = item_history};
    session->context.query = &session->query;
    session->context.data = (struct data_state){
        .have_snapshot = true,
        .demo = info->demo,
        .fallback = info->fallback,
        .offline = session->options->offline,
        .number = info->number,
        .published = info->published,
        .bytes = info->bytes,
        .kept_since = info->kept_since,
        .problem = info->fallback ? info->damage : (struct error){0},
    };
    session->context.data.oldest_due = oldest_due(session);
    take_papers(session);
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
    const struct region *found = catalog_region_typed(session->context.catalog, asked);
    if (!found)
        return error_set(error, ERROR_REGION_UNKNOWN, asked);
    *code = found->code;
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
        .rules = config->rules,
        .options = {"", "", "", ""},
        .bulletin = config->bulletin,
        .restricted = options->restricted,
        .classification = config->classification,
        .data = {.offline = options->offline,
                 .config = options->restricted ? ""
                           : config->path      ? config->path
                                               : place_own_config(&session->arena),
                 .configured = config->n_sources > 0},
        .from = "",
    };
    states_fill(context->states);
    for (int i = 0; i < PROGRESS_COUNT; i++)
        context->states[i].role = config->colours[i];
    if (!place_now(&context->now, error))
        return false;
    if (options->as_of && !session_as_of(session, options->as_of, error))
        return false;
    session_renew(session);
    return session_since(session, options->since, error) &&
           home_region(session, &context->home, error);
}

void session_close(struct session *session)
{
    if (session->snapshot)
        snapshot_close(session->snapshot);
    for (size_t i = 0; i < session->n_papers; i++)
        catalog_close(&session->papers[i]->catalog);
    for (size_t i = 0; i < session->n_effects; i++)
        effect_close(session->effects[i]);
    arena_release(&session->arena);
}
