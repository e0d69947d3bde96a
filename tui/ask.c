/* Asking: the prompts of find, go to, since when and as of when. See tui/session.h. */
#include "tui/session.h"

#include "core/msgid.h"
#include "tui/cursor.h"
#include "views/page.h"
#include "views/words.h"

#include <string.h>

/* Words sought are an address's id (struct address). */
enum { FIND_MOST = sizeof((struct address *)0)->id - 1 };

void ask_open(struct tui *tui, enum asking asking)
{
    shown_note(tui->page, history_here(&tui->history));
    tui->asking = asking;
    tui->prompt = (struct prompt){.most = asking == ASKING_FIND ? FIND_MOST : 0};
    tui->typed = asking != ASKING_FIND;
    tui->chosen = tui->preview = false;
    tui->n_found = tui->at_found = 0;
}

static void ask_close(struct tui *tui)
{
    tui->asking = ASKING_NOTHING;
    tui->preview = tui->typed = false;
    tui->n_found = 0;
    arena_release(&tui->found_arena);
}

/* The page one came from, as it stood. */
static void end_preview(struct tui *tui)
{
    if (tui->preview && session_return(tui))
        tui->preview = false;
}

static void update_find(struct tui *tui)
{
    if (tui->prompt.n == 0) {
        end_preview(tui);
        return;
    }
    if (!page_find("find"))
        return;
    struct arena arena = {0};
    const struct place *here = history_here(&tui->history);
    if (session_show(tui, arena_printf(&arena, "find/%s", tui->prompt.text),
                     here->address))
        tui->preview = true;
    arena_release(&arena);
}

static void update_filter(struct tui *tui)
{
    tui->n_found =
        chosen_complete(session_page(tui), tui->prompt.text, tui->found, COMPLETIONS);
    tui->at_found = 0;
}

static void update_address(struct tui *tui)
{
    arena_release(&tui->found_arena);
    tui->n_found =
        tui->host.complete(tui->host.self, tui->prompt.text, tui->page->view.address,
                           &tui->found_arena, tui->found, COMPLETIONS);
    tui->at_found = 0;
}

/* Enter on find: the page of hits becomes a place of its own; a hit that was chosen is
 * opened from there. */
static void enter_find(struct tui *tui)
{
    bool preview = tui->preview, chosen = tui->chosen;
    if (tui->prompt.n == 0) {
        end_preview(tui);
        ask_close(tui);
        return;
    }
    place_copy(tui->words, sizeof tui->words, tui->prompt.text);
    ask_close(tui);
    if (!preview) {
        session_search(tui, 1);
        return;
    }
    history_push(&tui->history, tui->page->view.address, tui->page->from);
    tui->message[0] = '\0';
    if (chosen)
        session_act(tui, ACTION_OPEN, INPUT_ENTER);
}

static void enter_address(struct tui *tui)
{
    const char *text =
        tui->chosen ? tui->found[tui->at_found].address : tui->prompt.text;
    struct arena arena = {0};
    if (!*text ||
        session_go(tui, session_here(tui, text, &arena), tui->page->view.address))
        ask_close(tui);
    arena_release(&arena);
}

/* A day, for the host to take; the page is made anew with it. */
static void enter_day(struct tui *tui,
                      bool (*take)(void *self, const char *typed, struct error *error))
{
    struct error error = {0};
    if (!take(tui->host.self, tui->prompt.text, &error)) {
        session_note(tui, &error);
        return;
    }
    ask_close(tui);
    tui_reload(tui);
}

static void enter_since(struct tui *tui)
{
    enter_day(tui, tui->host.since);
}

static void enter_as_of(struct tui *tui)
{
    bool past = tui->prompt.n > 0;
    enter_day(tui, tui->host.as_of);
    if (past && tui->asking == ASKING_NOTHING)
        place_copy(tui->message, sizeof tui->message,
                   _("t and Enter return to the present"));
}

/* The file's name decides the format. One that is there is replaced if the same name is
 * entered twice. */
static void enter_export(struct tui *tui)
{
    const char *name = tui->prompt.text;
    struct error error = {0};
    struct arena arena = {0};
    struct view_options options =
        chosen_options(chosen_of(&tui->by_page, session_page(tui)));
    if (!*name) {
        ask_close(tui);
    } else if (tui->host.export(tui->host.self, tui->page->view.address,
                                tui->page->from, &options, name,
                                strcmp(tui->there, name) == 0, &error)) {
        place_copy(tui->message, sizeof tui->message,
                   arena_printf(&arena, _("Written: %s"), name));
        tui->spills = true;
        ask_close(tui);
    } else {
        place_copy(tui->there, sizeof tui->there,
                   error.code == ERROR_EXPORT_THERE ? name : "");
        session_note(tui, &error);
    }
    arena_release(&arena);
}

