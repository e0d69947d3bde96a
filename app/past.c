/* Days in the past: see app/past.h, and app/session.h for pages and what they compare
 * with. */
#include "app/past.h"

#include "app/place.h"
#include "views/change.h"

#include <string.h>

/* ---- the papers of a day ---- */

/* One that is open already, with the same catalogue. */
static const struct papers *same_papers(const struct session *session,
                                        const char *digest)
{
    for (size_t i = 0; i < session->n_papers; i++)
        if (strcmp(session->papers[i]->digest, digest) == 0)
            return session->papers[i];
    return NULL;
}

void past_papers(struct session *session, struct view_context *context,
                 const struct catalog *otherwise)
{
    const struct papers *last =
        session->n_papers ? session->papers[session->n_papers - 1] : NULL;
    struct papers *papers = arena_alloc(&session->arena, sizeof *papers);
    papers->catalog_state = papers->settings_state = PAPERS_NOT_KEPT;
    if (session->snapshot && page_kept(context))
        papers_read(session->snapshot, context->known_at, last, papers);
    bool then = papers->catalog_state == PAPERS_OF_THEN;
    context->rules = papers->settings_state == PAPERS_OF_THEN ? papers->rules
                                                              : session->config->rules;
    context->data.settings = papers->settings_state;
    context->data.catalog = papers->catalog_state;
    context->catalog = otherwise;
    /* A catalogue that the user names is the one to use. */
    if (*session->options->catalog) {
        context->data.catalog = PAPERS_OF_THEN;
        catalog_close(&papers->catalog);
        return;
    }
    if (!then)
        return;
    const struct papers *same = same_papers(session, papers->digest);
    if (same) {
        catalog_close(&papers->catalog);
        context->catalog = &same->catalog;
        return;
    }
    context->catalog = &papers->catalog;
    session->papers = arena_more(&session->arena, session->papers, session->n_papers,
                                 sizeof *session->papers);
    session->papers[session->n_papers++] = papers;
}

/* ---- what pages compare with ---- */

bool session_since(struct session *session, int32_t day, struct error *error)
{
    int32_t today = page_day(&session->context);
    if (day > today) {
        char asked[32], last[32];
        period_id(period_day(day), asked, sizeof asked);
        period_id(period_day(today), last, sizeof last);
        return error_set(error, ERROR_SINCE, asked, last);
    }
    session->since = day;
    return true;
}

static void take_before(struct session *session, int32_t since)
{
    struct view_context *before = &session->before;
    if (session->before_taken && before->as_of == since)
        return;
    *before = session->context;
    before->as_of = before->since = since;
    before->known_at = before->now = time_of_day_end(since);
    before->before = NULL;
    if (page_kept(before))
        past_papers(session, before, session->context.catalog);
    session->before_taken = true;
}

/* Does the page at the address show what has changed? */
static bool compares(const struct view_context *context, const char *address)
{
    struct address parsed;
    struct error ignored;
    return address_parse(context->catalog, address, &parsed, &ignored) &&
           parsed.page->compares;
}

bool session_context(struct session *session, const char *address, struct arena *arena,
                     struct view_context *context, struct error *error)
{
    struct view_context made = session->context;
    /* What is late depends on when it is looked at, not on when the program started. */
    if (!made.as_of && !place_now(&made.now, error))
        return false;
    made.arena = arena;
    /* What was asked for may lie behind the day that pages are made as of by now. */
    bool asked = session->since && session->since <= page_day(&made);
    made.since = asked ? session->since : change_since(&made);
    if (compares(&made, address)) {
        take_before(session, made.since);
        struct view_context *before = arena_alloc(arena, sizeof *before);
        *before = session->before;
        before->arena = arena;
        made.before = page_kept(before) ? before : NULL;
    }
    *context = made;
    return true;
}
