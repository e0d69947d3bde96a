/* Actions: what keys do on a page. See tui/session.h. */
#include "tui/session.h"

#include "tui/cursor.h"
#include "tui/terminal.h"
#include "views/page.h"
#include "views/words.h"

#include <string.h>

static void do_down(struct tui *tui, uint32_t key)
{
    (void)key;
    shown_step(tui->page, 1, session_height(tui));
}

static void do_up(struct tui *tui, uint32_t key)
{
    (void)key;
    shown_step(tui->page, -1, session_height(tui));
}

static void do_open(struct tui *tui, uint32_t key)
{
    (void)key;
    const struct sheet_item *item = shown_item(tui->page);
    if (item && item->address[0])
        session_go(tui, item->address, tui->page->view.address);
}

static void travel(struct tui *tui, int step)
{
    struct place *here = history_here(&tui->history);
    if (!history_beside(&tui->history, step))
        return;
    shown_note(tui->page, here);
    history_move(&tui->history, step);
    if (session_return(tui))
        tui->message[0] = '\0';
    else
        history_move(&tui->history, -step);
}

static void do_back(struct tui *tui, uint32_t key)
{
    (void)key;
    travel(tui, -1);
}

/* Help and the hits of find stand before the page that they were called from. */
static bool called(const struct tui *tui)
{
    const struct page *page = session_page(tui);
    return page && (page == page_find("help") || page == page_find("find") ||
                    page == page_find("log"));
}

static void do_close(struct tui *tui, uint32_t key)
{
    const char *up = view_up(&tui->page->view);
    if (!up[0])
        return;
    const struct place *before = history_beside(&tui->history, -1);
    if (before && called(tui)) {
        do_back(tui, key);
        return;
    }
    if (before && strcmp(before->address, up) == 0) {
        do_back(tui, key);
        return;
    }
    struct arena arena = {0};
    char *came_from = arena_strdup(&arena, tui->page->view.address);
    if (session_go(tui, arena_strdup(&arena, up), came_from))
        shown_select(tui->page, cursor_by_address(&tui->page->sheet, came_from),
                     session_height(tui));
    arena_release(&arena);
}

static void do_right(struct tui *tui, uint32_t key)
{
    size_t next = cursor_right(&tui->page->sheet, tui->page->item);
    if (next == tui->page->item)
        do_open(tui, key);
    else
        shown_select(tui->page, next, session_height(tui));
}

static void do_left(struct tui *tui, uint32_t key)
{
    size_t next = cursor_left(&tui->page->sheet, tui->page->item);
    if (next == tui->page->item)
        do_close(tui, key);
    else
        shown_select(tui->page, next, session_height(tui));
}

static void do_page_down(struct tui *tui, uint32_t key)
{
    (void)key;
    shown_page(tui->page, 1, session_height(tui));
}

static void do_page_up(struct tui *tui, uint32_t key)
{
    (void)key;
    shown_page(tui->page, -1, session_height(tui));
}

static void do_first(struct tui *tui, uint32_t key)
{
    (void)key;
    shown_end(tui->page, -1, session_height(tui));
}

static void do_last(struct tui *tui, uint32_t key)
{
    (void)key;
    shown_end(tui->page, 1, session_height(tui));
}

static void do_next_pane(struct tui *tui, uint32_t key)
{
    (void)key;
    shown_select(tui->page, cursor_block(&tui->page->sheet, tui->page->item, 1),
                 session_height(tui));
}

static void do_previous_pane(struct tui *tui, uint32_t key)
{
    (void)key;
    shown_select(tui->page, cursor_block(&tui->page->sheet, tui->page->item, -1),
                 session_height(tui));
}

static void do_page(struct tui *tui, uint32_t key)
{
    struct arena arena = {0};
    const struct page *const *page = pages;
    while (*page && (uint32_t)(*page)->key != key)
        page++;
    if (*page)
        session_go(tui, session_here(tui, (*page)->name, &arena),
                   tui->page->view.address);
    arena_release(&arena);
}

static void do_forward(struct tui *tui, uint32_t key)
{
    (void)key;
    travel(tui, 1);
}

static void do_find(struct tui *tui, uint32_t key)
{
    (void)key;
    ask_open(tui, ASKING_FIND);
}

static void do_find_next(struct tui *tui, uint32_t key)
{
    (void)key;
    session_search(tui, 1);
}

static void do_find_previous(struct tui *tui, uint32_t key)
{
    (void)key;
    session_search(tui, -1);
}

static void do_goto(struct tui *tui, uint32_t key)
{
    (void)key;
    ask_open(tui, ASKING_ADDRESS);
}

static void do_since(struct tui *tui, uint32_t key)
{
    (void)key;
    ask_open(tui, ASKING_SINCE);
}

static void do_as_of(struct tui *tui, uint32_t key)
{
    (void)key;
    ask_open(tui, ASKING_AS_OF);
}

static void do_export(struct tui *tui, uint32_t key)
{
    (void)key;
    struct arena arena = {0};
    ask_open(tui, ASKING_EXPORT);
    tui->there[0] = tui->message[0] = '\0';
    prompt_set(&tui->prompt,
               tui->host.export_name(tui->host.self, tui->page->view.address, &arena));
    arena_release(&arena);
}

static void do_help(struct tui *tui, uint32_t key)
{
    (void)key;
    const char *address = tui->page->view.address;
    int n = (int)strcspn(address, "/@");
    if (n == 4 && strncmp(address, "help", 4) == 0)
        return;
    struct arena arena = {0};
    session_go(tui, arena_printf(&arena, "help/%.*s", n, address), address);
    arena_release(&arena);
}