static void enter_filter(struct tui *tui)
{
    struct chosen *chosen = chosen_of(&tui->by_page, session_page(tui));
    struct error error = {0};
    chosen_filter(chosen,
                  tui->chosen ? tui->found[tui->at_found].address : tui->prompt.text);
    ask_close(tui);
    tui->message[0] = '\0';
    if (!session_rebuild(tui, &error))
        session_note(tui, &error);
}

const struct prompt_row prompts[ASKING_COUNT] = {
    [ASKING_FIND] = {"/",
                     N_("Up Down choose  Enter opens  Esc back"),
                     update_find,
                     enter_find,
                     {NULL}},
    [ASKING_ADDRESS] = {":",
                        N_("Tab takes  Up Down  Enter goes  Esc cancels"),
                        update_address,
                        enter_address,
                        {N_("Go to"), N_("Address"), N_("Page")}},
    [ASKING_FILTER] = {"F",
                       N_("Up Down  Enter filters, empty: all  Esc cancels"),
                       update_filter,
                       enter_filter,
                       {N_("Filter"), N_("Name"), N_("Shows")}},
    [ASKING_SINCE] =
        {"d", N_("since YYYY-MM-DD, empty: default  Esc"), NULL, enter_since, {NULL}},
    [ASKING_AS_OF] =
        {"t", N_("as of YYYY-MM-DD, empty: now  Esc"), NULL, enter_as_of, {NULL}},
    [ASKING_EXPORT] =
        {"e", N_("file, .csv or .txt  Enter writes  Esc"), NULL, enter_export, {NULL}},
};

void ask_update(struct tui *tui)
{
    if (!tui->typed)
        return;
    tui->typed = tui->chosen = false;
    if (prompts[tui->asking].update)
        prompts[tui->asking].update(tui);
}

static void cancel(struct tui *tui)
{
    end_preview(tui);
    /* A page that cannot be built again leaves the hits in its place. */
    if (tui->preview)
        history_push(&tui->history, tui->page->view.address, tui->page->from);
    ask_close(tui);
}

/* Up and Down: among the hits of find, or among the completions. */
static void choose(struct tui *tui, int step)
{
    if (tui->asking == ASKING_FIND) {
        if (tui->preview) {
            shown_step(tui->page, step, session_height(tui));
            tui->chosen = true;
        }
    } else if (tui->n_found > 0) {
        if (tui->chosen)
            tui->at_found =
                (tui->at_found + tui->n_found + (size_t)step) % tui->n_found;
        else
            tui->at_found = step > 0 ? 0 : tui->n_found - 1;
        tui->chosen = true;
    }
}

static void complete(struct tui *tui)
{
    if (tui->n_found == 0)
        return;
    prompt_set(&tui->prompt, tui->found[tui->at_found].address);
    tui->typed = true;
}

void ask_key(struct tui *tui, uint32_t key)
{
    /* Control keys that do the same everywhere. */
    enum action action = key < ' ' ? keys_action(key) : ACTION_NONE;
    if (action == ACTION_LEAVE || action == ACTION_REDRAW || action == ACTION_SUSPEND) {
        session_act(tui, action, key);
        return;
    }
    if (key == INPUT_NONE)
        return;
    if (prompt_key(&tui->prompt, key)) {
        tui->note[0] = '\0';
        tui->typed = true;
        return;
    }
    if (key == INPUT_ESC) {
        tui->note[0] = '\0';
        cancel(tui);
        return;
    }
    /* The rest is about what the text has found. */
    ask_update(tui);
    if (key == INPUT_ENTER) {
        prompts[tui->asking].enter(tui);
    } else if (key == INPUT_TAB) {
        complete(tui);
    } else if (key == INPUT_UP || key == INPUT_DOWN) {
        choose(tui, key == INPUT_UP ? -1 : 1);
    } else if (tui->preview && (key == INPUT_PAGE_UP || key == INPUT_PAGE_DOWN)) {
        shown_page(tui->page, key == INPUT_PAGE_UP ? -1 : 1, session_height(tui));
        tui->chosen = true;
    }
}
