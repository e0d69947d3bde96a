/* States: see views/states.h. */
#include "views/states.h"

#include "core/judged.h"
#include "views/words.h"

#include <string.h>

const struct state_row progress_rows[PROGRESS_COUNT] = {
    [PROGRESS_AHEAD] = {"+", N_("Ahead"), ROLE_GOOD},
    [PROGRESS_ON] = {".", N_("On track"), ROLE_TEXT},
    [PROGRESS_BEHIND] = {"!", N_("Behind"), ROLE_BAD},
    [PROGRESS_DONE] = {"#", N_("Done"), ROLE_DONE},
    [PROGRESS_NOT_COMPUTABLE] = {"?", N_("Not computable"), ROLE_DIM},
    [PROGRESS_QUALITATIVE] = {"~", N_("Qualitative"), ROLE_DIM},
};

const struct state_row missing_rows[MISSING_COUNT] = {
    [MISSING_NONE] = {"0", N_("zero is a value"), ROLE_TEXT},
    [MISSING_UNPUBLISHED] = {"_", N_("Unpublished"), ROLE_DIM},
    [MISSING_NOT_APPLICABLE] = {"/", N_("Not applicable"), ROLE_DIM},
    [MISSING_SUPPRESSED] = {"x", N_("Suppressed"), ROLE_DIM},
    [MISSING_NOT_REPORTED] = {"o", N_("Not reported"), ROLE_WARN},
    [MISSING_NOT_DUE] = {"-", N_("Not due"), ROLE_DIM},
    [MISSING_FETCH_FAILED] = {"E", N_("Fetch failed"), ROLE_BAD},
};

const char *const missing_briefs[MISSING_COUNT] = {
    [MISSING_NONE] = N_("zero"),
    [MISSING_UNPUBLISHED] = N_("unpubl."),
    [MISSING_NOT_APPLICABLE] = N_("n/a"),
    [MISSING_SUPPRESSED] = N_("suppr."),
    [MISSING_NOT_REPORTED] = N_("not rep."),
    [MISSING_NOT_DUE] = N_("not due"),
    [MISSING_FETCH_FAILED] = N_("failed"),
};

const struct state_row deadline_rows[DEADLINE_COUNT] = {
    [DEADLINE_IN_TIME] = {".", N_("In time"), ROLE_TEXT},
    [DEADLINE_DUE_SOON] = {":", N_("Due soon"), ROLE_WARN},
    [DEADLINE_OVERDUE] = {"!", N_("Overdue"), ROLE_BAD},
    [DEADLINE_CLOSED] = {"#", N_("Closed"), ROLE_DONE},
};

const struct state_row flag_rows[FLAG_COUNT] = {
    [FLAG_NONE] = {"", "", ROLE_TEXT},
    [FLAG_BREAK] = {N_("b"), N_("scope changed"), ROLE_WARN},
    [FLAG_REVISED] = {N_("r"), N_("revised"), ROLE_PROVISIONAL},
    [FLAG_PROVISIONAL] = {N_("p"), N_("provisional"), ROLE_PROVISIONAL},
    [FLAG_ESTIMATED] = {N_("e"), N_("estimated"), ROLE_PROVISIONAL},
    [FLAG_FORECAST] = {N_("f"), N_("forecast"), ROLE_PROVISIONAL},
    [FLAG_STALE] = {N_("old"), N_("stale"), ROLE_WARN},
};

const struct state_row weight_rows[WEIGHT_COUNT] = {
    [WEIGHT_HALF] = {N_("!!"), N_("half or more behind"), ROLE_BAD},
    [WEIGHT_LACKING] = {N_("NR"), N_("too few report"), ROLE_WARN},
    [WEIGHT_FAILED] = {N_("EE"), N_("source failed"), ROLE_BAD},
};

void states_fill(struct state_row states[PROGRESS_COUNT])
{
    memcpy(states, progress_rows, sizeof progress_rows);
}

static const char *const progress_names[PROGRESS_COUNT] = {
    [PROGRESS_AHEAD] = "ahead",
    [PROGRESS_ON] = "on",
    [PROGRESS_BEHIND] = "behind",
    [PROGRESS_DONE] = "done",
    [PROGRESS_NOT_COMPUTABLE] = "not_computable",
    [PROGRESS_QUALITATIVE] = "qualitative",
};

static const char *const role_names[ROLE_COUNT] = {
#define ROLE_NAME(name, word) word,
    ROLE_LIST(ROLE_NAME)
#undef ROLE_NAME
};

static bool named(const char *const *names, int n, const char *name, int *at)
{
    for (*at = 0; *at < n; ++*at)
        if (strcmp(names[*at], name) == 0)
            return true;
    return false;
}

bool progress_named(const char *name, enum progress_state *state)
{
    int at;
    if (!named(progress_names, PROGRESS_COUNT, name, &at))
        return false;
    *state = (enum progress_state)at;
    return true;
}

bool role_named(const char *name, enum role *role)
{
    int at;
    if (!named(role_names, ROLE_COUNT, name, &at))
        return false;
    *role = (enum role)at;
    return true;
}

const char *state_text(const struct state_row *row, struct arena *arena)
{
    return arena_printf(arena, "%s %s", _(row->symbol), _(row->word));
}

enum data_flag flag_of(const struct observation *observation)
{
    if (judged_is_break(observation))
        return FLAG_BREAK;
    if (observation->revised)
        return FLAG_REVISED;
    switch (observation->status) {
    case 'P':
        return FLAG_PROVISIONAL;
    case 'E':
    case 'I':
        return FLAG_ESTIMATED;
    case 'F':
        return FLAG_FORECAST;
    default:
        return FLAG_NONE;
    }
}