static void do_next_behind(struct tui *tui, uint32_t key)
{
    (void)key;
    size_t item = cursor_behind(&tui->page->sheet, tui->page->item);
    if (item == NO_ITEM)
        session_say(tui, _("No cell of this page is behind."));
    else
        shown_select(tui->page, item, session_height(tui));
}

static void do_mark(struct tui *tui, uint32_t key)
{
    const struct sheet_item *item = shown_item(tui->page);
    int32_t region = item ? marks_region(item->address) : 0;
    struct arena arena = {0};
    if (!region)
        session_say(tui, _("This row is of no region."));
    else if (!marks_toggle(&tui->marks, region))
        session_say(tui, _("Six regions are marked already; c compares them."));
    else {
        session_say(tui, arena_printf(&arena, _("Marked regions: %zu; c compares them"),
                                      tui->marks.n));
        do_down(tui, key);
    }
    arena_release(&arena);
}

static void do_compare(struct tui *tui, uint32_t key)
{
    (void)key;
    struct arena arena = {0};
    const char *here = tui->page->view.address;
    const char *address = tui->host.compare(tui->host.self, here, tui->marks.regions,
                                            tui->marks.n, &arena);
    if (!address)
        session_say(
            tui,
            _("Open an indicator or its list of regions first; c compares there."));
    else if (tui->marks.n < 2 && strcmp(address, here) == 0)
        session_say(
            tui, _("Space marks regions in a list, up to six; c then compares them."));
    else
        session_go(tui, address, here);
    arena_release(&arena);
}

static void do_refresh(struct tui *tui, uint32_t key)
{
    (void)key;
    tui->host.command(tui->host.self, TUI_REFRESH, tui->page->view.address);
}

static void do_refresh_all(struct tui *tui, uint32_t key)
{
    (void)key;
    tui->host.command(tui->host.self, TUI_REFRESH_ALL, tui->page->view.address);
}

static void do_stop(struct tui *tui, uint32_t key)
{
    (void)key;
    tui->host.command(tui->host.self, TUI_STOP, tui->page->view.address);
}

static void do_log(struct tui *tui, uint32_t key)
{
    (void)key;
    if (strcmp(tui->page->view.address, "log") != 0)
        session_go(tui, "log", tui->page->view.address);
}

static void do_quit(struct tui *tui, uint32_t key)
{
    if (history_beside(&tui->history, -1))
        do_back(tui, key);
    else
        tui->leaving = true;
}

static void do_leave(struct tui *tui, uint32_t key)
{
    (void)key;
    tui->leaving = true;
}

/* The next theme; one that cannot be read is passed over, with its error. */
static void do_theme(struct tui *tui, uint32_t key)
{
    (void)key;
    struct error error = {0};
    struct theme theme;
    theme_next(tui->own_theme, tui->theme);
    if (!theme_open(tui->theme, &theme, &error)) {
        session_note(tui, &error);
        return;
    }
    bool colours = terminal_theme(&theme);
    struct arena arena = {0};
    session_say(tui, arena_printf(&arena,
                                  colours ? _("Colours: %s")
                                          : _("Colours: %s; but none are shown here"),
                                  tui->theme));
    arena_release(&arena);
}

static void do_redraw(struct tui *tui, uint32_t key)
{
    (void)tui, (void)key;
    terminal_renew();
}

static void do_suspend(struct tui *tui, uint32_t key)
{
    (void)tui, (void)key;
    terminal_suspend();
}

static void (*const doers[ACTION_COUNT])(struct tui *tui, uint32_t key) = {
    [ACTION_DOWN] = do_down,           [ACTION_UP] = do_up,
    [ACTION_RIGHT] = do_right,         [ACTION_LEFT] = do_left,
    [ACTION_OPEN] = do_open,           [ACTION_CLOSE] = do_close,
    [ACTION_PAGE_DOWN] = do_page_down, [ACTION_PAGE_UP] = do_page_up,
    [ACTION_FIRST] = do_first,         [ACTION_LAST] = do_last,
    [ACTION_NEXT_PANE] = do_next_pane, [ACTION_PREVIOUS_PANE] = do_previous_pane,
    [ACTION_PAGE] = do_page,           [ACTION_BACK] = do_back,
    [ACTION_FORWARD] = do_forward,     [ACTION_FIND] = do_find,
    [ACTION_FIND_NEXT] = do_find_next, [ACTION_FIND_PREVIOUS] = do_find_previous,
    [ACTION_GOTO] = do_goto,           [ACTION_HELP] = do_help,
    [ACTION_REFRESH] = do_refresh,     [ACTION_REFRESH_ALL] = do_refresh_all,
    [ACTION_STOP] = do_stop,           [ACTION_LOG] = do_log,
    [ACTION_QUIT] = do_quit,           [ACTION_LEAVE] = do_leave,
    [ACTION_THEME] = do_theme,         [ACTION_REDRAW] = do_redraw,
    [ACTION_SUSPEND] = do_suspend,     [ACTION_EXPORT] = do_export,
    [ACTION_SINCE] = do_since,         [ACTION_AS_OF] = do_as_of,
    [ACTION_MARK] = do_mark,           [ACTION_COMPARE] = do_compare,
    [ACTION_COLUMN] = arrange_column,  [ACTION_REVERSE] = arrange_reverse,
    [ACTION_SORT] = arrange_sort,      [ACTION_FILTER] = arrange_filter,
    [ACTION_GROUP] = arrange_group,    [ACTION_NEXT_BEHIND] = do_next_behind,
};

void session_act(struct tui *tui, enum action action, uint32_t key)
{
    if (tui->restricted && key_guarded(action))
        session_say(tui, _("not available to this account"));
    else if (doers[action])
        doers[action](tui, key);
}
